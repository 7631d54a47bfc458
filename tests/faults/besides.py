"""What is no fault at one call: commands that only read, commands at the same time, a full disk."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .folders import Contents, Shelf, contents
from .judging import CODE, long_after
from .scenarios import HOUSE, MARCH, READS, SCENARIOS, Given
from .traced import run, together, watched

ROOMS = range(4, 480, 34)
"""Kilobytes that are left on the disk."""


def besides(shelf: Shelf, place: Path) -> Iterator[str]:
    """Say what does not hold."""
    yield from _reads(shelf, place / "read")
    yield from _writers(shelf, place / "written")
    yield from _resumed_once(shelf, place / "resumed")
    yield from _full(shelf, place / "full")


def _reads(shelf: Shelf, folder: Path) -> Iterator[str]:
    """See that commands that only read write nothing."""
    shelf.copy("held", folder)
    (folder / "house.yaml").write_text(HOUSE, encoding="utf-8")
    for name, words in READS.items():
        ran, calls = watched(folder, Given(MARCH, (*name.split(), *words)).command)
        if calls:
            yield f"{name} writes: {calls[0]}"
        if "Usage:" in ran.said or "Traceback" in ran.said:
            yield f"{name} does not run: {ran}"


def _writers(shelf: Shelf, folder: Path) -> Iterator[str]:
    """See that of commands at the same time none is lost, or done twice."""
    before = contents(shelf.copy("signed", folder))
    asked = [("log", "hours", f"2027-03-01 {hour:02}:00/{hour:02}:30") for hour in range(9, 17)]
    commands = [Given(MARCH, words).command for words in asked]
    ran = together(folder, commands)
    rows = len(contents(folder).rows) - len(before.rows)
    if rows != sum(one.code == 0 for one in ran):
        yield f"{rows} rows for {[one.code for one in ran]}"
    for one in ran:
        if one.code and not {"SG452", "SG454"} & set(CODE.findall(one.said)):
            yield f"beside others: {one}"
    again = [run(folder, command) for command in commands]
    if any(one.code for one in again) or len(contents(folder).rows) != len(before.rows) + 8:
        yield f"given again: {again}"


def _resumed_once(shelf: Shelf, folder: Path) -> Iterator[str]:
    """See that work resumes once, however many say so at the same time."""
    scenario = SCENARIOS["resume"]
    shelf.copy(scenario.state, folder)
    ran = together(folder, [scenario.given.command] * 2)
    now = contents(folder)
    if sum('"resumed"' in row for row in now.rows) != 1 or all(one.code for one in ran):
        yield f"resumed twice, or never: {ran}"
    shelf.copy(scenario.state, folder)
    run(folder, scenario.given.command)
    if contents(folder) != now:
        yield "two at the same time leave another end than one"


def _full(shelf: Shelf, place: Path) -> Iterator[str]:
    """See that a command on a real disk that is full loses nothing, and succeeds with room."""
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        return  # only root may
    try:
        scenario = SCENARIOS["change decline"]
        disk = _Disk(place, scenario.given.command, shelf.made(scenario.state))
        run(disk.refilled(), disk.command)
        after = contents(disk.folder)
        for room in ROOMS:
            yield from (f"{room} kB left: {what}" for what in disk.tried(room, after))
    finally:
        subprocess.run(["umount", str(place)], check=True)


@dataclass(frozen=True)
class _Disk:
    """A small disk, and a command to give on it in a copy of a folder."""

    place: Path
    command: tuple[str, ...]
    begin: Path

    @property
    def folder(self) -> Path:
        return self.place / "engagement"

    def refilled(self) -> Path:
        """Put a fresh copy of the folder on the disk."""
        shutil.rmtree(self.folder, ignore_errors=True)
        return Path(shutil.copytree(self.begin, self.folder))

    def tried(self, room: int, after: Contents) -> Iterator[str]:
        """Give the command while this many kilobytes are left, and again on a free disk."""
        before, filler = contents(self.refilled()), self.place / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(self.place).free - room * 1024))
        ran = run(self.folder, self.command)
        told, now = set(CODE.findall(ran.said)), contents(self.folder)
        filler.unlink()
        if ran.code and not told & {"SG523", "SG530"}:
            yield f"no message: {ran}"
        if now.rows != before.rows and ran.code and "SG530" not in told:
            yield f"refused, and yet recorded: {ran}"
        run(self.folder, self.command, then=long_after)
        if contents(self.folder) != after:
            yield "another end when it is given again"
