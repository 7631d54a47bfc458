"""Beginning an engagement: a spec from a sample, from answers, or from an interview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError, Severity, has_errors
from scopegen.diagnostics import Path as Way
from scopegen.source import json_schema
from scopegen.source.texts import Value, is_open, planted, read_texts, text_at
from scopegen.workflow.answers import Answers, merged
from scopegen.workflow.checking import examine
from scopegen.workflow.files import stay_inside, write_all
from scopegen.workflow.interview import (
    Extent,
    Interview,
    examined,
    filled,
    helps,
)
from scopegen.workflow.nearest import found_above
from scopegen.workflow.questions import DATE, LANGUAGE
from scopegen.workflow.reading import SPEC_NAMES, engagement_schema
from scopegen.workflow.spec_file import spec_text
from scopegen.workflow.standard import house_schema, read_standard
from scopegen.workflow.wording import talk_words

SPEC = SPEC_NAMES[0]
EDITOR_SCHEMA = Path(".scopegen") / "engagement.schema.json"
HEADER = f"# yaml-language-server: $schema=./{EDITOR_SCHEMA.as_posix()}\n"


def start(
    answers: Answers,
    *,
    letter: str | None,
    spoken: str,
    complaints: tuple[str, ...] = (),
    settled: Value = None,
) -> Interview:
    """Begin an interview with what is known beforehand.

    `letter` is the language of the letter. `settled` is what a house standard sets: it counts, is
    not asked, and does not come into the spec.

    Raises:
        Rejected: the answers cannot give a spec; each finding has its place where it was said.
    """
    given = answers.tree
    if letter and (is_open(given, LANGUAGE) or text_at(given, LANGUAGE)):
        given = planted(given, LANGUAGE, letter)
    interview = Interview(
        given=given,
        today=today(),
        spoken=spoken,
        complaints=complaints or answers.complaints,
        settled=settled or {},
    )
    interview = replace(interview, extent=_extent(interview, answers))
    found = examined(interview) if answers.sources else ()
    if has_errors(found):
        raise Rejected(answers.moved(found, spec_text(filled(interview).tree, spoken)))
    return interview


@dataclass(frozen=True, slots=True)
class Settled:
    """What a firm has settled for all its engagements, as text under the names of the fields."""

    house: str
    values: Value


def settled_above(folder: Path) -> Settled | None:
    """Give what the nearest house standard fills in; None when there is no standard.

    Raises:
        Rejected: the standard has errors.
    """
    place = found_above(folder)
    if place is None:
        return None
    standard = read_standard(place)
    if standard.house is None or standard.is_wrong:
        raise Rejected(standard.diagnostics)
    told = read_texts(standard.text, standard.file, house_schema()).require().tree
    values = told.get("defaults") if isinstance(told, dict) else None
    return Settled(house=standard.house.name, values=values)


def _extent(interview: Interview, answers: Answers) -> Extent:
    if not answers.sources:
        return Extent.ALL
    whole = merged(interview.settled, interview.given)
    if is_open(whole, DATE):
        whole = planted(whole, DATE, interview.today.isoformat())
    if not has_errors(examine(spec_text(whole, interview.spoken).encode(), SPEC).diagnostics):
        return Extent.NOTHING
    return Extent.LACKING if answers.in_file else Extent.ALL


def with_language(interview: Interview) -> Interview:
    """Settle the language of the letter without asking: the one that is spoken."""
    is_said = any(path == LANGUAGE for path, _ in interview.said)
    known = merged(interview.settled, interview.given)
    if is_said or not is_open(known, LANGUAGE):
        return interview
    return replace(interview, given=planted(interview.given, LANGUAGE, interview.spoken))


def written(interview: Interview) -> tuple[str, int]:
    """Write the spec of an interview; give it with the number of examples that are left in it."""
    whole = filled(interview)
    text = spec_text(whole.tree, interview.spoken, whole.examples, _notes(interview, whole.tree))
    return HEADER + text, len(whole.examples)


def _notes(interview: Interview, tree: Value) -> Mapping[Way, str]:
    """Say at each value that helps against what; a value of one's own needs no reason."""
    against = str(talk_words()[interview.spoken]["against"])
    return {
        path: against.format(complaint=one.words[interview.spoken])
        for path, (one, each) in helps(interview).items()
        if text_at(tree, path) == each.value
    }


def warnings_left(interview: Interview) -> tuple[Diagnostic, ...]:
    """Give what `check` would warn of in the spec of an interview, but for its examples."""
    return tuple(one for one in examined(interview) if one.severity is Severity.WARNING)


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


def refuse_examples(interview: Interview) -> None:
    """See that nothing is left to example answers.

    Raises:
        ScopegenError: SG924, with all fields that lack an answer.
    """
    lacking = (question.field for question in filled(interview).open if question.required)
    names = sorted({field.replace("[]", "") for field in lacking})
    if names:
        raise ScopegenError("SG924", fields=", ".join(names))


def begin(folder: Path, text: str, language: str) -> tuple[Path, ...]:
    """Write the spec and the editor's schema into a folder; a spec that is there is replaced."""
    spec, schema = folder / SPEC, folder / EDITOR_SCHEMA
    stay_inside(folder, EDITOR_SCHEMA)
    write_all({schema: editor_schema(language), spec: text.encode()})  # a spec ends a beginning
    return spec, schema


def install_schema(folder: Path, language: str) -> Path:
    """Write the editor's schema below a folder."""
    stay_inside(folder, EDITOR_SCHEMA)
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
