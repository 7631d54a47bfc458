"""Whether the folder of an engagement can hold what it must: letters, evidence and a register."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePath

from scopegen.register.trial import trial
from scopegen.workflow.doctor_check import Check, Examining, Facts
from scopegen.workflow.dossier import DOCUMENTS

FOLDER = Examining("folder")
PREFIX = ".scopegen-doctor-"
MEGABYTE = 1_000_000
ENOUGH, TOO_LITTLE = 500, 20
"""Megabytes; a letter with its evidence takes one or two."""
LONGEST_ON_WINDOWS = 259
"""Characters of a path, unless long paths are switched on."""
LONGEST_BELOW = len("/evidence/ab/.") + 64 + len(".01234567.tmp")
"""Of what scopegen itself makes in a folder: evidence on its way."""
SYNCHRONISED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}
"""How the folder of a service begins, in small letters; on a Mac also below `CloudStorage`."""
NETWORK = {
    *("9p", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs"),
    *("glusterfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
}
"""Kinds of file system that lie on another machine, as Linux names them."""
MOUNTS = Path("/proc/self/mounts")
HARMLESS = {"link"}
"""What scopegen can do without: where there are no links it makes a copy."""


def disk(folder: Path, now: datetime) -> Iterator[Check]:
    """Try all that a register needs in a folder that is taken away again.

    On a full disk nothing is tried: `space` tells that, and all else would follow from it.
    """
    if folder.is_dir() and _free(folder) < TOO_LITTLE:
        return
    try:
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    except OSError as error:
        yield FOLDER.wrong("write", "failed", place=folder, reason=error.strerror or error)
        return
    try:
        for name, trouble in trial(place, now):
            facts: Facts = {"place": folder, "reason": trouble}
            if not trouble:
                yield FOLDER.found(name, **facts)
            elif name in HARMLESS:
                yield FOLDER.noted(name, "failed", **facts)
            else:
                yield FOLDER.wrong(name, "failed", **facts)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def writable(folder: Path) -> Iterator[Check]:
    """See that letters and temporary files can be written where they go."""
    documents = folder / DOCUMENTS
    places = {"documents": documents} if documents.is_dir() else {}
    for name, place in {**places, "temporary": Path(tempfile.gettempdir())}.items():
        try:
            with tempfile.TemporaryFile(prefix=PREFIX, dir=place) as file:
                file.write(b"trial")
        except OSError as error:
            yield FOLDER.wrong(name, "failed", place=place, reason=error.strerror or error)
        else:
            yield FOLDER.found(name, place=place)


def space(folder: Path) -> Iterator[Check]:
    """See how much room is left."""
    free = _free(folder)
    if free < TOO_LITTLE:
        yield FOLDER.wrong("space", "full", free=free)
    elif free < ENOUGH:
        yield FOLDER.noted("space", "little", free=free)
    else:
        yield FOLDER.found("space", free=free)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free // MEGABYTE


def place(folder: Path) -> Iterator[Check]:
    """See where the folder is: on a network, in a folder that a service copies, or too deep."""
    whole = folder.resolve()
    shared, remote = synchronised(whole), network(whole, _mounts())
    if shared:
        yield FOLDER.noted("place", "synchronised", place=whole, service=shared)
    elif remote:
        yield FOLDER.noted("place", "network", place=whole, service=remote)
    else:
        yield FOLDER.found("place", place=whole)
    length = len(str(whole))
    facts: Facts = {"length": length, "most": LONGEST_ON_WINDOWS - LONGEST_BELOW}
    if length <= LONGEST_ON_WINDOWS - LONGEST_BELOW:
        yield FOLDER.found("length", **facts)
    else:
        yield FOLDER.noted("length", "here" if sys.platform == "win32" else "elsewhere", **facts)


def synchronised(folder: PurePath) -> str:
    """Name the service that copies a folder to elsewhere, by the names on its path; else empty."""
    for part in map(str.casefold, folder.parts):
        for begin, service in SYNCHRONISED.items():
            if part.startswith(begin):
                return service
    return ""


def network(folder: PurePath, mounts: str) -> str:
    """Name the kind of network that a folder is on; empty for a disk of this machine, or unknown.

    `mounts` is the table of Linux (`/proc/self/mounts`). On Windows a name that begins with a
    server tells; a drive letter does not.
    """
    if str(folder).startswith("\\\\"):
        return "SMB"
    found = ""
    longest = -1
    for row in mounts.splitlines():
        at, kind = row.split(" ")[1:3]
        point = at.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= longest:
            found, longest = kind, len(point)
    return found if found in NETWORK else ""


def _mounts() -> str:
    return MOUNTS.read_text(errors="replace") if MOUNTS.is_file() else ""
