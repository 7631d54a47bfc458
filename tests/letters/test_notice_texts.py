"""The papers beside the letter: both languages alike, plain words, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest
from conftest import LANGUAGES, examined, letter

from scopegen.document import (
    Block,
    Bullet,
    Document,
    Form,
    Heading,
    Paragraph,
    Role,
    Signatures,
    Table,
    TableStyle,
    lines_of,
    text_of,
)
from scopegen.drafting.letter import numbers_of
from scopegen.drafting.library import Clause
from scopegen.drafting.papers import Letterhead, identity
from scopegen.drafting.phrasing import Phrasing
from scopegen.evidence.mail import read_mail
from scopegen.evidence.mail_proposal import Asked, propose
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Amendment, Engagement
from scopegen.model.evidence import Decision
from scopegen.source import read
from scopegen.spec.change import build_change
from scopegen.terms.hold import HoldCharge
from scopegen.terms.offer import HeldSince, Offer, offer
from scopegen.workflow.changing import change_schema
from scopegen.workflow.checking import draft
from scopegen.workflow.papers import papers, stopped

TEMPLATES = papers().library.clauses
TODAY = date(2027, 3, 1)
LATER = date(2027, 3, 8)
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
STOPPED = {
    "veiligheidsregio": ("M2",), "nachtclient": (), "northgate": ("work",), "waterlinie": ("work",)
}  # fmt: skip
CHANGES = {
    "veiligheidsregio": """
id: CR-001
engagement: VRM-2027-03
title: Formulier Meldkamer ontbreekt
type: resume
author: ir. F. Dijkstra
needed_by: 2027-03-05
trigger: {kind: precondition, about: P1, on: 2027-02-05, note: Het formulier is niet ontvangen.}
affects: [M2, M3]
agreed: U levert het formulier uiterlijk op 5 februari 2027.
proposed: U levert het formulier alsnog, of het rapport gaat verder zonder.
reason: Zonder dit formulier ontbreken de gegevens van de meldkamer.
out_of_scope: [Gesprekken met medewerkers van de meldkamer]
options:
  - {id: A, title: Alsnog leveren, effect: Het werk start., inputs: [{id: P1, due: 2027-03-04}]}
  - id: B
    title: Verder met een aanname
    effect: Het rapport zegt dat erbij.
    price: EUR 1200.00
    hours: 8 hours
    days: 3 working days
    waives: [P1]
    assumptions:
      - {id: A3, text: Het is gelijk., owner: P. Koster, verify_by: 2027-03-12, if_wrong: een week}
    amend: [{field: "engagement.scope", add: Een extra werksessie}]
  - {id: C, title: Weglaten, effect: Het wordt korter., reduction: EUR 2400.00, waives: [P1]}
  - {id: D, title: Niets doen, effect: Het werk blijft stilliggen., nothing: yes}
quality: Bij optie B is het advies minder precies.
risk: De gegevens kunnen verouderd zijn.
people: Geen gevolgen.
data_protection: Geen gevolgen.
payment: met de factuur van M2
""",
    "nachtclient": """
id: CR-001
engagement: KL-2027-002
title: Extra tussenvloer
type: scope
author: ir. Farah Aziz
requested_by: client
trigger: {kind: wish, on: 2027-02-24}
agreed: Een uitbreiding zonder tussenvloer.
proposed: Een tussenvloer aan de oostzijde.
reason: U wilt de oostzijde ook als kantoor gebruiken.
options:
  - {id: A, title: Vloer erbij, effect: Het groeit., price: EUR 2640.00, days: 4 working days}
  - {id: B, title: Niets doen, effect: Alles blijft zoals het is., nothing: yes}
""",
    "northgate": """
id: CR-002
engagement: NG-2027-011
title: Ledger access is missing
type: resume
author: Priya Shah
trigger: {kind: precondition, about: P1, on: 2027-01-15}
agreed: Two named accounts, by 15 January 2027.
proposed: You give the second account, or we work with one.
reason: The check needs two people at the same time.
options:
  - {id: A, title: Give it, effect: The work resumes., inputs: [{id: P1, due: 2027-03-10}]}
  - {id: B, title: Work with one, effect: It takes longer., hours: 6 hours, waives: [P1]}
  - {id: C, title: Do nothing, effect: Nothing changes., nothing: yes}
""",
    "waterlinie": """
id: CR-003
engagement: OPD-2026-014
title: Een besluit over de website ontbreekt
type: resume
author: Noor Bakker
trigger: {kind: missing_decision, about: Besluit over de website, on: 2027-02-05}
agreed: U neemt gevraagde besluiten binnen de reactietermijn uit de brief.
proposed: U neemt het besluit alsnog.
reason: Zonder dit besluit kan het werk niet verder.
options:
  - {id: A, title: Besluiten, effect: Het werk gaat verder., days: 2 working days}
  - {id: B, title: Niets doen, effect: Het werk blijft stilliggen., nothing: yes}
""",
}
VARIANTS: Mapping[str, Mapping[str, object]] = {
    "change": {},
    "change again": {"supersedes": 2},
    "final-period": {},
    "nonpayment": {},
    "nonpayment without dates": {"amount": None, "invoice_date": None, "due": None},
    "instruction": {},
    "instruction without a name": {"about": ""},
    "decision": {"kind": "missing_decision"},
    "decision on attendance": {"kind": "no_shows", "note": ""},
    "handbrake": {},
    "handbrake without a precondition": {"condition": None},
    "client-handbrake": {},
    "agreement": {},
    "agreement on the letter": {"option": None, "amount": None},
    "agreement attested": {"class_": "B", "attested_by": "N. de Boer", "unchecked": []},
    "agreement by mail": {"class_": "C"},
    "outcome": {"state": "declined"},
    "outcome countered": {"state": "countered", "stands": False},
    "outcome withdrawn": {"state": "withdrawn", "stands": False},
    "outcome expired": {"state": "expired"},
    "outcome superseded": {"state": "superseded"},
    "resumption": {},
    "resumption at no charge": {"free_of_charge": True, "shifts": [], "letter_to": 0},
    "addendum": {},
    "addendum after erasure": {"signer": {"name": "", "role": ""}, "changes": []},
}
each_paper = pytest.mark.parametrize("variant", VARIANTS)
each_sample = pytest.mark.parametrize("sample", CHANGES)
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)


def engagement(sample: str) -> Engagement:
    spec = examined(sample).spec
    assert spec is not None
    return spec.engagement


@cache
def request(sample: str) -> ChangeRequest:
    tree = read(CHANGES[sample], "CR.yaml", change_schema()).require()
    return build_change(tree, engagement(sample)).require()


def head(sample: str, language: str) -> Letterhead:
    return Letterhead(
        engagement=engagement(sample),
        clauses=numbers_of(letter(sample, language)),
        version=1,
        fingerprint="ab" * 32,
        register="cd" * 32,
        today=TODAY,
        language=language,
    )


def worked_out(sample: str) -> Offer:
    start = date(2027, 2, 18)
    streams = dict.fromkeys(STOPPED[sample], start)
    held = HeldSince(start=start, streams=streams, complete=None, free=False) if streams else None
    terms, asked = engagement(sample), request(sample)
    return offer(terms, asked, version=1, issued=TODAY, hold=held, accepted=None)


def values(sample: str, under: Letterhead) -> dict[str, object]:
    """Give what the workflow hands to any of the papers."""
    terms, asked, offered = engagement(sample), request(sample), worked_out(sample)
    told = {"nl": "een digitale handtekening", "en": "a digital signature"}[under.language]
    zero = terms.hold_fee.per_day.times(0)
    shifts = offered.choices[0].shifts
    return {
        "request": asked, "offer": offered, "identity": str(identity(under, offered)),
        "supersedes": 0, "streams": stopped(terms, STOPPED[sample]), "trigger": asked.trigger,
        "condition": next(iter(terms.preconditions), None), "cure_until": LATER, "invoice": "2027-014",
        "note": "Gevraagd op 17 februari 2027.", "said": "Doe de kelder er ook maar bij.",
        "about": "T. Visser, telefonisch", "since": TODAY, "resumed": LATER,
        "valid_until": LATER, "stands": True, "signer": {"name": "A. Kuipers", "role": "directeur"},
        "option": asked.options[0], "agreed": TODAY, "method_words": told, "class_": "A",
        "attested_by": "", "evidence": "0f" * 32, "unchecked": ["De intrekking."],
        "amount": offered.choices[0].amount, "register": "ab12 cd34 ef56", "shifts": shifts,
        "charge": HoldCharge(
            days=12, free=5, charged=7, per_day=terms.hold_fee.per_day,
            fee=terms.hold_fee.per_day.times(7), restart=terms.hold_fee.restart_fee or zero,
        ),
        "free_of_charge": False, "end_old": terms.engagement.end, "end_new": offered.choices[0].end,
        "invoice_date": date(2027, 1, 15), "due": date(2027, 2, 14), "complete": date(2027, 3, 3),
        "last_day": date(2027, 3, 5), "letter_from": 1, "letter_to": 2, "fingerprint": "ab12 cd34 ef56",
        "changes": [("M2", "19 maart 2027", "2 april 2027"), ("A3", "", "nu"), ("P1", "oud", "")],
    }  # fmt: skip


@cache
def paper(variant: str, sample: str, language: str) -> Document:
    under = head(sample, language)
    return written(variant, under, {**values(sample, under), **VARIANTS[variant]})


def written(variant: str, under: Letterhead, given: Mapping[str, object]) -> Document:
    id_ = variant.partition(" ")[0]
    if id_ == "change":
        offered = given["offer"]
        assert isinstance(offered, Offer)
        return papers().draft_change(under, offered, given)
    return papers().draft(id_, under, given)


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


@each_paper
@each_sample
@each_language
def test_a_paper_ends_with_the_line_on_legal_advice(
    sample: str, variant: str, language: str
) -> None:
    *_, last = paper(variant, sample, language).flow()
    assert isinstance(last, Paragraph)
    assert last.role is Role.NOTE
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
    *_, heading, _ask, form, _note = paper("change", sample, language).flow()
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
    glance = next(b for b in paper("change", "veiligheidsregio", language).flow() if is_glance(b))
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
    assert {"nl": "Hervatten na uw handrem", "en": "Resuming after your handbrake"}[
        language
    ] in text
    told = (
        r"vraagt om een|vroeg|wachtvergoeding staat|216|ask for a|hold fee is|kwamen|did not keep"
    )
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
    assert not re.search("welke optie u ook kiest\\.\n|whichever option you choose\\.\n", text)


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
    assert not re.search("Dit aanbod geldt|This offer is open|dan hebt getekend|by then", text)


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
