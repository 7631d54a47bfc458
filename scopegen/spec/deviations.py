"""Where an engagement is not as its house standard has it, and what of that was approved.

A deviation is an error until somebody who may do so has approved exactly this value (SG610 to
SG615). An approval that does not count says why (SG620 to SG622).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scopegen.diagnostics import Diagnostic, Path, Severity, dotted, finding
from scopegen.model.engagement import Engagement
from scopegen.model.house import Approval, Approver, Deviation, House, Limit, plain
from scopegen.quantities import Money
from scopegen.source import Schema, Tree
from scopegen.source.reading import read_value
from scopegen.source.schema import rule_of
from scopegen.source.writing import typed, typed_data
from scopegen.spec.compared import compared
from scopegen.spec.construct import construct
from scopegen.spec.fields import generic, values_at
from scopegen.spec.house import given
from scopegen.terms.hours import day_rate, hourly_rate

SIGNATORY: Path = ("parties", "provider", "signatory")
CLAUSES = "clauses."


@dataclass(frozen=True, slots=True)
class Followed:
    """An engagement beside the standard that it follows; `defaults` are those of the standard."""

    engagement: Engagement
    tree: Tree
    house: House
    defaults: Any
    schema: Schema

    def deviations(self) -> Iterator[Deviation]:
        """Find every deviation in the fields; none is approved yet."""
        yield from self._limits()
        yield from self._locks()
        yield from self._signatory()

    def _limits(self) -> Iterator[Deviation]:
        for limit in self.house.limits:
            for path, value in values_at(self.engagement, limit.field):
                hint = "" if value is None else _beyond(value, limit)
                if hint and not (hint == "units" and self._compares(limit, value)):
                    yield self._limit(limit, path, value, hint)

    def _compares(self, limit: Limit, value: object) -> bool:
        """Tell whether another limit to this field speaks in the units of this value."""
        others = [one for one in self.house.limits if one.field == limit.field and one != limit]
        return any(_beyond(value, one) != "units" for one in others)

    def _limit(self, limit: Limit, path: Path, value: object, hint: str) -> Deviation:
        bounds = {
            "at_least": "" if limit.at_least is None else typed(limit.at_least),
            "at_most": "" if limit.at_most is None else typed(limit.at_most),
            "one_of": ", ".join(typed_data(one) for one in limit.one_of),
            "hint": hint,
        }
        return self._made("SG610", path, value, bounds, (limit.approver, limit.reason))

    def _locks(self) -> Iterator[Deviation]:
        for lock in self.house.locked:
            for path, wanted in given(self.defaults, lock.field):
                _, value = next(iter(values_at(self.tree.data, dotted(path))), (path, None))
                if value != wanted:
                    facts = {"wanted": typed_data(wanted)}
                    yield self._made("SG611", path, value, facts, (lock.approver, lock.reason))

    def _made(
        self,
        code: str,
        path: Path,
        value: object,
        facts: dict[str, str],
        rule: tuple[str | None, str],
    ) -> Deviation:
        approver, reason = rule
        return Deviation(
            code=code,
            field=dotted(path),
            path=path,
            value=value,
            shown=typed_data(value),
            facts=tuple(facts.items()),
            reason=reason,
            approvers=self.house.who(approver),
        )

    def _signatory(self) -> Iterator[Deviation]:
        known = {plain(one.name): one for one in self.house.signatories}
        name = self.engagement.parties.provider.signatory or ""
        if not known:
            return
        signer, price = known.get(plain(name)), price_of(self.engagement)
        told = f"{name} ({typed(price)})" if price else name
        if signer is None:
            people = ", ".join(one.name for one in self.house.signatories)
            yield self._made("SG614", SIGNATORY, told, {"known": people}, (None, ""))
        elif signer.up_to and (price is None or compared(price, signer.up_to) not in (-1, 0)):
            facts = {"up_to": typed(signer.up_to), "hint": "price" if price else "open"}
            yield self._made("SG615", SIGNATORY, told, facts, (None, ""))

    def clauses(self, present: Collection[str], decided_by: dict[str, Path]) -> Iterator[Deviation]:
        """Find clauses that must be in the letter and are not, or the other way round.

        `decided_by` gives the field that a clause depends on.
        """
        rules = self.house.clauses
        missing = [("SG612", one) for one in rules.required if one not in present]
        there = [("SG613", one) for one in rules.forbidden if one in present]
        for code, id_ in (*missing, *there):
            path = decided_by.get(id_, ())
            deviation = self._made(
                code, path, None, {"clause": id_}, (rules.approver, rules.reason or "")
            )
            yield replace(deviation, field=f"{CLAUSES}{id_}", shown="")

    def judged(
        self, found: Iterable[Deviation], *, drafted: bool
    ) -> tuple[tuple[Deviation, ...], tuple[Diagnostic, ...]]:
        """Hold the approvals of the spec against what was found.

        Without a letter that was drafted, nothing is said of approvals of clauses.
        """
        data = self.tree.data["house"] or {}
        rows = [construct(Approval, row) for row in data.get("approvals", ())]
        deviations, wrong = tuple(found), []
        for at, approval in enumerate(rows):
            path: Path = ("house", "approvals", at)
            if not drafted and approval.field.startswith(CLAUSES):
                continue
            meant = [one for one in deviations if _is_about(approval, one)]
            right = [one for one in meant if self._holds(approval, one)]
            if right and all(_may(approval.by, one.approvers) for one in right):
                deviations = tuple(
                    replace(one, approval=approval) if one in right else one for one in deviations
                )
            else:
                wrong.append(self._refused(approval, path, meant, right))
        return deviations, tuple(wrong)

    def _holds(self, approval: Approval, deviation: Deviation) -> bool:
        """Tell whether an approval speaks of the value that stands there, however written."""
        if deviation.field.startswith(CLAUSES):
            return True
        if approval.value is None:
            return False
        if plain(approval.value) == plain(deviation.shown):
            return True
        rule = rule_of(self.schema, generic(deviation.field))
        told = read_value(approval.value, rule) if rule else None
        return bool(told and not told.diagnostics and told.value == deviation.value)

    def _refused(
        self,
        approval: Approval,
        path: Path,
        meant: Sequence[Deviation],
        right: Sequence[Deviation],
    ) -> Diagnostic:
        field, warning, tree = approval.field, Severity.WARNING, self.tree
        if not meant:
            here = (*path, "field")
            return finding("SG622", tree.location(here), here, severity=warning, field=field)
        if not right:
            here, is_ = (*path, "value"), meant[0].shown
            said, place = approval.value or "\N{EM DASH}", tree.location(here)
            return finding(
                "SG620", place, here, severity=warning, field=field, found=said, value=is_
            )
        here, who, by = (*path, "by"), right[0].who, approval.by
        place = tree.location(here)
        return finding("SG621", place, here, severity=warning, field=field, by=by, who=who)

    def told(self, deviation: Deviation) -> Diagnostic:
        """Report a deviation at its place in the spec, or in the standard that it came from."""
        path = deviation.path
        told: dict[str, Any] = {**dict(deviation.facts), "field": deviation.field}
        told |= {"value": deviation.shown, "who": deviation.who, "reason": deviation.reason}
        return finding(deviation.code, self.tree.location(path), path, **told)


def price_of(engagement: Engagement) -> Money | None:
    """Give the price of the whole without VAT; None where it is not settled beforehand.

    A budget counts as a price; a retainer counts for the months from start to end.
    """
    fees, work = engagement.fees, engagement.engagement
    if fees.fixed_price:
        return fees.fixed_price
    if fees.retainer and work.end:
        months = (work.end.year - work.start.year) * 12 + work.end.month - work.start.month + 1
        return fees.retainer.fee.times(months)
    if fees.budget is None or fees.model == "retainer":
        return None
    if fees.model == "daily":
        return day_rate(engagement).times(fees.budget.count / fees.hours_per_day.count)
    return hourly_rate(engagement).times(fees.budget.hours)


def may_approve(name: str, deviation: Deviation) -> bool:
    """Tell whether somebody of this name or id may approve a deviation."""
    return _may(name, deviation.approvers)


def _may(name: str, people: Iterable[Approver]) -> bool:
    return any(one.is_called(name) for one in people)


def _is_about(approval: Approval, deviation: Deviation) -> bool:
    return plain(approval.field) in {plain(deviation.field), plain(generic(deviation.field))}


def _beyond(value: object, limit: Limit) -> str:
    """Say how a value breaks a limit: at_least, at_most, between, one_of or units."""
    if limit.one_of:
        return "" if value in limit.one_of else "one_of"
    both = limit.at_least is not None and limit.at_most is not None
    for name, wrong in (("at_least", -1), ("at_most", 1)):
        bound = getattr(limit, name)
        order = 0 if bound is None else compared(value, bound)
        if order is None:
            return "units"
        if order == wrong:
            return "between" if both else name
    return ""
