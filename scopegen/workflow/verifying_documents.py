"""Verifying documents: who issued this file, and does it still say what was agreed?

A file is held against the register that it lies beside, when there is one. Alone it can still be
held against itself, and what could not be checked is said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scopegen.diagnostics import Severity
from scopegen.evidence.pdf_returned import Pin
from scopegen.model.events import Event, EventKind
from scopegen.register.checking import holds_head
from scopegen.terms.standing import ChangeState, ChangeVersion
from scopegen.workflow.dossier import Dossier, frozen_terms
from scopegen.workflow.dossier_members import Named, Role, kind_of, named_files
from scopegen.workflow.paper_texts import PaperText, Texts
from scopegen.workflow.pdf_facts import PdfFacts, SignatureFacts, pdf_facts
from scopegen.workflow.returning import read_evidence_file
from scopegen.workflow.signing import still_holds
from scopegen.workflow.telling import shortened
from scopegen.workflow.verdicts import (
    Check,
    Issue,
    Verified,
    failing,
    holds,
    not_checked,
    wrong,
)
from scopegen.workflow.word_facts import WordFacts, word_facts

SIGNED = (EventKind.LETTER_SIGNED, EventKind.CHANGE_SIGNED)
PRINTED = re.compile(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])")
"""How a mark stands at the foot, once the spaces are out."""
AGREED = (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)


@dataclass(frozen=True)
class Given:
    """A file to verify, read once, with what was found in it."""

    name: str
    data: bytes
    pins: Sequence[str] = ()

    @cached_property
    def sha256(self) -> str:
        """Its SHA-256, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def kind(self) -> str:
        """What it is, by its first bytes: pdf, docx, eml, or other."""
        kind = kind_of(self.data)
        known = kind in ("pdf", "docx") or self.name.lower().endswith(".eml")
        return kind if known else "other"

    @cached_property
    def facts(self) -> PdfFacts | WordFacts | None:
        """What a PDF or Word file says; None for anything else."""
        if self.kind == "pdf":
            return pdf_facts(self.data, self.pins)
        return word_facts(self.data) if self.kind == "docx" else None

    @property
    def signatures(self) -> tuple[SignatureFacts, ...]:
        """The digital signatures of a PDF."""
        return self.facts.signatures if isinstance(self.facts, PdfFacts) else ()

    @property
    def marks(self) -> Mapping[str, str]:
        """What identifies it as a paper of ours."""
        return self.facts.marks if self.facts else {}


def given(path: Path, dossier: Dossier | None) -> Given:
    """Read a file once.

    Raises:
        ScopegenError: SG902 or SG907 when it cannot be read, SG489 when it is too large or empty.
    """
    return Given(path.name, read_evidence_file(path), pins_of(dossier))


def pins_of(dossier: Dossier | None) -> tuple[str, ...]:
    """Give the certificates that the letter in force expects, as SHA-256."""
    letter = dossier.standing.letter if dossier else None
    if dossier is None or letter is None:
        return ()
    people = frozen_terms(dossier, letter).parties.authority
    pins = (Pin(name=one.name, certificate=one.certificate) for one in people if one.certificate)
    return tuple("".join(pin.certificate.lower().replace(":", "").split()) for pin in pins)


@dataclass(frozen=True)
class Known:
    """What a register knows of files: by digest, by row, by name."""

    dossier: Dossier | None

    @cached_property
    def _by_digest(self) -> Mapping[str, Named]:
        """What the register names, by digest; the row that answers a file counts over others."""
        events = self.dossier.events if self.dossier else ()
        found: dict[str, Named] = {}
        for one in named_files(events):
            earlier = found.get(one.sha256)
            vouched = earlier and events[earlier.row - 1].kind is EventKind.ATTESTED
            if earlier is None or vouched:
                found[one.sha256] = one
        return found

    def named(self, one: Given) -> Named | None:
        """Give what the register names by the digest of this file."""
        return self._by_digest.get(one.sha256)

    def event(self, named: Named) -> Event | None:
        """Give the row that names a file."""
        return self.dossier.events[named.row - 1] if self.dossier else None

    def issue(self, named: Named, event: Event) -> Issue:
        """Give the row of a file, with what became of it."""
        return Issue(
            row=named.row,
            role=named.role.value,
            name=named.name,
            state=self.state(named, event),
        )

    def state(self, named: Named, event: Event) -> str:
        """Say what became of a letter or a change request."""
        standing = self.dossier.standing if self.dossier else None
        if standing is None or named.role not in (Role.LETTER, Role.CHANGE):
            return "current"
        if named.role is Role.CHANGE:
            change = self.change(event)
            return change.state.value if change else "current"
        same = [one for one in standing.letters if one.version == named.version]
        last = standing.letter or standing.letters[-1]
        mark = event.facts["fingerprint"]
        if last.version > named.version or all(one.fingerprint != mark for one in same[-1:]):
            return "superseded"
        return "in_force" if last.signed else "current"

    def change(self, event: Event) -> ChangeVersion | None:
        """Give the change request that a row is about."""
        changes = self.dossier.standing.changes if self.dossier else ()
        who = (event.facts.get("change"), event.facts.get("version"))
        pairs = (((one.identity.item, one.identity.version), one) for one in changes)
        return next((one for identity, one in pairs if identity == who), None)

    def namesakes(self, name: str) -> list[int]:
        """Give the rows that issued a paper of this name."""
        papers = (Role.LETTER, Role.CHANGE, Role.PAPER)
        return [
            one.row for one in self._by_digest.values() if one.name == name and one.role in papers
        ]

    def namesake(self, name: str) -> Event | None:
        """Give the row that issued a paper of this name, last."""
        rows = self.namesakes(name)
        events = self.dossier.events if self.dossier else ()
        return events[rows[-1] - 1] if rows else None


@dataclass(frozen=True)
class Verifier:
    """Holds files against one dossier; against themselves when there is none."""

    dossier: Dossier | None
    others: Mapping[str, Given] = field(default_factory=dict)
    """The other files that were given, by name: the Word file of a PDF, and the other way round."""

    @cached_property
    def _known(self) -> Known:
        return Known(self.dossier)

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self.dossier)

    def verified(self, one: Given) -> Verified:
        """Verify one file."""
        named = self._known.named(one)
        event = self._known.event(named) if named else None
        checks = (
            *self._issued(one, named, event),
            *self._readable(one),
            *self._said(one, named, event),
            *self._head(one),
            *self._standards(one, named),
            *self._signatures(one, named, event),
        )
        return Verified(
            file=one.name,
            sha256=one.sha256,
            size=len(one.data),
            kind=one.kind,
            issued=self._known.issue(named, event) if named and event else None,
            checks=tuple(dict.fromkeys(checks)),
            signatures=one.signatures,
        )

    def _issued(self, one: Given, named: Named | None, event: Event | None) -> Iterator[Check]:
        """Hold the digest against the register (SG790, SG791)."""
        if self.dossier is None or not self.dossier.events:
            yield not_checked("issued", "no_register")
        elif named and event:
            state = self._known.state(named, event)
            yield holds("issued", named.role.value, row=named.row, name=named.name, state=state)
        elif rows := self._known.namesakes(one.name):
            yield wrong("issued", "SG790", file=one.name, row=rows[-1])
        else:
            yield wrong("issued", "SG791", file=one.name)

    def _readable(self, one: Given) -> Iterator[Check]:
        if one.facts and one.facts.wrong:
            yield not_checked("text", "unreadable", code=one.facts.wrong)

    def _said(self, one: Given, named: Named | None, event: Event | None) -> Iterator[Check]:
        """Hold the text against what was frozen, and the fingerprint against the text."""
        facts = one.facts
        if facts is None or facts.text is None:
            return
        if named and named.role is Role.EVIDENCE:
            yield not_checked("text", "returned")
            return
        other = self.others.get(_twin_name(one.name))
        twin = other.facts.text if other and other.facts else None
        paper = PaperText(
            name=one.name,
            kind=one.kind,
            text=facts.text,
            marks=facts.marks,
            twin=twin or "",
            event=event or self._known.namesake(one.name),
            issued=named is not None,
        )
        yield from self._texts.checks(paper)
        if paper.mark:
            yield _printed(one, facts.foot, shortened(paper.mark), issued=paper.issued)

    def _head(self, one: Given) -> Iterator[Check]:
        """Look for the head that is on a paper in the register (SG795)."""
        head = one.marks.get("register", "")
        if self.dossier is None or not self.dossier.events or not head:
            return
        row = holds_head(self.dossier.events, self.dossier.engagement, head)
        if row is None:
            yield wrong("head", "SG795", file=one.name, head=shortened(head))
        else:
            yield holds("head", "row", head=shortened(head), row=row)

    def _standards(self, one: Given, named: Named | None) -> Iterator[Check]:
        """Tell what a PDF claims to be; what a client filled in or signed may break that."""
        facts = one.facts
        if not isinstance(facts, PdfFacts) or facts.wrong:
            return
        claims = " + ".join(facts.claims)
        if not claims:
            yield not_checked("standard", "no_claim")
        elif facts.signatures or (named and named.role is Role.EVIDENCE):
            yield not_checked("standard", "returned", claims=claims)
        elif facts.defects:
            defects = ", ".join(facts.defects)
            yield wrong("standard", "SG794", file=one.name, claims=claims, defects=defects)
        elif facts.validator:
            yield holds("standard", "validated", claims=claims, validator=facts.validator)
        else:
            yield holds("standard", "built", claims=claims)
            yield not_checked("standard", "not_validated", claims=claims)

    def _signatures(self, one: Given, named: Named | None, event: Event | None) -> Iterator[Check]:
        for signature in one.signatures:
            yield _signature_check(signature, one.name, alone=self.dossier is None)
        ours = named is not None and named.role is not Role.EVIDENCE
        if isinstance(one.facts, PdfFacts) and not (ours or one.facts.wrong or one.signatures):
            yield not_checked("signature", "unsigned")
        yield from self._agreement(named, event)

    def _agreement(self, named: Named | None, event: Event | None) -> Iterator[Check]:
        """Judge a digitally signed agreement again, as `verify` of the register does."""
        if not (self.dossier and named and event) or named.role is not Role.EVIDENCE:
            return
        class_ = str(event.facts.get("class", ""))
        if event.kind in SIGNED and class_ != "A":
            yield not_checked("agreement", "attested", **{"class": class_})
            return
        change = self._known.change(event)
        if event.kind is EventKind.CHANGE_SIGNED and change and change.state in AGREED:
            found = [r for r in still_holds(self.dossier, change) if r.severity is Severity.ERROR]
            who = f"{change.identity.item}/v{change.identity.version}"
            if found:
                yield from failing("agreement", found)
            else:
                yield holds("agreement", "again", form=who, option=change.option)


def _printed(one: Given, foot: str, mark: str, *, issued: bool) -> Check:
    """Hold the mark that is printed at the foot against the one in the properties (SG793)."""
    if mark.replace(" ", "") in foot:
        return holds("printed", "foot", mark=mark)
    if issued or not PRINTED.search(foot):
        return not_checked("printed", "none")
    return wrong("printed", "SG793", file=one.name, mark=mark)


def _signature_check(one: SignatureFacts, file: str, *, alone: bool) -> Check:
    if one.wrong == "unchecked":
        return not_checked("signature", "extra", field=one.field)
    if one.wrong:
        return wrong("signature", "SG796", file=file, field=one.field, because=one.wrong)
    told = "alone" if alone else "pinned" if one.pinned else "unpinned"
    return holds("signature", told, field=one.field, signer=one.signer, mark=one.certificate[:12])


def _twin_name(name: str) -> str:
    """Name the Word file of a PDF, or the PDF of a Word file."""
    stem, dot, ending = name.rpartition(".")
    other = {"pdf": "docx", "docx": "pdf"}.get(ending.lower(), "")
    return f"{stem}{dot}{other}" if other else ""


def verify_files(files: Sequence[tuple[Given, Dossier | None]]) -> tuple[Verified, ...]:
    """Verify files, each against its own dossier; a Word file and its PDF against each other.

    Raises:
        ScopegenError: SG455 or SG456 when evidence that is needed is gone or changed.
    """
    others = {one.name: one for one, _ in files}
    verifiers: dict[str, Verifier] = {}
    found = []
    for one, dossier in files:
        key = str(dossier.folder) if dossier else ""
        verifier = verifiers.setdefault(key, Verifier(dossier, others))
        found.append(verifier.verified(one))
    return tuple(found)
