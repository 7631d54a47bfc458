"""One row of the register: what is kept of an event, and how it is bound to the row before it.

What an event says stands apart from the row, behind a salted commitment: the personal part can be
erased, and the row still proves that it was there and has not been exchanged.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scopegen.model.canonical import digest
from scopegen.model.events import Entry, Event, EventKind, Facts

ROW_TEXTS = (
    *("previous", "hash", "kind", "engagement", "actor", "at", "zone", "key"),
    *("facts_commitment", "personal_commitment"),
)
"""The columns of a row after its number, in the order of the file; all are text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What an event says: canonical JSON, and 32 random bytes in hexadecimal that hide it."""

    salt: str
    body: str

    @property
    def commitment(self) -> str:
        """SHA-256 over salt and body: it binds the body, and tells nothing about it."""
        parts = (part.encode(errors="surrogateescape") for part in (self.salt, self.body))
        return digest(*parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event as it stands in the register, with the salts; texts are as found.

    `at` is UTC, ISO 8601 to the second with Z. `personal` is None once it has been erased.
    """

    seq: int
    previous: str
    hash: str
    kind: str
    engagement: str
    actor: str
    at: str
    zone: str
    key: str
    facts_commitment: str
    personal_commitment: str
    facts: Payload | None
    personal: Payload | None

    def computed_hash(self) -> str:
        """Give the SHA-256 of all columns but the hash itself; payloads count by commitment."""
        names = ("seq", *(name for name in ROW_TEXTS if name != "hash"))
        body = encoded({name: getattr(self, name) for name in names})
        return hashlib.sha256(body.encode()).hexdigest()

    def columns(self) -> tuple[int | str, ...]:
        """Give the number and the texts, in the order of the file."""
        return (self.seq, *(getattr(self, name) for name in ROW_TEXTS))


def genesis(engagement: str) -> str:
    """Give what the first row of an engagement follows on: a SHA-256 in hexadecimal."""
    return hashlib.sha256(f"scopegen register 1\n{engagement}".encode()).hexdigest()


def encoded(facts: Mapping[str, object]) -> str:
    """Give the canonical JSON of facts: sorted, without spaces, in ASCII.

    Raises:
        TypeError: for a value that is no fact, such as a fraction.
    """
    wrong = [name for name, value in facts.items() if not _is_fact(value)]
    if wrong:
        raise TypeError(f"not to be recorded: {', '.join(wrong)}")
    return json.dumps(dict(facts), sort_keys=True, separators=(",", ":"))


def decoded(body: str) -> Facts:
    """Read facts back.

    Raises:
        ValueError: when it is no JSON object, has a name twice, or holds what is no fact.
    """
    try:
        facts = json.loads(body, object_pairs_hook=distinct)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(facts, dict) or not all(map(_is_fact, facts.values())):
        raise ValueError("no facts")
    return facts


def distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its members; raises ValueError when a name stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def moment(at: datetime) -> str:
    """Print an aware moment in UTC, to the second: `2027-01-04T09:00:00Z`.

    Raises:
        ValueError: for a moment without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def sealed(entry: Entry, seq: int, previous: str) -> Row:
    """Make the row of an entry, with fresh salts, bound to the row before it."""
    facts, personal = _hidden(entry.facts), _hidden(entry.personal)
    row = Row(
        seq=seq,
        previous=previous,
        hash="",
        kind=entry.kind.value,
        engagement=entry.engagement,
        actor=entry.actor,
        at=moment(entry.at),
        zone=entry.zone,
        key=entry.key,
        facts_commitment=facts.commitment,
        personal_commitment=personal.commitment,
        facts=facts,
        personal=personal,
    )
    return replace(row, hash=row.computed_hash())


def row_of(record: Sequence[object]) -> Row:
    """Make a row of 15 cells: number, texts, then salt and body of facts and of personal.

    Raises:
        ValueError: when a cell is not of its kind.
    """
    seq, cells = record[0], record[1:]
    texts = [cell for cell in cells[: len(ROW_TEXTS)] if isinstance(cell, str)]
    if type(seq) is not int or len(texts) != len(ROW_TEXTS):
        raise ValueError("a cell is not of its kind")
    facts, personal = _payload(*cells[-4:-2]), _payload(*cells[-2:])
    named = dict(zip(ROW_TEXTS, texts, strict=True))
    return Row(seq=seq, facts=facts, personal=personal, **named)


def event_of(row: Row) -> Event:
    """Make the event that a row stands for.

    Raises:
        ValueError: when its kind is unknown, its moment is not in our form, or a payload cannot be
            read.
    """
    at = datetime.fromisoformat(row.at)
    if moment(at) != row.at or row.facts is None:
        raise ValueError(row.at)
    return Event(
        seq=row.seq,
        previous=row.previous,
        hash=row.hash,
        kind=EventKind(row.kind),
        engagement=row.engagement,
        actor=row.actor,
        at=at,
        zone=row.zone,
        key=row.key,
        facts=decoded(row.facts.body),
        personal=None if row.personal is None else decoded(row.personal.body),
    )


def _hidden(facts: Facts) -> Payload:
    return Payload(salt=secrets.token_hex(32), body=encoded(facts))


def _payload(salt: object, body: object) -> Payload | None:
    if salt is None and body is None:
        return None
    if not (isinstance(salt, str) and isinstance(body, str)):
        raise ValueError("a payload is not text")
    return Payload(salt=salt, body=body)


def _is_fact(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(each, str) for each in value)
    if isinstance(value, dict):
        return all(isinstance(each, str) for pair in value.items() for each in pair)
    return value is None or isinstance(value, str | int)
