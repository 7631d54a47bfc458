"""Rules on amounts: milestones add up, the ladders climb."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scopegen.diagnostics import Diagnostic, Path, Severity, finding
from scopegen.model.engagement import Engagement
from scopegen.model.terms import LadderStep
from scopegen.quantities import total
from scopegen.source import Tree
from scopegen.source.writing import typed


def milestones(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """With a fixed price the milestones' amounts add up to it (SG330, SG331, SG332)."""
    fees = engagement.fees
    path: Path = ("fees", "milestones")
    priced = [milestone.amount for milestone in fees.milestones if milestone.amount]
    if not fees.fixed_price or engagement.payment.schedule != "milestones":
        if priced:
            severity = Severity.WARNING
            yield finding("SG332", tree.key_location(path), path, severity=severity)
        return
    for at, milestone in enumerate(fees.milestones):
        if milestone.amount is None:
            yield finding("SG331", tree.location((*path, at)), (*path, at), id=milestone.id)
    sum_ = total(priced, engagement.meta.currency)
    if len(priced) == len(fees.milestones) and sum_ != fees.fixed_price:
        yield finding(
            "SG330",
            tree.key_location(path),
            path,
            sum=typed(sum_),
            price=typed(fees.fixed_price),
            difference=typed(max(sum_, fees.fixed_price) - min(sum_, fees.fixed_price)),
        )


def signatory(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Somebody may sign for the price of the whole (SG345, a warning)."""
    price, parties = engagement.fees.fixed_price, engagement.parties
    limit = parties.signatory_for(price).sign_limit
    if price and limit and limit < price:
        path: Path = ("parties", "authority")
        told = {"price": f"{price.currency} {price.amount:.2f}"}
        place, severity = tree.key_location(path), Severity.WARNING
        yield finding("SG345", place, path, severity=severity, **told)


def ladder(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """The signature ladder climbs, has no end, and asks only for what counts (SG340 to SG342)."""
    control = engagement.change_control
    path: Path = ("change_control", "sign_ladder")
    steps = control.sign_ladder
    if not _climbs(steps):
        yield finding("SG340", tree.key_location(path), path)
    if steps[-1].up_to is not None:
        at = (*path, len(steps) - 1)
        yield finding("SG341", tree.location(at), at)
    for n, step in enumerate(steps):
        if step.least not in control.counts_as_signature:
            at = (*path, n, "least")
            counts = ", ".join(control.counts_as_signature)
            yield finding("SG342", tree.location(at), at, found=step.least, counts=counts)


def _climbs(steps: tuple[LadderStep, ...]) -> bool:
    limits = [step.up_to for step in steps[:-1]]
    if None in limits:
        return False
    ends = [limit.amount for limit in (*limits, steps[-1].up_to) if limit]
    return all(low < high for low, high in pairwise(ends))


def cancellation(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Cancellation tiers are in one unit, and shorter notice costs more (SG343, SG344)."""
    tiers = engagement.attendance.tiers
    path: Path = ("attendance", "tiers")
    if len({tier.less_than.unit for tier in tiers}) > 1:
        yield finding("SG343", tree.key_location(path), path)
        return
    for n, (tier, following) in enumerate(pairwise(tiers), start=1):
        longer = tier.less_than.count < following.less_than.count
        if not longer or following.charge > tier.charge:
            yield finding("SG344", tree.location((*path, n)), (*path, n))
