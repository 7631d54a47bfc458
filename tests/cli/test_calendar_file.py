"""`scopegen calendar`: what is in it, at which local time, and that it can be imported again."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from command_line import run
from icalendar import Calendar
from signed_letters import MARCH, Signed, log


def calendar(spec: Path, *words: str) -> Any:
    done = run(*MARCH, "calendar", "--spec", spec, "-o", "-", *words)
    assert done.exit_code == 0, done.output
    return Calendar.from_ical(done.stdout_bytes)


def entries(spec: Path) -> dict[str, Any]:
    return {str(one["uid"]).rpartition("-")[0]: one for one in calendar(spec).walk("VEVENT")}


def test_the_calendar_has_calls_deadlines_milestones_and_reviews(signed: Signed) -> None:
    found = entries(signed("northgate"))
    assert {"standing-1", "standing-2", "precondition-P1", "review-1", "trial", "end"} <= set(found)
    milestones = entries(signed("veiligheidsregio"))
    assert {"milestone-M1", "milestone-M4", "precondition-P7"} <= set(milestones)


def test_a_standing_call_keeps_its_local_time_and_skips_holidays(signed: Signed) -> None:
    call = next(one for one in calendar(signed("waterlinie")).walk("VEVENT") if "RRULE" in one)
    start = call.decoded("dtstart")
    assert start.isoformat() == "2027-01-05T10:00:00+01:00"
    skipped = {each.dt.date() for each in call["exdate"].dts}
    assert skipped == {date(2027, 2, 23), date(2027, 4, 27)}  # away, and King's Day
    until: datetime = call["rrule"]["UNTIL"][0]
    assert until.isoformat() == "2027-06-29T08:00:00+00:00"  # summer time


def test_a_second_import_updates_what_changed(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    before = entries(spec)
    log(spec, "input", "P1", "--on", "2027-02-04")
    after = entries(spec)
    assert before.keys() == after.keys()
    one, other = (each["precondition-P1"] for each in (before, after))
    assert str(one["uid"]) == str(other["uid"])
    assert int(other["sequence"]) > int(one["sequence"])
    assert str(other["summary"]).startswith("Ontvangen")


def test_two_engagements_never_share_an_entry(signed: Signed) -> None:
    first, second = (
        {str(one["uid"]) for one in calendar(signed(sample)).walk("VEVENT")}
        for sample in ("northgate", "waterlinie")
    )
    assert not first & second
