"""The blocks of a document as the plain data that `pdf/letter.typ` draws.

What depends on the neighbours of a block is settled here: how deep a heading is, what stays with
the block after it, what is indented, and what is too long to be kept on one page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING

from scopegen.document import (
    Block,
    Bullet,
    Cell,
    Document,
    Form,
    FormField,
    Heading,
    Item,
    Level,
    Line,
    Pair,
    Paragraph,
    Picture,
    Provision,
    Reference,
    SignatureBox,
    Signatures,
    Span,
    Table,
    TableStyle,
    text_of,
)
from scopegen.render.keeping import fields_kept, is_short, kept_with_next
from scopegen.render.twin import twin_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Data = dict[str, object]
Run = tuple[Block, ...]

LINE_LENGTH = 90
"""Characters on a line of the full text width, roughly."""
MAY_BREAK_FROM = 20
"""Lines from which an item or row may break; what does not fit a page would run off its foot."""


def section_data(document: Document) -> list[list[Data]]:
    """Give the blocks of each section, in reading order; items that follow on are one list."""
    blocks = tuple(document.flow())
    kept = iter(kept_with_next(blocks))
    drawing = _Drawing(anchors=frozenset(_anchors(document.leading())))
    return [
        list(drawing.section([(block, next(kept)) for block in section.blocks]))
        for section in document.sections
    ]


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Provision) and block.anchor:
            yield block.anchor


@dataclass(slots=True)
class _Drawing:
    """A walk through a document that knows which headings it has passed."""

    anchors: frozenset[str]
    passed: set[Level] = field(default_factory=set)
    under: Level | None = None
    """The heading of this section that the blocks now stand under."""

    def section(self, blocks: Sequence[tuple[Block, bool]]) -> Iterator[Data]:
        """Draw the blocks of a section; with each comes whether it stays with the next."""
        self.under = None
        kept = (keep for _, keep in blocks)
        for run in _runs([block for block, _ in blocks]):
            *_, sticky = islice(kept, len(run))
            yield self._run(run, sticky=sticky)

    def _run(self, run: Run, *, sticky: bool) -> Data:
        match run[0]:
            case Heading() as heading:
                return self._heading(heading)
            case Paragraph() | Provision() as prose:
                return self._prose(prose, sticky=sticky)
            case Item() | Bullet():
                return self._list(run) | {"sticky": sticky}
            case Table() | Picture() as shown:
                drawn = self._table(shown) if isinstance(shown, Table) else _picture(shown)
                return drawn | {"sticky": sticky}
            case Signatures() | Form() as place:
                return self._to_fill_in(place)
            case Pair() as pair:
                return _pair(pair, self) | {"sticky": sticky}

    def _prose(self, prose: Paragraph | Provision, *, sticky: bool) -> Data:
        drawn: Data = {"line": self._line(prose.line), "sticky": sticky}
        if isinstance(prose, Provision):
            own: Data = {"kind": "provision", "number": prose.number, "anchor": prose.anchor}
        else:
            own = {"kind": "paragraph", "role": prose.role, "indented": self._indented}
        return drawn | own

    @property
    def _indented(self) -> bool:
        return self.under is Level.CLAUSE

    def _heading(self, heading: Heading) -> Data:
        depth = _depth(heading.level, self.passed)
        self.passed.add(heading.level)
        self.under = heading.level
        return {
            "kind": "heading",
            "depth": depth,
            "level": heading.level,
            "lead": heading.lead,
            "number": heading.number,
            "text": heading.text,
            "anchor": heading.anchor,
        }

    def _list(self, run: Run) -> Data:
        entries = [entry for entry in run if isinstance(entry, Item | Bullet)]
        lines = [{"spans": self._line(e.line), "long": _is_long(e.line)} for e in entries]
        numbers = [f"({entry.number})" for entry in entries if isinstance(entry, Item)]
        if numbers:
            return {"kind": "items", "numbers": numbers, "lines": lines}
        return {"kind": "bullets", "lines": lines, "indented": self._indented}

    def _table(self, table: Table) -> Data:
        head = self._row(table.head, table.widths) if table.head else None
        rows = [self._row(row, table.widths) for row in table.rows]
        return {
            "kind": "table",
            "style": table.style,
            "widths": table.widths,
            "aligns": table.aligns,
            "head": head,
            "rows": rows,
            "whole": is_short(table) and not any(row["long"] for row in rows),
        }

    def _to_fill_in(self, place: Signatures | Form) -> Data:
        if isinstance(place, Signatures):
            return {"kind": "signatures", "boxes": [_box(box) for box in place.boxes]}
        pairs = zip(place.fields, fields_kept(place), strict=True)
        return {"kind": "form", "fields": [self._field(one) | {"sticky": k} for one, k in pairs]}

    def _field(self, one: FormField) -> Data:
        return {"name": one.name, "takes": one.kind, "line": self._line(one.label)}

    def _row(self, row: tuple[Cell, ...], widths: tuple[int, ...]) -> Data:
        """A row is long as soon as one of its cells is."""
        shares = [100 * width // sum(widths) for width in widths]
        long = any(_is_long(*cell.lines, share=s) for cell, s in zip(row, shares, strict=True))
        return {"cells": [[self._line(line) for line in cell.lines] for cell in row], "long": long}

    def _line(self, line: Line) -> list[str | Data]:
        return [self._span(span) for span in line]

    def _span(self, span: Span) -> str | Data:
        if isinstance(span, Reference):
            known = span.target in self.anchors
            return {"text": span.number, "target": span.target} if known else span.number
        if span.bold or span.italic:
            return {"text": span.text, "bold": span.bold, "italic": span.italic}
        return span.text


def _pair(pair: Pair, drawing: _Drawing) -> Data:
    """Draw both halves; two tables of names are one table with a column a language."""
    drawn: Data = {"languages": [_language(one) for one in pair.languages]}
    match pair.left, pair.right:
        case Table(style=TableStyle.TERMS) as left, Table() as right:
            cells = [
                [[drawing._line(line) for line in lines] for lines in row]
                for row in twin_rows(left, right)
            ]
            return drawn | {"kind": "twin", "rows": cells}
    paired: Data = {"paired": not pair.stacked}
    halves = [drawing._run((half,), sticky=False) | paired for half in (pair.left, pair.right)]
    return drawn | {"kind": "pair", "stacked": pair.stacked, "halves": halves}


def _language(name: str) -> Data:
    language, _, region = name.partition("-")
    return {"lang": language, "region": region or None}


def _runs(blocks: Sequence[Block]) -> list[Run]:
    """Put items, and bullets, that follow on together; every other block stands alone."""
    groups = groupby(
        enumerate(blocks),
        key=lambda place: type(place[1]) if isinstance(place[1], Item | Bullet) else place[0],
    )
    return [tuple(block for _, block in group) for _, group in groups]


def _depth(level: Level, passed: set[Level]) -> int:
    """Give the depth under the title, which is 1; PDF/UA allows no depth to be skipped."""
    outer = {Level.CLAUSE: Level.PART, Level.SECTION: Level.ANNEX}.get(level)
    return 3 if outer in passed else 2


def _is_long(*lines: Line, share: int = 100) -> bool:
    fitting = max(1, LINE_LENGTH * share // 100)
    return sum(1 + len(text_of(line)) // fitting for line in lines) >= MAY_BREAK_FROM


def _picture(picture: Picture) -> Data:
    rows = [
        {
            "label": row.label,
            "bars": [
                {"length": bar.end - bar.start, "tone": bar.tone, "text": bar.text}
                for bar in row.bars
            ],
        }
        for row in picture.rows
    ]
    return {"kind": "picture", "alt": picture.alt, "label_share": picture.label_share, "rows": rows}


def _box(box: SignatureBox) -> Data:
    return {"party": box.party, "fields": box.fields}
