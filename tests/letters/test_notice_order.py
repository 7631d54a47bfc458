"""The notices of `scopegen notice`: one fixed order, a businesslike tone, and their whole text."""

from __future__ import annotations

import os
import re

import pytest
from conftest import LANGUAGES, ROOT
from notice_values import CASES
from notices import engagement, paper

from scopegen.document import Document, Paragraph, Role, text_of
from scopegen.drafting.library import Clause
from scopegen.workflow.notice_kinds import KINDS, kind_of
from scopegen.workflow.papers import Letterbox, mail_text, papers

GOLDEN = ROOT / "tests" / "golden" / "veiligheidsregio" / "notices"
OWN = tuple(one for one in papers().library.clauses if kind_of(one.id))
ORDER = ["decision", "consequence", "options", "date"]
INFORMS = ("availability-card",)
"""What only informs: there is nothing to choose."""
MARK = re.compile(r"\{# (\w+) #\}")
TONE = {
    "nl": "helaas jammer teleurgesteld teleurstellend onacceptabel respectloos onprofessioneel "
    "weigert nalatig verwijt verwijten opzettelijk expres schuld schuldig dreigen waarschijnlijk "
    "blijkbaar kennelijk eindelijk alweer opnieuw excuus spijt gelieve verzocht",
    "en": "unfortunately disappointed disappointing unacceptable rude disrespectful negligent "
    "deliberately fault blame threat threaten apparently obviously finally regret apology sorry "
    "careless lazy unwilling refuses refused",
}
each_own = pytest.mark.parametrize("template", OWN, ids=lambda one: one.id)
each_case = pytest.mark.parametrize("variant", CASES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_kind_has_a_template_and_a_number_of_its_own() -> None:
    assert {one.id for one in OWN} == {one.id for one in KINDS}
    codes = [one.code for one in OWN]
    assert all(re.fullmatch(r"T\d\d([abc]|-\d)?", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_every_number_of_the_list_is_there() -> None:
    numbers = {one.code[:3] for one in papers().library.clauses if one.code}
    assert numbers == {f"T{number:02d}" for number in range(1, 37)}


@each_own
@each_language
def test_a_notice_decides_tells_what_follows_offers_options_and_names_a_date(
    template: Clause, language: str
) -> None:
    order = MARK.findall(template.text(language))
    assert order == [one for one in ORDER if one != "options" or template.id not in INFORMS]


@each_case
@each_language
def test_a_notice_ends_with_a_date_or_with_nothing_to_do(variant: str, language: str) -> None:
    terms = engagement("veiligheidsregio")
    document = paper(variant, "veiligheidsregio", language)
    last = closing_words(document)
    told = {"nl": ("hoeft niet", "voorbij is"), "en": ("need not", "is over")}[language]
    assert re.search(r"\b202[67]\b", last) or any(words in last for words in told), last
    answered = {
        "nl": r"reageren|krijgt u|antwoord|bevestigen|herinnering",
        "en": r"reply|answer|confirm|reminder",
    }
    assert terms.parties.provider.signatory in last or re.search(answered[language], last), last


def closing_words(document: Document) -> str:
    """Give the last paragraph, without the line on legal advice."""
    told = [
        text_of(block.line)
        for block in document.flow()
        if isinstance(block, Paragraph) and block.role is not Role.NOTE
    ]
    return told[-1] if document.sections[0].id != "withdrawal" else " ".join(told)


@each_case
@each_language
def test_no_word_judges_guesses_a_motive_or_begs(variant: str, language: str) -> None:
    document = paper(variant, "nachtclient", language)
    text = f"{document.imprint.title}\n{document.plain_text()}".lower()
    assert set(re.findall(r"[a-zé]+", text)) & set(TONE[language].split()) == set()
    assert "!" not in text


@each_case
@each_language
def test_a_notice_is_short(variant: str, language: str) -> None:
    kind = kind_of(variant.partition(" ")[0])
    assert kind is not None
    words = len(paper(variant, "veiligheidsregio", language).plain_text().split())
    assert words <= (330 if kind.paper else 230), words


@each_language
def test_silence_is_acceptance_only_by_the_words_that_say_so(language: str) -> None:
    words = {"nl": "stilzwijgende goedkeuring", "en": "deemed acceptance"}[language]
    assert words in paper("acceptance-reminder", "northgate", language).plain_text()
    other = paper("acceptance-reminder without consequence", "northgate", language).plain_text()
    assert words not in other


@each_language
def test_the_fourteen_days_of_a_consumer_begin_the_day_after_receipt(language: str) -> None:
    text = paper("consumer-payment", "northgate", language).plain_text().replace("\xa0", " ")
    begin = {
        "nl": "op de dag na die waarop u dit bericht ontvangt",
        "en": "on the day after the one on which you receive this message",
    }
    assert begin[language] in text
    for amount in ("1,210.00", "181.50", "1,391.50"):  # 15 % of 1,210, in the letter's pounds
        assert (
            amount in text.replace(".", "#").replace(",", ".").replace("#", ",") or amount in text
        )


@each_case
@each_language
def test_the_whole_text_is_as_it_was_reviewed(
    variant: str, language: str, request: pytest.FixtureRequest
) -> None:
    terms = engagement("veiligheidsregio")
    document = paper(variant, "veiligheidsregio", language)
    box = Letterbox(engagement=terms, to=terms.parties.signatories[0])
    text = f"{document.imprint.title}\n\n{mail_text(document, box)}"
    path = GOLDEN / f"{variant.replace(' ', '-')}.{language}.txt"
    if request.config.getoption("--update-golden"):
        assert not os.environ.get("CI"), "golden files are not rewritten in CI"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


def test_there_is_no_golden_file_of_what_is_no_case() -> None:
    known = {
        f"{variant.replace(' ', '-')}.{language}.txt" for variant in CASES for language in LANGUAGES
    }
    assert {path.name for path in GOLDEN.iterdir()} == known
