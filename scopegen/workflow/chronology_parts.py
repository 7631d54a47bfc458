"""The parts of a chronology: letters, pauses, changes, notices, sums, evidence, each as texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from scopegen.drafting.phrasing import Phrasing, shortened
from scopegen.model.engagement import Engagement
from scopegen.model.events import Event, EventKind
from scopegen.quantities import ClockTime
from scopegen.terms.offer import HeldSince, settled
from scopegen.terms.standing import ChangeState, ChangeVersion, Hold, LetterVersion
from scopegen.workflow.accounting import account_of
from scopegen.workflow.chronology_words import (
    Teller,
    clause_of,
    form,
    method,
    notice,
    reasons,
    sentence,
)
from scopegen.workflow.dossier import Dossier, frozen_terms
from scopegen.workflow.dossier_members import Role, named_files
from scopegen.workflow.requested import amount_in, request_of
from scopegen.workflow.version_changes import version_changes
from scopegen.workflow.wording import phrases

K = EventKind
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A dossier as it is told: the letter that counts, and who tells it in which language."""

    dossier: Dossier
    letter: LetterVersion
    teller: Teller

    def word(self, key: str, **facts: object) -> str:
        """Give a fixed sentence with its facts."""
        return str(self.teller.words[key]).format_map(facts)

    def day(self, event: Event) -> date:
        """Give the day on which a row was written, in the zone of the engagement."""
        return event.at.astimezone(ZoneInfo(self.dossier.zone)).date()

    def short(self, day: date) -> str:
        """Phrase a day for a table."""
        return Phrasing(self.teller.language).short_date(day)


def letter_now(view: View) -> str:
    """Say which letter counts."""
    key = "letter_signed" if view.letter.signed else "letter_issued"
    return view.word(key, version=view.letter.version)


def state(view: View) -> str:
    """Say how the work stands."""
    standing = view.dossier.standing
    if standing.ended:
        return view.word("ended", day=view.teller.of(standing.ended))
    if standing.letter is None:
        return view.word("unsigned")
    if standing.hold is None:
        return view.word("active")
    streams = view.teller.streams(list(standing.hold.streams))
    return view.word("held", day=view.teller.of(standing.hold.start), streams=streams)


def letters(view: View) -> Iterator[Row]:
    """Give the versions of the letter, each with what it changed."""
    before: LetterVersion | None = None
    for letter, issued in _versions(view):
        changes = version_changes(view.dossier, before, letter, view.teller)
        yield {
            "version": letter.version,
            "languages": _languages(view, letter),
            "issued": view.day(issued),
            "told": _signing(view, letter),
            "before": before.version if before else 0,
            "changed": changes,
        }
        before = letter


def _versions(view: View) -> Iterator[tuple[LetterVersion, Event]]:
    """Give each letter once, with the row that issued it; a signed one as it was signed."""
    letters = view.dossier.standing.letters
    for event in view.dossier.events:
        if event.kind in (K.LETTER_ISSUED, K.AMENDED):
            mark = event.facts["fingerprint"]
            yield next(one for one in reversed(letters) if one.fingerprint == mark), event


def _languages(view: View, letter: LetterVersion) -> str:
    names = view.teller.words["languages"]
    told = [str(names[one]) for one in letter.made_in.split("+")]
    return Phrasing(view.teller.language).listed(told)


def _signing(view: View, letter: LetterVersion) -> str:
    mark = shortened(letter.fingerprint)
    if letter.by_change:
        return view.word("version_by_change", change=letter.by_change, mark=mark)
    signed = (one for one in view.dossier.events if one.kind is K.LETTER_SIGNED)
    event = next((e for e in signed if e.facts["fingerprint"] == letter.fingerprint), None)
    if event is None:
        return view.word("version_open", mark=mark)
    who = view.teller.person(event, "signer")
    return view.word(
        "version_signed",
        who=who[:1].upper() + who[1:],
        day=view.teller.day(event.facts["agreed"]),
        method=method(view.teller, event),
        **{"class": event.facts["class"]},
        mark=mark,
    )


def row_told(view: View, event: Event) -> Row:
    """Tell one row of the register."""
    there = event.at.astimezone(ZoneInfo(event.zone))
    star = view.word("stated") if event.facts.get("stated") else ""
    return {
        "on": view.short(there.date()),
        "time": f"{ClockTime(there.hour * 60 + there.minute)}{star}",
        "what": sentence(view.teller, event),
        "clause": clause_of(event, view.letter.clauses),
        "seq": event.seq,
    }


def hold_row(view: View, hold: Hold) -> Row:
    """Tell one pause: from when to when, why, and what it cost (R10)."""
    engagement, end = _terms_at(view, hold), hold.resumed
    since = HeldSince(hold.start, hold.streams, view.dossier.standing.met(hold), hold.free)
    charge = settled(engagement, since, end or view.dossier.today)
    causes = dict.fromkeys(view.teller.cause(one.kind, one.about) for one in hold.stops)
    fee = view.teller.of(charge.total)
    return {
        "start": view.short(hold.start),
        "end": view.short(end) if end else view.word("open"),
        "days": charge.days,
        "why": f"{hold.id}: {'; '.join(causes)}. {view.teller.streams(list(hold.streams))}",
        "fee": fee if end else view.word("fee_open", fee=fee),
    }


def _terms_at(view: View, hold: Hold) -> Engagement:
    """Give the terms under which work was stopped."""
    pulled = next(
        event
        for event in view.dossier.events
        if event.kind is K.HANDBRAKE_PULLED and event.facts["hold"] == hold.id
    )
    version = pulled.facts.get("letter")
    letters = [one for one in view.dossier.standing.letters if one.version == version]
    return frozen_terms(view.dossier, (letters or [view.letter])[-1])


def change_row(view: View, change: ChangeVersion) -> Row:
    """Tell one version of a change request, and what became of it."""
    letters = view.dossier.standing.letters
    letter = next(one for one in reversed(letters) if one.version == change.letter)
    engagement = frozen_terms(view.dossier, letter)
    request = request_of(view.dossier, change, engagement)
    who = change.identity
    chosen = change.amounts.get(change.option)
    nothing = view.word("nothing")
    return {
        "name": view.word("change_name", id=who.item, version=who.version, title=request.title),
        "issued": view.short(change.issued),
        "outcome": _outcome(view, change),
        "amount": view.teller.of(amount_in(chosen, engagement)) if chosen else nothing,
    }


def _outcome(view: View, change: ChangeVersion) -> str:
    if change.state is ChangeState.ISSUED:
        return view.word("issued_until", day=view.teller.of(change.valid_until))
    told = str(view.teller.words["states"][change.state.value])
    if change.agreed is None:
        return told
    words = phrases(view.teller.language)["agreement"]
    agreed = view.word(
        "agreed",
        day=view.teller.of(change.agreed),
        option=change.option,
        method=words.get(change.method, change.method),
        **{"class": change.evidence_class},
    )
    return f"{agreed} {told}"


def notices(view: View) -> Iterator[Row]:
    """Give the notices that were made, and the final periods that were set."""
    for event in view.dossier.events:
        if event.kind in (K.NOTICE_MADE, K.NOTICE_SENT):
            what = notice(view.teller, event)
            day = date.fromisoformat(str(event.facts["on"]))
            yield {
                "on": view.short(day),
                "what": what[:1].upper() + what[1:],
                "seq": event.seq,
            }


def account(view: View) -> Row | None:
    """Give what was recorded in lines with their sums; None when there is nothing of it."""
    if view.dossier.standing.letter is None:
        return None
    first = min(view.day(event) for event in view.dossier.events)
    account = account_of(view.dossier, first, view.dossier.today, view.teller.language)
    lines = sorted((*account.billed, *account.free), key=lambda one: (one.day, one.row))
    if not lines:
        return None
    return {
        "first": first,
        "last": view.dossier.today,
        "lines": lines,
        "total": account.statement.total,
        "vat": account.vat,
        "with_vat": account.with_vat,
    }


def evidence(view: View, paths: Mapping[str, str]) -> Iterator[Row]:
    """Give what came from the client, with what is known of it."""
    events = {event.seq: event for event in view.dossier.events}
    for one in named_files(view.dossier.events):
        event = events[one.row]
        if one.role is Role.EVIDENCE and event.kind is not K.ATTESTED:
            about = form(view.teller, event)
            if event.kind is K.INSTRUCTION_CONFIRMED:
                about = view.word("instruction")
            yield {
                "seq": one.row,
                "form": about,
                "told": _known_of(view, event),
                "path": paths[one.sha256],
            }


def _known_of(view: View, event: Event) -> str:
    if event.kind is K.EVIDENCE_REFUSED:
        return view.word("refused", reasons=reasons(view.teller, event))
    if event.kind is K.INSTRUCTION_CONFIRMED:
        return view.word("confirmed")
    if event.kind not in (K.LETTER_SIGNED, K.CHANGE_SIGNED):
        return view.word("answer")
    how, class_ = method(view.teller, event), str(event.facts["class"])
    if class_ == "A":
        return view.word("class_a", method=how)
    by = _attested_by(view, event)
    return view.word("class_attested", method=how, by=by, **{"class": class_})


def _attested_by(view: View, event: Event) -> str:
    """Give what came from the client, with what is known of it."""
    """Give the notices that were made, and the final periods that were set."""
    """Tell one version of a change request, and what became of it."""
    """Tell one pause: from when to when, why, and what it cost."""
    """Tell one row of the register."""
    """Give the versions of the letter, each with what it changed."""
    """Say how the work stands."""
    """Say which letter counts."""
    mark = event.facts["evidence"]
    vouched = [one for one in view.dossier.standing.attested if one.facts["evidence"] == mark]
    return view.teller.person(vouched[-1], "by", "second") if vouched else "-"
