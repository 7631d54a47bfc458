"""Beginning an engagement: a spec from a sample, from answers, or from a short interview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, ScopegenError
from scopegen.source import decode, fields, json_schema
from scopegen.source.texts import read_texts
from scopegen.workflow.checking import engagement_schema, examine
from scopegen.workflow.files import write_all

SPEC = "engagement.yaml"
EDITOR_SCHEMA = Path(".scopegen") / "engagement.schema.json"
HEADER = f"# yaml-language-server: $schema=./{EDITOR_SCHEMA.as_posix()}\n"
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+/()€£%-]*")
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the interview: the field it fills, and an example as answer."""

    field: str
    example: str
    only_for: str = ""
    """A fee model; the question is asked only for that model."""
    many: bool = False
    """More answers, parted by semicolons."""


QUESTIONS = (
    Question(field="meta.id", example="OPD-001"),
    Question(field="meta.title", example="Advies vrijwilligersbeleid"),
    Question(field="parties.provider.kind", example="sole_trader"),
    Question(field="parties.provider.name", example="Noor Bakker"),
    Question(field="parties.provider.address", example="Lindelaan 12, 3571 AB Utrecht"),
    Question(field="parties.provider.register_no", example="12345678"),
    Question(field="parties.provider.email", example="noor@noor-advies.example"),
    Question(field="parties.provider.phone", example="+31 6 1234 5678"),
    Question(field="parties.provider.signatory", example="Noor Bakker"),
    Question(field="parties.client.kind", example="nonprofit"),
    Question(field="parties.client.name", example="Stichting De Waterlinie"),
    Question(field="parties.client.address", example="Havendijk 3, 4101 AA Culemborg"),
    Question(field="parties.authority.name", example="J. de Vries"),
    Question(field="parties.authority.role", example="directeur"),
    Question(field="parties.authority.email", example="j.devries@waterlinie.example"),
    Question(field="engagement.goal", example="In één jaar van 40 naar 60 vaste vrijwilligers."),
    Question(field="engagement.scope", example="Zes interviews; Een beleidsplan", many=True),
    Question(field="engagement.start", example="2027-01-04"),
    Question(field="fees.model", example="hourly"),
    Question(field="fees.hourly_rate", example="EUR 95.00"),
    Question(field="fees.fixed_price", example="EUR 9500.00", only_for="fixed"),
)


def asked(answers: Answers) -> Iterator[Question]:
    """Give the questions that are still open, given the answers so far."""
    for question in QUESTIONS:
        fits = not question.only_for or answers.get("fees.model") == question.only_for
        if fits and question.field not in answers:
            yield question


def explain_field(name: str, language: str) -> str:
    """Say what a field means, in the schema's words."""
    shown = name.replace("authority.", "authority[].")
    docs = {field.path.removesuffix("[]"): field.doc for field in fields(engagement_schema())}
    return str(docs[shown][language])


def trouble_with(answers: Answers, question: Question, today: date) -> tuple[Diagnostic, ...]:
    """Check one answer by checking the spec it would give; other gaps take their examples."""
    filled = {**examples(answers), **answers}
    text = spec_text(filled, answers.get("meta.language", "nl"), today)
    found = examine(text.encode(), SPEC).diagnostics
    return tuple(one for one in found if _same_field(one, question.field))


def _same_field(diagnostic: Diagnostic, field: str) -> bool:
    plain = ".".join(step for step in diagnostic.path if isinstance(step, str))
    return plain == field


def examples(answers: Answers) -> dict[str, str]:
    """Give the example answer to every question that fits the answers."""
    return {question.field: question.example for question in asked(answers)}


def spec_text(answers: Answers, language: str, today: date) -> str:
    """Write a spec that holds these answers, with what each group means as comment."""
    given = {"meta.date": today.isoformat(), "meta.language": language, **answers}
    docs = {field.path: field.doc for field in fields(engagement_schema())}
    tree: dict[str, Any] = {}
    for name, value in given.items():
        _plant(tree, name.split("."), value)
    order = [name for name in docs if "." not in name and name in tree]
    parts = (f"\n# {docs[name][language]}\n{_group(name, tree[name])}" for name in order)
    return HEADER + "".join(parts)


def _plant(tree: dict[str, Any], steps: Sequence[str], value: str) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _group(name: str, content: Mapping[str, Any]) -> str:
    return f"{name}:\n" + "".join(_entries(content, "  "))


def _entries(content: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in content.items():
        if key == "authority":
            row = ", ".join(f"{inner}: {scalar(one)}" for inner, one in value.items())
            yield f"{indent}authority:\n{indent}  - {{{row}, sign: yes}}\n"
        elif isinstance(value, Mapping):
            yield f"{indent}{key}:\n" + "".join(_entries(value, indent + "  "))
        elif key == "scope":
            rows = (f"{indent}  - {scalar(part.strip())}\n" for part in value.split(";"))
            yield f"{indent}{key}:\n" + "".join(rows)
        else:
            yield f"{indent}{key}: {scalar(value)}\n"


def scalar(value: str) -> str:
    """Write a value so that YAML reads it back as it is; quotes only where needed."""
    return (
        value
        if PLAIN.fullmatch(value) and value == value.strip()
        else json.dumps(value, ensure_ascii=False)
    )


def read_answers(raw: bytes, file: str) -> dict[str, str]:
    """Read an answers file: the same fields as a spec, nested or as dotted names.

    Raises:
        Rejected: with every problem in the file.
    """
    text = decode(raw, file).require()
    answers: dict[str, str] = {}
    for path, value in read_texts(text, file).require():
        name = ".".join(step for step in path if isinstance(step, str))
        answers[name] = f"{answers[name]}; {value}" if name in answers else value
    return answers


def samples() -> tuple[str, ...]:
    """Name the samples that a spec can start from."""
    return tuple(sorted(path.parent.name for path in bundled("samples").glob(f"*/{SPEC}")))


def sample_text(name: str) -> str:
    """Give the spec of a sample.

    Raises:
        ScopegenError: SG904 when there is no sample of that name.
    """
    if name not in samples():
        raise ScopegenError("SG904", found=name, known=", ".join(samples()))
    text = (bundled("samples") / name / SPEC).read_text(encoding="utf-8")
    return HEADER + text.removeprefix(HEADER)


def begin(folder: Path, text: str, language: str, *, force: bool) -> tuple[Path, ...]:
    """Write the spec and the editor's schema into a folder.

    Raises:
        ScopegenError: SG903 when a spec is there already and `force` is off.
    """
    spec = folder / SPEC
    if spec.exists() and not force:
        raise ScopegenError("SG903", file=spec)
    write_all({spec: text.encode(), folder / EDITOR_SCHEMA: editor_schema(language)})
    return spec, folder / EDITOR_SCHEMA


def install_schema(folder: Path, language: str) -> Path:
    """Write the editor's schema below a folder."""
    place = folder / EDITOR_SCHEMA
    write_all({place: editor_schema(language)})
    return place


def today() -> date:
    """Give today's date on this machine's clock; the date of a new letter."""
    return datetime.now().astimezone().date()


def editor_schema(language: str) -> bytes:
    """Give the JSON Schema that editors use for completion and hover text."""
    title = "scopegen engagement"
    schema = json_schema(engagement_schema(), title=title, language=language)
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
