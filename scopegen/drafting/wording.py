"""The lint of clause texts: terms, references, sentences and words, each with file and line.

A clause is read as its author wrote it, with the template language blanked out, so that every
place is right. Where a template chooses between texts, the longest one is judged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import TemplateSyntaxError, nodes

from scopegen.diagnostics import Diagnostic, Location, Severity, finding
from scopegen.document import Document, Item, Provision, Section, Text, section_lines
from scopegen.drafting.clause_guard import parsed
from scopegen.drafting.library import LANGUAGES, Clause, Library
from scopegen.drafting.markdown import ANCHOR
from scopegen.plain_words import LONGEST_SENTENCE, Wording, sentences
from scopegen.remembering import Remembered

STATEMENT = re.compile(r"\{%.*?(?:%\}|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)
EXPRESSION = re.compile(r"\{\{.*?(?:\}\}|\Z)", re.DOTALL)
"""What is never closed goes to the end: thousands of openings would each look for their closing."""
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
REFERENCE = re.compile(r"ref\(\s*[\"']([^\"']+)[\"']\s*\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
VOICES = frozenset({"wij", "ik", "u", "we", "i", "you"})
NOT_PROSE = ("#", "|", ">")
"""What a line begins with that is a heading, a row of a table or a note."""
SHORTEST_TERM = 5
"""A shorter term may be an ordinary word, as 'hold' is in English; it is not looked for."""
LEAST_USES = 2
"""Where a term is defined, and once more."""
KINDS: Mapping[str, str] = {
    "archaic": "L048",
    "house": "L048",
    "reproach": "L049",
    "motive": "L049",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One language of one clause."""

    clause: Clause
    language: str
    text: str
    """The template with everything but its words blanked out, as long as it was."""

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of prose with their numbers."""
        for number, line in enumerate(self.text.split("\n"), start=1):
            if line.strip() and not line.lstrip().startswith(NOT_PROSE):
                yield number, line

    def place(self, line: int, start: int, length: int) -> Location:
        """Give a stretch of a line as a place in the file."""
        file = self.clause.file(self.language)
        return Location(file, line, start + 1, line, start + 1 + length)

    def warn(self, code: str, place: Location, **facts: str) -> Diagnostic:
        """Find something in this text."""
        return finding(code, place, (), severity=Severity.WARNING, **facts)


def lint_clauses(
    library: Library, wording: Mapping[str, Wording], known: Library | None = None
) -> Iterator[Diagnostic]:
    """Lint all clauses of a library, in both languages.

    `known` are further clauses that may be referred to, whose terms may be used.
    """
    others = known.clauses if known else ()
    anchors = {name for clause in (*library.clauses, *others) for name in _anchors(clause)}
    for language in LANGUAGES:
        pages = [_page(clause, language) for clause in library.clauses]
        for page in pages:
            yield from _words(page, wording[language])
            yield from _long_sentences(page)
            yield from _dangling(page, anchors)
        yield from _terms(pages, [_page(clause, language) for clause in others])


def _page(clause: Clause, language: str) -> Page:
    return Page(clause=clause, language=language, text=_blanked(clause.text(language)))


def _blanked(text: str) -> str:
    """Blank out the template language; what an expression may print in words stays."""
    text = STATEMENT.sub(_blank, text)
    text = EXPRESSION.sub(_printed, text)
    return ANCHOR.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _printed(match: re.Match[str]) -> str:
    """Of `we("We stop", "I stop")` keep the first text; of anything else nothing."""
    whole, blank = match[0], _blank(match)
    call = re.match(r"\{\{\s*(?:we|some)\(", whole)
    words = LITERAL.search(whole) if call else None
    if words is None:
        return blank
    start, end = words.start() + 1, words.end() - 1
    return blank[:start] + whole[start:end] + blank[end:]


def _words(page: Page, wording: Wording) -> Iterator[Diagnostic]:
    for number, line in enumerate(page.text.split("\n"), start=1):
        for hit in wording.hits(line, *KINDS):
            place = page.place(number, hit.start, len(hit.found))
            yield page.warn(KINDS[hit.kind], place, found=hit.found, instead=hit.instead)


def _long_sentences(page: Page) -> Iterator[Diagnostic]:
    """Sentences of the longest text that the template can give (L051)."""
    try:
        flat = _flat(parsed(page.clause.text(page.language)).body)
    except TemplateSyntaxError as error:
        place, said = page.place(error.lineno, 0, 1), str(error.message)
        yield finding("SG204", place, file=place.file, line=error.lineno, found=said)
        return
    for number, paragraph in _paragraphs(flat):
        if paragraph.lstrip().startswith(NOT_PROSE):
            continue
        for _, sentence in sentences(ANCHOR.sub("", paragraph)):
            count = len(sentence.split())
            if count > LONGEST_SENTENCE:
                place, most = page.place(number, 0, 1), str(LONGEST_SENTENCE)
                told = " ".join(sentence.split()[:6])
                yield page.warn("L051", place, found=told, count=str(count), most=most)


Piece = tuple[int, str]


def _flat(body: Sequence[nodes.Node]) -> list[Piece]:
    """Give the texts with their lines; of a choice the longest."""
    pieces: list[Piece] = []
    for node in body:
        if isinstance(node, nodes.Output):
            pieces += (_piece(part) for part in node.nodes)
        elif isinstance(node, nodes.If):
            branches = [node.body, *(each.body for each in node.elif_), node.else_]
            pieces += max((_flat(branch) for branch in branches), key=_count)
        elif isinstance(node, nodes.For):
            pieces += _flat(node.body)
    return pieces


def _piece(node: nodes.Node) -> Piece:
    if isinstance(node, nodes.TemplateData):
        return node.lineno, str(node.data)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        texts = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if node.node.name in {"we", "some"} and texts:
            return node.lineno, str(texts[0])
    return node.lineno, "0"


def _count(pieces: Iterable[Piece]) -> int:
    return sum(len(text.split()) for _, text in pieces)


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join pieces up to the end of each line of the text."""
    number, held = 1, ""
    for line, text in pieces:
        first, *more = text.split("\n")
        number, here = (number if held else line), line
        held += first
        for after in more:
            if held.strip():
                yield number, held
            here += 1
            number, held = here, after
    if held.strip():
        yield number, held


def _anchors(clause: Clause) -> Iterator[str]:
    yield clause.id
    for anchor in ANCHOR.finditer(clause.nl):
        yield f"{clause.id}.{anchor[1]}"


def _dangling(page: Page, anchors: Collection[str]) -> Iterator[Diagnostic]:
    """References to clauses and paragraphs that do not exist at all (L055)."""
    for number, line in enumerate(page.clause.text(page.language).split("\n"), start=1):
        for match in REFERENCE.finditer(line):
            if match[1] not in anchors:
                place = page.place(number, match.start(), len(match[0]))
                yield page.warn("L055", place, found=match[1])


def _terms(pages: Sequence[Page], others: Sequence[Page]) -> Iterator[Diagnostic]:
    """Terms are declared, bold where they are defined, and defined once (L052, L053)."""
    seen = {form: page.clause.id for page in others for form in _forms(page)}
    for page in pages:
        defined, declared = list(_defined(page)), set(_forms(page))
        counts = Counter(term for _, _, term in defined)
        branches = "{% else" in page.clause.text(page.language)
        for number, start, term in defined:
            place = page.place(number, start, len(term))
            elsewhere = seen.setdefault(term, page.clause.id)
            twice = elsewhere != page.clause.id or (counts[term] > 1 and not branches)
            if term not in declared | VOICES:
                yield page.warn("L053", place, found=term, hint="undeclared")
            elif twice and term not in VOICES:
                yield page.warn("L052", place, found=term, clause=elsewhere)
        yield from _undefined(page, counts)


def _undefined(page: Page, counts: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Report terms that `clause.yaml` names and the text does not define."""
    for term in page.clause.terms:
        forms = [form.casefold() for form in term.forms(page.language)]
        if not any(counts[form] for form in forms):
            yield page.warn("L053", page.place(1, 0, 1), found=forms[0], hint="undefined")


def _forms(page: Page) -> Iterator[str]:
    for term in page.clause.terms:
        yield from (form.casefold() for form in term.forms(page.language))


def _defined(page: Page) -> Iterator[tuple[int, int, str]]:
    """Bold text is a definition, unless a colon or a stop makes it the name of a paragraph."""
    for number, line in page.lines:
        for match in BOLD.finditer(line):
            term = match[1].strip().casefold()
            if not term.endswith((":", ".")):
                yield number, match.start(1), term


def lint_letter(library: Library, document: Document, language: str) -> Iterator[Diagnostic]:
    """Lint the terms of a letter as assembled (L052 to L054).

    Each is defined once, used after that, and never used when its clause is not in the letter.
    """
    clauses = {clause.id: clause for clause in library.clauses}
    printed = [(clauses[section.id], section) for section in document.sections]
    yield from _defined_twice(clauses, document, language)
    for clause, _ in printed:
        for term in clause.terms:
            forms = term.forms(language)
            if sum(_uses(section, forms) for section in document.sections) < LEAST_USES:
                told = _at(clause, language, "L054", forms[0])
                yield replace(told, severity=Severity.NOTE)
    present = {clause.id for clause, _ in printed}
    for clause in library.clauses:
        if clause.id not in present:
            yield from _used_without(clause, printed, language)


def _uses(section: Section, forms: tuple[str, ...]) -> int:
    """Count how often a term is used in a section; a section remembers the counts of its terms."""
    counts = _counts(section)
    if forms not in counts:
        counts[forms] = len(_any_of(forms).findall("\n".join(section_lines(section))))
    return counts[forms]


@Remembered
def _counts(_: Section) -> dict[tuple[str, ...], int]:
    return {}


def _defined_twice(
    clauses: Mapping[str, Clause], document: Document, language: str
) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for section in document.sections:
        lines = [block.line for block in section.blocks if isinstance(block, Provision | Item)]
        spans = (span for line in lines for span in line)
        for term in (one.text.casefold() for one in spans if isinstance(one, Text) and one.bold):
            if term in seen and term not in VOICES:
                yield _at(clauses[section.id], language, "L052", term, clause=seen[term])
            seen.setdefault(term, section.id)


def _used_without(
    absent: Clause, printed: Sequence[tuple[Clause, Section]], language: str
) -> Iterator[Diagnostic]:
    """Report terms of a clause that is not in this letter, where another clause uses them.

    What the user wrote is not the clause's, so that both the clause and its letter must have it.
    """
    for term in absent.terms:
        long = tuple(form for form in term.forms(language) if len(form) >= SHORTEST_TERM)
        for clause, section in printed if long else ():
            if _uses(section, long) and _any_of(long).search(_page(clause, language).text):
                yield _at(clause, language, "L053", long[0], hint="not_in_letter")


def _at(where: Clause, language: str, code: str, term: str, **facts: str) -> Diagnostic:
    """Report a term where its clause first has it."""
    page = _page(where, language)
    return page.warn(code, _first_place(page, term), found=term, **facts)


@cache
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these forms as whole words; a space may be a no-break space."""
    words = (re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _first_place(page: Page, term: str) -> Location:
    for number, line in enumerate(page.text.split("\n"), start=1):
        at = line.casefold().find(term.casefold())
        if at >= 0:
            return page.place(number, at, len(term))
    return page.place(1, 0, 1)
