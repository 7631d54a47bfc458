"""Which notices are due, told on the command line with the command for each; and the ladder."""

from __future__ import annotations

from pathlib import Path

from command_line import run
from notice_commands import MONDAY, due, made, mail, notice
from signed_letters import Signed

from scopegen.workflow.notice_kinds import MADE_BY, known_as


def test_what_is_due_is_told_with_why_and_the_command(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    told = notice(spec, at="2027-02-09 10:00")
    assert told.exit_code == 0
    assert (
        "T05 reminder: P1 is late (5 February 2027): Formulier Meldkamer (clause 14.3)"
        in told.stdout
    )
    assert "scopegen notice reminder --for P1" in told.stdout
    assert "What scopegen cannot know" in told.stdout
    dutch = notice(spec, at="2027-02-09 10:00", lang="nl")
    assert "P1 is te laat (5 februari 2027): Formulier Meldkamer (artikel 14.3)" in dutch.stdout


def test_on_a_quiet_day_it_says_that_nothing_is_due(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    assert notice(spec, "T02", at="2027-01-04 10:00").exit_code == 0
    told = notice(spec, at="2027-01-05 10:00")
    assert (told.exit_code, "Nothing is to be sent on 5 January 2027" in told.stdout) == (0, True)


def test_another_day_can_be_looked_at(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    kinds = {one["kind"] for one in due(spec, "2027-01-05 10:00", "--on", "2027-02-12")}
    assert {"final-period", "sponsor"} <= kinds


def test_data_says_the_same_as_the_text(signed: Signed) -> None:
    found = next(
        one for one in due(signed("veiligheidsregio"), "2027-02-09 10:00") if one["about"] == "P1"
    )
    assert found["code"] == "T05"
    assert (found["since"], found["by"], found["clause"]) == ("2027-02-09", "2027-02-11", "14.3")


def test_each_command_that_is_told_does_what_it_says(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    for one in due(spec, "2027-02-09 10:00"):
        words = one["command"].removeprefix("scopegen notice ").split()
        assert notice(spec, *words, at="2027-02-09 10:00").exit_code == 0, one
    assert due(spec, "2027-02-09 11:00") == []


def test_the_ladder_makes_every_written_step_that_is_due(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    done = notice(spec, "--due", at="2027-02-12 10:00")
    assert done.exit_code == 0, done.output
    documents = {path.name for path in (spec.parent / "documents").iterdir()}
    assert {
        "final-period-P1.nl.pdf",
        "sponsor-2027-02-12.txt",
        "reminder-P4-2027-02-12.txt",
    } <= documents
    assert "call: P4 is late" in done.output
    left = {one["kind"] for one in due(spec, "2027-02-12 11:00")}
    assert left == {"availability-card", "call"}
    braked = run("--at", "2027-02-22 10:00", "handbrake", "--for", "P1", spec)
    assert braked.exit_code == 0, braked.output


def test_the_ladder_of_one_precondition_leaves_the_others(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    assert notice(spec, "--due", "--for", "P2", at="2027-02-09 10:00").exit_code == 0
    left = {one["about"] for one in due(spec, "2027-02-09 11:00") if one["kind"] == "reminder"}
    assert left == {"P1", "P3"}
    nothing = notice(spec, "--due", "--for", "P7", at="2027-02-09 10:00")
    assert (nothing.exit_code, "Nothing is to be sent about preconditions" in nothing.output) == (
        0,
        True,
    )


def test_what_the_register_knows_needs_no_confirmation(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    run("--at", "2027-02-09 11:00", "log", "call", "2027-02-09 10:00/10:20", "--by", "T. Visser",
        "--note", "de planning", "--spec", spec)  # fmt: skip
    text = made(spec, "call-note", at="2027-02-09 12:00")
    assert "spraken wij T. Visser" in text
    assert "Besproken: de planning." in text
    assert "call-note" not in {one["kind"] for one in due(spec, "2027-02-09 13:00")}


def test_conduct_climbs_from_report_to_meeting(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    told = notice(spec, "T29-2", "--slot", "2027-03-01 10:00")
    assert "scopegen notice conduct-report" in told.output
    made(spec, "T29-1", "--said", "Hij zei: ga weg.", "--on", "2027-02-19", "--happened")
    assert "conduct-meeting" in {one["kind"] for one in due(spec, MONDAY)}
    made(spec, "T29-2", "--slot", "2027-03-01 10:00")
    assert "conduct-meeting" not in {one["kind"] for one in due(spec, MONDAY)}


def test_an_e_mail_after_the_end_is_made_but_not_recorded(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    run("--at", "2027-06-01 09:00", "log", "ended", "--spec", spec)
    told = notice(spec, "closing", at="2027-06-01 10:00")
    assert (told.exit_code, "The register is closed" in told.output) == (0, True), told.output
    assert due(spec, "2027-06-02 10:00") == []


def test_the_letter_goes_with_its_cover_mail(tmp_path: Path, signed: Signed) -> None:
    spec = tmp_path / "new" / "engagement.yaml"
    spec.parent.mkdir()
    spec.write_bytes(signed("northgate").read_bytes())
    at = "2026-12-07 10:00"
    assert run("--at", at, "build", spec, "-q").exit_code == 0
    assert [one["kind"] for one in due(spec, at)] == ["cover"]
    assert "is issued and not signed yet" in notice(spec, at=at).stdout
    made(spec, "T01", at=at)
    attached = list(mail(spec, "cover").iter_attachments())
    assert [part.get_filename() for part in attached] == ["NG-2027-011-v1.en.pdf"]
    assert (
        attached[0].get_content()
        == (spec.parent / "documents" / "NG-2027-011-v1.en.pdf").read_bytes()
    )
    assert due(spec, at) == []


def test_a_notice_of_another_command_is_named_and_shown_again(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    assert "scopegen handbrake --for ID" in notice(spec, "T06", at="2027-02-12 10:00").output
    notice(spec, "--due", at="2027-02-12 10:00")
    told = notice(spec, "T06", at="2027-02-12 11:00").output
    assert "final-period-P1.nl.pdf" in told
    assert {id_ for id_ in MADE_BY if known_as(id_) != (id_,)} == set()


def test_a_mark_of_the_register_makes_the_plan_without_a_tick(signed: Signed) -> None:
    spec = signed("northgate")
    at = "2027-02-23 10:00"
    told = run("--at", at, "log", "score", "4", "--higher", "a weekly overview", "--on",
               "2027-02-22", "--spec", spec)  # fmt: skip
    assert (told.exit_code, "Mark 4 recorded" in told.output) == (0, True), told.output
    assert "improvement-plan" in {one["kind"] for one in due(spec, at)}
    text = made(spec, "T27", at=at)
    assert "On 22 February 2027 you gave a 4." in text.replace("\xa0", " ")
    assert "a weekly overview." in text
    assert "improvement-plan" not in {one["kind"] for one in due(spec, at)}


def test_a_mark_needs_reviews_in_the_letter(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    told = run("--at", MONDAY, "log", "score", "4", "--spec", spec)
    assert (told.exit_code, "SG714" in told.output) == (1, True)
