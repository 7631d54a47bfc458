"""The clause library: both languages alike, fields declared, terms defined, plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from conftest import LANGUAGES, ROOT, SAMPLES
from conftest import letter as sample_letter
from jinja2 import Environment, nodes

from scopegen.document import (
    Bullet,
    Document,
    Heading,
    Item,
    Level,
    Paragraph,
    Provision,
    Text,
    text_of,
)
from scopegen.drafting.library import Clause, without_statement_lines
from scopegen.drafting.vocabulary import COMPUTED
from scopegen.plain_words import LONGEST_SENTENCE, sentences
from scopegen.source import fields
from scopegen.workflow.checking import draft, examine_file, library
from scopegen.workflow.reading import engagement_schema, wording

CLAUSES = library().clauses
FIELDS = {
    field.path.removesuffix("[]")
    for field in fields(engagement_schema())
    if field.kind != "dict" or field.path.endswith("[]")
}
CONSUMERS = ("consumer", "consumer-early-start")
LETTERS = (*SAMPLES, *CONSUMERS)
"""The samples, and two letters to consumers, who get an annex that nobody else gets."""
PLAIN = ("archaic", "house", "reproach", "motive")
"""Kinds of words that our own texts do without."""
each_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)


def letter(name: str, language: str) -> Document:
    """Draft the letter of a sample, or of a valid file of the corpus."""
    if name in SAMPLES:
        return sample_letter(name, language)
    spec = examine_file(str(ROOT / "tests" / "corpus" / "valid" / f"{name}.yaml")).spec
    assert spec
    return draft(spec.engagement, language).require()


def declared(text: str) -> set[str]:
    """Give the spec fields that a template reads, whether by name or through a computed value."""
    tree = Environment(autoescape=True).parse(without_statement_lines(text))
    names = set(_chains(tree))
    computed = {field for name in names & set(COMPUTED) for field in COMPUTED[name]}
    return {field for name in names if (field := _field(name))} | computed


def _field(name: str) -> str:
    """Bring what is read back to a field of the schema; a group alone is no field."""
    steps = name.split(".")
    beginnings = (".".join(steps[:end]) for end in range(len(steps), 0, -1))
    return next((one for one in beginnings if one in FIELDS), "")


def _chains(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        chain: list[str] = []
        at: nodes.Node = node
        while isinstance(at, nodes.Getattr):
            chain.insert(0, at.attr)
            at = at.node
        if isinstance(at, nodes.Name):
            yield ".".join([at.name, *chain])


@each_clause
def test_both_languages_read_the_same_fields(clause: Clause) -> None:
    assert declared(clause.nl) == declared(clause.en)


@each_clause
def test_a_clause_declares_the_fields_it_reads(clause: Clause) -> None:
    assert set(clause.fields) == declared(clause.nl)


@each_clause
def test_both_languages_have_the_same_paragraphs_in_the_template(clause: Clause) -> None:
    shapes = [
        [_shape(line) for line in clause.text(language).splitlines() if line.strip()]
        for language in LANGUAGES
    ]
    assert shapes[0] == shapes[1]


def _shape(line: str) -> str:
    statement = re.match(r"\{% *(\w+)", line)
    if statement and line.rstrip().endswith("%}") and line.count("{%") == 1:
        return statement[1]
    return line[0] if line[0] in "#|->" else "text"


@each_clause
def test_both_languages_refer_to_the_same_clauses(clause: Clause) -> None:
    found = [re.findall(r'ref\("([a-z.-]+)"\)', clause.text(language)) for language in LANGUAGES]
    assert sorted(found[0]) == sorted(found[1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", LETTERS)
def test_a_term_is_bold_where_it_is_defined_and_nowhere_else(sample: str, language: str) -> None:
    terms = {c.id: {f for term in c.terms for f in term.forms(language)} for c in CLAUSES}
    defined: list[str] = []
    for section in letter(sample, language).sections:
        for block in section.blocks:
            if isinstance(block, Provision | Item):
                bold = [s.text for s in block.line if isinstance(s, Text) and s.bold]
                defined += bold
                voices = {"wij", "ik", "u", "we", "I", "you"}
                allowed = {form.lower() for form in terms[section.id]} | voices
                assert {text.lower() for text in bold} <= allowed | {t.lower() for t in voices}
    assert len(defined) == len(set(defined))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", LETTERS)
def test_a_term_is_used_only_in_a_letter_that_defines_it(sample: str, language: str) -> None:
    document = letter(sample, language)
    present = {section.id for section in document.sections}
    text = document.plain_text().lower()
    for clause in CLAUSES:
        for term in clause.terms:
            if clause.id not in present:
                assert not any(re.search(rf"\b{form}\b", text) for form in term.forms(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", LETTERS)
def test_sentences_are_short_and_words_are_plain(sample: str, language: str) -> None:
    for line in _prose(sample, language):
        assert not list(wording(language).hits(line, *PLAIN)), line
        for _, sentence in sentences(line):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def _prose(sample: str, language: str) -> Iterator[str]:
    for section in letter(sample, language).sections:
        for block in section.blocks:
            if isinstance(block, Provision | Item | Paragraph | Bullet):
                yield text_of(block.line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_has_one_heading(language: str) -> None:
    seen = set()
    for sample in LETTERS:
        for section in letter(sample, language).sections:
            headings = [
                b
                for b in section.blocks
                if isinstance(b, Heading) and b.level in (Level.CLAUSE, Level.ANNEX)
            ]
            assert len(headings) == (0 if section.id in {"opening", "signing"} else 1)
            seen.add(section.id)
    assert seen == {clause.id for clause in CLAUSES}
