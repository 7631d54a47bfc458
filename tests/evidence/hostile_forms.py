"""Forms of ours in the hands of an attacker: each is made from a good one and must never count.

The classes are those of the PDF Insecurity site: universal forgery, saving incrementally, wrapping
(2019); hiding, replacing, and both (shadow attacks, 2021); and what is added after a certification
(2021). Beside these: what belongs to another paper or another person, and files built to hurt.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pdf_attacks as attacks
from build_hostile_pdfs import stream
from pdf_attacks import changed, entries, name, put, shows
from pdf_returns import frozen
from pdf_signing import CLIENT, ENCIPHERS, EXPIRED, FIELD, STRANGER, sign, stamp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NumberObject, TextStringObject

FILLED = frozen("filled-pdfjs")
CONTENTS = re.compile(rb"/Contents ?<([0-9A-Fa-f]+)>")
CHEAPER = b"0.9 0.9 1 rg 50 700 400 60 re f"
ON = {"V": name("Yes"), "AS": name("Yes")}


@cache
def signed() -> bytes:
    """The good form that the forgeries start from."""
    return sign(FILLED)


def certified(level: fields.MDPPerm) -> bytes:
    """Let the client certify the form, and say that such changes may follow."""
    writer = IncrementalPdfFileWriter(BytesIO(FILLED), strict=False)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", certify=True, docmdp_permissions=level
    )
    return _signed(writer, meta)


def weakly(algorithm: str) -> bytes:
    """Sign with a digest that can be forged."""
    writer = IncrementalPdfFileWriter(BytesIO(FILLED), strict=False)
    meta = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm=algorithm)
    return _signed(writer, meta)


def _signed(writer: Any, meta: Any) -> bytes:
    return bytes(signers.sign_pdf(writer, meta, CLIENT.signer()).getvalue())


def start_of_list(data: bytes) -> int:
    return int(data.rpartition(b"startxref")[2].split()[0])


def with_list(data: bytes, rows: dict[int, int], more: bytes = b"") -> bytes:
    """Put a list of objects behind a file that says where these now are, and nothing else."""
    reader = PdfReader(BytesIO(data))
    root = reader.trailer.raw_get("/Root")
    table = b"".join(b"%d 1\n%010d 00000 n \n" % row for row in sorted(rows.items()))
    told = b"/Size %d /Root %d 0 R /Prev %d" % (
        int(str(reader.trailer["/Size"])),
        root.idnum,
        start_of_list(data),
    )
    at = len(data) + 1
    ids = b"/ID [<00> <00>]" if "/ID" in reader.trailer else b""
    return b"%b\nxref\n%btrailer\n<< %b %b %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        data, table or b"0 0\n", told, ids, more, at,
    )  # fmt: skip


def drawing_of(data: bytes) -> int:
    """Give the number of the object that draws the first page."""
    contents = PdfReader(BytesIO(data)).pages[0].raw_get("/Contents")
    return int(contents.idnum)


def hidden_twin(data: bytes) -> tuple[bytes, int, int]:
    """Put a second drawing of page one into a file, which no list names yet."""
    number = drawing_of(data)
    twin = b"\n%d 0 obj\n%b\nendobj" % (number, stream(CHEAPER))
    return with_list(data + twin, {}), number, len(data) + 1


def hide_and_replace() -> bytes:
    """Sign a form with a twin in it, and let the list name the twin afterwards."""
    prepared, number, place = hidden_twin(FILLED)
    return with_list(sign(prepared), {number: place})


def swapped_with_list() -> bytes:
    """Let the list say that page one is drawn by what draws page two."""
    pages = PdfReader(BytesIO(signed())).pages
    other = pages[1].raw_get("/Contents").idnum
    reader = PdfReader(BytesIO(signed()))
    place = reader.xref[0].get(other, 0)
    return with_list(signed(), {drawing_of(signed()): place})


def hybrid() -> bytes:
    """Add a list that old programs do not read, with another drawing for page one in it."""
    data = FILLED
    number = drawing_of(data)
    twin = b"\n%d 0 obj\n%b\nendobj" % (number, stream(CHEAPER))
    row = b"\x01" + (len(data) + 1).to_bytes(4, "big") + b"\0"
    told = b"/Type /XRef /Size %d /W [1 4 1] /Index [%d 1] /Root 1 0 R"
    listed = stream(row, told % (number + 1, number))
    place = len(data) + len(twin) + 1
    whole = data + twin + b"\n9000 0 obj\n%b\nendobj" % listed
    return with_list(whole, {}, b"/XRefStm %d" % place)


def seal_of(data: bytes) -> bytes:
    seals: list[bytes] = CONTENTS.findall(data)
    return seals[-1]


def transplanted() -> bytes:
    """Put the seal of another form on this one, where it fits to the letter."""
    theirs, ours = seal_of(sign(frozen("other-request"))), seal_of(signed())
    return signed().replace(ours, theirs[: len(ours)].ljust(len(ours), b"0"))


def filler(data: bytes) -> bytes:
    """Write into the room behind the seal, which the signature does not cover."""
    seal = seal_of(data)
    return data.replace(seal, seal[:-8] + b"deadbeef")


def without(called: str) -> attacks.Change:
    return lambda writer: writer.root_object.pop(f"/{called}", None)


def flatten_later(writer: PdfWriter) -> None:
    """Take the fields off the pages, and the form out of the file."""
    for page in writer.pages:
        page.pop("/Annots", None)
    writer.root_object.pop("/AcroForm")


def other_root(writer: PdfWriter) -> None:
    """Let the file begin at a new catalogue, with one white page."""
    page = writer.add_blank_page(595, 842)
    kids = entries(
        Type=name("Pages"), Count=NumberObject(1), Kids=ArrayObject([page.indirect_reference])
    )
    root = writer.root_object
    root[name("Pages")] = writer._add_object(kids)


def moved_signature(writer: PdfWriter) -> None:
    attacks.field(writer, FIELD)[name("Rect")] = attacks.box(50, 50, 300, 100)


def unsigned_again(writer: PdfWriter) -> None:
    attacks.field(writer, FIELD).pop("/V")


def encrypted(algorithm: str, user: str = "", owner: str = "owner") -> bytes:
    writer = PdfWriter(clone_from=BytesIO(FILLED))
    writer.encrypt(user, owner_password=owner, algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def and_zip(data: bytes) -> bytes:
    """Make a file that is a zip too, with a Word document in it."""
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def six_numbers(data: bytes) -> bytes:
    return attacks.ranged(data, 0, 1, 2, 3, 4, 5)


def unlike(called: str, text: str) -> attacks.Change:
    """Let a field hold a text that it does not show."""
    return put(called, V=TextStringObject(text))


def later(change: attacks.Change) -> Callable[[], bytes]:
    return lambda: changed(signed(), change)


def before(change: attacks.Change) -> Callable[[], bytes]:
    return lambda: sign(changed(FILLED, change))


def after_certifying(change: attacks.Change, level: fields.MDPPerm) -> Callable[[], bytes]:
    return lambda: changed(certified(level), change)


ANNOTATE, FILL = fields.MDPPerm.ANNOTATE, fields.MDPPerm.FILL_FORMS
RECIPES: dict[str, tuple[str, Callable[[], bytes]]] = {
    # saved incrementally after signing
    "later: a page more": ("SG430", later(attacks.more_pages)),
    "later: another catalogue": ("SG430", later(other_root)),
    "later: pages without fields": ("SG424", later(flatten_later)),
    "later: no form at all": ("SG424", later(without("AcroForm"))),
    "later: another name shown": ("SG430", later(shows("signer_name", b"BT (B. Anders) Tj ET"))),
    "later: another amount painted": ("SG430", later(attacks.other_words)),
    "later: another option": ("SG430", later(put("option_B", **ON))),
    "later: a signature that moved": ("SG430", later(moved_signature)),
    "later: a script": ("SG430", later(attacks.at_root(OpenAction=attacks.SCRIPT))),
    "later: an attachment": ("SG430", later(attacks.attachment)),
    "later: an XFA form": ("SG430", later(attacks.in_form(XFA=TextStringObject("<xdp/>")))),
    "later: a rectangle": ("SG430", later(attacks.rectangle)),
    "later: a stamp on a stamped form": (
        "SG430",
        lambda: changed(stamp(signed()), attacks.stamp_on),
    ),
    # shadow attacks: prepared before signing
    "shadow: hidden by a picture": ("SG425", before(attacks.overpaint)),
    "shadow: hidden by a note": ("SG426", before(attacks.free_text)),
    "shadow: replaced by a value": ("SG429", before(unlike("signer_name", "B. Anders"))),
    "shadow: replaced by a look": ("SG429", before(shows("remarks", b"BT (Mits) Tj ET"))),
    "shadow: replaced by a font": ("SG426", before(attacks.brought_font)),
    "shadow: a layer to switch": (
        "SG426",
        before(attacks.at_root(OCProperties=entries(D=entries(), OCGs=ArrayObject()))),
    ),
    "shadow: hidden, and replaced by a list": ("SG430", hide_and_replace),
    "shadow: replaced by a list": ("SG420", swapped_with_list),
    "shadow: a list that only some read": ("SG425", lambda: sign(hybrid())),
    # certified, and then added to (EAA, SSA)
    "certified: a note added": ("SG426", after_certifying(attacks.free_text, ANNOTATE)),
    "certified: a stamp added": ("SG426", after_certifying(attacks.stamp_on, ANNOTATE)),
    "certified: a field filled in": ("SG426", after_certifying(put("option_B", **ON), FILL)),
    "certified: a second signature": (
        "SG432",
        lambda: sign(certified(ANNOTATE), STRANGER, "second"),
    ),
    # wrapping and forging
    "seal: of another form": ("SG430", transplanted),
    "seal: with a text behind it": ("SG431", lambda: filler(signed())),
    "seal: over six numbers": ("SG431", lambda: six_numbers(signed())),
    # of another paper, or another person
    "other: the form of another request": ("SG424", lambda: sign(frozen("other-request"))),
    "other: a form with another amount": ("SG425", lambda: sign(frozen("cheaper"))),
    # encrypted
    "encrypted: rc4, 40 bits": ("SG422", lambda: encrypted("RC4-40")),
    "encrypted: rc4, for the owner": ("SG422", lambda: encrypted("RC4-128", "", "")),
    "encrypted: aes, 128 bits": ("SG422", lambda: encrypted("AES-128")),
    "encrypted: aes, with a password": ("SG422", lambda: encrypted("AES-256", "secret")),
    # more than one kind of file
    "polyglot: a zip behind a signed form": ("SG430", lambda: and_zip(signed())),
    "polyglot: a page of the web before it": ("SG420", lambda: b"<html>" + signed()),
}
"""What each is refused with, and how it is made."""

ATTESTED: dict[str, Callable[[], bytes]] = {
    "signed by a stranger": lambda: sign(FILLED, STRANGER),
    "signed with a certificate that ended": lambda: sign(FILLED, EXPIRED),
    "signed with a certificate for secrets": lambda: sign(FILLED, ENCIPHERS),
    "signed, and the signature taken out again": later(unsigned_again),
    "signed with a digest that can be forged": lambda: weakly("sha1"),
    "not signed": lambda: FILLED,
}
"""No attack shows in these, and nothing proves who sent them: a person has to."""
