"""Verifying the files that a user names: documents with the register they lie beside, dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scopegen.workflow.archive_apart import verify_apart
from scopegen.workflow.dossier import Dossier, insist, moment, open_dossier
from scopegen.workflow.dossier_container import read_container
from scopegen.workflow.reading import REGISTER, SPEC_NAMES
from scopegen.workflow.verdicts import Verified
from scopegen.workflow.verifying_documents import given, verify_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Files that were verified. `language` is that of the first engagement; None for none."""

    files: tuple[Verified, ...]
    language: str | None


def is_packed(path: Path) -> bool:
    """Tell whether a file is meant as a packed dossier, by its name."""
    return path.suffix.lower() == ".zip"


def verify_given(
    paths: Sequence[Path], *, spec: str | None, head: str | None, stated: str | None
) -> Found:
    """Verify files in the order given. `spec` names their engagement; else the one they lie in.

    Raises:
        Rejected: when the spec cannot be read.
        ScopegenError: SG909 for a moment that is none, SG405 for a register that cannot be relied
            on, SG489, SG902 or SG907 for a file that cannot be read, SG780 for one too large.
    """
    if stated:
        moment(stated, "UTC")  # one that is none is told here, not after a dossier was read
    named = _relied_on(open_dossier(spec, stated)) if spec else None
    dossiers: dict[Path, Dossier | None] = {}
    documents = [path for path in paths if not is_packed(path)]
    files = []
    for path in documents:
        dossier = named or _beside(path, stated, dossiers)
        files.append((given(path, dossier), dossier))
    verified = dict(zip(documents, verify_files(files), strict=True))
    for path in paths:
        if is_packed(path):
            verified[path] = verify_apart(path.name, read_container(path), head, stated)
    opened = [one for one in (named, *dossiers.values()) if one]
    return Found(
        files=tuple(verified[path] for path in dict.fromkeys(paths)),
        language=opened[0].examined.language if opened else None,
    )


def _beside(path: Path, stated: str | None, known: dict[Path, Dossier | None]) -> Dossier | None:
    """Open the dossier of the folder that a file is in, or of one above it."""
    folder = next((one for one in path.resolve().parents if _is_dossier(one)), None)
    if folder is None:
        return None
    if folder not in known:
        known[folder] = _relied_on(open_dossier(str(folder), stated))
    return known[folder]


def _is_dossier(folder: Path) -> bool:
    specs = (folder / name for name in SPEC_NAMES)
    return (folder / REGISTER).is_file() and any(spec.is_file() for spec in specs)


def _relied_on(dossier: Dossier) -> Dossier:
    insist(dossier)
    return dossier
