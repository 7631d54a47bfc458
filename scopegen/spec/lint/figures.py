"""Figures that contradict each other, each right on its own (L039).

Milestones that do not add up, dates out of order, calls outside the hours and terms with two
values are SG330, SG310, SG352 and SG355; these are the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scopegen.diagnostics import Diagnostic, Path
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

LADDER = ("reminder", "call", "sponsor")


def reminder_in_time(case: Case) -> Iterator[Diagnostic]:
    """A reminder comes before the period ends."""
    terms = case.engagement.acceptance
    if terms.deemed == "after_reminder" and terms.reminder.count >= terms.review.count:
        path: Path = ("acceptance", "reminder")
        yield _against(case, path, terms.reminder, "acceptance.review", terms.review)


def steps_in_order(case: Case) -> Iterator[Diagnostic]:
    """First a reminder, then a call, then whoever signs."""
    process = case.engagement.precondition_process
    for early, late in pairwise(LADDER):
        first, then = getattr(process, early), getattr(process, late)
        if then.count < first.count:
            path: Path = ("precondition_process", late)
            yield _against(case, path, then, f"precondition_process.{early}", first)


def one_hold_fee(case: Case) -> Iterator[Diagnostic]:
    """A share and an amount for the same day say the same."""
    terms, fees = case.engagement.hold_fee, case.engagement.fees
    if case.given("hold_fee", "share") and case.given("hold_fee", "per_day"):
        meant = fees.day_rate.times(terms.share.share)
        if meant != terms.per_day:
            yield _against(case, ("hold_fee", "per_day"), terms.per_day, "hold_fee.share", meant)


def warnings_before_the_limit(case: Case) -> Iterator[Diagnostic]:
    """A warning that the budget runs out comes before it has."""
    fees = case.engagement.fees
    if fees.budget and fees.budget_warning.value >= case.limit("warning_percent"):
        path: Path = ("fees", "budget_warning")
        yield _against(case, path, fees.budget_warning, "fees.budget", fees.budget)


def _against(case: Case, path: Path, found: object, other: str, value: object) -> Diagnostic:
    facts = {"found": typed(found), "other": other, "value": typed(value)}
    return case.error("L039", path, **facts)


RULES = (reminder_in_time, steps_in_order, one_hold_fee, warnings_before_the_limit)
