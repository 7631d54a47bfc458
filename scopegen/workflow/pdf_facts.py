"""What a PDF from anywhere says, found out in a process apart: text, marks, standards, signatures.

`reply` is what that process runs; `pdf_facts` asks it. Whatever the file does there, the answer is
plain data, or none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from scopegen.confined.running import Limits, run_confined
from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_objects import FAULTS, HEAVY, Parts, dictionary, entry, taken_apart, text
from scopegen.evidence.pdf_signatures import signatures_in
from scopegen.evidence.pdf_standards import standards_of, start_validator
from scopegen.render.pdf_text import pdf_text

HERE = "scopegen.workflow.pdf_facts"
LONGEST_TEXT = 700_000
SHA256 = r"[0-9a-f]{64}"
NAMED = re.compile(rf"\b(register|letter_fingerprint|version)=({SHA256}|\d+)\b")
OWN = re.compile(rf"^({SHA256})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """A signature in plain words; `wrong` is empty when it holds."""

    field: str
    wrong: str
    signer: str = ""
    issuer: str = ""
    certificate: str = ""
    pinned: bool = False
    timestamped: bool = False
    signed_at: str = ""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> SignatureFacts:
        """Read plain data, from a process that is not trusted to have kept to it.

        Raises:
            LookupError or TypeError: it is no such thing.
        """
        return cls(
            field=str(plain["field"]),
            wrong=str(plain["wrong"]),
            signer=str(plain["signer"]),
            issuer=str(plain["issuer"]),
            certificate=str(plain["certificate"]),
            pinned=plain["pinned"] is True,
            timestamped=plain["timestamped"] is True,
            signed_at=str(plain["signed_at"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What a PDF says. `wrong` is the code for why it could not be read as it stands."""

    wrong: str = ""
    text: str | None = None
    """The text by its tags; None when it has none that can be read."""
    marks: Mapping[str, str] = field(default_factory=dict)
    foot: str = ""
    """All text of the first page, without spaces: its foot is among it."""
    claims: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    validator: str = ""
    signatures: tuple[SignatureFacts, ...] = ()


def pdf_facts(data: bytes, pins: Sequence[str], limits: Limits | None = None) -> PdfFacts:
    """Ask a process apart; a file that is too much for it gives SG421."""
    head = json.dumps({"pins": list(pins)}).encode()
    found = run_confined(HERE, head + b"\n" + data, limits)
    try:
        return PdfFacts(wrong="SG421") if found is None else _told(found)
    except (LookupError, TypeError, ValueError, AttributeError):
        return PdfFacts(wrong="SG421")


def prepare() -> None:
    """Let the validator start its threads, which it may not do later."""
    start_validator()


def reply(content: bytes) -> dict[str, object]:
    """Find out in the process apart."""
    head, _, data = content.partition(b"\n")
    return asdict(facts_here(data, json.loads(head)["pins"]))


def facts_here(data: bytes, pins: Sequence[str]) -> PdfFacts:
    """Find out in this process; for `reply`, and for files of our own making."""
    try:
        with taken_apart(data) as parts:
            return _facts(parts, data, pins)
    except ScopegenError as error:
        return PdfFacts(wrong=error.code)


def _facts(parts: Parts, data: bytes, pins: Sequence[str]) -> PdfFacts:
    standards = standards_of(parts, data)
    page = parts.reader.pages[0].extract_text()
    return PdfFacts(
        text=_text(data),
        marks=_marks(parts),
        foot="".join(page.split())[:LONGEST_TEXT],
        claims=standards.claims,
        defects=standards.defects,
        validator=standards.validator,
        signatures=tuple(
            SignatureFacts(field=one.field, wrong=one.wrong, **_signed(one.signature))
            for one in signatures_in(parts, data, pins)
        ),
    )


def _text(data: bytes) -> str | None:
    try:
        found = pdf_text(data)
    except HEAVY:
        raise
    except (*FAULTS, UnboundLocalError):
        return None
    return found if len(found) <= LONGEST_TEXT else None


def _marks(parts: Parts) -> dict[str, str]:
    info = dictionary(parts.reader.trailer.get("/Info"))
    keywords = text(entry(info, "/Keywords"))
    own = OWN.match(keywords)
    return {**({"fingerprint": own[1]} if own else {}), **dict(NAMED.findall(keywords))}


def _signed(signature: Any) -> dict[str, Any]:
    if signature is None:
        return {}
    names = ("signer", "issuer", "certificate", "pinned", "timestamped")
    at = signature.signed_at
    told = {name: getattr(signature, name) for name in names}
    return {**told, "signed_at": at.isoformat() if at else ""}


def _told(found: Mapping[str, Any]) -> PdfFacts:
    """Take an answer for what it should be, and nothing else."""
    said = found["text"]
    return PdfFacts(
        wrong=str(found["wrong"]),
        text=None if said is None else str(said),
        marks={str(name): str(value) for name, value in found["marks"].items()},
        foot=str(found["foot"]),
        claims=tuple(map(str, found["claims"])),
        defects=tuple(map(str, found["defects"])),
        validator=str(found["validator"]),
        signatures=tuple(SignatureFacts.of(one) for one in found["signatures"]),
    )
