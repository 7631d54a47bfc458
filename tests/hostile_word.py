"""Makes hostile Word files out of `tests/corpus/hostile/templates`, and the ways their zip lies."""

from __future__ import annotations

import io
import re
import struct
import tomllib
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from letterheads import paper

HOSTILE = Path(__file__).parent / "corpus" / "hostile"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT, STYLES, LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
TYPES, START, TIES = "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"
CORE = ("docProps/core.xml", "docProps/custom.xml")
Parts = dict[str, bytes]


def lines(name: str) -> list[str]:
    """Read a corpus of one case a line."""
    text = (HOSTILE / "templates" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def tables(name: str) -> dict[str, Any]:
    """Read a corpus in TOML."""
    return tomllib.loads((HOSTILE / name).read_text(encoding="utf-8"))


@cache
def letter_paper() -> bytes:
    """Give letter paper with nothing wrong."""
    return paper()


def parts_of(content: bytes) -> Parts:
    """Unpack a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return whole.getvalue()


def changed(*edits: Callable[[Parts], None], content: bytes | None = None) -> bytes:
    """Change the parts of letter paper."""
    parts = parts_of(content or letter_paper())
    for edit in edits:
        edit(parts)
    return zipped(parts)


def put(name: str, part: bytes | str) -> Callable[[Parts], None]:
    """Put a part in, or another in its place."""
    return lambda parts: parts.update({name: part.encode() if isinstance(part, str) else part})


def drop(name: str) -> Callable[[Parts], None]:
    """Take a part out."""

    def edit(parts: Parts) -> None:
        del parts[name]

    return edit


def instead(name: str, old: str, new: str) -> Callable[[Parts], None]:
    """Write something else in a part; what it is written for must be there."""

    def edit(parts: Parts) -> None:
        assert old.encode() in parts[name], old
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)

    return edit


def in_body(xml: str) -> Callable[[Parts], None]:
    """Put XML at the end of the text."""
    return instead(DOCUMENT, "<w:sectPr", f"{xml}<w:sectPr")


def tied(kind: str, target: str, mode: str = "") -> Callable[[Parts], None]:
    """Tie something to the document."""
    how = f' TargetMode="{mode}"' if mode else ""
    tie = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{escape(target)}"{how}/>'
    return instead(TIES, "</Relationships>", f"{tie}</Relationships>")


def placed(xml: str, payload: str) -> str:
    """Put a payload in the place of the @ of a piece of XML."""
    return xml.replace("@", escape(payload))


def declared(xml: str) -> str:
    """Say of the outermost element of a part what `w:` means."""
    return re.sub(r"^<([\w:]+)", rf'<\1 xmlns:w="{W}"', xml)


# ---- Containers ----


def containers() -> Mapping[str, Callable[[bytes], bytes]]:
    """Give the ways in which a container can lie, by name; each takes a good file."""
    return {**_ZIPS, **{name: _of_parts(edits) for name, edits in _PARTS.items()}}


def _of_parts(edits: tuple[Callable[[Parts], None], ...]) -> Callable[[bytes], bytes]:
    return lambda good: changed(*edits, content=good)


def _with_entry(good: bytes, name: str, part: bytes = b"<x/>", link: bool = False) -> bytes:
    whole = io.BytesIO(good)
    with zipfile.ZipFile(whole, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o120777 << 16 if link else 0
        package.writestr(entry, part)
    raw = whole.getvalue()
    spelled = name.replace("\\", "/").encode()  # zipfile writes it as the system of today does
    return raw.replace(spelled, name.encode()) if "\\" in name else raw


def _edited(good: bytes, part: str, at: int, value: bytes, *, local: bool = False) -> bytes:
    """Write in the list of parts, or in the head of a part (APPNOTE 4.3.7 and 4.3.12)."""
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        start = package.getinfo(part).header_offset
        listed = good.index(b"PK\x01\x02", package.start_dir)
    while good[listed + 46 : listed + 46 + len(part)] != part.encode():
        listed = good.index(b"PK\x01\x02", listed + 4)
    place = (start if local else listed) + at
    return good[:place] + value + good[place + len(value) :]


def _many(count: int) -> bytes:
    """List parts that are all the same empty one."""
    entry = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0)
    listing = b"".join(b"PK\x01\x02%s%04x" % (entry, number % 65536) for number in range(count))
    said = min(count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, said, said, len(listing), 0, 0)
    return listing + b"PK\x05\x06" + end


def _overlapping(good: bytes) -> bytes:
    """Let a second name lead into the bytes of another part."""
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        start = package.getinfo(STYLES).header_offset
    twin = _with_entry(good, "word/fonts.xml")
    return _edited(twin, "word/fonts.xml", 42, struct.pack("<I", start))


def _for_giants(good: bytes) -> bytes:
    """Add a second end of the list, which counts for files of more than 4 GB."""
    at = good.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", good[at + 10 : at + 20])
    big = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<IQI", 0, at, 1)
    return good[:at] + b"PK\x06\x06" + big + b"PK\x06\x07" + locator + good[at:]


def _method(method: int) -> Callable[[bytes], bytes]:
    return lambda good: zipped(parts_of(good), method)


def _one_byte(good: bytes) -> bytes:
    at = good.index(b"word/document.xml") + 200
    return good[:at] + bytes((good[at] ^ 0xFF,)) + good[at + 1 :]


BIG = 60_000_000
_ZIPS: dict[str, Callable[[bytes], bytes]] = {
    "no zip": lambda _: b"PK\x03\x04 word/ not really",
    "cut short": lambda good: good[: len(good) // 2],
    "one byte changed": _one_byte,
    "wrong checksum": lambda good: _edited(good, DOCUMENT, 16, b"\1\2\3\4"),
    "a program before it": lambda good: b"MZ" + b"\0" * 200 + good,
    "a web page after it": lambda good: good + b"<script>alert(1)</script>",
    "two lists of parts": lambda good: good + b"PK\x05\x06" + b"\0" * 18,
    "list for giants": _for_giants,
    "many thousands of parts": lambda _: _many(200_000),
    "thousands of parts": lambda _: _many(2_001),
    "bomb": lambda good: changed(put("word/media/x.bin", b"\0" * BIG), content=good),
    "bomb in pieces": lambda good: changed(
        *(put(f"word/media/{n}.bin", b"\0" * (BIG // 20)) for n in range(20)), content=good
    ),
    "bomb that says it is small": lambda good: _edited(
        changed(put("word/media/x.bin", b"\0" * BIG), content=good),
        "word/media/x.bin",
        24,
        struct.pack("<I", 100),
    ),
    "packed by lzma": _method(zipfile.ZIP_LZMA),
    "packed by bzip2": _method(zipfile.ZIP_BZIP2),
    "locked": lambda good: _edited(good, DOCUMENT, 8, b"\x01\x00"),
    "head says another size": lambda good: _edited(good, DOCUMENT, 22, b"\1\0\0\0", local=True),
    "overlapping parts": _overlapping,
    "one part twice": lambda good: _with_entry(good, DOCUMENT),
    "one part in two cases": lambda good: _with_entry(good, "Word/Document.XML"),
    "../ in a name": lambda good: _with_entry(good, "word/../../evil.xml"),
    "whole path": lambda good: _with_entry(good, "/etc/evil.xml"),
    "drive": lambda good: _with_entry(good, "C:evil.xml"),
    "backslash": lambda good: _with_entry(good, "word\\evil.xml"),
    "two slashes": lambda good: _with_entry(good, "word//evil.xml"),
    "dot in the way": lambda good: _with_entry(good, "word/./document.xml"),
    "slash in disguise": lambda good: _with_entry(good, "word%2Fdocument.xml"),
    "link": lambda good: _with_entry(good, "word/link.xml", b"/etc/passwd", link=True),
    "only a picture": lambda _: zipped({"word/media/x.png": b"x"}),
}

LAUGHS = "".join(
    f'<!ENTITY {name} "{"&" + below + ";" if below else "ha"}'
    f'{("&" + below + ";") * 9 if below else ""}">'
    for below, name in zip(("", *"abcdefgh"), "abcdefghi", strict=True)
)
STRAY = f'<x:document xmlns:x="{W}"/>'
STYLE = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>{1}</w:style>'
BASED = '<w:basedOn w:val="{}"/>'


def _root(name: str, text: str) -> Callable[[Parts], None]:
    """Put a declaration before the outermost element of a part."""

    def edit(parts: Parts) -> None:
        old = re.sub(r"^\s*<\?xml.*?\?>", "", parts[name].decode("utf-8-sig"))
        parts[name] = f"{text}{old}".encode()

    return edit


def _coded(name: str, coded: Callable[[str], bytes]) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        parts[name] = coded(parts[name].decode())

    return edit


def _styles(*styles: str) -> Callable[[Parts], None]:
    return instead(STYLES, "</w:styles>", "".join(styles) + "</w:styles>")


_PARTS: dict[str, tuple[Callable[[Parts], None], ...]] = {
    "no text": (drop(DOCUMENT),),
    "no styles": (drop(STYLES),),
    "no list of contents": (drop(TYPES),),
    "no relations": (drop(START),),
    "empty list of contents": (put(TYPES, "<x/>"),),
    "relations of nothing": (put(START, "<x/>"),),
    "text listed as a picture": (
        instead(TYPES, "wordprocessingml.document.main+xml", "presentation"),
    ),
    "text under another name": (
        put("word/header9.bin", f'<w:hdr xmlns:w="{W}"/>'),
        instead(
            TYPES,
            "</Types>",
            '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.header+xml"/></Types>',
        ),
    ),
    "text elsewhere": (instead(START, '"word/document.xml"', '"word/other.xml"'),),
    "styles elsewhere": (instead(TIES, '"styles.xml"', '"other.xml"'),),
    "entity from a file": (
        _root(DOCUMENT, '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    "entity from the net": (_root(STYLES, '<!DOCTYPE w PUBLIC "x" "http://evil.example/x.dtd">'),),
    "laughs": (_root(DOCUMENT, f"<!DOCTYPE w [{LAUGHS}]>"), in_body("<w:p>&i;</w:p>")),
    "utf-16": (_coded(DOCUMENT, lambda xml: xml.replace("UTF-8", "UTF-16").encode("utf-16")),),
    "utf-7": (_root(DOCUMENT, '<?xml version="1.0" encoding="UTF-7"?>'),),
    "latin-1": (_root(DOCUMENT, "<?xml version='1.0' standalone='yes' encoding='iso-8859-1'?>"),),
    "unclosed": (instead(DOCUMENT, "</w:body>", ""),),
    "no xml": (put(DOCUMENT, "word/ {{ letter }}"),),
    "other prefix": (
        _coded(
            DOCUMENT,
            lambda xml: xml.replace("w:", "q:").replace("xmlns:w=", "xmlns:q=").encode(),
        ),
    ),
    "style on itself": (_styles(STYLE.format("x", BASED.format("x"))),),
    "styles in a circle": (
        _styles(STYLE.format("x", BASED.format("y")), STYLE.format("y", BASED.format("x"))),
    ),
    "thousands of styles": (
        _styles(*(STYLE.format(f"s{n}", BASED.format(f"s{n - 1}")) for n in range(6_000))),
    ),
    "millions of elements": (in_body("<w:b/>" * 800_000),),
    "millions of attributes": (
        in_body("<w:b " + " ".join(f'a{n}=""' for n in range(500_000)) + "/>"),
    ),
    "a page of blanks": (in_body(" " * 6_000_000),),
    "as many relations": (
        put(
            "word/_rels/header1.xml.rels",
            "<r>" + '<R Target="http://x" TargetMode="External"/>' * 160_000 + "</r>",
        ),
    ),
}
