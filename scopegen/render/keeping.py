"""Which blocks stay on one page with the next, so that no page breaks where a reader would stop.

Both printers ask here. Headings are not in it: they stay with their text by their own style.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from scopegen.document import (
    Block,
    Bullet,
    FieldKind,
    Form,
    Item,
    Paragraph,
    Picture,
    Provision,
    Signatures,
    Single,
    Table,
    leading,
    text_of,
)

SHORT_TABLE = 8
"""Rows up to which a table is never cut; a longer one repeats its head."""
SHORT_TEXT = 2000
"""Characters up to which such a table is never cut."""
SHORT_LABEL = 200
"""Characters up to which the label of a field is short: two or three lines."""
SHORT_FORM = {FieldKind.AREA: 1, FieldKind.SIGNATURE: 1}
SHORT_FORM_ANSWERS = 12
"""Boxes to tick and lines up to which a form stays on one page; it may have fixed fields too."""
ONE_GROUP = frozenset({FieldKind.CHECK, FieldKind.FIXED})
ROOM_TO_WRITE = frozenset({FieldKind.AREA, FieldKind.SIGNATURE})


def kept_with_next(blocks: Sequence[Block]) -> tuple[bool, ...]:
    """Tell for each block of a document whether it stays with the one after it.

    A line stays with the list, table, picture or form that it leads to, and a picture with the
    text that it opens. The boxes to sign stay with what is agreed just above and with the last
    provision, so that they never stand alone on a page.
    """
    first = [leading(block) for block in blocks]
    closing = _closing(first)
    pairs = enumerate(zip_longest(first, first[1:]))
    return tuple(at in closing or _leads_to(*pair) for at, pair in pairs)


def is_short(table: Table) -> bool:
    """Tell whether a table is never cut: few rows, and no more text than half a page holds."""
    if len(table.rows) > SHORT_TABLE:
        return False
    cells = (cell for row in table.rows for cell in row)
    return sum(len(text_of(line)) for cell in cells for line in cell.lines) <= SHORT_TEXT


def fields_kept(form: Form) -> tuple[bool, ...]:
    """Tell for each field of a form whether it stays with the one after it.

    A short form is never cut, so that one sees the whole decision. In a longer one, boxes to tick
    stay together, for they are one choice, as do fixed fields; and what stands above an area or a
    signature stays there. Nothing does whose label is long.
    """
    if is_short_form(form):
        return (*(True for _ in form.fields[1:]), False)[: len(form.fields)]
    pairs = zip(form.fields, form.fields[1:], strict=False)
    inner = (
        len(text_of(field.label)) <= SHORT_LABEL
        and (following.kind in ROOM_TO_WRITE or field.kind is following.kind in ONE_GROUP)
        for field, following in pairs
    )
    return (*inner, False)[: len(form.fields)]


def is_short_form(form: Form) -> bool:
    """Tell whether a form stays on one page. Printers give way when it is too high for a page."""
    counts = Counter(field.kind for field in form.fields)
    few = counts[FieldKind.CHECK] + counts[FieldKind.LINE] <= SHORT_FORM_ANSWERS
    return few and all(counts[kind] <= most for kind, most in SHORT_FORM.items())


def _leads_to(block: Single, following: Single | None) -> bool:
    match block, following:
        case (Provision(), Item()) | (Paragraph(), Bullet()):
            return True
        case (Paragraph() | Provision() | Item() | Bullet(), Table() | Picture() | Form()):
            return True
        case (Picture(), Paragraph() | Provision()):
            return True
    return False


def _closing(blocks: Sequence[Single]) -> range:
    """The stretch from the last provision before the boxes up to the boxes."""
    end = next((at for at, block in enumerate(blocks) if isinstance(block, Signatures)), 0)
    provisions = (at for at in range(end - 1, -1, -1) if isinstance(blocks[at], Provision))
    return range(next(provisions, end and end - 1), end)
