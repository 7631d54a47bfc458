"""What is worth telling when something is logged: limits that are near, or passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scopegen.source.moments import read_span
from scopegen.terms.calls import Call, overloads
from scopegen.terms.extra_work import Extra, extra_register
from scopegen.terms.hours import refused
from scopegen.terms.logged import Logged, logged_of
from scopegen.terms.sessions import Terms, ordinary_minutes
from scopegen.terms.statement import budget
from scopegen.terms.working import Elapsed
from scopegen.workflow.dossier import Dossier, terms_in_force


def _logged(dossier: Dossier) -> list[Logged]:
    return [logged_of(event) for event in dossier.standing.logged]


def _terms(dossier: Dossier) -> Terms:
    return Terms(terms_in_force(dossier))


def budget_of(dossier: Dossier) -> Mapping[str, object] | None:
    """Give the budget once the point of warning is reached; `over` tells what passes it."""
    terms = _terms(dossier)
    found = budget(terms, _logged(dossier))
    if found is None or not found.warned:
        return None
    facts: dict[str, object] = {"used": Elapsed(found.used), "limit": Elapsed(found.limit)}
    if found.used > found.limit:
        facts["over"] = Elapsed(found.used - found.limit)
    return facts


def calls_on(dossier: Dossier, day: date) -> int:
    """Give the ad-hoc calls of a day when there are more than the letter bears; else 0."""
    calls = [one for one in _logged(dossier) if isinstance(one, Call)]
    return dict(overloads(_terms(dossier), calls)).get(day, 0)


def goodwill_of(dossier: Dossier) -> Mapping[str, object]:
    """Give how much of the extra work at no charge is used; `blocked` tells what passes it."""
    terms = _terms(dossier)
    split = extra_register(terms, [one for one in _logged(dossier) if isinstance(one, Extra)])
    agreed = terms.engagement.extra_work.goodwill
    used, blocked = sum(one.goodwill for one in split), sum(one.blocked for one in split)
    facts: dict[str, object] = {
        "used": Elapsed(used),
        "limit": Elapsed(agreed.minutes if agreed else 0),
    }
    return {**facts, "blocked": Elapsed(blocked)} if blocked else facts


def lost_surcharge(dossier: Dossier, time: str) -> bool:
    """Tell whether a time has a surcharge that is not charged without a confirmation."""
    if "/" not in time:
        return False
    terms = _terms(dossier)
    session = terms.tariff.session(*read_span(time, terms.zone))
    return ordinary_minutes(session) < session.billed and not refused(session)
