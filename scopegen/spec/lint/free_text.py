"""What the user wrote: words that promise too much, blame, or say something that cannot hold.

The goal and the background are the client's own words: there every finding is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scopegen.diagnostics import Diagnostic, Path, Severity
from scopegen.spec.lint.norms import Case

FIELDS: tuple[Path, ...] = (
    ("engagement", "goal"),
    ("engagement", "background"),
    ("engagement", "scope"),
    ("engagement", "out_of_scope"),
    ("engagement", "deliverables"),
    ("engagement", "responsibilities"),
    ("fees", "milestones"),
    ("availability", "absence"),
    ("availability", "channels"),
    ("availability", "emergency", "definition"),
    ("attendance", "interest"),
    ("preconditions",),
    ("assumptions",),
    ("substitution", "requirements"),
    ("data_protection",),
    ("payment", "long_term_reason"),
)
"""Where the spec takes sentences of the user that the letter prints."""
NOT_SENTENCES = {"id", "owner", "does", "decides", "consulted", "deliverable", "obligation"}
THEIR_WORDS: tuple[Path, ...] = (("engagement", "goal"), ("engagement", "background"))
FOUND: Mapping[str, tuple[str, Severity]] = {
    "moderation": ("L010", Severity.ERROR),
    "silence": ("L028", Severity.ERROR),
    "model_agreement": ("L033", Severity.WARNING),
    "certainty": ("L033", Severity.WARNING),
    "exclusion": ("L036", Severity.WARNING),
    "exclusion_of_all": ("L036", Severity.WARNING),
    "motive": ("L047", Severity.NOTE),
    "gag": ("L047", Severity.NOTE),
    "archaic": ("L048", Severity.NOTE),
    "reproach": ("L049", Severity.WARNING),
}
"""What a kind of word is reported as."""
UNDER_ENGLISH_LAW: Mapping[str, tuple[str, Severity]] = {
    "moderation": ("L011", Severity.ERROR),
    "exclusion_of_all": ("L036", Severity.ERROR),
}
"""What is reported otherwise in England and Wales: UCTA 1977 s. 2 voids an exclusion of all."""
PLURAL = ("wij", "we")


def words(case: Case) -> Iterator[Diagnostic]:
    """Report words by the kind they are of."""
    reported = {**FOUND, **(UNDER_ENGLISH_LAW if case.law == "EW" else {})}
    for path, text in _texts(case):
        for hit in case.words.hits(text, *FOUND):
            code, severity = reported[hit.kind]
            told = case.error(code, path, found=hit.found, instead=hit.instead, hint="words")
            softened = path[:2] in THEIR_WORDS and severity is not Severity.NOTE
            yield replace(told, severity=Severity.NOTE if softened else severity)


def model_agreement(case: Case) -> Iterator[Diagnostic]:
    """The model agreement that is named has not lapsed (L033)."""
    terms = case.engagement.independence
    named = terms.model_agreement if terms else None
    for hit in case.words.hits(named or "", "model_agreement"):
        path: Path = ("independence", "model_agreement")
        yield case.warning("L033", path, found=hit.found, instead=hit.instead)


def first_person(case: Case) -> Iterator[Diagnostic]:
    """Who may send somebody else does not promise to do it in person (L050)."""
    engagement = case.engagement
    plural = engagement.meta.voice in PLURAL
    if not plural and engagement.substitution is None:
        return
    if not plural:
        yield case.note("L050", ("meta", "voice"), found=engagement.meta.voice, hint="voice")
        return
    for path, text in _texts(case):
        hit = next(case.words.hits(text, "first_person"), None)
        if hit and path[:2] not in THEIR_WORDS:
            yield case.warning("L050", path, found=hit.found, instead=hit.instead)


def _texts(case: Case) -> Iterator[tuple[Path, str]]:
    for path, value in case.tree.values():
        sentence = isinstance(value, str) and path[-1] not in NOT_SENTENCES
        if sentence and any(path[: len(field)] == field for field in FIELDS):
            yield path, str(value)


RULES = (words, model_agreement, first_person)
