"""The letter so far: page one in its own words, without what is only an example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scopegen.source.texts import Value
from scopegen.workflow.checking import examine
from scopegen.workflow.interview import Interview, examination
from scopegen.workflow.recap import recap, row_names
from scopegen.workflow.spec_file import spec_text

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl", complaints=())
EVERY: dict[str, Value] = {
    "availability": {"windows": ["mon-thu 09:00-17:00"]},
    "fees": {"model": "hourly", "hourly_rate": "EUR 80.00"},
}


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_every_row_is_on_page_one_of_the_letter(spoken: str) -> None:
    rows = recap(replace(FRESH, spoken=spoken))
    assert [label for label, _ in rows] == list(row_names(spoken))


def test_what_was_not_asked_yet_has_no_text() -> None:
    rows = dict(recap(FRESH))
    assert rows["Partijen"] == rows["Doel"] == rows["Prijs"] == rows["Buiten de uren"] == ""
    assert rows["Bereikbaar"] == "Maandag tot en met vrijdag van 09.00 tot 17.00 uur."


def test_the_words_are_those_of_the_letter() -> None:
    interview = replace(FRESH, given=EVERY)
    rows = dict(recap(interview))
    assert rows["Prijs"].startswith("€ 80,00 per uur.")
    assert "€ 100,00" in rows["Buiten de uren"]
    assert rows["Bereikbaar"] == "Maandag tot en met donderdag van 09.00 tot 17.00 uur."
    letter = examination(interview).letter
    assert letter
    plain = letter.plain_text().replace("\N{NO-BREAK SPACE}", " ")
    assert all(said in plain for said in rows.values())


def test_no_row_points_to_a_clause() -> None:
    assert not any("Zie artikel" in said for _, said in recap(replace(FRESH, given=EVERY)))


def test_what_is_settled_elsewhere_counts_and_stays_out_of_the_spec() -> None:
    settled: Value = {
        "parties": {"provider": {"name": "Bureau Zuid B.V."}},
        "availability": {"windows": ["mon-tue 10:00-12:00"]},
    }
    interview = replace(FRESH, settled=settled)
    assert "maandag" in dict(recap(interview))["Bereikbaar"].casefold()
    assert not examine(spec_text(settled, "nl").encode(), "x").spec
