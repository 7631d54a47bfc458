"""Returned forms, PDF and Word: any bytes are read or refused, and nobody signs by accident."""

from __future__ import annotations

import lzma
import random
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.model.evidence import Returned
from scopegen.render.word_form import form_text, read_word_form

from .mutation import bytes_changed
from .mutation_pdf import changed_pdf
from .mutation_word import changed_package
from .told import Codes, see_error, see_told

CORPUS = Path(__file__).resolve().parents[1] / "evidence" / "pdf_corpus"
HOSTILE = Path(__file__).resolve().parents[1] / "corpus" / "hostile" / "fuzz-form"
PIN = (CORPUS / "pdfsig.pin").read_text().strip()
MAX_LEN = 160_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
)
"""What opening a file raises that was broken before."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def seeds() -> Iterator[bytes]:
    """Give forms as programs save them."""
    for path in sorted(CORPUS.glob("*.pdf")):
        yield path.read_bytes()
    yield word_form()


def change(data: bytes, longest: int, seed: int) -> bytes:
    """Change a form so that it stays one, most often."""
    picks = random.Random(seed)
    try:
        made = (changed_package if data[:2] == b"PK" else changed_pdf)(data, picks)
    except BROKEN:
        made = bytes_changed(data, picks)
    return made if len(made) <= longest else data[:longest]


def try_one(data: bytes) -> Codes:
    """Read one returned form, by what its first bytes say it is."""
    return _word(data) if data.startswith(b"PK") else _pdf(data)


@cache
def issued() -> bytes:
    """Give the form that was sent."""
    return (CORPUS / "issued.pdf").read_bytes()


@cache
def word_form() -> bytes:
    """Give the Word form that was sent."""
    return (HOSTILE / "held-word-issued.docx").read_bytes()


@cache
def good() -> tuple[Returned, ...]:
    """Give what is read from the forms that were signed well."""
    paths = sorted(CORPUS.glob("signed-*.pdf"))
    found = [examine_pdf(path.read_bytes(), issued(), (PIN,)) for path in paths]
    return tuple(one.value for one in found if one.value and one.value.signature)


def _pdf(data: bytes) -> Codes:
    found = examine_pdf(data, issued(), (PIN,))
    codes = see_told(found.diagnostics)
    value = found.value
    assert value is not None
    if value.bound and not has_errors(found.diagnostics):
        assert not value.signature or any(
            replace(one, sha256=value.sha256) == value for one in good()
        )
        assert _seen(data) == _seen(issued())
    return codes


def _seen(data: bytes) -> list[str]:
    """What another reader sees on the pages, without what is filled in."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in pdf]


def _word(data: bytes) -> Codes:
    try:
        read_word_form(data)
        said = form_text(data)
    except ScopegenError as error:
        return see_error(error)
    if said != form_text(word_form()):
        return frozenset(("SG491",))
    assert _outside(data) == _outside(word_form())
    return frozenset()


def _outside(data: bytes) -> str:
    """What stands outside of the fields, as another reader would find it."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    return "".join(_texts(root))


def _texts(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag != f"{W}sdt":
            yield from _texts(child)
