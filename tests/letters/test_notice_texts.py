"""The papers beside the letter: both languages alike, plain words, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import LANGUAGES
from notice_values import is_mail
from notices import (
    VARIANTS,
    engagement,
    head,
    paper,
    request,
    values,
    worked_out,
    written,
)

from scopegen.document import (
    Block,
    Bullet,
    Document,
    Form,
    Heading,
    Paragraph,
    Role,
    Table,
    TableStyle,
    lines_of,
    text_of,
)
from scopegen.drafting.letter import numbers_of
from scopegen.drafting.library import Clause
from scopegen.drafting.papers import identity
from scopegen.drafting.phrasing import Phrasing
from scopegen.evidence.mail import read_mail
from scopegen.evidence.mail_proposal import Asked, propose
from scopegen.model.evidence import Decision
from scopegen.workflow.checking import draft
from scopegen.workflow.papers import papers

TEMPLATES = papers().library.clauses
LONGEST_SENTENCE = 40
FORBIDDEN = {
    "nl": "derhalve alsmede echter teneinde conform dienaangaande zulks middels geschieden dient "
    "indien helaas sorry excuses",
    "en": "hereinafter aforesaid herein shall forthwith thereof whereas unfortunately sorry "
    "apologies regret",
}
PHRASES = {
    "nl": ("ten aanzien van", "met betrekking tot", "ter zake"),
    "en": ("prior to", "in the event that", "and/or", "in witness whereof"),
}
each_paper = pytest.mark.parametrize("variant", VARIANTS)
each_sample = pytest.mark.parametrize("sample", ["veiligheidsregio", "nachtclient", "northgate"])
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)


def prose(document: Document) -> Iterator[str]:
    for block in document.flow():
        if isinstance(block, Paragraph | Bullet):
            yield text_of(block.line)
        elif isinstance(block, Table):
            yield from (text_of(line) for row in block.rows for cell in row for line in cell.lines)


def shape(block: Block) -> str:
    if isinstance(block, Table):
        return f"table {block.style} {len(block.rows)} {block.widths}"
    return type(block).__name__ + (block.role if isinstance(block, Paragraph) else "")


def test_every_template_is_tried() -> None:
    assert {variant.partition(" ")[0] for variant in VARIANTS} == {one.id for one in TEMPLATES}


@each_paper
@each_sample
def test_a_paper_has_the_same_blocks_in_both_languages(sample: str, variant: str) -> None:
    dutch, english = (paper(variant, sample, language) for language in LANGUAGES)
    assert [shape(one) for one in dutch.flow()] == [shape(one) for one in english.flow()]


@each_paper
@each_sample
@each_language
def test_nothing_is_left_open_or_printed_raw(sample: str, variant: str, language: str) -> None:
    document = paper(variant, sample, language)
    text = document.plain_text()
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\*\*|[\ue000\ue001\u00b6]|None|True|mogen ik", text)
    for line in text.splitlines():
        assert "  " not in line.rstrip(), line  # room to sign is a cell of nothing but spaces
        assert not re.search(r" [.,;:)]|\.\.|\( ", line), line
    assert all(lines_of(block) for block in document.flow())


@each_paper
@each_sample
@each_language
def test_sentences_are_short_and_words_are_plain(sample: str, variant: str, language: str) -> None:
    for line in prose(paper(variant, sample, language)):
        words = set(re.findall(r"[a-z]+", line.lower()))
        assert not words & set(FORBIDDEN[language].split()), line
        assert not [phrase for phrase in PHRASES[language] if phrase in line.lower()], line
        for sentence in re.split(r"(?<=[.!?;:])\s", line):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@each_paper
@each_sample
@each_language
def test_the_title_is_fit_for_a_subject_line(sample: str, variant: str, language: str) -> None:
    title = paper(variant, sample, language).imprint.title
    assert engagement(sample).meta.id in title or request(sample).id in title
    assert title == " ".join(title.split(" "))
    assert len(title) <= 120


@pytest.mark.parametrize("variant", [one for one in VARIANTS if not is_mail(one)])
@each_sample
@each_language
def test_a_paper_has_the_line_on_legal_advice_at_its_end_or_before_the_decision(
    sample: str, variant: str, language: str
) -> None:
    blocks = list(paper(variant, sample, language).flow())
    notes = [block for block in blocks if isinstance(block, Paragraph) and block.role is Role.NOTE]
    last = notes[-1]
    after = blocks[blocks.index(last) + 1 :]
    assert [type(block) for block in after] in ([], [Heading, Paragraph, Form])
    told = {"nl": "Dat is geen juridisch advies.", "en": "It is not legal advice."}
    assert text_of(last.line).endswith(told[language])


@each_sample
@each_language
def test_what_people_forget_stands_at_a_glance_on_the_form(sample: str, language: str) -> None:
    glance = next(block for block in paper("change", sample, language).flow() if is_glance(block))
    told = "\n".join(lines_of(glance))
    asked = request(sample)
    for fact in (asked.agreed, asked.proposed, engagement(sample).engagement.goal):
        assert fact in told
    for person in engagement(sample).parties.signatories:
        assert person.name in told
    assert str(worked_out(sample).valid_until.year) in told


def is_glance(block: Block) -> bool:
    return isinstance(block, Table) and block.style is TableStyle.TERMS


@each_sample
@each_language
def test_the_form_follows_its_heading_and_offers_every_option(sample: str, language: str) -> None:
    *_, heading, _ask, form = paper("change", sample, language).flow()
    assert isinstance(heading, Heading)
    assert isinstance(form, Form)
    offered = [f"option_{one.id}" for one in request(sample).options]
    assert [one.name for one in form.fields][: len(offered)] == offered


@each_sample
@each_language
def test_the_words_for_an_e_mail_count_as_agreement(sample: str, language: str) -> None:
    document, offered = paper("change", sample, language), worked_out(sample)
    written_out = {
        row[0]: row[1]
        for line in document.plain_text().splitlines()
        if len(row := line.split("\t")) == 2 and row[1].startswith(("akkoord met", "agreed to"))
    }
    assert set(written_out) == {one.option.id for one in offered.choices if one.least == "email"}
    for id_, words in written_out.items():
        assert decided(sample, language, id_, words) is Decision.AGREE


def decided(sample: str, language: str, option: str, words: str) -> Decision:
    """Send the words in an e-mail and see what they are taken for."""
    amount, form = worked_out(sample).choice(option).amount, head(sample, language)
    sender = engagement(sample).parties.signatories[0]
    message = (
        f"From: {sender.email}\r\nDate: Tue, 2 Mar 2027 10:00:00 +0100\r\n"
        "Message-ID: <1@client.example>\r\nSubject: antwoord\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    )
    asked = Asked(
        form=identity(form, worked_out(sample)),
        amount=" ".join(Phrasing(language).money(amount).split()),
        addresses={sender.email: sender.name},
        issued_at=datetime(2027, 3, 1, tzinfo=UTC),
        expires_at=datetime(2027, 3, 31, tzinfo=UTC),
        options=tuple(one.id for one in request(sample).options),
    )
    return propose(read_mail(message.encode()).require(), asked)[0]


@pytest.mark.parametrize(
    "variant",
    ["change", "final-period", "nonpayment", "instruction", "decision", "agreement", "addendum"],
)
@each_language
def test_a_letter_without_a_handbrake_is_not_quoted_on_it(variant: str, language: str) -> None:
    terms = engagement("nachtclient")
    without = replace(terms, handbrake=replace(terms.handbrake, enabled=False))
    clauses = numbers_of(draft(without, language).require())
    under = replace(head("nachtclient", language), engagement=without, clauses=clauses)
    given = {**values("nachtclient", under), **VARIANTS[variant]}
    text = written(variant, under, given).plain_text().lower()
    assert not re.search(r"handrem|handbrake|wachtvergoeding|hold fee", text)


@each_template
def test_both_languages_have_the_same_lines_in_the_template(template: Clause) -> None:
    shapes = [[line_shape(line) for line in lines(template, language)] for language in LANGUAGES]
    assert shapes[0] == shapes[1]


@each_template
def test_both_languages_refer_to_the_same_clauses_and_values(template: Clause) -> None:
    for pattern in (r'clause\("([a-z.-]+)"\)', r"\{% *(?:if|elif|for) ([^%]+)%\}"):
        found = [re.findall(pattern, template.text(language)) for language in LANGUAGES]
        assert sorted(found[0]) == sorted(found[1])


def lines(template: Clause, language: str) -> list[str]:
    return [line for line in template.text(language).splitlines() if line.strip()]


def line_shape(line: str) -> str:
    statement = re.match(r"\{% *(\w+)", line)
    if statement and line.rstrip().endswith("%}") and line.count("{%") == 1:
        return statement[1]
    return line[0] if line[0] in "#|->" else "text"
