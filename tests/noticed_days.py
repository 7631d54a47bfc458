"""An engagement on a day, as tests of notices make it: a signed letter, and what was logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sample_terms import sample

from scopegen.model.events import Event, EventKind, Fact
from scopegen.terms.correspondence import Made
from scopegen.terms.ladder import Practice
from scopegen.terms.notices import due_notices
from scopegen.terms.standing import Hold, LetterVersion, Standing, Stop

K = EventKind
NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)
LETTER = LetterVersion(
    version=1, language="nl", fingerprint="f", spec="s", terms="t", library="l", head="h",
    files={}, clauses={}, signed=True,
)  # fmt: skip
CARD = Made(kind="availability-card", about="", on=date(2027, 1, 4))
RUNNING = Standing(letters=(LETTER,), made=(CARD,))
HELD = Hold(
    id="H1", start=date(2027, 2, 22), streams={"M2": date(2027, 2, 22)},
    stops=(Stop(kind="precondition", about="P1", since=date(2027, 2, 22), by="provider"),),
)  # fmt: skip


def practice(today: str, standing: Standing = RUNNING, name: str = "veiligheidsregio") -> Practice:
    return Practice(terms=sample(name), standing=standing, today=date.fromisoformat(today))


def due(today: str, standing: Standing = RUNNING, name: str = "veiligheidsregio") -> list[str]:
    return [
        f"{one.kind} {one.about}".strip() for one in due_notices(practice(today, standing, name))
    ]


def event(seq: int, kind: EventKind, facts: Mapping[str, Fact], **personal: str) -> Event:
    return Event(
        seq=seq, previous="", hash="", kind=kind, engagement="VRM-2027-03", actor="provider",
        at=NOON, zone="Europe/Amsterdam", key=str(seq),
        facts=facts, personal=personal,
    )  # fmt: skip


def calls(count: int, *, missed: bool = False, note: str = "") -> tuple[Event, ...]:
    return tuple(
        event(
            n,
            K.CALL_LOGGED,
            {
                "start": f"2027-02-01T{9 + n:02d}:00+01:00",
                "end": f"2027-02-01T{9 + n:02d}:10+01:00",
                **({"missed": True} if missed else {}),
            },
            **({"note": note} if note else {}),
        )
        for n in range(1, count + 1)
    )


def extra(seq: int, minutes: int) -> Event:
    return event(seq, K.EXTRA_WORK_LOGGED, {"on": "2027-02-01", "minutes": minutes})
