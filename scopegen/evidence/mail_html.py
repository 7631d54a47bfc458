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

CUT = "-----Original Message-----"
"""Printed where a mail program says that all that follows is quoted."""
QUOTED = ">"
"""Printed where a quoted stretch stood."""

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_STYLE = re.compile(r"<style\b[^<>]*+>", re.IGNORECASE)
_CLASS = re.compile(r"[.#]([\w-]+)\s*$")

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
_RAW = {"script", "style", "title", "textarea", "noscript", "template", "xmp", "iframe"}
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|center|d[dlt]|div|fieldset|footer|form|h[1-6r]|header|li|main"
    r"|[ou]l|p|pre|section|table|t[dhr]"
)
_STRUCK = {"s", "strike", "del"}
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
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?<![\w-])(?:font-size|max-height|max-width)\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)"
    r"|(?<![\w-])(?:font-size|opacity|max-height)\s*:\s*0?\.\d*\w*\s*(?:!|;|$)"
    r"|(?<![\w-])opacity\s*:\s*0\s*(?:!|;|$)"
    r"|(?<![\w-])(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip-path|(?<![\w-])clip\s*:\s*rect|text-decoration[\w-]*\s*:[^;]*line-through"
    r"|(?<![\w-])(?:width|height)\s*:\s*0(?:px|pt)?\s*(?:!|;|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(
    r"^(?:white|snow|ivory|#f{3,4}|#f{6}|#f{8}|#f[a-f]f[a-f]f[a-f]|transparent"
    r"|rgba?\(\s*25[0-5]\s*[, ]\s*25[0-5]\s*[, ]\s*25[0-5].*|rgba\(.*,\s*0(?:\.0+)?\s*\))$"
)

Token = tuple[Literal["text", "open", "close"], str, str]


@dataclass(slots=True)
class _Mark:
    """An open element: does it hide or quote what is in it, and what is its background."""

    name: str
    hidden: bool
    quoted: bool
    background: str


@dataclass(slots=True)
class _Page:
    """The text so far, apart for what is seen and what is hidden."""

    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    hidden: int = 0
    quoted: int = 0
    cut: bool = False
    hiding: set[str] = field(default_factory=set)

    def put(self, text: str) -> None:
        """Add text where it belongs."""
        if self.quoted or self.cut:
            return
        (self.unseen if self.hidden else self.seen).append(text)


def text_of_html(markup: str) -> tuple[str, str]:
    """Give the text that a reader sees, and apart the text that is hidden or struck through.

    Quoted stretches are left out; blocks are parted by empty lines, `<br>` by a line end.
    """
    page = _Page(hiding=_hiding_names(markup))
    for kind, name, rest in _tokens(markup):
        if kind == "text":
            page.put(re.sub(r"[ \t\r\n\f]+", " ", unescape(name)))
        elif kind == "open":
            _open(page, name, rest)
        else:
            _close(page, name)
    return "".join(page.seen), "".join(page.unseen)


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
            at = _after_raw(markup, name, tag.end()) if name in _RAW and not tag[1] else tag.end()
        else:
            yield "text", "<", ""
            at += 1


def _after_remark(markup: str, at: int) -> int:
    """Skip a comment or a declaration; one that never ends takes the rest, as in a browser."""
    mark = "-->" if markup.startswith("<!--", at) else ">"
    found = markup.find(mark, at + 2)
    return found + len(mark) if found >= 0 else len(markup)


def _after_raw(markup: str, name: str, at: int) -> int:
    closing = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(markup, at)
    return closing.end() if closing else len(markup)


def _hiding_names(markup: str) -> set[str]:
    """Give the classes and ids that a style sheet hides."""
    names: set[str] = set()
    for sheet in _styles(markup):
        for rule in sheet.split("}"):
            head, _, body = rule.rpartition("{")
            if _UNSEEN.search(body):
                selectors = head.rpartition("{")[2].split(",")
                names |= {found[1] for each in selectors if (found := _CLASS.search(each))}
    return names


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
    if name in _VOID or rest.endswith("/"):
        return
    mark = _mark(page, name, facts, rest)
    if mark.quoted and not page.quoted:
        page.put(f"\n\n{QUOTED}\n\n")
    page.marks.append(mark)
    page.hidden += mark.hidden
    page.quoted += mark.quoted


def _mark(page: _Page, name: str, facts: dict[str, str], rest: str) -> _Mark:
    style, names = facts.get("style", ""), facts.get("class", "")
    quoted = name == "blockquote" or bool(_QUOTE_NAME.search(names))
    below = page.marks[-1].background if page.marks else "white"
    behind = _BACKGROUND.search(style)
    background = (behind[1] if behind else facts.get("bgcolor", "")).strip().lower() or below
    colour = _COLOUR.search(style)
    ink = (colour[1] if colour else facts.get("color", "")).strip().lower()
    hidden = (
        name in _STRUCK
        or bool(_UNSEEN.search(style))
        or bool(re.search(r"(?<![\w-])hidden(?![\w-])", _ATTRIBUTE.sub(" ", rest)))
        or bool(page.hiding & {*names.split(), facts.get("id", "")})
        or bool(ink and (ink == background or (_WHITE.match(ink) and _WHITE.match(background))))
    )
    return _Mark(name, hidden, quoted, background)


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
