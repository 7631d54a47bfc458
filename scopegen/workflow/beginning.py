"""Beginning an engagement: a spec from a sample, from answers, or from a short interview."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Rejected, ScopegenError, has_errors
from scopegen.source import decode, json_schema
from scopegen.source.texts import TextFile, is_open, planted, read_texts, text_at
from scopegen.workflow.files import write_all
from scopegen.workflow.interview import LANGUAGE, Interview, examined, filled
from scopegen.workflow.reading import SPEC_NAMES, engagement_schema
from scopegen.workflow.spec_file import spec_text

SPEC = SPEC_NAMES[0]
EDITOR_SCHEMA = Path(".scopegen") / "engagement.schema.json"
HEADER = f"# yaml-language-server: $schema=./{EDITOR_SCHEMA.as_posix()}\n"


def read_answers(raw: bytes, file: str) -> TextFile:
    """Read an answers file: the same fields as a spec, nested or as dotted names.

    Raises:
        Rejected: with every problem of its form; see `start` for the answers themselves.
    """
    return read_texts(decode(raw, file).require(), file, engagement_schema()).require()


def start(answers: TextFile | None, *, letter: str | None, spoken: str) -> Interview:
    """Begin an interview with what is known: the answers, and the language of the letter.

    Raises:
        Rejected: the answers cannot give a spec; each finding has its place in their file.
    """
    given = answers.tree if answers else {}
    if letter and (is_open(given, LANGUAGE) or text_at(given, LANGUAGE)):
        given = planted(given, LANGUAGE, letter)
    interview = Interview(given=given, today=today(), spoken=spoken)
    found = examined(interview) if answers else ()
    if answers and has_errors(found):
        raise Rejected(answers.moved(found, spec_text(filled(interview).tree, spoken)))
    return interview


def with_language(interview: Interview) -> Interview:
    """Settle the language of the letter without asking: the one that is spoken."""
    if not is_open(interview.given, LANGUAGE):
        return interview
    return replace(interview, given=planted(interview.given, LANGUAGE, interview.spoken))


def written(interview: Interview) -> tuple[str, int]:
    """Write the spec of an interview; give it with the number of examples that are left in it."""
    whole = filled(interview)
    return HEADER + spec_text(whole.tree, interview.spoken, whole.examples), len(whole.examples)


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


def refuse_to_replace(folder: Path) -> None:
    """See that there is no spec in a folder.

    Raises:
        ScopegenError: SG903 when there is one.
    """
    for name in SPEC_NAMES:
        if (folder / name).exists():
            raise ScopegenError("SG903", file=folder / name)


def begin(folder: Path, text: str, language: str) -> tuple[Path, ...]:
    """Write the spec and the editor's schema into a folder; a spec that is there is replaced."""
    spec, schema = folder / SPEC, folder / EDITOR_SCHEMA
    write_all({spec: text.encode(), schema: editor_schema(language)})
    return spec, schema


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
