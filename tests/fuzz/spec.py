"""Specs, house standards, change requests and answers: any text is read, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from scopegen.diagnostics import Checked, Rejected, ScopegenError, has_errors
from scopegen.model.change import Option
from scopegen.quantities import Money
from scopegen.source import decode, read
from scopegen.spec.change import build_change
from scopegen.workflow.amending import Agreed, amended_spec
from scopegen.workflow.answers import read_answers
from scopegen.workflow.checking import examine
from scopegen.workflow.reading import Examined, read_spec
from scopegen.workflow.requested import change_schema
from scopegen.workflow.standard import Standard, read_content, read_standard

from .mutation import Change, of_lines, words_of
from .told import Codes, see_error, see_told

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, CORPUS = ROOT / "samples", ROOT / "tests" / "corpus"
HOUSE = SAMPLES / "lindeboom"
MAX_LEN = 12_000


def seeds() -> Iterator[bytes]:
    """Give texts to start from; the first line names their reader."""
    for path in sorted(SAMPLES.glob("*/engagement.yaml")):
        yield b"spec\n" + path.read_bytes()
    for path in sorted(HOUSE.glob("*/engagement.yaml")):
        yield b"own\n" + path.read_bytes()
    for path in sorted((CORPUS / "invalid").glob("*.yaml")):
        yield b"read\n" + path.read_bytes()
    for path in sorted((CORPUS / "valid").glob("*.yaml")):
        yield b"spec\n" + path.read_bytes()
    for path in sorted((CORPUS / "changes").glob("*.yaml")):
        yield b"change\n" + path.read_bytes()
    for path in sorted(SAMPLES.glob("*/answers/*")):
        yield b"answers\n" + path.read_bytes()
    yield b"house\n" + (HOUSE / "house.yaml").read_bytes()


@cache
def _change() -> Change:
    return of_lines(words_of("spec"), tuple(seeds()))


def change(data: bytes, longest: int, seed: int) -> bytes:
    """Change lines and values."""
    return _change()(data, longest, seed)


def try_one(data: bytes) -> Codes:
    """Read with the reader that the first line names; raises AssertionError when it misbehaves."""
    name, _, text = data.partition(b"\n")
    return READERS.get(name, _read)(text)


@cache
def standard() -> Standard:
    """Give the house standard of the samples."""
    return read_standard(HOUSE / "house.yaml")


@cache
def letter() -> Examined:
    """Give the letter that the change requests of the corpus are about."""
    (path,) = (CORPUS / "changes").glob("valid.yaml")
    said = path.read_text(encoding="utf-8")
    for each in sorted([*SAMPLES.glob("*/engagement.yaml"), *(CORPUS / "valid").glob("*.yaml")]):
        found = read_spec(each.read_bytes(), each.name)
        if found.spec and f"engagement: {found.spec.engagement.meta.id}\n" in said:
            return found
    raise LookupError(said)


def _read(text: bytes) -> Codes:
    found = read_spec(text, "engagement.yaml")
    return see_told(found.diagnostics, found.texts)


def _examine(text: bytes) -> Codes:
    found = examine(text, "engagement.yaml")
    return see_told(found.diagnostics, found.texts)


def _own(text: bytes) -> Codes:
    found = examine(text, "engagement.yaml", standard())
    return see_told(found.diagnostics, found.texts)


def _house(text: bytes) -> Codes:
    found = read_content(text, "house.yaml", HOUSE)
    return see_told(found.diagnostics, {"house.yaml": found.text})


def _request(raw: bytes) -> Codes:
    decoded = decode(raw, "CR-001.yaml")
    found = see_told(decoded.diagnostics)
    if decoded.value is None:
        return found
    tree = read(decoded.value, "CR-001.yaml", change_schema())
    texts = {"CR-001.yaml": decoded.value}
    found = see_told(tree.diagnostics, texts)
    there = letter()
    if tree.value is None or has_errors(tree.diagnostics) or there.spec is None:
        return found
    request = build_change(tree.value, there.spec.engagement)
    found |= see_told(request.diagnostics, texts)
    if request.value and not has_errors(request.diagnostics):
        for option in request.value.options:
            found |= see_told(_agreed(option, there).diagnostics)
    return found


def _agreed(option: Option, there: Examined) -> Checked[Examined]:
    """Amend the letter as if this option was chosen."""
    assert there.spec
    engagement = there.spec.engagement
    agreed = Agreed(
        change="CR-001",
        on=date(2027, 3, 1),
        option=option,
        amount=option.price or Money(Decimal(), engagement.meta.currency),
        affected=(),
        shifts=(),
        end=None,
    )
    return amended_spec(there.text, engagement, agreed, there)


def _answers(text: bytes) -> Codes:
    try:
        read_answers(text, "answers.yaml")
    except Rejected as rejected:
        return see_told(rejected.diagnostics)
    except ScopegenError as error:
        return see_error(error)
    return frozenset()


READERS = {
    b"spec": _examine,
    b"read": _read,
    b"own": _own,
    b"house": _house,
    b"change": _request,
    b"answers": _answers,
}
