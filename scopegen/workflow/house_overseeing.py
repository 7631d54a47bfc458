"""All engagements of a firm beside its standard: what deviates, is approved, or is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scopegen.diagnostics import Diagnostic, ScopegenError, has_errors
from scopegen.model.house import Deviation
from scopegen.workflow.checking import as_agreed, examine
from scopegen.workflow.differing import Part, compare
from scopegen.workflow.dossier import dossier_of
from scopegen.workflow.nearest import standard_of
from scopegen.workflow.reading import SPEC_NAMES, Examined, content_of
from scopegen.workflow.standard import Standard

MOST = 2000
"""Engagements that are looked at in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One engagement beside the standard that it follows."""

    file: str
    engagement: str
    standing: str
    """draft, issued, signed or ended; unknown when its spec or register cannot be read."""
    follows: str
    """The file of its standard; empty when it follows none."""
    deviations: tuple[Deviation, ...]
    errors: tuple[Diagnostic, ...]
    """Errors that are no deviations."""

    @property
    def open(self) -> tuple[Deviation, ...]:
        """The deviations that nobody approved."""
        return tuple(one for one in self.deviations if one.approval is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What another standard does to one engagement; nothing to one that was issued."""

    file: str
    engagement: str
    standing: str
    parts: tuple[Part, ...]
    deviations: tuple[Deviation, ...]
    """Those that are new, and not approved."""
    errors: tuple[Diagnostic, ...]

    @property
    def stays(self) -> bool:
        """Tell whether its letter is out, so that its terms are frozen."""
        return self.standing in {"issued", "signed", "ended"}

    @property
    def changes(self) -> bool:
        """Tell whether anything would be otherwise."""
        return bool(self.parts or self.deviations or self.errors)


def specs_below(folder: Path) -> Iterator[str]:
    """Find the specs in a folder and below it, hidden folders left out, in order of name."""
    places = sorted(path for name in SPEC_NAMES for path in folder.rglob(name))
    open_ = (path for path in places if not _is_hidden(path.relative_to(folder)))
    yield from (str(path) for path in list(open_)[:MOST])


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def engagements(folder: Path) -> Iterator[Kept]:
    """Look at every engagement below a folder, each beside its own standard."""
    for file in specs_below(folder):
        raw = content_of(file)
        examined = as_agreed(examine(raw, file, standard_of(raw, file)))
        yield Kept(
            file=file,
            engagement=_name(examined),
            standing=standing(examined),
            follows=examined.standard.file if examined.standard else "",
            deviations=examined.deviations,
            errors=examined.flaws,
        )


def _name(examined: Examined) -> str:
    return str(examined.tree.data["meta"]["id"]) if examined.tree else examined.file


def standing(examined: Examined) -> str:
    """Tell how far the letter of a spec is, by its register."""
    if examined.tree is None:
        return "unknown"
    try:
        dossier = dossier_of(examined)
    except ScopegenError:
        return "unknown"
    now = dossier.standing
    if has_errors(dossier.trouble):
        return "unknown"
    if now.ended:
        return "ended"
    return "signed" if now.letter else "issued" if now.letters else "draft"


def upgrades(old: Standard, new: Standard, folder: Path, language: str) -> Iterator[Upgrade]:
    """Tell what changes in each engagement of this firm when one standard follows another."""
    names = {each.house.name for each in (old, new) if each.house}
    files = {Path(each.file).resolve() for each in (old, new)}
    for file in specs_below(folder):
        raw = content_of(file)
        own = standard_of(raw, file)
        if own is None or not own.house:
            continue
        if own.house.name in names or Path(own.file).resolve() in files:
            yield _upgrade(examine(raw, file, old), examine(raw, file, new), language)


def _upgrade(before: Examined, after: Examined, language: str) -> Upgrade:
    made = Upgrade(
        file=after.file,
        engagement=_name(after if after.tree else before),
        standing=standing(before if before.tree else after),
        parts=(),
        deviations=(),
        errors=(),
    )
    if made.stays:
        return made
    if after.flaws or before.flaws or before.spec is None:
        return replace(made, errors=after.flaws or before.flaws)
    known = {(one.code, one.field, one.shown) for one in before.deviations if not one.approval}
    new = (one for one in after.deviations if not one.approval)
    return replace(
        made,
        parts=compare(before, after, language).parts,
        deviations=tuple(one for one in new if (one.code, one.field, one.shown) not in known),
    )
