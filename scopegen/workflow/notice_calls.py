"""Notices about calls and time: notes, other times, prices beforehand, reserved time, levels."""

from __future__ import annotations

from datetime import timedelta

from scopegen.model.events import Event
from scopegen.source.moments import read_span
from scopegen.terms import attendance
from scopegen.terms.calls import Call, overloads
from scopegen.terms.logged import Cancelled, Instruction, Missed, logged_of
from scopegen.terms.working import Span
from scopegen.workflow.notice_case import Case, Told, rows_of
from scopegen.workflow.notice_subjects import before_slots, reader, row_of, slots_of, unfit
from scopegen.workflow.pricing import price_work

SUMMARY = timedelta(days=28)
"""How far back the calls are counted in a proposal for another level."""


def call_note(case: Case) -> Told:
    """Put a call in writing: from the register, with what the user adds."""
    known = {one.id for one in case.engagement.preconditions}
    about = case.asked.about
    event = _last_call(case) if about in known else row_of(case, Call)
    call = logged_of(event) if event else None
    if call is None and not case.asked.said:
        raise unfit("call-note", "no_call")
    personal = (event.personal or {}) if event else {}
    claims = list(case.asked.said) if event else [case.claim("spoke", day=case.day)]
    until = case.answer_by()
    spoken = Span(call.start, call.end, case.terms.zone) if isinstance(call, Call) else None
    return Told(
        values={
            "spoken": spoken,
            "that_day": case.terms.day(call.start) if isinstance(call, Call) else case.day,
            "who": str(personal.get("who", "")),
            "note": str(personal.get("note", "")),
            "said": case.asked.said,
            "actions": case.asked.actions,
            "unconfirmed": _unconfirmed(case),
            "answer_by": until,
        },
        about=about or (str(event.seq) if event else ""),
        to=reader(case, case.signer),
        claims=tuple(claims),
        day=case.day,
        until=until,
    )


def _last_call(case: Case) -> Event | None:
    calls = [one for one in case.dossier.standing.logged if isinstance(logged_of(one), Call)]
    return calls[-1] if calls else None


def _unconfirmed(case: Case) -> list[str]:
    """What was asked by word of mouth and is not confirmed, as far as its words are kept."""
    sent = sum(1 for one in case.dossier.standing.notices if one.kind == "oral_change")
    rows = [one for one in case.dossier.standing.logged if isinstance(logged_of(one), Instruction)]
    words = [str((one.personal or {}).get("words", "")) for one in rows[sent:]]
    return [one for one in words if one]


def missed_call(case: Case) -> Told:
    """Ask whether what a missed call was about can wait for the standing call."""
    event = row_of(case, Call)
    call = logged_of(event) if event else None
    missed = isinstance(call, Call) and call.missed
    who = str((event.personal or {}).get("who", "")) if event and missed else ""
    return Told(
        values={
            "called": case.terms.moment(call.start) if isinstance(call, Call) and missed else None,
            "who": who,
            "next_call": case.next_call(),
        },
        about=str(event.seq) if event and missed else "",
        to=reader(case, case.signer),
        claims=() if missed else (case.claim("called", day=case.day),),
    )


def other_time(case: Case) -> Told:
    """Offer other times than one that does not suit; no reason is given."""
    slots, span = slots_of(case), None
    if case.asked.time:
        span = Span(*read_span(case.asked.time, case.terms.zone), case.terms.zone)
    until = before_slots(case, slots, case.answer_by())
    return Told(
        values={
            "slots": slots,
            "invited": span,
            "answer_by": until,
            "priced": case.engagement.out_of_hours.policy != "refuse",
        },
        about=case.asked.time,
        to=reader(case, case.signer),
        until=until,
    )


def out_of_hours_price(case: Case) -> Told:
    """Tell what work at a time costs, before it is done (R4 to R6).

    Raises:
        ScopegenError: SG909 or SG910 for the time, SG710 when the letter gives no price for it.
    """
    working = price_work(case.terms, case.asked.time)
    span = Span(*read_span(case.asked.time, case.terms.zone), case.terms.zone)
    return Told(
        values={
            "span": span,
            "begins": case.terms.moment(span.start),
            "rows": [one for one in rows_of(case, working) if one["text"]],
            "sum_": working.total,
            "inside": case.terms.tariff.week.starts_inside(span.start),
        },
        about=case.asked.time,
        to=reader(case, case.signer),
    )


def reserved_time(case: Case) -> Told:
    """Tell what a late cancellation or a missed meeting comes to, from the register (R7)."""
    event = row_of(case, Cancelled, Missed)
    logged = logged_of(event) if event else None
    if event is None or not isinstance(logged, Cancelled | Missed):
        raise unfit("reserved-time", "no_meeting")
    if isinstance(logged, Cancelled):
        working = attendance.cancellation(case.terms, logged.slot, logged.received)
    else:
        working = attendance.no_show(case.terms, logged.slot, logged.arrived)
    slot, within = logged.slot, case.engagement.attendance.reschedule_within
    last = case.terms.calendar.after(case.terms.day(slot.start), within.whole) if within else None
    sum_ = working.total
    return Told(
        values={
            "cancelled": isinstance(logged, Cancelled),
            "ours": slot.ours,
            "planned": Span(slot.start, slot.end, case.terms.zone),
            "that_day": case.terms.day(slot.start),
            "rows": [one for one in rows_of(case, working) if one["text"]],
            "sum_": sum_.times(-1) if slot.ours else sum_,
            "rebook_by": last if last and last >= case.today and sum_.amount > 0 else None,
            "next_call": case.next_call(),
            "answer_by": case.answer_by(),
        },
        about=str(event.seq),
        to=reader(case, case.signer),
        until=case.answer_by(),
    )


def level_proposal(case: Case) -> Told:
    """Propose another level of availability, or a steadier rhythm, from the logged calls (R13)."""
    calls = [
        one
        for one in map(logged_of, case.dossier.standing.logged)
        if isinstance(one, Call) and not (one.missed or one.standing)
    ]
    since = case.today - SUMMARY
    counted = [one for one in calls if since < case.terms.day(one.start) <= case.today]
    if not counted:
        raise unfit("level-proposal", "no_calls")
    tiers, rate = case.engagement.availability.tiers, case.engagement.fees.hourly_rate
    until = case.answer_by()
    return Told(
        values={
            "busy": [{"day": day, "count": n} for day, n in overloads(case.terms, counted)],
            "count": len(counted),
            "since": since,
            "levels": [{"level": one, "rate": rate.times(1 + one.uplift.share)} for one in tiers],
            "answer_by": until,
        },
        until=until,
    )


def request_received(case: Case) -> Told:
    """Say when a request that came by word of mouth is answered; nothing is accepted yet."""
    until = case.asked.until or case.terms.calendar.after(case.today, 1)
    return Told(
        values={"said": case.asked.said, "answer_on": until, "that_day": case.day},
        to=reader(case, case.signer),
        claims=case.asked.said,
        day=case.day,
        until=until,
    )
