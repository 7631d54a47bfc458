"""What commands share on the house standard that an engagement follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from scopegen.cli.talk import say

if TYPE_CHECKING:
    from scopegen.workflow.reading import Examined

HOUSE = click.option(
    "--house",
    type=click.Path(),
    help="The house standard to follow: house.yaml or its folder. Without it: the spec's own.",
)


def tell_standard(examined: Iterable[Examined], spoken: str) -> None:
    """Say once which standard applies, and what was approved of deviations from it."""
    told = set()
    for each in examined:
        standard = each.standard
        if standard and standard.house and standard.file not in told:
            told.add(standard.file)
            house = standard.house
            facts = {"house": house.name, "version": house.version, "file": standard.file}
            say("house_applies", spoken, **facts)
        for one in each.deviations:
            if one.approval:
                by, on, shown = one.approval.by, one.approval.on.isoformat(), one.shown
                value = f" ({shown})" if shown else ""
                say("house_approved", spoken, field=one.field, value=value, by=by, on=on)
