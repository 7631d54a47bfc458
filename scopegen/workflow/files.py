"""Writing files so that nothing is half-written and nothing of the user's is lost.

Every file is written under a temporary name beside its place, flushed to the disk, and renamed.
A set of files appears only after all of them have been written.
"""

from __future__ import annotations

import errno
import os
import shutil
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


def write_all(contents: Mapping[Path, bytes], kept: Mapping[Path, Path] | None = None) -> None:
    """Write a set of files, all or none; `kept` says where copies of earlier files stay.

    Raises:
        ScopegenError: SG521 (no right to write), SG522 (open in another program), SG523 (disk
            full), SG524 (another fault). Everything is then as it was.
    """
    batch = _Batch()
    try:
        for place, content in contents.items():
            batch.prepare(place, content)
        for place, copy in (kept or {}).items():
            batch.keep(place, copy)
        for place in contents:
            batch.put(place)
    except OSError as error:
        batch.undo()
        raise _refusal(error, batch.place) from error
    except BaseException:
        batch.undo()
        raise
    finally:
        batch.clean()
    _flush_folders({place.parent for place in (*contents, *(kept or {}).values())})


def stay_inside(folder: Path, *names: str | Path) -> None:
    """See that these places of a folder are in it: no link leads elsewhere.

    A link that somebody makes meanwhile is not seen. Hard links do no harm: a file is never changed
    in its place, but replaced.

    Raises:
        ScopegenError: SG590.
    """
    root = folder.resolve()
    for place in (folder / name for name in names):
        try:
            target = place.resolve()
        except (OSError, RuntimeError) as error:  # links that lead to each other
            raise ScopegenError("SG590", file=place, target=place) from error
        if not target.is_relative_to(root):
            raise ScopegenError("SG590", file=place, target=target)


def inner(folder: Path, name: str) -> Path:
    """Give a place of a folder; raises SG590 when a link leads out of the folder there."""
    stay_inside(folder, name)
    return folder / name


def free_name(place: Path) -> Path:
    """Give `place`, or the first numbered name beside it that is still free."""
    count, free = 1, place
    while free.exists():
        count += 1
        free = place.with_name(f"{place.stem}.{count}{place.suffix}")
    return free


class _Batch:
    """Files on their way: what waits, what stands in for an earlier file, what must be undone."""

    def __init__(self) -> None:
        self.place = Path()
        self.waiting: dict[Path, Path] = {}
        self.earlier: dict[Path, Path] = {}
        self.copies: list[Path] = []
        self.new: list[Path] = []
        self.folders: list[Path] = []

    def prepare(self, place: Path, content: bytes) -> None:
        """Write the content under a temporary name, and flush it to the disk."""
        self.place = place
        self._make(place.parent)
        self.waiting[place] = temporary = _temporary(place)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)

    def _make(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        self.folders = [*missing, *self.folders]
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, place: Path, copy: Path) -> None:
        """Leave a copy of an earlier file."""
        self.place = place
        self._make(copy.parent)
        self.copies.append(copy)
        _twin(place, copy)

    def put(self, place: Path) -> None:
        """Give a waiting file its name; what stood there can still be put back."""
        self.place = place
        if place.exists():
            spare = _temporary(place)
            spare.unlink()
            self.earlier[place] = spare
            _twin(place, spare)
        try:
            self.waiting[place].replace(place)
        except PermissionError as error:
            raise ScopegenError("SG522", file=place) from error
        self.new.append(place)

    def undo(self) -> None:
        """Put every file back as it was."""
        for place in self.new:
            if place in self.earlier:
                self.earlier[place].replace(place)
            else:
                place.unlink()
        for copy in self.copies:
            copy.unlink(missing_ok=True)

    def clean(self) -> None:
        """Take away what was only there on the way."""
        for leftover in (*self.waiting.values(), *self.earlier.values()):
            leftover.unlink(missing_ok=True)
        for folder in self.folders:
            with suppress(OSError):  # it holds what was written
                folder.rmdir()


def _temporary(place: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".tmp", dir=place.parent)
    os.close(handle)
    return Path(name)


def _twin(place: Path, copy: Path) -> None:
    """Give a file a second name; where the disk has no links, a second copy."""
    try:
        os.link(place, copy)
    except OSError:
        shutil.copy2(place, copy)


def _flush_folders(folders: Iterable[Path]) -> None:
    """Make the renames last; Windows cannot open a folder, and needs no flush."""
    if os.name == "nt":
        return
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def _refusal(error: OSError, place: Path) -> ScopegenError:
    code = REASONS.get(error.errno or 0, "SG524")
    return ScopegenError(code, file=place, reason=error.strerror or str(error))
