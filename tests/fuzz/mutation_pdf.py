"""Changes inside the objects of a PDF, with a table that leads to them, as an attacker would."""

from __future__ import annotations

import random
import re
import zlib

from .mutation import FEW, bytes_changed, words_of

OBJECT = re.compile(rb"(?<!\d)(\d{1,6}) (\d{1,5}) obj\b(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"^(.*?)stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
TRAILER = re.compile(rb"trailer\s*(<<.*?>>)\s*startxref", re.DOTALL)
TOKEN = re.compile(rb"/?[A-Za-z0-9.\-]+|[\[\]<>()]+")
PIECE = re.compile(
    rb"(?P<ref>\d+ \d+ R\b)|(?P<name>/[\w.\-#]+)|(?P<text>\((?:[^()\\]|\\.)*\))"
    rb"|(?P<hex><[0-9A-Fa-f]+>)|(?P<number>-?\d+\.?\d*)|(?P<word>[A-Za-z]+)"
)
SPARE = {
    "ref": (b"1 0 R", b"2 0 R", b"99999 0 R", b"null"),
    "name": (b"/V", b"/Kids", b"/Parent", b"/AP", b"/N", b"/AS", b"/Sig", b"/Tx", b"/Contents"),
    "text": (b"()", b"(x)", b"(\xfe\xff\x00a)", b"(\\)", b"(" + b"a" * 300 + b")", b"(\\r\\n)"),
    "hex": (b"<>", b"<00>", b"<FEFF0061>", b"<ff>"),
    "number": (b"0", b"1", b"-1", b"2", b"4", b"64", b"4096", b"99999999999", b"0.00001", b"1e5"),
    "word": (b"Tj", b"ET", b"BT", b"Do", b"q", b"Q", b"re", b"W", b"n", b"f", b"true", b"null"),
}


def changed_pdf(data: bytes, picks: random.Random) -> bytes:
    """Change a PDF in place, or with a revision behind it that says something else."""
    found = list(OBJECT.finditer(data))
    how = picks.randrange(8)
    if how == 0 or not found:
        return bytes_changed(data, picks)
    if how == 1:
        return _same_length(data, picks)
    update, places = bytearray(data.rstrip() + b"\n"), []
    for one in {picks.choice(found) for _ in range(picks.choice((1, 1, 1, 2)))}:
        body = picks.choice(found)[3] if picks.randrange(12) == 0 else one[3]
        places.append((int(one[1]), int(one[2]), len(update)))
        update += one[1] + b" " + one[2] + b" obj" + _body(body, picks) + b"endobj\n"
    return bytes(update) + _table(data, sorted(places), len(update), picks)


def _same_length(data: bytes, picks: random.Random) -> bytes:
    """Put another token in the place of one, so that every offset stays right."""
    token = TOKEN.search(data, picks.randrange(len(data)))
    if token is None:
        return data
    fits = [each for each in words_of("pdf") if len(each) <= len(token[0])] or [b" "]
    return data[: token.start()] + picks.choice(fits).ljust(len(token[0])) + data[token.end() :]


def _body(body: bytes, picks: random.Random) -> bytes:
    stream = STREAM.match(body)
    if stream is None:
        return _pieces(body, picks)
    head, content = stream[1], stream[2]
    if b"FlateDecode" in head and picks.randrange(3):
        content = zlib.compress(_pieces(zlib.decompress(content), picks), 1)
        head = re.sub(rb"/Length \d+( \d+ R)?", b"/Length %d" % len(content), head)
    else:
        head = _pieces(head, picks)
    return head + b"stream\n" + content + b"\nendstream\n"


def _pieces(text: bytes, picks: random.Random) -> bytes:
    """Change some pieces; mostly for others of their own kind, so that the syntax stays right."""
    for _ in range(picks.choice(FEW)):
        places = list(PIECE.finditer(text))
        if not places:
            return bytes_changed(text, picks)
        one = picks.choice(places)
        kind = one.lastgroup or ""
        alike = [each[0] for each in places if each.lastgroup == kind]
        new = picks.choice((*alike[:40], *SPARE[kind]))
        if picks.randrange(4) == 0:
            new = picks.choice(words_of("pdf")) + picks.choice((b"", b" " + one[0]))
        text = text[: one.start()] + new + text[one.end() :]
    return text


def _table(data: bytes, places: list[tuple[int, int, int]], at: int, picks: random.Random) -> bytes:
    """Write the table of a revision, that says where its objects are."""
    before = re.findall(rb"startxref\s+(\d+)", data)
    trailers = TRAILER.findall(data)
    last = trailers[-1] if trailers else b"<< /Size 999 /Root 1 0 R >>"
    last = re.sub(rb"/(Prev|XRefStm) \d+", b"", last)
    if picks.randrange(10) == 0:
        last = re.sub(rb"/\w+", lambda _: picks.choice(words_of("pdf")), last, count=1)
    rows = b"".join(b"%d 1\n%010d %05d n \n" % (n, place, g) for n, g, place in places)
    back = b" /Prev " + before[-1] if before else b""
    return b"xref\n%strailer\n%s%s >>\nstartxref\n%d\n%%%%EOF\n" % (rows, last[:-2], back, at)
