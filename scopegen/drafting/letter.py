"""The engagement letter: choose the clauses, number them, fill them, give one `Document`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, Location, ScopegenError, finding
from scopegen.document import (
    Block,
    Document,
    Heading,
    Imprint,
    Level,
    Line,
    Provision,
    Reference,
    Section,
    Text,
    section_lines,
)
from scopegen.drafting.blocks import (
    Filler,
    Place,
    Pointer,
    Value,
    anchors,
    blocks,
    numbering,
    told,
)
from scopegen.drafting.library import Clause, Library
from scopegen.drafting.markdown import Skeleton, skeleton
from scopegen.drafting.phrasing import NBSP, Phrasing, lettered, shortened
from scopegen.drafting.vocabulary import vocabulary
from scopegen.model.canonical import canonical, digest
from scopegen.model.engagement import Engagement
from scopegen.remembering import MOST_REMEMBERED

PARTS = ("start", "together", "missing", "change", "finish", "money", "law")
OPENING, SIGNING, ANNEX = "opening", "signing", "annex"
ORDER = (OPENING, *PARTS, SIGNING, ANNEX)
MOST_MISSING = 50
"""References of one clause that are told to lead nowhere."""


Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A clause after its template ran: its skeleton and the values that go in."""

    clause: Clause
    place: Place
    markdown: str
    skeletons: tuple[Skeleton, ...]
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter in one language, with the clauses that it was made of."""

    document: Document
    clauses: tuple[Filled, ...]
    language: str


def draft_letter(
    engagement: Engagement,
    library: Library,
    words: Words,
    *,
    language: str,
    draft: bool = False,
) -> Checked[Document]:
    """Draft the letter in one language; reports and raises as `drafted`."""
    made = drafted(engagement, library, words, language=language, draft=draft)
    return Checked(made.value.document if made.value else None, made.diagnostics)


def drafted(  # `prevailing` is for a letter in two languages: the one whose text comes first
    engagement: Engagement,
    library: Library,
    words: Words,
    *,
    language: str,
    draft: bool = False,
    prevailing: str = "",
) -> Checked[Draft]:
    """Draft the letter in one language, and keep what it was made of.

    References to clauses that are not in this letter are reported (SG202), all of them, with
    their place in the clause text.

    Raises:
        ScopegenError: SG203 to SG205, when a clause template cannot be filled.
    """
    drafter = _Drafter(engagement, library, words, language)
    filled = drafter.filled(prevailing)
    numbers = numbering(
        pair for one in filled for pair in anchors(one.place, one.skeletons, one.values)
    )
    missing = tuple(drafter.missing(filled, numbers))
    if missing:
        return Checked(None, missing)
    sections = tuple(drafter.sections(filled, numbers))
    document = Document(imprint=drafter.imprint(sections, draft=draft), sections=sections)
    return Checked(Draft(document=document, clauses=tuple(filled), language=language))


class _Drafter:
    """One letter in the making."""

    def __init__(
        self, engagement: Engagement, library: Library, words: Words, language: str
    ) -> None:
        self.engagement, self.library, self.words = engagement, library, words
        self.language, self.phrasing = language, Phrasing(language)

    def filled(self, prevailing: str) -> list[Filled]:
        """Run the templates of every clause that applies, in order, and number them."""
        known = vocabulary(self.engagement, self.phrasing, self.words)
        values = {**known, "prevailing": prevailing}
        chosen = [c for c in self.library.clauses if self.library.applies(c, values)]
        chosen.sort(key=lambda clause: ORDER.index(clause.part))
        counts = {"clause": 0, ANNEX: 0}
        return [self._fill(clause, self._place(clause, counts), values) for clause in chosen]

    def _fill(self, clause: Clause, place: Place, values: Mapping[str, object]) -> Filled:
        markdown, kept = self.library.render(clause, self.language, values)
        try:
            parts = skeleton(markdown)
        except ScopegenError as error:
            facts = {**dict(error.facts), "file": clause.file(self.language)}
            raise ScopegenError(error.code, **facts) from error
        return Filled(clause=clause, place=place, markdown=markdown, skeletons=parts, values=kept)

    def _place(self, clause: Clause, counts: dict[str, int]) -> Place:
        if clause.part == ANNEX:
            counts[ANNEX] += 1
            letter, lead = lettered(counts[ANNEX]).upper(), self.words["annex_heading"]
            return Place(id=clause.id, number=letter, lead=lead, level=Level.ANNEX, numbered=False)
        if clause.part in (OPENING, SIGNING):
            return Place(id=clause.id, number="", lead="", level=Level.SECTION, numbered=False)
        counts["clause"] += 1
        number = str(counts["clause"])
        return Place(id=clause.id, number=number, lead="", level=Level.CLAUSE, numbered=True)

    def missing(self, filled: list[Filled], numbers: Mapping[str, str]) -> Iterator[Diagnostic]:
        """Find references to what is not in this letter, each once for its clause."""
        for one in filled:
            asked = dict.fromkeys(v.target for v in one.values if isinstance(v, Pointer))
            for target in islice((t for t in asked if t not in numbers), MOST_MISSING):
                yield self._dangling(one.clause, Pointer(target))

    def _dangling(self, clause: Clause, pointer: Pointer) -> Diagnostic:
        asked = f'ref("{pointer.target}")'
        lines = clause.text(self.language).splitlines()
        found = ((n, text.find(asked)) for n, text in enumerate(lines, start=1) if asked in text)
        line, column = next(found, (1, 0))
        file, end = clause.file(self.language), column + 1 + len(asked)
        place = Location(file, line, column + 1, line, end)
        known = any(other.id == pointer.target.split(".")[0] for other in self.library.clauses)
        hint = "not_in_letter" if known else "unknown"
        return finding("SG202", place, found=pointer.target, clause=clause.id, hint=hint)

    def sections(self, filled: list[Filled], numbers: Mapping[str, str]) -> Iterator[Section]:
        """Give the sections; the first clause of a part opens it with the part's heading."""
        opened: set[str] = set()
        for one in filled:
            part = one.clause.part
            head = self.words["parts"][part] if part in PARTS and part not in opened else ""
            opened.add(part)
            values = tuple(
                told(value, self.phrasing.of, lambda pointer: self._reference(pointer, numbers))
                for value in one.values
            )
            yield _section(one.place, one.markdown, values, head)

    def _reference(self, pointer: Pointer, numbers: Mapping[str, str]) -> Line:
        number = numbers[pointer.target]
        lead = self.words["clause" if number[0].isdigit() else "annex"]
        return (Text(text=f"{lead}{NBSP}"), Reference(target=pointer.target, number=number))

    def imprint(self, sections: tuple[Section, ...], *, draft: bool) -> Imprint:
        """Give the identity of the letter; the fingerprint binds the terms and the text."""
        meta, parties, words = self.engagement.meta, self.engagement.parties, self.words
        mark = fingerprint(self.engagement, sections)
        version = f"{words['version']} {meta.version}"
        names = f"{parties.provider.known_as} {words['and']} {parties.client.name}"
        return Imprint(
            title=f"{words['title']}: {meta.title}",
            subject=f"{words['title']} {meta.id}",
            author=parties.provider.known_as,
            language=words["locale"],
            reference=meta.id,
            date=meta.date.isoformat(),
            fingerprint=mark,
            header=f"{names} \N{MIDDLE DOT} {meta.id}",
            footer=f"{version} \N{MIDDLE DOT} {words['fingerprint']} {shortened(mark)}",
            page_label=words["page"],
            draft_mark=words["draft"] if draft else "",
            facts=(("version", str(meta.version)),),
        )


@lru_cache(maxsize=MOST_REMEMBERED)
def _section(place: Place, markdown: str, values: tuple[Value, ...], head: str) -> Section:
    """Make a section; what says the same as in an earlier letter is that very section."""
    heading: tuple[Block, ...] = (Heading(level=Level.PART, text=head),) if head else ()
    body = blocks(place, skeleton(markdown), Filler(values=values))
    return Section(id=place.id, blocks=(*heading, *body))


def stamped(document: Document, head: str, words: Words) -> Document:
    """Print the head of the register on a letter that is issued: history then cannot be rewritten.

    It stands in the foot and in the file's properties, outside of what the fingerprint binds.
    """
    imprint = document.imprint
    footer = f"{imprint.footer} \N{MIDDLE DOT} {words['register']} {shortened(head)}"
    facts = (*imprint.facts, ("register", head))
    return replace(document, imprint=replace(imprint, footer=footer, facts=facts))


def numbers_of(document: Document) -> Mapping[str, str]:
    """Give the number of every clause and provision that can be referred to."""
    numbered = (b for b in document.leading() if isinstance(b, Heading | Provision) and b.anchor)
    return {block.anchor: block.number for block in numbered}


def fingerprint(engagement: Engagement, sections: tuple[Section, ...]) -> str:
    """Give the SHA-256 over the canonical engagement and the text as printed."""
    lines = (line for section in sections for line in section_lines(section))
    return digest(canonical(engagement), "\n".join(["", *lines, ""]).encode())
