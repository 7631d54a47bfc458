"""Evidence, kept under the SHA-256 of its content: `ab/ab34...`. It is written once.

A file gets its name only when it is whole and on the disk. Nothing that is there is overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from pathlib import Path

from scopegen.diagnostics import ScopegenError
from scopegen.register import refusals

TEMPORARY = ".scopegen.tmp"
"""How the name of a file ends that is still being written."""
SHA256 = re.compile(r"[0-9a-f]{64}")
NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
CANNOT_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}
"""What a file system answers that cannot flush a folder, and does not need to."""


def store(folder: Path, content: bytes) -> str:
    """Keep a file, and give its SHA-256 in hexadecimal; what is there already stays.

    Raises:
        ScopegenError: SG456 when a file of that name holds something else, SG521 (no right to
            write), SG523 (disk full), SG524 (another fault).
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = _place(folder, sha256)
    try:
        if not os.path.lexists(place):
            _write(place, content)
        flush_folder(place.parent)
        flush_folder(folder)
        flush_folder(folder.parent)
    except OSError as error:
        raise refusals.of_disk(error, place) from error
    fetch(folder, sha256)
    return sha256


def fetch(folder: Path, sha256: str) -> bytes:
    """Give a file back.

    Raises:
        ScopegenError: SG455 when it is not there or may not be read, SG456 when its content is no
            longer what it was.
    """
    if not SHA256.fullmatch(sha256):
        raise ScopegenError("SG455", sha256=ascii(sha256[:80]), folder=folder, hint="absent")
    place = _place(folder, sha256)
    if place.is_symlink():
        raise ScopegenError("SG456", file=place)
    try:
        content = place.read_bytes()
    except FileNotFoundError as error:
        raise ScopegenError("SG455", sha256=sha256, folder=folder, hint="absent") from error
    except OSError as error:
        raise ScopegenError("SG455", sha256=sha256, folder=folder, hint="closed") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ScopegenError("SG456", file=place)
    return content


def flush_folder(folder: Path) -> None:
    """Make new names in a folder last; Windows cannot open a folder, and needs no flush.

    Raises:
        OSError: when the disk refuses.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in CANNOT_FLUSH:
            raise
    finally:
        os.close(handle)


def _place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _write(place: Path, content: bytes) -> None:
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(4)}{TEMPORARY}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINKS, 0o400)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place)
    except BaseException:
        _take_away(temporary)
        raise


def _take_away(temporary: Path) -> None:
    if temporary.exists():
        temporary.chmod(0o600)  # Windows keeps what may only be read
        temporary.unlink()
