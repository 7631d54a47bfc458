"""Typst used plainly: one template that loops over its data, which comes in as an input.

The template is our own in all but where its data comes from, so that both draw the same pages.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typst
from pypdf import PdfReader

from scopegen.render.pdf_blocks import section_data

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from scopegen.document import Document

PLAINLY = {
    '#let own = json("imprint.json")': "",
    'json("look.json")': '(colours: (:), fonts: ("Carlito",), logo: none)',
    'json(str(n) + ".json")': "data.sections.at(n)",
    "#let imprint() = query(<imprint>).first().value": "",
    "imprint()": "own",
}
"""What our template does to let Typst remember more, and how one would write it first."""
INPUT = "#let data = json(bytes(sys.inputs.data))\n#let own = data.imprint\n"


def make_template(ours: Path, place: Path) -> None:
    """Write the plain template."""
    source = ours.read_text(encoding="utf-8")
    for memorable, plain in PLAINLY.items():
        if memorable not in source:
            raise ValueError(f"{ours.name} does not hold {memorable!r} any more")
        source = source.replace(memorable, plain)
    place.write_text(INPUT + source, encoding="utf-8")


def open_compiler(template: Path, fonts: Path) -> Any:
    """Make a compiler that is kept for many letters, with the fonts of our own."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    return typst.Compiler(template, font_paths=found, ignore_system_fonts=True)


def render(compiler: Any, document: Document) -> bytes:
    """Print one letter, to the standards of our own."""
    imprint, sections = document.imprint, section_data(document)
    language, _, region = imprint.language.partition("-")
    own = {
        "title": imprint.title,
        "subject": imprint.subject,
        "author": imprint.author,
        "keywords": imprint.fingerprint,
        "language": language,
        "region": region,
        "header": imprint.header,
        "footer": imprint.footer,
        "page_label": imprint.page_label,
        "draft_mark": imprint.draft_mark,
        "sections": len(sections),
    }
    data = json.dumps({"imprint": own, "sections": sections}, ensure_ascii=False)
    printed: bytes = compiler.compile(
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.fromisoformat(imprint.date).replace(tzinfo=UTC),
    )
    return printed


def pages(printed: BinaryIO) -> list[bytes]:
    """Give what is drawn on each page."""
    contents = (page.get_contents() for page in PdfReader(printed).pages)
    return [content.get_data() for content in contents if content]
