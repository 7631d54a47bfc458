"""A dossier that is whole in itself may still be made to do harm; it costs one process, no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from command_line import run
from test_dossier import members, packed
from whole_story import NOW

from scopegen.confined.running import Limits
from scopegen.model.events import Entry
from scopegen.register.export import events_of_export, export_jsonl
from scopegen.register.rows import genesis, sealed
from scopegen.workflow.dossier_archive import REGISTER

ID = "VRM-2027-03"
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def forged(old: str, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """Change a file of the dossier, and make a register anew in which it was always so."""
    there = members()
    before = there[old]
    there[old] = change(before)
    was, became = (hashlib.sha256(one).hexdigest() for one in (before, there[old]))
    events = events_of_export(there[REGISTER].decode(), ID).require()
    rows, last = [], genesis(ID)
    for event in events:
        facts = json.loads(json.dumps(dict(event.facts)).replace(was, became))
        entry = Entry(
            kind=event.kind, engagement=ID, actor=event.actor, at=event.at, zone=event.zone,
            key=event.key, facts=facts, personal=event.personal or {},
        )  # fmt: skip
        rows.append(sealed(entry, event.seq, last))
        last = rows[-1].hash
    return {**there, REGISTER: export_jsonl(rows).encode()}


def with_endless_clauses(library: bytes) -> bytes:
    told = json.loads(library)
    for clause in told["clauses"]:
        clause["nl"] = f"{ENDLESS}\n{clause['nl']}"
    return json.dumps(told).encode()


def with_a_sum_without_end(terms: bytes) -> bytes:
    told = json.loads(terms)
    told["fees"]["hourly_rate"]["amount"] = "1e999999999"
    return json.dumps(told).encode()


@pytest.mark.apart
@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("frozen/v1-library.json", with_endless_clauses),
        ("frozen/v1-terms.json", with_a_sum_without_end),
        ("frozen/v1-terms.json", lambda _: b"[]"),
        ("frozen/v1-terms.json", lambda _: b"[" * 100_000),
    ],
    ids=["endless", "sum", "other", "deep"],
)
def test_a_forged_dossier_ends_in_a_verdict(
    tmp_path: Path, file: str, change: Callable[[bytes], bytes]
) -> None:
    place = packed(tmp_path / "x.zip", forged(file, change))
    small = Limits(processor=2, memory=1_000_000_000, wall=60)
    with patch("scopegen.workflow.archive_apart.LIMITS", small):
        done = run("--ui-lang", "en", "--at", NOW, "verify", place)
    assert (done.exit_code, "error[SG780]" in done.output) == (4, True), done.output
    assert "came to a stop" in done.output
