"""What a finding tells: the facts that its sentence prints. The corpus holds codes and places."""

from __future__ import annotations

import pytest
from small_engagements import DUTCH, built

FRIDAY_OFF = "availability:\n  windows: [mon-thu 09:00-17:00]\n"


def facts(*changes: tuple[str, str], more: str = "") -> list[dict[str, str]]:
    return [dict(each.facts) for each in built(DUTCH, *changes, more=more)]


@pytest.mark.parametrize(
    ("when", "gap"),
    [
        ("mon-sun 00:00-24:00", "holiday 00:00-24:00"),
        ("mon-thu 00:00-24:00", "fri,sat,sun,holiday 00:00-24:00"),
        ("mon,sun,holiday 00:00-24:00", "tue-sat 00:00-24:00"),
        ("mon-fri,holiday 00:00-24:00", "sat,sun 00:00-24:00"),
        ("tue,thu,sat,sun,holiday 00:00-24:00", "mon,wed,fri 00:00-24:00"),
        ("mon-sun,holiday 00:00-22:30", "mon,tue,wed,thu,fri,sat,sun,holiday 22:30-24:00"),
    ],
)
def test_hours_without_a_rate_are_told_as_they_can_be_typed(when: str, gap: str) -> None:
    more = f'availability: {{windows: ["{when}"]}}\nout_of_hours: {{bands: []}}\n'
    assert facts(more=more) == [{"gap": gap}]


def test_of_three_the_same_the_first_is_pointed_at() -> None:
    item = "- {id: P1, item: X, owner: Y, due: 2027-01-15, complete_when: Z}\n"
    first = DUTCH.count("\n") + 2
    found = facts(more=f"preconditions:\n{item * 3}")
    assert found == [{"found": "P1", "line": str(first)}] * 2


def test_a_difference_is_told_in_cents_whichever_side_is_more() -> None:
    for amount, total in (("99.99", "EUR 99.99"), ("100.01", "EUR 100.01")):
        fixed = (
            "model: fixed\n  fixed_price: EUR 100\n  milestones:\n"
            f"    - {{id: M1, title: Plan, due: 2027-03-19, amount: EUR {amount}}}"
        )
        assert facts(("model: hourly", fixed)) == [
            {"sum": total, "price": "EUR 100.00", "difference": "EUR 0.01"}
        ]


def test_a_call_is_told_with_its_end_also_past_midnight() -> None:
    more = f'{FRIDAY_OFF}calls:\n  standing: [{{day: thu, time: "23:30", length: 1 hour}}]\n'
    assert facts(more=more) == [{"found": "thu 23:30-24:30", "windows": "mon-thu 09:00-17:00"}]


def test_the_next_working_day_skips_weekends_and_holidays() -> None:
    more = "preconditions:\n- {id: P1, item: X, owner: Y, due: 2027-03-27, complete_when: Z}\n"
    assert facts(more=more) == [{"found": "2027-03-27", "next": "2027-03-30"}]


def test_both_dates_are_told_with_their_fields() -> None:
    assert facts(("end: 2027-06-30", "end: 2027-01-03")) == [
        {
            "late": "engagement.end",
            "late_date": "2027-01-03",
            "early": "engagement.start",
            "early_date": "2027-01-04",
        }
    ]


@pytest.mark.parametrize(
    ("deputy", "nearest"), [("M. Janssen", "M. Jansen"), ("J de Vries", "J. de Vries")]
)
def test_a_name_that_is_nearly_there_is_offered(deputy: str, nearest: str) -> None:
    assert facts(("sign: yes", f"sign: yes, deputy: {deputy}")) == [
        {
            "found": deputy,
            "known": "M. Jansen, J. de Vries",
            "hint": "nearest",
            "nearest": nearest,
        }
    ]


def test_a_name_that_is_like_no_other_is_only_told() -> None:
    assert facts(("sign: yes", "sign: yes, deputy: X")) == [
        {"found": "X", "known": "M. Jansen, J. de Vries"}
    ]
