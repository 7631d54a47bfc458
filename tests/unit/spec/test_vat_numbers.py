"""VAT numbers are checked by the rule of their country, where it is known (SG324)."""

from __future__ import annotations

import pytest
from command_line import SMALLEST

from scopegen.diagnostics import Severity
from scopegen.workflow.checking import examine


def codes(vat_id: str) -> list[str]:
    text = SMALLEST.replace("  provider:\n", f"  provider:\n    vat_id: {vat_id}\n")
    found = examine(text.encode(), "engagement.yaml").diagnostics
    assert all(one.severity is Severity.WARNING for one in found)
    return [one.code for one in found]


@pytest.mark.parametrize(
    "vat_id", ["NL004495445B01", "GB980780684", "GB 980 7806 84", "BE0403019261", "US12", "CHE-1"]
)
def test_a_number_that_can_be_right_is_let_be(vat_id: str) -> None:
    assert codes(vat_id) == []


@pytest.mark.parametrize(
    "vat_id", ["NL001234567B02", "GB980780685", "GB123456789", "BE0403019262", "DE1", "nl1"]
)
def test_a_number_that_cannot_be_right_is_told(vat_id: str) -> None:
    assert codes(vat_id) == ["SG324"]
