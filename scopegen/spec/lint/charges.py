"""Charges beside the fee: a price of what is reserved, in proportion, and never a fine."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Path
from scopegen.quantities import Percent, Period, Unit
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

TIERS: Path = ("attendance", "tiers")
KIND: Path = ("parties", "client", "kind")
HOURS_A_DAY = 24


def excess(case: Case) -> Iterator[Diagnostic]:
    """Reserved time never costs more than that time (L010 NL, L011 EW).

    Art. 6:94 BW; Cavendish v Makdessi, ParkingEye v Beavis [2015] UKSC 67.
    """
    code = "L010" if case.law == "NL" else "L011"
    most = case.limit("charge_percent")
    for path, share in _shares(case):
        if share.value > most:
            yield case.error(code, path, found=typed(share), hint="excess")


def _shares(case: Case) -> Iterator[tuple[Path, Percent]]:
    attendance = case.engagement.attendance
    for at, tier in enumerate(attendance.tiers):
        yield (*TIERS, at, "charge"), tier.charge
    yield ("attendance", "no_show"), attendance.no_show


def penal_words(case: Case) -> Iterator[Diagnostic]:
    """What justifies the charges names no fine, and under English law an interest (L010, L011)."""
    path: Path = ("attendance", "interest")
    said = case.engagement.attendance.interest or ""
    code = "L010" if case.law == "NL" else "L011"
    for hit in case.words.hits(said, "penalty"):
        yield case.warning(code, path, found=f"'{hit.found}'", hint="fine")
    if case.law == "EW" and said and not any(case.words.hits(said, "interest")):
        yield case.warning("L011", path, found="attendance.interest", hint="default")


def consumer_charges(case: Case) -> Iterator[Diagnostic]:
    """A consumer's charge for time that was not used asks for care (L012)."""
    charged = [path for path, share in _shares(case) if share.value]
    if case.client == "consumer" and charged:
        most = typed(max(share for _, share in _shares(case)))
        path = charged[0] if case.given("attendance", "tiers") else KIND
        yield case.warning("L012", path, found=most)


def unusual_notice(case: Case) -> Iterator[Diagnostic]:
    """The longest notice of a cancellation is one that people expect (L013)."""
    tiers = case.engagement.attendance.tiers
    at, longest = max(enumerate(tiers), key=lambda pair: pair[1].less_than.count)
    path: Path = (*TIERS, at, "less_than")
    days = longest.less_than.count
    if longest.less_than.unit is Unit.HOURS:
        days /= HOURS_A_DAY
    shortest = case.limit("notice_shortest_hours") / HOURS_A_DAY
    found = typed(longest.less_than)
    if days < shortest:
        yield case.note("L013", path, found=found, hint="short")
    elif days > case.limit("notice_longest_days"):
        yield case.note("L013", path, found=found, hint="long")
    elif (
        days > case.limit("notice_without_moving_days")
        and not case.engagement.attendance.reschedule_within
    ):
        yield case.note("L013", path, found=found, hint="move")


def hold_fee(case: Case) -> Iterator[Diagnostic]:
    """Keeping a place free has a price with a limit and an end (L025).

    Art. 6:94 BW; ECLI:NL:GHARL:2025:1655; [2015] UKSC 67.
    """
    terms, fees = case.engagement.hold_fee, case.engagement.fees
    if not case.engagement.handbrake.enabled or not terms.per_day.amount:
        return
    share = 100 * terms.per_day.amount / fees.day_rate.amount if fees.day_rate.amount else 0
    if share > (most := case.limit("hold_fee_percent")):
        field = "per_day" if case.given("hold_fee", "per_day") else "share"
        yield case.warning("L025", ("hold_fee", field), found=f"{share:.0f}%", most=f"{most}%")
    for name, figure in (("cap", "hold_fee_days"), ("long_stop", "long_stop_days")):
        period, longest = getattr(terms, name), case.limit(figure)
        if period.count > longest:
            most_of_it = typed(Period(longest, period.unit))
            yield case.warning("L025", ("hold_fee", name), found=typed(period), most=most_of_it)
    if case.client == "consumer":
        own = [name for name in ("per_day", "share") if case.given("hold_fee", name)]
        path: Path = ("hold_fee", own[0]) if own else KIND
        yield case.warning("L025", path, found=typed(terms.per_day), most=0, hint="consumer")


def goodwill(case: Case) -> Iterator[Diagnostic]:
    """Unpaid extra work is a small part, and its warning comes in time (L042)."""
    terms, budget = case.engagement.extra_work, case.engagement.fees.budget
    most = case.limit("goodwill_percent")
    if terms.goodwill and budget and terms.goodwill.count * 100 > budget.count * most:
        path: Path = ("extra_work", "goodwill")
        found = f"{typed(terms.goodwill)} / {typed(budget)}"
        yield case.warning("L042", path, found=found, most=f"{most}%")
    if terms.goodwill and terms.warning.value >= case.limit("warning_percent"):
        path = ("extra_work", "warning")
        yield case.warning("L042", path, found=typed(terms.warning), most="90%", hint="warning")


RULES = (excess, penal_words, consumer_charges, unusual_notice, hold_fee, goodwill)
