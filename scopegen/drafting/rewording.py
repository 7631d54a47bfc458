"""What changed between two letters: clauses added, removed and reworded, and numbers that moved.

Texts are held against each other without their numbers, so that a clause that only moved, or only
refers to one that did, is not called reworded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from scopegen.document import (
    Block,
    Bullet,
    Document,
    Heading,
    Item,
    Level,
    Line,
    Paragraph,
    Picture,
    Provision,
    Section,
    Span,
    Table,
    Text,
    lines_of,
)

AROUND = 5
"""Words that are shown on either side of a change."""
MOST_LINES = 8
"""Lines that are shown of one clause."""
LONGEST = 240
_SPACES = re.compile(r"[ \n\t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseName:
    """A clause as the letter names it; the number is empty where it has none."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """A clause whose text changed, line by line: `[-what went-] {+what came+}`."""

    clause: ClauseName
    lines: tuple[str, ...]
    left_out: int
    """How many more lines changed than are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A clause that has another number now."""

    clause: ClauseName
    old: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChanges:
    """What changed in the clauses."""

    added: tuple[ClauseName, ...]
    removed: tuple[ClauseName, ...]
    reworded: tuple[Rewording, ...]
    moved: tuple[Move, ...]

    @property
    def are_there(self) -> bool:
        """Tell whether any clause changed."""
        return any((self.added, self.removed, self.reworded, self.moved))


def clause_changes(old: Document, new: Document, words: Mapping[str, Any]) -> ClauseChanges:
    """Compare the clauses of two letters in one language."""
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    both = [(before[id_], after[id_]) for id_ in after if id_ in before]
    numbers = dict(_numbers(new))
    rewordings = (_rewording(one, other, words, numbers) for one, other in both)
    pairs = [(_named(one, words), _named(other, words)) for one, other in both]
    return ClauseChanges(
        added=tuple(_named(after[id_], words) for id_ in after if id_ not in before),
        removed=tuple(_named(before[id_], words) for id_ in before if id_ not in after),
        reworded=tuple(each for each in rewordings if each.lines),
        moved=tuple(
            Move(clause=now, old=was.number) for was, now in pairs if was.number != now.number
        ),
    )


def reworded(old: str, new: str) -> str:
    """Show the words that changed with a few around them: `van [-€ 95-] {+€ 100+} per uur`."""
    before, after = _SPACES.split(old), _SPACES.split(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts: list[str] = []
    steps = matcher.get_opcodes()
    for at, (step, start, end, first, last) in enumerate(steps):
        if step == "equal":
            parts += _shortened(before[start:end], opens=at == 0, closes=at == len(steps) - 1)
            continue
        parts += [f"[-{' '.join(before[start:end])}-]"] * (end > start)
        parts += [f"{{+{' '.join(after[first:last])}+}}"] * (last > first)
    return " ".join(parts)


def _shortened(words: Sequence[str], *, opens: bool, closes: bool) -> list[str]:
    head = 0 if opens else AROUND
    tail = 0 if closes else AROUND
    if len(words) <= head + tail + 1:
        return list(words)
    return [*words[:head], "…", *words[len(words) - tail :]]


def _named(section: Section, words: Mapping[str, Any]) -> ClauseName:
    heads = [block for block in section.blocks if isinstance(block, Heading)]
    named = next((head for head in heads if head.level in (Level.CLAUSE, Level.ANNEX)), None)
    if named:
        number = f"{named.lead} {named.number}".strip()
        return ClauseName(id=section.id, number=number, title=named.text)
    return ClauseName(id=section.id, number="", title=words["pages"].get(section.id, section.id))


def _numbers(letter: Document) -> Iterator[tuple[str, str]]:
    """Give the number of everything that may be referred to."""
    for block in letter.flow():
        if isinstance(block, Heading | Provision) and block.anchor:
            yield block.anchor, block.number


def _rewording(
    old: Section, new: Section, words: Mapping[str, Any], numbers: Mapping[str, str]
) -> Rewording:
    before, after = list(_rows(old, numbers)), list(_rows(new, numbers))
    matcher = SequenceMatcher(
        None, [row.compared for row in before], [row.compared for row in after], autojunk=False
    )
    lines = [
        line
        for step, start, end, first, last in matcher.get_opcodes()
        if step != "equal"
        for was, now in zip_longest(before[start:end], after[first:last])
        for line in _told(was, now)
    ]
    shown = tuple(lines[:MOST_LINES])
    return Rewording(clause=_named(new, words), lines=shown, left_out=len(lines) - len(shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A line of a clause: as it is compared, and as it is shown with its number before it."""

    compared: str
    shown: str
    number: str


def _told(was: _Row | None, now: _Row | None) -> Iterator[str]:
    """Tell a line that changed; two that have little in common are told apart."""
    if was and now and _alike(was.shown, now.shown):
        yield f"{now.number} {reworded(was.shown, now.shown)}".strip()
        return
    if was:
        yield f"{was.number} [-{_cut(was.shown)}-]".strip()
    if now:
        yield f"{now.number} {{+{_cut(now.shown)}+}}".strip()


def _alike(old: str, new: str) -> bool:
    before, after = _SPACES.split(old), _SPACES.split(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return 2 * same >= min(len(before), len(after))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _rows(section: Section, numbers: Mapping[str, str]) -> Iterator[_Row]:
    """Give the lines of a clause; references are shown by these numbers."""
    for block in section.blocks:
        if isinstance(block, Picture) or (isinstance(block, Heading) and block.level is Level.PART):
            continue
        number = block.number if isinstance(block, Provision) else ""
        pairs = zip(_lines(block, None), _lines(block, numbers), strict=True)
        for compared, shown in pairs:
            yield _Row(compared=compared, shown=shown, number=number)


def _lines(block: Block, numbers: Mapping[str, str] | None) -> Iterable[str]:
    """Give the lines of a block without its own number; without numbers, references by name."""

    def told(span: Span) -> Text:
        if isinstance(span, Text):
            return span
        name = span.target if numbers is None else numbers.get(span.target, span.number)
        return Text(text=name)

    def plain(line: Line) -> Line:
        return tuple(map(told, line))

    if isinstance(block, Provision | Item | Bullet | Paragraph):
        block = Paragraph(line=plain(block.line))
    elif isinstance(block, Heading):
        block = replace(block, number="", lead="")
    elif isinstance(block, Table):
        rows = tuple(
            tuple(replace(cell, lines=tuple(map(plain, cell.lines))) for cell in row)
            for row in block.rows
        )
        block = replace(block, rows=rows)
    return (line.replace("\t", " | ") for line in lines_of(block))
