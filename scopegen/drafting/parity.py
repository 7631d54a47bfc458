"""Whether two languages of a letter say the same: structure, references and figures, by value.

What is compared is what the templates printed, so that `€ 1.234,50` and `£1,234.50` are an amount
and not six digits. Out of reach: what words alone say, such as `may` for `must`, and numbers in
letters where the other language has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from scopegen.diagnostics import Diagnostic, Location
from scopegen.drafting.blocks import Pointer
from scopegen.drafting.figures import Figure, as_said, printed, typed
from scopegen.drafting.letter import Draft, Filled
from scopegen.drafting.markdown import PLACEHOLDER, Passage, Run, Runs, Skeleton, TableSkeleton

SHOWN = 5
"""Figures of one passage that a message names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One clause in one language."""

    filled: Filled
    language: str

    def place(self, part: Skeleton | None) -> Location:
        """Give the line of the clause text that a part comes from, or the first line."""
        lines = self.filled.clause.text(self.language).splitlines() or [""]
        found = (
            n
            for asked in (_literals(part) if part else ())
            for n, line in enumerate(lines, start=1)
            if asked in line
        )
        at = next(found, 1)
        file = self.filled.clause.file(self.language)
        return Location(file, at, 1, at, len(lines[at - 1]) + 1)


@dataclass(slots=True)
class _Content:
    """What one passage says, apart from its words."""

    language: str
    figures: Counter[Figure] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)

    def add(self, runs: Runs, values: Sequence[object]) -> None:
        """Take in a line: its own words, and the values that it prints."""
        told = "".join(run.text for run in runs)
        self.figures.update(typed(PLACEHOLDER.sub("\x00", told), self.language))
        slots = (values[int(at)] for at in PLACEHOLDER.findall(told))
        for one in (found for value in slots for found in printed(value)):
            if isinstance(one, Figure):
                self.figures[one] += 1
            elif isinstance(one, Pointer):
                self.references[one.target] += 1
            else:
                self.texts[one] += 1

    def read(self, texts: Counter[str]) -> Counter[Figure]:
        """Give the figures, with those in texts that differ from those of the other language."""
        told = (typed(text, self.language) for text in texts.elements())
        return self.figures + Counter(figure for each in told for figure in each)


def parity(left: Draft, right: Draft) -> tuple[Diagnostic, ...]:
    """Tell where two languages of one letter differ, each with the line of the clause text.

    SG210 for another structure, SG211 for other figures and SG212 for other references. No
    findings: they are equal as far as this can see.
    """
    pairs = zip_longest(left.clauses, right.clauses)
    languages = left.language, right.language
    return tuple(one for pair in pairs for one in _clause(pair, languages))


def _clause(
    pair: tuple[Filled | None, Filled | None], languages: tuple[str, str]
) -> Iterator[Diagnostic]:
    one, two = pair
    if one is None or two is None or _placed(one) != _placed(two):
        there = one or two
        if there:
            side = Side(there, languages[0] if one else languages[1])
            yield _finding("SG210", side, None, hint="clause")
        return
    left, right = Side(one, languages[0]), Side(two, languages[1])
    shapes = list(map(_shape, one.skeletons)), list(map(_shape, two.skeletons))
    if shapes[0] != shapes[1]:
        yield _structure(left, right, shapes)
        return
    for parts in zip(one.skeletons, two.skeletons, strict=True):
        for contents in _contents(parts, left, right):
            yield from _differences(contents, (left, right), parts)


def _placed(filled: Filled) -> tuple[object, ...]:
    """Give where a clause stands; the word before its number differs by language."""
    place = filled.place
    return place.id, place.number, place.level


def _shape(part: Skeleton) -> tuple[object, ...]:
    if isinstance(part, TableSkeleton):
        head = any(part.head)
        return "table", len(part.widths), part.right, len(part.rows), head
    return part.kind, part.depth, part.anchor


def _structure(
    left: Side, right: Side, shapes: tuple[list[tuple[object, ...]], list[tuple[object, ...]]]
) -> Diagnostic:
    """Point at the first part that has no counterpart, in the text that has more."""
    at = next(n for n, (a, b) in enumerate(zip_longest(*shapes)) if a != b)
    longer = right if len(shapes[1]) > len(shapes[0]) else left
    parts = longer.filled.skeletons
    counts = {"left": str(len(shapes[0])), "right": str(len(shapes[1]))}
    hint = "count" if counts["left"] != counts["right"] else "kind"
    part = parts[at] if at < len(parts) else None
    return _finding("SG210", longer, part, hint=hint, **counts)


def _contents(
    parts: tuple[Skeleton, Skeleton], left: Side, right: Side
) -> Iterator[tuple[_Content, _Content]]:
    """Give what is held against each other: a passage, or the cells of a table one by one."""
    for lines in zip(_lines(parts[0]), _lines(parts[1]), strict=True):
        pair = _Content(left.language), _Content(right.language)
        for content, runs, side in zip(pair, lines, (left, right), strict=True):
            content.add(runs, side.filled.values)
        yield pair


def _lines(part: Skeleton) -> Iterable[Runs]:
    if isinstance(part, Passage):
        return [part.runs]
    return [runs for row in (part.head, *part.rows) for runs in row]


def _differences(
    contents: tuple[_Content, _Content], sides: tuple[Side, Side], parts: tuple[Skeleton, Skeleton]
) -> Iterator[Diagnostic]:
    left, right = contents
    same = left.texts & right.texts
    figures = _unmatched(left.read(left.texts - same), right.read(right.texts - same))
    references = left.references - right.references, right.references - left.references
    for code, found in (("SG211", _said(figures)), ("SG212", _named(references))):
        if any(found):
            at = 0 if found[0] else 1
            other = sides[1 - at].place(parts[1 - at])
            facts = {"left": found[0] or "-", "right": found[1] or "-"}
            spoken = {"first": sides[0].language, "second": sides[1].language}
            where = f"{other.file}:{other.line}"
            yield _finding(code, sides[at], parts[at], other=where, **facts, **spoken)


def _unmatched(
    left: Counter[Figure], right: Counter[Figure]
) -> tuple[Counter[Figure], Counter[Figure]]:
    """Give the figures that stand on one side only.

    A number in letters answers for one in digits. On its own it proves nothing: where one language
    says `two`, the other may say `both`.
    """
    more, less = left - right, right - left
    for one, two in ((more, less), (less, more)):
        for figure in list(two):
            word = Figure("word", figure.value)
            alike = min(one[word], two[figure]) if figure.kind == "number" else 0
            one[word] -= alike
            two[figure] -= alike
    spelled = [any(f.kind == "word" for f in (+side)) for side in (more, less)]
    if not all(spelled):
        more, less = (
            Counter({f: n for f, n in side.items() if f.kind != "word"}) for side in (more, less)
        )
    return +more, +less


def _said(figures: tuple[Counter[Figure], Counter[Figure]]) -> tuple[str, str]:
    left, right = (", ".join(sorted(map(as_said, side.elements()))[:SHOWN]) for side in figures)
    return left, right


def _named(references: tuple[Counter[str], Counter[str]]) -> tuple[str, str]:
    left, right = (", ".join(sorted(side.elements())[:SHOWN]) for side in references)
    return left, right


def _literals(part: Skeleton) -> list[str]:
    """Give what of a part may stand in the template as it is: its anchor, then long sentences."""
    pieces = [piece for line in _lines(part) for run in line for piece in _unfilled(run)]
    sentences = {one.strip() for piece in pieces for one in re.split(r"(?<=[.;:?])\s", piece)}
    anchor = [f"[#{part.anchor}]"] if isinstance(part, Passage) and part.anchor else []
    return anchor + sorted(filter(None, sentences), key=lambda one: (-len(one), one))


def _unfilled(run: Run) -> list[str]:
    return PLACEHOLDER.split(run.text)[::2]


def _finding(code: str, side: Side, part: Skeleton | None, **facts: str) -> Diagnostic:
    told = {"clause": side.filled.clause.id, **facts}
    return Diagnostic(code=code, location=side.place(part), facts=tuple(told.items()))
