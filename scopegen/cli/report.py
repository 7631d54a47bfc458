"""Diagnostics as text, short lines, JSON, SARIF or GitHub annotations; all from one source."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

import click

from scopegen import __version__
from scopegen.cli.talk import phrase, safe
from scopegen.cli.terminal import json_escaped
from scopegen.diagnostics import Acceptance, Diagnostic, Location, Severity
from scopegen.workflow.wording import catalogue, talk_words

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
LONGEST = 110
"""Columns of a source line that are shown; a longer line is cut around the finding."""
BEFORE, MARKED, AFTER = 40, 60, 20
"""What is left of a cut line before, under and after the underline."""
TAB = "    "
STEPS = ("table", "row", "cell", "paragraph")
"""The steps to a place in a document, from outside in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was found, with the text of each file for the excerpts."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    language: str

    @property
    def open(self) -> tuple[Diagnostic, ...]:
        """What nobody accepted."""
        return tuple(one for one in self.diagnostics if one.accepted is None)

    @property
    def accepted(self) -> tuple[tuple[Diagnostic, Acceptance], ...]:
        """What the spec accepts on purpose, with why."""
        return tuple((one, one.accepted) for one in self.diagnostics if one.accepted)


def report(findings: Findings, form: str) -> str:
    """Give the report in one of the forms."""
    return FORMS[form](findings)


def as_text(findings: Findings) -> str:
    """One block a finding: message, place, the line with an underline, and the remedy."""
    blocks = [_block(one, findings) for one in findings.open]
    if findings.accepted:
        blocks.append(click.style(phrase("accepted", findings.language), bold=True))
    blocks += (_accepted(one, why, findings) for one, why in findings.accepted)
    return "\n".join(blocks)


def _accepted(one: Diagnostic, why: Acceptance, findings: Findings) -> str:
    message, _ = catalogue().of(one, findings.language)
    first = f"  {_where(one)}{one.code} {safe(message)}"
    return f"{first}\n    {phrase('because', findings.language)}: {_reason(why)}"


def _reason(why: Acceptance) -> str:
    who = ", ".join(safe(said) for said in (why.by, why.on) if said)
    return f"{safe(why.reason)} ({who})" if who else safe(why.reason)


def _block(one: Diagnostic, findings: Findings) -> str:
    message, hint = catalogue().of(one, findings.language)
    color = COLORS[one.severity]
    label = phrase(one.severity.value, findings.language)
    lines = [click.style(f"{label}[{one.code}]", fg=color, bold=True) + f": {safe(message)}"]
    where = place_in_document(one, findings.language)
    if one.location:
        path = f"  ({safe(one.dotted_path)})" if one.path else ""
        lines += _excerpt(one.location, findings.texts, color, (safe(hint), path))
    elif where:
        lines.append(_rail("  ╭─▸ ") + safe(where))
    if hint and not one.location:
        lines.append(f"  {safe(hint)}")
    lines.append(f"  {phrase('help', findings.language)}: scopegen explain {one.code}")
    return "\n".join(lines)


def _excerpt(
    place: Location, texts: Mapping[str, str], color: str, told: tuple[str, str]
) -> Iterator[str]:
    hint, path = told
    number = str(place.line)
    margin = " " * len(number)
    yield _rail(f"{margin} ╭─▸ ") + f"{safe(place.file)}:{place.line}:{place.column}{path}"
    lines = texts.get(place.file, "").split("\n")
    if place.line > len(lines) or not texts.get(place.file):
        if hint:
            yield f"  {hint}"
        return
    before, marked, after = _cut(lines[place.line - 1].rstrip("\r"), place)
    yield _rail(f"{number} │ ") + before + marked + after
    under = click.style("─" * max(1, width(marked)), fg=color)
    yield (_rail(f"{margin} │ ") + " " * width(before) + f"{under} {hint}").rstrip()


def _cut(line: str, place: Location) -> tuple[str, str, str]:
    end = place.end_column if place.end_line == place.line else len(line) + 1
    before, marked = line[: place.column - 1], line[place.column - 1 : end - 1]
    after = line[end - 1 :]
    if len(line) > LONGEST:
        before = before if len(before) <= BEFORE else f"…{before[-BEFORE:]}"
        marked, after = _clipped(marked, MARKED), _clipped(after, AFTER)
    return _shown(before), _shown(marked), _shown(after)


def _clipped(part: str, longest: int) -> str:
    return part if len(part) <= longest else f"{part[:longest]}…"


def _shown(part: str) -> str:
    return safe(part).replace("\t", TAB)


def _rail(text: str) -> str:
    return click.style(text, fg="blue")


def width(text: str) -> int:
    """Give the columns that a text takes: wide characters take two, combining ones none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def as_short(findings: Findings) -> str:
    """One line a finding: `file:line:column: error[code] message`."""
    lines = [
        f"{_where(one)}{one.severity}[{one.code}] {safe(_sentence(one, findings))}"
        for one in findings.open
    ]
    lines += (
        f"{_where(one)}accepted[{one.code}] {safe(_sentence(one, findings))}: {_reason(why)}"
        for one, why in findings.accepted
    )
    return "\n".join(lines)


def place_in_document(one: Diagnostic, spoken: str) -> str:
    """Say where in a Word document a finding is, as `header 1, paragraph 2 "Dear ..."`."""
    facts = dict(one.facts)
    if "part" not in facts:
        return ""
    words = talk_words()[spoken]["places"]
    part = words["parts"].get(facts["part"], facts["part"])
    steps = [f"{part} {facts['number']}" if facts.get("number", "0") != "0" else part]
    steps += [f"{words[name]} {facts[name]}" for name in STEPS if facts.get(name, "0") != "0"]
    quoted = words["quoted"].format(words=facts["words"]) if facts.get("words") else ""
    return f"{', '.join(steps)}{quoted}"


def _where(one: Diagnostic) -> str:
    place = one.location
    return f"{safe(place.file)}:{place.line}:{place.column}: " if place else ""


def _sentence(one: Diagnostic, findings: Findings) -> str:
    message, hint = catalogue().of(one, findings.language)
    where = place_in_document(one, findings.language)
    message = f"{where}: {message}" if where and not one.location else message
    return f"{message} ({hint})" if hint else message


def as_json(findings: Findings) -> str:
    """One JSON object; `format_version` changes when a reader would have to."""
    rows = [plain(one, findings) for one in findings.open]
    kept = [{**plain(one, findings), **asdict(why)} for one, why in findings.accepted]
    return json_escaped(
        json.dumps({"format_version": 1, "diagnostics": rows, "accepted": kept}, indent=1)
    )


def plain(one: Diagnostic, findings: Findings) -> dict[str, Any]:
    """Give one finding as it is in JSON."""
    message, hint = catalogue().of(one, findings.language)
    place = one.location
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": message,
        "hint": hint,
        "path": one.dotted_path,
        "file": place.file if place else None,
        "start": [place.line, place.column] if place else None,
        "end": [place.end_line, place.end_column] if place else None,
        "facts": dict(one.facts),
    }


def as_sarif(findings: Findings) -> str:
    """SARIF 2.1.0, for code-scanning pages."""
    codes = sorted({one.code for one in findings.diagnostics})
    rules = [
        {"id": code, "fullDescription": {"text": catalogue().explanation(code, findings.language)}}
        for code in codes
    ]
    driver = {"name": "scopegen", "version": __version__, "rules": rules}
    results = [_sarif_result(one, findings) for one in findings.diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_escaped(json.dumps({"version": "2.1.0", "runs": [run]}, indent=1))


def _sarif_result(one: Diagnostic, findings: Findings) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.code,
        "level": one.severity.value,
        "message": {"text": _sentence(one, findings)},
    }
    if one.accepted:
        why = one.accepted.reason
        told = {"kind": "inSource", "status": "accepted", "justification": why}
        result["suppressions"] = [told]
    if one.location:
        place = one.location
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        artifact = {"uri": quote(place.file.replace("\\", "/"))}
        result["locations"] = [
            {"physicalLocation": {"artifactLocation": artifact, "region": region}}
        ]
    return result


def as_github(findings: Findings) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    return "\n".join(_annotation(one, findings) for one in findings.diagnostics)


def _annotation(one: Diagnostic, findings: Findings) -> str:
    level = {"note": "notice"}.get(one.severity.value, one.severity.value)
    place = one.location
    where = f" file={_property(place.file)},line={place.line},col={place.column}" if place else ""
    title = f"{',' if place else ' '}title={one.code}{' (accepted)' if one.accepted else ''}"
    told = safe(_sentence(one, findings))
    told = f"{told}: {_reason(one.accepted)}" if one.accepted else told
    return f"::{level}{where}{title}::{_data(told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")


FORMS: Mapping[str, Callable[[Findings], str]] = {
    "text": as_text,
    "short": as_short,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def counted(diagnostics: Iterable[Diagnostic], language: str) -> str:
    """Count errors and warnings in words: `2 errors, 1 warning`."""
    kinds = [one.severity for one in diagnostics]
    counts = ((kind, kinds.count(kind)) for kind in (Severity.ERROR, Severity.WARNING))
    told = [
        f"{count} {phrase(kind.value if count == 1 else f'{kind.value}s', language)}"
        for kind, count in counts
        if count
    ]
    return ", ".join(told)
