"""Many letters: a whole `scopegen batch`, checking included, against plain tools kept running."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks import plain_pdf, plain_word
from benchmarks.letters import DUE, PLANNED, SAMPLE, content, letter
from benchmarks.measuring import Row, Timing, surroundings, take_turns
from benchmarks.warm import TEMPLATES, WORD

HEAD = (
    *("meta.id", "parties.client.name", "fees.hourly_rate"),
    *("fees.milestones[M1].amount", "fees.milestones[M2].amount", "fees.milestones[M2].due"),
    *("preconditions[P1].due", "preconditions[P2].due", "preconditions[P3].due"),
)
SPAN = 5_000
"""After so many letters the amounts come back; names and references never do."""
MANY, SOME, FEW = 240, 40, 12
"""Letters a round: of ours, of docxtpl and Typst, and of LibreOffice, which is slow."""
FLAT = (100, 1_000, 10_000)
LUNCH, MOST_SECONDS = 5_000, 300
MOST_MEMORY, MOST_DRIFT = 300, 0.10
TICK = 0.25
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Course:
    """What one batch took: seconds, and at most so many megabytes of all its processes together.

    What processes share, such as the code of libraries, counts once.
    """

    letters: int
    seconds: float
    memory: float

    @property
    def each(self) -> float:
        """Milliseconds a letter."""
        return self.seconds / self.letters * 1000


def rows(number: int) -> Iterator[tuple[str, ...]]:
    """Give a list of clients whose letters differ as those of the other benchmarks do."""
    yield HEAD
    for at in range(number):
        paid, due, planned = at % SPAN, DUE.day + at % 4, PLANNED.replace(day=15 + at % 5)
        amounts = (f"EUR {135 + at % 400}.00", f"EUR {5760 + paid}.00", f"EUR {15360 - paid}.00")
        dues = (f"{planned}", *(f"{DUE.replace(day=due - 4)}",) * 3)
        yield f"VRM-2027-{at:05}", f"Veiligheidsregio Midden-IJssel {at}", *amounts, *dues


def run_batch(number: int, formats: str, processes: int) -> Course:
    """Run a batch in a fresh process; every letter is checked, printed, read back and flushed."""
    with TemporaryDirectory(dir=Path.cwd()) as name:
        listed = Path(name, "clients.csv")
        with listed.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows(number))
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "scopegen",
            "batch",
            listed,
            "--spec",
            SAMPLE,
        ]
        command += ["-o", Path(name, "letters"), "--to", formats, "-j", str(processes)]
        started = time.perf_counter()
        with subprocess.Popen(
            command, env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            memory = _watched(process)
        seconds = time.perf_counter() - started
        made = sum(1 for _ in Path(name, "letters").glob("VRM*"))
    if process.returncode or made != number * len(formats.split(",")):
        raise ValueError(f"the batch ended with {process.returncode} and {made} files")
    return Course(number, seconds, memory)


def _watched(process: subprocess.Popen[bytes]) -> float:
    most, watched = 0, psutil.Process(process.pid)
    while process.poll() is None:
        with suppress(psutil.Error):
            family = [watched, *watched.children(recursive=True)]
            most = max(most, sum(_share(each) for each in family))
        time.sleep(TICK)
    return most / MEGABYTE


def _share(process: psutil.Process) -> int:
    """Give the bytes of a process; where the system tells, its part of what is shared."""
    with suppress(psutil.Error):
        told = process.memory_full_info()
        return int(getattr(told, "pss", told.rss))
    return 0


def batch(rounds: int) -> Iterator[Row]:
    """Compare throughputs: letters a second of each, all of them kept running for many letters."""
    ours: dict[str, list[Course]] = {"docx": [], "both": [], "two": []}
    plans = {"docx": ("docx", 1), "both": ("docx,pdf", 1), "two": ("docx,pdf", 2)}

    def of_ours(name: str) -> Callable[[int], object]:
        return lambda _: ours[name].append(run_batch(MANY, *plans[name]))

    with TemporaryDirectory() as folder:
        contenders = {name: of_ours(name) for name in plans} | dict(_plain(Path(folder)))
        taken = take_turns(contenders, range(rounds))
    each = {name: _each(taken[name], size) for name, size in _sizes(contenders)}
    yield _faster("batch: docx, checked, against docxtpl", each["docx"], each["docxtpl"], 15)
    both = each["docxtpl"] + each["typst"]
    yield _faster("batch: docx + PDF, against docxtpl + Typst", each["both"], both, 2.5)
    if "office" in each:
        slow = each["docxtpl"] + each["office"]
        yield _faster("batch: docx + PDF, against docxtpl + LibreOffice", each["both"], slow, 5)
    yield _faster("batch: two processes, against one", each["two"], each["both"], 1.8)
    memory = max(course.memory for course in ours["two"])
    goal = f"< {MOST_MEMORY} MB"
    yield Row("batch: memory of two", f"{memory:.0f} MB", goal=goal, met=memory < MOST_MEMORY)


def _sizes(contenders: object) -> Iterator[tuple[str, int]]:
    sizes = {"docxtpl": SOME, "typst": SOME, "office": FEW}
    for name in contenders if isinstance(contenders, dict) else ():
        yield name, sizes.get(name, MANY)


def _each(timing: Timing, letters: int) -> float:
    return timing.middle / letters


def _faster(name: str, ours: float, plain: float, goal: float) -> Row:
    ratio = plain / ours
    shown = (f"{ours:.1f} ms", f"{plain:.1f} ms", f"{ratio:.1f} x")
    return Row(name, *shown, f">= {goal:g} x", ratio >= goal)


def _plain(folder: Path) -> Iterator[tuple[str, Callable[[int], object]]]:
    """Make the contenders: each prints the text of our letters, and checks nothing."""
    letters = [letter(number) for number in range(SOME)]
    contents = [content(each) for each in letters]
    written = plain_word.Written(contents)
    template = folder / "written.docx"
    plain_word.make_written_template(WORD, template, written)

    def docxtpl(_: int) -> None:
        for number in range(SOME):
            place = folder / f"{number}.docx"
            place.write_bytes(plain_word.render(template, written.values(number)))

    yield "docxtpl", docxtpl
    source = folder / "plain.typ"
    plain_pdf.make_template(TEMPLATES / "pdf" / "letter.typ", source)
    compiler = plain_pdf.open_compiler(source, TEMPLATES / "fonts")

    def typst(_: int) -> None:
        for number in range(SOME):
            (folder / f"{number}.pdf").write_bytes(plain_pdf.render(compiler, letters[number]))

    yield "typst", typst
    office = shutil.which("soffice")
    if office:
        docxtpl(0)
        given = [folder / f"{number}.docx" for number in range(FEW)]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = ("--headless", "--convert-to", "pdf", "--outdir", folder / "office")
        _converted((office, profile, *quiet, given[0]))  # it makes its profile

        yield "office", lambda _: _converted((office, profile, *quiet, *given))


def _converted(command: tuple[str | Path, ...]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def flat(_: int) -> Iterator[Row]:
    """See that a letter costs the same, in time and memory, whether there are few or many."""
    courses = [run_batch(number, "docx,pdf", 2) for number in FLAT]
    first = courses[0]
    for course in courses:
        drift = course.each / first.each - 1
        name = f"flat: {course.letters} letters, docx + PDF, two processes"
        met = None if course is first else drift <= MOST_DRIFT
        cells = (f"{course.each:.1f} ms", f"{course.memory:.0f} MB", f"{drift:+.0%}")
        yield Row(name, *cells, f"<= +{MOST_DRIFT:.0%}", met)


def lunch(_: int) -> Iterator[Row]:
    """Make the letters of a consultancy while it is at lunch."""
    course = run_batch(LUNCH, "docx,pdf", 2)
    name = f"lunch: {LUNCH} letters, docx + PDF, two processes"
    told = (f"{course.seconds:.0f} s", f"{course.memory:.0f} MB")
    yield Row(name, *told, goal=f"<= {MOST_SECONDS} s", met=course.seconds <= MOST_SECONDS)
