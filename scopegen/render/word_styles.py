"""Let the styles of a house's own Word file carry the letter, and lend it those that it lacks.

A style is known by its name, for its id is another in every language of Word. A style that is
missing, or has the name but is of another kind, is lent: the bundled definition is added under an
id that is free. So is the numbering of the clauses, unless the styles already count as the letter
does; the numbers in the letter are always its own.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from lxml import etree

from scopegen.render.word_numbering import ListLevel, numbering_of
from scopegen.render.word_place import W

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

VAL = f"{W}val"
KINDS = {"pStyle": "paragraph", "tblStyle": "table", "rStyle": "character"}

NOT_NUMBERED = "0"
"""The list of a style that takes the number away which it would inherit."""

Count = tuple[str, str]
"""How a level prints its number: Word's number format and text."""

FAMILIES: Mapping[str, Mapping[str, Count]] = {
    "1": {
        "heading 2": ("decimal", "%1"),
        "Clause paragraph": ("decimal", "%1.%2"),
        "Clause item": ("lowerLetter", "(%3)"),
    },
    "2": {"Annex heading": ("upperLetter", "{{ annex_lead }} %1")},
    "3": {"List Bullet": ("bullet", "")},
}
"""The lists of the bundled template by their id, and how each style in them counts, by depth."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of a file: its id, name and kind."""

    id: str
    name: str
    kind: str


def styles_of(styles: etree._Element) -> dict[str, Style]:
    """Give the styles of a file by name, in small letters."""
    found = (
        Style(one.get(f"{W}styleId", ""), _name(one), one.get(f"{W}type", "paragraph"))
        for one in styles.iterfind(f"{W}style")
    )
    return {style.name.lower(): style for style in found}


def _name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(VAL, "")


def unfit_families(styles: bytes, lists: bytes | None) -> tuple[str, ...]:
    """Give the lists whose styles do not count as the letter does.

    Raises:
        ValueError, KeyError: The numbering cannot be read.
    """
    root = ElementTree.XML(styles)
    numbering = numbering_of(root, ElementTree.XML(lists) if lists else None)
    ids = {
        _plain_name(one).lower(): one.get(f"{W}styleId", "") for one in root.iterfind(f"{W}style")
    }
    fitting = set()
    for family, wanted in FAMILIES.items():
        places = [numbering.of_style.get(ids.get(name.lower(), "")) for name in wanted]
        numbers = {place[0] if place else "" for place in places}
        levels = [numbering.levels.get(place) if place else None for place in places]
        depths = [place[1] if place else -1 for place in places]
        counts = zip(levels, wanted.values(), strict=True)
        if (
            len(numbers) == 1
            and depths == list(range(len(wanted)))
            and all(_counts_so(*one) for one in counts)
        ):
            fitting.add(family)
    return tuple(family for family in FAMILIES if family not in fitting)


def _plain_name(style: ElementTree.Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(VAL, "")


def _counts_so(level: ListLevel | None, wanted: Count) -> bool:
    if level is None:
        return False
    form, text = wanted
    return (
        level.start == 1
        and level.form == form
        and (not text or " ".join(level.text.split()) == text)
    )


@dataclass(slots=True)
class Lending:
    """What is added to the styles and lists of a file, so that the letter can be printed."""

    styles: etree._Element
    lists: etree._Element
    bundled_styles: etree._Element
    bundled_lists: etree._Element
    unfit: tuple[str, ...]
    """The lists that are lent."""
    ids: dict[str, str] = field(default_factory=dict)
    """The id of each bundled style in this file."""
    numbers: dict[str, str] = field(default_factory=dict)
    """The id of each bundled list in this file."""

    def lend(self, prototypes: Iterable[etree._Element]) -> None:
        """Add what the prototypes need, and write the ids of this file into them."""
        blocks = list(prototypes)
        for family in self.unfit:
            self.numbers[family] = self._free_number()
        for block in blocks:
            for name, kind in KINDS.items():
                for used in block.iter(f"{W}{name}"):
                    used.set(VAL, self._id(used.get(VAL, ""), kind))
            for counted in block.iter(f"{W}numId"):
                counted.set(VAL, self._list_id(counted.get(VAL, "")))
        for family in self.unfit:
            self._lend_list(family)
        for block in blocks:
            self._number(block)

    def _id(self, bundled_id: str, kind: str) -> str:
        """Give the id that a bundled style has here; it is added when there is none to use."""
        if bundled_id not in self.ids:
            own = _by_id(self.bundled_styles, bundled_id)
            there = styles_of(self.styles).get(_name(own).lower())
            if there and there.kind == kind:
                self.ids[bundled_id] = there.id
            else:
                self._add_style(bundled_id, own)
        return self.ids[bundled_id]

    def _add_style(self, bundled_id: str, own: etree._Element) -> None:
        taken = {one.get(f"{W}styleId", "").lower() for one in self.styles.iterfind(f"{W}style")}
        names = set(styles_of(self.styles))
        made = deepcopy(own)
        made.attrib.pop(f"{W}default", None)
        self.ids[bundled_id] = new_id = _free(bundled_id, taken, "")
        made.set(f"{W}styleId", new_id)
        made.find(f"{W}name").set(VAL, _free(_name(own), names, " "))
        self.styles.append(made)
        for tie in ("basedOn", "next", "link"):
            for used in made.findall(f"{W}{tie}"):
                used.set(VAL, self._id(used.get(VAL, ""), made.get(f"{W}type", "paragraph")))
        numbered = made.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            family = numbered.find(f"{W}numId").get(VAL, "")
            if family in self.numbers:
                numbered.find(f"{W}numId").set(VAL, self.numbers[family])
            elif family != NOT_NUMBERED:
                numbered.getparent().remove(numbered)

    def _free_number(self) -> str:
        taken = {one.get(f"{W}numId", "") for one in self.lists.iterfind(f"{W}num")}
        return next(str(n) for n in count(1) if str(n) not in taken | set(self.numbers.values()))

    def _lend_list(self, family: str) -> None:
        """Add a bundled list; its levels are tied to those styles only that were added with it."""
        taken = {one.get(f"{W}abstractNumId", "") for one in self.lists.iterfind(f"{W}abstractNum")}
        abstract = deepcopy(
            next(
                one
                for one in self.bundled_lists.iterfind(f"{W}abstractNum")
                if one.get(f"{W}abstractNumId") == family
            )
        )
        chosen = next(str(n) for n in count(1) if str(n) not in taken)
        abstract.set(f"{W}abstractNumId", chosen)
        for tie in list(abstract.iter(f"{W}pStyle")):
            tied = self.ids.get(tie.get(VAL, ""), "")
            if self._counts_with(tied, self.numbers[family]):
                tie.set(VAL, tied)
            else:
                tie.getparent().remove(tie)
        first = self.lists.find(f"{W}num")
        place = len(self.lists) if first is None else self.lists.index(first)
        self.lists.insert(place, abstract)
        self._add_number(self.numbers[family], chosen)

    def _counts_with(self, style: str, number: str) -> bool:
        numbered = _by_id(self.styles, style).find(f"{W}pPr/{W}numPr/{W}numId") if style else None
        return numbered is not None and numbered.get(VAL) == number

    def _list_id(self, family: str) -> str:
        """Give the id that a bundled list has here: lent, or that of the house's own styles."""
        if family in self.numbers or family not in FAMILIES:
            return self.numbers.get(family, family)
        style: str | None = self._id(next(iter(self._members(family))), "paragraph")
        while style:
            own = _by_id(self.styles, style)
            numbered, base = own.find(f"{W}pPr/{W}numPr/{W}numId"), own.find(f"{W}basedOn")
            if numbered is not None:
                return str(numbered.get(VAL))
            style = None if base is None else base.get(VAL)
        return family

    def _add_number(self, number: str, abstract: str) -> None:
        made = etree.Element(f"{W}num", {f"{W}numId": number})
        etree.SubElement(made, f"{W}abstractNumId", {VAL: abstract})
        numbers = self.lists.findall(f"{W}num")
        self.lists.insert(1 + self.lists.index(numbers[-1]) if numbers else len(self.lists), made)

    def _number(self, block: etree._Element) -> None:
        """Count the paragraphs of a prototype with the list that was lent, whatever their style."""
        lent = {
            self.ids.get(own_id, ""): (self.numbers[family], depth)
            for family in self.unfit
            for depth, own_id in enumerate(self._members(family))
        }
        for properties in block.iter(f"{W}pPr"):
            style = properties.find(f"{W}pStyle")
            place = lent.get("" if style is None else style.get(VAL, ""))
            if place:
                made = etree.Element(f"{W}numPr")
                etree.SubElement(made, f"{W}ilvl", {VAL: str(place[1])})
                etree.SubElement(made, f"{W}numId", {VAL: place[0]})
                properties.insert(1, made)

    def _members(self, family: str) -> Iterator[str]:
        known = styles_of(self.bundled_styles)
        return (known[name.lower()].id for name in FAMILIES[family])


def _by_id(styles: etree._Element, identifier: str) -> etree._Element:
    return next(one for one in styles.iterfind(f"{W}style") if one.get(f"{W}styleId") == identifier)


def _free(wanted: str, taken: set[str], gap: str) -> str:
    names = (wanted, *(f"{wanted}{gap}{n}" for n in range(2, 1_000)))
    return next(name for name in names if name.lower() not in taken)


def set_language(styles: etree._Element) -> None:
    """Give the file a language of its own to spell by, where the letter's is filled in."""
    if styles.find(f"{W}docDefaults//{W}lang") is not None:
        return
    holder = styles
    for name in ("docDefaults", "rPrDefault", "rPr"):
        found = holder.find(f"{W}{name}")
        if found is None:
            found = etree.Element(f"{W}{name}")
            holder.insert(0, found)
        holder = found
    etree.SubElement(holder, f"{W}lang", {VAL: "nl-NL"})


def has_prefix(xml: str) -> bool:
    """Tell whether a part writes Word's elements as Word does, `w:p`; docxtpl reads no other."""
    return re.search(r"<w:\w+[ />]", xml[:20_000]) is not None
