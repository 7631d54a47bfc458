"""The one document that Word, PDF and plain text all print.

A `Document` is finished text: numbers are given, references resolved, amounts and dates phrased.
It knows nothing of law, of engagements or of file formats. Printers walk `Document.flow()`, a flat
run of blocks in reading order, and must print each block's text exactly as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scopegen.remembering import Remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A run of plain text. It is data: printers must never read markup in it."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A live reference to a numbered block; `number` is the number as printed, e.g. `8.2`."""

    target: str
    number: str


Span = Text | Reference
Line = tuple[Span, ...]


class Level(StrEnum):
    """What a heading opens."""

    PART = "part"
    """A group of clauses; not numbered."""
    CLAUSE = "clause"
    """A numbered clause: `8`."""
    ANNEX = "annex"
    """An annex, lettered: `A`. Starts on a new page."""
    SECTION = "section"
    """A heading inside the opening page or an annex; not numbered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading. `number` is empty where the level has none; `lead` is printed before it."""

    level: Level
    text: str
    anchor: str = ""
    number: str = ""
    lead: str = ""
    """The word before the number, e.g. `Bijlage`; printed as `Bijlage A`."""


class Role(StrEnum):
    """How a paragraph without a number looks."""

    BODY = "body"
    LEAD = "lead"
    """One or two sentences under the title that say what this is."""
    NOTE = "note"
    """Small and quiet: an explanation, the line on legal advice."""
    LANGUAGE = "language"
    """The name of a language, above its column in a letter in two languages."""
    CONTENTS = "contents"
    """A line of the contents: one reference to a heading, by its text; with its page where pages
    are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph without a number."""

    line: Line
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A numbered paragraph of a clause: `8.2`."""

    number: str
    line: Line
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A lettered item under a provision; `number` is the letter, printed as `(a)`."""

    number: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """An item of a list without numbers, outside the clauses; printed as `• text`."""

    line: Line


class Align(StrEnum):
    """How a column is set."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell: one or more lines, each a paragraph of its own."""

    lines: tuple[Line, ...]


class TableStyle(StrEnum):
    """Which of the two table looks applies."""

    TERMS = "terms"
    """Two columns, no header row: a name in bold, then what it says."""
    GRID = "grid"
    """A header row, repeated on each page, then rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `widths` are shares of the text width; they need not add up to anything."""

    style: TableStyle
    name: str
    """What the table is, for people who cannot see it."""
    widths: tuple[int, ...]
    aligns: tuple[Align, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Tone(StrEnum):
    """The shade of a bar in a picture. Every tone also carries text, so grey print will do."""

    NONE = "none"
    AXIS = "axis"
    BASE = "base"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    CLIENT = "client"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of a picture row, from `start` to `end` on the picture's scale."""

    start: int
    end: int
    tone: Tone
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """A row of bars with its label; the bars cover the whole scale without gap or overlap."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing of bars: the week, the timeline or the steps of the handbrake.

    `alt` says in words what the picture shows. `label_share` is the label column's share of the
    width in percent; 0 means there are no labels.
    """

    name: str
    alt: str
    scale: int
    label_share: int
    rows: tuple[PictureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBox:
    """Where one party signs: `party` on top, then label and value (empty values are ruled)."""

    party: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The boxes for both parties, side by side, never split over pages."""

    boxes: tuple[SignatureBox, ...]


class FieldKind(StrEnum):
    """What a form field takes."""

    CHECK = "check"
    """A box to tick, in front of its label."""
    LINE = "line"
    """One line of text."""
    AREA = "area"
    """A few lines of text."""
    FIXED = "fixed"
    """Text that is there already and cannot be changed."""
    SIGNATURE = "signature"
    """A digital signature, or one with a pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field to fill in. `name` is what machines know it by; `value` is for fixed fields."""

    name: str
    kind: FieldKind
    label: Line
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields to fill in, one under the other, with a keyboard or with a pen."""

    fields: tuple[FormField, ...]


Half = Heading | Paragraph | Provision | Item | Bullet | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same in both languages of a letter: left and right, or a wide table above its twin.

    `languages` are those of the halves (BCP 47). Only the left half has anchors, so that whatever
    can be referred to is there once.
    """

    left: Half
    right: Half
    languages: tuple[str, str]

    @property
    def stacked(self) -> bool:
        """Tell whether the halves are too wide to stand side by side."""
        return isinstance(self.left, Table) and self.left.style is TableStyle.GRID


Single = Half | Picture | Signatures | Form
Block = Single | Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks that belong together: the opening, one clause, the signing or one annex."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What identifies the document: header, footer and file properties come from here."""

    title: str
    subject: str
    author: str
    language: str
    """BCP 47: `nl-NL` or `en-GB`."""
    reference: str
    date: str
    """ISO 8601; also the only time stamp inside the files."""
    fingerprint: str
    """SHA-256 of the terms and the clause text, in hexadecimal, whole."""
    header: str
    """The running head: parties and reference."""
    footer: str
    """The running foot before the page number: version and shortened fingerprint."""
    page_label: str
    """`Pagina {page} van {pages}` in the document's language."""
    draft_mark: str = ""
    """The watermark of a draft; empty for a final version."""
    facts: tuple[tuple[str, str], ...] = ()
    """More of what identifies it, for machines: kept in the file's properties, not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document, ready to print."""

    imprint: Imprint
    sections: tuple[Section, ...]

    def flow(self) -> Iterator[Block]:
        """Give all blocks in reading order, after the title."""
        for section in self.sections:
            yield from section.blocks

    def leading(self) -> Iterator[Single]:
        """Give all blocks in reading order, of a pair the left half: it has numbers and anchors."""
        for block in self.flow():
            yield leading(block)

    def plain_text(self) -> str:
        """Print the whole text, one line a paragraph or table row; what every printer must say."""
        lines = [self.imprint.title]
        for section in self.sections:
            lines.extend(section_lines(section))
        return "\n".join(lines) + "\n"


def leading(block: Block) -> Single:
    """Give a block itself, or the left half of a pair."""
    return block.left if isinstance(block, Pair) else block


def text_of(line: Line) -> str:
    """Give the text of a line as a reader sees it."""
    return "".join(s.text if isinstance(s, Text) else s.number for s in line)


def lines_of(block: Block) -> Iterator[str]:
    """Give the lines of text of one block, with numbers, cells parted by tabs."""
    match block:
        case Pair():
            yield from _pair_lines(block)
        case Table():
            yield from _table_lines(block)
        case Picture():
            yield from _picture_lines(block)
        case Signatures():
            yield from _signature_lines(block)
        case Form():
            yield from _form_lines(block)
        case Heading():
            yield " ".join(part for part in (block.lead, block.number, block.text) if part)
        case _:
            yield _marker(block) + text_of(block.line)


@Remembered
def section_lines(section: Section) -> tuple[str, ...]:
    """Give the lines of text of a section."""
    return tuple(line for block in section.blocks for line in lines_of(block))


def _pair_lines(pair: Pair) -> Iterator[str]:
    match pair.left, pair.right:
        case Heading(), Heading():
            yield "\t".join((*lines_of(pair.left), *lines_of(pair.right)))
        case Table(style=TableStyle.TERMS) as left, Table() as right:
            for rows in zip(left.rows, right.rows, strict=True):
                yield from (text_of(line) for row in rows for cell in row for line in cell.lines)
        case _:
            yield from (*lines_of(pair.left), *lines_of(pair.right))


def _marker(block: Paragraph | Provision | Item | Bullet) -> str:
    if isinstance(block, Provision):
        return f"{block.number} "
    if isinstance(block, Item):
        return f"({block.number}) "
    return "\N{BULLET} " if isinstance(block, Bullet) else ""


def _table_lines(table: Table) -> Iterator[str]:
    for row in (table.head, *table.rows):
        if row:
            yield "\t".join(" ".join(text_of(line) for line in cell.lines) for cell in row)


def _picture_lines(picture: Picture) -> Iterator[str]:
    for row in picture.rows:
        texts = [bar.text for bar in row.bars if bar.text]
        yield "\t".join([row.label, *texts] if row.label else texts)


def _signature_lines(signatures: Signatures) -> Iterator[str]:
    for box in signatures.boxes:
        yield box.party
        for label, value in box.fields:
            yield f"{label}\t{value}" if value else label


def _form_lines(form: Form) -> Iterator[str]:
    for field in form.fields:
        label = text_of(field.label)
        yield f"{label}\t{field.value}" if field.value else label
