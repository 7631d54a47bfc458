"""Fuzz one target: `python -m tests.fuzz spec --seconds 600 --work DIR`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

TARGETS = ("spec", "clauses", "form", "mail")
SLOW = 20
"""Seconds of processor time within which every input has to be dealt with."""
MEMORY = 1_500
"""Megabytes."""


class TooSlowError(BaseException):
    """An input took too long; no handler of the code under test may swallow this."""


class Harness:
    """Tries inputs, and keeps the first that shows each finding, so that fuzzing can go on."""

    def __init__(self, target: Any, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.executions = self.findings = 0
        self.started = self.written = time.monotonic()
        self.place = folder / f"stats-{os.getpid()}.json"
        folder.joinpath("findings").mkdir(parents=True, exist_ok=True)

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        signal.setitimer(signal.ITIMER_PROF, SLOW)
        try:
            self.target.try_one(data)
        except (Exception, TooSlowError) as trouble:  # noqa: BLE001 - any of them is a finding
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._keep(data, trouble)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.executions += 1
        if time.monotonic() - self.written > 30:
            self._count()

    def _keep(self, data: bytes, trouble: BaseException) -> None:
        self.findings += 1
        frames = traceback.extract_tb(trouble.__traceback__)
        ours = [
            f"{Path(one.filename).name}:{one.lineno}"
            for one in frames
            if "/scopegen/" in one.filename or "/fuzz/" in one.filename
        ]
        key = f"{type(trouble).__name__} {ours[-2:]}"
        if isinstance(trouble, TooSlowError):
            key = f"slow {ours[-1:]}"
        name = hashlib.sha256(key.encode()).hexdigest()[:12]
        place = self.folder / "findings" / name
        if not place.exists() or len(data) < place.stat().st_size:
            place.write_bytes(data)
            told = "".join(traceback.format_exception(trouble)[-14:])
            place.with_suffix(".txt").write_text(
                f"{key}\n{told}", encoding="utf-8", errors="replace"
            )

    def _count(self) -> None:
        self.written = time.monotonic()
        told = {
            "executions": self.executions,
            "findings": self.findings,
            "cpu": round(time.process_time(), 1),
            "wall": round(self.written - self.started, 1),
        }
        self.place.write_text(json.dumps(told))


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def main() -> None:
    """Fuzz until the time is up; what is found stands in DIR/findings."""
    try:
        import atheris  # noqa: PLC0415 - not everybody has it
    except ModuleNotFoundError:
        sys.exit("atheris is not installed: pip install --group fuzz")
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--work", type=Path, required=True)
    asked = parser.parse_args()
    with atheris.instrument_imports(include=["scopegen"]):
        target = import_module(f"tests.fuzz.{asked.target}")
    corpus, seeds = asked.work / "corpus", asked.work / "seeds"
    for folder in (corpus, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (seeds / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    signal.signal(signal.SIGPROF, _too_slow)
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY << 20, 2 * MEMORY << 20))
    flags = [
        f"-max_total_time={asked.seconds}",
        f"-max_len={target.MAX_LEN}",
        f"-rss_limit_mb={MEMORY}",
        "-timeout=3600",
        "-len_control=0",
        "-reload=0",
    ]
    harness = Harness(target, asked.work)
    atheris.Setup(
        [sys.argv[0], *flags, str(corpus), str(seeds)], harness, custom_mutator=target.change
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
