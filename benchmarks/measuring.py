"""Taking turns with a stopwatch, and a row of the table for what came out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter_ns

ROOT = Path(__file__).parent.parent
BYTECODE = TemporaryDirectory(prefix="bytecode")
WATCH = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
Contender = Callable[[int], object]
"""Does its work for the letter of a number."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one contender, one a round."""

    rounds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.rounds)

    @property
    def noise(self) -> float:
        """How far apart the middle half of the rounds is, as a share of the median."""
        low, _, high = quantiles(self.rounds, n=4)
        return (high - low) / self.middle


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Without a goal it is only told."""

    name: str
    value: str
    against: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None


def take_turns(contenders: Mapping[str, Contender], rounds: Iterable[int]) -> dict[str, Timing]:
    """Time all contenders in each round, in another order each time, so that noise hits all."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in rounds:
        first = number % len(names)
        for name in names[first:] + names[:first]:
            started = perf_counter_ns()
            contenders[name](number)
            taken[name].append((perf_counter_ns() - started) / 1e6)
    return {name: Timing(tuple(each)) for name, each in taken.items()}


def milliseconds(timing: Timing) -> str:
    """Print a timing with its noise."""
    return f"{timing.middle:.1f} ms ±{timing.noise / 2:.0%}"


def times_faster(name: str, ours: Timing, plain: Timing, goal: float) -> Row:
    """Tell how many times faster we are than the plain way; the goal is a least."""
    ratio = plain.middle / ours.middle
    shown = (milliseconds(ours), milliseconds(plain), f"{ratio:.1f} x")
    return Row(name, *shown, f">= {goal:g} x", ratio >= goal)


def share_of(name: str, ours: Timing, plain: Timing, goal: float) -> Row:
    """Tell what share of the other's time we take; the goal is a most."""
    share = ours.middle / plain.middle
    shown = (milliseconds(ours), milliseconds(plain), f"{share:.2f}")
    return Row(name, *shown, f"<= {goal:.2f}", share <= goal)


def run(command: Sequence[str | Path], home: Path) -> bytes:
    """Run a fresh process to its end; give what it says.

    Python finds the packages of `home`, and keeps its bytecode, as it does for what is installed.
    """
    return subprocess.check_output(
        command, cwd=home, env=surroundings(home), stderr=subprocess.DEVNULL
    )


def surroundings(home: Path = ROOT) -> dict[str, str]:
    """Give the environment of a fresh process."""
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": BYTECODE.name}
    return {**os.environ, "PYTHONPATH": str(home), **kept}


def memory_of(command: Sequence[str | Path], home: Path) -> float:
    """Run a fresh process to its end; give the most memory that it had, in MB. Not on Windows.

    Another process starts it, because a child counts what its parent had when it began.
    """
    told = run((sys.executable, "-c", WATCH, *command), home)
    return int(told.split()[-1]) / (1024 * 1024 if sys.platform == "darwin" else 1024)
