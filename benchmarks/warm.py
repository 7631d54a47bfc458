"""What a program that stays open takes for one letter more."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import plain_pdf, plain_word
from benchmarks.letters import SAMPLE, content, large_spec, letter, small_spec, spec
from benchmarks.measuring import Row, milliseconds, take_turns, times_faster
from scopegen.assets import bundled
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import draft, examine

if TYPE_CHECKING:
    from collections.abc import Iterator

WARM_UP = 3
"""Rounds before the first that counts."""
TEMPLATES = bundled("templates")
WORD = TEMPLATES / "word" / "letter.docx"


def word(rounds: int) -> Iterator[Row]:
    """Print letters as Word: ours against docxtpl."""
    letters = [letter(number) for number in range(WARM_UP + rounds)]
    contents = [content(each) for each in letters]
    with TemporaryDirectory() as folder:
        template = Path(folder, "plain.docx")
        plain_word.make_template(WORD, template)
        _check_same_text(plain_word.render(template, contents[0]), letters[0].plain_text())
        contenders = {
            "ours": lambda n: render_word(letters[n], load_word_template(WORD)),
            "plain": lambda n: plain_word.render(template, contents[n]),
        }
        take_turns(contenders, range(WARM_UP))
        taken = take_turns(contenders, range(WARM_UP, WARM_UP + rounds))
    yield times_faster("warm: docx, against docxtpl", taken["ours"], taken["plain"], 20)


def _check_same_text(printed: bytes, expected: str) -> None:
    if plain_word.text(printed) != "".join(expected.split()):
        raise ValueError("docxtpl does not print the same text: nothing to compare")


def pdf(rounds: int) -> Iterator[Row]:
    """Print letters as PDF: ours against one Typst template with loops."""
    letters = [letter(number) for number in range(WARM_UP + rounds)]
    contents = [content(each) for each in letters]
    press, compiler = open_pdf_press(TEMPLATES), plain_pdf.open_compiler(TEMPLATES / "fonts")
    contenders = {
        "ours": lambda n: render_pdf(letters[n], press),
        "plain": lambda n: plain_pdf.render(compiler, contents[n]),
    }
    take_turns(contenders, range(WARM_UP))
    taken = take_turns(contenders, range(WARM_UP, WARM_UP + rounds))
    yield times_faster("warm: PDF/A-2a + UA-1, against Typst", taken["ours"], taken["plain"], 2)


def stages(rounds: int) -> Iterator[Row]:
    """Time the stages by themselves, and all of them together."""
    small, large = small_spec(), large_spec()
    specs = [spec(number) for number in range(WARM_UP + rounds)]
    built = [examine(each, SAMPLE.name).spec for each in specs]
    engagements = [each.engagement for each in built if each]
    contenders = {
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
