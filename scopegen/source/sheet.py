"""A YAML text by offsets and lines: where things stand, and where a row may be put or cut.

Offsets, lines and columns count from 0. Nothing here knows what a text means; whoever changes it
reads the result back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from scopegen.source.nodes import Mark, Node, Scalar

Edit = tuple[int, int, str]
"""Where to cut, from one offset to another, and what to put there."""
Span = tuple[int, int]
_COMMA = re.compile(r"\s*,")
_END_OF_ITEM = re.compile(r"[ \t]*,?[ \t]*(?:#[^\r\n]*)?\r?(?:\n|\Z)")


class Sheet:
    """A text with its lines; what is put in gets the line ends of the text."""

    def __init__(self, text: str) -> None:
        """Find the lines."""
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.eol = "\r\n" if "\r\n" in text else "\n"

    def at(self, mark: Mark) -> int:
        """Give the offset of a place as PyYAML tells it."""
        line = min(int(mark.line), len(self.starts) - 1)
        return min(self.starts[line] + int(mark.column), len(self.text))

    def span(self, node: Node) -> Span:
        """Give where a node is; the end mark of a block of text lies on a later line."""
        start = self.at(node.start)
        return start, start + len(self.text[start : self.at(node.end)].rstrip())

    def is_flow(self, node: Node) -> bool:
        """Tell whether a group or list stands in brackets."""
        return not isinstance(node, Scalar) and self.text[self.at(node.start)] in "[{"

    def line(self, offset: int) -> int:
        """Give the line that an offset is on."""
        return bisect_right(self.starts, offset) - 1

    def content(self, line: int) -> str:
        """Give a line without its end; outside of the text it is empty."""
        if not 0 <= line < len(self.starts):
            return ""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[line] : end].rstrip("\r\n")

    def is_blank(self, line: int) -> bool:
        """Tell whether a line is empty, as all lines outside of the text are."""
        return not self.content(line).strip()

    def is_comment(self, line: int) -> bool:
        """Tell whether a line holds nothing but a comment."""
        return self.content(line).lstrip().startswith("#")

    def last_line(self, end: int, column: int) -> int:
        """Give the last line of what ends here, with the comments below it that stand deeper."""
        last = at = self.line(end)
        while at + 1 < len(self.starts):
            at += 1
            deeper = self.is_comment(at) and indent(self.content(at)) > column
            if not (deeper or self.is_blank(at)):
                break
            last = at if deeper else last
        return last

    def first_line(self, line: int) -> int:
        """Give the first line of the comments directly above a line, or the line itself.

        The comment that a file opens with is about all of it, and belongs to no line.
        """
        first = line
        while first and self.is_comment(first - 1):
            first -= 1
        return first or line


def indent(row: str) -> int:
    """Count the spaces that a row begins with."""
    return len(row) - len(row.lstrip())


def applied(text: str, edits: Sequence[Edit]) -> str:
    """Give the text with edits made that do not overlap."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def put_below(
    sheet: Sheet, spans: Sequence[Span], at: int, rows: Sequence[str], column: int
) -> Edit:
    """Put rows below an entry, parted by a blank line where its neighbours are."""
    line = sheet.last_line(spans[at][1], column)
    if at + 1 < len(spans):
        parted = sheet.is_blank(line + 1)
    else:
        parted = at > 0 and sheet.is_blank(sheet.first_line(sheet.line(spans[at][0])) - 1)
    padded = [" " * column + row for row in rows]
    return _below(sheet, line, ["", *padded] if parted else padded)


def _below(sheet: Sheet, line: int, rows: Sequence[str]) -> Edit:
    """Put rows below a line; a text that does not end in a line end still will not."""
    if line + 1 < len(sheet.starts):
        offset = sheet.starts[line + 1]
        return offset, offset, "".join(row + sheet.eol for row in rows)
    return len(sheet.text), len(sheet.text), "".join(sheet.eol + row for row in rows)


def put_above(sheet: Sheet, start: int, rows: Sequence[str], column: int) -> Edit:
    """Put rows above the entry that starts here, and above the comments that go with it."""
    line = sheet.line(start)
    first = sheet.first_line(line)
    if first < line and not sheet.content(line)[:column].strip():
        start = sheet.starts[first] + indent(sheet.content(first))
    glue = sheet.eol + " " * column
    return start, start, glue.join([*rows, ""])


def put_in_flow(sheet: Sheet, node: Node, spans: Sequence[Span], at: int, text: str) -> list[Edit]:
    """Put an entry between brackets, on a line of its own where the others have one."""
    begin, end = sheet.span(node)
    if not at:
        return [(begin + 1, begin + 1, f"{text}, " if spans else text)]
    starts = [begin, *(start for start, _ in spans), end - 1]
    before, here, following = map(sheet.line, starts[at - 1 : at + 2])
    start, place = spans[at - 1]
    if not before < here <= sheet.line(place) < following:
        return [(place, place, f", {text}")]
    comma = bool(_COMMA.match(sheet.text, place))
    row = " " * (start - sheet.starts[here]) + text + "," * comma
    below = _below(sheet, sheet.line(place), [row])
    return [below] if comma else [below, (place, place, ",")]


def cut_from_flow(sheet: Sheet, spans: Sequence[Span], at: int) -> Edit:
    """Cut an entry from between its brackets, with the comma that goes with it."""
    start, end = spans[at]
    first, last = sheet.line(start), sheet.line(end)
    alone = not sheet.text[sheet.starts[first] : start].strip()
    if alone and _END_OF_ITEM.match(sheet.text, end):
        return _without(sheet, first, last)
    if at + 1 < len(spans):
        return start, spans[at + 1][0], ""
    return (spans[at - 1][1] if at else start), end, ""


def cut_lines(sheet: Sheet, span: Span, column: int) -> Edit:
    """Cut the lines of an entry; of one that shares its line with a dash, the dash stays."""
    first, last = sheet.line(span[0]), sheet.last_line(span[1], column)
    if not sheet.content(first)[:column].strip():
        return _without(sheet, first, last)
    later = (line for line in range(last + 1, len(sheet.starts)) if not sheet.is_blank(line))
    following = next(later, last)
    return span[0], sheet.starts[following] + indent(sheet.content(following)), ""


def _without(sheet: Sheet, first: int, last: int) -> Edit:
    """Cut lines, and one of two blank ones that would come together."""
    if first and sheet.is_blank(first - 1) and sheet.is_blank(last + 1):
        first -= 1
    start = sheet.starts[first]
    if last + 1 < len(sheet.starts):
        return start, sheet.starts[last + 1], ""
    kept = sheet.text[:start].removesuffix("\n").removesuffix("\r")
    return len(kept), len(sheet.text), ""
