"""Tables, pictures and signature boxes in the form that the tags of a Word template expect."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING

from scopegen.document import (
    Align,
    Cell,
    Picture,
    PictureRow,
    Signatures,
    Table,
    TableStyle,
)
from scopegen.render.keeping import is_short
from scopegen.render.word_runs import Bookmarks, Xml, legal, run, runs, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scopegen.render.word_template import WordTemplate

MOST_EDGES = 63
"""Word opens no table of more than 63 columns; a label and the bars between 63 edges make 63."""

PrintedCell = tuple[int, str, list[Xml]]
"""Width, look (`name`, `number` or `text`) and lines.

Tuples, because Jinja's sandbox takes microseconds to allow an attribute.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """What the tags of a table may ask for."""

    columns: Xml
    rows: Sequence[object]
    head: Sequence[object] = ()
    name: str = ""
    alt: str = ""


def printed_table(
    table: Table, bookmarks: Bookmarks, width: int, language: str = ""
) -> PrintedTable:
    """Lay a table out over the width of the text; `language` as for `runs`."""
    widths = shared_out(table.widths, width)
    looks = ["number" if align is Align.RIGHT else "text" for align in table.aligns]
    if table.style is TableStyle.TERMS:
        looks[0] = "name"

    last = len(table.rows) - 1
    whole = is_short(table)

    def cells(row: tuple[Cell, ...]) -> list[PrintedCell]:
        return [
            (
                column,
                look,
                [runs(line, bookmarks, language=language) for line in cell.lines or ((),)],
            )
            for column, look, cell in zip(widths, looks, row, strict=True)
        ]

    return PrintedTable(
        columns=columns(widths),
        rows=[(whole and at < last, cells(row)) for at, row in enumerate(table.rows)],
        head=cells(table.head) if table.head else (),
        name=legal(table.name),
    )


def printed_picture(picture: Picture, template: WordTemplate, *, keep: bool) -> PrintedTable:
    """Lay a picture out on one grid: a column from each place where a bar of any row begins."""
    label = template.text_width * picture.label_share // 100
    drawn = template.text_width - label
    edges = _joined(sorted({edge for row in picture.rows for edge in _edges(row)}))
    drawn_at = {}
    last = label - 1
    for edge in sorted(set(edges.values())):
        # Word has no columns without width, so bars may not fall together.
        last = drawn_at[edge] = max(label + drawn * edge // picture.scale, last + 1)
    places = {edge: drawn_at[stop] for edge, stop in edges.items()}
    stops = sorted({0, *places.values()} if label else places.values())
    order = {stop: number for number, stop in enumerate(stops)}

    def bars(row: PictureRow) -> Iterator[tuple[int, int, str, str, Xml]]:
        for bar in row.bars:
            start, end = places[bar.start], places[bar.end]
            if start == end:
                continue
            span = order[end] - order[start]
            text = run(bar.text) if bar.text else Xml()
            yield end - start, span, template.shades[bar.tone], bar.tone, text

    def labels(row: PictureRow) -> list[tuple[int, Xml]]:
        return [(label, run(row.label))] if label else []

    final = len(picture.rows) - 1
    return PrintedTable(
        columns=columns([end - start for start, end in pairwise(stops)]),
        rows=[
            (keep or n < final, labels(row), list(bars(row))) for n, row in enumerate(picture.rows)
        ],
        name=legal(picture.name),
        alt=legal(picture.alt),
    )


def _edges(row: PictureRow) -> Iterator[int]:
    for bar in row.bars:
        yield bar.start
        yield bar.end


def _joined(edges: Sequence[int]) -> dict[int, int]:
    """Give each edge the one that it is drawn at: itself, unless there are too many of them.

    Then edges that are near one another fall together, no farther apart than they need to be.
    """
    joined: dict[int, int] = {}
    for reach in count():
        first = edges[0]
        for edge in edges:
            first = edge if edge - first > reach or edge == edges[-1] else first
            joined[edge] = first
        if len(set(joined.values())) <= MOST_EDGES:
            break
    return joined


def printed_signatures(signatures: Signatures, width: int) -> PrintedTable:
    """Lay the boxes out side by side, at least as narrow as half the text."""
    shares = (1,) * max(len(signatures.boxes), 2)
    widths = shared_out(shares, width)[: len(signatures.boxes)]
    return PrintedTable(
        columns=columns(widths),
        rows=[
            (
                column,
                words(box.party),
                [(words(label), words(value)) for label, value in box.fields],
            )
            for column, box in zip(widths, signatures.boxes, strict=True)
        ],
    )


def shared_out(shares: Sequence[int], width: int) -> list[int]:
    """Share a width out to the last twentieth of a point."""
    whole = sum(shares)
    stops = [0, *(width * total // whole for total in accumulate(shares))]
    return [end - start for start, end in pairwise(stops)]


def columns(widths: Sequence[int]) -> Xml:
    """Make the columns of a table's grid."""
    return Xml("".join(f'<w:gridCol w:w="{width}"/>' for width in widths))
