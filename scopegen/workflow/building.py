"""Building letters: from a checked spec to files, all or none, each read back before it counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError, has_errors
from scopegen.document import Document
from scopegen.drafting.phrasing import Phrasing, shortened
from scopegen.model.brand import Brand
from scopegen.model.engagement import Engagement
from scopegen.render.pdf import PdfPress, open_pdf_press, render_pdf
from scopegen.render.word import render_word
from scopegen.render.word_reading import read_back_own
from scopegen.render.word_template import bundled_word_path, load_word_template, read_template
from scopegen.render.word_text import word_text
from scopegen.workflow.checking import draft, library_of, printable, unprintable
from scopegen.workflow.dressing import brand_of, template_of
from scopegen.workflow.files import clear, free_name, stay_inside, write_all
from scopegen.workflow.reading import Examined
from scopegen.workflow.standard import Standard

FORMATS = ("docx", "pdf", "txt", "json")
LANGUAGES = ("nl", "en", "nl+en", "en+nl")
"""What a letter can be made in; two languages stand side by side, the first one left."""
ENGINES = ("auto", "typst", "libreoffice")
FOLDER = "documents"
REPLACED = "replaced"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to build. Empty languages mean the spec's own."""

    formats: tuple[str, ...] = ("docx", "pdf")
    languages: tuple[str, ...] = ()
    draft: bool = False
    word_template: Path | None = None
    """The user's own Word template; None takes that of the house, else the bundled one."""
    brand: Brand | None = None
    """The look of the firm; None is as in the bundled templates."""
    pdf_engine: str = "auto"
    """What makes the PDF: `typst`, or `libreoffice` out of the Word file; `auto` is Typst."""
    cover: Mapping[str, str] = field(default_factory=dict)
    """What a house's own template may print besides; filled for each letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Files ready to be written, by name."""

    contents: Mapping[str, bytes]
    draft: bool
    letters: Mapping[str, Document]
    """What was printed, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What was written, what was there already with the same content, and what was set aside."""

    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    kept: tuple[Path, ...]


Stamp = Callable[[Document], Document]


def unstamped(document: Document) -> Document:
    """Leave a letter that is not issued as it is."""
    return document


def print_letters(examined: Examined, order: Order, stamp: Stamp = unstamped) -> Printed:
    """Print the letter in every format and language that was ordered; nothing is written.

    `stamp` puts the mark of the register on a letter that is issued.

    Raises:
        Rejected: when the spec or a letter has errors.
        ScopegenError: SG5xx, when a printer fails or its file does not read as it should.
    """
    wrong = examined.flaws if order.draft else examined.diagnostics
    if examined.spec is None or examined.tree is None or has_errors(wrong):
        raise Rejected(examined.diagnostics)
    engagement, order = examined.spec.engagement, dressed(order, examined.standard)
    fit_to_print(order)
    contents: dict[str, bytes] = {}
    letters: dict[str, Document] = {}
    for language in order.languages or (engagement.meta.language,):
        document = stamp(_letter(examined, engagement, language, mark=order.draft))
        found = tuple(unprintable(document, examined.tree)) if "pdf" in order.formats else ()
        if found:
            raise Rejected(found)
        names = [_name(engagement, language, kind, draft=order.draft) for kind in order.formats]
        covered = replace(order, cover=cover(engagement, document))
        contents |= zip(names, copies(document, covered), strict=True)
        letters[language] = document
    return Printed(contents=contents, draft=order.draft, letters=letters)


def dressed(order: Order, standard: Standard | None) -> Order:
    """Give the look of the house to an order that names none."""
    if standard is None:
        return order
    template = order.word_template or template_of(standard)
    return replace(order, word_template=template, brand=order.brand or brand_of(standard))


def _letter(examined: Examined, engagement: Engagement, language: str, *, mark: bool) -> Document:
    if examined.letter and language == engagement.meta.language and not mark:
        return examined.letter
    return draft(engagement, language, clauses=library_of(examined), mark=mark).require()


def copies(document: Document, order: Order) -> Iterator[bytes]:
    """Print every format; Typst works outside of Python, so the PDF is made beside the others."""
    formats = order.formats
    with ThreadPoolExecutor(max_workers=1) as beside:
        begun = {kind: beside.submit(pdf, document, order) for kind in formats if kind == "pdf"}
        made = {kind: PRINTERS[kind](document, order) for kind in formats if kind not in begun}
        yield from (begun[kind].result() if kind in begun else made[kind] for kind in formats)


def deliver(printed: Printed, folder: Path, *, replace: bool, dry_run: bool = False) -> Delivered:
    """Write what differs from what is there; a version that was made before is never lost.

    A dry run refuses what a real one would refuse, and writes nothing.

    Raises:
        ScopegenError: SG520 when another version is in the way and `replace` is off; its copy is
            set aside when it is on. SG521 to SG524 when the disk refuses, SG590 when a link leads
            out of the folder.
    """
    stay_inside(folder, REPLACED, *printed.contents)
    places = {folder / name: content for name, content in printed.contents.items()}
    same = [place for place, content in places.items() if _holds(place, content)]
    differing = {place: content for place, content in places.items() if place not in same}
    taken = () if printed.draft else tuple(place for place in differing if place.exists())
    if taken and not replace:
        raise ScopegenError("SG520", files=", ".join(place.name for place in taken))
    kept = {place: free_name(folder / REPLACED / place.name, place.read_bytes()) for place in taken}
    if not dry_run:
        clear(folder)
        write_all(differing, kept)
    return Delivered(written=tuple(differing), unchanged=tuple(same), kept=tuple(kept.values()))


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and place.read_bytes() == content


def _name(engagement: Engagement, language: str, kind: str, *, draft: bool) -> str:
    meta = engagement.meta
    return f"{meta.id}-v{meta.version}{'.draft' if draft else ''}.{language}.{kind}"


def word(document: Document, order: Order) -> bytes:
    """Print as Word, and read it back: a letter that says something else is never delivered."""
    path = order.word_template or bundled_word_path()
    template = load_word_template(path, order.brand)
    content = render_word(document, template, order.cover)
    if order.word_template:
        read_back_own(content, document, path.name)
    elif word_text(content) != document.plain_text():
        raise ScopegenError("SG525", format="Word")
    return content


def pdf(document: Document, order: Order) -> bytes:
    """Print as PDF/A-2a and PDF/UA-1; what LibreOffice makes, it makes out of the Word file."""
    if order.pdf_engine == "libreoffice":
        printed: bytes = import_module("scopegen.workflow.office").office_pdf(
            word(document, order), document
        )
        return printed
    return render_pdf(document, _press(order.brand))


def text(document: Document, _: Order) -> bytes:
    """Print as plain text."""
    return document.plain_text().encode()


def model(document: Document, _: Order) -> bytes:
    """Print the document model as JSON."""
    return (json.dumps(asdict(document), ensure_ascii=False, indent=1) + "\n").encode()


PRINTERS: Mapping[str, Callable[[Document, Order], bytes]] = {
    "docx": word,
    "txt": text,
    "json": model,
}


@lru_cache(maxsize=4)
def _press(brand: Brand | None) -> PdfPress:
    return open_pdf_press(bundled("templates"), brand)


def start_press() -> None:
    """Have the press print an empty page: what it starts once is then there."""
    _press(None).compiler.compile(
        {"main.typ": b""}, format="pdf", pdf_standards=[], timestamp=EPOCH
    )


def fit_to_print(order: Order) -> None:
    """Refuse a template or brand that no letter can be printed with.

    Raises:
        Rejected: with everything that is wrong: SG500 and SG560 to SG578.
    """
    found: tuple[Diagnostic, ...] = ()
    if order.word_template:
        lint = import_module("scopegen.render.word_lint").lint_word_template
        found += lint(order.word_template.name, read_template(order.word_template))
    if order.brand:
        checks = import_module("scopegen.render.brand_checks")
        found += checks.brand_findings(order.brand, printable())
    if has_errors(found):
        raise Rejected(found)


def cover(engagement: Engagement, document: Document) -> Mapping[str, str]:
    """Give what a house's own template may print on its cover, in the language of the letter."""
    imprint = document.imprint
    phrasing = Phrasing(imprint.language.partition("-")[0])
    return {
        "client": engagement.parties.client.name,
        "provider": engagement.parties.provider.known_as,
        "date": phrasing.date(date.fromisoformat(imprint.date)),
        "fingerprint": shortened(imprint.fingerprint),
    }
