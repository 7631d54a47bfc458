"""`scopegen notice`: what is due and why, what each kind needs, and what is made and recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from notice_commands import MONDAY, made, mail, notice, rows
from signed_letters import PAGE, Signed

from scopegen.workflow.notice_kinds import KINDS, MADE_BY, Kind, known_as

STATED = {
    "for": "P1",
    "to": "Kuipers",
    "on": "2027-02-19",
    "until": "2027-03-01",
    "said": "Dit is gezegd.",
    "about": "een feit",
    "effect": "een week later",
    "proposal": "een nieuwe lijst",
    "action": "lijst; T. Visser; maandag",
    "level": "A",
    "substitute": "Karin Smit",
    "score": "4",
    "asked": "elke week een overzicht",
    "slot": "2027-03-01 10:00",
    "time": "2027-02-27 10:00/11:00",
    "amount": "EUR 1210.00",
    "invoiced": "2027-01-15",
}
"""A value for each option, where it does not matter which."""


def test_a_notice_is_text_and_mail_and_a_row(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    text = made(spec, "reminder", "--for", "P1", at="2027-02-09 10:00")
    assert text.startswith("Geachte S. de Wit,\n\nFormulier Meldkamer (P1) is er nog niet.")
    message = mail(spec, "reminder-P1")
    assert message["Subject"] == "Herinnering: Formulier Meldkamer (VRM-2027-03)"
    assert (message["To"], message["X-Unsent"]) == (None, "1")
    assert message.get_content().replace("\r\n", "\n") == text
    assert '""kind"": ""reminder""' in rows(spec)
    assert run("--at", MONDAY, "verify", spec).exit_code == 0


def test_the_number_and_the_name_are_one_notice(signed: Signed) -> None:
    one, other = signed("veiligheidsregio"), known_as("T05")
    assert other == known_as("reminder") == known_as("t05") == ("reminder",)
    made(one, "T05", "--for", "P1", at="2027-02-09 10:00")
    again = notice(one, "reminder", "--for", "P1", at="2027-02-09 11:00")
    assert (again.exit_code, "made just like this today" in again.output) == (0, True)
    assert rows(one).count('""kind"": ""reminder""') == 1


def test_a_name_that_is_nearly_right_is_guessed(signed: Signed) -> None:
    told = notice(signed("veiligheidsregio"), "remindr", "--for", "P1")
    assert (told.exit_code, "SG760" in told.output) == (2, True)
    assert "did you mean reminder?" in told.output


def test_without_a_letter_there_is_nothing_to_write_about(tmp_path: Path, signed: Signed) -> None:
    spec = tmp_path / "engagement.yaml"
    spec.write_bytes(signed("veiligheidsregio").read_bytes())
    assert "SG416" in notice(spec, "cover").output
    assert "SG404" in notice(spec, "reminder", "--for", "P1").output
    assert notice(spec).exit_code == 4


def test_before_the_letter_is_signed_only_what_goes_with_it_is_made(
    tmp_path: Path, signed: Signed
) -> None:
    spec = tmp_path / "engagement.yaml"
    spec.write_bytes(signed("veiligheidsregio").read_bytes())
    assert run("--at", "2026-12-02 10:00", "build", spec, "-q").exit_code == 0
    for words in (("reminder", "--for", "P1"), ("--due",), ("sponsor",)):
        told = notice(spec, *words, at="2027-02-12 10:00")
        assert (told.exit_code, "SG404" in told.output) == (4, True), told.output
    made(spec, "cover", at="2026-12-02 11:00")
    made(spec, "availability-card", at="2026-12-02 11:00")


NEEDY = [one for one in KINDS if one.needs]


@pytest.mark.parametrize("kind", NEEDY, ids=lambda one: one.id)
def test_what_a_kind_needs_is_told_all_at_once(kind: Kind, signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    told = notice(spec, kind.id)
    assert (told.exit_code, "SG761" in told.output) == (2, True), told.output
    assert all(f"--{name} " in told.output for name in kind.needs)


@pytest.mark.parametrize(
    "kind", [one for one in NEEDY if len(one.needs) > 1], ids=lambda one: one.id
)
def test_what_is_given_is_not_asked_for(kind: Kind, signed: Signed) -> None:
    first, *others = kind.needs
    told = notice(signed("veiligheidsregio"), kind.id, f"--{first}", STATED[first])
    assert told.exit_code == 2
    help_ = told.output.split("give as well:")[1]
    assert f"--{first} " not in help_
    assert all(f"--{name} " in help_ for name in others)


def test_an_option_that_a_kind_has_no_use_for_is_refused(signed: Signed) -> None:
    told = notice(signed("veiligheidsregio"), "T05", "--for", "P1", "--level", "A", "--score", "4")
    assert (told.exit_code, "SG762" in told.output) == (2, True)
    assert "--level --score" in told.output


CLAIMING = {
    "termination": (
        "--about", "De factuur is niet betaald.", "--on", "2027-02-01", "--until", "2027-02-08",
    ),
    "conduct-report": ("--said", "Hij zei: ga weg.", "--on", "2027-02-19"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLAIMING)
def test_no_paper_is_made_of_what_nobody_confirmed(kind: str, signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    before = rows(spec)
    told = notice(spec, kind, *CLAIMING[kind])
    assert (told.exit_code, "SG766" in told.output) == (4, True), told.output
    assert rows(spec) == before
    written = sorted(path.suffix for path in (spec.parent / "documents").glob(f"{kind}*"))
    assert written == [".eml", ".txt"]
    text = mail(spec, kind).get_content()
    assert text.startswith("Nog te doen door de afzender")
    assert "☐ Dit is zo gebeurd: " in text
    assert not list(mail(spec, kind).iter_attachments())


@pytest.mark.parametrize("kind", CLAIMING)
def test_what_was_confirmed_is_made_and_recorded(kind: str, signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    text = made(spec, kind, *CLAIMING[kind], "--happened")
    assert "☐" not in text
    attached = [part.get_filename() for part in mail(spec, kind).iter_attachments()]
    assert {Path(str(name)).suffix for name in attached} == {".docx", ".pdf"}
    assert f'""kind"": ""{kind}""' in rows(spec)
    assert run("--at", MONDAY, "verify", spec).exit_code == 0


def test_a_mail_of_what_nobody_confirmed_is_a_concept(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    told = notice(spec, "T34", "--said", "Kunt u ook de website doen?")
    assert told.exit_code == 0
    assert "Concept of T34" in told.output
    assert "request-received" not in rows(spec)
    done = notice(spec, "T34", "--said", "Kunt u ook de website doen?", "--happened")
    assert "recorded as row" in done.output
    assert "website" not in run("register", "show", spec).stdout


def test_a_series_of_numbers_is_told_by_its_first_part(signed: Signed) -> None:
    told = notice(signed("veiligheidsregio"), "T29")
    assert told.exit_code == 0
    assert all(code in told.output for code in ("T29-1", "T29-2", "T29-3"))


def test_every_kind_is_listed_with_what_it_needs(tmp_path: Path) -> None:
    told = run("--ui-lang", "en", "notice", "--list", "--format", "json")
    listed = {one["kind"]: one for one in json.loads(told.stdout)["notices"]}
    assert set(listed) == {*MADE_BY, *(one.id for one in KINDS)}
    assert listed["early-warning"]["needs"] == [
        f'--{name} "..."' for name in ("about", "effect", "proposal")
    ]
    assert all(one["does"] for one in listed.values())
    text = run("--ui-lang", "nl", "notice", "--list").stdout
    assert "T05    reminder" in text
    assert not any(tmp_path.iterdir())


def test_a_text_can_be_shown_without_making_it(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    before = rows(spec)
    told = notice(spec, "reminder", "--for", "P1", "--show", at="2027-02-09 10:00")
    assert told.stdout.startswith("Geachte S. de Wit,")
    assert rows(spec) == before
    assert not list((spec.parent / "documents").glob("reminder*"))


MISFITS = {
    "input-request": (("--for", "P1"), "2027-02-09 10:00"),
    "reminder": (("--for", "P1"), "2027-02-05 10:00"),
    "sponsor": ((), "2027-02-09 10:00"),
    "hold-statement": ((), MONDAY),
    "cover": ((), MONDAY),
    "withdrawal": ((), MONDAY),
    "reserved-time": ((), MONDAY),
    "call-note": ((), MONDAY),
    "level-proposal": ((), MONDAY),
    "substitution": (("--level", "C"), MONDAY),
    "substitute-profile": (("--substitute", "Karin"), MONDAY),
    "acceptance-certificate": (("--for", "M1"), MONDAY),
    "review": ((), MONDAY),
    "improvement-plan": (("--score", "4", "--asked", "x"), MONDAY),
    "extra-work": ((), MONDAY),
    "conduct-meeting": (("--slot", "2027-03-01 10:00"), MONDAY),
    "milestone-exit": (("--for", "M2"), MONDAY),
    "termination": (("--about", "x", "--on", "2027-02-19", "--until", "2027-02-26"), MONDAY),
    "non-renewal": ((), "2027-06-01 10:00"),
    "consumer-payment": (
        ("--for", "1", "--invoiced", "2027-01-15", "--amount", "EUR 10.00"), MONDAY,
    ),
    "payment-reminder": (
        ("--for", "1", "--invoiced", "2027-02-15", "--amount", "EUR 10.00"), MONDAY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISFITS)
def test_what_does_not_fit_is_refused_with_the_reason(kind: str, signed: Signed) -> None:
    words, at = MISFITS[kind]
    sample = "waterlinie" if kind.startswith("substitut") else "veiligheidsregio"
    told = notice(signed(sample), kind, *words, at=at)
    assert (told.exit_code, "SG763" in told.output) == (1, True), told.output
    assert "help:" in told.output


WRONG = {
    "an unknown precondition": (("T05", "--for", "P9"), "SG411"),
    "an unknown milestone": (("T30", "--for", "M9"), "SG713"),
    "an unknown deliverable": (("T24", "--for", "D9"), "SG713"),
    "an unknown row": (("T17", "--for", "99"), "SG764"),
    "an unknown person": (("T03", "--to", "Nobody Q"), "SG764"),
    "a time outside the hours": (("T15", "--slot", "2027-02-27 22:00"), "SG765"),
    "a time that has passed": (("T15", "--slot", "2027-02-15 10:00"), "SG765"),
    "a time that is none": (("T15", "--slot", "soon"), "SG909"),
    "an answer before today": (("T07", "--until", "2027-02-01"), "SG715"),
    "an amount in another currency": (
        ("T33a", "--for", "1", "--invoiced", "2027-01-15", "--amount", "GBP 10.00"), "SG712",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_gives_a_code_and_a_remedy(case: str, signed: Signed) -> None:
    words, code = WRONG[case]
    told = notice(signed("veiligheidsregio"), *words)
    assert told.exit_code in (1, 2), told.output
    assert code in told.output
    assert "help:" in told.output


def test_a_choice_of_times_is_asked_for_before_the_first(signed: Signed) -> None:
    text = made(signed("veiligheidsregio"), "T15", "--slot", "2027-02-25 10:00", "--slot",
                "2027-02-24 14:00").replace("\xa0", " ")  # fmt: skip
    assert "uw keuze uiterlijk op dinsdag 23 februari 2027" in text


def test_figures_come_from_the_engines(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    before = made(spec, "T16", "--time", "2027-02-27 20:00/21:10").replace("\xa0", " ")
    assert "337,50" in before  # 75 minutes at 135.00 with a surcharge of 100 %
    run("--at", MONDAY, "log", "cancellation", "2027-02-22 15:00/16:00", "--received",
        "2027-02-22 09:00", "--spec", spec)  # fmt: skip
    late = made(spec, "T17").replace("\xa0", " ")
    assert "135,00" in late  # all of one hour, as notice was less than 24 hours
    leaving = made(spec, "T30", "--for", "M3").replace("\xa0", " ")
    assert "uiterlijk 1 april 2027" in leaving  # 20 working days before 30 April


def test_names_stay_out_of_what_is_never_erased(signed: Signed) -> None:
    spec = signed("northgate")
    made(spec, "T03", "--to", "Tom")
    exported = run("register", "export", spec, "--format", "jsonl").stdout.splitlines()
    facts = json.loads(exported[-1])["facts"]
    assert "Tom" not in json.dumps(facts)


def consumer(folder: Path, source: Path) -> Path:
    """Write the spec of a consumer, and build and sign the letter."""
    text = source.read_text(encoding="utf-8").replace("kind: nonprofit", "kind: consumer")
    for gone in ("    seat: Culemborg\n", '    register_no: "87654321"\n'):
        text = text.replace(gone, "")
    folder.mkdir()
    spec = folder / "engagement.yaml"
    spec.write_text(f"{text}consumer: {{distance: yes, early_start: yes}}\n", encoding="utf-8")
    assert run("--at", "2026-12-02 10:00", "build", spec, "-q").exit_code == 0
    seen = ("--attest", "N. Bakker", "--signer", "J. de Vries", "--method", "handwritten")
    day = ("--signed-on", "2026-12-16", "--evidence", PAGE)
    assert run("--at", "2026-12-17 10:00", "sign", spec, *seen, *day).exit_code == 0
    return spec


def test_a_consumer_is_told_of_both_fourteen_days(tmp_path: Path, signed: Signed) -> None:
    spec = consumer(tmp_path / "consumer", signed("waterlinie"))
    text = made(spec, "T36", at="2026-12-18 10:00").replace("\xa0", " ")
    assert "loopt tot en met woensdag 30 december 2026" in text
    assert "Formulier om te herroepen" in text
    words = ("--for", "2027-003", "--invoiced", "2027-01-15", "--amount", "EUR 1210.00")
    costs = made(spec, "T33c", *words, "--happened").replace("\xa0", " ")
    assert "€ 181,50" in costs  # 15 % of 1,210.00, the scale of the law
    assert "maandag 8 maart 2027 de laatste dag" in costs


def test_a_final_period_of_the_register_needs_no_confirmation(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    invoice = ("--nonpayment", "2027-014", "--invoice-date", "2027-01-04")
    run("--at", "2027-02-08 10:00", "handbrake", *invoice, spec)
    text = made(spec, "T31", "--for", "2027-014", "--about", "De factuur is niet betaald")
    assert "☐" not in text
    assert "tot en met 15 februari 2027" in text.replace("\xa0", " ")


def test_options_without_a_kind_are_not_ignored(signed: Signed) -> None:
    told = notice(signed("veiligheidsregio"), "--for", "P1")
    assert (told.exit_code, "KIND" in told.output) == (2, True)


def test_what_was_made_can_be_data(signed: Signed) -> None:
    words = ("T05", "--for", "P1", "--format", "json")
    told = notice(signed("veiligheidsregio"), *words, at="2027-02-09 10:00")
    data = json.loads(told.stdout)
    assert (data["kind"], data["code"], data["to"], data["row"]) == (
        "reminder",
        "T05",
        "S. de Wit",
        4,
    )
    assert [Path(one).suffix for one in data["files"]] == [".txt", ".eml"]
