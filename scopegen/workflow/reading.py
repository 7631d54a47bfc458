"""Reading specs: from a path or text to an engagement and what is found, without its letter."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Checked, Diagnostic, ScopegenError, has_errors, in_order
from scopegen.document import Document
from scopegen.plain_words import Wording, load_wording
from scopegen.source import Schema, Tree, decode, load_schema, read
from scopegen.spec.build import Calendars, Spec, build
from scopegen.spec.holidays import parse_holidays
from scopegen.spec.lint import Norms, parse_limits
from scopegen.terms.late_payment import RateTable, parse_rates

SPEC_NAMES = ("engagement.yaml", "engagement.yml")
STDIN = "-"
LANGUAGE = re.compile(r"^\s+language:\s*['\"]?(nl|en)\b", re.MULTILINE)
DEFAULT_LANGUAGE = "nl"


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


def content_of(file: str) -> bytes:
    """Give the bytes of a spec from a path, or from standard input when it is `-`.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise ScopegenError("SG907", file=file, reason=error.strerror or str(error)) from error


def read_file(file: str) -> Examined:
    """Read a spec from a path, or from standard input when it is `-`; its letter is not drafted.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    return read_spec(content_of(file), file)


def read_spec(raw: bytes, file: str) -> Examined:
    """Read a spec and check what can be checked without its letter."""
    decoded = decode(raw, file)
    if decoded.value is None:
        return Examined(file=file, text="", tree=None, spec=None, diagnostics=decoded.diagnostics)
    tree = read(decoded.value, file, engagement_schema())
    spec: Checked[Spec] = Checked(None)
    if tree.value is not None and not has_errors(tree.diagnostics):
        spec = build(tree.value, calendars(), norms())
    found = (*decoded.diagnostics, *tree.diagnostics, *spec.diagnostics)
    return Examined(
        file=file,
        text=decoded.value,
        tree=tree.value,
        spec=spec.value,
        diagnostics=in_order(found),
    )


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
def norms() -> Norms:
    """Give what the contract lint measures by: dated figures and rates, and lists of words."""
    folder = bundled("templates") / "limits"
    limits = {path.stem: parse_limits(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    return Norms(limits=limits, rates=rate_table, wording=wording)


@cache
def wording(language: str) -> Wording:
    """Give the words that do not belong in a letter in this language."""
    return load_wording(bundled("templates") / "wording" / f"{language}.toml")


@cache
def rate_table(name: str) -> RateTable:
    """Give a dated table of rates."""
    path = bundled("templates") / "rates" / f"{name}.csv"
    return parse_rates(name, path.read_text(encoding="utf-8"))
