"""The packages that scopegen asks for, against those that are installed here.

In a checkout its `pyproject.toml` says what is asked, else the metadata of the installed wheel.
Of the language of requirements (PEP 508) only what ours use is understood: comparisons of versions,
and markers that compare one name with `==` or `!=`, joined by `and` and `or`.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path

import scopegen
from scopegen.workflow.doctor_check import Check, Examining, Facts

PACKAGES = Examining("packages")
PACKAGE = Path(scopegen.__file__).resolve().parent
ONE = r"\s*(?:>=|<=|==|!=|>|<)\s*[\d.]+\s*"
LINE = re.compile(
    rf"(?P<name>[\w.-]+)\s*(?:\[[^\]]*\])?\s*(?P<range>(?:{ONE}(?:,{ONE})*)?)(?:;(?P<marker>.*))?"
)
COMPARED = re.compile(r"\(?\s*(\w+)\s*(==|!=)\s*['\"]([^'\"]*)['\"]\s*\)?")
CLAUSE = re.compile(r"(>=|<=|==|!=|>|<)\s*([\d.]+)")
RELEASE = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A package that is asked for: its name, the range of its versions, and when."""

    name: str
    range: str
    """As `>=1.2,<2`; every part must hold."""
    marker: str = ""
    extra: str = ""
    """The optional part of scopegen that asks for it; empty when it is always needed."""

    @property
    def line(self) -> str:
        """As an installer takes it."""
        return f"{self.name}{self.range}"

    def admits(self, version: str) -> bool:
        """Tell whether a version lies in the range; only its release numbers count."""
        return all(
            _holds(operator, _release(version), _release(limit))
            for operator, limit in CLAUSE.findall(self.range)
        )


def requirements() -> tuple[Requirement, ...]:
    """Give what scopegen asks for on this machine; nothing when it is not installed anywhere.

    Raises:
        ValueError: for a requirement that cannot be read.
    """
    asked = (read_requirement(line) for line in _lines())
    return tuple(sorted((one for one in asked if applies(one.marker)), key=lambda one: one.line))


def _lines() -> Iterable[str]:
    project = checkout()
    if project:
        told = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = told.get("optional-dependencies", {})
        optional = (f"{one}; extra == '{name}'" for name in extras for one in extras[name])
        return (*told["dependencies"], *optional)
    installed = installation()
    return (installed.requires or ()) if installed else ()


def checkout() -> Path | None:
    """Give the folder of the checkout that runs; None when scopegen runs from a wheel."""
    above = PACKAGE.parent
    is_ours = (above / "pyproject.toml").is_file() and not (PACKAGE / "_bundled").is_dir()
    return above if is_ours else None


@cache
def installation() -> Distribution | None:
    """Give the metadata of the scopegen that runs; None when it runs without."""
    try:
        found = distribution("scopegen")
    except PackageNotFoundError:
        return None
    return found if Path(str(found.locate_file("scopegen"))).resolve() == PACKAGE else None


def read_requirement(line: str) -> Requirement:
    """Read a requirement as `name>=1,<2; marker`.

    Raises:
        ValueError: when it cannot be read.
    """
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(line)
    said = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", found["marker"] or "")
    return Requirement(
        name=found["name"],
        range=",".join(sorted(found["range"].replace(" ", "").split(","), reverse=True)),
        marker=(found["marker"] or "").strip(),
        extra=said[1] if said else "",
    )


def applies(marker: str) -> bool:
    """Tell whether a marker holds here; whichever extra it names, that one is asked.

    Raises:
        ValueError: for a marker that asks more than is understood here.
    """
    ways = re.split(r"\s+or\s+", marker) if marker else []
    return not ways or any(
        all(_is_so(each) for each in re.split(r"\s+and\s+", way)) for way in ways
    )


def _is_so(comparison: str) -> bool:
    here = {
        "sys_platform": sys.platform,
        "platform_machine": platform.machine(),
        "os_name": os.name,
        "platform_system": platform.system(),
    }
    found = COMPARED.fullmatch(comparison.strip())
    if found is None or found[1] not in {*here, "extra"}:
        raise ValueError(comparison)
    name, operator, value = found.groups()
    return name == "extra" or (here[name] == value) == (operator == "==")


def _release(version: str) -> tuple[int, ...]:
    found = RELEASE.match(version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _holds(operator: str, left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    pairs = [*zip_longest(left, right, fillvalue=0)]
    a, b = tuple(one for one, _ in pairs), tuple(other for _, other in pairs)
    outcomes = {">=": a >= b, "<=": a <= b, "==": a == b, "!=": a != b, ">": a > b, "<": a < b}
    return outcomes[operator]


def packages(asked: Iterable[Requirement] | None = None) -> Iterator[Check]:
    """Check every package: there, of a version that was meant, and whole enough to be loaded."""
    for one in requirements() if asked is None else asked:
        facts: Facts = {"range": one.range, "extra": one.extra, "do": _install(one)}
        try:
            found = distribution(one.name)
        except PackageNotFoundError:
            absent = PACKAGES.noted if one.extra else PACKAGES.missing
            yield absent(_kind(one), "absent", one.name, **facts)
            continue
        facts["version"] = found.version
        trouble = _unloadable(found)
        if not one.admits(found.version):
            yield PACKAGES.wrong(_kind(one), "outside", one.name, **facts)
        elif trouble:
            yield PACKAGES.wrong(_kind(one), "broken", one.name, **facts, reason=trouble)
        else:
            yield PACKAGES.found(_kind(one), one.name, **facts)


def _kind(one: Requirement) -> str:
    return f"extra_{one.extra}" if one.extra else "package"


def _unloadable(found: Distribution) -> str:
    """Say why a package cannot be loaded: a library of the system may lack, or a file."""
    for name in _modules(found):
        try:
            import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever a broken package raises is its trouble
            return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""


def _modules(found: Distribution) -> list[str]:
    named = (found.read_text("top_level.txt") or "").split()
    listed = {
        file.parts[0]
        for file in found.files or ()
        if file.parts[1:] == ("__init__.py",) and file.parts[0].isidentifier()
    }
    return sorted(name for name in named or listed if not name.startswith("_"))


def _install(one: Requirement) -> str:
    """Give the command that installs a package where this scopegen looks for it."""
    if "pipx" in Path(sys.prefix).parts:
        return f'pipx runpip scopegen install "{one.line}"'
    if find_spec("pip") is None:
        return f'uv pip install --python "{sys.executable}" "{one.line}"'
    return f'"{sys.executable}" -m pip install "{one.line}"'
