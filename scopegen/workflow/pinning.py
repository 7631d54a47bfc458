"""The house standard of a letter that was signed: as it was on that day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scopegen.drafting.library import thawed
from scopegen.source import read
from scopegen.spec.house import build_house
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.standard import Standard, house_schema


def agreed_standard(text: str, library: bytes, now: Standard | None, folder: Path) -> Standard:
    """Give the standard that was frozen with a letter, with the clauses it was drafted from.

    The look of documents is no term: it is that of the standard as it is now, if there is one.

    Raises:
        Rejected: the frozen text cannot be read by this scopegen.
    """
    file = now.file if now else "house.yaml"
    tree = read(text, file, house_schema()).require()
    house = build_house(tree, engagement_schema()).require()
    sound = now.house if now and not now.is_wrong else None
    return Standard(
        file=file,
        text=text,
        folder=now.folder if now else folder,
        house=replace(
            house,
            word_template=sound.word_template if sound else None,
            brand=sound.brand if sound else None,
        ),
        tree=tree,
        pinned=thawed(library)[0],
    )
