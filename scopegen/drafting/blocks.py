"""Skeletons and values become the blocks of a section, numbered and with references resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scopegen.diagnostics import ScopegenError
from scopegen.document import (
    Align,
    Block,
    Bullet,
    Cell,
    Form,
    Heading,
    Item,
    Level,
    Line,
    Paragraph,
    Picture,
    Provision,
    Role,
    Signatures,
    Span,
    Table,
    TableStyle,
    Text,
)
from scopegen.drafting.markdown import (
    NEW_LINE,
    PLACEHOLDER,
    Passage,
    Run,
    Runs,
    Skeleton,
    TableSkeleton,
)
from scopegen.drafting.phrasing import can_phrase, lettered

STOPS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference by id, e.g. `handbrake` or `handbrake.notice`, until its number is known."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a section stands: its id, its number, and whether its paragraphs are numbered."""

    id: str
    number: str
    lead: str
    level: Level
    numbered: bool


Value = str | Line | Picture | Signatures | Form
"""What goes into a skeleton: text that was phrased, a live reference, or a block that stands."""


def told(
    value: object, phrase: Callable[[object], str], resolve: Callable[[Pointer], Line]
) -> Value:
    """Make a value that a template printed fit to go in."""
    if isinstance(value, Pointer):
        return resolve(value)
    return value if isinstance(value, Picture | Signatures | Form) else phrase(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Puts values into skeletons: data as plain text, references live."""

    values: Sequence[Value]

    def line(self, runs: Runs) -> Line:
        """Fill one line; neighbours in one style become one span."""
        spans: list[Span] = []
        for span in (span for run in runs for span in self._spans(run)):
            last = spans[-1] if spans else None
            if isinstance(span, Text) and isinstance(last, Text) and _same_style(last, span):
                spans[-1] = Text(text=last.text + span.text, bold=span.bold, italic=span.italic)
            else:
                spans.append(span)
        return tuple(spans)

    def lines(self, runs: Runs) -> tuple[Line, ...]:
        """Fill a cell; a pilcrow in the template starts a new line."""
        rows: list[list[Run]] = [[]]
        for run in runs:
            first, *others = run.text.split(NEW_LINE)
            rows[-1].append(replace(run, text=first))
            rows += [[replace(run, text=other)] for other in others]
        return tuple(self.line(tuple(_trimmed(row))) for row in rows)

    def _spans(self, run: Run) -> Iterator[Span]:
        closed = False
        for at, piece in enumerate(PLACEHOLDER.split(run.text)):
            value = self.values[int(piece)] if at % 2 else piece
            if isinstance(value, tuple):
                yield from value
                continue
            text = str(value) if at % 2 else _without_second_stop(piece, closed=closed)
            closed = bool(at % 2) and text.endswith(STOPS)
            if text:
                yield Text(text=text, bold=run.bold, italic=run.italic)


def can_print(value: object) -> bool:
    """Tell whether a letter can say a value: nothing, yes or no and a whole section are no text."""
    return isinstance(value, Pointer | Picture | Signatures | Form) or can_phrase(value)


def standing(part: Passage, values: Sequence[object]) -> Picture | Signatures | Form | None:
    """Give the block that a paragraph stands for, if it is nothing but that."""
    whole = PLACEHOLDER.fullmatch(part.runs[0].text.strip()) if len(part.runs) == 1 else None
    value = values[int(whole[1])] if whole else None
    return value if isinstance(value, Picture | Signatures | Form) else None


def anchors(
    place: Place, skeletons: Sequence[Skeleton], values: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Give the ids that can be referred to in a section, with their numbers."""
    yield place.id, place.number
    count = 0
    for passage in skeletons:
        if isinstance(passage, TableSkeleton) or passage.kind != "paragraph":
            continue
        if not standing(passage, values):
            count += 1
            if passage.anchor:
                yield f"{place.id}.{passage.anchor}", f"{place.number}.{count}"


def blocks(place: Place, skeletons: Sequence[Skeleton], filler: Filler) -> Iterator[Block]:
    """Give the blocks of one section in reading order."""
    counts = {"paragraph": 0, "item": 0}
    title = ""
    for part in skeletons:
        if isinstance(part, TableSkeleton):
            yield _table(part, title, filler)
            continue
        if part.kind == "heading":
            heading = _heading(part, place, filler)
            title = heading.text
            yield heading
        elif block := standing(part, filler.values):
            yield block
        else:
            yield _passage(part, place, filler, counts)


def _heading(part: Passage, place: Place, filler: Filler) -> Heading:
    text = "".join(span.text for span in filler.line(part.runs) if isinstance(span, Text)).strip()
    if part.depth > 1:
        return Heading(level=Level.SECTION, text=text)
    return Heading(
        level=place.level, text=text, anchor=place.id, number=place.number, lead=place.lead
    )


def _passage(part: Passage, place: Place, filler: Filler, counts: dict[str, int]) -> Block:
    line = filler.line(part.runs)
    if part.kind == "note":
        return Paragraph(line=line, role=Role.NOTE)
    if part.kind == "item":
        counts["item"] += 1
        letter = lettered(counts["item"])
        return Item(number=letter, line=line) if place.numbered else Bullet(line=line)
    counts["paragraph"] += 1
    counts["item"] = 0
    if not place.numbered:
        lead = place.id == "opening" and counts["paragraph"] == 1
        return Paragraph(line=line, role=Role.LEAD if lead else Role.BODY)
    anchor = f"{place.id}.{part.anchor}" if part.anchor else ""
    return Provision(number=f"{place.number}.{counts['paragraph']}", line=line, anchor=anchor)


def _table(part: TableSkeleton, name: str, filler: Filler) -> Table:
    head = tuple(Cell(lines=filler.lines(runs)) for runs in part.head)
    bare = not any(runs for runs in part.head)
    return Table(
        style=TableStyle.TERMS if bare else TableStyle.GRID,
        name=name,
        widths=part.widths,
        aligns=tuple(Align.RIGHT if right else Align.LEFT for right in part.right),
        head=() if bare else head,
        rows=tuple(tuple(Cell(lines=filler.lines(runs)) for runs in row) for row in part.rows),
    )


def _without_second_stop(text: str, *, closed: bool) -> str:
    """A value that ends in a full stop, such as `Bureau B.V.`, closes its sentence itself."""
    doubled = closed and text.startswith(".") and not text.startswith("..")
    return text[1:] if doubled else text


def _same_style(one: Text, two: Text) -> bool:
    return (one.bold, one.italic) == (two.bold, two.italic)


def _trimmed(row: Sequence[Run]) -> list[Run]:
    if not row:
        return []
    trimmed = [replace(row[0], text=row[0].text.lstrip()), *row[1:]]
    trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
    return trimmed


def numbering(pairs: Iterator[tuple[str, str]]) -> Mapping[str, str]:
    """Collect anchors.

    Raises:
        ScopegenError: SG635 for an id that stands twice.
    """
    numbers: dict[str, str] = {}
    for anchor, number in pairs:
        if anchor in numbers:
            raise ScopegenError("SG635", anchor=anchor)
        numbers[anchor] = number
    return numbers
