"""Writing files so that nothing is half-written and nothing of the user's is lost.

Every file is written under a temporary name beside its place, flushed to the disk, and renamed.
A set of files appears only after all of them have been written. What a process left on the way when
it was killed is taken away by a later one.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from scopegen.diagnostics import ScopegenError
from scopegen.register.store import TEMPORARY, flush_folder

REASONS = {
    errno.ENOSPC: "SG523",
    errno.EDQUOT: "SG523",
    errno.EROFS: "SG521",
    errno.EACCES: "SG521",
    errno.EPERM: "SG521",
    errno.ENAMETOOLONG: "SG524",
}

ABANDONED = 600
"""Seconds after which a temporary file is nobody's: no set of files takes that long to write."""


def write_all(contents: Mapping[Path, bytes], kept: Mapping[Path, Path] | None = None) -> None:
    """Write a set of files, all or none; `kept` says where copies of earlier files stay.

    Raises:
        ScopegenError: SG521 (no right to write), SG522 (open in another program), SG523 (disk
            full), SG524 (another fault). Everything is then as it was.
    """
    batch = _Batch()
    for folder in {place.parent for place in contents}:
        clear(folder)
    try:
        for place, content in contents.items():
            batch.prepare(place, content)
        for place, copy in (kept or {}).items():
            batch.keep(place, copy)
        for number, place in enumerate(contents, start=1):
            batch.put(place, is_last=number == len(contents))
    except OSError as error:
        batch.undo()
        raise _refusal(error, batch.place) from error
    except BaseException:
        batch.undo()
        raise
    finally:
        batch.clean()
    batch.flush()


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


def leading_bytes(path: Path, most: int) -> bytes:
    """Read a file no further than one byte beyond `most`, by which a larger one is known.

    Raises:
        ScopegenError: SG902 when it is not there, SG907 when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError as error:
        raise ScopegenError("SG902", file=path) from error
    except OSError as error:
        raise ScopegenError("SG907", file=path, reason=error.strerror or "") from error


def clear(folder: Path) -> None:
    """Take away temporary files of ours that were left in a folder by a process that was killed."""
    with suppress(OSError):
        for each in folder.glob(f".*{TEMPORARY}*"):
            if is_abandoned(each):
                each.unlink()


def is_abandoned(place: Path) -> bool:
    """Tell whether nobody can be at work on a file any more.

    Raises:
        OSError: when the disk refuses to tell.
    """
    about = place.lstat()  # a second name of a file has the first one's time of writing
    return time.time() - max(about.st_mtime, about.st_ctime) >= ABANDONED


def free_name(place: Path, content: bytes | None = None) -> Path:
    """Give `place`, or the first numbered name beside it that is free, or holds this content."""
    count, free = 1, place
    while free.exists() and not (free.is_file() and free.read_bytes() == content):
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
        if not copy.exists():
            self.copies.append(copy)
            _twin(place, copy)

    def put(self, place: Path, *, is_last: bool) -> None:
        """Give a waiting file its name; what stood there can be put back until the last is in."""
        self.place = place
        if place.exists() and not is_last:
            spare = _temporary(place)
            self.earlier[place] = spare
            spare.unlink()
            _twin(place, spare)
        try:
            self.waiting[place].replace(place)
        except PermissionError as error:
            raise ScopegenError("SG522", file=place) from error
        self.new.append(place)

    def undo(self) -> None:
        """Put every file back as it was; where the disk refuses that too, the others still go."""
        for place in self.new:
            with suppress(OSError):
                if place in self.earlier:
                    self.earlier[place].replace(place)
                else:
                    place.unlink()
        for copy in self.copies:
            with suppress(OSError):
                copy.unlink(missing_ok=True)

    def clean(self) -> None:
        """Take away what was only there on the way; what stays is taken away by a later writer."""
        for leftover in (*self.waiting.values(), *self.earlier.values()):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        for folder in self.folders:
            with suppress(OSError):  # it holds what was written
                folder.rmdir()

    def flush(self) -> None:
        """Make the names last, those of new folders too."""
        made = {folder.parent for folder in self.folders}
        for folder in made | {place.parent for place in (*self.waiting, *self.copies)}:
            with suppress(OSError):
                flush_folder(folder)


def _temporary(place: Path) -> Path:
    start = f".{place.name[:40]}."
    handle, name = tempfile.mkstemp(prefix=start, suffix=TEMPORARY, dir=place.parent)
    os.close(handle)
    return Path(name)


def _twin(place: Path, copy: Path) -> None:
    """Give a file a second name; where the disk has no links, a second copy."""
    try:
        os.link(place, copy)
    except OSError:
        whole = _temporary(copy)
        try:
            shutil.copy2(place, whole)
            whole.replace(copy)
        finally:
            whole.unlink(missing_ok=True)


def _refusal(error: OSError, place: Path) -> ScopegenError:
    code = REASONS.get(error.errno or 0, "SG524")
    return ScopegenError(code, file=place, reason=error.strerror or str(error))
