"""docxtpl as its documentation shows it: a template with loops, opened anew for each letter."""

from __future__ import annotations

import sys
from html import unescape
from io import BytesIO
from pathlib import Path
from re import findall
from typing import Any
from zipfile import ZipFile

import docx
from docxtpl import DocxTemplate

STYLES = {
    "heading": "heading 2",
    "paragraph": "Normal",
    "provision": "Clause paragraph",
    "item": "Clause item",
    "bullet": "List Bullet",
}


def make_template(ours: Path, place: Path) -> None:
    """Make the template, with the page and the styles of our own and nothing else of it."""
    document: Any = docx.Document(str(ours))
    body = document.element.body
    for element in list(body)[:-1]:  # the last one is the page
        body.remove(element)
    page = document.sections[0]
    page.different_first_page_header_footer = False
    for part, text in ((page.header, "{{ header }}"), (page.footer, "{{ footer }}")):
        for element in list(part._element):  # noqa: SLF001 - python-docx cannot empty a header
            part._element.remove(element)  # noqa: SLF001
        part.add_paragraph(text)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{%p for block in section.blocks %}")
    for kind, style in STYLES.items():
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", style=style.title() if False else style)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    _add_table(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(place))
