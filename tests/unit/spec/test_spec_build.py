"""From typed data to the engagement: the years of the holiday list, the rest of the week, nouns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from small_engagements import DUTCH, built, codes, engagement

from scopegen.model.engagement import PublicHoliday
from scopegen.quantities import Currency, DayType, Money, WeeklyHours
from scopegen.spec.construct import construct
from scopegen.spec.holidays import listed, parse_holidays
from scopegen.terms.week import rest_of_week

TABLE = parse_holidays(
    "# as_of 2026-11-21; source: x\n"
    "date,kind,nl,en\n"
    "2027-01-01,core,Nieuwjaarsdag,New Year's Day\n"
    '2027-03-26,good_friday,"Goede Vrijdag, ""G""",Good Friday\n'
    "2027-05-05,liberation_day,Bevrijdingsdag,Liberation Day\n"
    "2027-12-25,core,Eerste Kerstdag,Christmas Day\n"
)
OFF = {"good_friday": False, "liberation_day": False, "extra": []}
YEAR = date(2027, 1, 1), date(2027, 12, 31)


@dataclass(frozen=True)
class Inner:
    """A noun in a noun."""

    name: str
    currency: Currency | None


@dataclass(frozen=True)
class Outer:
    """A noun with every shape of field."""

    day: DayType
    price: Money | None
    rows: tuple[Inner, ...]
    tags: tuple[str, ...]
    maybe: Inner | None


def names(days: tuple[PublicHoliday, ...]) -> list[str]:
    return [day.en for day in days]


def test_a_table_is_read_with_quotes_and_without_its_comments() -> None:
    assert TABLE[0] == PublicHoliday(
        day=date(2027, 1, 1), kind="core", nl="Nieuwjaarsdag", en="New Year's Day"
    )
    assert TABLE[1].nl == 'Goede Vrijdag, "G"'


def test_only_chosen_kinds_count() -> None:
    assert names(listed(OFF, TABLE, *YEAR)) == ["New Year's Day", "Christmas Day"]
    both = {**OFF, "good_friday": True, "liberation_day": True}
    assert len(listed(both, TABLE, *YEAR)) == 4


def test_own_days_are_in_order_and_a_day_is_listed_once() -> None:
    own = {**OFF, "extra": [date(2027, 12, 25), date(2027, 5, 5), date(2027, 5, 5)]}
    assert names(listed(own, TABLE, *YEAR)) == ["New Year's Day", "Day off", "Christmas Day"]


def test_first_and_last_day_of_the_list_are_included() -> None:
    assert len(listed(OFF, TABLE, date(2027, 1, 1), date(2027, 12, 25))) == 2
    assert listed(OFF, TABLE, date(2027, 1, 2), date(2027, 12, 24)) == ()


def test_the_list_runs_from_the_letter_to_the_end_of_the_last_year() -> None:
    days = [each.day for each in engagement().meta.holidays.listed]
    assert (days[0], days[-1]) == (date(2026, 12, 25), date(2027, 12, 26))


def test_without_an_end_the_list_runs_to_the_end_of_the_year_after_the_start() -> None:
    found = engagement(DUTCH, ("  end: 2027-06-30\n", ""))
    assert found.meta.holidays.listed[-1].day == date(2028, 12, 26)


def test_a_list_of_another_country_can_be_chosen() -> None:
    dated = ("2026-12-01", "2026-12-01\n  holidays: {calendar: EW}")
    days = [each.day for each in engagement(DUTCH, dated).meta.holidays.listed]
    assert days[:2] == [date(2026, 12, 25), date(2026, 12, 28)]


def test_rest_is_what_neither_the_hours_nor_any_band_names() -> None:
    more = (
        "out_of_hours:\n  bands:\n"
        "    - {when: [rest, sat 08:00-12:00], surcharge: 50%}\n"
        "    - {when: [mon-fri 17:00-22:00], surcharge: 25%}\n"
    )
    found = engagement(more=more)
    evening = WeeklyHours(tuple(DayType(n) for n in range(5)), 1020, 1320)
    saturday = WeeklyHours((DayType.SATURDAY,), 480, 720)
    rest = rest_of_week([*found.availability.windows, evening, saturday])
    assert [band.when for band in found.out_of_hours.bands] == [(*rest, saturday), (evening,)]


def test_an_engagement_with_warnings_is_built() -> None:
    checked = built(DUTCH, ("kind: nonprofit", "kind: consumer"))
    assert [each.code for each in checked] == ["SG325"]
    assert checked.require().engagement.parties.client.kind == "consumer"


def test_what_keeps_it_from_being_built_is_told_alone_and_all_at_once() -> None:
    changes = ((", sign: yes", ""), ("hourly_rate: EUR 95.00", "increment: 0 min"))
    checked = built(DUTCH, *changes, ("2027-06-30", "2026-06-30"))
    assert checked.value is None
    assert [each.code for each in checked] == ["SG301", "SG303", "SG306"]


def test_a_noun_is_built_from_data_of_its_shape() -> None:
    price = Money(Decimal(1), Currency.EUR)
    inner = {"name": "a", "currency": "GBP"}
    data = {"day": 4, "price": price, "rows": [inner, inner], "tags": ["x"], "maybe": inner}
    built_inner = Inner("a", Currency.GBP)
    assert construct(Outer, {**data, "more": 1}) == Outer(
        DayType.FRIDAY, price, (built_inner, built_inner), ("x",), built_inner
    )


def test_what_is_missing_is_none_and_lists_are_tuples() -> None:
    assert construct(Outer, {"day": 0, "rows": [], "tags": []}) == Outer(
        DayType.MONDAY, None, (), (), None
    )


def test_a_misfit_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError):
        construct(Outer, {"day": 0, "rows": None, "tags": []})
    with pytest.raises(ValueError, match="EUX"):
        construct(Inner, {"name": "a", "currency": "EUX"})


MILESTONES = "model: fixed\n  fixed_price: EUR 100.00\n  milestones:\n"


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("end: 2027-06-30", "end: 2027-01-04", ""),
        ("start: 2027-01-04", "start: 2026-12-01", ""),
        ('register_no: "12345678"', "register_no: 00000001", ""),
        ('register_no: "12345678"', "registered_at: CRO\n    register_no: IE 12", ""),
        ('register_no: "12345678"', 'register_no: "12345678"\n    vat_id: GB123', ""),
        ("sign: yes}", "sign: yes, deputy: M. Jansen}", ""),
        (
            "model: hourly",
            f"{MILESTONES}    - {{id: M1, title: Start, due: 2027-01-04, amount: EUR 0}}\n"
            "    - {id: M2, title: Plan, due: 2027-06-30, amount: EUR 100}",
            "preconditions:\n  - {id: P1, item: X, owner: Y, due: 2027-01-04, complete_when: Z, "
            "needed_for: [M1, M2]}\n",
        ),
        (
            "",
            "",
            "attendance:\n  tiers:\n"
            "    - {less_than: 1h, charge: 50%}\n    - {less_than: 2h, charge: 50%}\n",
        ),
        ("", "", "attendance: {tiers: [{less_than: 2 working days, charge: 50%}]}\n"),
        ("", "", 'calls: {standing: [{day: fri, time: "16:30", length: 30 min}]}\n'),
        (
            "",
            "",
            "out_of_hours:\n  stacking: highest\n  bands:\n"
            "    - {when: [mon-sun 17:00-24:00], surcharge: 25%}\n"
            "    - {when: [sat 00:00-24:00], surcharge: 50%}\n"
            "    - {when: [rest], surcharge: 100%}\n",
        ),
        ("", "", "out_of_hours: {policy: refuse}\n"),
    ],
)
def test_what_is_just_within_the_rules_is_right(old: str, new: str, more: str) -> None:
    changes = ((old, new),) if old else ()
    assert codes(DUTCH, *changes, more=more) == []
