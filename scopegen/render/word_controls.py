"""Form fields as content controls of Word, each in a paragraph of its own.

A control stands in a line of text, so that a template without prototypes for forms prints it too:
there the line is an ordinary paragraph. A control carries the name of its field as its tag and the
label as its title, which is what screen readers say. LibreOffice drops the tag and the lock, but
keeps the bookmark around the control, which has the name too and says whether the field is fixed.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from scopegen.document import FieldKind, FormField, text_of
from scopegen.render.keeping import fields_kept
from scopegen.render.word_runs import Bookmarks, Xml, legal, run, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopegen.document import Form

PrintedLine = tuple[str, Xml, bool]
"""Kind, text and whether it stays with the next line."""

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
EMPTY, CROSSED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"
BOX_FONT = (
    '<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" '
    'w:hint="eastAsia"/><w:sz w:val="24"/></w:rPr>'
)
CHECK = (
    f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="0"/>'
    f'<w14:checkedState w14:val="{ord(CROSSED):04X}" w14:font="MS Gothic"/>'
    f'<w14:uncheckedState w14:val="{ord(EMPTY):04X}" w14:font="MS Gothic"/></w14:checkbox>'
)
PLACEHOLDER = "\N{EN SPACE}" * 24
"""Room to click in; words would be in the way of a pen."""
QUIET = '<w:rPr><w:color w:val="595959"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
TAB = "<w:r><w:tab/></w:r>"
MORE_LINES = f"<w:r>{'<w:br/>' * 3}</w:r>"
LONGEST_TITLE = 64
"""Word refuses a file with a longer title."""
FIRST_ID = 526_000_000
MARK, FIXED_MARK = "field_", "fixed_"
"""What the bookmark of a field starts with: one to fill in, and one that is fixed."""


def printed_form(
    form: Form, bookmarks: Bookmarks, position: int, *, keep: bool
) -> Iterator[PrintedLine]:
    """Print the fields of a form as lines.

    `position` is how many fields stand in the forms before; `keep` is for the last field.
    """
    for number, (field, stays) in enumerate(zip(form.fields, fields_kept(form), strict=True), 1):
        stays_on = stays or (keep and number == len(form.fields))
        yield from _lines(field, bookmarks, FIRST_ID + position + number, keep=stays_on)


def _lines(
    field: FormField, bookmarks: Bookmarks, identifier: int, *, keep: bool
) -> Iterator[PrintedLine]:
    quiet = run(text_of(field.label), QUIET)
    label = runs(field.label, bookmarks)
    control = _control(field, identifier)
    match field.kind:
        case FieldKind.CHECK:
            yield field.kind, Xml(f"{control}{TAB}{label}"), keep
        case FieldKind.LINE | FieldKind.FIXED:
            yield field.kind, Xml(f"{quiet}{TAB}{control}"), keep
        case FieldKind.AREA | FieldKind.SIGNATURE:
            yield "label", label, True
            yield field.kind, Xml(f"{control}{MORE_LINES}"), keep


def _control(field: FormField, identifier: int) -> str:
    match field.kind:
        case FieldKind.CHECK:
            return _made(field, identifier, CHECK, _box(), look=BOX_FONT)
        case FieldKind.LINE:
            return _made(field, identifier, "<w:showingPlcHdr/><w:text/>", run(PLACEHOLDER))
        case FieldKind.AREA:
            kind = '<w:showingPlcHdr/><w:text w:multiLine="1"/>'
            return _made(field, identifier, kind, run(PLACEHOLDER))
        case FieldKind.FIXED:
            return _made(field, identifier, "<w:text/>", run(field.value))
        case FieldKind.SIGNATURE:
            return ""


def _made(field: FormField, identifier: int, kind: str, content: str, *, look: str = "") -> str:
    lock = "sdtContentLocked" if field.kind is FieldKind.FIXED else "sdtLocked"
    name = escape(legal(field.name))
    mark = FIXED_MARK if field.kind is FieldKind.FIXED else MARK
    return (
        f'<w:bookmarkStart w:id="{identifier}" w:name="{mark}{name}"/>'
        f'<w:sdt><w:sdtPr>{look}<w:alias w:val="{_title(field)}"/>'
        f'<w:tag w:val="{name}"/><w:id w:val="{identifier}"/>'
        f'<w:lock w:val="{lock}"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        f'<w:bookmarkEnd w:id="{identifier}"/>'
    )


def _box() -> str:
    return f"<w:r>{BOX_FONT}<w:t>{EMPTY}</w:t></w:r>"


def _title(field: FormField) -> str:
    label = legal(text_of(field.label))
    if len(label) > LONGEST_TITLE:
        label = label[: LONGEST_TITLE - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return escape(label)
