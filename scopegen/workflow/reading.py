"""Reading specs: from a path or text to an engagement and what is found, without its letter."""

from __future__ import annotations

import re
import sys
from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from scopegen.assets import bundled
from scopegen.diagnostics import Checked, Diagnostic, ScopegenError, Severity, has_errors, in_order
from scopegen.document import Document
from scopegen.plain_words import Wording, load_wording
from scopegen.source import Schema, Tree, bounded, decode, load_schema, read
from scopegen.source.overlay import Overlaid, laid_over
from scopegen.source.reading import Sound, read_laid
from scopegen.spec.build import Calendars, Spec, build
from scopegen.spec.holidays import parse_holidays
from scopegen.spec.lint import Norms, parse_limits
from scopegen.terms.late_payment import RateTable, parse_rates
from scopegen.workflow.nearest import STDIN, standard_of

if TYPE_CHECKING:
    from scopegen.model.house import Deviation
    from scopegen.workflow.standard import Standard

__all__ = [
    "DEVIATIONS",
    "REGISTER",
    "SPEC_NAMES",
    "STDIN",
    "WAITING",
    "Examined",
    "calendars",
    "content_of",
    "engagement_schema",
    "find_spec",
    "read_file",
    "read_laid_spec",
    "read_spec",
]

DEVIATIONS = frozenset({"SG610", "SG611", "SG612", "SG613", "SG614", "SG615"})
"""Findings that an approval takes away, and that a draft may have."""
SPEC_NAMES = ("engagement.yaml", "engagement.yml")
REGISTER = "register.db"
"""The register of an engagement, beside its spec."""
WAITING = ".scopegen/*.waiting"
"""What a command that was killed had still to write, beside its spec."""
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
    standard: Standard | None = None
    """The house standard that the spec is laid over."""
    deviations: tuple[Deviation, ...] = ()
    """Where it is not as its standard has it, approved or not."""

    @property
    def texts(self) -> dict[str, str]:
        """The texts that findings may point into, by file."""
        below = {self.standard.file: self.standard.text} if self.standard else {}
        return {**below, self.file: self.text}

    @property
    def flaws(self) -> tuple[Diagnostic, ...]:
        """What keeps even a draft from being made: the errors that are no deviations."""
        errors = (one for one in self.diagnostics if one.severity is Severity.ERROR)
        return tuple(one for one in errors if one.code not in DEVIATIONS)

    @property
    def language(self) -> str | None:
        """The language of the letter; in a spec with errors, what its text says."""
        if self.tree:
            return str(self.tree.data["meta"]["language"])
        said = LANGUAGE.search(self.text)
        if said is None and self.standard and self.standard.house:
            return self.standard.house.language
        return said[1] if said else DEFAULT_LANGUAGE if self.text else None


def find_spec(given: str | None) -> str:
    """Find the spec: the given file, the one in the given folder, or here or in a parent folder.

    What a command that was killed had recorded in its folder, but not written, is written first.

    Raises:
        ScopegenError: SG901 when there is none; SG902 when the given path does not exist.
    """
    if given == STDIN:
        return STDIN
    spec = _found(given)
    if any(spec.parent.glob(WAITING)):
        import_module("scopegen.workflow.finishing").finish(spec.parent)
    return str(spec)


def _found(given: str | None) -> Path:
    start = Path(given) if given else Path.cwd()
    if given and not start.exists():
        raise ScopegenError("SG902", file=given)
    if start.is_file():
        return start
    folders = [start] if given else [start, *start.parents]
    found = (folder / name for folder in folders for name in SPEC_NAMES)
    spec = next((path for path in found if path.is_file()), None)
    if spec is None:
        raise ScopegenError("SG901", folder=start, hint="default" if given else "above")
    return _shown(spec)


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def content_of(file: str) -> bytes:
    """Give the bytes of a spec from a path, or from standard input when it is `-`.

    Of a file that is too large for a spec it gives no more than tells so.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    try:
        if file == STDIN:
            return bounded(sys.stdin.buffer)
        with Path(file).open("rb") as opened:
            return bounded(opened)
    except OSError as error:
        raise ScopegenError("SG907", file=file, reason=error.strerror or str(error)) from error


def read_file(file: str) -> Examined:
    """Read a spec from a path, or from standard input when it is `-`; its letter is not drafted.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    raw = content_of(file)
    return read_spec(raw, file, standard_of(raw, file))


def read_spec(raw: bytes, file: str, standard: Standard | None = None) -> Examined:
    """Read a spec over its house standard; check what can be checked without its letter.

    When the standard has errors, these are told and the spec is not judged.
    """
    decoded = decode(raw, file)
    if decoded.value is None or (standard and standard.is_wrong):
        found = (*decoded.diagnostics, *(standard.diagnostics if standard else ()))
        text = decoded.value or ""
        return Examined(
            file=file, text=text, tree=None, spec=None, diagnostics=found, standard=standard
        )
    below = standard.under if standard else None
    tree = read(decoded.value, file, engagement_schema(), below)
    return _built(Checked(tree.value, (*decoded.diagnostics, *tree)), decoded.value, file, standard)


def read_laid_spec(
    whole: Overlaid, file: str, standard: Standard | None = None, sound: Sound | None = None
) -> Examined:
    """Read a spec that was laid over another; it lies over its house standard in turn.

    `sound` remembers what was read and found sound, from one spec to the next.
    """
    below = standard.under if standard else None
    if below:
        over = laid_over(whole.root, below, engagement_schema().root)
        whole = Overlaid(over.root, ChainMap({**over.lent}, {**whole.lent}), over.paths)
    tree = read_laid(whole, file, engagement_schema(), sound=sound)
    return _built(tree, "", file, standard)


def _built(tree: Checked[Tree], text: str, file: str, standard: Standard | None) -> Examined:
    spec: Checked[Spec] = Checked(None)
    if tree.value is not None and not has_errors(tree.diagnostics):
        spec = build(tree.value, calendars(), norms())
    return Examined(
        file=file,
        text=text,
        tree=tree.value,
        spec=spec.value,
        diagnostics=in_order((*tree.diagnostics, *spec.diagnostics)),
        standard=standard,
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
