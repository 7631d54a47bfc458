"""What a row of the register says, as a sentence for people: dates, names and sums in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scopegen.drafting.phrasing import Phrasing
from scopegen.model.engagement import Engagement
from scopegen.model.events import Event, EventKind
from scopegen.terms.brake import WHOLE_WORK, precondition
from scopegen.terms.working import Elapsed, Moment, Span
from scopegen.workflow.requested import amount_in
from scopegen.workflow.wording import phrases

K = EventKind
DAYS = (
    "on", "agreed", "from", "valid_until", "issued", "first", "last", "until", "day", "rebooked",
)  # fmt: skip
DESCRIBED = ("what", "note", "statement", "remarks", "higher", "words")
"""Where a row keeps what somebody wrote about it; it may have been erased."""
LONGEST_DESCRIPTION = 300
CLAUSES: Mapping[EventKind, str] = {
    K.INPUT_REQUESTED: "preconditions",
    K.INPUT_PARTIAL: "preconditions",
    K.INPUT_RECEIVED: "preconditions",
    K.PAYMENT_RECEIVED: "payment",
    K.NOTICE_SENT: "handbrake",
    K.REVIEW_MARKED: "review",
    K.INSTRUCTION_LOGGED: "changes",
    K.INSTRUCTION_CONFIRMED: "changes",
    K.HANDBRAKE_PULLED: "handbrake",
    K.HANDBRAKE_JOINED: "handbrake",
    K.CHANGE_DRAFTED: "changes.request",
    K.CHANGE_ISSUED: "changes.request",
    K.CHANGE_SIGNED: "changes.signing",
    K.CHANGE_DECLINED: "changes",
    K.CHANGE_COUNTERED: "changes",
    K.CHANGE_WITHDRAWN: "changes",
    K.CHANGE_EXPIRED: "changes.validity",
    K.CHANGE_SUPERSEDED: "changes",
    K.EVIDENCE_REFUSED: "changes.signing",
    K.RESUMED: "resumption",
    K.AMENDED: "changes",
    K.MILESTONE_ACCEPTED: "acceptance",
    K.HOURS_LOGGED: "fees",
    K.CALL_LOGGED: "calls",
    K.CANCELLATION_LOGGED: "attendance",
    K.NO_SHOW_LOGGED: "attendance",
    K.EXTRA_WORK_LOGGED: "changes.goodwill",
    K.STANDBY_LOGGED: "out-of-hours",
    K.ENDED: "exit",
}
"""The clause of the letter that a step rests on; a letter without it gives no number."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells rows in one language; names of parts of the work come from the terms in force."""

    language: str
    engagement: Engagement

    @property
    def words(self) -> Mapping[str, Any]:
        """The fixed words of a dossier."""
        found: Mapping[str, Any] = phrases(self.language)["dossier"]
        return found

    def of(self, value: object) -> str:
        """Phrase a value."""
        return Phrasing(self.language).of(value)

    def day(self, text: object) -> str:
        """Phrase a date as the register has it."""
        return self.of(date.fromisoformat(str(text)))

    def person(self, event: Event, *names: str) -> str:
        """Name who did it; a name that was erased is told to be so."""
        if event.personal is None:
            return str(self.words["erased"])
        told = [str(event.personal[name]) for name in names if event.personal.get(name)]
        return " / ".join(told) or str(self.words["client"])

    def cause(self, kind: str, about: str) -> str:
        """Say why work stopped, or is about to."""
        named = self.condition(about) if kind == "precondition" else about
        return str(self.words["causes"].get(kind, kind)).format(about=named)

    def condition(self, id_: str) -> str:
        """Name a precondition with what it is."""
        known = precondition(self.engagement, id_)
        return f"{id_} ({known.item})" if known else id_

    def milestone(self, id_: str) -> str:
        """Name a milestone with its title."""
        milestones = self.engagement.fees.milestones
        title = next((one.title for one in milestones if one.id == id_), "")
        return f"{id_} ({title})" if title else id_

    def streams(self, streams: object) -> str:
        """Name parts of the work."""
        named = [str(one) for one in streams] if isinstance(streams, list | tuple) else []
        work = str(self.words["work"])
        return Phrasing(self.language).listed([work if one == WHOLE_WORK else one for one in named])


def sentence(teller: Teller, event: Event) -> str:
    """Tell what happened, with what somebody wrote about it."""
    template = str(teller.words["events"][event.kind.value])
    what = template.format_map(_Facts(teller, event))
    what = what[:1].upper() + what[1:]
    text = _described(event)
    return str(teller.words["said"]).format(what=what, text=text) if text else what


def clause_of(event: Event, numbers: Mapping[str, str]) -> str:
    """Give the number of the clause that a row rests on; empty when there is none."""
    anchor = CLAUSES.get(event.kind, "")
    if event.kind is K.ATTESTED and str(event.facts.get("form", "")).startswith("CR-"):
        anchor = "changes.signing"
    return numbers.get(anchor) or numbers.get(anchor.partition(".")[0], "")


def method(teller: Teller, event: Event) -> str:
    """Say how somebody agreed."""
    words = phrases(teller.language)["agreement"]
    method = str(event.facts.get("method", ""))
    return str(words.get(method, method))


def form(teller: Teller, event: Event) -> str:
    """Name the paper that an answer was about."""
    item, _, version = str(event.facts.get("form") or "").partition("/v")
    if not item:
        item = str(event.facts.get("change", "letter"))
        version = str(event.facts.get("version", ""))
    key = "form_letter" if item == "letter" else "form_change"
    return str(teller.words[key]).format(item=item, version=version)


def span(teller: Teller, event: Event) -> str:
    """Phrase the time of what was logged: a stretch, or a length on a day."""
    facts = event.facts
    if "start" in facts:
        start, end = (datetime.fromisoformat(str(facts[one])) for one in ("start", "end"))
        return teller.of(Span(start, end, event.zone))
    minutes = facts["minutes"]
    length = teller.of(Elapsed(minutes if isinstance(minutes, int) else 0))
    return length if event.kind is K.EXTRA_WORK_LOGGED else f"{length}, {teller.day(facts['on'])}"


def reasons(_: Teller, event: Event) -> str:
    """Name why an answer did not count, by code: `scopegen explain` tells the rest."""
    found = event.facts.get("reasons")
    return ", ".join(map(str, found)) if isinstance(found, list | tuple) else ""


def notice(teller: Teller, event: Event) -> str:
    """Name a notice and what it is about."""
    about = str(event.facts.get("about") or "")
    told = str(teller.words["about"]).format(about=about) if about else ""
    name = str(teller.words["final_period"])
    if event.kind is K.NOTICE_MADE:
        kind = str(event.facts["kind"])
        name = str(teller.words["notices"].get(kind, kind))
    return str(teller.words["notice_name"]).format(name=name, about=told)


def _described(event: Event) -> str:
    told = event.personal or {}
    texts = [" ".join(str(told[name]).split()) for name in DESCRIBED if told.get(name)]
    return "; ".join(dict.fromkeys(texts))[:LONGEST_DESCRIPTION]


class _Facts(dict[str, str]):
    """The facts of one row in words, each worked out when its sentence asks for it."""

    def __init__(self, teller: Teller, event: Event) -> None:
        super().__init__()
        self._teller, self._event = teller, event

    def __missing__(self, name: str) -> str:
        teller, event = self._teller, self._event
        told = TOLD.get(name)
        if told:
            return told(teller, event)
        value = event.facts.get(name)
        if name in DAYS and value:
            return teller.day(value)
        return str(teller.words["nothing"]) if value is None else str(value)


def _moment(teller: Teller, event: Event) -> str:
    at = datetime.fromisoformat(str(event.facts["received"]))
    return teller.of(Moment(at.astimezone(ZoneInfo("UTC")), event.zone))


def _fee(teller: Teller, event: Event) -> str:
    return teller.of(amount_in(str(event.facts["fee"]), teller.engagement))


TOLD: Mapping[str, Callable[[Teller, Event], str]] = {
    "who": lambda teller, event: teller.person(event, "signer"),
    "by": lambda teller, event: teller.person(event, "by", "second"),
    "method": method,
    "form": form,
    "precondition": lambda teller, event: teller.condition(str(event.facts["precondition"])),
    "milestone": lambda teller, event: teller.milestone(str(event.facts["milestone"])),
    "streams": lambda teller, event: teller.streams(event.facts["streams"]),
    "cause": lambda teller, event: teller.cause(
        str(event.facts["kind"]), str(event.facts["about"])
    ),
    "span": span,
    "received": _moment,
    "fee": _fee,
    "reasons": reasons,
    "notice": notice,
}
"""The facts that take more than printing."""
