"""Changing and signing: silence is no yes, and rights pass by a signed document only."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scopegen.diagnostics import Diagnostic, Path
from scopegen.quantities import Money, Period, Unit
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

WEIGHT = ("email", "platform", "handwritten", "advanced", "qualified")
HOURS_A_DAY = 24


def oral_confirmation(case: Case) -> Iterator[Diagnostic]:
    """What was only said is put in writing while people remember it (L028)."""
    control, brake = case.engagement.change_control, case.engagement.handbrake
    path: Path = ("change_control", "oral_confirmation")
    days, found = _days(control.oral_confirmation), typed(control.oral_confirmation)
    if not days or days > case.limit("confirmation_days"):
        yield case.warning("L028", path, found=found)
    if brake.enabled and "oral_change" not in brake.triggers:
        path = ("handbrake", "triggers")
        yield case.warning("L028", path, found=", ".join(brake.triggers), hint="trigger")


def _days(period: Period) -> Decimal:
    return period.count / HOURS_A_DAY if period.unit is Unit.HOURS else period.count


def signed_document(case: Case) -> Iterator[Diagnostic]:
    """Rights pass by a signed document; the letter is signed as heavily as its changes (L029).

    Art. 2 lid 3 Auteurswet; Copyright, Designs and Patents Act 1988 s. 90(3).
    """
    rights, least = case.engagement.ip, case.engagement.signature.least
    path: Path = ("signature", "least")
    if rights and rights.model == "transfer_on_payment" and least == "email":
        yield case.error("L029", path, found=least)
        return
    price = case.engagement.fees.fixed_price
    if price and case.given("change_control", "sign_ladder"):
        asked = _asked(case, price)
        if WEIGHT.index(least) < WEIGHT.index(asked):
            yield case.warning("L029", path, found=least, asked=asked, hint="ladder")


def _asked(case: Case, price: Money) -> str:
    """What the ladder asks of a change as large as the whole."""
    steps = case.engagement.change_control.sign_ladder
    fits = (one.least for one in steps if one.up_to is None or price <= one.up_to)
    return next(fits, steps[-1].least)


RULES = (oral_confirmation, signed_document)
