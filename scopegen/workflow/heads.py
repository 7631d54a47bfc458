"""The heads of the register that are printed on issued papers: witnesses against a shorter past."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from scopegen.model.events import Event
from scopegen.register.checking import holds_head
from scopegen.workflow.word_facts import LARGEST, PROPERTIES, marks_in


def lost_heads(folder: Path, events: Iterable[Event], engagement: str) -> Iterator[tuple[str, str]]:
    """Give the Word papers of this engagement whose head the register does not hold.

    A paper is issued under the head that the register had just before. A register that lacks it was
    shortened, or put back from an older copy.
    """
    chain = tuple(events)
    for place in sorted(folder.glob("*.docx")):
        said = _properties(place)
        head = said.get("register", "")
        mine = said.get("reference") == engagement
        if mine and head and holds_head(chain, engagement, head) is None:
            yield place.name, head


def _properties(place: Path) -> dict[str, str]:
    """Read what identifies a paper; nothing of a file that is no Word file of ours."""
    try:
        with zipfile.ZipFile(place) as package, package.open(PROPERTIES) as part:
            return marks_in(part.read(LARGEST))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, RuntimeError, zlib.error):
        return {}
