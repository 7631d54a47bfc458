"""Defaults that follow from other fields, in Dutch and English letters."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from small_engagements import DUTCH, ENGLISH, engagement, filled_in

from scopegen.model.terms import Band, LadderStep
from scopegen.quantities import Currency, DayType, Money, Percent, WeeklyHours
from scopegen.source import read
from scopegen.spec.defaults import with_defaults
from scopegen.workflow.reading import engagement_schema

WEEKDAYS = tuple(DayType(n) for n in range(5))
SATURDAY, SUNDAY, HOLIDAY = DayType.SATURDAY, DayType.SUNDAY, DayType.HOLIDAY


def money(amount: str, currency: Currency = Currency.EUR) -> Money:
    return Money(Decimal(amount), currency)


def percent(value: int) -> Percent:
    return Percent(Decimal(value))


@pytest.mark.parametrize(
    ("text", "law", "zone", "currency", "registry", "vat"),
    [
        (DUTCH, "NL", "Europe/Amsterdam", "EUR", "KvK", 21),
        (ENGLISH, "EW", "Europe/London", "GBP", "Companies House", 20),
        (
            DUTCH.replace("2026-12-01", "2026-12-01\n  law: EW").replace("EUR", "GBP"),
            "EW",
            "Europe/London",
            "GBP",
            "Companies House",
            20,
        ),
        (
            ENGLISH.replace("language: en", "language: en\n  law: NL").replace("GBP", "EUR"),
            "NL",
            "Europe/Amsterdam",
            "EUR",
            "KvK",
            21,
        ),
    ],
    ids=["dutch", "english", "dutch-under-english-law", "english-under-dutch-law"],
)
def test_the_language_gives_the_law_and_the_law_the_rest(
    text: str, law: str, zone: str, currency: str, registry: str, vat: int
) -> None:
    found = engagement(text)
    meta, parties = found.meta, found.parties
    assert (meta.law, meta.timezone, meta.currency) == (law, zone, currency)
    assert meta.holidays.calendar == law
    assert (parties.provider.registered_at, parties.client.registered_at) == (registry, registry)
    assert found.fees.vat.rate == percent(vat)


@pytest.mark.parametrize(
    ("text", "kind", "voice"),
    [
        (DUTCH, "sole_trader", "ik"),
        (DUTCH, "foundation\n    signatory: N. Bakker", "wij"),
        (
            DUTCH.replace("2026-12-01", "2026-12-01\n  language: en").replace("EUR", "GBP"),
            "sole_trader",
            "I",
        ),
        (ENGLISH.replace("ltd", "sole_trader"), "partnership", "we"),
    ],
)
def test_a_sole_trader_writes_in_the_singular(text: str, kind: str, voice: str) -> None:
    assert engagement(text, ("kind: sole_trader", f"kind: {kind}")).meta.voice == voice


def test_a_sole_trader_signs_in_person() -> None:
    assert engagement().parties.provider.signatory == "Noor Bakker"


def test_a_client_without_a_number_is_in_no_register() -> None:
    found = engagement(DUTCH, ('    register_no: "87654321"\n', ""))
    assert found.parties.client.registered_at is None


def test_who_signs_accepts_too_and_gets_the_notices() -> None:
    found = engagement()
    assert [(each.sign, each.accept) for each in found.parties.authority] == [
        (False, False),
        (True, True),
    ]
    assert found.notices.client_email == "j.devries@waterlinie.example"


@pytest.mark.parametrize(
    ("rates", "hourly", "daily"),
    [
        ("hourly_rate: EUR 95.00", "95.00", "760.00"),
        ("hourly_rate: EUR 95.01\n  hours_per_day: 7.5 hours", "95.01", "712.58"),
        ("day_rate: EUR 760.00", "95.00", "760.00"),
        ("day_rate: EUR 760.12", "95.02", "760.12"),
        ("day_rate: EUR 1444.38\n  hours_per_day: 15.2 hours", "95.03", "1444.38"),
        ("day_rate: EUR 880.00\n  hourly_rate: EUR 115.00", "115.00", "880.00"),
    ],
)
def test_one_rate_follows_from_the_other_half_up(rates: str, hourly: str, daily: str) -> None:
    fees = engagement(DUTCH, ("hourly_rate: EUR 95.00", rates)).fees
    assert (fees.hourly_rate, fees.day_rate) == (money(hourly), money(daily))


@pytest.mark.parametrize(
    ("more", "per_day"),
    [
        ("", "152.00"),
        ("hold_fee: {share: 12.5%}\n", "95.00"),
        ("hold_fee: {per_day: EUR 150}\n", "150"),
    ],
)
def test_the_hold_fee_is_a_share_of_the_day_rate(more: str, per_day: str) -> None:
    assert engagement(more=more).hold_fee.per_day == money(per_day)


@pytest.mark.parametrize(
    ("fees", "schedule"),
    [
        ("model: hourly", "monthly"),
        ("model: fixed\n  fixed_price: EUR 100", "completion"),
        (
            "model: fixed\n  fixed_price: EUR 100\n  milestones:\n"
            "    - {id: M1, title: Plan, due: 2027-03-19, amount: EUR 100}",
            "milestones",
        ),
        (
            "model: hourly\n  milestones:\n    - {id: M1, title: Plan, due: 2027-03-19}",
            "monthly",
        ),
    ],
)
def test_a_fixed_price_is_paid_by_milestone_or_at_the_end(fees: str, schedule: str) -> None:
    assert engagement(DUTCH, ("model: hourly", fees)).payment.schedule == schedule


def test_channels_that_are_not_named_are_left_to_the_letter() -> None:
    assert engagement().availability.channels == ()


def test_the_first_level_of_availability_is_chosen() -> None:
    tiers = "".join(
        f"    - {{name: {name}, uplift: 0%, free_calls: 1, response: 8 working hours}}\n"
        for name in ("basis", "plus")
    )
    more = f"availability:\n  tiers:\n{tiers}"
    assert engagement().availability.tier is None
    assert engagement(more=more).availability.tier == "basis"
    assert engagement(more=f"{more}  tier: plus\n").availability.tier == "plus"


def test_bands_are_evening_saturday_and_the_rest() -> None:
    assert engagement().out_of_hours.bands == (
        Band(
            when=(WeeklyHours(WEEKDAYS, 420, 540), WeeklyHours(WEEKDAYS, 1020, 1320)),
            surcharge=percent(25),
        ),
        Band(when=(WeeklyHours((SATURDAY,), 480, 1080),), surcharge=percent(50)),
        Band(
            when=(
                WeeklyHours(WEEKDAYS, 0, 420),
                WeeklyHours(WEEKDAYS, 1320, 1440),
                WeeklyHours((SATURDAY,), 0, 480),
                WeeklyHours((SATURDAY,), 1080, 1440),
                WeeklyHours((SUNDAY, HOLIDAY), 0, 1440),
            ),
            surcharge=percent(100),
        ),
    )


def test_a_band_that_is_inside_the_hours_is_left_out() -> None:
    more = 'availability: {windows: ["mon-sun 07:00-22:00", "holiday 00:00-24:00"]}\n'
    (night,) = engagement(more=more).out_of_hours.bands
    assert night.surcharge == percent(100)


def test_there_are_no_bands_when_work_out_of_hours_is_refused() -> None:
    more = "out_of_hours: {policy: refuse}\n"
    assert engagement(more=more).out_of_hours.bands == ()
    assert "out_of_hours.bands" not in filled_in(more=more)


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        (
            "handwritten, qualified, advanced, platform, email",
            [("2500", "email"), ("25000", "platform"), (None, "advanced")],
        ),
        ("handwritten, platform", [("25000", "platform"), (None, "handwritten")]),
        ("email", [(None, "email")]),
        ("qualified", [(None, "qualified")]),
        ("email, qualified", [("2500", "email"), (None, "qualified")]),
    ],
)
def test_the_ladder_asks_for_ways_that_count_only(
    counts: str, steps: list[tuple[str | None, str]]
) -> None:
    more = f"change_control: {{counts_as_signature: [{counts}]}}\n"
    assert engagement(more=more).change_control.sign_ladder == tuple(
        LadderStep(up_to=money(limit) if limit else None, least=least) for limit, least in steps
    )


def test_the_ladder_counts_in_the_currency_of_the_letter() -> None:
    assert engagement(ENGLISH).change_control.sign_ladder[0].up_to == money("2500", Currency.GBP)


GIVEN = """\
meta: {id: A, title: B, date: 2026-12-01, law: EW, timezone: Europe/Dublin, currency: EUR,
  voice: we, language: en, prevailing: nl, holidays: {calendar: NL}}
parties:
  provider: {kind: sole_trader, name: N, address: A, registered_at: CRO, register_no: "1",
    signatory: P, email: n@a.example}
  client: {kind: company, name: W, address: B, registered_at: CRO, register_no: "2"}
  authority:
    - {name: J, role: R, email: j@b.example, sign: yes, accept: no}
engagement: {goal: G, scope: [S], start: 2027-01-04}
fees: {model: fixed, fixed_price: EUR 9, hourly_rate: EUR 1, day_rate: EUR 2, vat: {rate: 13.5%}}
availability:
  channels: [{name: post, address: A, use: all}]
  tiers: [{name: a, uplift: 0%, free_calls: 1, response: 8 working hours},
    {name: b, uplift: 1%, free_calls: 2, response: 4 working hours}]
  tier: b
response: {email: 4 working hours}
calls: {adhoc_per_week: 2}
out_of_hours: {bands: [{when: [rest], surcharge: 10%}]}
hold_fee: {per_day: EUR 3}
change_control: {sign_ladder: [{least: platform}]}
payment: {schedule: monthly}
notices: {client_email: other@b.example}
"""


def data_of(text: str) -> dict[str, Any]:
    return dict(read(text, "f", engagement_schema()).require().data)


def test_a_value_that_is_given_is_never_touched() -> None:
    data = data_of(GIVEN)
    filled, used = with_defaults(data)
    assert used == ()
    assert filled == data


def test_the_data_that_is_read_stays_as_it_was() -> None:
    data = data_of(DUTCH)
    before = copy.deepcopy(data)
    with_defaults(data)
    assert data == before


def test_every_value_that_was_filled_in_is_listed_once_and_nothing_else() -> None:
    data = data_of(DUTCH)
    filled, used = with_defaults(data)
    assert len(set(used)) == len(used)
    assert set(used) == set(changed(data, filled, ()))


def changed(before: Any, after: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    """The paths at which two trees of one shape differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        steps: list[Any] = list(after)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        steps = list(range(len(after)))
    else:
        return [] if before == after else [path]
    return [each for step in steps for each in changed(before[step], after[step], (*path, step))]


def test_a_spec_lists_static_and_derived_defaults() -> None:
    used = filled_in()
    derived = {"meta.law", "meta.voice", "fees.day_rate", "out_of_hours.bands", "hold_fee.per_day"}
    static = {"meta.language", "payment.term", "attendance.tiers", "availability.windows"}
    assert derived | static <= used
    assert not {"fees.hourly_rate", "meta.date", "liability.amount", "availability.tier"} & used
