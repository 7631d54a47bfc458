"""Reading and checking specs: from a path or text to an engagement and every finding."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    Location,
    ScopegenError,
    Severity,
    finding,
    has_errors,
    in_order,
)
from scopegen.document import Document
from scopegen.drafting.letter import draft_letter, load_phrases
from scopegen.drafting.library import Library, frozen, load_library
from scopegen.model.engagement import Engagement
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.rules import Catalogue, load_catalogue
from scopegen.source import Schema, Tree, decode, load_schema, read
from scopegen.spec.build import Calendars, Spec, build
from scopegen.spec.holidays import parse_holidays

SPEC_NAMES = ("engagement.yaml", "engagement.yml")
STDIN = "-"
LANGUAGE = re.compile(r"^\s+language:\s*['\"]?(nl|en)\b", re.MULTILINE)
DEFAULT_LANGUAGE = "nl"
EXAMPLE = re.compile(r"\s# (?:voorbeeld|example)\s*$")


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
        """The language of the letter; in a spec with errors, what its text says."""
        if self.tree:
            return str(self.tree.data["meta"]["language"])
        said = LANGUAGE.search(self.text)
        return said[1] if said else DEFAULT_LANGUAGE if self.text else None


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
    found = (folder / name for folder in folders for name in SPEC_NAMES)
    spec = next((path for path in found if path.is_file()), None)
    if spec is None:
        raise ScopegenError("SG901", folder=start, hint="default" if given else "above")
    return _shown(spec)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def examine_file(file: str, *, drafted: bool = True) -> Examined:
    """Read and check a spec from a path, or from standard input when it is `-`.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    try:
        raw = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise ScopegenError("SG907", file=file, reason=error.strerror or str(error)) from error
    return examine(raw, file, drafted=drafted)


def examine(raw: bytes, file: str, *, drafted: bool = True) -> Examined:
    """Read, check and draft one spec; drafting finds what only the letter can show.

    Without `drafted` that is left out: for who needs the terms and not the letter.
    """
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
    sound = spec.value is not None and not has_errors(found)
    if drafted and sound and spec.value and tree.value:
        engagement = spec.value.engagement
        letter = draft(engagement, engagement.meta.language)
        found += letter.diagnostics
        if letter.value:
            found += unprintable(letter.value, tree.value, Severity.WARNING)
            found += _left_over_examples(text, file)
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


def unprintable(
    document: Document, tree: Tree, severity: Severity = Severity.ERROR
) -> Iterable[Diagnostic]:
    """Find the fields whose characters the PDF's font cannot print (SG551).

    That is an error only for who wants a PDF; Word finds another font by itself.
    """
    missing = set(missing_glyphs(document.plain_text(), printable()))
    if not missing:
        return
    for path, value in tree.values():
        text = value if isinstance(value, str) else ""
        lacking = [character for character in dict.fromkeys(text) if character in missing]
        if lacking:
            place = tree.location(path)
            yield finding("SG551", place, path, severity=severity, characters=" ".join(lacking))


def _left_over_examples(text: str, file: str) -> Iterator[Diagnostic]:
    """Find values that `init` marked as examples and that nobody replaced (SG390)."""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = EXAMPLE.search(line)
        if mark:
            start = len(line) - len(line.lstrip()) + 1
            place = Location(file, number, start, number, mark.start() + 1)
            yield finding("SG390", place, severity=Severity.WARNING)


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


def frozen_library() -> bytes:
    """Give the bundled clause texts and fixed words, to keep with a letter that is issued."""
    return frozen(library(), {language: phrases(language) for language in ("nl", "en")})


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Give the fixed words of a language."""
    return load_phrases(bundled("templates") / "phrases" / f"{language}.toml")


@cache
def talk_words() -> Mapping[str, Any]:
    """Give what the command line says, by language."""
    return load_phrases(bundled("templates") / "phrases" / "cli.toml")


@cache
def catalogue() -> Catalogue:
    """Give the sentences of every finding."""
    return load_catalogue(bundled("templates") / "rules")
