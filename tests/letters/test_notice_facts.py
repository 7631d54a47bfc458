"""What a paper beside the letter must say, and what it must not: cost, dates, and names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from conftest import LANGUAGES
from notices import (
    STOPPED,
    TODAY,
    VARIANTS,
    engagement,
    head,
    paper,
    request,
    values,
    written,
)

from scopegen.document import (
    Signatures,
    Table,
    lines_of,
    text_of,
)
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Amendment
from scopegen.terms.hold import HoldCharge
from scopegen.terms.offer import HeldSince, offer
from scopegen.workflow.checking import draft

each_sample = pytest.mark.parametrize("sample", ["veiligheidsregio", "nachtclient", "northgate"])
each_language = pytest.mark.parametrize("language", LANGUAGES)


def changed(
    sample: str, language: str, asked: ChangeRequest, *, free: bool = False, start: date = TODAY
) -> str:
    """Give the text of a change request form on a hold of the whole work, where there is one."""
    under, terms = head(sample, language), engagement(sample)
    streams = dict.fromkeys(STOPPED[sample] or ("work",), start)
    held = HeldSince(start=start, streams=streams, complete=None, free=free)
    resumes = asked.type == "resume"
    offered = offer(
        terms, asked, version=1, issued=TODAY, hold=held if resumes else None, accepted=None
    )
    given = {**values(sample, under), "request": asked, "offer": offered}
    return written("change", under, given).plain_text()


COSTS = {
    "nl": "Gaat het werk op 16 maart 2027 verder (optie A, B of C), dan is de wachtvergoeding "
    "€ 2.808,00 zonder btw (18 werkdagen, 5 zonder kosten, 13 × € 216,00).",
    "en": "If work resumes on 16 March 2027 (option A, B or C), the hold fee is €2,808.00 "
    "without VAT (18 working days, 5 free, 13 × €216.00).",
}
BEGINS = {"nl": "De stilstand begint vandaag.", "en": "The hold begins today."}


@each_language
def test_the_cost_of_the_hold_stands_at_a_glance(language: str) -> None:
    glance = next(
        b for b in paper("change", "veiligheidsregio", language).flow() if isinstance(b, Table)
    )
    assert COSTS[language] in "\n".join(lines_of(glance)).replace("\xa0", " ")


@each_language
def test_a_hold_of_no_days_begins_today(language: str) -> None:
    text = changed("veiligheidsregio", language, request("veiligheidsregio"))
    assert BEGINS[language] in text


@each_language
def test_after_the_client_s_own_handbrake_nothing_is_asked_or_charged(language: str) -> None:
    asked = request("veiligheidsregio")
    own = replace(asked.trigger, kind="provider", about=None, note="Het rapport is er niet.")
    asked = replace(asked, trigger=own, requested_by="client")
    text = changed("veiligheidsregio", language, asked, free=True, start=date(2027, 2, 18))
    why = {"nl": "Waarom u het werk stilzet", "en": "Why you stopped the work"}[language]
    assert f"{why}\tHet rapport is er niet." in text
    resuming = {"nl": "Hervatten na uw handrem", "en": "Resuming after your handbrake"}
    assert resuming[language] in text
    told = "vraagt om een|vroeg om|bijgeteld|do not include|ask for a|kwamen|did not keep"
    assert not re.search(told, text)


@each_language
def test_a_wish_says_nothing_about_a_hold(language: str) -> None:
    text = paper("change", "nachtclient", language).plain_text().lower()
    assert not re.search(r"stilstand|stilstaat|wachtvergoeding|stilligg|hold", text)
    assert {"nl": "u vraagt om een wijziging", "en": "you ask for a change"}[language] in text


@each_language
def test_an_option_that_takes_longer_never_leaves_the_dates(language: str) -> None:
    text = changed("waterlinie", language, request("waterlinie"))
    end = {"nl": "Einde van de opdracht", "en": "End of the engagement"}[language]
    assert any(line.startswith(end) for line in text.splitlines())
    assert not re.search("De data in de brief blijven|The dates in the letter stay", text)


@each_language
def test_a_letter_without_the_newer_anchors_is_still_quoted(language: str) -> None:
    under = head("veiligheidsregio", language)
    newer = {"changes.pending", "changes.stronger"}
    assert newer <= set(under.clauses)
    known = {name: number for name, number in under.clauses.items() if name not in newer}
    older = replace(under, clauses=known)
    text = written("change", older, values("veiligheidsregio", older)).plain_text()
    assert under.clauses["changes.pending"] not in text.replace("\xa0", " ")
    assert known["changes.request"] in text


@each_language
def test_what_is_still_to_be_delivered_stands_in_the_confirmation(language: str) -> None:
    text = paper("agreement", "veiligheidsregio", language).plain_text()
    assert request("veiligheidsregio").options[0].inputs
    told = {"nl": "Wat u nog levert", "en": "What you still deliver"}[language]
    assert told in text
    assert "2027" in next(line for line in text.splitlines() if line.startswith(told))


@each_language
def test_an_agreement_to_do_nothing_makes_no_new_letter(language: str) -> None:
    under = head("veiligheidsregio", language)
    nothing = request("veiligheidsregio").options[-1]
    given = {**values("veiligheidsregio", under), "option": nothing}
    text = written("agreement", under, given).plain_text()
    assert {"nl": "Er verandert niets", "en": "Nothing changes"}[language] in text
    assert not re.search("nieuwe versie|new version", text)


@each_language
def test_what_a_person_saw_is_not_called_verified(language: str) -> None:
    text = paper("agreement attested", "northgate", language).plain_text()
    assert "N. de Boer" in text.splitlines()[1]
    assert not re.search("nagegaan|verified", text)


@each_language
def test_the_letter_is_named_in_words_to_who_signed_it(language: str) -> None:
    under = head("veiligheidsregio", language)
    given = {**values("veiligheidsregio", under), **VARIANTS["agreement on the letter"]}
    text = written("agreement", under, {**given, "identity": "VRM-2027-03/letter/v1"}).plain_text()
    named = {"nl": "opdrachtbrief VRM-2027-03, versie 1", "en": "letter VRM-2027-03, version 1"}
    assert named[language] in text
    assert "/letter/" not in text


@each_language
def test_every_day_of_a_hold_is_accounted_for(language: str) -> None:
    under = head("veiligheidsregio", language)
    given = values("veiligheidsregio", under)
    charge = given["charge"]
    assert isinstance(charge, HoldCharge)
    longer = replace(charge, days=15, free=5, charged=3, fee=charge.per_day.times(3))
    text = written("resumption", under, {**given, "charge": longer}).plain_text()
    told = {
        "nl": "5 zonder kosten, 3 berekend, 7 niet berekend (alles was er op 3 maart 2027)",
        "en": "5 at no charge, 3 charged, 7 not charged (everything was there on 3 March 2027)",
    }
    assert told[language] in text.replace("\xa0", " ")
    assert {"nl": "eerstvolgende factuur", "en": "next invoice"}[language] in text


@each_language
def test_a_signed_notice_leaves_room_to_sign(language: str) -> None:
    tables = [b for b in paper("handbrake", "northgate", language).flow() if isinstance(b, Table)]
    label, room = tables[-1].rows[0]
    assert text_of(label.lines[0]) == {"nl": "Handtekening", "en": "Signature"}[language]
    assert [text_of(line) for line in room.lines] == ["\xa0"] * 3


@each_sample
@each_language
def test_an_amended_letter_asks_for_no_signature(sample: str, language: str) -> None:
    terms = engagement(sample)
    by = (Amendment(change="CR-001", agreed=date(2027, 2, 25)),)
    meta = replace(terms.meta, version=2, amended_by=by)
    document = draft(replace(terms, meta=meta), language).require()
    assert not [block for block in document.flow() if isinstance(block, Signatures)]
    text = document.plain_text().replace("\xa0", " ")
    told = {
        "nl": "Getekend als versie 1. Deze versie ({id}, versie 2) geldt door uw akkoord op "
        "CR-001 van 25 februari 2027. Opnieuw tekenen is niet nodig.",
        "en": "Signed as version 1. This version ({id}, version 2) applies through your "
        "agreement to CR-001 of 25 February 2027. No new signature is needed.",
    }
    assert told[language].format(id=meta.id) in text
    assert not re.search(
        "Dit aanbod geldt|This offer is open|dan hebt getekend|signed this letter by", text
    )
