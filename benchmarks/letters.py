"""Letters to print: one sample, with another client, reference, amounts and dates each time.

`content` gives a letter as the plain data that the contenders loop over: every line that our own
printers print, in the same order.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scopegen.assets import bundled
from scopegen.document import Document, Heading, Picture, Signatures, Table, lines_of
from scopegen.workflow.checking import draft, examine

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = bundled("samples") / "veiligheidsregio" / "engagement.yaml"
SMALL = Path(__file__).parents[1] / "tests" / "corpus" / "valid" / "smallest.yaml"
LARGE = 150
"""Lines of the larger of the two specs that are checked."""
DUE, PLANNED = date(2027, 2, 5), date(2027, 3, 19)
EXTRA = (
    "  - {{id: A{0}, text: Ook punt {0} is zo., owner: P. Koster, verify_by: 2027-01-22, "
    "if_wrong: het duurt een dag langer}}\n"
)
Data = dict[str, Any]


def spec(number: int) -> bytes:
    """Give the spec of one letter; no two have the same names, amounts or dates."""
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in _changes(number):
        if old not in text:
            raise ValueError(f"the sample does not hold {old!r} any more")
        text = text.replace(old, new)
    return text.encode()


def _changes(number: int) -> Iterator[tuple[str, str]]:
    yield "VRM-2027-03", f"VRM-2027-{number + 100}"
    yield "Veiligheidsregio Midden-IJssel", f"Veiligheidsregio Midden-IJssel {number}"
    yield "hourly_rate: EUR 135.00", f"hourly_rate: EUR {135 + number}.00"
    yield "amount: EUR 5760.00", f"amount: EUR {5760 + number}.00"
    yield "amount: EUR 15360.00", f"amount: EUR {15360 - number}.00"
    yield f"{DUE}", f"{DUE + timedelta(days=number % 25)}"
    yield f"{PLANNED}", f"{PLANNED + timedelta(days=number % 20)}"


def letter(number: int) -> Document:
    """Draft one letter."""
    spec_ = examine(spec(number), SAMPLE.name).spec
    if spec_ is None:
        raise ValueError("the sample does not check any more")
    return draft(spec_.engagement, "nl").require()


def small_spec() -> bytes:
    """Give the smallest spec that makes a letter: the one that the tests begin with."""
    return SMALL.read_bytes()


def large_spec() -> bytes:
    """Give a spec of 150 lines: the sample, with as many assumptions as it takes."""
    text = spec(0).decode()
    lines = text.splitlines(keepends=True)
    after = next(at for at, line in enumerate(lines) if "id: A2" in line) + 1
    more = [EXTRA.format(at) for at in islice(range(3, 999), max(0, LARGE - len(lines)))]
    return "".join((*lines[:after], *more, *lines[after:])).encode()


def content(document: Document) -> Data:
    """Give a letter as data: a kind, a text or rows of cells for each block."""
    imprint = document.imprint
    return {
        "title": imprint.title,
        "author": imprint.author,
        "header": imprint.header,
        "footer": imprint.footer,
        "date": imprint.date,
        "sections": [
            {"id": section.id, "blocks": [_block(block) for block in section.blocks]}
            for section in document.sections
        ],
    }


def _block(block: Any) -> Data:
    lines = list(lines_of(block))
    if isinstance(block, Table | Picture | Signatures):
        rows = [line.split("\t") for line in lines]
        widest = max(map(len, rows))
        return {"kind": "table", "columns": widest, "rows": _filled_up(rows, widest), "text": ""}
    kind = "heading" if isinstance(block, Heading) else type(block).__name__.lower()
    return {"kind": kind, "text": lines[0], "columns": 0, "rows": []}


def _filled_up(rows: list[list[str]], widest: int) -> list[list[str]]:
    return [row + [""] * (widest - len(row)) for row in rows]
