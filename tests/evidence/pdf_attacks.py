"""Forms that are no longer the form that was sent: each is made by one change."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.annotations import FreeText, Rectangle
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], None]


def changed(data: bytes, change: Change, *, rewrite: bool = False) -> bytes:
    """Give the file with a change, put behind it or written anew."""
    stream = BytesIO(data)
    writer = PdfWriter(clone_from=stream) if rewrite else PdfWriter(stream, incremental=True)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def entries(**items: Any) -> DictionaryObject:
    return DictionaryObject({name(key): item for key, item in items.items()})


def drawing(content: bytes, **items: Any) -> StreamObject:
    stream = StreamObject()
    stream.set_data(content)
    stream.update(entries(**items))
    return stream


def look(writer: PdfWriter, content: bytes, **items: Any) -> Any:
    """Make the appearance of a field."""
    box = ArrayObject(map(NumberObject, (0, 0, 200, 20)))
    kind = {"Type": name("XObject"), "Subtype": name("Form"), "BBox": box}
    return writer._add_object(drawing(content, **kind, **items))


def form(writer: PdfWriter) -> Any:
    return writer.root_object["/AcroForm"]


def field(writer: PdfWriter, called: str) -> Any:
    found = [each.get_object() for each in form(writer)["/Fields"]]
    return next(each for each in found if each["/T"] == called)


def put(called: str, **items: Any) -> Change:
    """Put entries into a field."""
    return lambda writer: field(writer, called).update(entries(**items))


def at_root(**items: Any) -> Change:
    return lambda writer: writer.root_object.update(entries(**items))


def on_page(number: int, **items: Any) -> Change:
    return lambda writer: writer.pages[number].update(entries(**items))


def in_form(**items: Any) -> Change:
    return lambda writer: form(writer).update(entries(**items))


SCRIPT = entries(S=name("JavaScript"), JS=TextStringObject("this.getField('remarks').value = ''"))
WHITE = b"1 g 50 400 400 200 re f"


def overpaint(writer: PdfWriter) -> None:
    page = writer.pages[0]
    more = writer._add_object(drawing(WHITE))
    page[name("Contents")] = ArrayObject([page.raw_get("/Contents"), more])


def other_glyphs(writer: PdfWriter) -> None:
    """Let the letters of the page be drawn by another font; what can be copied stays the same."""
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    keys = sorted(fonts)
    one, other = (fonts[key]["/DescendantFonts"][0].get_object() for key in keys[:2])
    one[name("FontDescriptor")] = other.raw_get("/FontDescriptor")


def other_words(writer: PdfWriter) -> None:
    page = writer.pages[0]
    content = page["/Contents"].get_data()  # type: ignore[attr-defined]
    shown = re.findall(rb"(?:<[0-9A-Fa-f]+>|\((?:\\.|[^\\()])+\)) ?Tj|\[[^\]]*\] ?TJ", content)
    longest = max(shown, key=len)
    page[name("Contents")] = writer._add_object(drawing(content.replace(longest, b"", 1)))


def free_text(writer: PdfWriter) -> None:
    note = FreeText(text=" ", rect=(50, 400, 300, 500), background_color="ffffff")
    writer.add_annotation(0, note)


def rectangle(writer: PdfWriter) -> None:
    writer.add_annotation(0, Rectangle(rect=(50, 400, 300, 500), interior_color="ffffff"))


def stamp_on(writer: PdfWriter) -> None:
    white = look(writer, b"1 g 0 0 200 20 re f")
    stamp = entries(
        Type=name("Annot"), Subtype=name("Stamp"), Rect=box(50, 400, 300, 500), AP=entries(N=white)
    )
    lay(writer, stamp)


def box(*sides: int) -> ArrayObject:
    return ArrayObject(map(NumberObject, sides))


def lay(writer: PdfWriter, annotation: DictionaryObject) -> Any:
    page = writer.pages[0]
    item = writer._add_object(annotation)
    page[name("Annots")] = ArrayObject([*page["/Annots"], item])  # type: ignore[misc]
    return item


def new_field(writer: PdfWriter, called: str, flags: int = 4) -> None:
    made = entries(
        Type=name("Annot"),
        Subtype=name("Widget"),
        FT=name("Tx"),
        T=TextStringObject(called),
        V=TextStringObject("mits"),
        F=NumberObject(flags),
        Rect=box(50, 400, 300, 500),
    )
    form(writer)["/Fields"].append(lay(writer, made))


def hidden_field(writer: PdfWriter) -> None:
    new_field(writer, "voorwaarde", flags=2)


def twin_field(writer: PdfWriter) -> None:
    new_field(writer, "remarks")


def loose_widget(writer: PdfWriter) -> None:
    lay(writer, entries(Subtype=name("Widget"), FT=name("Tx"), Rect=box(50, 400, 300, 500)))


def lost_field(writer: PdfWriter) -> None:
    fields = form(writer)["/Fields"]
    gone = next(each for each in fields if each.get_object()["/T"] == "remarks")
    form(writer)[name("Fields")] = ArrayObject(each for each in fields if each != gone)
    page = writer.pages[0]
    kept = [each for each in page["/Annots"] if each != gone]  # type: ignore[attr-defined]
    page[name("Annots")] = ArrayObject(kept)


def swapped_boxes(writer: PdfWriter) -> None:
    agree, refuse = (field(writer, f"decision_{each}") for each in ("agree", "refuse"))
    agree[name("Rect")], refuse[name("Rect")] = refuse["/Rect"], agree["/Rect"]


def shows(called: str, content: bytes, **items: Any) -> Change:
    """Let a field look otherwise."""

    def change(writer: PdfWriter) -> None:
        field(writer, called)[name("AP")] = entries(N=look(writer, content, **items))

    return change


def brought_font(writer: PdfWriter) -> None:
    """Show the name in a font whose letters may look like others."""
    file = writer._add_object(drawing(b"not the font that it says"))
    descriptor = entries(
        Type=name("FontDescriptor"),
        FontName=name("Carlito"),
        Flags=NumberObject(32),
        FontFile2=file,
    )
    font = entries(
        Type=name("Font"),
        Subtype=name("TrueType"),
        BaseFont=name("Carlito"),
        Encoding=name("WinAnsiEncoding"),
        FontDescriptor=writer._add_object(descriptor),
    )
    fonts = entries(Font=entries(F9=writer._add_object(font)))
    shows("signer_name", b"BT /F9 10 Tf 2 5 Td (A. Kuipers) Tj ET", Resources=fonts)(writer)


def picture_in_name(writer: PdfWriter) -> None:
    inner = entries(XObject=entries(X=look(writer, b"0 0 m 9 9 l S")))
    content = b"BT 2 5 Td (A. Kuipers) Tj ET /X Do"
    shows("signer_name", content, Resources=inner)(writer)


def ticked_off(writer: PdfWriter) -> None:
    """Let the box that is not ticked look ticked."""
    refuse = field(writer, "decision_refuse")
    looks = refuse["/AP"]["/N"]
    looks[name("Off")] = looks.raw_get("/Yes")


def attachment(writer: PdfWriter) -> None:
    writer.add_attachment("bijlage.txt", b"andere voorwaarden")


def file_note(writer: PdfWriter) -> None:
    lay(writer, entries(Subtype=name("FileAttachment"), Rect=box(50, 400, 60, 410)))


def more_pages(writer: PdfWriter) -> None:
    writer.add_blank_page(595, 842)


def fewer_pages(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.remove_page(0)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt("", owner_password="x", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def flattened(data: bytes) -> bytes:
    """Take the fields away, as printing to PDF does."""
    writer = PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        page.pop("/Annots", None)
    writer.root_object.pop("/AcroForm")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def signature_of(data: bytes) -> tuple[int, int, int]:
    """Give where the first signature starts and stops, and where what it covers ends."""
    start, stop, rest = map(int, RANGE.findall(data)[0])
    return start, stop, stop + rest


def ranged(data: bytes, *numbers: int) -> bytes:
    """Let the signature say that it covers other bytes; the file stays as long as it was."""
    found = list(re.finditer(rb"/ByteRange ?\[[^\]]*\]", data))[-1]
    text = b"/ByteRange [" + b" ".join(b"%d" % number for number in numbers)
    room = len(found[0]) - len(text) - 1
    return data[: found.start()] + text + b" " * room + b"]" + data[found.end() :]


def emptied(data: bytes) -> bytes:
    """Fill the signature with zeros."""
    start, stop, _ = signature_of(data)
    return data[: start + 1] + b"0" * (stop - start - 2) + data[stop - 1 :]


def widened(data: bytes) -> bytes:
    """Put something of one's own between the signature and what follows it."""
    start, stop, end = signature_of(data)
    wrapped = data[:stop] + b" /Evil (text)" + data[stop:]
    return ranged(wrapped, 0, start, stop + 13, end - stop)


def bomb() -> bytes:
    """Make a page that is a gigabyte when unpacked."""
    engine = zlib.compressobj(9)
    packed = b"".join(engine.compress(b" " * 10_000_000) for _ in range(100)) + engine.flush()
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return file_of({4: head + b"\nstream\n" + packed + b"\nendstream"})


def nested() -> bytes:
    return file_of({4: b"[" * 100_000 + b"]" * 100_000})


def looping_pages() -> bytes:
    return file_of({2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>", 4: b"null"})


def looping_form() -> bytes:
    extra = b"<< /Fields [5 0 R] >>", b"<< /T (a) /Kids [5 0 R] >>"
    root = b"<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>"
    return file_of({1: root, 4: extra[0], 5: extra[1]})


def file_of(objects: dict[int, bytes]) -> bytes:
    """Make a file of objects; the first three are catalogue, pages and page unless given."""
    whole = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        **objects,
    }
    out, places = b"%PDF-1.7\n", []
    for number, content in sorted(whole.items()):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(whole) + 1, rows)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (len(whole) + 1, len(out))
    return out + table + tail + b"%%EOF\n"


def looping_tables(data: bytes) -> bytes:
    """Let the list of objects name itself as the one before it."""
    place = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    at = data.index(b"trailer", place) if b"trailer" in data[place:] else len(data)
    tail = data[at:].replace(b"/Root", b"/Prev %d /Root" % place, 1)
    return data[:at] + tail


def into_parts(writer: PdfWriter, count: int) -> None:
    """Add parts to a page that draw nothing."""
    page = writer.pages[0]
    nothing = writer._add_object(drawing(b""))
    page[name("Contents")] = ArrayObject([page.raw_get("/Contents"), *[nothing] * count])
