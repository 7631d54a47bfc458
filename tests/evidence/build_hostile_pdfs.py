"""Makes the files in corpus/hostile/pdf: no forms of ours, each built to hurt whoever reads it.

    PYTHONPATH=.:tests:tests/evidence python tests/evidence/build_hostile_pdfs.py

The name of a file starts with the code that it is refused with. What is large as a file, or is made
from a signed form, is a recipe in `hostile_forms` instead.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from pdf_attacks import file_of

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "hostile" / "pdf"
ROOT = b"<< /Type /Catalog /Pages 2 0 R %b >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b >>"
HUGE = 2**32


def packed(size: int, *, times: int = 1) -> bytes:
    """Pack this many spaces, over and over."""
    engine = zlib.compressobj(9)
    block = b" " * 1_000_000
    content = b"".join(engine.compress(block) for _ in range(size // len(block))) + engine.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def stream(content: bytes, entries: bytes = b"") -> bytes:
    head = b"<< /Length %d %b >>" % (len(content), entries)
    return head + b"\nstream\n" + content + b"\nendstream"


def drawn(content: bytes = b"", entries: bytes = b"") -> bytes:
    """Make a file of one page that is drawn so."""
    return file_of({4: stream(content, entries)})


def rooted(entries: bytes, objects: Mapping[int, bytes] | None = None) -> bytes:
    """Make a file whose catalogue holds this too."""
    return file_of({1: ROOT % entries, 4: stream(b""), **(objects or {})})


def paged(entries: bytes, objects: Mapping[int, bytes] | None = None) -> bytes:
    """Make a file whose page holds this too."""
    return file_of({3: PAGE % entries, 4: stream(b""), **(objects or {})})


def with_form(*fields: bytes) -> bytes:
    """Make a file with a form; the fields are the objects from 5 on."""
    listed = b" ".join(b"%d 0 R" % (5 + number) for number in range(len(fields)))
    return rooted(b"/AcroForm << /Fields [%b] >>" % listed, dict(enumerate(fields, 5)))


def in_stream(entries: bytes, rows: bytes = b"", before: bytes = b"") -> bytes:
    """Make a file whose list of objects is a stream."""
    body = file_of({4: stream(b"")})
    body = body[: body.index(b"xref\n")] + before
    made = b"9 0 obj\n%b\nendobj\n" % stream(rows, b"/Type /XRef /Root 1 0 R " + entries)
    return body + made + b"startxref\n%d\n%%%%EOF\n" % len(body)


def tail(text: bytes) -> bytes:
    """Make a file with another trailer."""
    whole = file_of({4: stream(b"")})
    place = int(whole.rpartition(b"startxref\n")[2].split()[0])
    return whole.replace(b"/Root 1 0 R", text.replace(b"HERE", b"%d" % place))


def chained(count: int) -> bytes:
    """Make a file with so many lists of objects, each naming the one before it."""
    whole = file_of({4: stream(b"")})
    place = int(whole.rpartition(b"startxref\n")[2].split()[0])
    for _ in range(count):
        at = len(whole)
        whole += b"xref\n0 0\ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\n" % place
        whole += b"startxref\n%d\n%%%%EOF\n" % at
        place = at
    return whole


def object_stream(content: bytes, entries: bytes) -> bytes:
    """Make a file whose catalogue is in a stream of objects (number 8)."""
    made = b"8 0 obj\n%b\nendobj\n" % stream(content, b"/Type /ObjStm " + entries)
    body = b"%PDF-1.7\n"
    at = len(body) + len(made)
    places = [(0, 0, 255), (2, 8, 0), *[(0, 0, 255)] * 6, (1, len(body), 0), (1, at, 0)]
    rows = b"".join(struct.pack(">BIB", *place) for place in places)
    listed = stream(rows, b"/Type /XRef /Root 1 0 R /Size 10 /W [1 4 1]")
    return body + made + b"9 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (listed, at)


DIGITS = b"9" * 5_000
LOOPS = {
    "kids": file_of({2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>", 4: b"null"}),
    "kids-of-kids": file_of(
        {
            2: b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            4: stream(b""),
            5: b"<< /Type /Pages /Kids [6 0 R] >>",
            6: b"<< /Type /Pages /Kids [5 0 R] >>",
        }
    ),
    "page-twice": file_of({2: b"<< /Type /Pages /Count 2 /Kids [3 0 R 3 0 R] >>", 4: stream(b"")}),
    "fields": with_form(b"<< /T (a) /Kids [5 0 R] >>"),
    "fields-of-fields": with_form(b"<< /T (a) /Kids [6 0 R] >>", b"<< /T (b) /Kids [5 0 R] >>"),
    "reference": file_of({4: stream(b""), 3: b"5 0 R", 5: b"6 0 R", 6: b"5 0 R"}),
    "contents": paged(b"", {4: b"[4 0 R]"}),
    "table": tail(b"/Prev HERE /Root 1 0 R"),
    "extends": object_stream(b"1 0 <<>>", b"/N 1 /First 4 /Extends 8 0 R"),
}
HARMLESS_LOOPS = {
    "names": rooted(b"/Names << /Dests 5 0 R >>", {5: b"<< /Kids [5 0 R] >>"}),
    "outline": rooted(
        b"/Outlines 5 0 R",
        {
            5: b"<< /First 6 0 R /Last 6 0 R /Count 1 >>",
            6: b"<< /Title (x) /Parent 6 0 R /Next 6 0 R /Prev 6 0 R /First 6 0 R >>",
        },
    ),
    "resources": paged(b"/Resources 5 0 R", {5: b"<< /XObject << /A 5 0 R >> >>"}),
    "drawing": paged(
        b"/Resources << /XObject << /A 5 0 R >> >>",
        {
            4: stream(b"/A Do"),
            5: stream(
                b"/A Do",
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                b" /Resources << /XObject << /A 5 0 R >> >>",
            ),
        },
    ),
    "note": paged(
        b"/Annots [5 0 R]", {5: b"<< /Subtype /Popup /Parent 5 0 R /Popup 5 0 R /IRT 5 0 R >>"}
    ),
    "tree": rooted(b"/StructTreeRoot 5 0 R", {5: b"<< /K [5 0 R] /P 5 0 R >>"}),
    "action": rooted(b"/OpenAction 5 0 R", {5: b"<< /S /GoTo /D [3 0 R /Fit] /Next 5 0 R >>"}),
}
UNREADABLE = {
    **{f"loop-{name}": data for name, data in LOOPS.items()},
    "page-packed-twice": drawn(
        packed(1_000_000_000, times=2), b"/Filter [/FlateDecode /FlateDecode]"
    ),
    "page-packed-by-lzw": drawn(b"\x80\x0b\x60\x50" * 9, b"/Filter /LZWDecode"),
    "page-packed-by-runs": drawn(b"\x81 " * 3_000 + b"\x80", b"/Filter /RunLengthDecode"),
    "page-packed-as-text": drawn(b"20" * 3_000 + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"),
    "page-as-jbig2": drawn(b"\x97JB2\r\n\x1a\n", b"/Filter /JBIG2Decode"),
    "page-as-jpx": drawn(b"\x00\x00\x00\x0cjP  ", b"/Filter /JPXDecode"),
    "page-as-nothing-known": drawn(b"x", b"/Filter /Crypt"),
    "page-guessed-wrong": drawn(
        zlib.compress(b"q Q"),
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 4294967295 >>",
    ),
    "list-index-huge": in_stream(b"/Size 10 /W [1 2 1] /Index [0 %d]" % HUGE, b"\0" * 40),
    "list-index-odd": in_stream(b"/Size 10 /W [1 2 1] /Index [0 10 5]", b"\0" * 40),
    "list-index-below-zero": in_stream(b"/Size 10 /W [1 2 1] /Index [-5 10]", b"\0" * 40),
    "list-size-huge": in_stream(b"/Size %d /W [1 2 1]" % HUGE, b"\0" * 40),
    "list-widths-of-nothing": in_stream(b"/Size 10 /W [0 0 0]", b""),
    "list-widths-huge": in_stream(b"/Size 10 /W [1 %d 1]" % HUGE, b"\0" * 40),
    "list-widths-below-zero": in_stream(b"/Size 10 /W [1 -2 1]", b"\0" * 40),
    "list-widths-of-names": in_stream(b"/Size 10 /W [/a /b /c]", b"\0" * 40),
    "list-before-itself": in_stream(b"/Size 10 /W [1 2 1] /Prev 9", b"\0" * 40),
    "table-far-away": tail(b"/Prev %d /Root 1 0 R" % HUGE),
    "table-below-zero": tail(b"/Prev -9 /Root 1 0 R"),
    "table-hybrid-loop": tail(b"/XRefStm HERE /Root 1 0 R"),
    "no-root": tail(b"/Root 99 0 R"),
    "root-is-a-page": tail(b"/Root 3 0 R"),
    "objects-start-far-away": object_stream(b"1 0 <<>>", b"/N 1 /First 99999999"),
    "list-packed": in_stream(
        b"/Size 10 /W [1 2 1] /Filter [/FlateDecode /FlateDecode]", packed(100_000_000, times=2)
    ),
    "nested-dictionaries": file_of({4: b"<< /a " * 1_000 + b">>" * 1_000}),
    "nested-strings": file_of({4: b"(" * 3_000}),
    "loop-parent": paged(b"/Parent 3 0 R"),
    "encrypted-unknown-way": tail(b"/Encrypt << /Filter /Standard /V 99 /R 99 >> /Root 1 0 R"),
    "encrypted-by-a-certificate": tail(b"/Encrypt << /Filter /Adobe.PubSec /V 4 >> /Root 1 0 R"),
    "encrypted-by-nothing": tail(b"/Encrypt 99 0 R /Root 1 0 R"),
    "garbage-before": b"MZ\x90\x00" + file_of({4: stream(b"")}),
    "html-before": b"<html><script>x()</script>" + file_of({4: stream(b"")}),
}
HEAVY = {
    "number-of-digits": file_of({3: PAGE % (b"/UserUnit " + DIGITS), 4: stream(b"")}),
    "objects-named-huge": object_stream(b"1 0 <<>>", b"/N 1000000000 /First 4"),
    "table-rows-huge": file_of({4: stream(b"")}).replace(b"xref\n0 5", b"xref\n0 4294967295"),
    "loop-length": file_of({4: b"<< /Length 4 0 R >>\nstream\n\nendstream"}),
    "objects-packed": object_stream(
        packed(100_000_000, times=2), b"/N 1 /First 4 /Filter [/FlateDecode /FlateDecode]"
    ),
    "picture-packed": paged(
        b"/Resources << /XObject << /A 5 0 R >> >>",
        {5: stream(packed(70_000_000), b"/Subtype /Image /Filter /FlateDecode")},
    ),
    "nested-arrays": file_of({4: b"[" * 2_000 + b"]" * 2_000}),
}
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"<< /S /Launch /F (calc.exe) >>"
ACTIVE = {
    "script-on-opening": rooted(b"/OpenAction " + SCRIPT),
    "script-by-name": rooted(b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", {5: SCRIPT}),
    "script-on-a-page": paged(b"/AA << /O %b >>" % SCRIPT),
    "script-in-a-note": paged(b"/Annots [<< /Subtype /Link /A %b >>]" % SCRIPT),
    "program-on-opening": rooted(b"/OpenAction " + LAUNCH),
    "program-behind-a-link": paged(b"/Annots [<< /Subtype /Link /A %b >>]" % LAUNCH),
    "attachment": rooted(b"/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>", {5: b"<< >>"}),
    "xfa": rooted(b"/AcroForm << /Fields [] /XFA (<xdp:xdp/>) >>"),
    "film": paged(b"/Annots [<< /Subtype /RichMedia >>]"),
}
OTHERS = {
    "page-in-a-file-elsewhere": drawn(b"", b"/F (/etc/passwd) /FFilter /FlateDecode"),
    "no-page": file_of(
        {2: b"<< /Type /Pages /Count 1000000000 /Kids [] >>", 3: b"null", 4: b"null"}
    ),
    "empty-page": file_of({4: stream(b"")}),
    "zip-behind": file_of({4: stream(b"")}) + b"PK\x05\x06" + bytes(18),
    "picture-of-jbig2": paged(
        b"/Resources << /XObject << /A 5 0 R >> >>",
        {
            5: stream(
                b"\0",
                b"/Subtype /Image /Width 2000000000 /Height 2000000000 /Filter /JBIG2Decode",
            )
        },
    ),
    **{f"loop-{name}": data for name, data in HARMLESS_LOOPS.items()},
}
FILES = {"SG420": UNREADABLE, "SG421": HEAVY, "SG424": OTHERS, "SG426": ACTIVE}


def main() -> None:
    CORPUS.mkdir(parents=True, exist_ok=True)
    for code, files in FILES.items():
        for name, data in files.items():
            (CORPUS / f"{code}-{name}.pdf").write_bytes(data)


if __name__ == "__main__":
    main()
