"""Golden workings: a fixed set of questions on each sample, in words, as the client reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from conftest import LANGUAGES, SAMPLES, examined, letter
from test_letters import GOLDEN, golden

from scopegen.drafting.letter import numbers_of
from scopegen.drafting.workings import Teller
from scopegen.quantities import Money
from scopegen.source.moments import read_moment, read_span
from scopegen.terms import attendance, deadlines, reviews
from scopegen.terms.attendance import Slot
from scopegen.terms.calls import Call, price_call
from scopegen.terms.extra_work import Extra, extra_register
from scopegen.terms.hold import hold_charge, hold_working
from scopegen.terms.late_payment import Invoice, late_payment, table_for
from scopegen.terms.leaving import Exit, settlement
from scopegen.terms.sessions import Terms, callout, standby, uplift_step, work
from scopegen.terms.working import Working, working
from scopegen.workflow.reading import rate_table
from scopegen.workflow.wording import phrases

SESSIONS = (
    "2027-01-16 03:10/03:50",
    "2027-01-20 16:40/18:20",
    "2027-03-28 00:30/03:30",
    "2027-10-31 00:30/03:30",
    "2027-12-25 10:00/10:20",
    "2027-02-10 08:00/18:30",
)
RECEIVED = ("2027-02-08 10:00", "2027-02-09 10:00", "2027-02-09 10:01", "2027-02-10 10:05")
EACH = [(sample, language) for sample in SAMPLES for language in LANGUAGES]


def sessions(terms: Terms) -> Iterator[Working]:
    for text in SESSIONS:
        yield work(terms, *read_span(text, terms.zone))
    if terms.engagement.availability.standby:
        yield callout(terms, *read_span("2027-01-16 10:05/10:25", terms.zone))
        yield standby(terms, date(2027, 1, 1), date(2027, 1, 31))


def calls(terms: Terms) -> Iterator[Working]:
    start, end = read_span("2027-01-20 11:00/11:25", terms.zone)
    for earlier in (0, 9):
        yield price_call(terms, Call(start=start, end=end), earlier).working
    yield price_call(terms, Call(start=start, end=end, missed=True), 0).working


def meetings(terms: Terms) -> Iterator[Working]:
    start, end = read_span("2027-02-10 10:00/11:30", terms.zone)
    slot = Slot(start=start, end=end)
    for received in (
        "2027-02-08 10:00",
        "2027-02-09 10:00",
        "2027-02-09 10:01",
        "2027-02-10 10:05",
    ):
        yield attendance.cancellation(terms, slot, read_moment(received, terms.zone))
    yield attendance.no_show(terms, slot)
    yield attendance.no_show(terms, slot, read_moment("2027-02-10 10:15", terms.zone))
    ours = Slot(start=start, end=end, ours=True)
    yield attendance.cancellation(terms, ours, read_moment("2027-02-10 08:00", terms.zone))
    again = Slot(start=start, end=end, rebooked=date(2027, 2, 15))
    yield attendance.no_show(terms, again)


def money(terms: Terms) -> Iterator[Working]:
    engagement = terms.engagement
    principal = Money(work(terms, *read_span(SESSIONS[5], terms.zone)).total.amount, terms.currency)
    invoice = Invoice(on=date(2026, 1, 15), amount=principal.times(10))
    name = table_for(engagement)
    table = rate_table(name) if name else None
    yield late_payment(engagement, invoice, date(2026, 9, 1), table)
    for by in ("client", "provider"):
        yield settlement(terms, Exit(notice=date(2027, 3, 31), by=by, progress=750, worked=300))
    agreed, start, until = engagement.hold_fee, date(2027, 3, 1), date(2027, 4, 19)
    charge = hold_charge(agreed, terms.calendar, start, until, None)
    yield hold_working(agreed, charge, start, until)
    extras = [Extra(on=date(2027, 2, day), minutes=150) for day in (1, 2, 3)]
    yield from (one.working for one in extra_register(terms, extras))
    yield working("work", "availability", terms.currency, uplift_step(terms))


def dates(terms: Terms) -> Iterator[Working]:
    for received in ("2027-01-15 16:50", "2027-01-16 03:00", "2027-03-26 15:00"):
        yield deadlines.response(terms, read_moment(received, terms.zone)).working
    found = [
        *(deadlines.precondition_due(terms, one) for one in terms.engagement.preconditions[:1]),
        *(deadlines.milestone_notice(terms, one) for one in terms.engagement.fees.milestones[:1]),
        deadlines.client_response(terms, date(2027, 3, 25)),
        deadlines.acceptance(terms, date(2027, 3, 25)),
        deadlines.change_request(terms, date(2027, 3, 25)),
        deadlines.notice(terms, date(2027, 1, 31), "client"),
        deadlines.notice(terms, date(2027, 1, 31), "provider"),
        deadlines.trial(terms),
        deadlines.invoice_due(terms, date(2027, 3, 31)),
        deadlines.long_stop(terms, date(2027, 2, 22)),
        reviews.review(terms, 2),
        reviews.plan_due(terms, date(2027, 3, 1), 5, 8),
        reviews.substitution(terms, date(2027, 3, 1)),
    ]
    yield from (one.working for one in found if one)


@pytest.mark.parametrize(("sample", "language"), EACH)
def test_the_workings_are_as_reviewed(
    sample: str, language: str, request: pytest.FixtureRequest
) -> None:
    spec = examined(sample).spec
    assert spec is not None
    terms = Terms(spec.engagement)
    teller = Teller(language, phrases(language), numbers_of(letter(sample, language)))
    parts = (sessions, calls, meetings, money, dates)
    text = "\n".join(_told(teller, each) for part in parts for each in part(terms))
    assert text == golden(GOLDEN / sample / f"workings.{language}.txt", text, request)


def _told(teller: Teller, each: Working) -> str:
    lines = [f"{teller.kind(each)}: {teller.phrasing.of(each.total)}"]
    for step in teller.steps(each):
        source = f"[{step.clause or '-'} {step.rule or '-'}]"
        amount = f" = {teller.phrasing.of(step.amount)}" if step.amount is not None else ""
        lines.append(f"  {step.text}{amount}  {source}")
    return "\n".join([*lines, ""]).replace("\N{NO-BREAK SPACE}", " ")
