"""When something must be there: one question each, answered by the engine of terms."""

from __future__ import annotations

from datetime import date, datetime

from scopegen.diagnostics import ScopegenError
from scopegen.source.moments import read_moment, read_span
from scopegen.terms import deadlines, reviews
from scopegen.terms.brake import precondition
from scopegen.terms.deadlines import Deadline, Rest
from scopegen.terms.hours import rest_until
from scopegen.terms.logged import Worked, logged_of
from scopegen.terms.sessions import Terms
from scopegen.workflow import stating
from scopegen.workflow.dossier import Dossier


def due_response(
    dossier: Dossier, terms: Terms, received: str | None, *,
    sender: str, way: str, night: str | None,
) -> Deadline:  # fmt: skip
    """Give the moment by which a message is answered (R14).

    Without `night` the night work that was logged counts.

    Raises:
        ScopegenError: SG909 or SG910 for a time that cannot be read, SG714 when there are no hours
            in which the response clock runs.
    """
    moment = read_moment(received, terms.zone) if received else dossier.now
    if sender == "provider":
        return deadlines.client_response(terms, terms.day(moment))
    spans = [read_span(night, terms.zone)] if night else _logged_spans(dossier)
    sessions = [terms.tariff.session(start, end) for start, end in spans]
    ends = [(one.end, rest_until(terms.engagement, one)) for one in sessions]
    rests = [Rest(worked, rested) for worked, rested in ends if rested]
    try:
        return deadlines.response(terms, moment, way, rests)
    except deadlines.NeverRunsError as error:
        raise ScopegenError("SG714", hint="response") from error


def _logged_spans(dossier: Dossier) -> list[tuple[datetime, datetime]]:
    logged = map(logged_of, dossier.standing.logged)
    return [(one.start, one.end) for one in logged if isinstance(one, Worked)]


def due_precondition(terms: Terms, id_: str) -> Deadline:
    """Give when a precondition is due, with the ladder after it.

    Raises:
        ScopegenError: SG411 for one that the letter does not have.
    """
    found = precondition(terms.engagement, id_)
    if found is None:
        known = ", ".join(one.id for one in terms.engagement.preconditions) or "-"
        raise ScopegenError("SG411", kind=id_, known=known, hint="unknown")
    return deadlines.precondition_due(terms, found)


def due_review(terms: Terms, number: int | None, today: date) -> Deadline:
    """Give the day of a review; without a number that of the next one (R19).

    Raises:
        ScopegenError: SG714 when the letter has no such review.
    """
    coming = (one.number for one in reviews.review_dates(terms) if one.held >= today)
    wanted = number or next(coming, 0)
    return _agreed(reviews.review(terms, wanted), "review")


def due_plan(terms: Terms, on: date, mark: int, earlier: int | None) -> Deadline:
    """Give the day on which a plan must be there after a mark.

    Raises:
        ScopegenError: SG714 when no plan is needed, or no review is agreed.
    """
    if terms.engagement.review is None:
        return _agreed(None, "review")
    return _agreed(reviews.plan_due(terms, on, mark, earlier), "plan")


def _agreed(found: Deadline | None, hint: str) -> Deadline:
    if found is None:
        raise ScopegenError("SG714", hint=hint)
    return found


def due_acceptance(terms: Terms, delivered: date) -> Deadline:
    """Give the last day of the review of a deliverable."""
    return deadlines.acceptance(terms, delivered)


def due_change(dossier: Dossier, terms: Terms, change: str | None, issued: date | None) -> Deadline:
    """Give the last day on which a change request can be agreed to.

    Raises:
        ScopegenError: SG413 for a request that was never issued.
    """
    if change:
        current = dossier.standing.current(change)
        if current is None:
            raise ScopegenError("SG413", id=change, hint="issue")
        return deadlines.change_request(terms, current.issued)
    return deadlines.change_request(terms, issued or dossier.today)


def due_notice(terms: Terms, given: date, by: str, milestone: str | None) -> Deadline:
    """Give the end after notice, or the last day of notice to leave at a milestone (R17).

    Raises:
        ScopegenError: SG713 for an unknown milestone, SG714 where nobody may leave at one.
    """
    if milestone is None:
        return deadlines.notice(terms, given, by)
    found = deadlines.milestone_notice(terms, stating.milestone(terms, milestone))
    return _agreed(found, "milestone")


def due_payment(terms: Terms, invoiced: date) -> Deadline:
    """Give the last day on which an invoice is paid in time (R11)."""
    return deadlines.invoice_due(terms, invoiced)


def due_trial(terms: Terms) -> Deadline:
    """Give the end of the trial time.

    Raises:
        ScopegenError: SG714 when there is none.
    """
    return _agreed(deadlines.trial(terms), "trial")


def due_long_stop(dossier: Dossier, terms: Terms, start: date | None) -> Deadline:
    """Give the day from which a hold has lasted too long (R10).

    Raises:
        ScopegenError: SG714 without a start when nothing is on hold.
    """
    hold = dossier.standing.hold
    first = start or (hold.start if hold else None)
    if first is None:
        raise ScopegenError("SG714", hint="hold_start")
    return deadlines.long_stop(terms, first)


def due_substitution(terms: Terms, announced: date, *, urgent: bool, met: date | None) -> Deadline:
    """Give the first day of a substitute, with the days to meet and to refuse.

    Raises:
        ScopegenError: SG714 when the letter has no substitution.
    """
    found = reviews.substitution(terms, announced, urgent=urgent, met=met)
    return _agreed(found, "substitution")
