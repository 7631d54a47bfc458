"""The course of a batch: check all, then make what may be made, and account for every letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, as_finding, finding
from scopegen.source.client_list import cell_at
from scopegen.workflow.batch_journal import Done, Journal
from scopegen.workflow.batching import (
    Entry,
    Job,
    Looked,
    Pressed,
    check_letters,
    press_letters,
)
from scopegen.workflow.building import deliver
from scopegen.workflow.crew import Crew

CHECKED_AT_ONCE, PRESSED_AT_ONCE = 8, 4
"""Letters in one piece of work: enough to share its cost, few enough to lose."""


class State(StrEnum):
    """What became of a letter."""

    MADE = "made"
    SAME = "same"
    """Its files were there already, with the same content."""
    DONE = "done"
    """An earlier run made it; nothing has changed since."""
    WRONG = "wrong"
    """The check found errors."""
    FAILED = "failed"
    """It could not be printed or written."""
    LEFT = "left"
    """It was not made, because others were wrong or the batch was stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of one letter."""

    entry: Entry
    letter: str
    client: str
    state: State
    findings: tuple[Diagnostic, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """Its files with their SHA-256."""


@dataclass(slots=True)
class Batch:
    """A batch under way: all letters, and what is known of each by now."""

    job: Job
    folder: Path
    entries: tuple[Entry, ...]
    crew: Crew
    looked: dict[Entry, Looked] = field(default_factory=dict)
    accounts: dict[Entry, Account] = field(default_factory=dict)
    _found: dict[Diagnostic, Diagnostic] = field(default_factory=dict)
    """Every finding once: what is wrong with the base is found in each letter."""

    @property
    def journal(self) -> Journal:
        """The journal beside the letters."""
        return Journal(self.folder, self.job)

    def resume(self) -> int:
        """Set apart what an earlier run made of the same input; give how many that are."""
        journal = self.journal
        done = journal.done()
        for entry in self.entries:
            before = done.get(journal.mark(entry))
            if before:
                self._close(entry, State.DONE, letter=before.letter, files=before.files)
        return len(self.accounts)

    @property
    def open(self) -> tuple[Entry, ...]:
        """The letters of which nothing has become yet."""
        return tuple(entry for entry in self.entries if entry not in self.accounts)

    def check(self) -> Iterator[int]:
        """Check every open letter; gives how many were done, each time some are."""
        work = partial(check_letters, self.job)
        for piece, looked in self.crew.each(work, _pieces(self.open, CHECKED_AT_ONCE)):
            for one in looked or (_lost(entry) for entry in piece):
                self.looked[one.entry] = replace(one, findings=self._once(one.findings))
            yield len(piece)
        self._tell_twins()
        for one in self.looked.values():
            if one.is_wrong:
                self._close(one.entry, State.WRONG, findings=one.findings)

    def _once(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        weighty = (one for one in findings if one.severity is not Severity.NOTE)
        return tuple(self._found.setdefault(one, one) for one in weighty)

    def _tell_twins(self) -> None:
        """Two letters may not have the same files, on any system (SG806)."""
        first: dict[str, int] = {
            account.letter.casefold(): entry.line for entry, account in self.accounts.items()
        }
        for entry in self.open:
            one = self.looked[entry]
            name = one.letter.casefold()
            if name and name in first:
                place = cell_at(entry.file, entry.line or 1, 1)
                twin = finding("SG806", place, ("meta", "id"), found=one.letter, first=first[name])
                self.looked[entry] = replace(one, findings=(*one.findings, twin))
            first.setdefault(name, entry.line)

    def make(self, *, over: bool, keep_going: bool) -> Iterator[int]:
        """Print and write every open letter; gives how many were done, each time some are.

        Stops at the first that fails, unless `keep_going`. With `over`, earlier files of the same
        version make way; a copy is kept.
        """
        journal = self.journal
        work = partial(press_letters, self.job)
        course = self.crew.each(work, _pieces(self.open, PRESSED_AT_ONCE))
        for piece, pressed in course:
            for one in pressed or (_unpressed(entry) for entry in piece):
                self._write(one, journal, over=over)
            yield len(piece)
            failed = any(self.accounts[entry].state is State.FAILED for entry in piece)
            if failed and not keep_going:
                self.crew.stop()
                return
        journal.settle(self.entries)

    def _write(self, one: Pressed, journal: Journal, *, over: bool) -> None:
        entry, printed = one.entry, one.printed
        letter = self.looked[entry].letter
        if printed is None:
            self._close(entry, State.FAILED, findings=one.findings)
            return
        try:
            delivered = deliver(printed, self.folder, replace=over)
            done: Done = journal.add(entry, letter, printed.contents)
        except ScopegenError as error:
            self._close(entry, State.FAILED, findings=(as_finding(error),))
            return
        state = State.MADE if delivered.written else State.SAME
        self._close(entry, state, files=done.files)

    def leave(self) -> None:
        """Account for what was not made."""
        for entry in self.open:
            self._close(entry, State.LEFT)

    def _close(
        self,
        entry: Entry,
        state: State,
        *,
        findings: tuple[Diagnostic, ...] = (),
        letter: str = "",
        files: Mapping[str, str] | None = None,
    ) -> None:
        seen = self.looked.get(entry)
        self.accounts[entry] = Account(
            entry=entry,
            letter=letter or (seen.letter if seen else ""),
            client=seen.client if seen else "",
            state=state,
            findings=findings or (seen.findings if seen else ()),
            files=files or {},
        )

    def told(self) -> tuple[Account, ...]:
        """Give the account of every letter, in the order of the list."""
        return tuple(self.accounts[entry] for entry in self.entries if entry in self.accounts)

    def count(self, *states: State) -> int:
        """Count the letters in these states."""
        return sum(account.state in states for account in self.accounts.values())


def _pieces(entries: Sequence[Entry], size: int) -> Iterator[tuple[Entry, ...]]:
    left = iter(entries)
    while piece := tuple(islice(left, size)):
        yield piece


def _lost(entry: Entry) -> Looked:
    found = (_worker_lost(entry),)
    return Looked(entry=entry, letter="", client="", findings=found)


def _unpressed(entry: Entry) -> Pressed:
    return Pressed(entry=entry, printed=None, findings=(_worker_lost(entry),))


def _worker_lost(entry: Entry) -> Diagnostic:
    return finding("SG813", cell_at(entry.file, entry.line or 1, 1))


Grouped = tuple[Diagnostic, tuple[Entry, ...]]


def grouped(about: Iterable[Looked | Account], weight: Severity) -> list[Grouped]:
    """Give every finding once, with the letters it is about: those of the base are all alike."""
    found: dict[Diagnostic, list[Entry]] = {}
    for each in about:
        for one in each.findings:
            if one.severity is weight:
                found.setdefault(one, []).append(each.entry)
    return [(one, tuple(sorted(entries, key=_place))) for one, entries in found.items()]


def _place(entry: Entry) -> tuple[str, int]:
    return entry.file, entry.line
