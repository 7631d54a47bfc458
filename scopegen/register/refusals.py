"""What stops the register, told by code: what the disk or the database file answered."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from scopegen.diagnostics import ScopegenError

DISK = {
    errno.ENOSPC: "SG523",
    errno.EDQUOT: "SG523",
    errno.EROFS: "SG521",
    errno.EACCES: "SG521",
    errno.EPERM: "SG521",
    errno.ENAMETOOLONG: "SG524",
}
DATABASE = {
    sqlite3.SQLITE_BUSY: "SG454",
    sqlite3.SQLITE_LOCKED: "SG454",
    sqlite3.SQLITE_FULL: "SG523",
    sqlite3.SQLITE_READONLY: "SG521",
    sqlite3.SQLITE_PERM: "SG521",
    sqlite3.SQLITE_AUTH: "SG521",
    sqlite3.SQLITE_CANTOPEN: "SG521",
    sqlite3.SQLITE_IOERR: "SG524",
    sqlite3.SQLITE_NOLFS: "SG524",
}
"""Any other answer means that the file is damaged."""


def of_disk(error: OSError, place: Path) -> ScopegenError:
    """Tell why a file could not be written: SG521, SG523 or SG524."""
    code = DISK.get(error.errno or 0, "SG524")
    return ScopegenError(code, file=place, reason=error.strerror or str(error))


def of_database(error: sqlite3.Error, place: Path) -> ScopegenError:
    """Tell why the register file could not be used: SG450, SG454, SG521, SG523 or SG524."""
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if number == sqlite3.SQLITE_READONLY_DBMOVED:
        return ScopegenError("SG450", file=place, hint="moved")
    code = DATABASE.get(number & 0xFF, "SG450")
    if code == "SG450":
        return ScopegenError(code, file=place, hint="damaged")
    return ScopegenError(code, file=place, reason=error)
