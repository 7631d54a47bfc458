"""Whole messages as mail programs write them, and hostile ones: what is read and proposed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from scopegen.assets import bundled
from scopegen.diagnostics import Checked, Diagnostic, Severity
from scopegen.evidence.mail import Asked, propose, read_mail
from scopegen.model.evidence import Decision, FormIdentity, Medium, Returned
from scopegen.rules import load_catalogue

CORPUS = Path(__file__).with_name("mail_corpus")
MESSAGES: dict[str, dict[str, Any]] = tomllib.loads(
    (CORPUS / "messages.toml").read_text(encoding="utf-8")
)
WINTER = timezone(timedelta(hours=1))
ASKED = Asked(
    form=FormIdentity(engagement="VRM-2027-03", item="CR-001", version=1),
    amount="€ 1.512,00",
    addresses={"a.kuipers@vrm.example": "drs. A. Kuipers", "j.smith@vrm.example": "Jane Smith"},
    issued_at=datetime(2027, 2, 1, 16, 0, tzinfo=WINTER),
    expires_at=datetime(2027, 2, 15, 23, 59, 59, tzinfo=WINTER),
)
HEAD = (
    b"From: A. Kuipers <A.Kuipers@VRM.example>\r\nSubject: Re: CR-001 versie 1\r\n"
    b"Date: Wed, 3 Feb 2027 10:12:04 +0100\r\nMessage-ID: <1@vrm.example>\r\n"
)
CATALOGUE = load_catalogue(bundled("templates") / "rules")


def message(words: str, head: bytes = HEAD) -> bytes:
    kind = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return head + kind + words.encode()


def returned(words: str, head: bytes = HEAD) -> Returned:
    value = read_mail(message(words, head)).value
    assert value is not None
    return value


def proposed(words: str, asked: Asked = ASKED, head: bytes = HEAD) -> tuple[Decision, list[str]]:
    decision, found = propose(returned(words, head), asked)
    return decision, hints(found)


def hints(found: Checked[Returned] | tuple[Diagnostic, ...]) -> list[str]:
    return [f"{each.code} {dict(each.facts).get('hint', '')}".strip() for each in found]


def errors(found: list[Diagnostic]) -> list[str]:
    return sorted({each.code for each in found if each.severity is Severity.ERROR})


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_gets_its_decision_and_its_reasons(name: str) -> None:
    read = read_mail((CORPUS / f"{name}.eml").read_bytes())
    decision, found = propose(read.value, ASKED) if read.value else ("", ())
    assert (decision, errors([*read, *found])) == (
        MESSAGES[name]["decision"],
        MESSAGES[name]["errors"],
    )


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_finding_is_told_with_a_next_step(name: str, language: str) -> None:
    read = read_mail((CORPUS / f"{name}.eml").read_bytes())
    found = [*read, *(propose(read.value, ASKED)[1] if read.value else ())]
    assert found
    for each in found:
        said, step = CATALOGUE.of(each, language)
        assert said
        assert step


def test_every_message_of_the_corpus_is_expected() -> None:
    assert {path.stem for path in CORPUS.glob("*.eml")} == MESSAGES.keys()
    assert len(MESSAGES) > 70


def test_a_message_is_read_with_all_that_it_says() -> None:
    data = message("Akkoord met CR-001 versie 1, optie B, € 1.512,00.\r\n\r\n> oud\r\n")
    read = read_mail(data)
    assert hints(read) == ["SG449"]
    got = read.require()
    assert got == Returned(
        medium=Medium.MAIL,
        sha256=got.sha256,
        form="CR-001/v1",
        decision=Decision.AGREE,
        options=("B",),
        name="A. Kuipers",
        dated="Wed, 03 Feb 2027 10:12:04 +0100",
        remarks="Re: CR-001 versie 1",
        sender="a.kuipers@vrm.example",
        sent_at=datetime(2027, 2, 3, 9, 12, 4, tzinfo=UTC),
        message_id="<1@vrm.example>",
        words="Akkoord met CR-001 versie 1, optie B, € 1.512,00.",
    )
    assert len(got.sha256) == 64


def test_words_are_cut_and_a_long_answer_is_left_to_a_person() -> None:
    got = returned("Akkoord. " * 1_000)
    assert len(got.words) == 4_000
    assert got.decision is Decision.UNCLEAR


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("VRM-2027-03/CR-001/v1", "VRM-2027-03/CR-001/v1"),
        ("CR-001 (versie 1)", "CR-001/v1"),
        ("CR 1, version 1", "CR-001/v1"),
        ("versie 2 van CR-001", "CR-001/v2"),
        ("change request 7 version 3", "CR-007/v3"),
        ("CR-002 en CR-003", "CR-002, CR-003"),
        ("CR-004", "CR-004/v1"),
    ],
)
def test_the_paper_is_found_in_the_words(written: str, want: str) -> None:
    head = HEAD.replace(b"CR-001 versie 1", b"CR-004 versie 1")
    assert returned(f"Akkoord met {written}.", head).form == want


@pytest.mark.parametrize(
    "amount",
    [
        *(
            "€ 1.512,00",
            "€1512",
            "EUR 1.512,00",
            "EUR 1512,-",
            "1.512,-",
            "€ 1.512,--",
            "1512 euro",
        ),
        *("€ 1,512.00", "1 512,00 EUR", "1.512,00", "1512,00", "1512", "eur 1512.00", "€ 1512.00"),
        *("€ 1.512,00 excl. btw", "€ 1.512,00 exclusief 21% btw", "€ 1.512 ex btw", "1512 euro's"),
    ],
)
def test_the_amount_is_known_in_any_usual_notation(amount: str) -> None:
    assert proposed(f"Akkoord met CR-001 versie 1, {amount}.") == (Decision.AGREE, [])


@pytest.mark.parametrize(
    ("amount", "decision", "hint"),
    [
        ("€ 1.500,00", Decision.CONDITIONAL, "other"),
        ("€ 1.512,01", Decision.CONDITIONAL, "other"),
        ("£ 1,512.00", Decision.CONDITIONAL, "other"),
        ("€ 1,5k", Decision.CONDITIONAL, "other"),
        ("€ -1.512,00", Decision.CONDITIONAL, "other"),
        ("€ 1.512,00 en € 100,00", Decision.CONDITIONAL, "other"),
        ("€ 15.12,00", Decision.UNCLEAR, "unreadable"),
        ("€ 1.512,00 incl. btw", Decision.UNCLEAR, "vat"),
        ("", Decision.UNCLEAR, "none"),
    ],
)
def test_another_amount_is_a_counter_offer_and_none_is_unclear(
    amount: str, decision: Decision, hint: str
) -> None:
    assert proposed(f"Akkoord met CR-001 versie 1 {amount}") == (decision, [f"SG447 {hint}"])


@pytest.mark.parametrize("amount", ["", "0", "€ 0,00"])
def test_a_form_without_a_price_needs_no_amount(amount: str) -> None:
    assert proposed("Akkoord.", replace(ASKED, amount=amount)) == (Decision.AGREE, [])


def test_a_number_that_may_be_a_price_is_held_against_the_form() -> None:
    asked = replace(ASKED, amount="")
    assert proposed("Akkoord, 1400", asked) == (Decision.UNCLEAR, ["SG447 unreadable"])
    assert proposed("Akkoord, duizend euro.")[0] is Decision.UNCLEAR
    assert proposed("Akkoord, 1400.") == (Decision.UNCLEAR, ["SG447 unreadable"])


def test_a_price_with_vat_may_be_named_with_vat() -> None:
    asked = replace(ASKED, amount="€ 1.512,00 incl. btw")
    assert proposed("Akkoord, € 1.512,00 incl. btw", asked)[0] is Decision.AGREE
    assert proposed("Akkoord, € 1.512,00 excl. btw", asked)[0] is Decision.UNCLEAR


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("Wij kiezen optie B en gaan akkoord, € 1.512,00", Decision.AGREE),
        ("Akkoord, € 1.512,00", Decision.UNCLEAR),
        ("Akkoord met optie C, € 1.512,00", Decision.UNCLEAR),
        ("Akkoord met optie A en optie B, € 1.512,00", Decision.UNCLEAR),
    ],
)
def test_one_option_on_offer_must_be_chosen(words: str, decision: Decision) -> None:
    got, found = proposed(words, replace(ASKED, options=("A", "B")))
    assert got is decision
    assert found == ([] if decision is Decision.AGREE else ["SG448 option"])


def test_what_is_no_yes_is_not_also_asked_for_an_option() -> None:
    _, found = proposed("Akkoord, mits de termijn schuift", replace(ASKED, options=("A", "B")))
    assert found
    assert "SG448 option" not in found


def test_the_words_to_ask_for_name_the_options() -> None:
    asked = replace(ASKED, options=("A", "B"))
    _, found = propose(returned("Akkoord, € 1.512,00"), asked)
    assert not isinstance(found, Checked)
    assert any("optie A/B" in str(each.facts) for each in found)


@pytest.mark.parametrize(
    ("sender", "hint"),
    [
        ("p.jansen@vrm.example", "default"),
        ('"Kuipers, drs. A." <kuipers@mail.example>', "name"),
        ('"a.kuipers@vrm.example" <x@evil.example>', "name"),
        ("A. Kuipers <a.kuipers@vrrn.example>", "alike"),
        ("A. Kuipers <a.kuiper5@vrm.example>", "alike"),
        ("A. Kuipers <a.kuipers@xn--vm-xmc.example>", "alike"),
    ],
)
def test_another_sender_is_named_for_what_it_is(sender: str, hint: str) -> None:
    head = HEAD.replace(b"A. Kuipers <A.Kuipers@VRM.example>", sender.encode())
    assert proposed("Akkoord, € 1.512,00", head=head) == (Decision.UNCLEAR, [f"SG444 {hint}"])


@pytest.mark.parametrize(
    ("sent", "hint"),
    [
        ("Mon, 1 Feb 2027 16:00:00 +0100", ""),
        ("Mon, 1 Feb 2027 15:00:00 +0000", ""),
        ("Mon, 1 Feb 2027 15:00:00 -0000", ""),
        ("Mon, 1 Feb 2027 15:59:59 +0100", "SG445 early"),
        ("Mon, 15 Feb 2027 23:59:59 +0100", ""),
        ("Mon, 15 Feb 2027 23:59:59 +0000", "SG445 late"),
        ("Tue, 16 Feb 2027 00:00:00 +0100", "SG445 late"),
    ],
)
def test_an_answer_counts_from_the_issue_to_the_last_second(sent: str, hint: str) -> None:
    head = HEAD.replace(b"Wed, 3 Feb 2027 10:12:04 +0100", sent.encode())
    decision, found = proposed("Akkoord, € 1.512,00", head=head)
    assert decision is (Decision.UNCLEAR if hint else Decision.AGREE)
    assert found == ([hint] if hint else [])


@pytest.mark.parametrize(
    "date",
    ["Wed, 3 Feb 2027 10:12:04", "3 Feb 12345678 10:12 +0100", "Wed, 99 Feb 2027 10:12 +0100"],
)
def test_a_date_without_a_zone_or_a_day_is_refused(date: str) -> None:
    read = read_mail(
        message("Akkoord", HEAD.replace(b"Wed, 3 Feb 2027 10:12:04 +0100", date.encode()))
    )
    assert "SG439 unreadable" in hints(read)
    assert read.value is not None
    assert read.value.sent_at is None


def test_the_answer_to_a_letter_names_the_letter() -> None:
    asked = replace(ASKED, form=FormIdentity(engagement="X", item="letter", version=2), amount="")
    head = HEAD.replace(b"CR-001 versie 1", b"Opdrachtbevestiging versie 2")
    assert proposed("Akkoord.", asked, head) == (Decision.AGREE, [])
    assert proposed("Akkoord met CR-001.", asked, head)[0] is Decision.UNCLEAR


def test_replies_elsewhere_and_attachments_are_warned_of() -> None:
    head = HEAD + b"Reply-To: b@evil.example\r\n"
    found = [each for each in read_mail(message("Akkoord", head)) if each.code == "SG441"]
    assert [each.severity for each in found] == [Severity.WARNING]
    read = read_mail((CORPUS / "form-attached.eml").read_bytes())
    assert "SG437 form" in hints(read)


def layers(count: int) -> bytes:
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(count)
    )
    return HEAD + opening.encode() + b"\r\nAkkoord\r\n"


HOSTILE = {
    "brackets": b"From: " + b"(" * 8_000 + b"\r\nDate: x\r\n\r\nAkkoord",
    "more brackets": b"From: " + b"(" * 20_000 + b"\r\nDate: x\r\n\r\nAkkoord",
    "kind of brackets": HEAD + b"Content-Type: " + b"(" * 9_000 + b"\r\n\r\nAkkoord",
    "parts": HEAD
    + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    + b"--x\r\n\r\nAkkoord\r\n" * 10_000,
    "some parts": HEAD
    + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    + b"--x\r\n\r\nAkkoord\r\n" * 201,
    "layers": layers(500),
    "some layers": layers(11),
    "long header": HEAD + b"Subject: " + b"a" * 100_000 + b"\r\n\r\nAkkoord",
    "lines": HEAD + b"\r\n" + b"\r" * 300_000,
    "size": HEAD + b"\r\n" + b"a" * 5_000_000,
    "zeroes": b"\0" * 100_000,
    "nothing": b"",
    "a codec that is no writing": HEAD
    + b"Content-Type: text/plain; charset=punycode\r\n\r\n"
    + b"a" * 100_000,
    "packed": HEAD + b"Content-Type: text/plain; charset=zlib\r\n\r\nAkkoord",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_is_refused_as_unreadable(name: str) -> None:
    read = read_mail(HOSTILE[name])
    assert read.value is None
    assert [each.code for each in read] == ["SG436"]


@pytest.mark.parametrize(
    "markup", ["<!--", "<a ", "&", "<", "<a b='", "<style>", "</p>", "<![CDATA["]
)
def test_broken_markup_is_read_in_one_pass_and_says_nothing(markup: str) -> None:
    head = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    read = read_mail(head + markup.encode() * 20_000)
    assert read.value is not None
    assert read.value.decision is not Decision.AGREE
