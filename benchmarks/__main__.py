"""`python -m benchmarks [NAME ...]`: measure, and print one table. The exit code is always 0."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from itertools import chain
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

from benchmarks import batch, cold, terms, warm
from benchmarks.measuring import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BENCHMARKS: dict[str, Callable[[int], Iterator[Row]]] = {
    "word": warm.word,
    "pdf": warm.pdf,
    "build": cold.build,
    "memory": cold.memory,
    "help": cold.help_,
    "stages": warm.stages,
    "check": cold.check,
    "sessions": terms.sessions,
    "statement": terms.statement,
    "batch": batch.batch,
    "flat": batch.flat,
    "lunch": batch.lunch,
}
LONG = ("flat", "lunch")
"""What takes many minutes, and is only measured when it is asked for."""
HEAD = Row("what", "ours", "against", "ratio", "goal")


def main() -> None:
    """Measure what is asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *BENCHMARKS], help=", ".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=15, help="of each contender (default 15)")
    asked = parser.parse_args()
    names = asked.name or [name for name in BENCHMARKS if name not in LONG]
    told = f"Medians of {asked.rounds} rounds, ± half the width of their middle half. {_machine()}"
    rows = chain.from_iterable(_rows(name, asked.rounds) for name in names)
    for line in chain((told, ""), _table(rows)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _rows(name: str, rounds: int) -> Iterator[Row]:
    try:
        yield from BENCHMARKS[name](rounds)
    except (ImportError, OSError, ValueError, CalledProcessError) as error:
        yield Row(f"{name}: not measured: {error}", "")


def _machine() -> str:
    load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}{load}."


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield _line(HEAD, "met")
    for row in rows:
        yield _line(row, {True: "yes", False: "NO", None: ""}[row.met])


def _line(row: Row, met: str) -> str:
    cells = (row.value, row.against, row.ratio, row.goal)
    return f"{row.name:<49}{''.join(f'{cell:>16}' for cell in cells)}  {met}".rstrip()


if __name__ == "__main__":
    main()
