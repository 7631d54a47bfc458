"""What must hold after a command met a fault, and after it was given again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scopegen.workflow import files

from .flushing import disorder
from .folders import PASSING, Contents, Shelf, contents
from .scenarios import GROWS, Scenario
from .traced import FAULTY, FULL, KILL, Call, Ran, broken, run, watched

CODE = re.compile(r"\[(SG\d{3})\]")
FAULTS = (KILL, FULL, FAULTY)
UNSAID = "self._stream.write("
RECORDED = "SG530"
"""Said when something is recorded, and its papers could not be written yet."""
TAKES_ROOM = frozenset(
    {"openat", "mkdir", "write", "pwrite64", "fsync", "fdatasync", "rename", "link", "linkat"}
)
"""The system calls that a full disk may refuse."""


class Trouble(NamedTuple):
    """Something that does not hold."""

    fault: str
    call: Call
    what: str


NO_CALL = Call("-", 0, "")


@dataclass(frozen=True)
class Trial:
    """A command that nothing disturbed: where it began, what it did, and where it ended."""

    scenario: Scenario
    shelf: Shelf
    folder: Path
    before: Contents
    after: Contents
    calls: tuple[Call, ...]

    def faults(self, call: Call) -> tuple[str, ...]:
        """Give the faults that a system call can meet."""
        return FAULTS if call.name in TAKES_ROOM else (KILL, FAULTY)

    def flushed(self) -> Iterator[Trouble]:
        """See that all was flushed in order when nothing disturbed the command."""
        found = disorder(self.folder, self.calls)
        yield from (Trouble("order", NO_CALL, what) for what in found)

    def judged(self, call: Call, fault: str) -> Iterator[Trouble]:
        """Break the command at a call, and look; then give it again, and look."""
        self.shelf.copy(self.scenario.state, self.folder)
        ran = broken(self.folder, self.scenario.given.command, call, fault)
        wrong = [*self._said(ran, fault), *self._stands(ran)]
        if call.number % 2:  # what was begun is finished by whatever command comes first
            wrong += [*self._verified(), *self._given_again()]
        else:
            wrong += [*self._given_again(), *self._verified()]
        yield from (Trouble(fault, call, what) for what in wrong)

    def _said(self, ran: Ran, fault: str) -> Iterator[str]:
        if fault == KILL:
            if ran.code != -9:
                yield f"it was not killed: {ran}"
            return
        if UNSAID in ran.said:  # the disk refused what there was to say as well
            return
        if "Traceback" in ran.said:
            yield f"a traceback: {ran.said[-600:]}"
        elif ran.code != self.scenario.given.code and not CODE.search(ran.said):
            yield f"no message: {ran}"

    def _stands(self, ran: Ran) -> Iterator[str]:
        """See that all is whole, and that what was not done was not begun."""
        now = contents(self.folder)
        for name, mark in now.settled.files.items():
            right = (self.before.files.get(name), self.after.files.get(name), Path(name).name)
            if name not in {*now.temporary, GROWS} and mark not in right:
                yield f"{name} is not whole"  # evidence is named after its content
        done = (
            len(now.rows) > len(self.before.rows) and now.rows == self.after.rows[: len(now.rows)]
        )
        if now.rows != self.before.rows and not done:
            yield "the register holds something else"
        if ran.code == self.scenario.given.code and "error" not in ran.said:
            yield from self._same(now.settled)
        elif ran.code > 0 and not self._is_told_recorded(ran, now):
            yield from self._as_before(now)

    def _is_told_recorded(self, ran: Ran, now: Contents) -> bool:
        """Tell whether it says what it recorded, or did all before a last flush was refused."""
        more = len(now.rows) > len(self.before.rows) or len(now.files) > len(self.before.files)
        step = self.scenario.steps and more
        return RECORDED in CODE.findall(ran.said) or step or not [*self._same(now)]

    def _verified(self) -> Iterator[str]:
        spec = self.scenario.spec
        if not (spec and (self.folder / spec / "engagement.yaml").exists()):
            return
        ran = run(self.folder, ("--ui-lang", "en", "verify", spec), then=long_after)
        if ran.code != 0 or set(CODE.findall(ran.said)) - {"SG469"}:
            yield f"verify: {ran.said.strip()[:300]}"

    def _as_before(self, now: Contents) -> Iterator[str]:
        """See that a refusal left nothing but evidence that no row names."""
        names = now.files.keys() | self.before.files.keys()
        for name in sorted(names):
            may_stay = "evidence/" in name or name.endswith(PASSING[0])  # no row tells of it
            if now.files.get(name) != self.before.files.get(name) and not may_stay:
                yield f"refused, and yet {name} differs"
        if now.rows != self.before.rows:
            yield f"refused, and yet {len(now.rows) - len(self.before.rows)} rows more"

    def _given_again(self) -> Iterator[str]:
        ran = run(self.folder, self.scenario.given.command, then=long_after)
        told = set(CODE.findall(ran.said))
        if ran.code != self.scenario.given.code and not told & set(self.scenario.done):
            yield f"given again: {ran.code} {ran.said.strip()[:300]}"
        yield from self._same(contents(self.folder))

    def _same(self, now: Contents) -> Iterator[str]:
        for name in sorted(now.files.keys() | self.after.files.keys()):
            if now.files.get(name) != self.after.files.get(name):
                how = "differs" if name in now.files else "is not there"
                how = "was left" if name not in self.after.files else how
                yield f"at the end {name} {how}"
        if now.rows != self.after.rows:
            yield f"at the end {len(now.rows)} rows for {len(self.after.rows)}"


def long_after() -> None:
    """Let what was left on its way count as left."""
    files.ABANDONED = 0


def undisturbed(scenario: Scenario, shelf: Shelf, folder: Path) -> Trial:
    """Run a command that nothing disturbs."""
    before = contents(shelf.copy(scenario.state, folder))
    ran, calls = watched(folder, scenario.given.command)
    assert ran.code == scenario.given.code, ran.said
    return Trial(scenario, shelf, folder, before, contents(folder), calls)
