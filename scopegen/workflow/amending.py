"""What an accepted change does to the spec: the same file, with only these values changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scopegen.diagnostics import Checked, Path
from scopegen.model.change import Option
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source.amending import Add, Amendment, Remove, Set, amended
from scopegen.source.writing import typed
from scopegen.terms.hold import Shift
from scopegen.workflow.checking import examine
from scopegen.workflow.reading import Examined, engagement_schema

STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed: one option of one change request, with the dates it leads to."""

    change: str
    on: date
    option: Option
    amount: Money
    affected: tuple[str, ...]
    """Milestones that the amount belongs to; empty for all."""
    shifts: tuple[Shift, ...]
    end: date | None


def amended_spec(
    text: str, engagement: Engagement, agreed: Agreed, there: Examined
) -> Checked[Examined]:
    """Change the text of a signed spec as agreed, and examine the result; every comment stays.

    `there` is the spec on disk: it gives the name of the file and the house standard.
    """
    file, standard = there.file, there.standard
    under = standard.under if standard else None
    changes = tuple(_amendments(engagement, agreed))
    made = amended(text, changes, engagement_schema(), file=file, under=under)
    if made.value is None:
        return Checked(None, made.diagnostics)
    examined = examine(made.value.encode(), file, standard, signed=text.encode())
    return Checked(examined if examined.spec else None, examined.diagnostics)


def _amendments(engagement: Engagement, agreed: Agreed) -> Iterator[Amendment]:
    yield Set(("meta", "version"), str(engagement.meta.version + 1))
    yield Add(("meta", "amended_by"), {"change": agreed.change, "agreed": agreed.on.isoformat()})
    yield from _dates(engagement, agreed)
    yield from _price(engagement, agreed)
    for one in agreed.option.assumptions:
        told = {
            "id": one.id,
            "text": one.text,
            "owner": one.owner,
            "verify_by": one.verify_by.isoformat(),
            "if_wrong": one.if_wrong,
        }
        yield Add(("assumptions",), dict(told))
    for change in agreed.option.amend:
        path = path_of(change.field)
        yield Set(path, change.to) if change.to is not None else Add(path, change.add)
    waived = [
        at for at, one in enumerate(engagement.preconditions) if one.id in agreed.option.waives
    ]
    yield from (Remove(("preconditions", at)) for at in reversed(waived))


def _dates(engagement: Engagement, agreed: Agreed) -> Iterator[Amendment]:
    new = {shift.id: shift.new for shift in agreed.shifts}
    for at, milestone in enumerate(engagement.fees.milestones):
        if milestone.id in new:
            yield Set(("fees", "milestones", at, "due"), new[milestone.id].isoformat())
    if agreed.end and agreed.end != engagement.engagement.end:
        yield Set(("engagement", "end"), agreed.end.isoformat())
    due = {given.id: given.due for given in agreed.option.inputs}
    plan = {one.id: new.get(one.id, one.due) for one in engagement.fees.milestones}
    for at, condition in enumerate(engagement.preconditions):
        if condition.id in due:  # never after the work that waits for it, which may resume sooner
            waiting = [plan[one] for one in condition.needed_for or plan if one in plan]
            day = min([due[condition.id], *waiting])
            yield Set(("preconditions", at, "due"), day.isoformat())


def _price(engagement: Engagement, agreed: Agreed) -> Iterator[Amendment]:
    """A fixed price takes the amount in, with the milestone it belongs to; a budget the hours."""
    fees = engagement.fees
    if fees.fixed_price and agreed.amount.amount:
        yield Set(("fees", "fixed_price"), typed(fees.fixed_price + agreed.amount))
        for at, milestone in enumerate(fees.milestones):
            belongs = not agreed.affected or milestone.id in agreed.affected
            if milestone.amount and belongs:
                path: Path = ("fees", "milestones", at, "amount")
                yield Set(path, typed(milestone.amount + agreed.amount))
                return
    elif fees.budget and agreed.option.hours:
        hours = fees.budget.hours + agreed.option.hours.hours
        yield Set(("fees", "budget"), f"{hours.normalize():f} hours")


def path_of(field: str) -> Path:
    """Read a field as people write it: `engagement.deliverables[0].criterion`."""
    return tuple(int(at) if at else name for name, at in STEP.findall(field))
