"""The house standard of a letter that was signed: as it was on that day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scopegen.diagnostics import Path as Way
from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.drafting.library import thawed
from scopegen.register.checking import examine_register
from scopegen.register.store import fetch
from scopegen.source import read
from scopegen.source.reading import text_in
from scopegen.spec.house import build_house
from scopegen.terms.replay import replay
from scopegen.workflow.checking import examine
from scopegen.workflow.dossier import EVIDENCE, dossier_of
from scopegen.workflow.reading import REGISTER, Examined, engagement_schema, read_spec
from scopegen.workflow.standard import Standard, house_schema

ID: Way = ("meta", "id")


def reread(examined: Examined) -> Examined:
    """Read a spec that cannot be read now over the standard that was signed with its letter.

    A standard that is gone or broken stops nobody's signed work. Without such a letter the spec is
    given back as it is.
    """
    folder = Path(examined.file).parent
    register, evidence = folder / REGISTER, folder / EVIDENCE
    said = text_in(examined.text, examined.file, ID) if register.is_file() else None
    if said is None:
        return examined
    events = examine_register(register, said[0])
    played = replay(events.value or ())
    letter = played.value.letter if played.value else None
    if letter is None or not letter.house or has_errors((*events, *played)):
        return examined
    try:
        text, library = fetch(evidence, letter.house).decode(), fetch(evidence, letter.library)
    except ScopegenError:  # its file is gone or changed: nothing to go by
        return examined
    standard = agreed_standard(text, library, examined.standard, folder)
    return read_spec(examined.text.encode(), examined.file, standard)


def over_signed(examined: Examined) -> Examined:
    """Examine a spec over the standard that was signed with its letter; without one it is as is."""
    try:
        agreed = dossier_of(examined).examined.standard
    except ScopegenError:  # a register that cannot be read is told by `verify`
        return examined
    if agreed is examined.standard:
        return examined
    return examine(examined.text.encode(), examined.file, agreed)


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
