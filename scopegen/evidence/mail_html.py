"""From the HTML of a message to its text: what a reader sees, without what is quoted or hidden.

The standard library's `html.parser` takes minutes over a hundred kilobytes of `<!--`, so tags are
found here with patterns that never look back. Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from scopegen.evidence.mail_style import (
    BLACK,
    WHITE,
    Colour,
    Sheet,
    background_of,
    declared,
    hides,
    ink_of,
    is_lost,
)

CUT = "-----Original Message-----"
"""Printed where a mail program says that all that follows is quoted."""
QUOTED = ">"
"""Printed where a quoted stretch stood."""

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_REMARK_END, _TAG_END = re.compile(r"--!?>"), re.compile(">")
_STYLE = re.compile(r"<style\b[^<>]*+>", re.IGNORECASE)

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
}
_UNTOLD = {"script", "style", "title"}
"""What neither shows nor decides anything."""
_RAW = _UNTOLD | {"textarea", "xmp", "iframe", "noembed", "noframes"}
"""What holds no further elements."""
_DOUBTFUL = {
    *("audio", "bdo", "canvas", "datalist", "del", "dialog", "map", "math", "object", "plaintext"),
    *("s", "select", "strike", "svg", "template", "video"),
}
"""Of what is in these, some programs show all and others nothing, or show it otherwise."""
_BESIDE = ("alt", "placeholder", "srcdoc", "value")
"""Attributes that may be shown, as words."""
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|center|d[dlt]|div|fieldset|footer|form|h[1-6r]|header|li|main"
    r"|[ou]l|p|pre|section|table|t[dhr]"
)
_QUOTE_NAME = re.compile(
    r"\b(?:gmail_quote|gmail_extra|gmail_attr|yahoo_quoted|protonmail_quote|moz-cite-prefix"
    r"|zmail_extra|tutanota_quote|wordsection_quote)",
    re.IGNORECASE,
)
_CUT_NAME = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|zwchr|reply-?(?:intro|separator)|stopSpelling"
    r"|mail-editor-reference-message-container|ms-outlook-mobile-reference-message"
    r"|OLK_SRC_BODY_SECTION|origbody)$",
    re.IGNORECASE,
)
_LINE_ABOVE = re.compile(r"border-top\s*:\s*(?:solid|[\d.]+(?:pt|px)\s+solid)", re.IGNORECASE)
Token = tuple[Literal["text", "open", "close", "beside"], str, str]


@dataclass(slots=True)
class _Mark:
    """An open element: does it hide or quote what is in it, and what are its colours."""

    name: str
    hidden: bool
    quoted: bool
    ink: Colour
    background: Colour


@dataclass(slots=True)
class _Page:
    """The text so far, apart for what is seen and what is hidden."""

    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    hidden: int = 0
    quoted: int = 0
    cut: bool = False
    sheet: Sheet = field(default_factory=Sheet)

    def put(self, text: str) -> None:
        """Add text where it belongs."""
        if self.quoted or self.cut:
            return
        lost = bool(self.marks) and is_lost(self.marks[-1].ink, self.marks[-1].background)
        (self.unseen if self.hidden or lost else self.seen).append(text)

    def put_beside(self, text: str) -> None:
        """Add text that some programs show and others do not."""
        if text and not (self.quoted or self.cut):
            self.unseen.append(f" {_spaced(text)} ")


def text_of_html(markup: str) -> tuple[str, str]:
    """Give the text that a reader sees, and apart the text that is hidden or struck through.

    Quoted stretches are left out; blocks are parted by empty lines, `<br>` by a line end.
    """
    page = _Page()
    for sheet in _styles(markup):
        page.sheet.add(sheet)
    page.hidden += page.sheet.unclear
    for kind, name, rest in _tokens(markup):
        if kind == "text":
            page.put(_spaced(name))
        elif kind == "beside":
            page.put_beside(name)
        elif kind == "open":
            _open(page, name, rest)
        else:
            _close(page, name)
    return "".join(page.seen), "".join(page.unseen)


def _spaced(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", unescape(text))


def _tokens(markup: str) -> Iterator[Token]:
    at, end = 0, len(markup)
    while at < end:
        found = markup.find("<", at)
        if found != at:
            yield "text", markup[at : found if found >= 0 else end], ""
            at = found if found >= 0 else end
            continue
        if markup.startswith(("<!", "<?"), at):
            at = _after_remark(markup, at)
        elif tag := _TAG.match(markup, at):
            name = tag[2].lower()
            yield "close" if tag[1] else "open", name, tag[3]
            at = tag.end()
            if name in _RAW and not tag[1]:
                at = _after_raw(markup, name, tag.end())
                yield "beside", "" if name in _UNTOLD else markup[tag.end() : at], ""
        else:
            yield "text", "<", ""
            at += 1


def _after_remark(markup: str, at: int) -> int:
    """Skip a comment or a declaration; one that never ends takes the rest, as in a browser.

    `<!-->` is a whole comment, and `--!>` ends one too (HTML, 13.2.5.43 to 52).
    """
    mark = _REMARK_END if markup.startswith("<!--", at) else _TAG_END
    found = mark.search(markup, at + 2)
    return found.end() if found else len(markup)


def _after_raw(markup: str, name: str, at: int) -> int:
    closing = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(markup, at)
    return closing.end() if closing else len(markup)


def _styles(markup: str) -> Iterator[str]:
    at = 0
    while found := _STYLE.search(markup, at):
        at = _after_raw(markup, "style", found.end())
        yield markup[found.end() : at]


def _open(page: _Page, name: str, rest: str) -> None:
    if name in {"br", "hr"} or _BLOCKS.fullmatch(name):
        page.put("\n" if name == "br" else "\n\n")
    facts = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(rest)}
    if _ends_own_words(name, facts) and not page.quoted:
        page.put(f"\n\n{CUT}\n\n")
        page.cut = page.cut or not page.hidden
    for each in _BESIDE:
        page.put_beside(facts.get(each, ""))
    if name in _VOID or rest.endswith("/"):
        return
    mark = _mark(page, name, facts, rest)
    if mark.quoted and not page.quoted:
        page.put(f"\n\n{QUOTED}\n\n")
    page.marks.append(mark)
    page.hidden += mark.hidden
    page.quoted += mark.quoted


def _mark(page: _Page, name: str, facts: dict[str, str], rest: str) -> _Mark:
    style, names = declared(facts.get("style", "")), facts.get("class", "")
    quoted = name == "blockquote" or bool(_QUOTE_NAME.search(names))
    below = page.marks[-1] if page.marks else None
    written = facts.get("color", facts.get("text", ""))
    ink = ink_of(style, written, below.ink if below else BLACK)
    behind = facts.get("bgcolor", "")
    background = background_of(style, behind, below.background if below else WHITE)
    hidden = (
        name in _DOUBTFUL
        or name in page.sheet.elements
        or hides(style)
        or bool(re.search(r"(?<![\w-])hidden(?![\w-])", _ATTRIBUTE.sub(" ", rest)))
        or bool(page.sheet.names & {*names.split(), facts.get("id", "")})
    )
    return _Mark(name, hidden, quoted, ink, background)


def _ends_own_words(name: str, facts: dict[str, str]) -> bool:
    if any(_CUT_NAME.match(facts.get(each, "")) for each in ("id", "name")):
        return True
    return name == "div" and bool(_LINE_ABOVE.search(facts.get("style", "")))


def _close(page: _Page, name: str) -> None:
    if _BLOCKS.fullmatch(name):
        page.put("\n\n")
    nearest = next((m for m in reversed(page.marks[-200:]) if m.name == name), None)
    while nearest and page.marks:
        mark = page.marks.pop()
        page.hidden -= mark.hidden
        page.quoted -= mark.quoted
        if mark is nearest:
            return
