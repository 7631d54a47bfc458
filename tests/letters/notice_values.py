"""What the workflow hands to the notices that `scopegen notice` makes, for any sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from scopegen.drafting.papers import Letterhead
from scopegen.model.engagement import Deliverable, Engagement, Milestone
from scopegen.model.terms import Assumption, Substitute, Tier
from scopegen.quantities import Money, Percent, Period, Unit
from scopegen.terms.hold import HoldCharge
from scopegen.terms.late_payment import collection_costs
from scopegen.terms.standing import Hold
from scopegen.terms.working import Elapsed, Moment, Span
from scopegen.workflow.notice_kinds import kind_of

TODAY, LATER = date(2027, 3, 1), date(2027, 3, 8)
SAID = ("De planning blijft zoals hij is.", "Maandag komt de lijst.")
D1 = Deliverable(
    id="D1", title="Conceptrapport", criterion="behandelt alles", format="PDF", obligation="effort"
)
PERSON = Substitute(name="Karin Smit", experience="deed dit bij twee gemeenten", level="A")
CASES: Mapping[str, Mapping[str, object]] = {
    "cover": {},
    "withdrawal": {},
    "withdrawal unsigned": {"agreed": None, "last": None, "early": True},
    "availability-card": {},
    "new-contact": {},
    "new-contact without open items": {"waiting": [], "offers": []},
    "input-request": {},
    "input-request for all work": {"streams": ()},
    "reminder": {},
    "reminder after a part": {"partial": TODAY, "call_on": None},
    "reminder of a final date": {"streams": (), "call_on": None, "sponsor_on": None},
    "sponsor": {},
    "hold-statement": {},
    "hold-statement at no charge": {"free_of_charge": True, "offer_id": "", "offer_until": None},
    "assumptions": {},
    "assumptions with a new one": {"added": 1},
    "call-note": {},
    "call-note without a call": {"spoken": None, "note": "", "actions": (), "unconfirmed": []},
    "call-note without decisions": {"said": (), "who": ""},
    "missed-call": {},
    "missed-call without a standing call": {"next_call": None, "called": None},
    "other-time": {},
    "other-time of one": {"invited": None, "priced": False},
    "out-of-hours-price": {},
    "reserved-time": {},
    "reserved-time by us": {"ours": True, "cancelled": False, "next_call": None},
    "reserved-time at no charge": {"sum_": None, "rebook_by": None},
    "level-proposal": {},
    "level-proposal without levels": {"busy": [], "levels": []},
    "request-received": {},
    "early-warning": {},
    "early-warning with times": {"slots": "slots"},
    "substitution": {},
    "substitution of somebody unknown": {"level": "B", "dearer": True},
    "substitution by nobody": {"level": "C", "person": None},
    "substitution to be found": {"level": "D", "person": None},
    "substitute-profile": {},
    "substitute-profile in short": {"available": (), "requirements": ()},
    "draft-cover": {},
    "draft-cover without a milestone": {"milestone": None, "basis": [], "absent": []},
    "acceptance-certificate": {},
    "acceptance-certificate without an amount": {"amount": None, "deliverable": None},
    "acceptance-reminder": {},
    "acceptance-reminder without consequence": {"deemed": False, "milestone": None},
    "review": {},
    "review with times": {"slots": "slots"},
    "improvement-plan": {},
    "improvement-plan to fill in": {"actions": [], "low": False},
    "extra-work": {},
    "extra-work over the limit": {"over": Elapsed(90)},
    "conduct-report": {},
    "conduct-report with times": {"slots": "slots", "effect": ""},
    "conduct-meeting": {"slots": "slots"},
    "conduct-exit": {},
    "milestone-exit": {},
    "termination": {},
    "termination without a sum": {"rows": []},
    "non-renewal": {},
    "payment-reminder": {},
    "consumer-payment": {},
    "closing": {},
    "closing with all accepted": {"unaccepted": [], "agreed": []},
}
"""Each kind, and the other ways in which it can come out."""


def is_mail(variant: str) -> bool:
    """Tell whether this is an e-mail only: no paper goes with it."""
    kind = kind_of(variant.partition(" ")[0])
    return kind is not None and not kind.paper


def own_values(variant: str, engagement: Engagement, head: Letterhead) -> dict[str, object]:
    """Give the values of one variant; empty for papers that other commands make."""
    if variant not in CASES:
        return {}
    given = {**_common(engagement), **GATHERED.get(variant.partition(" ")[0], _nothing)(engagement)}
    slots = {"slots": (_moment(engagement, 9), _moment(engagement, 10))}
    given |= {
        name: slots[name] if value == "slots" else value for name, value in CASES[variant].items()
    }
    if given.get("sum_", "") is None:
        given["sum_"] = engagement.fees.hourly_rate.times(0)
    return {**given, "today": head.today}


def _nothing(_: Engagement) -> dict[str, object]:
    return {}


def _moment(terms: Engagement, day: int) -> Moment:
    return Moment(datetime(2027, 3, day, 9, tzinfo=UTC), terms.meta.timezone)


def _span(terms: Engagement, day: int) -> Span:
    start = datetime(2027, 3, day, 9, tzinfo=UTC)
    return Span(start, start.replace(hour=10), terms.meta.timezone)


def _common(terms: Engagement) -> dict[str, object]:
    rate = terms.fees.hourly_rate
    milestones = terms.fees.milestones
    return {
        "answer_by": LATER, "that_day": TODAY, "said": SAID, "slots": (), "deliverable": D1,
        "milestone": milestones[0] if milestones else None, "effect": "Het werk lag stil.",
        "next_call": _moment(terms, 9), "sum_": rate.times(2), "amount": rate.times(20),
        "rows": [
            {"text": "2 uur tegen het gewone tarief", "clause": "20", "amount": "€ 270,00"},
            {"text": "Dat is op tijd", "clause": "10", "amount": ""},
        ],
        "streams": milestones[1:2], "partial": None, "agreed": None, "last": LATER,
    }  # fmt: skip


def _withdrawal(_: Engagement) -> dict[str, object]:
    cooling = Period(Decimal(14), Unit.DAYS)
    return {"agreed": TODAY, "cooling": cooling, "early": False}


def _contact(terms: Engagement) -> dict[str, object]:
    return {
        "person": terms.parties.authority[0],
        "waiting": terms.preconditions[:2],
        "offers": [{"id": "CR-001", "until": LATER}],
    }


def _reminder(terms: Engagement) -> dict[str, object]:
    return {
        "condition": terms.preconditions[0],
        "late": Period(Decimal(2), Unit.WORKING_DAYS),
        "call_on": date(2027, 3, 4),
        "sponsor_on": date(2027, 3, 5),
    }


def _sponsor(terms: Engagement) -> dict[str, object]:
    rows = [{"item": one, "partial": None} for one in terms.preconditions[:2]]
    return {"late": [*rows[:1], {**rows[-1], "partial": TODAY}]}


def _hold(terms: Engagement) -> dict[str, object]:
    day = terms.hold_fee.per_day
    charge = HoldCharge(
        days=12, free=5, charged=7, per_day=day, fee=day.times(7), restart=day.times(0)
    )
    return {
        "hold": Hold(id="H1", start=date(2027, 2, 12), streams={}, stops=()),
        "charge": charge,
        "most": day.times(20),
        "free_of_charge": False,
        "complete": None,
        "long_stop": date(2027, 4, 13),
        "offer_id": "CR-001",
        "offer_version": 1,
        "offer_until": LATER,
    }


def _assumptions(terms: Engagement) -> dict[str, object]:
    new = Assumption(
        id="A3", text="De cijfers zijn gelijk gebleven.", owner="P. Koster", verify_by=LATER,
        if_wrong="een week later",
    )  # fmt: skip
    return {"listed": (*terms.assumptions, new), "added": 0}


def _note(terms: Engagement) -> dict[str, object]:
    return {
        "spoken": _span(terms, 1), "who": "T. Visser", "note": "De stand van het werk.",
        "actions": ("De lijst sturen; T. Visser; 4 maart",), "unconfirmed": ["Doe de kelder."],
    }  # fmt: skip


def _levels(terms: Engagement) -> dict[str, object]:
    rate = terms.fees.hourly_rate
    eight, four = (Period(Decimal(n), Unit.WORKING_HOURS) for n in (8, 4))
    basis = Tier(name="basis", uplift=Percent(Decimal(0)), free_calls=2, response=eight)
    plus = Tier(name="plus", uplift=Percent(Decimal(20)), free_calls=5, response=four)
    levels = [{"level": one, "rate": rate.times(1 + one.uplift.share)} for one in (basis, plus)]
    return {"busy": [{"day": TODAY, "count": 4}], "count": 9, "since": TODAY, "levels": levels}


def _person(terms: Engagement) -> dict[str, object]:
    return {
        "level": "A", "person": PERSON, "begins": date(2027, 3, 15), "meet_by": LATER,
        "refuse_by": date(2027, 3, 11), "search_until": LATER, "dearer": False,
        "rate": terms.fees.hourly_rate, "requirements": ("vijf jaar ervaring",),
        "oversight": Period(Decimal(1), Unit.HOURS), "available": ("zestien uur per week",),
    }  # fmt: skip


def _cover_sheet(terms: Engagement) -> dict[str, object]:
    first = terms.preconditions[0]
    return {
        "basis": [{"item": first, "on": TODAY}], "absent": terms.preconditions[1:2],
        "besides": "zes gesprekken", "delivered": TODAY, "deemed": True,
    }  # fmt: skip


def _money(terms: Engagement) -> dict[str, object]:
    principal = Money(Decimal("1210.00"), terms.meta.currency)
    costs = collection_costs(principal)
    return {
        "invoice": "2027-014", "invoiced": date(2027, 1, 15), "due": date(2027, 2, 14),
        "amount": principal, "costs": costs, "sum_": principal + costs,
        "late": Period(Decimal(15), Unit.DAYS), "last": date(2027, 3, 15),
    }  # fmt: skip


def _milestone(terms: Engagement) -> dict[str, object]:
    return {"milestone": Milestone(
        id="M1", title="Plan", due=LATER, amount=terms.fees.hourly_rate.times(40), deliverable=None
    )}  # fmt: skip


def _closing(terms: Engagement) -> dict[str, object]:
    milestone = _milestone(terms)["milestone"]
    return {
        "end": TODAY, "accepted": [{"milestone": milestone, "on": TODAY}],
        "unaccepted": terms.fees.milestones[1:2],
        "agreed": [{"id": "CR-001", "version": 2, "on": TODAY}],
    }  # fmt: skip


GATHERED: Mapping[str, Callable[[Engagement], dict[str, object]]] = {
    "cover": lambda _: {"version": 1},
    "withdrawal": _withdrawal,
    "new-contact": _contact,
    "input-request": lambda terms: {"condition": replace(terms.preconditions[0], due=LATER)},
    "reminder": _reminder,
    "sponsor": _sponsor,
    "hold-statement": _hold,
    "assumptions": _assumptions,
    "call-note": _note,
    "missed-call": lambda terms: {"called": _moment(terms, 1), "who": ""},
    "other-time": lambda terms: {
        "slots": (_moment(terms, 9),), "invited": _span(terms, 6), "priced": True
    },
    "out-of-hours-price": lambda terms: {
        "span": _span(terms, 6), "begins": _moment(terms, 6), "inside": False
    },
    "reserved-time": lambda terms: {
        "cancelled": True, "ours": False, "planned": _span(terms, 1), "rebook_by": LATER
    },
    "level-proposal": _levels,
    "request-received": lambda _: {"answer_on": LATER},
    "early-warning": lambda _: {"risk": "De systeemlijst is oud.", "proposal": "Een nieuwe lijst."},
    "substitution": _person,
    "substitute-profile": _person,
    "draft-cover": _cover_sheet,
    "acceptance-certificate": lambda terms: {**_milestone(terms), "accepted_on": TODAY},
    "acceptance-reminder": _cover_sheet,
    "review": lambda _: {"number": 1, "held": LATER},
    "improvement-plan": lambda _: {
        "mark": 4, "wish": "sneller antwoord", "low": True,
        "actions": [{"what": "Elke week een stand", "who": "F. Dijkstra", "when": ""}],
    },
    "extra-work": lambda _: {
        "used": Elapsed(290), "limit": Period(Decimal(6), Unit.HOURS), "left": Elapsed(70),
        "over": None, "value": "€ 285,00", "rows": [{"on": TODAY, "length": Elapsed(290)}],
    },
    "conduct-meeting": lambda _: {"reported": TODAY},
    "conduct-exit": lambda _: {"reported": TODAY, "met": TODAY, "last_day": LATER},
    "milestone-exit": _milestone,
    "termination": lambda _: {"ground": "Factuur 2027-014 is niet betaald.", "sent": TODAY},
    "non-renewal": lambda terms: {"end": LATER, "to": terms.parties.authority[0]},
    "payment-reminder": _money,
    "consumer-payment": _money,
    "closing": _closing,
}  # fmt: skip
