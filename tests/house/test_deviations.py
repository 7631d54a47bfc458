"""Limits, locks, signatories and approvals: what deviates, who may approve, what counts as that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from command_line import run
from houses import SPEC, codes, examined, facts, findings, firm

from scopegen.diagnostics import Severity
from scopegen.quantities import ClockTime, Currency, Money, Percent, Period, Unit
from scopegen.spec.compared import compared


def limit(field: str, bounds: str, more: str = "") -> str:
    return f"limits:\n  - {{field: {field}, {bounds}, reason: daarom{more}}}\n"


@pytest.mark.parametrize(
    ("field", "bounds", "own", "hint"),
    [
        ("payment.term", "at_most: 30 days", "payment: {term: 31 days}", "at_most"),
        ("payment.term", "at_most: 30 days", "payment: {term: 30 days}", ""),
        ("payment.dispute", "at_least: 14 days", "payment: {dispute: 13 days}", "at_least"),
        ("term_exit.client_notice", "at_most: 4 weeks", "term_exit: {client_notice: 29 days}",
         "at_most"),
        ("term_exit.client_notice", "at_most: 4 weeks", "term_exit: {client_notice: 28 days}", ""),
        ("term_exit.client_notice", "at_most: 4 weeks", "term_exit: {client_notice: 1 month}",
         "units"),
        ("fees.expenses.travel_time", "at_least: 25%, at_most: 100%",
         "attendance: {no_show: 80%}", "between"),
        ("liability.multiple", "at_most: 2", "liability: {multiple: 3}", "at_most"),
        ("availability.windows", "one_of: [x]", "", "whole"),
        ("liability.amount", "at_most: EUR 50000", "liability: {cap: amount, amount: EUR 50000.01}",
         "at_most"),
        ("liability.amount", "at_most: EUR 50000", "", ""),
        ("payment.roll", 'one_of: ["none"]', "payment: {roll: next_working_day}", "one_of"),
        ("payment.roll", 'one_of: ["none"]', "", ""),
        ("disputes.mediation", "one_of: [yes]", "disputes: {mediation: no}", "one_of"),
        ("engagement.start", "at_least: 2027-02-01", "", "at_least"),
    ],
)  # fmt: skip
def test_a_limit_holds_to_both_ends(
    tmp_path: Path, field: str, bounds: str, own: str, hint: str
) -> None:
    spec = firm(tmp_path, limit(field, bounds), spec=f"{SPEC}{own}\n")
    if hint == "whole":
        assert facts(spec, "SG604")["hint"] == "whole"
    elif hint:
        assert facts(spec, "SG610")["hint"] == hint
    else:
        assert codes(spec) == []


def test_a_limit_through_a_list_holds_for_every_row(tmp_path: Path) -> None:
    own = "attendance: {tiers: [{less_than: 12h, charge: 100%}, {less_than: 24h, charge: 20%}]}\n"
    more = (
        "limits:\n"
        '  - {field: "attendance.tiers[].less_than", at_least: 24h, reason: a}\n'
        '  - {field: "attendance.tiers[].charge", at_least: 25%, at_most: 100%, reason: b}\n'
    )
    found = examined(firm(tmp_path, more, spec=SPEC + own))
    assert [one.field for one in found.deviations] == [
        "attendance.tiers[0].less_than",
        "attendance.tiers[1].charge",
    ]
    places = [
        one.location.line for one in found.diagnostics if one.code == "SG610" and one.location
    ]
    assert places == [8, 8]


def test_a_limit_holds_for_what_follows_from_other_fields(tmp_path: Path) -> None:
    more = limit('"out_of_hours.bands[].surcharge"', "at_most: 50%")
    assert facts(firm(tmp_path, more), "SG610")["field"] == "out_of_hours.bands[2].surcharge"


def test_a_limit_in_each_unit_leaves_neither_to_a_person(tmp_path: Path) -> None:
    rows = [
        f'  - {{field: "attendance.tiers[].less_than", at_least: {least}, reason: a}}\n'
        for least in ("24h", "1 working day")
    ]
    own = "attendance: {tiers: [{less_than: 1 working day, charge: 100%}]}\n"
    assert codes(firm(tmp_path / "a", "limits:\n" + "".join(rows), spec=SPEC + own)) == []
    alone = facts(firm(tmp_path / "b", "limits:\n" + rows[0], spec=SPEC + own), "SG610")
    assert alone["hint"] == "units"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("{field: payment.trem, at_most: 30 days, reason: a}", "SG603"),
        ("{field: house.version, one_of: [a], reason: a}", "SG603"),
        ("{field: payment.term, reason: a}", "SG604"),
        ("{field: payment.term, at_most: 30 days, one_of: [14 days], reason: a}", "SG604"),
        ("{field: payment.term, at_least: 31 days, at_most: 30 days, reason: a}", "SG604"),
        ("{field: payment.roll, at_least: next_working_day, reason: a}", "SG604"),
        ("{field: payment.term, at_most: 30, reason: a}", "SG129"),
        ("{field: payment.term, at_most: 2 months, reason: a}", "SG135"),
        ("{field: payment.roll, one_of: [sometimes], reason: a}", "SG122"),
        ("{field: liability.multiple, at_most: 99, reason: a}", "SG119"),
        ("{field: payment.term, at_most: 10 days, reason: a}", "SG605"),
        ("{field: payment.term, at_most: 30 days, approver: nobody, reason: a}", "SG607"),
        ("{field: payment.term, at_most: 30 days}", "SG105"),
    ],
)
def test_a_limit_that_is_none_is_told_in_the_standard(tmp_path: Path, rows: str, code: str) -> None:
    found = findings(firm(tmp_path, f"limits:\n  - {rows}\n"))
    assert [one.code for one in found] == [code]
    assert found[0].location
    assert Path(found[0].location.file).name == "house.yaml"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("locked: [{field: payment.dispute, reason: a}]\n", "SG606"),
        ("locked: [{field: nothing, reason: a}]\n", "SG603"),
        ('locked: [{field: "attendance.tiers[].charge", reason: a}]\n', "SG603"),
        ("signatories: [{name: A}, {name: a}]\n", "SG609"),
        ("clauses: {required: [hand-brake]}\n", "SG608"),
        ("clauses: {required: [fees], forbidden: [fees]}\n", "SG608"),
    ],
)
def test_other_rules_of_a_standard_can_be_kept(tmp_path: Path, more: str, code: str) -> None:
    assert codes(firm(tmp_path, more)) == [code]


def test_what_is_locked_equals_the_standard(tmp_path: Path) -> None:
    more = "locked: [{field: parties.provider, reason: een bureau, approver: partner}]\n"
    assert codes(firm(tmp_path / "a", more)) == []
    own = SPEC.replace("parties:\n", "parties:\n  provider: {email: x@linde.example}\n")
    told = facts(firm(tmp_path / "b", more, spec=own), "SG611")
    assert told["field"] == "parties.provider.email"
    assert (told["wanted"], told["who"]) == ("post@linde.example", "M. de Graaf (partner)")


def test_a_locked_list_is_compared_by_its_values(tmp_path: Path) -> None:
    house = (
        "  attendance: {tiers: [{less_than: 24h, charge: 100%}]}\n"
        "locked: [{field: attendance.tiers, reason: a}]\n"
    )
    same = SPEC + 'attendance: {tiers: [{charge: 100 %, less_than: "24 uur"}]}\n'
    assert codes(firm(tmp_path / "a", house, spec=same)) == []
    other = SPEC + "attendance: {tiers: [{charge: 90%, less_than: 24h}]}\n"
    assert codes(firm(tmp_path / "b", house, spec=other)) == ["SG611"]


@pytest.mark.parametrize(
    ("signatories", "fees", "expected"),
    [
        ("[{name: m. de  graaf}]", "{model: hourly}", []),
        ("[{name: Een ander}]", "{model: hourly}", ["SG614"]),
        ("[{name: M. de Graaf, up_to: EUR 9600}]", "{model: hourly, budget: 80 hours}", []),
        ("[{name: M. de Graaf, up_to: EUR 9599}]", "{model: hourly, budget: 80 hours}", ["SG615"]),
        ("[{name: M. de Graaf, up_to: EUR 9600}]", "{model: hourly}", ["SG615"]),
        ("[{name: M. de Graaf, up_to: GBP 9999}]", "{model: hourly, budget: 1 hour}", ["SG615"]),
        ("[{name: M. de Graaf, up_to: EUR 9600}]", "{model: daily, budget: 80 hours}", []),
        ("[{name: M. de Graaf, up_to: EUR 5000}]", "{model: fixed, fixed_price: EUR 5000}", []),
        ("[{name: M. de Graaf, up_to: EUR 5000}]", "{model: fixed, fixed_price: EUR 5001}",
         ["SG615"]),
    ],
)  # fmt: skip
def test_who_signs_may_sign_for_the_price(
    tmp_path: Path, signatories: str, fees: str, expected: list[str]
) -> None:
    spec = SPEC.replace("{model: hourly, budget: 80 hours}", fees)
    assert codes(firm(tmp_path, f"signatories: {signatories}\n", spec=spec)) == expected


LIMITED = limit("payment.term", "at_most: 30 days", ", approver: money")
LONG = SPEC + "payment: {term: 45 days}\n"
ROW = "{{field: payment.term, value: {value}, by: {by}, on: 2026-12-01, reason: raamcontract}}"


@pytest.mark.parametrize(
    ("value", "by", "expected"),
    [
        ("45 days", "S. Yilmaz", []),
        ('"45  dagen"', "s. yilmaz", []),
        ("45 days", "money", []),
        ("40 days", "S. Yilmaz", ["SG610", "SG620"]),
        ("45", "S. Yilmaz", ["SG610", "SG620"]),
        ("45 days", "M. de Graaf", ["SG610", "SG621"]),
        ("45 days", "S. Yilma", ["SG610", "SG621"]),
    ],
)
def test_an_approval_counts_for_this_value_by_who_may(
    tmp_path: Path, value: str, by: str, expected: list[str]
) -> None:
    spec = f"{LONG}house:\n  approvals:\n    - {ROW.format(value=value, by=by)}\n"
    assert codes(firm(tmp_path, LIMITED, spec=spec)) == expected


def test_an_approval_without_a_value_or_for_nothing_does_not_count(tmp_path: Path) -> None:
    rows = (
        "house:\n  approvals:\n"
        "    - {field: payment.term, by: money, on: 2026-12-01, reason: a}\n"
        "    - {field: payment.dispute, value: 14 days, by: money, on: 2026-12-01, reason: a}\n"
    )
    spec = firm(tmp_path, LIMITED, spec=LONG + rows)
    assert codes(spec) == ["SG610", "SG620", "SG622"]
    assert [one.severity for one in findings(spec)][1:] == [Severity.WARNING] * 2


def test_what_is_not_approved_is_built_as_a_draft_only(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    assert run("build", spec).exit_code == 1
    assert not (spec.parent / "documents").exists()
    assert run("build", spec, "-o", tmp_path / "copy").exit_code == 1
    assert run("build", spec, "--draft", "-q", "--to", "txt").exit_code == 0
    assert [one.name for one in (spec.parent / "documents").iterdir()] == ["L-1-v1.draft.nl.txt"]
    approved = f"house:\n  approvals:\n    - {ROW.format(value='45 days', by='money')}\n"
    spec.write_text(LONG + approved, encoding="utf-8")
    assert run("build", spec, "-q", "--to", "txt").exit_code == 0


def test_a_draft_is_refused_for_errors_that_are_no_deviations(tmp_path: Path) -> None:
    wrong = LONG.replace("start: 2027-01-11", "start: 2027-01-11, end: 2026-01-11")
    spec = firm(tmp_path, LIMITED, spec=wrong)
    assert {"SG610", "SG310"} <= set(codes(spec))
    assert run("build", spec, "--draft", "-q", "--to", "txt").exit_code == 1


def test_a_clause_that_must_be_there_is_missed_at_the_field_that_decides(tmp_path: Path) -> None:
    more = "clauses: {required: [handbrake], forbidden: [substitution], approver: partner}\n"
    assert codes(firm(tmp_path / "a", more)) == []
    own = SPEC + "handbrake: {enabled: no}\nsubstitution: {notice: 5 working days}\n"
    spec = firm(tmp_path / "b", more, spec=own)
    found = {one.code: one for one in findings(spec)}
    assert set(found) == {"SG612", "SG613"}
    missing, there = found["SG612"].location, found["SG613"].location
    assert missing
    assert there
    assert (missing.line, missing.column) == (8, 22)
    assert there.line == 9
    rows = "".join(
        f"    - {{field: clauses.{name}, by: partner, on: 2026-12-01, reason: a}}\n"
        for name in ("handbrake", "substitution")
    )
    spec.write_text(f"{own}house:\n  approvals:\n{rows}", encoding="utf-8")
    assert codes(spec) == []


def test_a_later_version_is_noted(tmp_path: Path) -> None:
    assert codes(firm(tmp_path / "a", spec=SPEC + 'house: {version: "2026.2"}\n')) == []
    spec = firm(tmp_path / "b", spec=SPEC + 'house: {version: "2026.1"}\n')
    (found,) = findings(spec)
    assert (found.code, found.severity) == ("SG623", Severity.NOTE)
    assert run("check", spec, "--strict").exit_code == 0


def period(count: str, unit: Unit) -> Period:
    return Period(Decimal(count), unit)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, 2, -1),
        (ClockTime(60), ClockTime(60), 0),
        (Percent(Decimal(50)), Percent(Decimal("50.0")), 0),
        (date(2027, 1, 2), date(2027, 1, 1), 1),
        (True, 1, None),
        ("a", "b", None),
        (period("90", Unit.MINUTES), period("1.5", Unit.HOURS), 0),
        (period("8", Unit.DAYS), period("1", Unit.WEEKS), 1),
        (period("1", Unit.YEARS), period("13", Unit.MONTHS), -1),
        (period("24", Unit.HOURS), period("1", Unit.DAYS), None),
        (period("24", Unit.HOURS), period("24", Unit.WORKING_HOURS), None),
        (Money(Decimal(1), Currency.EUR), Money(Decimal(1), Currency.GBP), None),
    ],
)
def test_values_compare_within_their_kind(one: object, other: object, expected: int | None) -> None:
    assert compared(one, other) == expected
