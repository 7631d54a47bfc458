"""The named styles and the numbering of the bundled letter, as XML.

Built-in Word styles are used where Word has them, so that its navigation pane, its gallery and
screen readers know them. Colours: body text is black, headings are dark blue-green (contrast 9.6
on white), quiet text is grey (7.0). The shades of the pictures run from light to dark, so that
they differ on a grey print; each keeps a contrast of at least 4.5 with its own text.
"""

from __future__ import annotations

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

ACCENT, QUIET, RULE, HEAD_SHADE = "0F4C5C", "595959", "C5D3D6", "E4EDEE"
TEXT_WIDTH = 9072  # twentieths of a point: A4 less margins of 25 mm
HANG, ANNEX_HANG = 680, 1500
SIGNATURE = 4536  # the frame to sign in: 80 mm
LABEL = 1814  # the column of labels in a form: 32 mm
COLUMN_GAP = 240  # between the columns of two languages
BUILT_IN = frozenset(
    ("Normal", "Title", "heading 1", "heading 2", "heading 3", "List Bullet", "header", "footer")
)

TONES = {
    "None": ("F4F6F6", "000000"),
    "Axis": ("", QUIET),
    "Base": ("D3E4E4", "000000"),
    "Low": ("ABCFD0", "000000"),
    "Middle": ("71A8AD", "000000"),
    "High": (ACCENT, "FFFFFF"),
    "Client": ("E7BF7D", "000000"),
    "Provider": ("8DBB9B", "000000"),
}


def style(  # one line a style; the rest follows from what is given
    name: str,
    based_on: str = "Normal",
    *,
    paragraph: str = "",
    run: str = "",
    after: str = "",
) -> str:
    """Make a paragraph style; its id is its name without spaces, as Word makes it."""
    following = f'<w:next w:val="{after}"/>' if after else ""
    kind = ' w:default="1"' if name == "Normal" else ' w:customStyle="1"'
    own = "" if name in BUILT_IN - {"Normal"} else kind
    base = "" if name == "Normal" else f'<w:basedOn w:val="{based_on}"/>'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{identifier(name)}">'
        f'<w:name w:val="{name}"/>{base}{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def identifier(name: str) -> str:
    """Give the id of a style: `heading 1` becomes `Heading1`."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def spacing(before: int = 0, after: int = 0, line: int = 0) -> str:
    """Set the space around and between lines, in twentieths of a point and 240ths of a line."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def hanging(left: int, hang: int) -> str:
    """Indent a paragraph whose number hangs before it."""
    return f'<w:ind w:left="{left}" w:hanging="{hang}"/>'


def numbered(number: int, level: int) -> str:
    """Tie a style to a level of a native list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def rule(size: int, colour: str, space: int, *sides: str) -> str:
    """Draw a line along sides of a paragraph."""
    line = f'w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"'
    return f"<w:pBdr>{''.join(f'<w:{side} {line}/>' for side in sides)}</w:pBdr>"


def look(size: int, colour: str = "", *, bold: bool = False) -> str:
    """Set size in half points, colour and weight."""
    weight = "<w:b/>" if bold else ""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{weight}{ink}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


KEEP = "<w:keepNext/><w:keepLines/>"


def outline(level: int) -> str:
    """Place a heading in Word's navigation pane."""
    return f'<w:outlineLvl w:val="{level}"/>'


def headings() -> str:
    """Make the title and all that opens something."""
    part = KEEP + rule(6, ACCENT, 4, "bottom") + spacing(440, 160) + outline(0)
    clause = KEEP + numbered(1, 0) + spacing(320, 20) + hanging(HANG, HANG) + outline(1)
    annex = (
        f"{KEEP}<w:pageBreakBefore/>{numbered(2, 0)}{rule(6, ACCENT, 4, 'bottom')}"
        f"{spacing(0, 200)}{hanging(ANNEX_HANG, ANNEX_HANG)}{outline(0)}"
    )
    title = KEEP + spacing(0, 120, 240)
    return (
        style("Title", paragraph=title, run=look(48, ACCENT), after="Lead")
        + style("heading 1", paragraph=part, run=look(30, ACCENT), after="Normal")
        + style("heading 2", paragraph=clause, run=look(23, ACCENT, bold=True))
        + style(
            "heading 3",
            paragraph=KEEP + spacing(280, 100) + outline(2),
            run=look(23, ACCENT, bold=True),
            after="Normal",
        )
        + style("Annex heading", paragraph=annex, run=look(30, ACCENT), after="Normal")
    )


def running_text() -> str:
    """Make the styles of the text itself."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    foot = rule(4, RULE, 6, "top") + tab
    provision = f"<w:keepLines/>{numbered(1, 1)}{spacing(110, 60)}{hanging(HANG, HANG)}"
    item = "<w:keepLines/>" + numbered(1, 2) + spacing(0, 60) + hanging(HANG + 400, 400)
    return (
        style("Normal", paragraph=spacing(0, 120, 276))
        + style("Lead", paragraph=spacing(0, 240), run=look(24, "404040"), after="Normal")
        + style("Note", paragraph="<w:keepLines/>", run=look(18, QUIET))
        + style("Clause paragraph", paragraph=provision)
        + style("Clause item", paragraph=item)
        + style("List Bullet", paragraph=numbered(3, 0) + spacing(0, 60) + hanging(340, 340))
        + style("header", paragraph=tab + spacing(0, 0, 240), run=look(16, QUIET))
        + style("footer", paragraph=foot + spacing(0, 0, 240), run=look(16, QUIET))
    )


def table_text() -> str:
    """Make the styles inside tables, pictures and the signature block."""
    line = spacing(40, 40, 252)
    right = '<w:jc w:val="right"/>'
    gap = '<w:spacing w:before="0" w:after="180" w:line="20" w:lineRule="exact"/>'
    values = '<w:tabs><w:tab w:val="left" w:pos="1560"/></w:tabs>'
    written = '<w:spacing w:before="280" w:after="0" w:line="280" w:lineRule="atLeast"/>'
    ruled = rule(4, "7F7F7F", 3, "bottom", "between") + values + written
    return (
        style("Table text", paragraph=line, run=look(19))
        + style("Table number", "TableText", paragraph=right)
        + style("Table name", "TableText", run="<w:b/>")
        + style("Table head", "TableText", paragraph=KEEP, run=f'<w:b/><w:color w:val="{ACCENT}"/>')
        + style("Table head number", "TableHead", paragraph=right)
        + style("Table gap", paragraph=gap, run=look(2))
        + style(
            "Picture label", paragraph=spacing(0, 0, 240) + '<w:ind w:left="-30"/>', run=look(17)
        )
        + "".join(tone_style(name, *shades) for name, shades in TONES.items())
        + style("Signature party", paragraph=KEEP + spacing(0, 120), run="<w:b/>")
        + style(
            "Signature value",
            paragraph="<w:keepLines/>" + ruled + hanging(1560, 1560),
        )
        + style("Signature label", paragraph=ruled, run=look(18, QUIET))
    )


PAIR_GAP = "Pair gap"
PAIR_LOOKS = {
    "provision": ("Left clause paragraph", numbered(1, 1)),
    "item": ("Left clause item", numbered(1, 2)),
    "right_provision": ("Right clause paragraph", ""),
    "right_item": ("Right clause item", ""),
    "bullet": ("List Bullet", ""),
    "note": ("Pair note", ""),
    "language": ("Pair language", ""),
    "": ("Pair text", ""),
}
"""The styles of what stands in two columns, and their own list: only the left one counts."""


def pair_tabs() -> str:
    """Set where the right half of a heading begins, and its text after the number."""
    middle = TEXT_WIDTH // 2
    stops = (f'<w:tab w:val="left" w:pos="{place}"/>' for place in (middle, middle + HANG))
    return "".join(stops)


def pair_text() -> str:
    """Make the styles of a letter in two languages; the right column repeats the left's numbers."""
    unnumbered = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    small = look(19)
    return (
        style("Pair text", paragraph=spacing(0, 100, 264), run=small)
        + style("Pair note", "Note", paragraph=spacing(0, 100))
        + style("Pair language", "PairText", paragraph=KEEP, run=look(18, ACCENT, bold=True))
        + style("Left clause paragraph", "ClauseParagraph", run=small)
        + style("Left clause item", "ClauseItem", run=small)
        + style(
            "Right clause paragraph",
            "ClauseParagraph",
            paragraph=unnumbered + hanging(HANG, HANG),
            run=small,
        )
        + style(
            "Right clause item",
            "ClauseItem",
            paragraph=unnumbered + hanging(HANG + 400, 400),
            run=small,
        )
        + style(
            PAIR_GAP,
            paragraph='<w:spacing w:before="0" w:after="0" w:line="40" w:lineRule="exact"/>',
            run=look(2),
        )
    )


def form_text() -> str:
    """Make the styles of the fields of a form: for a keyboard, and with room for a pen."""
    column = f'<w:tabs><w:tab w:val="left" w:pos="{LABEL}"/></w:tabs>'
    written = '<w:spacing w:before="160" w:after="0" w:line="280" w:lineRule="atLeast"/>'
    lines = '<w:spacing w:before="0" w:after="120" w:line="312" w:lineRule="atLeast"/>'
    framed = "<w:keepLines/>" + rule(4, "7F7F7F", 2, "top", "left", "bottom", "right")
    return (
        style("Form check", paragraph=f"<w:keepLines/>{spacing(0, 40)}{hanging(400, 400)}")
        + style(
            "Form line",
            paragraph="<w:keepLines/>"
            + rule(4, "7F7F7F", 3, "bottom", "between")
            + column
            + written
            + hanging(LABEL, LABEL),
        )
        + style(
            "Form fixed",
            paragraph=f"<w:keepLines/>{column}{spacing(0, 20)}{hanging(LABEL, LABEL)}",
            run=look(16, QUIET),
        )
        + style("Form label", paragraph=KEEP + spacing(140, 60), run=look(18, QUIET))
        + style("Form area", paragraph=f'{framed}{lines}<w:ind w:left="60" w:right="60"/>')
        + style(
            "Form signature",
            paragraph=f'{framed}{lines}<w:ind w:left="60" w:right="{TEXT_WIDTH - SIGNATURE}"/>',
        )
    )


def tone_style(name: str, fill: str, ink: str) -> str:
    """Make the style of a bar: its shading also fills the whole cell."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = f'{shade}{spacing(0, 0, 228)}<w:jc w:val="center"/>'
    return style(f"Picture {name.lower()}", paragraph=place, run=look(16, ink))


def table_style(name: str, table: str, extra: str = "") -> str:
    """Make a table style."""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{identifier(name)}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr>{table}</w:tblPr>{extra}</w:style>"
    )


def edges(size: int, colour: str, *sides: str) -> str:
    """Draw lines between and around cells."""
    lines = (
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>' for side in sides
    )
    return f"<w:tblBorders>{''.join(lines)}</w:tblBorders>"


def margins(top: int, left: int, bottom: int, right: int) -> str:
    """Set the space between the sides of a cell and its text."""
    pairs = {"top": top, "left": left, "bottom": bottom, "right": right}
    inner = "".join(f'<w:{side} w:w="{w}" w:type="dxa"/>' for side, w in pairs.items())
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def table_styles() -> str:
    """Make the looks of a table."""
    head = (
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{HEAD_SHADE}"/></w:tcPr></w:tblStylePr>'
    )
    ruled = edges(4, RULE, "top", "bottom", "insideH")
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins(0, 0, 0, 0)}</w:tblPr></w:style>'
        + table_style("Terms table", ruled + margins(20, 0, 20, 160))
        + table_style("Grid table", ruled + margins(20, 90, 20, 90), head)
        + table_style(
            "Picture table", edges(12, "FFFFFF", "insideH", "insideV") + margins(30, 30, 30, 30)
        )
        + table_style("Signature table", margins(0, 0, 0, 500))
        + table_style("Pair table", margins(0, 0, 0, COLUMN_GAP))
        + table_style("Twin table", ruled + margins(20, 0, 20, COLUMN_GAP))
    )


def styles_xml() -> str:
    """Make word/styles.xml."""
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{look(21)}"
        '<w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" '
        'w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>'
    )
    named = running_text() + headings() + table_text() + form_text() + pair_text()
    named += table_styles()
    return f"{HEADER}<w:styles {NAMESPACE}>{defaults}{named}</w:styles>"


def level(  # what Word's list dialogue asks for
    index: int, form: str, text: str, *, tied_to: str, indent: str, run: str = ""
) -> str:
    """Make one level of a native list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{tied_to}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{indent}</w:pPr><w:rPr>{run}</w:rPr></w:lvl>"
    )


def numbering_xml() -> str:
    """Make word/numbering.xml: the clauses, the annexes and the bullets."""
    plain = '<w:b w:val="0"/>'
    clauses = (
        level(0, "decimal", "%1", tied_to="Heading2", indent=hanging(HANG, HANG))
        + level(
            1, "decimal", "%1.%2", tied_to="ClauseParagraph", indent=hanging(HANG, HANG), run=plain
        )
        + level(
            2,
            "lowerLetter",
            "(%3)",
            tied_to="ClauseItem",
            indent=hanging(HANG + 400, 400),
            run=plain,
        )
    )
    annexes = level(
        0,
        "upperLetter",
        "{{ annex_lead }} %1",
        tied_to="AnnexHeading",
        indent=hanging(ANNEX_HANG, ANNEX_HANG),
        run=f'<w:color w:val="{QUIET}"/>',
    )
    dot = f'<w:color w:val="{ACCENT}"/>'
    bullets = level(
        0, "bullet", "\N{BULLET}", tied_to="ListBullet", indent=hanging(340, 340), run=dot
    )
    kinds = (("multilevel", clauses), ("singleLevel", annexes), ("singleLevel", bullets))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="{kind}"/>'
        f"{levels}</w:abstractNum>"
        for n, (kind, levels) in enumerate(kinds, 1)
    )
    instances = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3)
    )
    return f"{HEADER}<w:numbering {NAMESPACE}>{abstract}{instances}</w:numbering>"
