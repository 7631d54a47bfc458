"""Whether scopegen itself is whole: its program, its templates and fonts, and its own texts."""

from __future__ import annotations

import hashlib
import platform
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

from scopegen import __version__
from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.register.trial import SQLITE
from scopegen.workflow.doctor_check import Check, Examining, Facts
from scopegen.workflow.doctor_packages import PACKAGE, checkout, installation
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.standard import library
from scopegen.workflow.wording import catalogue

PROGRAM, FILES = Examining("program"), Examining("files")
OLDEST_PYTHON = (3, 11)
SUMS = "SHA256SUMS"
"""The digests of the fonts, in the form that `sha256sum --check` reads."""
OLDEST_SQLITE = (3, 31)
"""The first with `PRAGMA trusted_schema`; older ones pass it by in silence."""


def program() -> Iterator[Check]:
    """Tell the versions of scopegen, Python and SQLite."""
    way = "checkout" if checkout() else "wheel" if installation() else "folder"
    yield PROGRAM.found("scopegen", version=__version__, way=way, place=PACKAGE)
    python: Facts = {
        "version": platform.python_version(),
        "kind": platform.python_implementation(),
        "bits": "64" if sys.maxsize > 2**32 else "32",
        "place": sys.executable,
    }
    if sys.version_info >= OLDEST_PYTHON:
        yield PROGRAM.found("python", **python)
    else:
        yield PROGRAM.wrong("python", "old", **python)
    system = {"system": platform.system(), "release": platform.release()}
    yield PROGRAM.found("system", **system, machine=platform.machine())
    if tuple(map(int, SQLITE.split(".")))[:2] >= OLDEST_SQLITE:
        yield PROGRAM.found("sqlite", version=SQLITE)
    else:
        yield PROGRAM.noted("sqlite", "old", version=SQLITE)


def installed_files() -> Iterator[Check]:
    """Hold every file of an installed wheel against the list that came with it.

    The list lies beside the files: it shows damage, not malice. A checkout has no list; git is one.
    """
    if checkout():
        return
    found = installation()
    if found is None:
        yield FILES.noted("whole", "unlisted")
        return
    count, lost, changed = listed_against_disk(found)
    facts: Facts = {"count": count, "lost": len(lost), "changed": len(changed)}
    if lost:
        yield FILES.missing("whole", "lost", **facts, first=lost[0])
    elif changed:
        yield FILES.wrong("whole", "changed", **facts, first=changed[0])
    else:
        yield FILES.found("whole", **facts)


def listed_against_disk(found: Distribution) -> tuple[int, list[str], list[str]]:
    """Count the files of the package that carry a digest, and name those gone or changed."""
    listed = [file for file in found.files or () if file.hash and file.parts[0] == PACKAGE.name]
    lost, changed = [], []
    for file in listed:
        place = Path(str(file.locate()))
        if not place.is_file():
            lost.append(file.as_posix())
        elif file.hash and _digest(place) != _unpacked(file.hash.value):
            changed.append(file.as_posix())
    return len(listed), lost, changed


def _unpacked(value: str) -> str:
    return urlsafe_b64decode(value + "=" * (-len(value) % 4)).hex()


def _digest(place: Path) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()


def fonts() -> Iterator[Check]:
    """Hold each bundled font against its digest; without them no PDF can be made."""
    folder = bundled("templates") / "fonts"
    sums = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    pinned = {name: digest for digest, name in (line.split("  ", 1) for line in sums)}
    lost = [name for name in pinned if not (folder / name).is_file()]
    changed = [
        name for name in pinned if name not in lost and _digest(folder / name) != pinned[name]
    ]
    if lost:
        yield FILES.missing("fonts", "lost", names=", ".join(lost), place=folder)
    elif changed:
        yield FILES.wrong("fonts", "changed", names=", ".join(changed), place=folder)
    else:
        yield FILES.found("fonts", count=len(pinned))


def texts() -> Iterator[Check]:
    """Load the clauses, the schema and the rules, as every command does."""
    counts: Facts = {
        "clauses": len(library().clauses),
        "fields": len(engagement_schema().root.fields),
        "rules": len(catalogue().codes()),
    }
    yield FILES.found("texts", **counts)


def samples() -> Iterator[Check]:
    """Count the samples; a letter can do without them."""
    try:
        count = sum(1 for _ in bundled("samples").glob("*/engagement.yaml"))
    except ScopegenError:
        count = 0
    yield FILES.found("samples", count=count) if count else FILES.noted("samples", "absent")
