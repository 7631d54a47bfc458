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
    unflushed: set[Path] = set()
    unnamed: set[Path] = set()
    for call in calls:
        if ") = -1" in " ".join(
            call.about.split()
        ):  # refused, as a folder is that is there already
            continue
        paths = [folder / path for path in call.paths]
        if call.name in WRITES:
            if paths[0] == folder / REGISTER:
                yield from (f"{name} is told before its name stands" for name in unnamed)
            unflushed.add(paths[0])
        elif call.name in FLUSHES:
            unflushed.discard(paths[0])
            unnamed = {path for path in unnamed if path.parent != paths[0]}
        elif call.name in NAMES:
            if paths[0] in unflushed:
                yield f"{paths[-1]} is named before its content is flushed"
            unnamed.add(paths[-1])
        elif call.name in GOES:
            unnamed.discard(paths[0])
    yield from (f"{name} is not flushed in the end" for name in unnamed)
