"""Reading and checking specs: from a path or text to an engagement and every finding."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    ScopegenError,
    dotted,
    finding,
    has_errors,
    in_order,
)
from scopegen.diagnostics import Path as Path_
from scopegen.document import Document
from scopegen.drafting.letter import draft_letter, load_phrases
from scopegen.drafting.library import Library, load_library
from scopegen.drafting.phrasing import Phrasing
from scopegen.model.engagement import Engagement
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.rules import Catalogue, load_catalogue
from scopegen.source import Schema, Tree, decode, load_schema, read
from scopegen.spec.build import Calendars, Spec, build
from scopegen.spec.holidays import parse_holidays

SPEC_NAMES = ("engagement.yaml", "engagement.yml")
STDIN = "-"
YES_NO = {"nl": ("nee", "ja"), "en": ("no", "yes")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A spec that was read: its text for excerpts, its value, and everything that was found."""

    file: str
    text: str
    tree: Tree | None
    spec: Spec | None
    letter: Document | None = None
    """The letter in its own language, which had to be drafted to be checked."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def language(self) -> str | None:
        """The language of the letter, if the spec got far enough to tell."""
        if self.spec:
            return self.spec.engagement.meta.language
        return "en" if "language: en" in self.text else None


def find_spec(given: str | None) -> str:
    """Find the spec: the given file, the one in the given folder, or here or in a parent folder.

    Raises:
        ScopegenError: SG901 when there is none; SG902 when the given path does not exist.
    """
    if given == STDIN:
        return STDIN
    start = Path(given) if given else Path.cwd()
    if given and not start.exists():
        raise ScopegenError("SG902", file=given)
    if start.is_file():
        return str(start)
    folders = [start] if given else [start, *start.parents]
    for folder in folders:
        for name in SPEC_NAMES:
            if (folder / name).is_file():
                return _shown(folder / name)
    raise ScopegenError("SG901", folder=start)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def examine_file(file: str) -> Examined:
    """Read and check a spec from a path, or from standard input when it is `-`.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    try:
        raw = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise ScopegenError("SG907", file=file, reason=error.strerror or str(error)) from error
    return examine(raw, file)


def examine(raw: bytes, file: str) -> Examined:
    """Read, check and draft one spec; drafting finds what only the letter can show."""
    decoded = decode(raw, file)
    if decoded.value is None:
        return Examined(file=file, text="", tree=None, spec=None, diagnostics=decoded.diagnostics)
    text = decoded.value
    tree = read(text, file, engagement_schema())
    found = [*decoded.diagnostics, *tree.diagnostics]
    spec: Checked[Spec] = Checked(None)
    letter: Checked[Document] = Checked(None)
    if tree.value is not None and not has_errors(tree.diagnostics):
        spec = build(tree.value, calendars())
        found += spec.diagnostics
    if spec.value is not None and tree.value is not None and not has_errors(found):
        engagement = spec.value.engagement
        letter = draft(engagement, engagement.meta.language)
        found += letter.diagnostics
        if letter.value:
            found += unprintable(letter.value, tree.value)
    return Examined(
        file=file,
        text=text,
        tree=tree.value,
        spec=spec.value,
        letter=letter.value,
        diagnostics=in_order(found),
    )


def draft(engagement: Engagement, language: str, *, mark: bool = False) -> Checked[Document]:
    """Draft the letter in one language with the bundled clauses; `mark` makes it a draft."""
    return draft_letter(engagement, library(), phrases(language), language=language, draft=mark)


def unprintable(document: Document, tree: Tree) -> Iterable[Diagnostic]:
    """Find the fields whose characters the PDF's font cannot print (SG551)."""
    missing = set(missing_glyphs(document.plain_text(), printable()))
    if not missing:
        return
    for path, text in _texts(tree.data, ()):
        lacking = [character for character in dict.fromkeys(text) if character in missing]
        if lacking:
            place = tree.location(path)
            yield finding("SG551", place, path, characters=" ".join(lacking))


def _texts(node: object, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping):
        for key, child in node.items():
            yield from _texts(child, (*path, key))
    elif isinstance(node, list):
        for at, child in enumerate(node):
            yield from _texts(child, (*path, at))


@cache
def printable() -> frozenset[str]:
    """Give the characters that the bundled fonts can print."""
    return load_printable(bundled("templates") / "fonts")


@cache
def engagement_schema() -> Schema:
    """Give the schema of an engagement spec."""
    return load_schema((bundled("schemas") / "engagement.yaml").read_text(encoding="utf-8"))


@cache
def calendars() -> Calendars:
    """Give the dated holiday tables by name."""
    folder = bundled("templates") / "calendars"
    return {path.stem: parse_holidays(path.read_text("utf-8")) for path in folder.glob("*.csv")}


@cache
def library() -> Library:
    """Give the bundled clause library."""
    return load_library(bundled("templates") / "clauses", bundled("schemas") / "clause.yaml")


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Give the fixed words of a language."""
    return load_phrases(bundled("templates") / "phrases" / f"{language}.toml")


@cache
def talk_words() -> Mapping[str, Any]:
    """Give what the command line says, by language."""
    return load_phrases(bundled("templates") / "phrases" / "cli.toml")


def used_defaults(examined: Examined, language: str) -> Iterator[tuple[str, str]]:
    """Give the fields that a default filled in, with the value as the letter phrases it.

    Empty lists are left out: what is not there is no term.
    """
    if examined.spec is None:
        return
    phrasing = Phrasing(language)
    for path in examined.spec.defaults:
        value = _value_at(examined.spec.engagement, path)
        if value not in ((), None):
            yield dotted(path), _told(value, phrasing)


def _value_at(noun: object, path: Path_) -> object:
    for step in path:
        noun = (
            noun[step]
            if isinstance(noun, tuple) and isinstance(step, int)
            else getattr(noun, str(step))
        )
    return noun


def _told(value: object, phrasing: Phrasing) -> str:
    if isinstance(value, bool):
        return YES_NO[phrasing.language][value]
    if isinstance(value, tuple):
        return "; ".join(_told(item, phrasing) for item in value)
    if is_dataclass(value) and type(value).__module__.startswith("scopegen.model"):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return ", ".join(
            f"{name} {_told(item, phrasing)}" for name, item in named if item is not None
        )
    return phrasing.of(value)


@cache
def catalogue() -> Catalogue:
    """Give the sentences of every finding."""
    return load_catalogue(bundled("templates") / "rules")
