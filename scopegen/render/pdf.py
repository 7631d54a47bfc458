"""Documents as PDF, by Typst: PDF/A-2a and PDF/UA-1 in one file, the same bytes each time.

Content reaches the template `pdf/letter.typ` as JSON only, one file a section. Typst remembers the
layout of sections that did not change since the last letter, which is what makes a press fast.
"""

from __future__ import annotations

import importlib
import json
import platform
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Protocol
from weakref import finalize

from scopegen.diagnostics import ScopegenError
from scopegen.document import Form
from scopegen.render.colours import palette
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.render.logos import shape_of
from scopegen.render.pdf_blocks import section_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from scopegen.document import Document, Imprint
    from scopegen.model.brand import Brand

BUNDLED_FONT = "Carlito"


class _Compiler(Protocol):
    """What is used of `typst.Compiler`, whose own types leave out files in memory."""

    def compile(
        self,
        files: dict[str, bytes],
        /,
        *,
        format: str,
        pdf_standards: list[str],
        timestamp: datetime,
    ) -> bytes:
        """Compile `main.typ`."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class PdfPress:
    """A warm compiler with fonts and template: keep it for the next letter. Of one thread only."""

    compiler: _Compiler
    template: bytes
    printable: frozenset[str]
    """The characters that the fonts can print."""
    folder: Path
    """Where the template is, and the font of form fields."""
    look: Mapping[str, bytes]
    """The files by which the template knows colours, fonts and logo."""


def open_pdf_press(templates: Path, brand: Brand | None = None) -> PdfPress:
    """Make a press from the folder that holds `pdf/` and `fonts/`.

    A font of a brand comes from its files, else from those of this machine; whatever it lacks is
    set in the bundled font.

    Raises:
        ScopegenError: SG553 when Typst is not installed; there is none for Windows on ARM. SG578
            when a font that is only named is not installed, SG577 for a logo that cannot be used.
    """
    engine = load_typst()
    folder = templates / "pdf"
    kept = tuple(_font_folders(brand))
    fonts = engine.Fonts(
        include_system_fonts=bool(brand and brand.font and not brand.fonts),
        include_embedded_fonts=False,
        font_paths=[templates / "fonts", *kept],
    )
    if brand and brand.font and brand.font not in fonts.families():
        raise ScopegenError("SG578", found=brand.font, hint="absent")
    press = PdfPress(
        compiler=engine.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True),
        template=(folder / "letter.typ").read_bytes(),
        printable=load_printable(templates / "fonts"),
        folder=folder,
        look=dict(_look(brand)),
    )
    for place in kept:
        finalize(press, rmtree, place, ignore_errors=True)
    return press


def _font_folders(brand: Brand | None) -> Iterator[str]:
    """Put the fonts of a brand where Typst can read them; it takes no bytes.

    It reads them when it needs them, so they stay as long as the press does.
    """
    if brand and brand.fonts:
        folder = mkdtemp(prefix="scopegen-fonts-")
        for number, content in enumerate(brand.fonts):
            Path(folder, f"{number}.ttf").write_bytes(content)
        yield folder


def _look(brand: Brand | None) -> Iterator[tuple[str, bytes]]:
    fonts = [brand.font] if brand and brand.font else []
    chosen = palette(brand.accent) if brand and brand.accent else {}
    colours = {name: f"#{spelled}" for name, spelled in chosen.items()}
    drawn = None
    logo = brand.logo if brand else None
    if logo:
        width, height = shape_of(logo).printed
        drawn = {"alt": logo.alt, "width": width, "height": height}
        yield "logo.json", _json(list(logo.content))  # files in memory must be text to Typst
    yield "look.json", _json({"colours": colours, "fonts": [*fonts, BUNDLED_FONT], "logo": drawn})


def render_pdf(document: Document, press: PdfPress) -> bytes:
    """Print a document; one with a form can be filled in.

    Raises:
        ScopegenError: SG551 for characters that the fonts lack, SG552 when Typst refuses, SG526
            and SG527 when a form cannot be made.
    """
    missing = missing_glyphs(_drawn_text(document), press.printable)
    if missing:
        raise ScopegenError("SG551", characters=" ".join(missing))
    midnight = datetime.fromisoformat(document.imprint.date).replace(tzinfo=UTC)
    with typst_faults("SG552"):
        pdf = press.compiler.compile(
            {"main.typ": press.template, **press.look, **dict(_files(document))},
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=midnight,
        )
    return _with_clear_stream_ends(_with_fields(pdf, document, press))


def _with_fields(pdf: bytes, document: Document, press: PdfPress) -> bytes:
    """Add the fields of forms; letters have none, and start sooner without what makes them."""
    fields = [
        field for block in document.flow() if isinstance(block, Form) for field in block.fields
    ]
    if not fields:
        return pdf
    forms = importlib.import_module("scopegen.render.pdf_form")
    with_form: bytes = forms.with_fields(pdf, fields, press.folder)
    return with_form


def load_typst() -> ModuleType:
    """Import Typst; raises SG553 when it is not installed."""
    try:
        return importlib.import_module("typst")
    except ModuleNotFoundError:
        machine = f"{platform.system()} {platform.machine()}"
        raise ScopegenError("SG553", machine=machine) from None


@contextmanager
def typst_faults(code: str, **facts: str) -> Iterator[None]:
    """Turn what goes wrong in Typst into one code; where it breaks down, it raises no Exception."""
    try:
        yield
    except RuntimeError as error:
        raise ScopegenError(code, **{"cause": str(error), **facts}) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ScopegenError(code, **{"cause": str(error), **facts}) from error


def _drawn_text(document: Document) -> str:
    imprint = document.imprint
    around = (imprint.header, imprint.footer, imprint.page_label, imprint.draft_mark)
    return "".join((document.plain_text(), *around))


def _files(document: Document) -> Iterator[tuple[str, bytes]]:
    sections = section_data(document)
    yield "imprint.json", _json(_imprint_data(document.imprint, len(sections)))
    for number, blocks in enumerate(sections):
        yield f"{number}.json", _json(blocks)


def _imprint_data(imprint: Imprint, sections: int) -> dict[str, object]:
    language, _, region = imprint.language.partition("-")
    return {
        "title": imprint.title,
        "subject": imprint.subject,
        "author": imprint.author,
        "keywords": [imprint.fingerprint, *(f"{name}={value}" for name, value in imprint.facts)],
        "language": language,
        "region": region or None,
        "header": imprint.header,
        "footer": imprint.footer,
        "page_label": imprint.page_label,
        "draft_mark": imprint.draft_mark,
        "sections": sections,
    }


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _with_clear_stream_ends(pdf: bytes) -> bytes:
    r"""Let no stream end in \r before the line end that Typst writes, \n.

    Validators read the two as one line end and then find the stream a byte short (ISO 19005-2,
    6.1.7.1). A lone \r is a line end too, and just as long.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")
