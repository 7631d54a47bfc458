"""Count the native numbers of a Word document the way Word does (ECMA-376, part 1, section 17.9).

Only what letters use: linked styles, lists that go on or start over, levels that restart under a
higher one, and the common number formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
DEEPEST = 9
HIGHEST, MOST_LETTERS, LONGEST_LABEL = 32_767, 780, 255
"""As far as Word counts, in digits and in letters, and what a number may print around a count."""
DEEPEST_STYLE = 50
"""Styles that are based on one another; Word itself writes a handful."""

Place = tuple[str, int]
"""A list (w:num) and a level in it."""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list counts and prints."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """What styles.xml and numbering.xml say: which styles are numbered, and how."""

    of_style: Mapping[str, Place]
    abstract: Mapping[str, str]
    """The counter that each list counts with; lists may share one."""
    levels: Mapping[Place, ListLevel]
    restarts: Mapping[Place, int]


@dataclass(slots=True)
class Counter:
    """Counts through one document, from the top."""

    numbering: Numbering
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    restarted: set[Place] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """Give the number of the next paragraph as Word prints it; empty when it has none."""
        place = self._place(paragraph)
        level = self.numbering.levels.get(place) if place else None
        if place is None or level is None:
            return ""
        counts = self._count(place, level)
        if level.form == "bullet":
            return "\N{BULLET}"
        return re.sub(
            "%([1-9])", lambda found: self._printed(place[0], int(found[1]) - 1, counts), level.text
        )

    def _place(self, paragraph: Element) -> Place | None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        by_style = self.numbering.of_style.get(value(properties, "pStyle"))
        own = properties.find(f"{W}numPr")
        if own is None:
            return by_style
        number, depth = by_style or ("", 0)
        return value(own, "numId") or number, int(value(own, "ilvl") or depth)

    def _count(self, place: Place, level: ListLevel) -> list[int | None]:
        number, depth = place
        counter = self.numbering.abstract[number]
        counts = self.counts.setdefault(counter, [None] * DEEPEST)
        restart = self.numbering.restarts.get(place)
        if restart is not None and place not in self.restarted:
            self.restarted.add(place)
            counts[depth] = restart
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (DEEPEST - depth - 1)
        return counts

    def _printed(self, number: str, depth: int, counts: list[int | None]) -> str:
        level = self.numbering.levels.get((number, depth), ListLevel())
        count = counts[depth]
        return in_form(level.start if count is None else count, level.form)


def _letters(count: int) -> str:
    """Word counts a, b, ... z, aa, bb, ... zz, aaa."""
    times, letter = divmod(count - 1, 26)
    return chr(ord("A") + letter) * (times + 1)


def _roman(count: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    printed = ""
    for value, sign in zip(values, signs, strict=True):
        times, count = divmod(count, value)
        printed += sign * times
    return printed


FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperLetter": _letters,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
    "decimalZero": lambda count: f"{count:02d}",
    "none": lambda _: "",
}


def in_form(count: int, form: str) -> str:
    """Print a count in one of Word's number formats; unknown ones print as decimal.

    Raises:
        ValueError: Word does not count so far; printed, it could fill the memory.
    """
    if count > (MOST_LETTERS if form.endswith("Letter") else HIGHEST):
        raise ValueError(count)
    return FORMS.get(form, str)(count)


def numbering_of(styles: Element, lists: Element | None) -> Numbering:
    """Read the numbering out of styles.xml and numbering.xml.

    Raises:
        ValueError: A number, or the way to one, is none that Word would write.
    """
    bases = {} if lists is None else _bases(lists)
    abstract: dict[str, str] = {}
    levels: dict[Place, ListLevel] = {}
    linked: dict[tuple[str, str], int] = {}
    restarts: dict[Place, int] = {}
    for entry in () if lists is None else lists.iterfind(f"{W}num"):
        number = entry.get(f"{W}numId", "")
        abstract[number] = value(entry, "abstractNumId")
        for level in (*bases.get(abstract[number], ()), *entry.iterfind(OWN_LEVELS)):
            depth = int(level.get(f"{W}ilvl", "0"))
            levels[number, depth] = _level(level)
            linked[number, value(level, "pStyle")] = depth
        for override in entry.iterfind(f"{W}lvlOverride"):
            start = value(override, "startOverride")
            if start:
                restarts[number, int(override.get(f"{W}ilvl", "0"))] = int(start)
    return Numbering(_numbered_styles(styles, linked), abstract, levels, restarts)


def value(parent: Element, name: str) -> str:
    """Give the value of a child such as `<w:numId w:val="1"/>`; empty when there is none."""
    child = parent.find(f"{W}{name}")
    return "" if child is None else child.get(VAL, "")


OWN_LEVELS = f"{W}lvlOverride/{W}lvl"


def _bases(lists: Element) -> dict[str, tuple[Element, ...]]:
    """Give the levels that lists are based on, by the name of the base."""
    bases: dict[str, tuple[Element, ...]] = {}
    for base in lists.iterfind(f"{W}abstractNum"):
        name, levels = base.get(f"{W}abstractNumId", ""), tuple(base.iterfind(f"{W}lvl"))
        bases[name] = (*bases.get(name, ()), *levels)
        if len(bases[name]) > DEEPEST:
            raise ValueError(name)
    return bases


def _level(level: Element) -> ListLevel:
    start = int(value(level, "start") or "1")
    if len(value(level, "lvlText")) > LONGEST_LABEL:
        raise ValueError(LONGEST_LABEL)
    return ListLevel(start, value(level, "numFmt") or "decimal", value(level, "lvlText"))


def _numbered_styles(styles: Element, linked: Mapping[tuple[str, str], int]) -> dict[str, Place]:
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    places: dict[str, Place] = {}
    for name in by_id:
        for heir in ancestors(name, by_id):
            numbered = by_id[heir].find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                number = value(numbered, "numId")
                depth = value(numbered, "ilvl") or linked.get((number, heir), 0)
                places[name] = number, int(depth)
                break
    return places


def ancestors(name: str, by_id: Mapping[str, Element]) -> Iterator[str]:
    """Give a style and those that it is based on, the nearest first.

    Raises:
        ValueError: There are more than anybody would have.
    """
    seen: set[str] = set()
    while name in by_id and name not in seen:
        if len(seen) == DEEPEST_STYLE:
            raise ValueError(name)
        seen.add(name)
        yield name
        name = value(by_id[name], "basedOn")
