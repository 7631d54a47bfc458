"""Clauses of a firm: any text becomes a letter, or is refused in words; it touches nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import Clause, Library
from scopegen.drafting.own_clauses import Known, read_own_clauses
from scopegen.drafting.vocabulary import NAMES
from scopegen.drafting.wording import lint_clauses
from scopegen.model.engagement import Engagement
from scopegen.plain_words import Wording
from scopegen.source import fields
from scopegen.workflow.reading import engagement_schema, read_file, wording
from scopegen.workflow.standard import library
from scopegen.workflow.wording import phrases

from .mutation import Change, of_lines, words_of
from .told import Codes, see_error, see_plain, see_told

ROOT = Path(__file__).resolve().parents[2]
MAX_LEN = 6_000
INSIDE = re.compile(r"\bat 0x[0-9a-f]{6}|<(?:bound|built-in|function|generator) ")
"""What Python says of what is no value: a letter never shows its inside."""
LANGUAGES = ("nl", "en")


def seeds() -> Iterator[bytes]:
    """Give clauses to start from: the first line says when, the rest is the text."""
    for one in library().clauses:
        for language in LANGUAGES:
            yield f"{one.when}\n{one.text(language)}".encode()
    yield b"yaml\n" + (bundled("templates") / "clauses/liability/clause.yaml").read_bytes()


@cache
def _change() -> Change:
    return of_lines(words_of("clauses"), tuple(seeds()))


def change(data: bytes, longest: int, seed: int) -> bytes:
    """Change lines and values."""
    return _change()(data, longest, seed)


def try_one(data: bytes) -> Codes:
    """Read a firm's clause and put it in a letter."""
    when, _, text = data.partition(b"\n")
    if when == b"yaml":
        return _put(text, b"# A\n\ntext\n")
    told = b'part: law\norder: 700\ndoes:\n  nl: a\n  en: a\nsource: ["art. 6:74 BW"]\n'
    line = b"when: '" + when.replace(b"'", b"''") + b"'\n" if when else b""
    return _put(told + b"fields: [meta.law]\n" + line, text)


@cache
def folder() -> Path:
    """Give a place for one clause."""
    made = Path(mkdtemp(prefix="clauses-")) / "own"
    made.mkdir()
    return made


@cache
def known() -> Known:
    """Give what a clause may speak of."""
    whole = {each.path.removesuffix("[]") for each in fields(engagement_schema())}
    return Known(
        fields=frozenset(whole), names=frozenset({*engagement_schema().root.fields, *NAMES})
    )


@cache
def words_in() -> Mapping[str, Wording]:
    """Give the words that do not belong in a letter, by language."""
    return {language: wording(language) for language in LANGUAGES}


@cache
def engagements() -> tuple[Engagement, ...]:
    """Give what letters are drafted for."""
    names = ("northgate", "waterlinie")
    read = (read_file(str(ROOT / "samples" / name / "engagement.yaml")) for name in names)
    return tuple(one.spec.engagement for one in read if one.spec)


def _put(told: bytes, text: bytes) -> Codes:
    place = folder()
    (place / "clause.yaml").write_bytes(told)
    for language in LANGUAGES:
        (place / f"{language}.md").write_bytes(text)
    schema = bundled("schemas") / "clause.yaml"
    read = read_own_clauses(place.parent, schema, Library(()), known())
    found = see_told(read.diagnostics)
    found |= see_told(lint_clauses(Library(read.value or ()), words_in()))
    for clause in () if read.diagnostics else read.value or ():
        found |= _drafted(clause)
    return found


def _drafted(clause: Clause) -> Codes:
    _warm()
    letters = ((each, language) for each in engagements() for language in LANGUAGES)
    return Codes().union(*(_letter(clause, each, language) for each, language in letters))


def _letter(clause: Clause, engagement: Engagement, language: str) -> Codes:
    own, words = Library((clause,)), phrases(language)
    try:
        with touching_nothing():
            made = draft_letter(engagement, own, words, language=language)
    except ScopegenError as error:
        return see_error(error)
    if made.value:
        see_plain(made.value.plain_text())
        assert not INSIDE.search(made.value.plain_text())
    return see_told(made.diagnostics)


@cache
def _warm() -> None:
    """Draft whole letters once, so that what is read once has been read."""
    for engagement in engagements():
        for language in LANGUAGES:
            draft_letter(engagement, library(), phrases(language), language=language)


_touched: list[str] = []
_watching: list[bool] = []
WATCHED = ("open", "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "import", "tempfile.")


def _watch(event: str, args: tuple[object, ...]) -> None:
    if _watching and event.startswith(WATCHED):
        _touched.append(f"{event} {args[:1]}")


@contextmanager
def touching_nothing() -> Iterator[None]:
    """See that no file, process or network is touched meanwhile."""
    if not hasattr(_watch, "on"):
        sys.addaudithook(_watch)
        _watch.on = True  # type: ignore[attr-defined]
    _touched.clear()
    _watching.append(True)
    try:
        yield
    finally:
        _watching.clear()
    assert not _touched, _touched
