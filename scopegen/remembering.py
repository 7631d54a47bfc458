"""What was made of a thing is remembered, for as long as that very thing comes back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST_REMEMBERED = 160
"""Things of which it is known what was made of them: the sections of four letters."""


class Remembered(Generic[T, R]):
    """A function that remembers what it made of the last things.

    A section that is the same in the next letter is the same object there, and is known by that:
    comparing its blocks would cost more than most of what is made of it.
    """

    def __init__(self, make: Callable[[T], R]) -> None:
        """Keep how it is made."""
        self._make = make
        self._kept: OrderedDict[int, tuple[T, R]] = OrderedDict()

    def __call__(self, thing: T) -> R:
        """Give what is made of a thing; it is made once, as long as it is remembered."""
        kept = self._kept.get(id(thing))
        if kept and kept[0] is thing:
            return kept[1]
        made = self._make(thing)
        self._kept[id(thing)] = (thing, made)
        if len(self._kept) > MOST_REMEMBERED:
            self._kept.popitem(last=False)
        return made
