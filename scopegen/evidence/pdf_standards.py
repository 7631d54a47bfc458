"""What a PDF claims to be, PDF/A or PDF/UA, and whether it is built like that.

Only the marks that a machine sees at once are looked at here: tags, language, title, colours,
fonts, scripts. With the extra `verify` the whole of both standards is checked by a validator.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from scopegen.evidence.pdf_objects import Parts, array, dictionary, entry, text

VALIDATOR = "page-validation"
LARGEST_METADATA = 1_000_000
MOST_TOLD = 20
CLAIM = r"<?pdf{name}:{part}\s*(?:=\s*[\"']|>)\s*([0-9A-Za-z]+)"
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
PROFILES = {
    "PDF/A-1a": "pdfa1a", "PDF/A-1b": "pdfa1b", "PDF/A-2a": "pdfa2a", "PDF/A-2b": "pdfa2b",
    "PDF/A-2u": "pdfa2u", "PDF/A-3a": "pdfa3a", "PDF/A-3b": "pdfa3b", "PDF/A-3u": "pdfa3u",
    "PDF/UA-1": "pdfua1",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """The standards that a file claims, and what speaks against it.

    `defects` are names of what is lacking or not allowed. `validator` is the program that checked
    the whole of the standards; empty when none did.
    """

    claims: tuple[str, ...]
    defects: tuple[str, ...]
    validator: str = ""


def standards_of(parts: Parts, data: bytes) -> Standards:
    """Check a file that was taken apart against what it claims; without claims against nothing.

    Raises:
        What reading a hostile file may raise; call it where that is caught.
    """
    claims = tuple(_claims(_metadata(parts)))
    if not claims:
        return Standards(claims=(), defects=())
    defects = tuple(_defects(parts, tagged=any(one.endswith(("a", "UA-1")) for one in claims)))
    name = _validator()
    if not name:
        return Standards(claims=claims, defects=defects)
    failures = tuple(rule for claim in claims for rule in _failures(data, claim))
    return Standards(claims=claims, defects=(*defects, *failures[:MOST_TOLD]), validator=name)


def _metadata(parts: Parts) -> str:
    stream = entry(parts.catalogue, "/Metadata")
    content = stream.get_data() if isinstance(stream, StreamObject) else b""
    return content[:LARGEST_METADATA].decode("utf-8", errors="replace")


def _claims(metadata: str) -> Iterator[str]:
    part = re.search(CLAIM.format(name="aid", part="part"), metadata)
    level = re.search(CLAIM.format(name="aid", part="conformance"), metadata)
    if part:
        yield f"PDF/A-{part[1]}{level[1].lower() if level else ''}"
    accessible = re.search(CLAIM.format(name="uaid", part="part"), metadata)
    if accessible:
        yield f"PDF/UA-{accessible[1]}"


def _defects(parts: Parts, *, tagged: bool) -> Iterator[str]:
    catalogue = parts.catalogue
    if tagged:
        marked = entry(dictionary(entry(catalogue, "/MarkInfo")), "/Marked")
        if not bool(getattr(marked, "value", False)) or "/StructTreeRoot" not in catalogue:
            yield "tags"
        if not text(entry(catalogue, "/Lang")):
            yield "language"
        shown = entry(dictionary(entry(catalogue, "/ViewerPreferences")), "/DisplayDocTitle")
        if not bool(getattr(shown, "value", False)):
            yield "title"
    if not any(_has_profile(one) for one in array(entry(catalogue, "/OutputIntents"))):
        yield "colours"
    if not all(map(_is_embedded, _fonts(parts))):
        yield "fonts"
    if _is_active(catalogue):
        yield "scripts"


def _has_profile(intent: object) -> bool:
    return "/DestOutputProfile" in dictionary(intent)


def _fonts(parts: Parts) -> Iterator[DictionaryObject]:
    for page in parts.pages:
        named = dictionary(entry(dictionary(page.entry("/Resources")), "/Font"))
        yield from (dictionary(entry(named, name)) for name in sorted(named))


def _is_embedded(font: DictionaryObject) -> bool:
    if entry(font, "/Subtype") == "/Type3":
        return True
    below = [dictionary(one) for one in array(entry(font, "/DescendantFonts"))] or [font]
    described = [dictionary(entry(one, "/FontDescriptor")) for one in below]
    return all(any(name in one for name in FONT_FILES) for one in described)


def _is_active(catalogue: DictionaryObject) -> bool:
    opening = dictionary(entry(catalogue, "/OpenAction"))
    names = dictionary(entry(catalogue, "/Names"))
    scripted = entry(opening, "/S") in ("/JavaScript", "/Launch")
    return scripted or "/AA" in catalogue or "/JavaScript" in names


def _validator() -> str:
    try:
        return f"{VALIDATOR} {version(VALIDATOR)}"
    except PackageNotFoundError:
        return ""


def start_validator() -> None:
    """Have the validator, if it is there, judge an empty page: its threads are then there."""
    if _validator():
        writer, page = PdfWriter(), BytesIO()
        writer.add_blank_page(width=72, height=72)
        writer.write(page)
        deque(_failures(page.getvalue(), next(iter(PROFILES))), maxlen=0)


def _failures(data: bytes, claim: str) -> Iterator[str]:
    if claim not in PROFILES:
        yield claim
        return
    try:
        report = import_module("page").validate_pdf_bytes(data, profile=PROFILES[claim])
    except Exception:  # noqa: BLE001 - a young library, confined; what it raises is not promised
        yield f"{claim}?"
        return
    if not report.is_compliant:
        yield from (f"{claim} {failure.rule_id}" for failure in report.failures)
