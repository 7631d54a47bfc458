"""Late payment: interest by the dated tables (R11) and the costs of collection (R12).

The tables are made up for the tests, so that a new half-year changes nothing here. Days late are
those after the due date, the day of payment included; the year has 365 days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sample_terms import euros, pounds, sample

from scopegen.model.engagement import Engagement
from scopegen.quantities import Money, Percent
from scopegen.terms.late_payment import (
    DatedRate,
    Invoice,
    RateTable,
    UnknownRateError,
    collection_costs,
    fixed_sum,
    late_payment,
    parse_rates,
    table_for,
)

DUTCH = parse_rates(
    "NL-commercial",
    """# as_of 2025-11-01; known_until 2025-12-31; made up
since,percent,source
2024-01-01,12.50,a
2024-07-01,12.25,b
2025-01-01,11.15,c
2025-07-01,10.15,d
""",
)
ENGLISH = parse_rates(
    "EW-reference",
    """# as_of 2026-11-01; known_until 2026-12-31; made up
since,percent,source
2025-07-01,4.25,a
2026-01-01,3.75,b
2026-07-01,3.50,c
""",
)
LEVEL = parse_rates(
    "NL-commercial",
    "# as_of 2020-11-01; known_until 2029-12-31; made up\nsince,percent,source\n2020-01-01,10,a\n",
)


WATERLINIE, NORTHGATE = sample("waterlinie").engagement, sample("northgate").engagement
"""A Dutch foundation that pays within 14 days, and an English one within 30 days."""


def for_consumer(engagement: Engagement) -> Engagement:
    client = replace(engagement.parties.client, kind="consumer")
    return replace(engagement, parties=replace(engagement.parties, client=client))


def without_costs(engagement: Engagement) -> Engagement:
    return replace(engagement, payment=replace(engagement.payment, collection="none"))


def interest(amount: str, invoiced: date, paid: date, table: RateTable = DUTCH) -> Money:
    """The interest of a Dutch invoice, alone."""
    invoice = Invoice(on=invoiced, amount=euros(amount))
    return late_payment(without_costs(WATERLINIE), invoice, paid, table).total


def english_interest(amount: str, invoiced: date, paid: date) -> Money:
    invoice = Invoice(on=invoiced, amount=pounds(amount))
    return late_payment(without_costs(NORTHGATE), invoice, paid, ENGLISH).total


def test_on_the_last_day_of_the_term_nothing_is_due() -> None:
    invoice = Invoice(on=date(2025, 3, 1), amount=euros("1000.00"))
    assert late_payment(WATERLINIE, invoice, date(2025, 3, 15), DUTCH).total == euros("0.00")


def test_from_the_day_after_there_is_interest_and_there_are_costs() -> None:
    invoice = Invoice(on=date(2025, 3, 1), amount=euros("1000.00"))
    told = late_payment(WATERLINIE, invoice, date(2025, 3, 16), DUTCH)
    # 1000 x 11.15% x 1 / 365 = 0.3054...; 15% of 1000 = 150
    assert told.amounts == (euros("0.31"), euros("150.00"))


@pytest.mark.parametrize(
    ("amount", "invoiced", "paid", "due"),
    [
        # due 20 June: 10 days at 11.15 and 20 at 10.15; 10000 x 314.5 / 36500 = 86.164...
        ("10000.00", date(2025, 6, 6), date(2025, 7, 20), "86.16"),
        # the same of 100: 0.3054... + 0.5561... = 0.8616...; rounded one by one it would be 0.87
        ("100.00", date(2025, 6, 6), date(2025, 7, 20), "0.86"),
        # due 30 June: all 20 days are of the new half-year; 10000 x 203 / 36500 = 55.616...
        ("10000.00", date(2025, 6, 16), date(2025, 7, 20), "55.62"),
        # due 16 December: 15 days at 12.25 and 15 at 11.15; 1000 x 351 / 36500 = 9.616...
        ("1000.00", date(2024, 12, 2), date(2025, 1, 15), "9.62"),
        # due 15 February 2024: 29 days over the leap day; 1000 x 12.5 x 29 / 36500 = 9.931...
        ("1000.00", date(2024, 2, 1), date(2024, 3, 15), "9.93"),
    ],
    ids=["1 July", "rounded once", "from 1 July", "1 January", "leap year"],
)
def test_dutch_interest_follows_the_half_years(
    amount: str, invoiced: date, paid: date, due: str
) -> None:
    assert interest(amount, invoiced, paid) == euros(due)


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        # 10% of 10000, due on 15 March 2021
        (date(2022, 3, 15), "1000.00"),  # a full year, 365 days
        (date(2022, 3, 16), "1003.01"),  # and a day over 11000: 3.013...
        (date(2023, 3, 15), "2100.00"),  # 1000 and 10% of 11000
        (date(2023, 3, 16), "2103.32"),  # and a day over 12100: 3.315...
        # the third year has 366 days: 2100 + 12100 x 10% x 366 / 365 = 3313.315...
        (date(2024, 3, 15), "3313.32"),
    ],
)
def test_after_each_full_year_there_is_interest_on_interest(paid: date, due: str) -> None:
    assert interest("10000.00", date(2021, 3, 1), paid, LEVEL) == euros(due)


def test_a_year_within_which_the_rate_changes_is_added_whole() -> None:
    # Due 1 July 2024: 183 days to 31 December at 12.25, 181 to 30 June at 11.15 and 1 at 10.15:
    # 10000 x (2241.75 + 2018.15 + 10.15) / 36500 = 1169.876...; a day more over 11169.876... at
    # 10.15% is 3.106...: 1172.982...
    assert interest("10000.00", date(2024, 6, 17), date(2025, 7, 1)) == euros("1169.88")
    assert interest("10000.00", date(2024, 6, 17), date(2025, 7, 2)) == euros("1172.98")


def test_a_year_from_the_leap_day_ends_on_the_last_of_february() -> None:
    # Due 29 February 2024; 365 days later: 1000, then a day over 11000: 3.013...
    assert interest("10000.00", date(2024, 2, 15), date(2025, 2, 28), LEVEL) == euros("1000.00")
    assert interest("10000.00", date(2024, 2, 15), date(2025, 3, 1), LEVEL) == euros("1003.01")


@pytest.mark.parametrize(
    ("amount", "invoiced", "paid", "due"),
    [
        # due 31 May: at 3.75 + 8 also after 1 July; 1200 x 11.75 x 92 / 36500 = 35.539...
        ("1200.00", date(2026, 5, 1), date(2026, 8, 31), "35.54"),
        # due 29 June, so from 30 June: 1200 x 11.75 x 32 / 36500 = 12.361...
        ("1200.00", date(2026, 5, 30), date(2026, 7, 31), "12.36"),
        # due 30 June, so from 1 July: 1200 x 11.50 x 31 / 36500 = 11.720...
        ("1200.00", date(2026, 5, 31), date(2026, 7, 31), "11.72"),
        # due 31 December 2025: simple for 400 days, past the end of the table as well;
        # 1000 x 11.75 x 400 / 36500 = 128.767...
        ("1000.00", date(2025, 12, 1), date(2027, 2, 4), "128.77"),
    ],
    ids=["over 1 July", "from 30 June", "from 1 July", "over a year"],
)
def test_english_interest_is_simple_at_the_rate_of_the_half_year_in_which_it_starts(
    amount: str, invoiced: date, paid: date, due: str
) -> None:
    assert english_interest(amount, invoiced, paid) == pounds(due)


def test_agreed_interest_needs_no_table() -> None:
    payment = replace(
        WATERLINIE.payment, interest="contractual", interest_rate=Percent(Decimal(9)),
        collection="none",
    )  # fmt: skip
    invoice = Invoice(on=date(2027, 1, 1), amount=euros("1000.00"))
    told = late_payment(replace(WATERLINIE, payment=payment), invoice, date(2027, 2, 14), None)
    # due 15 January: 30 days, 1000 x 9 x 30 / 36500 = 7.397...
    assert told.total == euros("7.40")


def test_the_last_day_rolls_on_only_where_that_is_agreed() -> None:
    # 14 March + 14 days is the Sunday before Easter Monday.
    invoice, paid = Invoice(on=date(2027, 3, 14), amount=euros("100.00")), date(2027, 3, 30)
    rolls = replace(WATERLINIE, payment=replace(WATERLINIE.payment, roll="next_working_day"))
    assert late_payment(rolls, invoice, paid, LEVEL).total == euros("0.00")
    # 2 days: 100 x 10 x 2 / 36500 = 0.054...; the least costs
    late = late_payment(WATERLINIE, invoice, paid, LEVEL)
    assert late.amounts == (euros("0.05"), euros("40.00"))


def test_a_rate_that_the_table_does_not_hold_is_refused() -> None:
    invoiced = date(2025, 12, 1)
    # until the last known day: due 15 December, 16 days; 1000 x 10.15 x 16 / 36500 = 4.449...
    assert interest("1000.00", invoiced, date(2025, 12, 31)) == euros("4.45")
    with pytest.raises(UnknownRateError) as refused:
        interest("1000.00", invoiced, date(2026, 1, 1))
    assert (refused.value.table, refused.value.day) == ("NL-commercial", date(2026, 1, 1))
    with pytest.raises(UnknownRateError):
        interest("1000.00", date(2023, 12, 1), date(2024, 1, 10))  # from before the first row


def test_english_interest_that_starts_after_the_last_known_day_is_refused() -> None:
    with pytest.raises(UnknownRateError):
        english_interest("1000.00", date(2026, 12, 1), date(2027, 1, 10))  # from 1 January


def test_a_rate_that_the_user_states_holds_for_its_half_year() -> None:
    stated = DatedRate(since=date(2026, 1, 1), percent=Percent(Decimal(20)), source="")
    fed = DUTCH.fed([stated])
    # due 15 December: 16 days at 10.15 and 10 at 20; 1000 x 362.4 / 36500 = 9.928...
    assert interest("1000.00", date(2025, 12, 1), date(2026, 1, 10), fed) == euros("9.93")
    assert fed.on(date(2026, 6, 30)).percent == stated.percent
    with pytest.raises(UnknownRateError):
        fed.on(date(2026, 7, 1))


def test_a_table_that_does_not_say_how_far_it_goes_is_refused() -> None:
    with pytest.raises(ValueError, match="known_until"):
        parse_rates("NL-commercial", "since,percent,source\n2025-01-01,11.15,a\n")


@pytest.mark.parametrize(
    ("principal", "costs"),
    [
        ("0.01", "40.00"),
        ("266.66", "40.00"),  # 39.999: the least
        ("266.70", "40.01"),  # 40.005
        ("1210.00", "181.50"),
        ("2500.00", "375.00"),
        ("2500.10", "375.01"),  # 10% from here
        ("5000.00", "625.00"),
        ("5000.20", "625.01"),  # 5% from here
        ("10000.00", "875.00"),
        ("10001.00", "875.01"),  # 1% from here
        ("200000.00", "2775.00"),
        ("200001.00", "2775.01"),  # 0.5% from here: 2775.005
        ("999998.00", "6774.99"),
        ("1000000.00", "6775.00"),
        ("1000002.00", "6775.00"),  # the most
    ],
)
def test_collection_costs_follow_the_statutory_scale(principal: str, costs: str) -> None:
    assert collection_costs(euros(principal)) == euros(costs)


@pytest.mark.parametrize(
    ("principal", "sum_"),
    [
        ("0.01", "40"),
        ("999.99", "40"),
        ("1000.00", "70"),
        ("9999.99", "70"),
        ("10000.00", "100"),
        ("250000.00", "100"),
    ],
)
def test_the_english_fixed_sum_goes_by_the_size_of_the_debt(principal: str, sum_: str) -> None:
    assert fixed_sum(pounds(principal)) == pounds(sum_)


def test_an_english_business_pays_interest_and_the_fixed_sum() -> None:
    invoice = Invoice(on=date(2026, 5, 1), amount=pounds("1200.00"))
    told = late_payment(NORTHGATE, invoice, date(2026, 8, 31), ENGLISH)
    assert told.amounts == (pounds("35.54"), pounds("70"))


def test_for_an_english_consumer_nothing_follows_without_a_court() -> None:
    invoice = Invoice(on=date(2026, 5, 1), amount=pounds("1200.00"))
    told = late_payment(for_consumer(NORTHGATE), invoice, date(2026, 8, 31), None)
    assert told.total == pounds("0.00")


@pytest.mark.parametrize(
    ("reminded", "costs"),
    [
        (None, "0.00"),
        (date(2025, 4, 1), "0.00"),  # paid on the fourteenth day after the reminder
        (date(2025, 3, 31), "150.00"),
    ],
)
def test_a_dutch_consumer_pays_costs_only_fourteen_days_after_a_reminder(
    reminded: date | None, costs: str
) -> None:
    invoice = Invoice(on=date(2025, 3, 1), amount=euros("1000.00"), reminded=reminded)
    told = late_payment(for_consumer(WATERLINIE), invoice, date(2025, 4, 15), LEVEL)
    # due 15 March: 31 days, 1000 x 10 x 31 / 36500 = 8.493...
    assert told.total == euros("8.49") + euros(costs)


@pytest.mark.parametrize(
    ("engagement", "table"),
    [
        (WATERLINIE, "NL-commercial"),
        (for_consumer(WATERLINIE), "NL-consumer"),
        (NORTHGATE, "EW-reference"),
        (for_consumer(NORTHGATE), ""),
    ],
    ids=["Dutch", "Dutch consumer", "English", "English consumer"],
)
def test_law_and_client_choose_the_table(engagement: Engagement, table: str) -> None:
    assert table_for(engagement) == table
