"""docxtpl as its documentation shows it: a template, opened anew for each letter.

There are two. The looping template knows no clause: its text all comes in as data. The written
template holds the clauses and tables, as one would type them in Word, with a tag for what differs.
As a program, `python -m benchmarks.plain_word TEMPLATE CONTENT.json PLACE`, it prints one letter.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docxtpl import DocxTemplate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

Data = dict[str, Any]
KINDS = ("heading", "paragraph", "provision", "item", "bullet")


class Written:
    """What is the same in all letters, and so stands in the template, and what is not."""

    def __init__(self, contents: Sequence[Data]) -> None:
        """Compare letters that have the same blocks, apart from what stands in them."""
        self.contents = contents
        self._blocks = [_blocks(content) for content in contents]

    def values(self, number: int) -> Data:
        """Give the data of one letter."""
        return {**self.contents[number], "blocks": self._blocks[number]}

    def lines(self) -> list[tuple[str, str]]:
        """Give the kind and the text of each block; a tag where the text differs."""
        return [
            (same[0]["kind"], _text_or_tag(at, {block["text"] for block in same}))
            for at, same in enumerate(zip(*self._blocks, strict=True))
        ]


def _blocks(content: Data) -> list[Data]:
    return [block for section in content["sections"] for block in section["blocks"]]


def _text_or_tag(at: int, texts: set[str]) -> str:
    return texts.pop() if len(texts) == 1 else f"{{{{ blocks[{at}].text }}}}"


def make_looping_template(ours: Path, place: Path) -> None:
    """Make the template that loops over clauses and their blocks."""
    document = _begun(ours)
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{%p for block in section.blocks %}")
    for kind in KINDS:
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", _style(kind))
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    _add_table(document, "block")
    for tag in ("endif", "endfor", "endfor"):
        document.add_paragraph(f"{{%p {tag} %}}")
    document.save(str(place))


def make_written_template(ours: Path, place: Path, written: Written) -> None:
    """Make the template that holds the clauses; only the rows of tables are loops."""
    document = _begun(ours)
    for at, (kind, line) in enumerate(written.lines()):
        if kind == "table":
            _add_table(document, f"blocks[{at}]")
        else:
            document.add_paragraph(line, _style(kind))
    document.save(str(place))


def _begun(ours: Path) -> Any:
    """Begin with the page and the styles of our own, and an empty body."""
    document: Any = docx.Document(str(ours))
    for element in list(document.element.body)[:-1]:  # the last one is the page
        document.element.body.remove(element)
    page = document.sections[0]
    page.header.paragraphs[0].text = "{{ header }}"
    page.footer.paragraphs[0].text = "{{ footer }}"
    document.add_paragraph("{{ title }}", "Title")
    return document


def _style(kind: str) -> str:
    return "Heading 1" if kind == "heading" else "Normal"


def _add_table(document: Any, block: str) -> None:
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).text = f"{{%tr for row in {block}.rows %}}"
    cells = ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    for column, text in enumerate(cells):
        table.cell(1, column).text = text
    table.cell(2, 0).text = "{%tr endfor %}"


def render(template: Path, content: Data) -> bytes:
    """Print one letter."""
    letter = DocxTemplate(template)
    letter.render(content)
    printed = BytesIO()
    letter.save(printed)
    return printed.getvalue()


def text(printed: BinaryIO) -> str:
    """Give the text of the body, without white space."""
    body = docx.Document(printed).element.body
    return "".join("".join(body.xpath("//w:t/text()")).split())


if __name__ == "__main__":
    given, data, place = map(Path, sys.argv[1:])
    place.write_bytes(render(given, json.loads(data.read_text(encoding="utf-8"))))
