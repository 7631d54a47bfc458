"""What a command takes that is typed in a shell: every round is a fresh process."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import plain_word
from benchmarks.letters import SAMPLE, content, letter, spec
from benchmarks.measuring import (
    ROOT,
    Contender,
    Row,
    memory_of,
    milliseconds,
    run,
    share_of,
    take_turns,
)
from benchmarks.warm import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = (sys.executable, "-c", "from scopegen.cli import main; main()")
"""What the installed command `scopegen` does."""
BARE = '''\
import click


@click.group()
def main():
    """A group with six commands."""


for name in ("init", "check", "build", "explain", "schema", "clauses"):
    main.command(name, help=f"Do {name}.")(lambda: None)
'''
MEMORY = 130
"""MB that a build may take."""


def build(rounds: int) -> Iterator[Row]:
    """Build docx and PDF: ours against docxtpl, and then LibreOffice for the PDF."""
    office = shutil.which("soffice")
    numbers = range(1 + rounds)  # the first makes LibreOffice its profile, and does not count
    with TemporaryDirectory() as name:
        contenders = {"ours": _ours(Path(name), numbers)}
        if office:
            contenders["plain"] = _plain(Path(name), numbers, office)
        take_turns(contenders, numbers[:1])
        taken = take_turns(contenders, numbers[1:])
    title = "cold: docx + PDF, against docxtpl + LibreOffice"
    if office:
        yield share_of(title, taken["ours"], taken["plain"], 0.30)
    else:
        yield Row(title, milliseconds(taken["ours"]), "LibreOffice is not here")


def _ours(folder: Path, numbers: range) -> Contender:
    for number in numbers:
        (folder / f"{number}.yaml").write_bytes(spec(number))
    return lambda number: run(_build(folder / f"{number}.yaml"), ROOT)


def _build(given: Path) -> tuple[str | Path, ...]:
    return (*OURS, "build", given, "-q", "-o", given.parent / "ours")


def memory(rounds: int) -> Iterator[Row]:
    """Build docx and PDF, and look at the most memory that was taken."""
    with TemporaryDirectory() as name:
        given = Path(name, SAMPLE.name)
        given.write_bytes(spec(0))
        most = max(memory_of(_build(given), ROOT) for _ in range(rounds))
    goal = f"< {MEMORY} MB"
    yield Row("cold: docx + PDF, most memory", f"{most:.0f} MB", goal=goal, met=most < MEMORY)


def _plain(folder: Path, numbers: range, office: str) -> Contender:
    template, printed = folder / "plain.docx", folder / "letter.docx"
    plain_word.make_looping_template(WORD, template)
    for number in numbers:
        (folder / f"{number}.json").write_text(json.dumps(content(letter(number))), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = (office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, printed)

    def work(number: int) -> None:
        data = folder / f"{number}.json"
        run((sys.executable, "-m", plain_word.__name__, template, data, printed), ROOT)
        run(convert, folder)

    return work


def help_(rounds: int) -> Iterator[Row]:
    """Ask for help: ours against a Click group with as many commands, which do nothing."""
    with TemporaryDirectory() as name:
        Path(name, "bare.py").write_text(BARE, encoding="utf-8")
        command = (sys.executable, "-c", "from bare import main; main()", "--help")
        contenders: dict[str, Contender] = {
            "ours": lambda _: run((*OURS, "--help"), ROOT),
            "bare": lambda _: run(command, Path(name)),
        }
        take_turns(contenders, range(2))  # compiles bare.py
        taken = take_turns(contenders, range(rounds * 4))
    yield share_of("cold: --help, against a bare Click group", taken["ours"], taken["bare"], 1.30)


def check(rounds: int) -> Iterator[Row]:
    """Check a spec."""
    with TemporaryDirectory() as name:
        given = Path(name, SAMPLE.name)
        given.write_bytes(spec(0))
        taken = take_turns({"ours": lambda _: run((*OURS, "check", given), ROOT)}, range(rounds))
    yield Row("cold: check", milliseconds(taken["ours"]))
