"""Extra work at no charge, up to its limit, and what an hour really brought in (R15, R16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scopegen.quantities import Money
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Elapsed, Working, step, working

CLAUSE = "changes.goodwill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Extra work on a day, in minutes."""

    on: date
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitExtra:
    """Extra work as the register takes it: goodwill up to the limit, the rest blocked (R15)."""

    extra: Extra
    goodwill: int
    blocked: int
    warned: bool
    """This entry passes the share of the limit at which the client is warned."""
    working: Working


def extra_register(terms: Terms, extras: Iterable[Extra]) -> tuple[SplitExtra, ...]:
    """Take extra work in date order: what passes the limit waits for a change request (R15)."""
    agreed = terms.engagement.extra_work
    limit = agreed.goodwill.minutes if agreed.goodwill else 0
    used, taken = 0, list[SplitExtra]()
    for extra in sorted(extras, key=lambda one: one.on):
        goodwill = min(extra.minutes, limit - used)
        before, used = used, used + goodwill
        at = limit * agreed.warning.share
        warned = bool(limit) and before < at <= used
        taken.append(_split(terms, extra, goodwill, (used, limit), warned=warned))
    return tuple(taken)


def _split(
    terms: Terms, extra: Extra, goodwill: int, used: tuple[int, int], *, warned: bool
) -> SplitExtra:
    blocked = extra.minutes - goodwill
    steps = []
    if goodwill:
        facts = {"minutes": Elapsed(goodwill), "used": Elapsed(used[0]), "limit": Elapsed(used[1])}
        steps.append(step("R15", "goodwill", CLAUSE, **facts))
    if warned:
        share = terms.engagement.extra_work.warning
        steps.append(step("R15", "goodwill_warning", CLAUSE, share=share))
    if blocked:
        value = terms.tariff.price(blocked)
        steps.append(step("R15", "blocked", CLAUSE, minutes=Elapsed(blocked), value=value))
    told = working("extra-work", CLAUSE, terms.currency, steps)
    return SplitExtra(extra=extra, goodwill=goodwill, blocked=blocked, warned=warned, working=told)


def effective_rate(fees: Money, worked: int) -> Money | None:
    """Give what an hour brought in: fees over all hours, half-up (R16); None without hours.

    `worked` is in minutes, the hours at no charge included.
    """
    return fees.part(Fraction(60, worked)) if worked else None
