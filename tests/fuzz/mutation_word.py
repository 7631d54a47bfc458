"""Changes inside the parts of a Word file, most of which leave it a Word file."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .mutation import FEW, bytes_changed, words_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
TAGS = (
    *("sdt", "sdtContent", "r", "t", "p", "tab", "br", "del", "ins", "delText", "moveFrom", "pPr"),
    *("smartTag", "hyperlink", "fldSimple", "instrText", "fldChar", "vanish", "tbl", "tr", "tc"),
    *("bookmarkStart", "bookmarkEnd", "customXml", "altChunk", "sym", "drawing", "object", "pict"),
    *("footnoteReference", "commentReference", "sectPr", "headerReference", "numPr", "rPr", "dir"),
    *("proofErr", "noBreakHyphen", "softHyphen", "ruby", "subDoc", "bdo", "permStart", "moveTo"),
)
VALUES = ("", "0", "1", "-1", "x", "99999999999")


def changed_package(data: bytes, picks: random.Random) -> bytes:
    """Change one part of a Word file; raises what `zipfile` raises when it is none."""
    if picks.randrange(12) == 0:
        return bytes_changed(data, picks)
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = DOCUMENT if picks.randrange(3) else picks.choice(sorted(parts))
    change = _in_tags if picks.randrange(5) == 0 else _in_tree
    parts[name] = change(parts.get(name, b""), picks)
    if picks.randrange(20) == 0:
        parts[picks.choice(("word/comments.xml", "word/x.xml", f"{name}/"))] = parts.pop(name)
    return packed(parts, picks.choice((8, 8, 8, 8, 0, 12, 14)))


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put parts in a package, each packed by the same method."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def _in_tree(text: bytes, picks: random.Random) -> bytes:
    """Change the tree of a part, so that it stays XML."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return _in_tags(text, picks)
    for _ in range(picks.choice(FEW)):
        found = list(root.iter())
        picks.choice(BRANCHES)(picks.choice(found), picks.choice(found), picks)
    for prefix, space in re.findall(rb'xmlns:(\w+)="([^"]+)"', text):
        if not re.fullmatch(rb"ns\d+", prefix):
            ElementTree.register_namespace(prefix.decode(), space.decode())
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _grafted(one: Element, other: Element, picks: random.Random) -> None:
    one.insert(picks.randrange(len(one) + 1), deepcopy(other))


def _cut(one: Element, _: Element, picks: random.Random) -> None:
    if len(one):
        del one[picks.randrange(len(one))]


def _renamed(one: Element, other: Element, picks: random.Random) -> None:
    one.tag = picks.choice((other.tag, W + picks.choice(TAGS)))


def _revalued(one: Element, other: Element, picks: random.Random) -> None:
    for name in sorted(one.attrib)[:1]:
        one.set(name, picks.choice((*VALUES, *other.attrib.values())))


def _bare(one: Element, _: Element, picks: random.Random) -> None:
    if one.attrib:
        del one.attrib[picks.choice(sorted(one.attrib))]


def _reworded(one: Element, _: Element, picks: random.Random) -> None:
    said = bytes_changed((one.text or "x").encode(), picks).decode("utf-8", "ignore")
    one.text = re.sub(r"[^\t\n -~\xa0-\ud7ff]", "", said)


BRANCHES: tuple[Callable[[Element, Element, random.Random], None], ...] = (
    *(_grafted, _grafted, _cut, _renamed, _revalued, _bare, _reworded),
)


def _in_tags(text: bytes, picks: random.Random) -> bytes:
    """Change tags as text, so that what comes out may be no XML."""
    pieces = re.split(rb"(<[^<>]*>)", text)
    for _ in range(picks.choice(FEW)):
        at, other, how = picks.randrange(len(pieces)), picks.choice(pieces), picks.randrange(5)
        if how == 0:
            pieces[at] = bytes_changed(pieces[at], picks)
        elif how == 1:
            pieces.insert(at, picks.choice(words_of("word")))
        elif how == 2:
            del pieces[at : at + picks.choice((1, 2, 6))]
            pieces = pieces or [b""]
        elif how == 3:
            pieces.insert(at, other)
        else:
            pieces[at] = picks.choice(words_of("word"))
    return b"".join(pieces)
