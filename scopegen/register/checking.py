"""Does the register still say what was written? Each finding names its row.

The file alone can show that nothing was changed, taken out or slipped in. That nothing was cut off
at the end, or the whole file put back to an earlier one, is shown by the heads that are printed on
the papers: `holds_head`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scopegen.diagnostics import Checked, Diagnostic, ScopegenError, Severity, finding
from scopegen.model.events import Event, EventKind
from scopegen.register.database import reading, refuse_strangers, told
from scopegen.register.rows import Payload, Row, decoded, event_of, genesis, row_of
from scopegen.register.schema import ROWS, STRAYS

SHORTEST_HEAD = 8
"""Fewer digits would be found by chance."""


def inspect_register(path: Path, engagement: str, *, patience: int = 10) -> tuple[Diagnostic, ...]:
    """Check a register file; nothing is written, and a file that is not there has no findings.

    Raises:
        ScopegenError: as `examine_register`.
    """
    return examine_register(path, engagement, patience=patience).diagnostics


def examine_register(
    path: Path, engagement: str, *, patience: int = 10
) -> Checked[tuple[Event, ...]]:
    """Check a register file and read its events in the same pass; nothing is written.

    The events are all of them only when there is no error.

    `patience` is how many seconds to wait while another process writes.

    Raises:
        ScopegenError: SG454 when another process keeps it locked, SG521 or SG524 when it cannot be
            read.
    """
    found: list[Diagnostic] = []
    events: tuple[Event, ...] = ()
    try:
        with told(path):
            if not path.exists():
                return Checked(())
            with reading(path, patience) as connection:
                refuse_strangers(connection, path)
                found += _inspect_file(connection, path)
                rows = examine_records(connection.execute(ROWS), engagement)
                events, found = rows.value or (), [*found, *rows.diagnostics]
    except ScopegenError as error:
        if error.code not in {"SG450", "SG463"}:
            raise
        found.append(Diagnostic(code=error.code, facts=error.facts))
    return Checked(events, tuple(dict.fromkeys(found)))


def inspect_records(records: Iterable[Sequence[object]], engagement: str) -> tuple[Diagnostic, ...]:
    """Check rows, in order, against each other and against what they say."""
    return examine_records(records, engagement).diagnostics


def examine_records(
    records: Iterable[Sequence[object]], engagement: str
) -> Checked[tuple[Event, ...]]:
    """Check rows as `inspect_records`, and give their events; all of them when none is wrong."""
    found: list[Diagnostic] = []
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        try:
            rows.append(row_of(record))
        except ValueError:
            seq = record[0] if type(record[0]) is int else number
            found.append(finding("SG462", None, row=seq))
    trail = _Trail(engagement=engagement, previous=genesis(engagement), erased=_erased(rows))
    for row in rows:
        found += trail.follow(row)
    return Checked(tuple(trail.events), tuple(found))


def holds_head(events: Sequence[Event], engagement: str, head: str) -> int | None:
    """Find the event that a printed head stands for; 0 is the start, None is: not in here.

    The head may be shortened to 8 digits or more, and be printed with spaces.
    """
    digits = "".join(head.split()).lower()
    if len(digits) < SHORTEST_HEAD:
        return None
    heads = (genesis(engagement), *(event.hash for event in events))
    return next((seq for seq, known in enumerate(heads) if known.startswith(digits)), None)


@dataclass(slots=True, kw_only=True)
class _Trail:
    """What is known of the rows so far."""

    engagement: str
    previous: str
    """The hash that the next row follows on; empty when the row before it is not to be trusted."""
    erased: dict[int, int]
    seq: int = 0
    latest: str = ""
    keys: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def follow(self, row: Row) -> Iterator[Diagnostic]:
        """Check one row, and go on from it."""
        if row.seq != self.seq + 1:
            yield finding("SG461", None, row=self.seq + 1)
        elif self.previous and row.previous != self.previous:
            yield finding("SG465", None, row=row.seq)
        self.seq = row.seq
        self.previous = row.hash if row.computed_hash() == row.hash else ""
        if self.previous:
            yield from self._content(row)
        else:
            yield finding("SG451", None, row=row.seq)

    def _content(self, row: Row) -> Iterator[Diagnostic]:
        if row.engagement != self.engagement:
            names = (row.engagement, self.engagement)
            yield finding("SG458", None, row=row.seq, found=names[0], expected=names[1])
        if row.key in self.keys:
            yield finding("SG464", None, row=row.seq)
        self.keys.add(row.key)
        unsound = [*_payloads(row, self.erased)]
        yield from unsound or self._meaning(row)

    def _meaning(self, row: Row) -> Iterator[Diagnostic]:
        try:
            self.events.append(event_of(row))
        except ValueError:
            yield finding("SG462", None, row=row.seq)
            return
        if row.at < self.latest:
            weight = Severity.WARNING
            yield finding(
                "SG459", None, severity=weight, row=row.seq, at=row.at, latest=self.latest
            )
        self.latest = max(self.latest, row.at)


def _payloads(row: Row, erased: dict[int, int]) -> Iterator[Diagnostic]:
    is_erased = erased.get(row.seq, 0) > row.seq
    if not _keeps(row.facts, row.facts_commitment):
        yield finding("SG460", None, row=row.seq, part="facts")
    if row.personal is None:
        if not is_erased:
            yield finding("SG460", None, row=row.seq, part="personal")
    elif is_erased:
        yield finding("SG466", None, row=row.seq)
    elif not _keeps(row.personal, row.personal_commitment):
        yield finding("SG460", None, row=row.seq, part="personal")


def _keeps(payload: Payload | None, commitment: str) -> bool:
    return payload is not None and payload.commitment == commitment


def _erased(rows: Iterable[Row]) -> dict[int, int]:
    """Give the rows whose personal part was erased, each with the row that tells so."""
    telling = [row for row in rows if row.kind == EventKind.PERSONAL_ERASED]
    return {seq: row.seq for row in telling if (seq := _told(row)) is not None}


def _told(row: Row) -> int | None:
    try:
        seq = decoded(row.facts.body).get("seq") if row.facts else None
    except ValueError:
        return None
    return seq if type(seq) is int else None


def _inspect_file(connection: sqlite3.Connection, path: Path) -> Iterator[Diagnostic]:
    """Check what the rows do not show: the pages, loose payloads, bytes beyond the end."""
    verdicts = [str(verdict) for (verdict,) in connection.execute("PRAGMA integrity_check(1)")]
    if verdicts != ["ok"]:
        yield finding("SG450", None, file=path, hint="damaged")
    for (seq,) in connection.execute(STRAYS):
        yield finding("SG460", None, row=seq, part="loose")
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PAGES)
    if path.stat().st_size != pages * size:
        yield finding("SG467", None, file=path)


PAGES = ("page_count", "page_size")
