"""Packing a dossier: register, papers, evidence and chronology in one zip that verifies by itself.

The same register gives the same bytes, whenever and wherever it is packed by the same version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scopegen import __version__
from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.workflow.building import Delivered, Order, Printed, deliver, pdf
from scopegen.workflow.chronology import as_of_last_row, chronology
from scopegen.workflow.dossier import Dossier, insist, kept
from scopegen.workflow.dossier_container import container
from scopegen.workflow.dossier_members import Named, named_files, places
from scopegen.workflow.history import exported
from scopegen.workflow.noticing import letter_of

README, MANIFEST, CONTENTS, REGISTER = "README.txt", "MANIFEST", "dossier.json", "register.jsonl"
FORMAT = 1
LANGUAGES = ("nl", "en")
MADE_WITH = ("babel", "typst")
"""What besides scopegen decides on the bytes of a chronology."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A packed dossier, ready to be written."""

    name: str
    content: bytes
    members: Mapping[str, bytes]
    chronology: Document


def archive_of(dossier: Dossier, language: str | None = None) -> Archive:
    """Pack a dossier whose register was verified; without a language, in that of the letter.

    Raises:
        ScopegenError: SG405 when the register cannot be relied on, SG416 when no letter was issued
            yet, SG455 or SG456 for a file that is gone or changed, SG780 when it is too large.
    """
    insist(dossier)
    spoken = language or letter_of(dossier).language
    document, members = members_for(dossier, exported(dossier, "jsonl", spoken), spoken)
    day = as_of_last_row(dossier).today
    return Archive(
        name=f"{dossier.engagement}-dossier.zip",
        content=container(members, day),
        members=members,
        chronology=document,
    )


def members_for(
    dossier: Dossier, register: str, language: str
) -> tuple[Document, dict[str, bytes]]:
    """Give the chronology, and every file of the dossier by its path, in order.

    Raises:
        ScopegenError: as `archive_of`.
    """
    contents = {one.sha256: kept(dossier, one.sha256) for one in named_files(dossier.events)}
    files = places(dossier.events, contents)
    document = chronology(dossier, files, language)
    members = {
        README: _readme(dossier, language).encode(),
        chronology_name(language): pdf(document, Order()),
        CONTENTS: _contents(dossier, files, contents, language).encode(),
        REGISTER: register.encode(),
        **{path: contents[one.sha256] for path, one in files.items()},
    }
    return document, {MANIFEST: manifest(members).encode(), **members}


def chronology_name(language: str) -> str:
    """Name the chronology."""
    return f"chronology.{language}.pdf"


def manifest(members: Mapping[str, bytes]) -> str:
    """Give the digests of files, as `sha256sum` writes and checks them."""
    marks = ((hashlib.sha256(content).hexdigest(), path) for path, content in members.items())
    return "".join(f"{mark}  {path}\n" for mark, path in marks)


def made_with() -> dict[str, str]:
    """Give the versions of what decides on the bytes of a dossier."""
    return {"scopegen": __version__, **{name: _version(name) for name in MADE_WITH}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _readme(dossier: Dossier, language: str) -> str:
    """Say what is in it and how to verify it, in both languages; that of the chronology first."""
    facts = {
        "engagement": dossier.engagement,
        "rows": len(dossier.events),
        "as_of": as_of_last_row(dossier).today.isoformat(),
        "head": dossier.head,
        "file": f"{dossier.engagement}-dossier.zip",
        "chronology": chronology_name(language),
    }
    folder = bundled("templates") / "dossier"
    both = sorted(LANGUAGES, key=language.__ne__)
    texts = ((folder / f"README.{one}.txt").read_text(encoding="utf-8") for one in both)
    return f"\n{'-' * 80}\n\n".join(text.format_map(facts) for text in texts)


def _contents(
    dossier: Dossier, files: Mapping[str, Named], contents: Mapping[str, bytes], language: str
) -> str:
    events = dossier.events
    told = {
        "format_version": FORMAT,
        "made_with": made_with(),
        "engagement": dossier.engagement,
        "zone": dossier.zone,
        "language": language,
        "rows": len(events),
        "head": dossier.head,
        "first": events[0].at.isoformat(),
        "last": max(event.at for event in events).isoformat(),
        "files": [
            {
                "path": path,
                "sha256": one.sha256,
                "size": len(contents[one.sha256]),
                "row": one.row,
                "role": one.role.value,
            }
            for path, one in files.items()
        ],
        "personal_data": True,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def place_for(dossier: Dossier, output: str | None, name: str) -> Path:
    """Say where a dossier goes: the file that was named, in the folder that was, or the dossier's.

    Raises:
        ScopegenError: SG786 when that is the folder of its own evidence.
    """
    place = Path(output) if output else dossier.folder / name
    if output and (place.is_dir() or output.endswith(("/", "\\"))):
        place /= name
    if dossier.evidence.resolve() in place.resolve().parents:
        raise ScopegenError("SG786", file=place)
    return place


def deliver_archive(archive: Archive, place: Path, *, replace: bool) -> Delivered:
    """Write a dossier, whole or not at all; another one of that name is not lost.

    Raises:
        ScopegenError: SG520 when one is in the way and `replace` is off, SG521 to SG524 when the
            disk refuses.
    """
    printed = Printed(contents={place.name: archive.content}, draft=False, letters={})
    return deliver(printed, place.parent, replace=replace)
