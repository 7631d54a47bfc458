"""Word forms as people and programs hand them in: printed, filled in, changed, saved again."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from scopegen.document import Document
from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "word" / "letter.docx"
DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TYPED = {
    "signer_name": "Łucja Żółć & Zn.",
    "signed_on": "3 februari 2027",
    "remarks": "Eén regel.\nNog een.",
}


def printed(document: Document, template: Path = TEMPLATE) -> bytes:
    return render_word(document, load_word_template(template))


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def file_of(parts: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def changed(file: bytes, old: str, new: str, part: str = DOCUMENT) -> bytes:
    """Give a file with one part changed; what is to be changed must be there."""
    parts = parts_of(file)
    text = parts[part].decode()
    assert re.search(old, text, re.S)
    return file_of(parts | {part: re.sub(old, new, text, flags=re.S).encode()})


def control(root: Any, name: str) -> Any:
    (found,) = (
        one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == name
    )
    return found


def filled(file: bytes, ticks: tuple[str, ...], texts: Mapping[str, str]) -> bytes:
    """Fill a form in as Word does it."""
    parts = parts_of(file)
    root = etree.fromstring(parts[DOCUMENT])
    for name in ticks:
        control(root, name).find(f".//{W14}checked").set(f"{W14}val", "1")
        control(root, name).find(f"{W}sdtContent//{W}t").text = "\N{BALLOT BOX WITH X}"
    for name, text in texts.items():
        found = control(root, name)
        properties = found.find(f"{W}sdtPr")
        for shown in properties.findall(f"{W}showingPlcHdr"):
            properties.remove(shown)
        run = found.find(f"{W}sdtContent/{W}r")
        run[:] = []
        for number, piece in enumerate(text.split("\n")):
            if number:
                etree.SubElement(run, f"{W}br")
            etree.SubElement(run, f"{W}t").text = piece
    return file_of(parts | {DOCUMENT: etree.tostring(root, encoding="unicode").encode()})


def saved_by_libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Give files as LibreOffice saves them, by their names."""
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "docx", "--outdir", str(folder / "saved")),
        *(str(folder / f"{name}.docx") for name in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: (folder / "saved" / f"{name}.docx").read_bytes() for name in files}
