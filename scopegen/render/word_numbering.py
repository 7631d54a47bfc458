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
LONGEST, MOST_COUNTS = 255, 9
"""Characters of the text of a number, and counts in it."""
MOST_LISTED = 5_000
"""Styles or lists in a file; Word itself stops at about four thousand styles."""
LARGEST_START = 2**31
LETTERED, ROMAN = 780, 3_999
"""Up to where Word counts in letters and in Roman numerals."""

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
    if not 0 < count <= LETTERED:
        return str(count)
    times, letter = divmod(count - 1, 26)
    return chr(ord("A") + letter) * (times + 1)


def _roman(count: int) -> str:
    if not 0 < count <= ROMAN:
        return str(count)
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
    """Print a count in one of Word's number formats; unknown ones print as decimal."""
    return FORMS.get(form, str)(count)


def numbering_of(styles: Element, lists: Element | None) -> Numbering:
    """Read the numbering out of styles.xml and numbering.xml.

    Raises:
        ValueError: It is not as Word writes it: a level beyond the ninth, thousands of lists.
    """
    abstract: dict[str, str] = {}
    levels: dict[Place, ListLevel] = {}
    linked: dict[tuple[str, str], int] = {}
    restarts: dict[Place, int] = {}
    bases = _levels_by_list(lists)
    for entry in _few(lists, "num"):
        number = entry.get(f"{W}numId", "")
        abstract[number] = value(entry, "abstractNumId")
        own = entry.findall(f"{W}lvlOverride/{W}lvl")
        for level in (*bases.get(abstract[number], ()), *own):
            depth = _depth(level.get(f"{W}ilvl", "0"))
            levels[number, depth] = _level(level)
            linked[number, value(level, "pStyle")] = depth
        for override in entry.iterfind(f"{W}lvlOverride"):
            start = value(override, "startOverride")
            if start:
                restarts[number, _depth(override.get(f"{W}ilvl", "0"))] = _start(start)
    return Numbering(_numbered_styles(styles, linked), abstract, levels, restarts)


def _few(holder: Element | None, name: str) -> list[Element]:
    found = [] if holder is None else holder.findall(f"{W}{name}")
    if len(found) > MOST_LISTED:
        raise ValueError(name)
    return found


def _levels_by_list(lists: Element | None) -> Mapping[str, list[Element]]:
    """Give the levels of each list that others build on."""
    found: dict[str, list[Element]] = {}
    for base in _few(lists, "abstractNum"):
        own = found.setdefault(base.get(f"{W}abstractNumId", ""), [])
        own += base.findall(f"{W}lvl")
        if len(own) > DEEPEST:
            raise ValueError("levels")
    return found


def _depth(written: str) -> int:
    depth = int(written)
    if not 0 <= depth < DEEPEST:
        raise ValueError("level")
    return depth


def _start(written: str) -> int:
    start = int(written)
    if abs(start) > LARGEST_START:
        raise ValueError("start")
    return start


def value(parent: Element, name: str) -> str:
    """Give the value of a child such as `<w:numId w:val="1"/>`; empty when there is none."""
    child = parent.find(f"{W}{name}")
    return "" if child is None else child.get(VAL, "")


def _level(level: Element) -> ListLevel:
    start, text = _start(value(level, "start") or "1"), value(level, "lvlText")
    if len(text) > LONGEST or text.count("%") > MOST_COUNTS:
        raise ValueError("text")
    return ListLevel(start, value(level, "numFmt") or "decimal", text)


def _numbered_styles(styles: Element, linked: Mapping[tuple[str, str], int]) -> dict[str, Place]:
    by_id = styles_by_id(styles)
    known: dict[str, Place | None] = {}
    for name in by_id:
        passed: list[str] = []
        found: Place | None = None
        for heir in ancestors(name, by_id):
            passed.append(heir)
            found = known[heir] if heir in known else _own_place(by_id[heir], heir, linked)
            if found or heir in known:
                break
        known |= dict.fromkeys(passed, found)
    return {name: place for name, place in known.items() if place}


def _own_place(style: Element, name: str, linked: Mapping[tuple[str, str], int]) -> Place | None:
    numbered = style.find(f"{W}pPr/{W}numPr")
    if numbered is None:
        return None
    number = value(numbered, "numId")
    return number, int(value(numbered, "ilvl") or linked.get((number, name), 0))


def styles_by_id(styles: Element) -> dict[str, Element]:
    """Give the styles by their id; raises ValueError when there are thousands."""
    return {style.get(f"{W}styleId", ""): style for style in _few(styles, "style")}


def ancestors(name: str, by_id: Mapping[str, Element]) -> Iterator[str]:
    """Give a style and those that it builds on, each once, also when they go round in a circle."""
    seen: set[str] = set()
    while name in by_id and name not in seen:
        seen.add(name)
        yield name
        name = value(by_id[name], "basedOn")
