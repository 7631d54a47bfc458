"""The canonical form and the digest: what a signature binds."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scopegen.model.canonical import canonical, digest
from scopegen.model.terms import Absence
from scopegen.quantities import ClockTime, Currency, DayType, Money, Percent, Period, Unit

DAY = date(2027, 2, 22)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATES = st.dates(date(2000, 1, 1), date(2100, 12, 31))
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@dataclass(frozen=True)
class Forward:
    """Two fields in one order."""

    amount: Decimal
    note: str | None


@dataclass(frozen=True)
class Backward:
    """The same fields in the other order."""

    note: str | None
    amount: Decimal


def test_the_form_is_compact_json_with_sorted_keys() -> None:
    away = Absence(first=DAY, last=DAY, note='één "week"')
    expected = '{"first":"2027-02-22","last":"2027-02-22","note":"één \\"week\\""}'
    assert canonical(away) == expected.encode()


@pytest.mark.parametrize(
    ("noun", "form"),
    [
        (Money(Decimal("95.00"), Currency.EUR), '{"amount":"95","currency":"EUR"}'),
        (Percent(Decimal("12.50")), '{"value":"12.5"}'),
        (Period(Decimal("1E+1"), Unit.WORKING_DAYS), '{"count":"10","unit":"working days"}'),
        (ClockTime(540), '{"minute":540}'),
        ((DayType.MONDAY, None, True, "ja"), '[0,null,true,"ja"]'),
    ],
)
def test_every_kind_of_value_has_one_form(noun: object, form: str) -> None:
    assert canonical(noun) == form.encode()


def test_the_order_of_fields_does_not_count() -> None:
    assert canonical(Forward(Decimal(1), None)) == canonical(Backward(None, Decimal(1)))


@pytest.mark.parametrize(
    "same", [("95", "95.00", "9.5E1"), ("0", "0.00", "-0.00"), ("1000", "1E+3", "1000.0")]
)
def test_numbers_that_are_equal_have_one_form(same: tuple[str, ...]) -> None:
    assert len({canonical(Decimal(text)) for text in same}) == 1


def test_nothing_given_is_not_an_empty_text() -> None:
    assert canonical(Forward(Decimal(1), None)) != canonical(Forward(Decimal(1), ""))
    assert canonical(Forward(Decimal(1), None)) != canonical(Forward(Decimal(1), "None"))


def test_what_has_no_one_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no canonical form for frozenset"):
        canonical(frozenset({DAY}))
    with pytest.raises(TypeError, match="no canonical form for type"):
        canonical(Absence)


@given(TEXT | st.none(), TEXT | st.none(), DATES, DATES)
def test_a_changed_value_changes_the_digest(
    note: str | None, other: str | None, first: date, last: date
) -> None:
    away = Absence(first=first, last=DAY, note=note)
    changed = dataclasses.replace(away, first=last, note=other)
    same = digest(canonical(away)) == digest(canonical(changed))
    assert same is (away == changed)


@given(AMOUNTS, AMOUNTS, st.sampled_from(Currency))
def test_amounts_have_one_digest_only_when_they_are_equal(
    one: Decimal, two: Decimal, currency: Currency
) -> None:
    forms = canonical(Money(one, Currency.EUR)), canonical(Money(two, currency))
    assert (forms[0] == forms[1]) is (Money(one, Currency.EUR) == Money(two, currency))


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_parts_cannot_be_shifted_between_neighbours(one: list[bytes], two: list[bytes]) -> None:
    assume(one != two)
    assert digest(*one) != digest(*two)


@given(st.binary(max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_a_cut_at_another_place_is_another_digest(whole: bytes, here: int, there: int) -> None:
    same = digest(whole[:here], whole[here:]) == digest(whole[:there], whole[there:])
    assert same is (whole[:here] == whole[:there])


def test_the_digest_is_sha_256_of_every_part_with_its_length() -> None:
    assert digest() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"1:a") != digest(b"a")
    assert len(digest(b"a", b"b")) == 64
