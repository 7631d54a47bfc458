"""Killed at any moment, refused by the disk, many at once: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from registers import ENGAGEMENT, codes, entries, erasure, events_in, made

from scopegen.diagnostics import has_errors
from scopegen.register.checking import inspect_register
from scopegen.register.journal import open_register

SEED = 20270104
APPENDING = Path(__file__).with_name("appending.py")
CALLS = ("pwrite64", "fdatasync", "fsync", "link", "unlink")
"""The system calls by which a register reaches the disk."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.db"


def appending(path: Path, prefix: str, count: int, *more: str) -> list[str]:
    return [sys.executable, "-S", str(APPENDING), str(path), prefix, str(count), *more]


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{APPENDING.parent}"}


def start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def run(command: list[str]) -> list[str]:
    """Give the lines that a process said; it may be killed, but never trip."""
    with start(command) as process:
        said, trouble = process.communicate(timeout=60)
    assert trouble == ""
    return said.split()


def keys_in(path: Path) -> list[str]:
    assert not has_errors(inspect_register(path, ENGAGEMENT))
    return [event.key for event in events_in(path)]


def test_a_process_that_is_killed_loses_nothing_it_acknowledged(path: Path) -> None:
    dice = random.Random(SEED)
    for _ in range(4):
        with start(appending(path, "P", 150)) as process:
            assert process.stdout is not None
            wanted = dice.randrange(1, 120)
            said = [process.stdout.readline() for _ in range(wanted)]
            process.kill()
            said += process.stdout.readlines()
        acknowledged = [int(line) for line in said if line.endswith("\n")]
        assert acknowledged == list(range(1, len(acknowledged) + 1))
        keys = keys_in(path)
        assert keys == [f"P{number}" for number in range(1, len(keys) + 1)]
        assert len(keys) >= len(acknowledged) >= wanted
    assert run(appending(path, "P", 150)) == [str(number) for number in range(1, 151)]
    assert len(keys_in(path)) == 150


def test_many_processes_at_once_make_one_chain(path: Path) -> None:
    processes = [start(appending(path, prefix, 125)) for prefix in "ABCDEFGH"]
    said = [process.communicate(timeout=120) for process in processes]
    assert [trouble for _, trouble in said] == [""] * 8
    numbers = [int(number) for words, _ in said for number in words.split()]
    assert sorted(numbers) == list(range(1, 1001))
    found = inspect_register(path, ENGAGEMENT)
    assert codes(found) <= {"SG459"}  # each process has a clock of its own here
    told = Counter(event.key for event in events_in(path))
    assert told == Counter(each.key for prefix in "ABCDEFGH" for each in entries(125, prefix))


@cache
def why_no_strace() -> str:
    if shutil.which("strace") is None:
        return "strace is not here"
    probe = ["strace", "-f", "-qq", "-o", os.devnull, "true"]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"strace may not be used: {done.stderr.strip()[:80]}"


needs_strace = pytest.mark.skipif(bool(why_no_strace()), reason=why_no_strace() or "-")


def traced(command: list[str], log: Path | str, *options: str) -> list[str]:
    watched = ["-e", f"trace={','.join((*CALLS, 'write'))}"]
    return ["strace", "-f", "-qq", "-o", str(log), *watched, *options, *command]


def steps(path: Path) -> Iterator[tuple[str, int]]:
    """Give each system call of one append, with its number among its like."""
    with tempfile.TemporaryDirectory() as folder:
        copy, log = Path(folder, "register.db"), Path(folder, "log")
        if path.exists():
            shutil.copy(path, copy)
        assert len(run(traced(appending(copy, "Q", 1), log))) == 1
        counted = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))
    for call in CALLS:
        yield from ((call, number) for number in range(1, counted[call] + 1))


def broken_append(path: Path, fault: str) -> tuple[list[str], list[str]]:
    """Append Q1 to a copy of a register, with a fault; give what was said, and the keys after.

    What is checked of every fault: the register is sound, what was there is there, Q1 is there if
    it was acknowledged, and a second try succeeds and adds nothing twice.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "register.db")
        if path.exists():
            shutil.copy(path, copy)
        before = keys_in(copy)
        said = run(traced(appending(copy, "Q", 1), os.devnull, "-e", f"inject={fault}"))
        after = keys_in(copy)
        left = {each.name for each in copy.parent.iterdir()} - {copy.name}
        assert after in (before, [*before, "Q1"]), fault
        assert after == [*before, "Q1"] or said != [str(len(before) + 1)], fault
        with open_register(copy, ENGAGEMENT) as register:
            register.append(entries(1, "Q"))
        assert keys_in(copy) == [*before, "Q1"], fault
        return said, sorted(left)


@needs_strace
@pytest.mark.parametrize(("count", "stride"), [(0, 4), (3, 2)])
def test_a_kill_at_any_system_call_leaves_a_sound_register(
    path: Path, count: int, stride: int
) -> None:
    if count:
        made(path, count)
    places = list(steps(path))
    assert len(places) > 20
    for call, number in places[::stride]:
        said, _ = broken_append(path, f"{call}:signal=KILL:when={number}")
        assert said == []


@needs_strace
@pytest.mark.parametrize(("count", "stride"), [(0, 9), (3, 5)])
@pytest.mark.parametrize(("error", "expected"), [("ENOSPC", "SG523"), ("EIO", "SG524")])
def test_a_disk_that_refuses_at_any_system_call_leaves_a_sound_register(
    path: Path, count: int, stride: int, error: str, expected: str
) -> None:
    if count:
        made(path, count)
    told: Counter[str] = Counter()
    for call, number in list(steps(path))[::stride]:
        said, _ = broken_append(path, f"{call}:error={error}:when={number}")
        told.update(said)
    assert told.keys() <= {expected, "SG524", str(count + 1)}
    assert told[expected] > 1


@needs_strace
def test_a_disk_that_stays_full_is_told_and_leaves_nothing_behind(path: Path) -> None:
    made(path, 3)
    for call, number in list(steps(path))[::2]:
        if call == "pwrite64":
            said, left = broken_append(path, f"pwrite64:error=ENOSPC:when={number}+")
            assert (said, left) == (["SG523"], [])


@needs_strace
def test_nothing_is_acknowledged_before_it_stands_on_the_disk(path: Path, tmp_path: Path) -> None:
    made(path, 3)
    log = tmp_path / "log"
    assert run(traced(appending(path, "Q", 1), log)) == ["4"]
    calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE)
    written = len(calls) - 1 - calls[::-1].index("pwrite64")
    assert calls[written:] == ["pwrite64", "fdatasync", "unlink", "fdatasync", "write"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
@pytest.mark.parametrize("is_closed", ["folder", "file"])
def test_who_may_not_write_is_told(is_closed: str) -> None:
    with tempfile.TemporaryDirectory() as folder:  # others may not look into the usual one
        path = Path(folder, "register.db")
        before = made(path, 2)
        Path(folder).chmod(0o555 if is_closed == "folder" else 0o777)
        path.chmod(0o666 if is_closed == "folder" else 0o444)
        assert run(appending(path, "Q", 1, "nobody")) == ["SG521"]
        Path(folder).chmod(0o700)
        assert events_in(path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_who_may_not_make_a_register_is_told() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        assert run(appending(Path(folder, "register.db"), "Q", 1, "nobody")) == ["SG521"]
        Path(folder).chmod(0o700)
        assert list(Path(folder).iterdir()) == []


ERASING = """
import sys
from pathlib import Path
from registers import ENGAGEMENT, erasure, open_register
with open_register(Path(sys.argv[1]), ENGAGEMENT) as register:
    register.erase(2, erasure(2))
"""
ERASING_STEPS = [("pwrite64", number) for number in range(1, 46, 9)]
ERASING_STEPS += [("fdatasync", number) for number in range(1, 11, 4)]
ERASING_STEPS += [("unlink", 1), ("unlink", 2)]


@needs_strace
def test_an_erasure_that_is_killed_erases_all_or_nothing(path: Path, tmp_path: Path) -> None:
    made(path, 4)
    with open_register(path, ENGAGEMENT) as register:
        secret = register.rows()[1].personal
    assert secret is not None
    for call, number in ERASING_STEPS:
        copy = tmp_path / f"{call}-{number}.db"
        shutil.copy(path, copy)
        command = [sys.executable, "-S", "-c", ERASING, str(copy)]
        run(traced(command, os.devnull, "-e", f"inject={call}:signal=KILL:when={number}"))
        assert inspect_register(copy, ENGAGEMENT) == ()
        events = events_in(copy)
        assert (events[1].personal is None) == (len(events) == 5)
        assert (secret.salt.encode() in copy.read_bytes()) == (len(events) == 4)
        with open_register(copy, ENGAGEMENT) as register:
            assert register.erase(2, erasure(2)).seq == 5
        assert events_in(copy)[1].personal is None
