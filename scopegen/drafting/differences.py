"""What changed between two versions of an engagement, in words: terms, amounts, dates, clauses.

Items of a list are held against each other by what people call them: an id, a name, or whatever
comes first in them. What follows from another change is told apart from what was changed itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from scopegen.diagnostics import Path, dotted
from scopegen.document import Document
from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.rewording import ClauseChanges, clause_changes, reworded
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source import Field
from scopegen.source.writing import FORMS

Words = Mapping[str, Any]
LONG = 60
"""From this many characters on, only the words of a text that changed are shown."""
NOWHERE = (-1, None)
"""What stands for an item in the version that lacks it."""
NOT_TERMS = ("listed",)
"""What the spec does not hold: the holidays follow from the dates."""
_FIRST_PART = re.compile(r"[^;:(.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of the two versions, with the paths that a default filled in."""

    engagement: Engagement
    defaults: frozenset[Path]
    letter: Document
    price: Money | None
    """What the whole comes to, as far as that is agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `kind` is added, removed, changed, reworded or order."""

    path: str
    label: str
    kind: str
    old: str
    new: str
    follows: bool
    """Nobody wrote it: it follows from another change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What changed in one section of the spec."""

    name: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A figure about the whole: `fixed`, `budget` or `price`, and `end`; empty if not agreed."""

    name: str
    label: str
    old: str
    new: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs between two versions."""

    totals: tuple[Total, ...]
    parts: tuple[Part, ...]
    clauses: ClauseChanges

    @property
    def are_there(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.parts) or self.clauses.are_there


def differences(
    old: Version, new: Version, schema_fields: Iterable[Field], words: Words, *, language: str
) -> Differences:
    """Compare two versions; `words` are the fixed words of the language that it is told in."""
    teller = _Teller(Phrasing(language), words, {each.path: each for each in schema_fields})
    comparer = _Comparer(old, new, teller)
    parts = (comparer.part(field.name) for field in fields(Engagement))
    return Differences(
        totals=tuple(_totals(old, new, teller)),
        parts=tuple(part for part in parts if part.changes),
        clauses=clause_changes(old.letter, new.letter, words),
    )


def _totals(old: Version, new: Version, teller: _Teller) -> Iterator[Total]:
    prices = [each.price for each in (old, new) if each.price]
    fixed = [each.engagement.fees.fixed_price for each in (old, new) if each.price]
    if prices:
        name = "fixed" if all(fixed) else "price" if any(fixed) else "budget"
        yield teller.total(name, old.price, new.price, _difference(prices, teller))
    ends = _end(old.engagement), _end(new.engagement)
    if any(ends):
        yield teller.total("end", *ends, "")


def _difference(prices: Sequence[Money], teller: _Teller) -> str:
    """Say how much more or less the later of two prices is, if that can be said."""
    old, new = prices[0], prices[-1]
    if old == new or old.currency != new.currency:
        return ""
    more = new > old
    word = teller.words["more" if more else "less"]
    return f"{teller.phrasing.of(new - old if more else old - new)} {word}"


def _end(engagement: Engagement) -> date | None:
    """The day on which the work ends, or the last milestone's where no end is agreed."""
    planned = [milestone.due for milestone in engagement.fees.milestones]
    return engagement.engagement.end or max(planned, default=None)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a value is: in the old tree, in the new one, and as people say it."""

    old: Path
    new: Path
    names: Path
    """The way with the names of items instead of their positions."""

    def at(self, step: str) -> _Spot:
        return _Spot((*self.old, step), (*self.new, step), (*self.names, step))

    def item(self, old: int, new: int, name: str) -> _Spot:
        """Give an item; a text of a list has no name besides what it says."""
        return _Spot((*self.old, old), (*self.new, new), (*self.names, f"[{name}]"))

    @property
    def pattern(self) -> str:
        """The path as the schema has it: `preconditions[].due`."""
        steps = ("[]" if isinstance(step, int) else f".{step}" for step in self.new)
        return "".join(steps)[1:]

    @property
    def shown(self) -> str:
        """The path for machines: `preconditions[P1].due`."""
        return dotted(self.names).replace(".[", "[")


class _Teller:
    """Phrases values and names fields, in one language."""

    def __init__(self, phrasing: Phrasing, words: Words, known: Mapping[str, Field]) -> None:
        self.phrasing, self.words, self.known = phrasing, words, known

    def of(self, value: object, pattern: str = "") -> str:
        """Phrase a value; a word that is a choice is told as people say it."""
        if isinstance(value, bool):
            return str(self.words["yes" if value else "no"])
        if value is None or value == ():
            return str(self.words["nothing"])
        if isinstance(value, tuple):
            return self.phrasing.listed([self.of(item, pattern) for item in value])
        if _is_noun(value):
            return self.noun(value, pattern)
        field = self.known.get(pattern) or self.known.get(f"{pattern}[]")
        if field and field.kind == "choice":
            return str(self.words["choices"].get(str(value), str(value).replace("_", " ")))
        return self.phrasing.of(value)

    def noun(self, noun: Any, pattern: str) -> str:
        """Phrase a group whole; the name of an item is in its label already."""
        named = _naming(noun) if pattern.endswith("[]") else ""
        told = [
            self._inside(getattr(noun, field.name), f"{pattern}.{field.name}".removeprefix("."))
            for field in fields(noun)
            if field.name != named and getattr(noun, field.name) not in (None, (), False)
        ]
        first, rest = told[:1], told[1:]
        return "".join(first) + (f" ({'; '.join(rest)})" if rest else "")

    def _inside(self, value: object, pattern: str) -> str:
        name = self.name(pattern)
        return name[:1].lower() + name[1:] if value is True else self.of(value, pattern)

    def name(self, pattern: str) -> str:
        """Name a field as people know it; where its description is long, as the spec has it."""
        if pattern in self.words["labels"]:
            return str(self.words["labels"][pattern])
        field = self.known.get(pattern) or self.known.get(f"{pattern}[]")
        doc = field.doc[self.phrasing.language] if field else ""
        match = _FIRST_PART.match(doc)
        short = match[0].strip() if match else ""
        return short if 0 < len(short) <= LONG else pattern

    def label(self, spot: _Spot) -> str:
        """Name a field with the groups and items that it stands in, but for the section."""
        names, pattern = [], str(spot.new[0])
        for step, name in list(zip(spot.new, spot.names, strict=True))[1:]:
            pattern += "[]" if isinstance(step, int) else f".{step}"
            names.append(str(name)[1:-1] if isinstance(step, int) else self.name(pattern))
        return " \N{EN DASH} ".join(filter(None, names))

    def named(self, items: Sequence[Any], pattern: str) -> dict[str, tuple[int, Any]]:
        """Give items by what they are called, with positions; a second of a name is counted."""
        named: dict[str, tuple[int, Any]] = {}
        seen: Counter[str] = Counter()
        for at, item in enumerate(items):
            name = self.of(item, pattern)
            if _is_noun(item):
                naming = _naming(item)
                name = self.of(getattr(item, naming), f"{pattern}[].{naming}")
            seen[name] += 1
            named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = (at, item)
        return named

    def total(self, name: str, old: object, new: object, difference: str) -> Total:
        told = [self.of(value) if value else "" for value in (old, new)]
        label = str(self.words["totals"][name])
        return Total(name=name, label=label, old=told[0], new=told[1], difference=difference)


class _Comparer:
    """Walks two versions side by side."""

    def __init__(self, old: Version, new: Version, teller: _Teller) -> None:
        self.old, self.new, self.teller = old, new, teller

    def part(self, section: str) -> Part:
        """Give what changed in a section."""
        spot = _Spot((section,), (section,), (section,))
        values = (getattr(each.engagement, section) for each in (self.old, self.new))
        changes = tuple(self._compare(spot, *values))
        return Part(name=section, title=self.teller.name(section), changes=changes)

    def _compare(self, spot: _Spot, old: Any, new: Any) -> Iterator[Change]:
        if old == new:
            return
        if _is_noun(old) and _is_noun(new):
            for field in fields(old):
                if field.name not in NOT_TERMS:
                    inner = (getattr(each, field.name) for each in (old, new))
                    yield from self._compare(spot.at(field.name), *inner)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            follows = self._follows(spot)
            whole = follows and not any(map(_is_noun, (*old, *new)))
            yield from [self._change(spot, old, new)] if whole else self._items(spot, old, new)
        else:
            yield self._change(spot, old, new)

    def _items(self, spot: _Spot, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
        before, after = (self.teller.named(items, spot.pattern) for items in (old, new))
        nouns = any(map(_is_noun, (*old, *new)))
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before]
        if not nouns and len(gone) == len(come):
            for was, now in zip(gone, come, strict=True):
                at = spot.item(before[was][0], after[now][0], "")
                yield self._change(at, before[was][1], after[now][1])
        else:
            for name in (*before, *come):
                old_at, new_at = (each.get(name, NOWHERE)[0] for each in (before, after))
                at = spot.item(old_at, new_at, name if nouns else "")
                yield from self._item(at, before.get(name), after.get(name))
        if not gone and not come and list(before) != list(after):
            yield self._change(spot, tuple(before), tuple(after), "order")

    def _item(
        self, spot: _Spot, old: tuple[int, Any] | None, new: tuple[int, Any] | None
    ) -> Iterator[Change]:
        if old and new:
            yield from self._compare(spot, old[1], new[1])
        elif old:
            yield self._change(spot, old[1], None)
        elif new:
            yield self._change(spot, None, new[1])

    def _change(self, spot: _Spot, old: Any, new: Any, kind: str = "changed") -> Change:
        told = [self.teller.of(value, spot.pattern) for value in (old, new)]
        if kind == "changed":
            kind = "added" if old in (None, ()) else "removed" if new in (None, ()) else kind
        long = isinstance(old, str) and isinstance(new, str) and max(map(len, told)) > LONG
        return Change(
            path=spot.shown,
            label=self.teller.label(spot),
            kind="reworded" if long and kind == "changed" else kind,
            old="" if kind == "added" else told[0],
            new="" if kind == "removed" else reworded(*told) if long else told[1],
            follows=self._follows(spot),
        )

    def _follows(self, spot: _Spot) -> bool:
        pairs = ((spot.old, self.old.defaults), (spot.new, self.new.defaults))
        return all(
            any(path[:length] in used for length in range(1, len(path) + 1)) for path, used in pairs
        )


def _is_noun(value: object) -> bool:
    """Tell a noun of the model from a value such as an amount."""
    return is_dataclass(value) and not isinstance(value, (type, *FORMS))


def _naming(noun: Any) -> str:
    """Give the field by which people tell items apart."""
    names = [field.name for field in fields(noun)]
    return next((name for name in ("id", "name") if name in names), names[0])
