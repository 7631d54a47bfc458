"""What a program that stays open takes for one letter more."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import plain_pdf, plain_word
from benchmarks.letters import SAMPLE, content, large_spec, letter, small_spec, spec
from benchmarks.measuring import Contender, Row, milliseconds, take_turns, times_faster
from scopegen.assets import bundled
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import draft, examine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WARM_UP = 3
"""Rounds before the first that counts."""
TEMPLATES = bundled("templates")
WORD = TEMPLATES / "word" / "letter.docx"


def word(rounds: int) -> Iterator[Row]:
    """Print letters as Word: ours against docxtpl."""
    letters = [letter(number) for number in range(WARM_UP + rounds)]
    contents = [content(each) for each in letters]
    written = plain_word.Written(contents)
    with TemporaryDirectory() as folder:
        looping, telling = Path(folder, "looping.docx"), Path(folder, "telling.docx")
        plain_word.make_looping_template(WORD, looping)
        plain_word.make_written_template(WORD, telling, written)
        contenders: dict[str, Callable[[int], bytes]] = {
            "ours": lambda n: render_word(letters[n], load_word_template(WORD)),
            "looping": lambda n: plain_word.render(looping, contents[n]),
            "written": lambda n: plain_word.render(telling, written.values(n)),
        }
        for name in ("looping", "written"):
            _check_same_text(contenders[name](1), letters[1].plain_text())
        take_turns(contenders, range(WARM_UP))
        taken = take_turns(contenders, range(WARM_UP, WARM_UP + rounds))
    for name in ("looping", "written"):
        title = f"warm: docx, against docxtpl, {name} template"
        yield times_faster(title, taken["ours"], taken[name], 20)


def _check_same_text(printed: bytes, expected: str) -> None:
    if plain_word.text(BytesIO(printed)) != "".join(expected.split()):
        raise ValueError("docxtpl does not print the same text: nothing to compare")


def pdf(rounds: int) -> Iterator[Row]:
    """Print letters as PDF: ours against the same template written plainly."""
    letters = [letter(number) for number in range(WARM_UP + rounds)]
    press = open_pdf_press(TEMPLATES)
    with TemporaryDirectory() as folder:
        template = Path(folder, "plain.typ")
        plain_pdf.make_template(TEMPLATES / "pdf" / "letter.typ", template)
        compiler = plain_pdf.open_compiler(template, TEMPLATES / "fonts")
        contenders: dict[str, Callable[[int], bytes]] = {
            "ours": lambda n: render_pdf(letters[n], press),
            "plain": lambda n: plain_pdf.render(compiler, letters[n]),
        }
        drawn = [plain_pdf.pages(BytesIO(contender(1))) for contender in contenders.values()]
        if drawn[0] != drawn[1]:
            raise ValueError("Typst does not draw the same pages: nothing to compare")
        take_turns(contenders, range(WARM_UP))
        taken = take_turns(contenders, range(WARM_UP, WARM_UP + rounds))
    yield times_faster("warm: PDF/A-2a + UA-1, against Typst", taken["ours"], taken["plain"], 2)


def stages(rounds: int) -> Iterator[Row]:
    """Time the stages by themselves, and all of them together."""
    small, large = small_spec(), large_spec()
    if not all(examine(each, SAMPLE.name).letter for each in (small, large)):
        raise ValueError("the specs do not check any more")
    specs = [spec(number) for number in range(WARM_UP + rounds)]
    built = [examine(each, SAMPLE.name).spec for each in specs]
    engagements = [each.engagement for each in built if each]
    contenders: dict[str, Contender] = {
        f"warm: check {_lines(small)} lines": lambda _: examine(small, SAMPLE.name),
        f"warm: check {_lines(large)} lines": lambda _: examine(large, SAMPLE.name),
        "warm: draft": lambda n: draft(engagements[n], "nl"),
        "warm: read, check, draft, docx, PDF": lambda n: print_letters(
            examine(specs[n], SAMPLE.name), Order()
        ),
    }
    take_turns(contenders, range(WARM_UP))
    taken = take_turns(contenders, range(WARM_UP, WARM_UP + rounds))
    for name, timing in taken.items():
        yield Row(name, milliseconds(timing))


def _lines(text: bytes) -> int:
    return text.count(b"\n")
