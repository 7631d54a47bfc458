#!/usr/bin/env python3
"""Make letter.docx, the bundled Word template, and its prepared form.

    python templates/word/build_letter.py            make both
    python templates/word/build_letter.py prepare    only prepare again, after an edit in Word

The template is written here part by part, so that it holds nothing but what the letter needs.
Paragraphs and rows are prototypes: one for each kind of block, between docxtpl's tags. Beside
those, three tags of our own work on what holds them: `{% keepnext X %}` (the paragraph stays with
the next one when X), `{% columns X %}` (X are the columns of the table), and
`{% cell WIDTH, SPAN, FILL %}` (the cell takes that width, span and shade; the last two may lack).
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

from letter_styles import (
    HEADER,
    NAMESPACE,
    PAIR_GAP,
    PAIR_LOOKS,
    QUIET,
    TONES,
    identifier,
    numbering_xml,
    pair_tabs,
    styles_xml,
)

from scopegen.render.word_prepare import prepared_parts

HERE = Path(__file__).parent
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
COLUMN = 1512
NAMED = '<w:tblCaption w:val="{{ table.name }}"/>'
DESCRIBED = '<w:tblDescription w:val="{{ table.alt }}"/>'
TAB = "<w:r><w:tab/></w:r>"


def paragraph(style: str, *runs: str, own: str = "") -> str:
    """Make a paragraph of a named style; a run is text, or XML that starts with `<`.

    `own` are properties that the style leaves to the paragraph.
    """
    inner = "".join(run if run.startswith("<") else text(run) for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier(style)}"/>{own}</w:pPr>{inner}</w:p>'


def text(content: str, look: str = "") -> str:
    """Make a run of text."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{content}</w:t></w:r>'


def tag(content: str, own: str = "") -> str:
    """Make a paragraph that is only tags and does not print."""
    return paragraph("Normal", f"{own}{{%p {content} %}}")


def either(choices: dict[str, str], own: str = "") -> str:
    """Make a chain of conditions; the condition `else` comes last."""
    steps = []
    for number, (condition, content) in enumerate(choices.items()):
        word = "else" if condition == "else" else f"{'elif' if number else 'if'} {condition}"
        steps.append(tag(word, own="" if number else own) + content)
    return "".join(steps) + tag("endif")


def cell(*content: str, place: str = "top", span: int = 1) -> str:
    """Make a cell over one or more columns, its text at the top, center or bottom."""
    placed = "" if place == "top" else f'<w:vAlign w:val="{place}"/>'
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    size = f'<w:tcW w:w="{span * COLUMN}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{size}{wide}{placed}</w:tcPr>{''.join(content)}</w:tc>"


def cells(opening: str, content: str) -> str:
    """Make cells under a loop or a condition."""
    start, end = f"{{%tc {opening} %}}", f"{{%tc end{opening.split(maxsplit=1)[0]} %}}"
    return cell(paragraph("Normal", start)) + content + cell(paragraph("Normal", end))


def row(*content: str, head: bool = False, height: int = 0) -> str:
    """Make a row, which never breaks across pages; a head is repeated on each page."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeated}</w:trPr>{''.join(content)}</w:tr>"


def rows(opening: str, content: str, span: int = 3) -> str:
    """Make rows under a loop or a condition."""
    start = f"{{%tr {opening} %}}{{% columns table.columns %}}"
    end = f"{{%tr end{opening.split(maxsplit=1)[0]} %}}"
    above, below = (cell(paragraph("Normal", words), span=span) for words in (start, end))
    return row(above) + content + row(below)


def table(
    style: str, content: str, words: str = "", *, columns: int = 3, gap: str = "Table gap"
) -> str:
    """Make a table of fixed layout, with a gap after it."""
    grid = columns * f'<w:gridCol w:w="{COLUMN}"/>'
    after = paragraph(gap, *(("{% keepnext keep %}",) if gap == PAIR_GAP else ()))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{identifier(style)}"/>'
        '<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{words}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{content}</w:tbl>{after}"
    )


def text_cells(row_name: str, looks: dict[str, str], keep: str) -> str:
    """Make the cells of a row: each line in the style that its look asks for."""
    words = f"{{% keepnext {keep} %}}{{{{r line }}}}"
    lines = either({when: paragraph(style, words) for when, style in looks.items()})
    each = tag("for line in lines", own="{% cell width %}") + lines + tag("endfor")
    return cells(f"for width, look, lines in {row_name}", cell(each))


def terms_table() -> str:
    """Make the table with a name and what it says."""
    looks = {'look == "name"': "Table name", "else": "Table text"}
    body = row(text_cells("row", looks, "keep"))
    return table("Terms table", rows("for keep, row in table.rows", body), NAMED)


def grid_table() -> str:
    """Make the table with a head and columns."""
    right = 'look == "number"'
    head = row(
        text_cells("table.head", {right: "Table head number", "else": "Table head"}, "true"),
        head=True,
    )
    body = row(text_cells("row", {right: "Table number", "else": "Table text"}, "keep"))
    content = rows("if table.head", head) + rows("for keep, row in table.rows", body)
    return table("Grid table", content, NAMED)


def picture_table() -> str:
    """Make the drawing of bars."""
    label = cell(
        paragraph("Picture label", "{% cell width %}{% keepnext keep %}{{r label }}"),
        place="center",
    )
    tones = [name.lower() for name in TONES]
    conditions = [f'tone == "{tone}"' for tone in tones[:-1]] + ["else"]
    styled = (paragraph(f"Picture {tone}", "{% keepnext keep %}{{r words }}") for tone in tones)
    chosen = either(dict(zip(conditions, styled, strict=True)), own="{% cell width, span, fill %}")
    bar = cell(chosen, place="center")
    content = cells("for width, label in labels", label) + cells(
        "for width, span, fill, tone, words in bars", bar
    )
    loop = rows("for keep, labels, bars in table.rows", row(content, height=340), span=6)
    return table("Picture table", loop, NAMED + DESCRIBED, columns=6)


def signature_table() -> str:
    """Make the boxes to sign, side by side in one row."""
    quiet = f'<w:color w:val="{QUIET}"/><w:sz w:val="18"/>'
    filled = paragraph("Signature value", text("{{ label }}", quiet), TAB, "{{ value }}")
    fields = either({"value": filled, "else": paragraph("Signature label", "{{ label }}")})
    box = (
        paragraph("Signature party", "{% cell width %}{% columns table.columns %}{{ party }}")
        + tag("for label, value in fields")
        + fields
        + tag("endfor")
    )
    boxes = cells("for width, party, fields in table.rows", cell(box, place="bottom"))
    return table("Signature table", row(boxes))


def pair_table(style: str, looks: dict[str, tuple[str, str]]) -> str:
    """Make the table of two languages: a row a paragraph, its lines in the style of their look."""

    def row_of(name: str, keep: str) -> str:
        words = f"{{% keepnext {keep} %}}{{{{r words }}}}"
        styled = {
            f'look == "{one}"' if one else "else": paragraph(named, words, own=own)
            for one, (named, own) in looks.items()
        }
        each = tag("for look, words in lines", own="{% cell width %}")
        each += either(styled) + tag("endfor")
        return cells(f"for width, lines in {name}", cell(each))

    head = row(row_of("table.head", "true"), head=True)
    body = row(row_of("row", "stays"))
    content = rows("if table.head", head) + rows("for stays, row in table.rows", body)
    return table(style, content, NAMED, gap=PAIR_GAP if style == "Pair table" else "Table gap")


def pair_heading(style: str) -> str:
    """Make a heading in two languages on one line, which Word's navigation pane can show."""
    return paragraph(style, "{{r text }}", own=f"<w:tabs>{pair_tabs()}</w:tabs>")


def kept(style: str) -> str:
    """Make the prototype of a paragraph that stays with the next one when it must."""
    return paragraph(style, "{% keepnext keep %}{{r text }}")


def body_xml() -> str:
    """Make word/document.xml: the title, then a prototype for each kind of block."""
    blocks = {
        "part": paragraph("heading 1", "{{r text }}"),
        "clause": paragraph("heading 2", "{{r text }}"),
        "annex": paragraph("Annex heading", "{{r text }}"),
        "section": paragraph("heading 3", "{{r text }}"),
        "lead": kept("Lead"),
        "note": kept("Note"),
        "provision": kept("Clause paragraph"),
        "item": kept("Clause item"),
        "bullet": kept("List Bullet"),
        "terms": terms_table(),
        "grid": grid_table(),
        "picture": picture_table(),
        "signatures": signature_table(),
        "check": kept("Form check"),
        "line": kept("Form line"),
        "fixed": kept("Form fixed"),
        "label": kept("Form label"),
        "area": kept("Form area"),
        "signature": kept("Form signature"),
        "pair_part": pair_heading("heading 1"),
        "pair_clause": pair_heading("heading 2"),
        "pair_annex": pair_heading("Annex heading"),
        "pair_section": pair_heading("heading 3"),
        "pair": pair_table("Pair table", PAIR_LOOKS),
        "twin": pair_table("Twin table", {"name": ("Table name", ""), "": ("Table text", "")}),
    }
    choices = {f'kind == "{kind}"': xml for kind, xml in blocks.items()} | {"else": kept("Normal")}
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1701" w:right="1417" w:bottom="1417" w:left="1417" w:header="794" '
        'w:footer="652" w:gutter="0"/></w:sectPr>'
    )
    content = (
        paragraph("Title", "{{ title }}")
        + tag("for kind, text, keep, table in blocks")
        + either(choices)
        + tag("endfor")
    )
    return (
        f'{HEADER}<w:document {NAMESPACE} xmlns:r="{OFFICE}"><w:body>{content}{page}</w:body>'
        "</w:document>"
    )


def watermark() -> str:
    """Draw the draft mark across the page, behind the text, the way Word itself draws one."""
    shape_type = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    )
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:440pt;height:110pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    shape = (
        f'<v:shape id="DraftMark" o:spid="_x0000_s2049" type="#_x0000_t136" style="{place}" '
        'o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        '<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" '
        'string="{{ draft_mark }}"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape>'
    )
    drawn = f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{shape_type}{shape}</w:pict></w:r>"
    return text("{%r if draft_mark %}") + drawn + text("{%r endif %}")


def running(kind: str, content: str) -> str:
    """Make the part of a header or footer."""
    drawing = (
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w10="urn:schemas-microsoft-com:office:word"'
    )
    return f"{HEADER}<w:{kind} {NAMESPACE} {drawing}>{content}</w:{kind}>"


def settings_xml() -> str:
    """Make word/settings.xml: as Word 2013 and later, and nothing asked on opening."""
    mode = (
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f'{HEADER}<w:settings {NAMESPACE}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="680"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{mode}</w:compat></w:settings>"
    )


def font_table_xml() -> str:
    """Make word/fontTable.xml."""
    return (
        f'{HEADER}<w:fonts {NAMESPACE}><w:font w:name="Calibri"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def content_types_xml(parts: dict[str, str]) -> str:
    """Make [Content_Types].xml."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEADER}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships_xml(targets: dict[str, str]) -> str:
    """Make a part of relationships: what each target is."""
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def parts() -> dict[str, str]:
    """Make all parts of the template, in the order of the package."""
    kinds = {
        "styles": "styles",
        "numbering": "numbering",
        "header1": "header",
        "footer1": "footer",
        "settings": "settings",
        "fontTable": "fontTable",
    }
    header = paragraph("header", "{{ header }}", watermark())
    footer = paragraph("footer", "{{ footer }}", TAB, "{{r page_label }}")
    return {
        "[Content_Types].xml": content_types_xml({"document": "document.main"} | kinds),
        "_rels/.rels": relationships_xml({"word/document.xml": "officeDocument"}),
        "word/_rels/document.xml.rels": relationships_xml(
            {f"{name}.xml": kind for name, kind in kinds.items()}
        ),
        "word/document.xml": body_xml(),
        "word/styles.xml": styles_xml(),
        "word/numbering.xml": numbering_xml(),
        "word/header1.xml": running("hdr", header),
        "word/footer1.xml": running("ftr", footer),
        "word/settings.xml": settings_xml(),
        "word/fontTable.xml": font_table_xml(),
    }


def build(path: Path) -> None:
    """Write the template."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts().items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def prepare(path: Path) -> None:
    """Write the prepared form beside a template, so that docxtpl need not be loaded for it."""
    content = path.read_bytes()
    known = {"sha256": hashlib.sha256(content).hexdigest(), "parts": prepared_parts(content)}
    text_form = json.dumps(known, ensure_ascii=False, indent=1) + "\n"
    path.with_suffix(".prepared.json").write_text(text_form, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["prepare"]:
        build(HERE / "letter.docx")
    prepare(HERE / "letter.docx")
