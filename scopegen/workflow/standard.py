"""A house standard that is read: its terms, its clauses, and what is wrong with it.

Nothing outside of the folder of a standard is read for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, Location, ScopegenError, finding, has_errors, in_order
from scopegen.diagnostics import Path as Way
from scopegen.drafting.library import Clause, Library, joined, load_library
from scopegen.drafting.own_clauses import Known, read_own_clauses
from scopegen.drafting.vocabulary import NAMES
from scopegen.model.house import House
from scopegen.source import Schema, Tree, Underlay, decode, fields, load_schema, read
from scopegen.source.schema import GROUP, Rule, partial
from scopegen.spec.house import NO_TERMS, build_house, check_clauses
from scopegen.workflow.look_files import fits
from scopegen.workflow.nearest import HOUSE_NAMES
from scopegen.workflow.reading import content_of, engagement_schema
from scopegen.workflow.tagged import folder_at

LARGEST_CLAUSE = 256 * 1024

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A house standard as it was read; with errors in it nothing can follow it."""

    file: str
    text: str
    folder: Path
    """Where its clauses and pictures are; nothing outside is read."""
    house: House | None = None
    tree: Tree | None = None
    own: tuple[Clause, ...] = ()
    pinned: Library | None = None
    """The clause library that goes with a letter that was signed."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def under(self) -> Underlay | None:
        """The defaults, to lay a spec over."""
        return self.tree.under(("defaults",)) if self.tree else None

    @property
    def library(self) -> Library:
        """The clauses of its letters: the bundled ones and its own."""
        return self.pinned or (joined(library().clauses, self.own) if self.own else library())

    @property
    def is_wrong(self) -> bool:
        """Tell whether it has errors."""
        return has_errors(self.diagnostics)


@cache
def library() -> Library:
    """Give the bundled clause library."""
    folder, schema = bundled("templates") / "clauses", bundled("schemas") / "clause.yaml"
    return load_library(folder, schema, kept=not sys.dont_write_bytecode)


@cache
def house_schema() -> Schema:
    """Give the schema of a house standard; its defaults are the fields of an engagement."""
    own = load_schema((bundled("schemas") / "house.yaml").read_text(encoding="utf-8"))
    terms = engagement_schema().root.fields
    below = {name: partial(rule) for name, rule in terms.items() if name != "house"}
    doc = {
        "nl": "Wat elke opdracht invult, tenzij zij iets anders zegt; dezelfde velden.",
        "en": "What every engagement fills in unless it says otherwise; the same fields.",
    }
    defaults = Rule(kind=GROUP, optional=True, fields=below, doc=doc)
    return Schema(replace(own.root, fields={**own.root.fields, "defaults": defaults}))


def read_standard(place: Path) -> Standard:
    """Read a standard with its own clauses; everything that is wrong with it is found at once.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    return read_content(content_of(str(place)), str(place), place.parent)


def read_tagged(place: Path, tag: str, named: str) -> Standard:
    """Read a standard as it was at a tag of the git checkout that it is in.

    Raises:
        ScopegenError: SG600 when it is not there at that tag, SG654 when git cannot give it.
    """
    names = (place.name,) if place.suffix in SUFFIXES else HOUSE_NAMES
    folder = folder_at((place.parent if place.suffix in SUFFIXES else place).absolute(), tag)
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise ScopegenError("SG600", found=named)
    return read_content(content_of(str(found)), named, folder)


def read_content(raw: bytes, file: str, folder: Path) -> Standard:
    """Read a standard from its bytes."""
    decoded = decode(raw, file)
    text = decoded.value or ""
    standard = Standard(file=file, text=text, folder=folder, diagnostics=decoded.diagnostics)
    if decoded.value is None:
        return standard
    tree = read(text, file, house_schema())
    if tree.value is None:
        return replace(standard, diagnostics=tree.diagnostics)
    house = build_house(tree.value, engagement_schema())
    standard = replace(standard, tree=tree.value, house=house.value)
    found = [*house.diagnostics, *_misplaced(standard)]
    if house.value and not has_errors(found):
        own = _own_clauses(standard)
        standard = replace(standard, own=own[0])
        ids = [one.id for one in standard.library.clauses]
        found += [*own[1], *check_clauses(house.value, tree.value, ids)]
    return replace(standard, diagnostics=in_order(found))


def paths_of(standard: Standard) -> Iterator[tuple[Way, str]]:
    """Walk the paths that a standard names, each with its place."""
    data = standard.tree.data if standard.tree else {}
    brand = data.get("brand") or {}
    named: tuple[tuple[Way, str | None], ...] = (
        (("clauses", "folder"), data["clauses"]["folder"]),
        (("word_template",), data["word_template"]),
        (("brand", "logo"), brand.get("logo")),
    )
    yield from ((way, name) for way, name in named if name)
    for at, name in enumerate(brand.get("fonts") or ()):
        yield ("brand", "fonts", at), name


def inside(standard: Standard, name: str) -> Path | None:
    """Give a path of a standard; None when it leads out of its folder, by links as well (SG601)."""
    place = standard.folder / name
    whole = Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name
    return None if whole or not _is_inside(standard, place) else place


def _is_inside(standard: Standard, place: Path) -> bool:
    try:
        return place.resolve().is_relative_to(standard.folder.resolve())
    except (OSError, RuntimeError):  # links that lead to each other
        return False


def _misplaced(standard: Standard) -> Iterator[Diagnostic]:
    """Paths stay inside the folder (SG601) and lead somewhere (SG602)."""
    if standard.tree is None:
        return
    for way, name in paths_of(standard):
        here, place = standard.tree.location(way), inside(standard, name)
        if place is None:
            yield finding("SG601", here, way, found=name)
        elif not _is_there(place, way):
            hint = "folder" if way == ("clauses", "folder") else "file"
            yield finding("SG602", here, way, found=name, hint=hint)
        elif way[0] == "brand" and not fits(place, what := _what(way)):
            yield finding("SG641", here, way, found=name, hint=what)


def _is_there(place: Path, way: Way) -> bool:
    try:
        return place.is_dir() if way == ("clauses", "folder") else place.is_file()
    except OSError:  # a name longer than any file has
        return False


def _what(way: Way) -> str:
    return "logo" if way[1] == "logo" else "font"


def _own_clauses(standard: Standard) -> tuple[tuple[Clause, ...], tuple[Diagnostic, ...]]:
    folder = standard.house.clauses.folder if standard.house else None
    place = inside(standard, folder) if folder else None
    if place is None or folder is None:
        return (), ()
    refused = tuple(_outside(standard, place))
    if refused:
        return (), refused
    read_ = read_own_clauses(place, bundled("schemas") / "clause.yaml", library(), _known())
    return read_.value or (), read_.diagnostics


def _outside(standard: Standard, place: Path) -> Iterator[Diagnostic]:
    """A clause text is a plain file of a sane size inside the folder of the standard (SG601)."""
    for file in sorted(place.glob("*/*")):
        here = Location(file.as_posix(), 1, 1, 1, 1)
        if not _is_inside(standard, file):
            yield finding("SG601", here, found=file.name)
        elif not file.is_file() and not file.is_dir():  # a pipe or a device may never end
            yield finding("SG602", here, found=file.name, hint="file")
        elif file.is_file() and file.stat().st_size > LARGEST_CLAUSE:
            yield finding("SG100", here, hint="size", limit=f"{LARGEST_CLAUSE // 1024} KiB")


@cache
def _known() -> Known:
    whole = {each.path.removesuffix("[]") for each in fields(engagement_schema())}
    sections = {name for name in engagement_schema().root.fields if name not in NO_TERMS}
    return Known(fields=frozenset(whole), names=frozenset({*sections, *NAMES}))
