"""The kinds of notice: what each needs from the user, what it becomes, who gathers its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from scopegen.diagnostics import ScopegenError
from scopegen.workflow import (
    notice_calls,
    notice_ending,
    notice_inputs,
    notice_letter,
    notice_work,
)
from scopegen.workflow.notice_case import AskedNotice, Case, Told
from scopegen.workflow.papers import papers


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice; `needs` and `takes` are names of options.

    With `paper` it is a document of its own, in Word and PDF, beside the e-mail. `formal` ones are
    signed where the letter asks for that (clause notices). `early` ones may go before the letter is
    signed.
    """

    id: str
    gather: Callable[[Case], Told]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    paper: bool = False
    formal: bool = False
    early: bool = False

    @property
    def code(self) -> str:
        """The number by which users know it, such as `T05`."""
        return codes()[self.id]


KINDS = (
    Kind("cover", notice_letter.cover, early=True),
    Kind("withdrawal", notice_letter.withdrawal, paper=True, early=True),
    Kind("availability-card", notice_letter.availability_card, paper=True, early=True),
    Kind("new-contact", notice_letter.new_contact, ("to",), ("until",)),
    Kind("input-request", notice_inputs.input_request, ("for",), ("to",)),
    Kind("reminder", notice_inputs.reminder, ("for",), ("to", "until")),
    Kind("sponsor", notice_inputs.sponsor, (), ("until",)),
    Kind("hold-statement", notice_inputs.hold_statement),
    Kind("assumptions", notice_inputs.assumptions, (), ("about", "effect", "until"), paper=True),
    Kind("call-note", notice_calls.call_note, (), ("for", "said", "action", "on", "to", "until")),
    Kind("missed-call", notice_calls.missed_call, (), ("for", "on", "to")),
    Kind("other-time", notice_calls.other_time, ("slot",), ("time", "to", "until")),
    Kind("out-of-hours-price", notice_calls.out_of_hours_price, ("time",), ("to",)),
    Kind("reserved-time", notice_calls.reserved_time, (), ("for", "to", "until")),
    Kind("level-proposal", notice_calls.level_proposal, (), ("until",)),
    Kind("request-received", notice_calls.request_received, ("said",), ("on", "to", "until")),
    Kind(
        "early-warning",
        notice_work.early_warning,
        ("about", "effect", "proposal"),
        ("slot", "to", "until"),
    ),
    Kind(
        "substitution",
        notice_work.substitution,
        (),
        ("level", "substitute", "about", "until"),
        paper=True,
    ),
    Kind(
        "substitute-profile",
        notice_work.substitute_profile,
        ("substitute",),
        ("about", "said", "level"),
        paper=True,
    ),
    Kind("draft-cover", notice_work.draft_cover, ("for",), ("on", "about", "to"), paper=True),
    Kind(
        "acceptance-certificate",
        notice_work.acceptance_certificate,
        ("for",),
        ("to",),
        paper=True,
    ),
    Kind("acceptance-reminder", notice_work.acceptance_reminder, ("for",), ("on", "to")),
    Kind("review", notice_work.review, (), ("for", "slot", "to"), paper=True),
    Kind(
        "improvement-plan",
        notice_work.improvement_plan,
        (),
        ("score", "asked", "action", "on", "to", "until"),
        paper=True,
    ),
    Kind("extra-work", notice_work.extra_work, (), ("until",)),
    Kind(
        "conduct-report",
        notice_ending.conduct_report,
        ("said", "on"),
        ("effect", "slot", "to", "until"),
        paper=True,
    ),
    Kind("conduct-meeting", notice_ending.conduct_meeting, ("slot",), ("to",), paper=True),
    Kind("conduct-exit", notice_ending.conduct_exit, ("said", "on"), paper=True, formal=True),
    Kind("milestone-exit", notice_ending.milestone_exit, ("for",), paper=True, formal=True),
    Kind(
        "termination",
        notice_ending.termination,
        ("about",),
        ("for", "on", "until"),
        paper=True,
        formal=True,
    ),
    Kind("non-renewal", notice_ending.non_renewal, paper=True, formal=True),
    Kind(
        "payment-reminder",
        notice_ending.payment_reminder,
        ("for", "invoiced", "amount"),
        ("to", "until"),
    ),
    Kind(
        "consumer-payment",
        notice_ending.consumer_payment,
        ("for", "invoiced", "amount"),
        ("to",),
        paper=True,
    ),
    Kind("closing", notice_ending.closing, (), ("until",), paper=True),
)
MADE_BY: Mapping[str, str] = {
    "final-period": "scopegen handbrake --for ID",
    "handbrake": "scopegen handbrake --for ID",
    "client-handbrake": "scopegen handbrake --by client --reason TEXT",
    "decision": "scopegen handbrake --reason TEXT",
    "nonpayment": "scopegen handbrake --nonpayment INVOICE --invoice-date DAY",
    "instruction": "scopegen log instruction TEXT --by NAME --confirm",
    "change": "scopegen change issue CR-001",
    "agreement": "scopegen change sign CR-001 --evidence FILE",
    "outcome": "scopegen change decline CR-001",
    "addendum": "scopegen change apply CR-001",
    "resumption": "scopegen resume",
    "statement": "scopegen statement",
}
"""The notices that another command makes, as they record something besides."""
LADDER = ("input-request", "reminder", "sponsor", "final-period")
"""The written steps of the ladder for a precondition."""


def codes() -> Mapping[str, str]:
    """Give the number of each kind of notice; empty where users have none for it."""
    return {one.id: one.code for one in papers().library.clauses}


def does(id_: str, language: str) -> str:
    """Say what a notice does."""
    return next(one for one in papers().library.clauses if one.id == id_).does(language)


def known_as(name: str) -> tuple[str, ...]:
    """Give the kinds that a user means: by name, or by number, with or without its letter.

    Raises:
        ScopegenError: SG760 when there is none of this name, with the nearest one.
    """
    numbers = codes()
    wanted = name.strip().lower()
    same = [id_ for id_, code in numbers.items() if wanted in (id_, code.lower())]
    part = [id_ for id_, code in numbers.items() if _lettered(code.lower(), wanted)]
    if same or part:
        return tuple(same or part)
    every = [*numbers, *(code.lower() for code in numbers.values() if code)]
    near = get_close_matches(wanted, every, n=1)
    if near:
        raise ScopegenError("SG760", found=name, fix=near[0], hint="near")
    raise ScopegenError("SG760", found=name, hint="default")


def _lettered(code: str, wanted: str) -> bool:
    """Tell whether a number is one of a series: T25a and T29-1 are of T25 and T29."""
    rest = code.removeprefix(wanted)
    return bool(wanted[:1] == "t" and wanted[1:].isdigit() and rest != code and rest[:1] in "abc-")


def kind_of(id_: str) -> Kind | None:
    """Find how a kind is made; None for one that another command makes."""
    return next((one for one in KINDS if one.id == id_), None)


ATTRIBUTES = {"for": "about", "about": "topic", "action": "actions", "slot": "slots"}


def unmet(kind: Kind, asked: AskedNotice) -> tuple[str, ...]:
    """Give the needs that the user did not state."""
    return tuple(name for name in kind.needs if not given(asked, name))


def given(asked: AskedNotice, name: str) -> bool:
    """Tell whether the user gave an option."""
    attribute = "wish" if name == "asked" else ATTRIBUTES.get(name, name)
    return bool(getattr(asked, attribute))


def superfluous(kind: Kind, asked: AskedNotice, names: Iterable[str]) -> tuple[str, ...]:
    """Give the options that the user gave and this kind has no use for."""
    used = {*kind.needs, *kind.takes}
    return tuple(name for name in names if name not in used and given(asked, name))
