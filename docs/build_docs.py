"""Write what is generated in docs/: the page on the spec, and the pictures of the README.

python docs/build_docs.py            everything; needs the development packages
python docs/build_docs.py spec       docs/spec.md and docs/change.md only
python docs/build_docs.py clauses    docs/clauses.md only
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
import typst
from clauses_page import clauses_page
from house_page import house_page
from spec_page import change_page, spec_page

from scopegen.cli.report import Findings, as_text
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import examine, examine_file

DOCS = Path(__file__).resolve().parent
SAMPLE = DOCS.parent / "samples" / "veiligheidsregio" / "engagement.yaml"
TERMINAL = """
#set page(width: 172mm, height: auto, margin: 6mm, fill: rgb("#16252b"))
#set text(font: "DejaVu Sans Mono", size: 8.4pt, fill: rgb("#e6eef0"))
#set par(leading: 0.55em)
#raw(sys.inputs.text, block: true)
"""


def page_one() -> None:
    """Draw page one of the first sample."""
    printed = print_letters(examine_file(str(SAMPLE)), Order(formats=("pdf",)))
    pdf = pypdfium2.PdfDocument(next(iter(printed.contents.values())))
    pdf[0].render(scale=1.25).to_pil().save(DOCS / "images" / "page-one.png", optimize=True)


def diagnostic() -> None:
    """Draw two findings as a terminal shows them."""
    wrong = SAMPLE.read_text(encoding="utf-8").replace("fixed_price: EUR", "fixed_prise: EUR")
    wrong = wrong.replace("due: 2027-02-05", "due: 5-2-2027", 1)
    found = examine(wrong.encode(), "engagement.yaml")
    texts = {found.file: found.text}
    told = as_text(Findings(diagnostics=found.diagnostics, texts=texts, language="en"))
    plain = "$ scopegen check\n" + "".join(_without_colour(told))
    image = typst.compile(TERMINAL.encode(), format="png", ppi=110, sys_inputs={"text": plain})
    (DOCS / "images" / "diagnostic.png").write_bytes(image)


def _without_colour(text: str) -> list[str]:
    return [part.split("m", 1)[1] if at else part for at, part in enumerate(text.split("\x1b["))]


def spec() -> None:
    """Write the pages on every field."""
    (DOCS / "spec.md").write_text(spec_page(), encoding="utf-8")
    (DOCS / "change.md").write_text(change_page(), encoding="utf-8")
    (DOCS / "house.md").write_text(house_page(), encoding="utf-8")


def clauses() -> None:
    """Write the page on every clause."""
    (DOCS / "clauses.md").write_text(clauses_page(), encoding="utf-8")


PAGES = {"spec": spec, "clauses": clauses, "page_one": page_one, "diagnostic": diagnostic}

if __name__ == "__main__":
    for name in sys.argv[1:] or PAGES:
        PAGES[name]()
