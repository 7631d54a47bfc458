"""Change requests as they were issued, read back from the evidence store."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from scopegen.assets import bundled
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source import Schema, load_schema, read
from scopegen.spec.change import build_change
from scopegen.terms.standing import ChangeVersion
from scopegen.workflow.dossier import Dossier, kept


@cache
def change_schema() -> Schema:
    """Give the schema of a change request."""
    return load_schema((bundled("schemas") / "change.yaml").read_text(encoding="utf-8"))


def request_of(dossier: Dossier, change: ChangeVersion, engagement: Engagement) -> ChangeRequest:
    """Give the change request as it was issued, from the evidence store."""
    text = kept(dossier, change.request).decode()
    tree = read(text, f"{change.identity.item}.yaml", change_schema()).require()
    return build_change(tree, engagement).require()


def amount_in(number: str, engagement: Engagement) -> Money:
    """Read an amount of the register in the engagement's currency."""
    return Money(Decimal(number), engagement.meta.currency)
