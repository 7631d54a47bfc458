"""Which clauses a letter holds, and which words: by law, by kind of client and by choice."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from conftest import LANGUAGES, ROOT, examined

from scopegen.document import Document, Heading, Level
from scopegen.model.engagement import Engagement
from scopegen.workflow.checking import draft, examine

VALID = ROOT / "tests" / "corpus" / "valid"
SMALLEST = (VALID / "smallest.yaml").read_text(encoding="utf-8")
CONSUMER = (VALID / "consumer.yaml").read_text(encoding="utf-8")
EW = (("  date:", "  law: EW\n  currency: EUR\n  date:"), ("01234567", "01234567\n    seat: Leeds"))
NEW_IN_EVERY_LETTER = (
    "independence",
    "conduct",
    "ip",
    "confidentiality",
    "data-protection",
    "force-majeure",
    "no-waiver",
    "annex-change",
)


def engagement(text: str) -> Engagement:
    spec = examine(text.encode(), "engagement.yaml").spec
    assert spec, text
    return spec.engagement


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def letter(text: str, language: str = "en") -> Document:
    return draft(engagement(text), language).require()


def clause(document: Document, name: str) -> str:
    """Give the text of one clause; empty when the letter does not hold it."""
    sections = [one for one in document.sections if one.id == name]
    return "\n".join(replace(document, sections=tuple(sections)).plain_text().splitlines()[1:])


def ids(document: Document) -> set[str]:
    return {section.id for section in document.sections}


def test_the_smallest_spec_holds_every_clause_that_always_applies() -> None:
    held = ids(letter(SMALLEST))
    assert held >= set(NEW_IN_EVERY_LETTER)
    assert not held & {"substitution", "annex-assumptions", "annex-processing", "annex-consumer"}


@pytest.mark.parametrize(
    ("more", "gone"),
    [
        ("conduct: {enabled: no}", "conduct"),
        ("ip: {model: none}", "ip"),
        ("confidentiality: {enabled: no}", "confidentiality"),
    ],
)
def test_a_clause_that_is_switched_off_is_gone(more: str, gone: str) -> None:
    assert ids(letter(SMALLEST)) - ids(letter(f"{SMALLEST}{more}\n")) == {gone}


@pytest.mark.parametrize(
    ("text", "came"),
    [
        (f"{SMALLEST}substitution: {{}}\n", {"substitution"}),
        (changed(SMALLEST, ("  start:", "  key_person: N. Bakker\n  start:")), {"substitution"}),
        (
            f"{SMALLEST}assumptions:\n  - {{id: A1, text: T, owner: O, verify_by: 2027-01-22, "
            "if_wrong: W}\n",
            {"annex-assumptions"},
        ),
        (f"{SMALLEST}data_protection: {{role: processor}}\n", {"annex-processing"}),
        (f"{SMALLEST}data_protection: {{role: processor, agreement: A}}\n", set()),
        (changed(SMALLEST, ("kind: nonprofit", "kind: consumer")), {"annex-consumer"}),
    ],
    ids=["substitution", "key person", "assumptions", "processor", "own agreement", "consumer"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_brings_its_clause_and_no_other(text: str, came: set[str], language: str) -> None:
    assert ids(letter(text, language)) - ids(letter(SMALLEST, language)) == came


def test_terms_that_were_frozen_before_a_group_existed_go_without_its_clause() -> None:
    groups = ("independence", "conduct", "ip", "confidentiality", "data_protection", "consumer")
    nothing: dict[str, Any] = dict.fromkeys(groups)
    older = replace(engagement(SMALLEST), **nothing)
    for language in LANGUAGES:
        held = ids(draft(older, language).require())
        gone = {"independence", "conduct", "ip", "confidentiality", "data-protection"}
        assert not held & gone
        assert {"force-majeure", "no-waiver"} <= held


def test_substitution_terms_that_were_frozen_before_it_grew_still_make_a_clause() -> None:
    now = engagement(f"{SMALLEST}substitution: {{}}\n")
    assert now.substitution
    grown = ("grounds", "requirements", "rate", "oversight", "oversight_billed", "most_people")
    nothing: dict[str, Any] = dict.fromkeys(grown)
    older = replace(now, substitution=replace(now.substitution, **nothing))
    for language in LANGUAGES:
        text = clause(draft(older, language).require(), "substitution")
        assert "None" not in text
        assert {"nl": "aan welke eis", "en": "which requirement"}[language] in text


def test_annexes_are_lettered_in_their_order_whatever_is_left_out() -> None:
    def lettered(document: Document) -> list[str]:
        heads = [b for b in document.flow() if isinstance(b, Heading) and b.level is Level.ANNEX]
        return [f"{head.number} {head.anchor}" for head in heads]

    assert lettered(letter(SMALLEST)) == [
        "A annex-availability",
        "B annex-change",
        "C annex-examples",
    ]
    whole = draft(engagement(CONSUMER), "nl").require()
    assert lettered(whole)[-1] == "D annex-consumer"
    northgate = examined("northgate").letter
    assert northgate
    assert lettered(northgate)[-1] == "E annex-processing"


@pytest.mark.parametrize(
    ("fields", "said", "never"),
    [
        ("{}", ["I decide how the work is done", "I plan my own time", "other clients"], []),
        (
            "{supervision: yes}",
            ["You supervise"],
            ["authority of an employer", "have to say where"],
        ),
        ("{client_sets_hours: yes}", ["You decide at which times"], ["plan my", "have to say"]),
        ("{leave_approval: yes}", ["your permission"], ["own days off"]),
        ("{other_clients: no}", ["not work for other clients"], ["clients too"]),
        ("{client_account: yes}", ["an e-mail account of yours"], ["equipment of yours"]),
        ("{model_agreement: '901.2'}", ["number 901.2"], []),
    ],
)
def test_independence_says_how_it_really_is(fields: str, said: list[str], never: list[str]) -> None:
    text = clause(letter(f"{SMALLEST}independence: {fields}\n"), "independence")
    assert all(words in text for words in said)
    assert not [words for words in never if words in text]
    assert "says nothing about tax" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_conduct_keeps_nobody_from_complaining(language: str) -> None:
    text = clause(letter(SMALLEST, language), "conduct")
    last = text.splitlines()[-1]
    assert {"nl": "klacht", "en": "complaint"}[language] in last
    assert re.search(r"(5 werkdagen|5 working days)".replace(" ", "[ \u00a0]"), text)
    assert re.search(r"14[ \u00a0](dagen|days)", text)


@pytest.mark.parametrize(
    ("law", "least", "words"),
    [
        ("NL", "platform", "then sign a deed (article 2(3)"),
        ("NL", "email", "then sign a deed (article 2(3)"),
        ("NL", "handwritten", "This signed letter is the document"),
        ("NL", "qualified", "This signed letter is the document"),
        ("EW", "email", "then sign a separate document (Copyright, Designs and Patents Act"),
        ("EW", "platform", "This signed letter is the document"),
    ],
)
def test_a_transfer_of_rights_has_the_document_that_the_law_asks_for(
    law: str, least: str, words: str
) -> None:
    changes = EW if law == "EW" else ()
    more = f"ip: {{model: transfer_on_payment}}\nsignature: {{least: {least}}}\n"
    assert words in clause(letter(changed(SMALLEST, *changes) + more), "ip")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("none", "no personal data on your behalf"),
        ("processor", "What is agreed about it is set out in annex"),
        ("controller", "I am the controller for that"),
        ("under_authority", "under your authority"),
        ("unclear", "You give me no personal data"),
    ],
)
def test_data_protection_follows_the_role(role: str, words: str) -> None:
    text = clause(letter(f"{SMALLEST}data_protection: {{role: {role}}}\n"), "data-protection")
    assert words in text.replace("\u00a0", " ")


@pytest.mark.parametrize(("changes", "rules"), [((), "GDPR"), (EW, "UK GDPR")])
def test_the_processing_annex_holds_every_point_of_article_28(
    changes: tuple[tuple[str, str], ...], rules: str
) -> None:
    more = (
        "data_protection:\n  role: processor\n  subject: interviews\n  data: [names]\n"
        "  people: [staff]\n  security: [a safe]\n  subprocessors: [Post B.V., Huis Ltd]\n"
    )
    text = clause(letter(changed(SMALLEST, *changes) + more), "annex-processing")
    assert f"article 28 of the {rules}." in text
    assert ("European Economic Area" in text) != (rules == "UK GDPR")
    for given in ("interviews", "names", "staff", "a safe", "Post B.V. Huis Ltd"):
        assert given in text
    points = ["Instructions", "Confidentiality", "Security", "Engaging others"]
    points += ["Requests from people", "Data breach", "Help", "End", "Checks"]
    assert re.findall(r"^• ([A-Za-z ]+)\.", text, re.MULTILINE) == points


def test_what_is_not_known_about_the_data_is_not_made_up() -> None:
    text = clause(letter(f"{SMALLEST}data_protection: {{role: processor}}\n"), "annex-processing")
    assert text.count("put this in writing before you give any data") == 2
    assert "nobody" in text


def test_english_law_has_no_general_force_majeure_and_the_clause_says_so() -> None:
    assert "no general rule" not in clause(letter(SMALLEST), "force-majeure")
    assert "no general rule" in clause(letter(changed(SMALLEST, *EW)), "force-majeure")


@pytest.mark.parametrize("language", LANGUAGES)
def test_force_majeure_ends_at_the_long_stop(language: str) -> None:
    text = clause(
        letter(f"{SMALLEST}hold_fee: {{long_stop: 45 days}}\n", language), "force-majeure"
    )
    assert re.search(r"45[ \u00a0](dagen|days)", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consumer_reads_prices_with_vat_and_how_to_withdraw(language: str) -> None:
    document = letter(CONSUMER, language)
    annex = clause(document, "annex-consumer").replace("\u00a0", " ")
    price = {"nl": "€ 1.101,10", "en": "€1,101.10"}[language]
    assert price in annex
    assert price in clause(document, "opening").replace("\u00a0", " ")
    assert {"nl": "veertien dagen", "en": "fourteen days"}[language] in annex
    assert {"nl": "Ik zie af", "en": "I withdraw"}[language] in annex
    assert "ruben@postma-tuin.example" in annex
    assert "6:230o" in annex


@pytest.mark.parametrize(
    ("group", "withdrawal", "asked"),
    [
        ("consumer: {distance: yes, early_start: no}", True, False),
        ("consumer: {distance: yes, early_start: yes}", True, True),
        ("consumer: {distance: no}", False, False),
    ],
)
def test_the_time_to_withdraw_follows_how_the_agreement_is_made(
    group: str, *, withdrawal: bool, asked: bool
) -> None:
    text = changed(CONSUMER, ("consumer: {distance: yes, early_start: no}", group))
    document = letter(text)
    annex = clause(document, "annex-consumer")
    assert ("Form to withdraw" in annex) == withdrawal
    assert ("You expressly ask" in annex) == asked
    waits = withdrawal and not asked
    assert ("time to think it over" in clause(document, "term")) == waits


def test_a_consumer_is_told_that_the_annex_comes_first() -> None:
    assert "annex\u00a0D comes before" in clause(letter(CONSUMER), "precedence")


def test_without_vat_there_is_no_price_with_vat() -> None:
    text = changed(
        CONSUMER,
        ("  fixed_price: EUR 910.00", "  fixed_price: EUR 910.00\n  vat: {scheme: exempt}"),
    )
    assert "Prices with VAT" not in clause(letter(text), "annex-consumer")


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("{grounds: any}", "also without a reason"),
        ("{grounds: requirements}", "which requirement is not met"),
        ("{most_people: 0}", "Nobody is added"),
        ("{most_people: 1}", "At most one person may be added"),
        ("{most_people: 3}", "At most 3 people may be added"),
        ("{rate: EUR 80}", "the hourly rate is €80.00"),
        ("{}", "The rate stays the same"),
        ("{requirements: [five years in care]}", "(a) five years in care"),
        (
            "{oversight: 1 hour}",
            "the first adviser reviews it with you for 1\u00a0hour every month",
        ),
        ("{oversight: 1 hour, oversight_billed: yes}", "That counts as time worked"),
    ],
)
def test_substitution_says_what_was_chosen(group: str, said: str) -> None:
    text = clause(letter(f"{SMALLEST}substitution: {group}\n"), "substitution")
    assert said in text


def test_a_key_person_may_be_replaced_only_as_agreed() -> None:
    alone = changed(SMALLEST, ("  start:", "  key_person: N. Bakker\n  start:"))
    text = clause(letter(alone), "substitution")
    assert "N. Bakker does the work in person." in text
    assert "only if you agree to that in writing" in text
    both = clause(letter(f"{alone}substitution: {{oversight: 2 hours}}\n"), "substitution")
    assert "somebody else may do it as set out below" in both
    assert "N. Bakker reviews it with you" in both


def test_the_pool_of_substitutes_is_not_in_the_letter() -> None:
    assert "Karin Smit" in (ROOT / "samples/veiligheidsregio/engagement.yaml").read_text("utf-8")
    document = examined("veiligheidsregio").letter
    assert document
    assert "Karin Smit" not in document.plain_text()


@pytest.mark.parametrize(
    ("more", "clause_id", "said"),
    [
        ("fees_research", "fees", "up to 4\u00a0hours a month without asking first"),
        ("none", "fees", "only if you agreed to it in writing beforehand"),
        ("reason", "payment", "The reason for this period: subsidie per kwartaal."),
        ("attached", "precedence", "You received them with it."),
        ("named", "precedence", "I give them to you before you sign."),
    ],
)
def test_smaller_terms_stand_where_they_belong(more: str, clause_id: str, said: str) -> None:
    text = {
        "fees_research": changed(
            SMALLEST, ("  model: hourly", "  model: hourly\n  research: 4 hours")
        ),
        "none": SMALLEST,
        "reason": SMALLEST + "payment: {long_term_reason: subsidie per kwartaal}\n",
        "attached": SMALLEST + "disputes: {general_terms: AV, general_terms_attached: yes}\n",
        "named": SMALLEST + "disputes: {general_terms: AV}\n",
    }[more]
    assert said in clause(letter(text), clause_id)
