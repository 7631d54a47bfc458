"""A letter that was signed before a rule of the contract lint existed can still be changed."""

from __future__ import annotations

from lint_examples import base, laid_over

from scopegen.diagnostics import Severity
from scopegen.workflow.checking import examine

SIGNED = laid_over(base("NL"), "parties: {client: {size: large}}\npayment: {term: 45 days}")
"""L005, an error: the letter could not be issued today."""


def weights(text: str, signed: str | None = None) -> dict[str, Severity]:
    before = signed.encode() if signed else None
    return {
        one.code: one.severity for one in examine(text.encode(), "f", signed=before).diagnostics
    }


def test_a_new_letter_is_held_to_the_rule() -> None:
    assert weights(SIGNED) == {"L005": Severity.ERROR}
    assert examine(SIGNED.encode(), "f").letter is None


def test_what_was_signed_is_a_warning_and_the_letter_is_drafted() -> None:
    assert weights(SIGNED, SIGNED) == {"L005": Severity.WARNING}
    assert examine(SIGNED.encode(), "f", signed=SIGNED.encode()).letter


def test_another_change_does_not_trip_over_it() -> None:
    changed = laid_over(SIGNED, "engagement: {end: 2027-02-27}")
    assert weights(changed, SIGNED) == {"L005": Severity.WARNING}


def test_a_change_that_makes_it_worse_is_an_error() -> None:
    assert weights(SIGNED.replace("45 days", "90 days"), SIGNED) == {"L005": Severity.ERROR}


def test_a_change_that_brings_an_error_of_its_own_is_one() -> None:
    changed = laid_over(SIGNED, "payment: {collection: none}")
    assert weights(changed, SIGNED) == {"L005": Severity.WARNING, "L009": Severity.ERROR}


def test_errors_of_form_stay_errors() -> None:
    wrong = laid_over(SIGNED, "engagement: {end: 2026-01-01}")
    assert weights(wrong, wrong) == {"SG310": Severity.ERROR}
