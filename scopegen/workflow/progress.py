"""How far an interview is, on disk: kept after every answer, and taken up again later.

The file stands in the folder of the engagement, because it holds what the client is called and
where people live. It goes when the spec is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scopegen.diagnostics import Path as Way
from scopegen.diagnostics import ScopegenError, Severity
from scopegen.source.texts import Value, is_open
from scopegen.workflow.answers import merged
from scopegen.workflow.complaints import complaint
from scopegen.workflow.files import free_name, stay_inside, write_all
from scopegen.workflow.interview import Extent, Interview, Said, examined
from scopegen.workflow.questions import APART, section_of
from scopegen.workflow.reading import SPEC_NAMES, content_of

FILE = Path(".scopegen") / "interview.json"
FORM = 1
"""Changes when an earlier reader would misread the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was answered in an interview that was left: enough to go on with."""

    given: Value
    said: tuple[Said, ...]
    complaints: tuple[str, ...] | None
    extent: Extent


def keep(folder: Path, interview: Interview) -> None:
    """Keep every answer so far.

    Raises:
        ScopegenError: SG521 to SG524, when the disk refuses; SG590.
    """
    said = [{"at": list(path), "is": value} for path, value in interview.said]
    form = {
        "form": FORM,
        "given": interview.given,
        "complaints": interview.complaints,
        "extent": interview.extent,
        "said": said,
        "anew": _has_spec(folder),
    }
    content = (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    stay_inside(folder, FILE)
    write_all({folder / FILE: content})


UNREADABLE = (OSError, ValueError, TypeError, LookupError, RecursionError)
"""What a file that somebody else wrote may come to."""


def kept(folder: Path) -> Kept | None:
    """Give what was kept in a folder; None when no interview was left there.

    Raises:
        ScopegenError: SG925 when the file cannot be read as one. It is then set aside under
            another name, which the error tells. SG524 when that is not possible.
    """
    place = folder / FILE
    if not place.exists():
        return None
    try:
        return _read(json.loads(content_of(str(place))))
    except (*UNREADABLE, ScopegenError) as error:
        raise ScopegenError("SG925", file=_set_aside(place)) from error


def _set_aside(place: Path) -> Path:
    aside = free_name(place.with_name("interview.unreadable.json"))
    try:
        return place.rename(aside)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ScopegenError("SG524", file=place, reason=reason) from error


def _read(form: dict[str, Any]) -> Kept:
    if form["form"] != FORM:
        raise ValueError("another form")
    names = form["complaints"]
    if names is not None:
        names = tuple(complaint(name).id for name in names)
    return Kept(
        given=_value(form["given"]),
        said=tuple(_said(row) for row in form["said"]),
        complaints=names,
        extent=Extent(form["extent"]),
    )


def _said(row: dict[str, Any]) -> Said:
    path: Way = tuple(_step(step) for step in row["at"])
    if not section_of(path):
        raise LookupError(path)
    return path, _value(row["is"])


def _step(step: object) -> str | int:
    if isinstance(step, str | int) and not isinstance(step, bool):
        return step
    raise TypeError(step)


def _value(node: object) -> Value:
    if node is None or isinstance(node, str):
        return node
    if isinstance(node, list):
        return [_value(each) for each in node]
    if isinstance(node, dict):
        return {str(name): _value(each) for name, each in node.items()}
    raise TypeError(node)


def taken_up(interview: Interview, before: Kept) -> Interview:
    """Go on where an interview was left; what was given anew goes before what was said then.

    An answer that is wrong by now, such as a start that has passed, is asked again.
    """
    said = tuple(one for one in before.said if _is_free(one[0], interview))
    whole = replace(
        interview,
        given=merged(before.given, interview.given),
        said=said,
        complaints=before.complaints if interview.complaints is None else interview.complaints,
        extent=before.extent if interview.extent is Extent.ALL else interview.extent,
    )
    while whole.said and (wrong := tuple(_wrong(whole))):
        doubted = tuple(one for one in whole.said if not _touches(one[0], wrong))
        whole = replace(whole, said=doubted if doubted != whole.said else whole.said[:-1])
    return whole


def _is_free(path: Way, interview: Interview) -> bool:
    return path in APART or is_open(interview.given, path)


def _wrong(interview: Interview) -> Iterator[Way]:
    yield from (one.path for one in examined(interview) if one.severity is Severity.ERROR)


def _touches(path: Way, wrong: tuple[Way, ...]) -> bool:
    return any(one and one[: len(path)] == path[: len(one)] for one in wrong)


def _has_spec(folder: Path) -> bool:
    return any((folder / name).exists() for name in SPEC_NAMES)


def forget(folder: Path) -> None:
    """Take away what was kept, as far as the disk lets us: the spec holds it now."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)


def forget_written(folder: Path) -> None:
    """Forget an interview whose spec was written just before its command was killed."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        began_anew = json.loads((folder / FILE).read_text(encoding="utf-8"))["anew"]
        if began_anew is False and _has_spec(folder):
            forget(folder)
