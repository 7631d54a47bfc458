"""The order in which a command reaches the disk: what a power cut may cost is in no order at all.

A kill leaves what was written in the memory of the system, and so proves nothing about power. What
does is the order of the calls: content is flushed before it gets its name, and names are flushed
before the register tells of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scopegen.workflow.reading import REGISTER

from .traced import Call

WRITES = frozenset({"write", "pwrite64", "writev", "pwritev", "ftruncate"})
FLUSHES = frozenset({"fsync", "fdatasync"})
NAMES = frozenset({"rename", "renameat", "renameat2", "link", "linkat", "mkdir"})
GOES = frozenset({"unlink", "unlinkat", "rmdir"})


def disorder(folder: Path, calls: Sequence[Call]) -> Iterator[str]:
    """Say what is named before its content is flushed, or told before its name is."""
    order = _Order(folder / REGISTER)
    for call in calls:
        if not call.refused:
            first, *rest = (folder / path for path in call.paths)
            yield from order.of(call.name, first, rest[-1] if rest else first)
    yield from (f"{name} is not flushed in the end" for name in order.unnamed)


class _Order:
    """What the memory of the system holds, and the disk perhaps not yet."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.unflushed: set[Path] = set()
        """Files with content that was not flushed."""
        self.unnamed: set[Path] = set()
        """Files whose folder was not flushed since they got their name."""

    def of(self, name: str, path: Path, last: Path) -> Iterator[str]:
        """Take a call into account; say what is out of order."""
        if name in WRITES:
            if path == self.register:
                yield from (f"{each} is told before its name stands" for each in self.unnamed)
            self.unflushed.add(path)
        elif name in FLUSHES:
            self.unflushed.discard(path)
            self.unnamed = {each for each in self.unnamed if each.parent != path}
        elif name in NAMES:
            if path in self.unflushed:
                yield f"{last} is named before its content is flushed"
            self.unnamed.add(last)
        elif name in GOES:
            self.unnamed.discard(path)
