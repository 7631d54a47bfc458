"""Two languages side by side in Word: a table with a row a paragraph, and headings on one line.

Word counts the left column; the right one repeats its numbers by live references, and the letters
of items as text. A heading stands outside of tables, since Word's navigation pane shows no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from scopegen.document import (
    Block,
    Bullet,
    Half,
    Heading,
    Item,
    Level,
    Line,
    Pair,
    Paragraph,
    Provision,
    Reference,
    Role,
    Table,
    TableStyle,
    lines_of,
)
from scopegen.render.keeping import is_short
from scopegen.render.twin import twin_rows
from scopegen.render.word_runs import Bookmarks, Xml, legal, look, marked, reference, run, runs
from scopegen.render.word_tables import PrintedTable, columns, printed_table, shared_out

TAB = "<w:r><w:tab/></w:r>"
LONG_HEADING, SMALL_HEADING = 32, 20
"""A clause heading of more characters than its column holds is set smaller (half points)."""
Kept = tuple[Block, bool]
PrintedPair = tuple[str, Xml, bool, PrintedTable | None]
"""Kind, text, whether it stays with the next block, and its table: as `word` prints any block."""
Lines = list[tuple[str, Xml]]
"""The look and the runs of each line of a cell."""


def counted(block: Block) -> Block:
    """Give every provision of a pair an anchor, for the right column to refer to."""
    if isinstance(block, Pair) and isinstance(block.left, Provision) and not block.left.anchor:
        return replace(block, left=replace(block.left, anchor=f"pair.{block.left.number}"))
    return block


def runs_of_pairs(blocks: Iterable[Kept]) -> Iterator[list[Kept]]:
    """Put paragraphs in two languages that follow on together; every other block stands alone."""

    def in_columns(place: tuple[int, Kept]) -> int:
        at, (block, _) = place
        beside = isinstance(block, Pair) and not isinstance(block.left, Heading | Table)
        return -1 if beside else at

    for _, group in groupby(enumerate(blocks), key=in_columns):
        yield [kept for _, kept in group]


def languages_named(blocks: Iterable[Block]) -> str:
    """Give the names of both languages, as they stand above the columns."""
    named = (one for one in blocks if isinstance(one, Pair) and _names_languages(one))
    return next((" / ".join(lines_of(one)) for one in named), "")


@dataclass(frozen=True, slots=True)
class PairPrinter:
    """Prints pairs of one document."""

    bookmarks: Bookmarks
    width: int
    """That of the text, in twentieths of a point."""
    language: str
    """That of the document; only what is in another one says so."""
    name: str
    """The languages by name, for people who cannot see the columns."""

    def printed(self, group: list[Kept]) -> Iterator[PrintedPair]:
        """Print pairs that follow on."""
        (first, keep), *_ = group
        if not isinstance(first, Pair):
            return
        match first.left, first.right:
            case Heading() as left, Heading() as right:
                yield f"pair_{left.level}", self._heading(left, right, first), keep, None
            case Table(style=TableStyle.GRID) as left, Table() as right:
                for at, (table, stays) in enumerate(((left, False), (right, keep))):
                    tag = self._tag(first, at)
                    drawn = printed_table(table, self.bookmarks, self.width, tag)
                    yield "grid", Xml(), stays, drawn
            case Table() as left, Table() as right:
                yield "twin", Xml(), keep, self._twin(left, right, first)
            case _:
                yield "pair", Xml(), group[-1][1], self._paragraphs(group)

    def _tag(self, pair: Pair, at: int) -> str:
        """Give the language of the left half (0) or the right (1), when it has to be said."""
        language = pair.languages[at]
        return "" if language == self.language else language

    def _heading(self, left: Heading, right: Heading, pair: Pair) -> Xml:
        long = left.level is Level.CLAUSE and len(left.text) > LONG_HEADING
        size = SMALL_HEADING if long else 0
        texts = [
            run(half.text, look(bold=False, italic=False, language=self._tag(pair, at), size=size))
            for at, half in enumerate((left, right))
        ]
        if left.anchor:
            texts[0] = marked(texts[0], self.bookmarks[left.anchor])
        number = self._again(left, right)
        return Xml(TAB.join(filter(None, (texts[0], number, texts[1]))))

    def _again(self, left: Heading, right: Heading) -> str:
        """Give the number for the right column; Word would count an annex with the wrong word."""
        if left.level is Level.CLAUSE and left.anchor:
            return reference(Reference(target=left.anchor, number=left.number), self.bookmarks)
        told = " ".join(part for part in (right.lead, right.number) if part)
        return run(told) if told else ""

    def _twin(self, left: Table, right: Table, pair: Pair) -> PrintedTable:
        def lines(at: int, row: tuple[Line, ...]) -> Lines:
            tag = self._tag(pair, at)
            name, *told = (runs(line, self.bookmarks, language=tag) for line in row)
            return [("name", name), *(("text", one) for one in told)]

        rows = twin_rows(left, right)
        body = [(lines(0, one), lines(1, two)) for one, two in rows]
        return self._table(body, left.name, whole=is_short(left))

    def _paragraphs(self, group: list[Kept]) -> PrintedTable:
        rows = [(self._cell(one, 0), self._cell(one, 1)) for one, _ in _pairs(group)]
        stays = [keep for _, keep in group]
        first, _ = group[0]
        named = isinstance(first, Pair) and _names_languages(first)
        return self._table(rows, self.name, stays=stays, head=int(named))

    def _table(
        self,
        rows: list[tuple[Lines, Lines]],
        name: str,
        *,
        whole: bool = False,
        stays: Sequence[bool] = (),
        head: int = 0,
    ) -> PrintedTable:
        widths = shared_out((1, 1), self.width)
        drawn = [list(zip(widths, row, strict=True)) for row in rows]
        kept = stays or [whole and at < len(rows) - 1 for at in range(len(rows))]
        return PrintedTable(
            columns=columns(widths),
            head=drawn[0] if head else (),
            rows=list(zip(kept, drawn, strict=True))[head:],
            name=legal(name),
        )

    def _cell(self, pair: Pair, at: int) -> Lines:
        half = (pair.left, pair.right)[at]
        if isinstance(half, Heading | Table):
            return []
        anchor = half.anchor if isinstance(half, Provision) else ""
        words = runs(half.line, self.bookmarks, anchor, self._tag(pair, at))
        number = self._repeated(pair.left) if at else ""
        return [(_look(half, right=bool(at)), Xml(f"{number}{words}"))]

    def _repeated(self, left: Half) -> str:
        """Give the number of the left column for the right one."""
        match left:
            case Provision(anchor=anchor, number=number):
                return reference(Reference(target=anchor, number=number), self.bookmarks) + TAB
            case Item(number=letter):
                return run(f"({letter})") + TAB
        return ""


def _pairs(group: Iterable[Kept]) -> Iterator[tuple[Pair, bool]]:
    for block, keep in group:
        if isinstance(block, Pair):
            yield block, keep


def _names_languages(pair: Pair) -> bool:
    return isinstance(pair.left, Paragraph) and pair.left.role is Role.LANGUAGE


def _look(half: Half, *, right: bool) -> str:
    """Name the look that the template has a style for; what has none is plain text."""
    match half:
        case Provision():
            return "right_provision" if right else "provision"
        case Item():
            return "right_item" if right else "item"
        case Bullet():
            return "bullet"
        case Paragraph(role=role):
            return str(role)
    return ""
