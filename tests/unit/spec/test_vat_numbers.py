"""VAT numbers are checked by the rule of their country, where it is known (SG324)."""

from __future__ import annotations

import pytest

from scopegen.spec.identity import is_possible_vat


@pytest.mark.parametrize(
    "vat_id", ["NL004495445B01", "GB980780684", "GB 980 7806 84", "BE0403019261", "US12", "CHE-1"]
)
def test_a_number_that_can_be_right_is_let_be(vat_id: str) -> None:
    assert is_possible_vat(vat_id)


@pytest.mark.parametrize(
    "vat_id", ["NL001234567B02", "GB980780685", "GB123456789", "BE0403019262", "DE1", "nl1"]
)
def test_a_number_that_cannot_be_right_is_told(vat_id: str) -> None:
    assert not is_possible_vat(vat_id)
