"""A house standard at a tag of a git checkout: its folder as it was then, read without a network.

The files are taken from git's store as they are: no hook, filter or setting of the checkout runs.
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from scopegen.diagnostics import ScopegenError

TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
"""Never an option: it does not begin with a hyphen."""
MOST_FILES, MOST_BYTES = 300, 32 * 1024 * 1024
PATIENCE = 20
"""Seconds that git may take."""
PLAIN = ("100644", "100755")
QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}


def split_tag(named: str) -> tuple[str, str] | None:
    """Part `../standard@2026.2` into path and tag; None when it names no tag."""
    path, at, tag = named.rpartition("@")
    return (path or ".", tag) if at and TAG.fullmatch(tag) else None


@cache
def folder_at(folder: Path, tag: str) -> Path:
    """Give a copy of a folder of a git checkout as it was at a tag; it goes when we end.

    Raises:
        ScopegenError: SG654 when git is not there, or the folder is no checkout with that tag.
    """
    commit = _git(folder, tag, "rev-parse", "--verify", "--quiet", f"{tag}^{{commit}}").decode()
    rows = list(_files(_git(folder, tag, "ls-tree", "-r", "-l", "-z", commit.strip(), "--", ".")))
    if len(rows) > MOST_FILES or sum(size for _, _, size in rows) > MOST_BYTES:
        raise ScopegenError("SG654", tag=tag, folder=folder, hint="large")
    made = TemporaryDirectory(prefix="scopegen house ")
    atexit.register(made.cleanup)
    for name, blob, _ in rows:
        place = Path(made.name, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_git(folder, tag, "cat-file", "blob", blob))
    return Path(made.name)


def _files(listing: bytes) -> Iterator[tuple[PurePosixPath, str, int]]:
    """Give name, id and size of plain files below the folder; links and modules are left out."""
    for row in filter(None, listing.decode("utf-8", "replace").split("\0")):
        about, _, name = row.partition("\t")
        mode, kind, blob, size = about.split()
        path = PurePosixPath(name)
        inside = not path.is_absolute() and ".." not in path.parts
        if kind == "blob" and mode in PLAIN and inside:
            yield path, blob, int(size)


def _surroundings() -> dict[str, str]:
    """Give the environment without what would point git elsewhere."""
    return {name: said for name, said in os.environ.items() if not name.startswith("GIT_")}


def _git(folder: Path, tag: str, *words: str) -> bytes:
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "-C", str(folder), *words]
    try:
        done = subprocess.run(  # noqa: S603 - git, with words of ours and a tag that is no option
            command,
            env={**_surroundings(), **QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ScopegenError("SG654", tag=tag, folder=folder, hint="git") from error
    if done.returncode:
        raise ScopegenError("SG654", tag=tag, folder=folder, hint="tag")
    return done.stdout
