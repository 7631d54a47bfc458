"""Writing files so that nothing is half-written and nothing of the user's is lost.

Every file is written under a temporary name beside its place, flushed to the disk, and renamed.
A set of files appears only after all of them have been written.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from scopegen.diagnostics import ScopegenError

REASONS = {
    errno.ENOSPC: "SG523",
    errno.EDQUOT: "SG523",
    errno.EROFS: "SG521",
    errno.EACCES: "SG521",
    errno.EPERM: "SG521",
    errno.ENAMETOOLONG: "SG524",
}


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write a set of files, all or none.

    Raises:
        ScopegenError: SG521 (no right to write), SG522 (open in another program), SG523 (disk
            full), SG524 (another fault); no file under its final name is then half-written.
    """
    waiting: dict[Path, Path] = {}
    try:
        for place, content in contents.items():
            waiting[place] = _written(place, content)
        for place, temporary in waiting.items():
            _put(temporary, place)
    except OSError as error:
        raise _refusal(error) from error
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)
    _flush_folders({place.parent for place in contents})


def keep_copies(places: Iterable[Path], folder: Path) -> tuple[Path, ...]:
    """Move files into `folder` under a name that is still free; give the new places."""
    kept = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in places:
            copy = _free(folder / place.name)
            place.rename(copy)
            kept.append(copy)
    except OSError as error:
        raise _refusal(error) from error
    return tuple(kept)


def _written(place: Path, content: bytes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".tmp", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _put(temporary: Path, place: Path) -> None:
    try:
        temporary.replace(place)
    except PermissionError as error:
        raise ScopegenError("SG522", file=place) from error


def _free(place: Path) -> Path:
    count, free = 1, place
    while free.exists():
        count += 1
        free = place.with_name(f"{place.stem}.{count}{place.suffix}")
    return free


def _flush_folders(folders: Iterable[Path]) -> None:
    """Make the renames last; Windows cannot open a folder, and needs no flush."""
    if os.name == "nt":
        return
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def _refusal(error: OSError) -> ScopegenError:
    code = REASONS.get(error.errno or 0, "SG524")
    return ScopegenError(code, file=error.filename or "", reason=error.strerror or str(error))
