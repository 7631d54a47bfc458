"""Give commands a fault at every one of their writes: python -m tests.faults --all.

    python -m tests.faults [NAME ...] [--every N] [--seed N] [--besides]

NAME is that of a scenario, such as `build` or "change sign". A folder is taken, the command is
killed at a system call, or told that the disk is full or broken; then `verify` must hold, and the
same command must reach the same end. With --every 10 each tenth point is taken. --besides tries
what is no fault at one call: commands that read, commands at the same time, a disk that is full.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from .besides import besides
from .folders import Shelf, warm, working_place
from .judging import FAULTS, Trial, Trouble, undisturbed
from .scenarios import SCENARIOS
from .traced import why_not

CHANCE = re.compile(r"\.[a-z0-9_]{8}\.scopegen|[0-9a-f]{12,64}|(?<=0x)\w+")
"""Names that differ from one point to the next."""
HEAD = ("command", "points", "KILL", "ENOSPC", "EIO", "failures", "seconds")


def main(arguments: Sequence[str]) -> int:
    """Try what was asked; give 1 when something does not hold, 2 when nothing can be tried."""
    asked = _asked(arguments)
    if why_not():
        sys.stdout.write(f"{why_not()}\n")
        return 2
    chosen = {name: SCENARIOS[name] for name in (SCENARIOS if asked.all else asked.names)}
    _line(*HEAD)
    found: list[Trouble] = []
    with working_place() as place:
        shelf, folder = Shelf(place / "shelf"), place / "engagement"
        warm(shelf, chosen.values(), folder)
        for name, scenario in chosen.items():
            found += _tried(name, undisturbed(scenario, shelf, folder), asked)
        wrong = list(besides(shelf, place)) if asked.besides or asked.all else []
    sys.stdout.write("".join(f"  {what}\n" for what in wrong))
    return int(bool(found or wrong))


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*SCENARIOS, []])
    parser.add_argument("--all", action="store_true", help="every command")
    parser.add_argument("--besides", action="store_true", help="what is no fault at one call")
    parser.add_argument("--every", type=int, default=1, help="take one point in so many")
    parser.add_argument("--seed", type=int, default=20270222, help="which points those are")
    return parser.parse_args(arguments)


def _tried(name: str, trial: Trial, asked: argparse.Namespace) -> list[Trouble]:
    begun, count, found = time.monotonic(), Counter[str](), list(trial.flushed())
    dice = random.Random(f"{asked.seed} {name}")
    points = [(call, fault) for call in trial.calls for fault in trial.faults(call)]
    for call, fault in points[dice.randrange(min(asked.every, len(points))) :: asked.every]:
        count[fault] += 1
        found += trial.judged(call, fault)
    took = f"{time.monotonic() - begun:.0f}"
    _line(name, len(trial.calls), *(count[each] for each in FAULTS), len(found), took)
    for one in _alike(found):
        sys.stdout.write(f"  {one.fault} at {one.call.name} {one.call.number}: {one.what}\n")
        sys.stdout.write(f"    {one.call.about[:200]}\n")
    return found


def _alike(found: Sequence[Trouble]) -> Iterator[Trouble]:
    """Give the first of each kind of trouble; many points can show the same."""
    kinds = ((one.fault, CHANCE.sub("", one.what), one) for one in found)
    yield from {(fault, what): one for fault, what, one in reversed(list(kinds))}.values()


def _line(*cells: object) -> None:
    first, *rest = map(str, cells)
    sys.stdout.write(f"{first:<22}" + "".join(f"{cell:>10}" for cell in rest) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
