"""The packages of requirements.lock: what scopegen needs of them when it runs, and their licences.

For the bill of materials, and for the tests that hold the lock to floors and licences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
SHA256 = re.compile(r"sha256:([0-9a-f]{64})")
SYSTEMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LONGEST_LICENCE = 80
"""Characters; what is longer is a text and no name."""


@dataclass(frozen=True)
class Pin:
    """A package of the lock."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def lock() -> dict[str, Pin]:
    """Read requirements.lock, by normalised name; every package in it or none."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins: dict[str, Pin] = {
        canonicalize_name(found["name"]): Pin(
            name=canonicalize_name(found["name"]),
            version=found["version"],
            marker=found["marker"] or "",
            hashes=tuple(sorted(SHA256.findall(found["hashes"]))),
        )
        for found in PINNED.finditer(text)
    }
    if len(pins) != sum("==" in line for line in text.splitlines() if line[:1].isalnum()):
        raise SystemExit("locked_packages.py: requirements.lock is not understood")
    return pins


def needs(lines: Iterable[str], extras: Iterable[str] = ()) -> Iterator[tuple[str, frozenset[str]]]:
    """Give what a package requires on any system and Python, with the extras it asks for."""
    wishes = ("", *extras)
    for asked in map(Requirement, lines):
        marker = asked.marker
        places = ({**here, "extra": wish} for here in anywhere() for wish in wishes)
        if marker is None or any(map(marker.evaluate, places)):
            yield canonicalize_name(asked.name), frozenset(asked.extras)


def anywhere() -> Iterator[dict[str, str]]:
    """Walk the systems and Pythons on which scopegen runs."""
    here = {name: str(value) for name, value in default_environment().items()}
    for system in SYSTEMS:
        for python in PYTHONS:
            yield {**here, **system, "python_version": python, "python_full_version": f"{python}.0"}


@dataclass
class Tree:
    """The packages that are needed, and what needs what."""

    pins: Mapping[str, Pin]
    installed: Mapping[str, Distribution]
    children: dict[str, frozenset[str]]

    def grow_all(self, lines: Iterable[str]) -> None:
        """Add what these requirements ask."""
        for name, extras in needs(lines):
            self.grow(name, extras)

    def grow(self, name: str, extras: frozenset[str] = frozenset()) -> None:
        """Add a package with all that it needs; the lock names every one of them."""
        known = name in self.children
        if known and not extras:
            return
        found = self.installed.get(name)
        asked = dict(needs(found.requires or (), extras)) if found else {}
        wanted = {child: more for child, more in asked.items() if child in self.pins}
        self.children[name] = self.children.get(name, frozenset()) | wanted.keys()
        for child, more in wanted.items():
            self.grow(child, more)


def said(found: Distribution, name: str) -> str:
    """Give the first line of a field of a package's metadata; empty when it has none."""
    lines: list[str] = found.metadata.get_all(name) or [""]
    return lines[0].strip()


def licences(found: Distribution | None) -> Iterator[str]:
    """Give the licence as a package states it: an expression, else a name, else its classifiers."""
    if found is None:
        return
    expression, name = said(found, "License-Expression"), said(found, "License")
    classified = [
        line.rsplit(" :: ", 1)[1]
        for line in found.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and " :: " in line.removeprefix("License :: ")
    ]
    if expression:
        yield expression
    elif name and len(name) <= LONGEST_LICENCE and "\n" not in name:
        yield name
    else:
        yield from classified
