"""Findings as data: facts as text, one order, and values that are there only without errors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scopegen.diagnostics import (
    Checked,
    Location,
    Path,
    Rejected,
    ScopegenError,
    Severity,
    dotted,
    finding,
    has_errors,
    in_order,
)

HERE = Location("b.yaml", 3, 9, 3, 12)
ERROR = finding("SG310", HERE)
WARNING = finding("SG311", HERE, severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ((), ""),
        (("meta",), "meta"),
        (("preconditions", 0, "due"), "preconditions[0].due"),
        (("out_of_hours", "bands", 2, "when", 1), "out_of_hours.bands[2].when[1]"),
    ],
)
def test_a_path_is_printed_as_people_write_it(path: Path, printed: str) -> None:
    assert dotted(path) == printed
    assert finding("SG310", None, path).dotted_path == printed


def test_facts_are_kept_as_text_in_the_order_given() -> None:
    made = finding("SG310", HERE, found=date(2027, 1, 4), count=Decimal("1.50"), nothing=None)
    assert made.facts == (("found", "2027-01-04"), ("count", "1.50"), ("nothing", "None"))


def test_findings_are_sorted_by_place_and_then_code_and_come_once() -> None:
    elsewhere = [
        finding("SG999", None),
        finding("SG301", Location("a.yaml", 9, 1, 9, 2)),
        finding("SG301", Location("b.yaml", 2, 30, 2, 31)),
        finding("SG301", Location("b.yaml", 3, 8, 3, 9)),
        ERROR,
        WARNING,
        finding("SG311", HERE, fact="x"),
        finding("SG301", Location("b.yaml", 10, 1, 10, 2)),
    ]
    assert in_order([*reversed(elsewhere), ERROR]) == tuple(elsewhere)


def test_a_warning_is_no_error() -> None:
    assert not has_errors([WARNING, finding("SG1", None, severity=Severity.NOTE)])
    assert has_errors([WARNING, ERROR])


def test_a_value_can_be_had_in_spite_of_warnings() -> None:
    assert Checked("x", (WARNING,)).require() == "x"
    assert list(Checked("x", (WARNING,))) == [WARNING]


@pytest.mark.parametrize("checked", [Checked("x", (WARNING, ERROR)), Checked(None, (WARNING,))])
def test_a_value_with_errors_is_rejected_with_all_findings(checked: Checked[str]) -> None:
    with pytest.raises(Rejected) as caught:
        checked.require()
    assert caught.value.diagnostics == in_order(checked.diagnostics)
    assert caught.value.code == "SG000"


def test_trouble_carries_a_code_and_facts_and_no_sentence() -> None:
    trouble = ScopegenError("SG902", file="x.yaml", times=2)
    assert (trouble.code, trouble.facts) == ("SG902", (("file", "x.yaml"), ("times", "2")))
    assert str(trouble) == "SG902"
