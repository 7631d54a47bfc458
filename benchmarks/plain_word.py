"""docxtpl as its documentation shows it: a template with loops, opened anew for each letter.

As a program, `python -m benchmarks.plain_word TEMPLATE CONTENT.json PLACE`, it prints one letter.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docxtpl import DocxTemplate

KINDS = ("heading", "paragraph", "provision", "item", "bullet")


def make_template(ours: Path, place: Path) -> None:
    """Make the template: the page and the styles of our own, and loops in the place of its body."""
    document: Any = docx.Document(str(ours))
    for element in list(document.element.body)[:-1]:  # the last one is the page
        document.element.body.remove(element)
    page = document.sections[0]
    page.header.paragraphs[0].text = "{{ header }}"
    page.footer.paragraphs[0].text = "{{ footer }}"
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{%p for block in section.blocks %}")
    for kind in KINDS:
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", "Heading 1" if kind == "heading" else "Normal")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    _add_table(document)
    for tag in ("endif", "endfor", "endfor"):
        document.add_paragraph(f"{{%p {tag} %}}")
    document.save(str(place))


def _add_table(document: Any) -> None:
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    cells = ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    for column, text in enumerate(cells):
        table.cell(1, column).text = text
    table.cell(2, 0).text = "{%tr endfor %}"


def render(template: Path, content: dict[str, Any]) -> bytes:
    """Print one letter."""
    letter = DocxTemplate(template)
    letter.render(content)
    printed = BytesIO()
    letter.save(printed)
    return printed.getvalue()


def text(printed: bytes) -> str:
    """Give the text of the body, without white space."""
    body = docx.Document(BytesIO(printed)).element.body
    return "".join("".join(body.xpath("//w:t/text()")).split())


if __name__ == "__main__":
    given, data, place = map(Path, sys.argv[1:])
    place.write_bytes(render(given, json.loads(data.read_text(encoding="utf-8"))))
