"""Tree to `Engagement`: derived defaults, construction, then the rules that span fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, Path, Severity, finding, has_errors
from scopegen.model.engagement import Engagement, PublicHoliday
from scopegen.source import Tree
from scopegen.spec.checks import check, check_data
from scopegen.spec.construct import construct
from scopegen.spec.defaults import with_defaults
from scopegen.spec.holidays import covered, listed
from scopegen.spec.lint import Norms, lint
from scopegen.terms.week import rest_of_week

Calendars = Mapping[str, tuple[PublicHoliday, ...]]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A warning of the contract lint that is accepted on purpose."""

    rule: str
    reason: str
    by: str | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A checked spec: the engagement, and the paths that a default filled in."""

    engagement: Engagement
    defaults: tuple[Path, ...]
    acknowledged: tuple[Acknowledgement, ...] = ()


def build(tree: Tree, calendars: Calendars, norms: Norms) -> Checked[Spec]:
    """Build the engagement and check what spans fields (SG3xx), then what is agreed (L)."""
    data, derived = with_defaults(tree.data)
    early = tuple(check_data(data, tree))
    if has_errors(early):
        return Checked(None, early)
    table = calendars[data["meta"]["holidays"]["calendar"]]
    _resolve(data, table)
    engagement = construct(Engagement, data)
    found = (*early, *check(engagement, tree), *_beyond_table(data, table, tree))
    if not has_errors(found):
        found = (*found, *lint(engagement, tree, norms))
    spec = Spec(
        engagement=engagement,
        defaults=(*tree.defaults, *derived),
        acknowledged=tuple(construct(Acknowledgement, one) for one in data["lint_ack"]),
    )
    return Checked(spec, found)


def _resolve(data: Data, table: tuple[PublicHoliday, ...]) -> None:
    first, last = _period(data)
    holidays = data["meta"]["holidays"]
    holidays["listed"] = listed(holidays, table, first, last)
    out_of_hours = data["out_of_hours"]
    out_of_hours["bands"] = _without_rest(out_of_hours["bands"] or [], data)


def _beyond_table(data: Data, table: tuple[PublicHoliday, ...], tree: Tree) -> Iterator[Diagnostic]:
    """Outside the known years every weekday would be a working day (SG312)."""
    (first, last), (since, until) = _period(data), covered(table)
    wrong: tuple[tuple[Path, bool], ...] = (
        (("meta", "date"), first < since),
        (("engagement", "end"), last > until),
    )
    for path, beyond in wrong:
        if beyond:
            place, severity = tree.location(path), Severity.WARNING
            yield finding("SG312", place, path, severity=severity, since=since, until=until)


def _period(data: Data) -> tuple[date, date]:
    """The years that the letter prints: from its date to its end, or a year after the start."""
    work = data["engagement"]
    planned = [item["due"] for item in (*data["fees"]["milestones"], *data["preconditions"])]
    open_end = date(work["start"].year + 1, 12, 31)
    last = max([work["end"] or open_end, *planned])
    return data["meta"]["date"], date(last.year, 12, 31)


def _without_rest(bands: list[Data], data: Data) -> list[Data]:
    named = [hours for band in bands for hours in band["when"] if hours != "rest"]
    rest = rest_of_week([*data["availability"]["windows"], *named])
    return [
        {
            **band,
            "when": [h for hours in band["when"] for h in (rest if hours == "rest" else (hours,))],
        }
        for band in bands
    ]
