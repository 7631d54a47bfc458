"""Answers that are given beforehand: in a file, and one by one as `field=value`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from scopegen.diagnostics import Checked, Diagnostic, Rejected, ScopegenError, has_errors, in_order
from scopegen.source import decode, fields
from scopegen.source.texts import TextFile, Value, is_open, read_texts
from scopegen.source.values import NONE
from scopegen.workflow.complaints import complaint
from scopegen.workflow.reading import engagement_schema

SET = "--set"
"""The name under which the answers given one by one are told."""
COMPLAINTS = "complaints"
"""What goes wrong, in an answers file; no field of a spec."""
FLOW = re.compile(r"\s*[\[{]")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered beforehand, and the places where it was said."""

    tree: Value
    complaints: tuple[str, ...] | None = None
    sources: tuple[TextFile, ...] = ()
    """In the order of their weight: the last one goes before the others."""
    in_file: bool = False
    """A file was given, so that only what it lacks is asked."""

    def moved(self, found: Iterable[Diagnostic], spec: str) -> tuple[Diagnostic, ...]:
        """Give findings on the spec their places in what was answered."""
        if not self.sources:
            return in_order(found)
        return in_order(each for one in found for each in self._source_of(one).moved([one], spec))

    def _source_of(self, one: Diagnostic) -> TextFile:
        said = (each for each in reversed(self.sources) if not is_open(each.tree, one.path))
        return next(said, self.sources[0])


def read_answers(raw: bytes | None, file: str, sets: Iterable[str] = ()) -> Answers:
    """Read an answers file and single answers: the same fields as a spec, nested or dotted.

    Raises:
        Rejected: with every problem of their form.
        ScopegenError: SG921 for an unknown complaint, SG923 for an answer without a field.
    """
    given = [] if raw is None else [_read(raw, file)]
    text = set_text(sets)
    given += [_read(text.encode(), SET)] if text else []
    found = [one for checked in given for one in checked]
    sources = tuple(checked.value for checked in given if checked.value)
    if len(sources) < len(given) or has_errors(found):
        raise Rejected(found)
    tree: Value = {}
    for source in sources:
        tree = merged(tree, source.tree)
    return Answers(*_without_complaints(tree), sources, in_file=raw is not None)


def _read(raw: bytes, file: str) -> Checked[TextFile]:
    decoded = decode(raw, file)
    if decoded.value is None:
        return Checked(None, decoded.diagnostics)
    return read_texts(decoded.value, file, engagement_schema())


def set_text(sets: Iterable[str]) -> str:
    """Write single answers as an answers file, one line each; a later one replaces an earlier.

    Raises:
        ScopegenError: SG923 when there is no `field=`.
    """
    rows: dict[str, str] = {}
    for one in sets:
        name, mark, value = one.partition("=")
        if not mark or not re.fullmatch(r"[\w.]+", name.strip()):
            raise ScopegenError("SG923", found=one)
        rows[name.strip()] = f"{name.strip()}: {_typed(name.strip(), value.strip())}\n"
    return "".join(rows.values())


def _typed(name: str, value: str) -> str:
    """Quote a text as it is; a list in brackets, or with semicolons, is a list."""
    if FLOW.match(value) or value.lower() in NONE:
        return value
    if name in _lists():
        parts = (part.strip() for part in value.split(";") if part.strip())
        return f"[{', '.join(json.dumps(part, ensure_ascii=False) for part in parts)}]"
    return json.dumps(value, ensure_ascii=False)


def _lists() -> frozenset[str]:
    listed = {each.path for each in fields(engagement_schema()) if each.path.endswith("[]")}
    return frozenset(path.removesuffix("[]") for path in listed) | {COMPLAINTS}


def merged(below: Value, above: Value) -> Value:
    """Give two trees as one: what stands above goes before, groups are merged field by field."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{name: merged(below.get(name), value) for name, value in above.items()}}


def _without_complaints(tree: Value) -> tuple[Value, tuple[str, ...] | None]:
    if not isinstance(tree, dict) or COMPLAINTS not in tree:
        return tree, None
    said = tree[COMPLAINTS]
    names = said if isinstance(said, list) else [said]
    rest = {name: value for name, value in tree.items() if name != COMPLAINTS}
    return rest, tuple(complaint(str(name)).id for name in names if name)
