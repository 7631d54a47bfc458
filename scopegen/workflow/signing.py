"""Sign-off: a returned file is judged, and what follows from it is recorded, yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity
from scopegen.drafting.phrasing import shortened
from scopegen.model.change import Option
from scopegen.model.events import Entry, EventKind, Facts
from scopegen.model.evidence import Returned
from scopegen.quantities import Money
from scopegen.terms.signoff import Attestation, Outcome, Verdict, judge
from scopegen.terms.standing import ChangeVersion
from scopegen.workflow.building import Delivered
from scopegen.workflow.dossier import (
    Dossier,
    entry,
    insist,
    keep,
    kept,
)
from scopegen.workflow.finishing import settle
from scopegen.workflow.matters import Matter, matter_of
from scopegen.workflow.papers import Letterbox, letterhead, mail_draft, papers, printed
from scopegen.workflow.requested import amount_in, request_of
from scopegen.workflow.returning import read_returned
from scopegen.workflow.wording import catalogue, phrases

__all__ = [
    "Attestation",
    "Judged",
    "Outcome",
    "examine_returned",
    "sign",
    "still_holds",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A returned file, the verdict on it, and what was recorded."""

    matter: Matter
    returned: Returned
    verdict: Verdict
    dossier: Dossier
    delivered: Delivered | None = None


TOLD_BY_HINT = ("SG435",)
"""Notes whose hint says what was not checked; of the others the hint says what to do about it."""


def examine_returned(
    matter: Matter, data: bytes, name: str, attested: Attestation | None
) -> tuple[Returned, Verdict]:
    """Read a returned file and judge it; nothing is recorded."""
    read = read_returned(data, name, matter.sent)
    if read.value is None:
        raise ScopegenError("SG489", file=name, hint="unreadable")
    return read.value, judge(read.value, read.diagnostics, matter.asked, attested)


def sign(
    dossier: Dossier, matter: Matter, data: bytes, name: str, attested: Attestation | None
) -> Judged:
    """Judge a returned file and record what follows from it.

    An agreement that a person still has to attest leaves no trace yet; every other outcome is an
    event, a refusal too. The file is kept before the event that names it.
    """
    insist(dossier)
    returned, verdict = examine_returned(matter, data, name, attested)
    if verdict.outcome is Outcome.ATTEST:
        return Judged(matter=matter, returned=returned, verdict=verdict, dossier=dossier)
    keep(dossier, {"evidence": data})
    recording = _Recording(dossier, matter, returned, verdict, attested)
    files = confirmation(recording)
    marks = keep(dossier, {name: one for name, one in files.items() if not name.endswith(".eml")})
    recorded, delivered = settle(dossier, recording.entries(marks), files)
    return Judged(
        matter=matter,
        returned=returned,
        verdict=verdict,
        dossier=recorded,
        delivered=delivered if files else None,
    )


def confirmation(recording: _Recording) -> dict[str, bytes]:
    """Make what the client gets to read: that the agreement counts, or that the answer was heard.

    A file that was refused gives no paper: what to ask for instead is told on the screen.
    """
    verdict, matter = recording.verdict, recording.matter
    if verdict.outcome is Outcome.REFUSE:
        return {}
    head = letterhead(recording.dossier, matter.letter)
    accepted = verdict.outcome is Outcome.ACCEPT
    paper = "agreement" if accepted else "outcome"
    values = recording.told_of_agreement() if accepted else recording.told_of_answer()
    document = papers().draft(paper, head, values)
    who = matter.asked.identity
    item = who.item if matter.change else who.engagement
    name = f"{item}-v{who.version}-{paper}"
    files = printed(document, name)
    to = verdict.signer or head.engagement.parties.signatories[0]
    box = Letterbox(engagement=head.engagement, to=to)
    return {**files, f"{name}.mail.eml": mail_draft(document, box, files)}


@dataclass(frozen=True, slots=True)
class _Recording:
    """What a verdict leaves in the register."""

    dossier: Dossier
    matter: Matter
    returned: Returned
    verdict: Verdict
    attested: Attestation | None

    def entries(self, files: dict[str, str]) -> list[Entry]:
        """Give the events, in order; `files` are the digests of the confirmation."""
        if self.verdict.outcome is Outcome.REFUSE:
            return [self._refused()]
        if self.verdict.outcome is Outcome.ACCEPT:
            return [*self._vouched(), self._accepted(files)]
        return [self._answered(files)]

    def told_of_agreement(self) -> dict[str, object]:
        """Give what the confirmation of an agreement says."""
        verdict, matter, attested = self.verdict, self.matter, self.attested
        language = matter.letter.language
        words = phrases(language)["agreement"]
        return {
            "identity": str(matter.asked.identity),
            "signer": verdict.signer,
            "option": self._option(),
            "agreed": verdict.agreed,
            "method_words": words[verdict.method],
            "class_": verdict.evidence_class,
            "attested_by": " / ".join(filter(None, (attested.by, attested.second)))
            if attested
            else "",
            "evidence": self.returned.sha256,
            "unchecked": tuple(self._unchecked(words, language)),
            "amount": self._amount(),
            "register": shortened(self.dossier.head),
        }

    def _unchecked(self, words: Mapping[str, str], language: str) -> Iterator[str]:
        """Say what was not verified; attested is not verified."""
        if self.verdict.evidence_class != "A":
            yield words["not_verified"]
        for one in self.verdict.reasons:
            if one.severity is Severity.NOTE:
                message, hint = catalogue().of(one, language)
                yield hint if one.code in TOLD_BY_HINT else message

    def _option(self) -> Option | None:
        change = self.matter.change
        if change is None:
            return None
        request = request_of(self.dossier, change, self.matter.engagement)
        return request.option(self.verdict.option)

    def _amount(self) -> Money | None:
        change = self.matter.change
        if change is None:
            return self.matter.engagement.fees.fixed_price
        return amount_in(change.amounts[self.verdict.option], self.matter.engagement)

    def told_of_answer(self) -> dict[str, object]:
        """Give what the confirmation of a no, or of a counter-proposal, says."""
        states = {Outcome.DECLINE: "declined", Outcome.COUNTER: "countered"}
        return {
            "identity": str(self.matter.asked.identity),
            "state": states[self.verdict.outcome],
            "valid_until": self.matter.asked.valid_until,
            "stands": self.dossier.standing.hold is not None,
        }

    @property
    def _paper(self) -> Facts:
        who = self.matter.asked.identity
        if self.matter.change is None:
            return {"version": who.version, "fingerprint": self.matter.letter.fingerprint}
        return {"change": who.item, "version": who.version, "digest": self.matter.asked.digest}

    def _refused(self) -> Entry:
        reasons = [one.code for one in self.verdict.reasons if one.severity is Severity.ERROR]
        who = self.matter.asked.identity
        facts: Facts = {
            "form": f"{who.item}/v{who.version}",
            "evidence": self.returned.sha256,
            "medium": self.returned.medium.value,
            "reasons": sorted(set(reasons)),
        }
        return entry(self.dossier, EventKind.EVIDENCE_REFUSED, facts, **self._persons())

    def _vouched(self) -> list[Entry]:
        if self.attested is None:
            return []
        who = self.matter.asked.identity
        facts: Facts = {
            "form": f"{who.item}/v{who.version}",
            "evidence": self.returned.sha256,
            "class": self.verdict.evidence_class,
            "method": self.verdict.method,
            "four_eyes": bool(self.attested.second),
        }
        said = {
            "by": self.attested.by,
            "second": self.attested.second,
            "statement": self.attested.statement,
        }
        return [entry(self.dossier, EventKind.ATTESTED, facts, **said)]

    def _accepted(self, files: dict[str, str]) -> Entry:
        verdict, agreed = self.verdict, self.verdict.agreed
        facts: Facts = {
            **self._paper,
            "class": verdict.evidence_class,
            "method": verdict.method,
            "evidence": self.returned.sha256,
            "agreed": agreed.isoformat() if agreed else "",
            "unchecked": sorted({one.code for one in verdict.reasons}),
            "files": files,
        }
        if self.matter.change is None:
            return entry(self.dossier, EventKind.LETTER_SIGNED, facts, **self._persons())
        facts = {
            **facts,
            "option": verdict.option,
            "amount": self.matter.change.amounts[verdict.option],
        }
        return entry(self.dossier, EventKind.CHANGE_SIGNED, facts, **self._persons())

    def _answered(self, files: dict[str, str]) -> Entry:
        kinds = {
            Outcome.DECLINE: EventKind.CHANGE_DECLINED,
            Outcome.COUNTER: EventKind.CHANGE_COUNTERED,
        }
        if self.matter.change is None:
            return self._refused()
        facts: Facts = {**self._paper, "evidence": self.returned.sha256, "files": files}
        return entry(self.dossier, kinds[self.verdict.outcome], facts, **self._persons())

    def _persons(self) -> dict[str, str]:
        returned, signer = self.returned, self.verdict.signer
        return {
            "signer": signer.name if signer else "",
            "role": signer.role if signer else "",
            "name": returned.name,
            "sender": returned.sender,
            "remarks": returned.remarks[:1000],
            "words": returned.words[:1000],
        }


def still_holds(dossier: Dossier, change: ChangeVersion) -> tuple[Diagnostic, ...]:
    """Judge again what an agreement rests on: a digital signature is verified anew.

    Gives the reasons why it no longer holds; none when it does. What a person attested cannot be
    judged again; its file must still be what it was.
    """
    data = kept(dossier, change.evidence)
    if change.evidence_class != "A":
        return ()
    _, verdict = examine_returned(matter_of(dossier, change), data, "evidence.pdf", None)
    same = (verdict.outcome, verdict.option) == (Outcome.ACCEPT, change.option)
    return () if same else verdict.reasons
