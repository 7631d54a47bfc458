"""The letter so far, in a few lines: page one of the letter that the answers would make now."""

from __future__ import annotations

from collections.abc import Mapping

from scopegen.diagnostics import Path
from scopegen.document import Line, Reference, Section, Table, TableStyle
from scopegen.drafting.phrasing import NBSP
from scopegen.source.texts import text_at
from scopegen.workflow.interview import Interview, examination, filled
from scopegen.workflow.questions import FIRST_PERSON, LANGUAGE
from scopegen.workflow.wording import talk_words

PARTIES: Path = ("parties",)
RESTS_ON: Mapping[str, tuple[Path, ...]] = {
    "parties": (
        (*PARTIES, "provider", "name"),
        (*PARTIES, "client", "name"),
        (*FIRST_PERSON, "name"),
    ),
    "goal": (("engagement", "goal"),),
    "price": (("fees",),),
    "when": (("engagement", "start"),),
    "available": (),
    "cancelling": (),
    "after_hours": (("fees",),),
    "needs": (("preconditions",),),
}
"""The rows that are shown, each with the answers without which it would only be an example."""


def recap(interview: Interview) -> tuple[tuple[str, str], ...]:
    """Give the rows of page one that tell what is agreed so far, in the words of the letter.

    What was not asked yet has no text.
    """
    letter = examination(interview).letter
    whole = filled(interview)
    names = row_names(text_at(whole.tree, LANGUAGE) or interview.spoken)
    opening = (
        next((one for one in letter.sections if one.id == "opening"), None) if letter else None
    )
    found = dict(_rows(opening)) if opening else {}
    return tuple(
        (label, "" if _is_example(key, whole.examples) else found[label])
        for label, key in names.items()
        if label in found
    )


def row_names(language: str) -> Mapping[str, str]:
    """Give the names of these rows on page one of a letter, with what each is about."""
    words = talk_words()[language]["letter_rows"]
    return {str(words[key]): key for key in RESTS_ON}


def _is_example(key: str, examples: tuple[Path, ...]) -> bool:
    return any(one[: len(path)] == path for path in RESTS_ON[key] for one in examples)


def _rows(opening: Section) -> list[tuple[str, str]]:
    tables = (one for one in opening.blocks if isinstance(one, Table))
    terms = next((one for one in tables if one.style is TableStyle.TERMS), None)
    rows = terms.rows if terms else ()
    return [(_text(name.lines[0]), " ".join(map(_text, says.lines))) for name, says in rows]


def _text(line: Line) -> str:
    """Give a line without the sentence that points to a clause."""
    said = ""
    for span in line:
        if isinstance(span, Reference):
            return f"{said.rpartition('. ')[0]}.".replace(NBSP, " ")
        said += span.text
    return said.replace(NBSP, " ")
