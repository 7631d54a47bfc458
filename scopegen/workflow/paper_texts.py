"""Reading papers back: does a Word or PDF file say what was frozen when it was issued?

A fingerprint binds the terms and every line of text. So the text of the file and the terms in the
register give the fingerprint again, with whatever version of scopegen; drafting the letter anew
from its frozen clauses is a second way to the same end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.document import Document
from scopegen.model.canonical import digest
from scopegen.model.events import Event, EventKind
from scopegen.render.pdf_text import same_text
from scopegen.render.word_text import word_text
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.building import LANGUAGES
from scopegen.workflow.checking import draft
from scopegen.workflow.dossier import Dossier, kept
from scopegen.workflow.frozen_letters import UNREADABLE, drafted_again
from scopegen.workflow.telling import shortened
from scopegen.workflow.verdicts import Check, holds, not_checked, wrong


@dataclass(frozen=True, slots=True)
class PaperText:
    """A file as text, with its marks, the text of its twin, and the row that issued it.

    `event` may be the row of a paper of the same name; only with `issued` is it this very file.
    """

    name: str
    kind: str
    text: str
    marks: Mapping[str, str]
    twin: str
    event: Event | None
    issued: bool

    @property
    def mark(self) -> str:
        """The fingerprint that the file says it has."""
        return self.marks.get("fingerprint", "")

    @property
    def body(self) -> str:
        """The text after the title."""
        return self.text.partition("\n")[2]


@dataclass(frozen=True)
class Texts:
    """Holds texts against a dossier, or against themselves without one."""

    dossier: Dossier | None

    def checks(self, paper: PaperText) -> Iterator[Check]:
        """Check one paper; what is no paper of ours has no mark, and is not read back."""
        if not paper.mark:
            yield not_checked("text", "foreign")
            return
        letter = self._letter(paper)
        if letter:
            yield self._letter_check(paper, letter)
        elif "letter_fingerprint" in paper.marks:
            yield self._paper_check(paper)
        else:
            yield self._lone_letter(paper)
        yield from self._twin(paper)

    def _letter(self, paper: PaperText) -> LetterVersion | None:
        letters = self.dossier.standing.letters if self.dossier else ()
        return next((one for one in reversed(letters) if one.fingerprint == paper.mark), None)

    def _letter_check(self, paper: PaperText, letter: LetterVersion) -> Check:
        dossier = self.dossier
        if dossier is None:
            return not_checked("text", "no_register")
        terms = kept(dossier, letter.terms)
        version, short = letter.version, shortened(letter.fingerprint)
        if digest(terms, f"\n{paper.body}".encode()) == letter.fingerprint:
            return holds("text", "fingerprint", version=version, mark=short)
        again = self._drafted.get(letter.fingerprint)
        if again and _says(paper, again):
            return holds("text", "drafted", version=version, mark=short)
        if again is None and paper.issued:
            return not_checked("text", "worded", version=version)
        return wrong("text", "SG792", file=paper.name)

    @cached_property
    def _drafted(self) -> Mapping[str, Document]:
        """Draft every letter again from its frozen terms and clauses, by fingerprint."""
        if self.dossier is None:
            return {}
        once = {one.fingerprint: one for one in self.dossier.standing.letters}
        found = (again(self.dossier, one) for one in once.values())
        return {one.imprint.fingerprint: one for one in found if one}

    def _paper_check(self, paper: PaperText) -> Check:
        """A notice binds nothing but its letter and its text; a form binds the request too."""
        letter = paper.marks["letter_fingerprint"].encode()
        body = paper.body.removesuffix("\n").encode()
        if digest(b"", letter, body) == paper.mark:
            return holds("text", "paper", mark=shortened(paper.mark))
        return self._bound_otherwise(paper)

    def _bound_otherwise(self, paper: PaperText) -> Check:
        dossier, event = self.dossier, paper.event
        files = event.facts.get("files") if event else None
        if dossier is None or not isinstance(files, dict):
            return not_checked("text", "bound")
        word = files.get(f"{paper.name.rpartition('.')[0]}.docx")
        if not word:
            return not_checked("text", "bound")
        text = word_text(kept(dossier, word))
        if not same_text(text, paper.text):
            return wrong("text", "SG792", file=paper.name)
        if event and event.kind is EventKind.CHANGE_ISSUED and event.facts["digest"] == paper.mark:
            return holds("text", "form", mark=shortened(paper.mark))
        return holds("text", "twin", twin=f"{paper.name.rpartition('.')[0]}.docx")

    def _lone_letter(self, paper: PaperText) -> Check:
        """Hold a letter that no register knows against the spec that lies beside it."""
        spec = self.dossier.examined.spec if self.dossier else None
        if self.dossier is None or spec is None or has_errors(self.dossier.examined.flaws):
            return not_checked("text", "terms")
        for languages in LANGUAGES:
            made = draft(spec.engagement, languages).value
            if made and made.imprint.fingerprint == paper.mark and _says(paper, made):
                return holds("text", "spec", file=self.dossier.examined.file)
        return not_checked("text", "other_spec", file=self.dossier.examined.file)

    def _twin(self, paper: PaperText) -> Iterator[Check]:
        if not paper.twin:
            return
        if same_text(paper.text, paper.twin):
            yield holds("twin", "same")
        else:
            yield wrong("twin", "SG797", file=paper.name)


def again(dossier: Dossier, letter: LetterVersion) -> Document | None:
    """Draft a letter again as it was issued; None when this scopegen cannot do that any more."""
    try:
        made = drafted_again(dossier, letter, letter.made_in)
    except (ScopegenError, *UNREADABLE):
        return None
    return made if made.imprint.fingerprint == letter.fingerprint else None


def _says(paper: PaperText, document: Document) -> bool:
    """Tell whether a file says what a document does.

    In a file that is the very one that was issued a house's own pages may stand around it.
    """
    text = document.plain_text()
    if same_text(paper.text, text):
        return True
    return paper.issued and "".join(text.split()) in "".join(paper.text.split())
