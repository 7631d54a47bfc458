"""Where the house standard of an engagement is.

The one that the user names counts, else the one that the spec names, else the nearest
`house.yaml`: in the folder of the spec, or in a folder above it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scopegen.diagnostics import Location, ScopegenError, finding
from scopegen.diagnostics import Path as Way
from scopegen.source import decode
from scopegen.source.reading import text_in

if TYPE_CHECKING:
    from scopegen.workflow.standard import Standard

HOUSE_NAMES = ("house.yaml", "house.yml")
NAMED_IN_SPEC: Way = ("house", "standard")
SAYS = re.compile(rb"^house\s*:", re.MULTILINE)
"""What a spec holds that may name a standard; without it there is nothing to look for."""
STDIN = "-"


def standard_of(raw: bytes, file: str, given: str | None = None) -> Standard | None:
    """Find and read the standard that a spec follows; None when there is none.

    `given` is a standard that the user names: a file, or the folder that holds it.

    Raises:
        ScopegenError: SG600 when the one that the user names is not there.
    """
    if given:
        return chosen_standard(given)
    named = _named(raw, file)
    if named:
        return _standard_at(*named, Path(file).parent)
    place = found_above(Path() if file == STDIN else Path(file).parent)
    return _read(place) if place else None


def _named(raw: bytes, file: str) -> tuple[str, Location] | None:
    text = decode(raw, file).value if SAYS.search(raw) else None
    return text_in(text, file, NAMED_IN_SPEC) if text else None


def _standard_at(named: str, place: Location, beside: Path) -> Standard:
    try:
        return _standard(beside, named)
    except ScopegenError as error:
        facts: dict[str, Any] = dict(error.facts)
        wrong = finding(error.code, place, NAMED_IN_SPEC, **facts)
    made: Standard = _reading().Standard(file=named, text="", folder=beside, diagnostics=(wrong,))
    return made


def _standard(beside: Path, named: str) -> Standard:
    """Read the standard at a path, or at a tag of the git checkout at a path.

    Raises:
        ScopegenError: SG600 when it is not there, SG654 when git cannot give it.
    """
    place = _in_folder(beside / named)
    if place is not None:
        return _read(place)
    parts = import_module("scopegen.workflow.tagged").split_tag(named)
    if parts is None:
        raise ScopegenError("SG600", found=named)
    path, tag = parts
    there = beside / path
    made: Standard = _reading().read_tagged(there, tag, named)
    return made


def _read(place: Path) -> Standard:
    made: Standard = _reading().read_standard(place)
    return made


def _reading() -> Any:
    """Load what reads a standard, which most engagements do without."""
    return import_module("scopegen.workflow.standard")


def _in_folder(place: Path) -> Path | None:
    """Give the standard at a path: the file itself, or the one in that folder."""
    choices = (place, *(place / name for name in HOUSE_NAMES))
    return next((one for one in choices if _is_file(one)), None)


def found_above(folder: Path) -> Path | None:
    """Find the nearest standard: in this folder, or above it as far as the home folder.

    A folder above that everybody may write in is passed by: who writes there is not your firm.
    """
    start = Path(os.path.abspath(folder))  # noqa: PTH100 - a link keeps its own place
    for each in _upward(start, Path.home()):
        if each == start or not _is_everybodys(each):
            place = next((each / name for name in HOUSE_NAMES if _is_file(each / name)), None)
            if place:
                return _shown(place, folder)
    return None


def _upward(start: Path, home: Path) -> Iterator[Path]:
    for each in (start, *start.parents):
        yield each
        if each == home:
            return


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a folder that we may not look into
        return False


def _is_everybodys(folder: Path) -> bool:
    return os.name == "posix" and bool(folder.stat().st_mode & stat.S_IWOTH)


def _shown(place: Path, beside: Path) -> Path:
    """Name a file as the user names the spec: by its whole path, or from here."""
    return place if beside.is_absolute() else Path(os.path.relpath(place))


def chosen_standard(given: str | None) -> Standard:
    """Read the standard that the user names, or the nearest one.

    Raises:
        ScopegenError: SG600 when the one named is not there, SG650 when there is none, SG654 when
            it is not there at the tag that is named.
    """
    if given:
        return _standard(Path(), given)
    nearest = found_above(Path())
    if nearest is None:
        raise ScopegenError("SG650", file=Path.cwd())
    return _read(nearest)
