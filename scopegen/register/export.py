"""The register as text: to check elsewhere, to open in a spreadsheet, to read.

JSON Lines holds everything, salts included, and proves itself without the register file. CSV and
plain text are for people: characters that could steer a program or hide something are written out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from scopegen.diagnostics import Checked, Diagnostic, finding
from scopegen.model.events import Event, Facts
from scopegen.register.checking import examine_records
from scopegen.register.rows import ROW_TEXTS, Row, decoded, distinct, encoded, moment
from scopegen.spreadsheets import csv_table, written_out

PARTS = ("facts", "personal")
NAMES = ("seq", *ROW_TEXTS, *PARTS, *(f"{part}_salt" for part in PARTS))
COLUMNS = (
    *("seq", "at", "zone", "kind", "actor", "engagement", "key", "facts", "personal"),
    *("previous", "hash"),
)


def export_jsonl(rows: Sequence[Row]) -> str:
    """Give one JSON object a line, in ASCII; see `inspect_export`."""
    return "".join(f"{json.dumps(_object(row))}\n" for row in rows)


def inspect_export(text: str, engagement: str) -> tuple[Diagnostic, ...]:
    """Check an export in JSON Lines from its lines alone, as strictly as the register itself."""
    return events_of_export(text, engagement).diagnostics


def events_of_export(text: str, engagement: str) -> Checked[tuple[Event, ...]]:
    """Check an export as `inspect_export`, and read its events; all of them when none is wrong."""
    found: list[Diagnostic] = []
    records: list[tuple[object, ...]] = []
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").removesuffix("\n").split("\n")
    for number, line in enumerate(lines if text else (), start=1):
        try:
            records.append(_record(line))
        except ValueError:
            found.append(finding("SG468", None, row=number))
    examined = examine_records(records, engagement)
    return Checked(examined.value, (*found, *examined.diagnostics))


def export_csv(events: Sequence[Event]) -> str:
    """Give a table with a header, for a spreadsheet; no cell is worked out, each is one line."""
    return csv_table([COLUMNS, *map(_texts, events)], end="\r\n")


def export_text(events: Sequence[Event], *, words: Mapping[str, str] | None = None) -> str:
    """Give a short block an event, for people; `words` translates kinds, roles and fact names.

    Moments are UTC, with the zone of the engagement beside them.
    """
    told = words or {}
    return "\n".join("\n".join(_block(event, told)) + "\n" for event in events)


def _object(row: Row) -> dict[str, object]:
    payloads = dict(zip(PARTS, (row.facts, row.personal), strict=True))
    said = {part: each and decoded(each.body) for part, each in payloads.items()}
    salts = {f"{part}_salt": each and each.salt for part, each in payloads.items()}
    return {**dict(zip(("seq", *ROW_TEXTS), row.columns(), strict=True)), **said, **salts}


def _record(line: str) -> tuple[object, ...]:
    """Read one line; raises ValueError when it is no line of ours."""
    try:
        found = json.loads(line, object_pairs_hook=distinct)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict) or found.keys() != set(NAMES):
        raise ValueError("no row")
    cells = (cell for part in PARTS for cell in _hidden(found[part], found[f"{part}_salt"]))
    return (*(found[name] for name in ("seq", *ROW_TEXTS)), *cells)


def _hidden(said: object, salt: object) -> tuple[object, object]:
    if not isinstance(said, dict):
        return said, salt
    try:
        return salt, encoded(said)
    except TypeError as error:
        raise ValueError("no facts") from error


def _texts(event: Event) -> tuple[str, ...]:
    personal = "" if event.personal is None else _plain(event.personal)
    given = (str(event.seq), moment(event.at), event.zone, event.kind.value, event.actor)
    named = (event.engagement, event.key, _plain(event.facts), personal)
    return (*given, *named, event.previous, event.hash)


def _plain(facts: Facts) -> str:
    return json.dumps(dict(facts), sort_keys=True, ensure_ascii=False)


def _block(event: Event, words: Mapping[str, str]) -> list[str]:
    kind, actor = (words.get(name, name) for name in (event.kind.value, event.actor))
    facts = [*sorted(event.facts.items()), *sorted((event.personal or {}).items())]
    lines = [f"{words.get(name, name)}: {_shown(value)}" for name, value in facts]
    if event.personal is None:
        lines.append(words.get("personal_erased", "personal_erased"))
    head = f"{event.seq}. {kind}"
    when = f"{moment(event.at)} ({event.zone}), {actor}"
    return [head, *(f"   {written_out(line)}" for line in (when, *lines, event.hash))]


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
