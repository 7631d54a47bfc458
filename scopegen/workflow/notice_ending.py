"""Notices about conduct, about money that is late, and about the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scopegen.diagnostics import ScopegenError
from scopegen.model.engagement import Milestone
from scopegen.quantities import Period, Unit
from scopegen.terms.brake import final_day, payment_due
from scopegen.terms.late_payment import REMINDER_DAYS, collection_costs
from scopegen.terms.leaving import Exit, later, may_leave_at, settlement
from scopegen.terms.standing import ChangeState, paid
from scopegen.terms.working import Working
from scopegen.workflow import stating
from scopegen.workflow.changing import accepted_sum
from scopegen.workflow.notice_case import Case, Told, lacking, rows_of
from scopegen.workflow.notice_subjects import milestone_of, reader, slots_of, unfit


def conduct_report(case: Case) -> Told:
    """Report behaviour: what was said or done, when, and what it does to the work."""
    agreed = case.engagement.conduct
    answer = agreed.answer if agreed else case.engagement.response.client
    until = case.asked.until or later(case.terms, case.today, answer)
    return Told(
        values={
            "said": case.asked.said,
            "that_day": case.day,
            "effect": case.asked.effect,
            "slots": slots_of(case),
            "answer_by": until,
        },
        to=reader(case, case.signer),
        claims=(case.claim("seen", day=case.day, said=list(case.asked.said)),),
        day=case.day,
        until=until,
    )


def conduct_meeting(case: Case) -> Told:
    """Invite to the meeting that follows on a report, within the agreed time."""
    reported = _made(case, "conduct-report")
    if reported is None:
        raise unfit("conduct-meeting", "no_report")
    agreed = case.engagement.conduct
    answer = agreed.answer if agreed else case.engagement.response.client
    last = later(case.terms, reported, answer)
    return Told(
        values={"reported": reported, "slots": slots_of(case), "last": max(last, case.today)},
        to=reader(case, case.signer),
        day=reported,
        until=max(last, case.today),
    )


def _made(case: Case, kind: str) -> date | None:
    days = [one.on for one in case.dossier.standing.made if one.kind == kind]
    return max(days, default=None)


def conduct_exit(case: Case) -> Told:
    """Give notice because behaviour went on after the meeting (clause conduct)."""
    agreed = case.engagement.conduct
    if agreed is None or "conduct" not in case.head.clauses:
        raise unfit("conduct-exit", "no_clause")
    met = _made(case, "conduct-meeting")
    if met is None:
        raise unfit("conduct-exit", "no_meeting_held")
    return Told(
        values={
            "said": case.asked.said,
            "that_day": case.day,
            "reported": _made(case, "conduct-report"),
            "met": met,
            "last_day": agreed.exit_notice.after(case.today),
            "answer_by": case.answer_by(),
        },
        to=case.signer,
        claims=(case.claim("seen", day=case.day, said=list(case.asked.said)),),
        day=case.day,
        until=agreed.exit_notice.after(case.today),
    )


def _accepted(case: Case) -> tuple[Milestone, ...]:
    done = case.dossier.standing.accepted
    return tuple(one for one in case.engagement.fees.milestones if one.id in done)


def milestone_exit(case: Case) -> Told:
    """Give notice to leave at a milestone, with what is then due (R17)."""
    at = milestone_of(case)
    if case.engagement.term_exit.milestone_notice is None:
        raise unfit("milestone-exit", "no_clause")
    if not may_leave_at(case.terms, at, case.today):
        raise unfit("milestone-exit", "too_late")
    leaving = Exit(
        notice=case.today,
        by="provider",
        milestone=at,
        accepted=_accepted(case),
        changes=accepted_sum(case.dossier.standing, case.engagement),
    )
    working = settlement(case.terms, leaving)
    return Told(
        values={
            "milestone": at,
            "rows": rows_of(case, working),
            "sum_": working.total,
            "answer_by": case.answer_by(),
        },
        about=at.id,
        to=case.signer,
        until=at.due,
    )


def termination(case: Case) -> Told:
    """End the engagement at once, after a final period that was set in writing (clause exit)."""
    sent, last, claims = _final_period(case)
    if last >= case.today:
        raise unfit("termination", "period_runs")
    return Told(
        values={
            "ground": case.asked.topic,
            "sent": sent,
            "last": last,
            "rows": _work_done(case),
            "answer_by": case.usual_answer(),
        },
        about=case.asked.about,
        to=case.signer,
        claims=claims,
        day=sent,
    )


def _final_period(case: Case) -> tuple[date, date, tuple[str, ...]]:
    """Give the day and the end of the final period: from the register, else as the user states."""
    notices = case.dossier.standing.notices
    known = [one for one in notices if case.asked.about and one.about == case.asked.about]
    if known:
        last = final_day(case.engagement, known[-1].kind, known[-1].sent)
        return known[-1].sent, last, ()
    for name in ("on", "until"):
        if getattr(case.asked, name) is None:
            raise lacking("termination", name)
    sent, last = case.day, case.asked.until or case.day
    return sent, last, (case.claim("final_period", day=sent, last=last, ground=case.asked.topic),)


def _work_done(case: Case) -> list[dict[str, str]]:
    """What a fixed price comes to so far; other work is on the statement."""
    if case.engagement.fees.model != "fixed":
        return []
    leaving = Exit(
        notice=case.today,
        by="provider",
        accepted=_accepted(case),
        changes=accepted_sum(case.dossier.standing, case.engagement),
    )
    return rows_of(case, _without_notice(settlement(case.terms, leaving)))


def _without_notice(working: Working) -> Working:
    """Leave out the notice period, which does not apply to an end for cause."""
    steps = tuple(one for one in working.steps if not one.key.startswith("notice_"))
    return Working(kind=working.kind, clause=working.clause, currency=working.currency, steps=steps)


def non_renewal(case: Case) -> Told:
    """Say that the engagement ends on its day and is not extended."""
    end = case.engagement.engagement.end
    if end is None:
        raise unfit("non-renewal", "no_end")
    if case.today > end:
        raise unfit("non-renewal", "over")
    return Told(
        values={"end": end, "answer_by": case.answer_by()}, to=case.signer, day=end, until=end
    )


def payment_reminder(case: Case) -> Told:
    """Remind of an invoice that is not paid in time."""
    day, due, _ = _overdue(case, "payment-reminder")
    amount = stating.amount(case.asked.amount, case.terms.currency)
    until = case.answer_by()
    facts = {"invoice": case.asked.about, "day": day, "amount": amount}
    return Told(
        values={
            "invoice": case.asked.about,
            "invoiced": day,
            "due": due,
            "amount": amount,
            "late": Period(Decimal((case.today - due).days), Unit.DAYS),
            "answer_by": until,
        },
        about=case.asked.about,
        to=reader(case, case.signer),
        claims=(case.claim("invoice", **facts),),
        day=day,
        until=until,
    )


def _overdue(case: Case, kind: str) -> tuple[date, date, str]:
    invoice, day = case.asked.about, case.asked.invoiced or case.today
    came = case.dossier.standing.received.get(paid(invoice))
    if came:
        raise ScopegenError("SG410", id=invoice, on=came)
    due = payment_due(case.engagement, day)
    if case.today <= due:
        raise unfit(kind, "not_due")
    return day, due, invoice


def consumer_payment(case: Case) -> Told:
    """Give a consumer fourteen days, with the exact costs after that (art. 6:96 lid 6 BW; R12)."""
    engagement = case.engagement
    if engagement.parties.client.kind != "consumer" or engagement.meta.law != "NL":
        raise unfit("consumer-payment", "consumer_nl")
    if engagement.payment.collection != "statutory":
        raise unfit("consumer-payment", "no_costs")
    day, due, invoice = _overdue(case, "consumer-payment")
    amount = stating.amount(case.asked.amount, case.terms.currency)
    costs = collection_costs(amount)
    last = case.today + REMINDER_DAYS
    facts = {"invoice": invoice, "day": day, "amount": amount}
    return Told(
        values={
            "invoice": invoice,
            "invoiced": day,
            "due": due,
            "amount": amount,
            "costs": costs,
            "sum_": amount + costs,
            "last": last,
        },
        about=invoice,
        to=reader(case, case.signer),
        claims=(case.claim("invoice", **facts),),
        day=day,
        until=last,
    )


def closing(case: Case) -> Told:
    """Close the engagement: what was delivered, what is open, and what stays agreed."""
    standing, engagement = case.dossier.standing, case.engagement
    days = standing.milestones
    done = (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)
    return Told(
        values={
            "end": engagement.engagement.end or max(days.values(), default=case.today),
            "accepted": [
                {"milestone": one, "on": days[one.id]}
                for one in engagement.fees.milestones
                if one.id in days
            ],
            "unaccepted": [one for one in engagement.fees.milestones if one.id not in days],
            "agreed": [
                {"id": one.identity.item, "version": one.identity.version, "on": one.agreed}
                for one in standing.latest
                if one.state in done
            ],
            "answer_by": case.answer_by(),
        },
        to=case.signer,
        until=case.answer_by(),
    )
