"""Turn the parts of a Word template into Jinja templates; loaded only when that was not done yet.

docxtpl does the work it is good at: tags that Word split over runs, and tags that stand for a
whole paragraph, row, cell or run. Three tags of our own come first, because they change what
holds them: `{% keepnext X %}` the paragraph, `{% cell WIDTH, SPAN, FILL %}` the cell and
`{% columns X %}` the table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from lxml import etree

from scopegen.render.word_package import read_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{(?:<[^>]*>)*%.*?%(?:<[^>]*>)*\}|\{(?:<[^>]*>)*\{.*?\}(?:<[^>]*>)*\}", re.S)
OWN_TAG = re.compile(r"\{%\s*(keepnext|cell|columns)\s+(.*?)\s*%\}")
EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t(?: [^>]*)?(?:/>|></w:t>)"
    r"</w:r>",
    re.S,
)
CELL_ORDER = (
    "cnfStyle",
    "tcW",
    "gridSpan",
    "hMerge",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
)
"""How the schema of Word orders the properties of a cell."""


def prepared_parts(docx: bytes) -> dict[str, str]:
    """Give the Jinja source of each part of a file that has tags, and of the styles.

    A line of that source is a paragraph of the template, so that errors have a place.
    """
    return prepared(read_parts(docx))


def prepared(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Give the same of parts that were read before."""
    contents = {
        name: part.decode("utf-8-sig")
        for name, part in parts.items()
        if re.fullmatch(r"word/\w+\.xml", name)
    }
    return {
        name: prepared_xml(xml)
        for name, xml in contents.items()
        if name == "word/styles.xml" or TAG.search(xml)
    }


def prepared_xml(xml: str) -> str:
    """Give the Jinja source of one part."""
    whole = TAG.sub(lambda match: re.sub(r"<[^>]*>", "", match[0]), xml)
    root = etree.fromstring(whole.encode())
    for paragraph in root.iter(f"{W}p"):
        _obey_own_tags(paragraph)
    for language in root.iterfind(f"{W}docDefaults//{W}lang"):
        language.set(f"{W}val", "{{ language }}")
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    patched = DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))
    return declared + re.sub(r"<w:p(?=[ >])", "\n<w:p", EMPTY_RUN.sub("", patched))


def _obey_own_tags(paragraph: etree._Element) -> None:
    texts = list(paragraph.iter(f"{W}t"))
    for name, words in OWN_TAG.findall("".join(text.text or "" for text in texts)):
        OBEY[name](paragraph, words)
    for text in texts:
        text.text = OWN_TAG.sub("", text.text or "")


def _keep_with_next(paragraph: etree._Element, condition: str) -> None:
    properties = _first_child(paragraph, "pPr")
    kept = etree.Element(f"{W}keepNext")
    kept.tail = "{% endif %}"
    opening = f"{{% if {condition} %}}"
    style = properties.find(f"{W}pStyle")
    if style is None:
        properties.text = opening
        properties.insert(0, kept)
    else:
        style.tail = opening
        properties.insert(1, kept)


def _shape_cell(paragraph: etree._Element, words: str) -> None:
    cell = _holder(paragraph, "tc", words)
    properties = _first_child(cell, "tcPr")
    width, span, fill = (*words.split(","), "", "")[:3]
    _set_property(properties, "tcW", w=width, type="dxa")
    if span:
        _set_property(properties, "gridSpan", val=span)
    if fill:
        _set_property(properties, "shd", val="clear", color="auto", fill=fill)
    properties[:] = sorted(properties, key=_place_in_cell)


def _place_in_cell(element: etree._Element) -> int:
    name = element.tag.removeprefix(W)
    return CELL_ORDER.index(name) if name in CELL_ORDER else len(CELL_ORDER)


def _holder(paragraph: etree._Element, name: str, words: str) -> etree._Element:
    for holder in paragraph.iterancestors(f"{W}{name}"):
        return holder
    raise ValueError(f"'{words}' stands outside a table")


def _set_property(properties: etree._Element, name: str, **attributes: str) -> None:
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    made = etree.SubElement(properties, f"{W}{name}")
    for key, value in attributes.items():
        literal = value in {"dxa", "clear", "auto"}
        made.set(f"{W}{key}", value if literal else f"{{{{ {value.strip()} }}}}")


def _set_columns(paragraph: etree._Element, expression: str) -> None:
    grid = _first_child(_holder(paragraph, "tbl", expression), "tblGrid")
    for column in list(grid):
        grid.remove(column)
    grid.text = f"{{{{ {expression} }}}}"


def _first_child(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        parent.insert(0, found)
    return found


OBEY: dict[str, Callable[[etree._Element, str], None]] = {
    "keepnext": _keep_with_next,
    "cell": _shape_cell,
    "columns": _set_columns,
}
