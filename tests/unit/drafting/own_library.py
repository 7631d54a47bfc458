"""Small clause libraries, written by a test, and letters drafted with them."""

from __future__ import annotations

from pathlib import Path

from conftest import examined

from scopegen.assets import bundled
from scopegen.diagnostics import Checked
from scopegen.document import Document
from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import Library, load_library
from scopegen.workflow.wording import phrases

ABOUT = "part: {part}\norder: {order}\ndoes: {{nl: Iets., en: Something.}}\n"


def clause(folder: Path, name: str, text: str, *, part: str = "start", when: str = "") -> None:
    """Write a clause with the same text in both languages; each next one comes later."""
    place = folder / name
    place.mkdir()
    about = ABOUT.format(part=part, order=len(list(folder.iterdir())))
    (place / "clause.yaml").write_text(about + (f"when: {when}\n" if when else ""), "utf-8")
    for language in ("nl", "en"):
        (place / f"{language}.md").write_text(text, "utf-8")


def library(folder: Path) -> Library:
    """Load what was written; a test's own folder is never in the cache."""
    return load_library(folder, bundled("schemas") / "clause.yaml")


def letter(folder: Path, language: str = "nl") -> Checked[Document]:
    """Draft the letter of a sample with these clauses only."""
    spec = examined("waterlinie").spec
    assert spec
    own = library(folder)
    return draft_letter(spec.engagement, own, phrases(language), language=language)
