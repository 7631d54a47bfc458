"""Word templates for a house: which come with scopegen, a copy to start from, and checking one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, ScopegenError, as_finding, has_errors
from scopegen.document import Document
from scopegen.render.word_fields import PRINTED_FIELDS
from scopegen.render.word_lint import lint_word_template
from scopegen.render.word_start import one_tag_template
from scopegen.render.word_template import REQUIRED_STYLES, bundled_word_path, read_template
from scopegen.workflow.building import Order, word
from scopegen.workflow.checking import examine
from scopegen.workflow.files import stay_inside, write_all
from scopegen.workflow.wording import talk_words

SAMPLES = {"nl": "waterlinie", "en": "northgate"}
"""The letters that a template is tried with, by language."""
READMES = {"nl": "LEESMIJ.md", "en": "README.md"}
COVERED = ("client", "provider", "date", "fingerprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """A template that comes with scopegen."""

    name: str
    make: Callable[[], bytes]

    def does(self, language: str) -> str:
        """Say what it is for."""
        return str(words(language)["made"][self.name])


TEMPLATES = (
    Bundled(name="letter", make=lambda: one_tag_template(bundled_word_path().read_bytes())),
    Bundled(name="blocks", make=lambda: bundled_word_path().read_bytes()),
)


def words(language: str) -> Mapping[str, Any]:
    """Give the fixed words about templates."""
    told: Mapping[str, Any] = talk_words()[language]["templates"]
    return told


def fields(language: str) -> tuple[tuple[str, str], ...]:
    """Give every tag that prints something, and what."""
    told = words(language)["fields"]
    return tuple((name, str(told[name])) for name in ("letter", *PRINTED_FIELDS))


def styles(language: str) -> tuple[tuple[str, str], ...]:
    """Give every style that the letter uses, and what is printed with it."""
    told = words(language)["styles"]
    return tuple((name, str(told[name])) for name in REQUIRED_STYLES)


def eject(name: str, folder: Path, language: str, *, replace: bool = False) -> tuple[Path, ...]:
    """Write a bundled template and a readme to start from; give the files.

    Raises:
        ScopegenError: SG583 for a name that does not exist, SG582 when a file is there already
            and `replace` is off, SG521 to SG524 when the disk refuses.
    """
    known = {one.name: one for one in TEMPLATES}
    if name not in known:
        raise ScopegenError("SG583", found=name, known=", ".join(known))
    contents = {
        folder / "letter.docx": known[name].make(),
        folder / READMES[language]: readme(language).encode(),
    }
    taken = [place for place, content in contents.items() if not _free(place, content)]
    if taken and not replace:
        raise ScopegenError("SG582", files=", ".join(place.name for place in taken))
    stay_inside(folder, *(place.name for place in contents))
    write_all(contents)
    return tuple(contents)


def _free(place: Path, content: bytes) -> bool:
    return not place.exists() or (place.is_file() and place.read_bytes() == content)


def readme(language: str) -> str:
    """Say which tags there are and what each style prints; made from the lists that lint holds."""
    told = words(language)
    return (
        f"# {told['readme_title']}\n\n{told['readme_start'].strip()}\n\n"
        f"## {told['readme_fields']}\n\n{_listed(fields(language), '{{{{ {} }}}}')}\n"
        f"{told['readme_conditions'].strip()}\n\n"
        f"## {told['readme_styles']}\n\n{told['readme_borrowed'].strip()}\n\n"
        f"{_listed(styles(language), '{}')}"
    )


def _listed(rows: Iterable[tuple[str, str]], form: str) -> str:
    return "".join(f"- `{form.format(name)}`: {told}\n" for name, told in rows)


def lint(path: Path) -> tuple[Diagnostic, ...]:
    """Check a template; one without errors is tried on a letter in both languages.

    Raises:
        ScopegenError: SG902 and SG907 when the file is not there or cannot be read.
    """
    try:
        found = lint_word_template(path.name, _content(path))
    except ScopegenError as error:
        if error.code != "SG500":
            raise
        return (as_finding(error),)
    if has_errors(found):
        return found
    tried = (_tried(path, language) for language in SAMPLES)
    return (*found, *dict.fromkeys(one for one in tried if one))


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise ScopegenError("SG902", file=path) from error
    except OSError as error:
        raise ScopegenError("SG907", file=path, reason=error.strerror or "") from error
    if stat.S_ISDIR(status.st_mode):
        raise ScopegenError("SG907", file=path, reason=os.strerror(errno.EISDIR))
    return read_template(path)


def _tried(path: Path, language: str) -> Diagnostic | None:
    """Print a sample letter with a template; what stops it is a finding."""
    try:
        word(_sample(language), Order(word_template=path, cover=dict.fromkeys(COVERED, "A & B")))
    except ScopegenError as error:
        return as_finding(error)
    return None


@cache
def _sample(language: str) -> Document:
    place = bundled("samples") / SAMPLES[language] / "engagement.yaml"
    letter = examine(place.read_bytes(), place.name).letter
    if letter is None:
        raise ScopegenError("SG900", kind="samples")
    return letter
