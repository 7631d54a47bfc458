"""The worked examples, read back from the finished Word and PDF files and worked out again.

What happens is taken from the printed text alone: the day, the times, the percentages. The sums are
made here, on paper as it were; the engine is only asked once more at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from conftest import LANGUAGES, SAMPLES, examined
from test_letters import printed

from scopegen.model.engagement import Engagement
from scopegen.quantities import readings
from scopegen.render.pdf_text import pdf_text
from scopegen.render.word_text import word_text
from scopegen.terms import attendance, deadlines
from scopegen.terms.attendance import Slot
from scopegen.terms.calls import Call, price_call
from scopegen.terms.hold import hold_charge
from scopegen.terms.sessions import Terms, work
from scopegen.workflow.wording import phrases

DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
ENGLISH = "January February March April May June July August September October November December"
MONTHS = {"nl": DUTCH.split(" "), "en": ENGLISH.split(" ")}
HEADINGS = {"nl": "Rekenvoorbeelden", "en": "Worked examples"}
CENT = Decimal("0.01")
SHARE = re.compile(r"([\d,.]+)%")
EACH = [(s, language, kind) for s in SAMPLES for language in LANGUAGES for kind in ("docx", "pdf")]
each_file = pytest.mark.parametrize(("sample", "language", "kind"), EACH)


def engagement(sample: str) -> Engagement:
    spec = examined(sample).spec
    assert spec is not None
    return spec.engagement


@cache
def rows(sample: str, language: str, kind: str) -> Mapping[str, tuple[str, str, str]]:
    """Give the examples of a finished file by key: what happens, the working, the amount."""
    content = printed(sample, language, kind)
    text = word_text(content) if kind == "docx" else pdf_text(content)
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    annex = plain[plain.rindex(HEADINGS[language]) :]
    titles = {one["title"]: key for key, one in phrases(language)["working"]["examples"].items()}
    found = {}
    for line in annex.splitlines():
        title = next((title for title in titles if line.startswith(title)), None)
        if title:
            event, working, *amount = line.split("\t")
            found[titles[title]] = (event, working, "".join(amount))
    return found


def days(text: str, language: str) -> list[date]:
    names = "|".join(MONTHS[language])
    return [
        date(int(year), MONTHS[language].index(month) + 1, int(day))
        for day, month, year in re.findall(rf"(\d{{1,2}}) ({names}) (\d{{4}})", text)
    ]


def times(text: str, language: str) -> list[int]:
    """Read the times of day, in minutes."""
    if language == "nl":
        return [int(h) * 60 + int(m) for h, m in re.findall(r"(\d\d)\.(\d\d) uur", text)]
    clock = re.findall(r"(\d{1,2})(?:\.(\d\d))? (am|pm|noon)", text)
    return [
        (int(hour) % 12 + 12 * (half != "am")) * 60 + int(minute or 0)
        for hour, minute, half in clock
    ]


def amounts(text: str, language: str) -> list[Decimal]:
    found = re.findall(r"[€£] ?([\d.,]+\d)", text)
    if language == "nl":
        return [Decimal(each.replace(".", "").replace(",", ".")) for each in found]
    return [Decimal(each.replace(",", "")) for each in found]


def minutes_in(text: str) -> int:
    """Read a length of time: `1 uur en 30 minuten`, `45 minutes`."""
    hours = re.search(r"(\d+) (?:uur|hours?)\b", text)
    minutes = re.search(r"(\d+) (?:minuut|minuten|minutes?)\b", text)
    return 60 * int(hours[1] if hours else 0) + int(minutes[1] if minutes else 0)


def at(terms: Terms, day: date, minute: int) -> datetime:
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    (moment,) = readings(local, terms.zone)
    return moment


def span(terms: Terms, text: str, language: str) -> tuple[datetime, datetime]:
    day, (start, end) = days(text, language)[0], times(text, language)[:2]
    return at(terms, day, start), at(terms, day, end)


def priced_lines(working: str, language: str) -> Decimal:
    """Add up `45 minutes at £137.50 an hour`, wherever the working says it."""
    at_rate = (
        r"((?:\d+ \w+ (?:en|and) )?\d+ \w+) (?:tegen|at) ([€£] ?[\d.,]+\d) (?:per uur|an hour)"
    )
    return sum(
        (
            (amounts(price, language)[0] * minutes_in(length) / 60).quantize(CENT, ROUND_HALF_UP)
            for length, price in re.findall(at_rate, working)
        ),
        Decimal(0),
    )


def session(terms: Terms, row: tuple[str, str, str], language: str) -> tuple[Decimal, Decimal]:
    start, end = span(terms, row[0], language)
    return priced_lines(row[1], language), work(terms, start, end).total.amount


def call(terms: Terms, row: tuple[str, str, str], language: str) -> tuple[Decimal, Decimal]:
    start, end = span(terms, row[0], language)
    told = price_call(terms, Call(start=start, end=end), 0).working
    return priced_lines(row[1], language), told.total.amount


def share_of_planned(row: tuple[str, str, str], language: str) -> Decimal:
    percent = Decimal(SHARE.findall(row[1])[-1].replace(",", "."))
    planned = priced_lines(row[1], language)
    return (planned * percent / 100).quantize(CENT, ROUND_HALF_UP)


def cancelled(terms: Terms, row: tuple[str, str, str], language: str) -> tuple[Decimal, Decimal]:
    start, end = span(terms, row[0], language)
    received = at(terms, days(row[1], language)[0], times(row[1], language)[0])
    slot = Slot(start=start, end=end)
    told = attendance.cancellation(terms, slot, received)
    return share_of_planned(row, language), told.total.amount


def absent(terms: Terms, row: tuple[str, str, str], language: str) -> tuple[Decimal, Decimal]:
    start, end = span(terms, row[0], language)
    told = attendance.no_show(terms, Slot(start=start, end=end))
    return share_of_planned(row, language), told.total.amount


def held(terms: Terms, row: tuple[str, str, str], language: str) -> tuple[Decimal, Decimal]:
    start, until = days(row[0], language)
    times_rate = re.search(r"(\d+) × ", row[1])
    assert times_rate
    by_hand = int(times_rate[1]) * amounts(row[1], language)[0]
    agreed = terms.engagement.hold_fee
    return by_hand, hold_charge(agreed, terms.calendar, start, until, None).total.amount


AGAIN: Mapping[str, Callable[[Terms, tuple[str, str, str], str], tuple[Decimal, Decimal]]] = {
    "evening": session,
    "saturday": session,
    "long_call": call,
    "cancelled": cancelled,
    "absent": absent,
    "held": held,
}


@each_file
def test_every_printed_amount_comes_out_again(sample: str, language: str, kind: str) -> None:
    terms, found = Terms(engagement(sample)), rows(sample, language, kind)
    assert len(found) >= 5
    for key, row in found.items():
        if key == "answer":
            continue
        shown = amounts(row[2], language)[0]
        assert AGAIN[key](terms, row, language) == (shown, shown), (key, row)


@each_file
def test_the_printed_answer_comes_in_time(sample: str, language: str, kind: str) -> None:
    terms = Terms(engagement(sample))
    event, working, _ = rows(sample, language, kind)["answer"]
    received = at(terms, days(event, language)[0], times(event, language)[0])
    shown = at(terms, days(working, language)[-1], times(working, language)[-1])
    assert deadlines.response(terms, received).at == shown.astimezone(UTC)


@pytest.mark.parametrize("sample", SAMPLES)
def test_both_languages_have_the_same_examples(sample: str) -> None:
    dutch, english = (rows(sample, language, "docx") for language in LANGUAGES)
    assert list(dutch) == list(english)
    for key, row in dutch.items():
        assert amounts(row[2], "nl") == amounts(english[key][2], "en")


def test_an_example_is_there_for_what_the_letter_has() -> None:
    assert list(rows("nachtclient", "nl", "docx")) == [*AGAIN, "answer"]
    refusing = rows("dublin", "en", "docx")  # nobody works outside the hours of availability
    assert not {"evening", "saturday"} & set(refusing)
