"""How far an engagement follows its house standard: deviations, approvals, its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scopegen.diagnostics import Diagnostic, Path, Severity, finding
from scopegen.document import Document
from scopegen.model.house import Deviation
from scopegen.source import Tree
from scopegen.spec.deviations import Followed
from scopegen.workflow.reading import Examined, engagement_schema
from scopegen.workflow.standard import Standard

FIRST_FIELD = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What was found of an engagement beside its standard."""

    deviations: tuple[Deviation, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Deviations that nobody approved, approvals that do not count, and a later version."""


def following(examined: Examined, letter: Document | None) -> Following:
    """Hold an engagement against its standard; without its letter, clauses are left out."""
    standard, tree, spec = examined.standard, examined.tree, examined.spec
    if standard is None or standard.house is None or tree is None or spec is None:
        return Following(deviations=(), diagnostics=())
    defaults = standard.tree.data["defaults"] if standard.tree else None
    followed = Followed(spec.engagement, tree, standard.house, defaults, engagement_schema())
    found = list(followed.deviations())
    if letter:
        present = {section.id for section in letter.sections}
        found += followed.clauses(present, _deciding(standard))
    deviations, wrong = followed.judged(found, drafted=letter is not None)
    open_ = [followed.told(one) for one in deviations if one.approval is None]
    told = (*open_, *wrong, *_version(standard, tree))
    return Following(deviations=deviations, diagnostics=told)


def _deciding(standard: Standard) -> dict[str, Path]:
    """Give for each clause the field that decides on it: the first of its condition."""
    conditions = ((one.id, FIRST_FIELD.search(one.when)) for one in standard.library.clauses)
    return {id_: tuple(first[0].split(".")) for id_, first in conditions if first}


def _version(standard: Standard, tree: Tree) -> Iterator[Diagnostic]:
    """The spec was made on this version of the standard (SG623, a note)."""
    said = (tree.data["house"] or {}).get("version")
    house = standard.house
    if house and said and said != house.version:
        path: Path = ("house", "version")
        place, note = tree.location(path), Severity.NOTE
        since, now = house.date.isoformat(), house.version
        yield finding("SG623", place, path, severity=note, found=said, version=now, date=since)
