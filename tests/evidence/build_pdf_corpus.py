"""Makes the files in pdf_corpus: a form as issued, filled in by the engines of real viewers.

    PYTHONPATH=.:tests/forms python tests/evidence/build_pdf_corpus.py FOLDER

FOLDER holds node_modules with pdfjs-dist and pdf-lib. Further PyMuPDF, qpdf, pdfsig with NSS, and
Poppler for the system's Python are needed; none of them is needed to run the tests. The engines are
those of Firefox (pdf.js), Chrome and Edge (PDFium), Evince and Okular (Poppler), MuPDF and many
programs on it, and web tools (pdf-lib).
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from pdf_signing import FIELD, rsa_identity, sign
from pypdf import PdfReader, PdfWriter

CORPUS = Path(__file__).resolve().parent / "pdf_corpus"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
VALUES = {
    "signer_name": "A. Kuipers",
    "signer_role": "Directeur",
    "signed_at": "Utrecht",
    "signed_on": "12-02-2027",
    "remarks": "Prima, koffie om 10 uur in het café.\nTot dan (2e etage).",
}
FOREIGN = {**VALUES, "signer_name": "Łukasz Żółć-Ørsted", "signed_at": "’s-Gravenhage – “NL”"}
TICKS = ("option_A", "decision_agree")
SIGNER = "A. Kuipers (Okular)"
LATER = {"signer_name": "B. Anders"}

PDFJS = """
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import fs from "fs";
const [,, source, target, values, ticks] = process.argv;
const V = JSON.parse(values), K = JSON.parse(ticks);
const data = new Uint8Array(fs.readFileSync(source));
const file = await getDocument({data, verbosity: 0}).promise;
for (let n = 1; n <= file.numPages; n++) {
  const page = await file.getPage(n);
  for (const a of await page.getAnnotations({intent: "display"})) {
    if (a.subtype !== "Widget") continue;
    if (a.fieldName in V) file.annotationStorage.setValue(a.id, {value: V[a.fieldName]});
    if (K.includes(a.fieldName)) file.annotationStorage.setValue(a.id, {value: true});
  }
}
fs.writeFileSync(target, await file.saveDocument());
"""

# pdf-lib misreads the escaped full stop in the grey of the form's own setting
PDFLIB = """
const { PDFDocument } = require("pdf-lib");
const fs = require("fs");
const [,, source, target, values, ticks] = process.argv;
(async () => {
  const file = await PDFDocument.load(fs.readFileSync(source)), form = file.getForm();
  const V = JSON.parse(values);
  for (const name in V) {
    const field = form.getTextField(name);
    field.acroField.setDefaultAppearance("/ScgF 10 Tf 0 g");
    field.setText(V[name]);
  }
  for (const name of JSON.parse(ticks)) form.getCheckBox(name).check();
  fs.writeFileSync(target, await file.save());
})();
"""

POPPLER = """
import gi, json, sys
gi.require_version("Poppler", "0.18")
from gi.repository import Poppler
source, target, values, ticks = sys.argv[1], sys.argv[2], *map(json.loads, sys.argv[3:])
file = Poppler.Document.new_from_file("file://" + source, None)
for number in range(file.get_n_pages()):
    for mapping in file.get_page(number).get_form_field_mapping():
        field, name = mapping.field, mapping.field.get_name()
        if name in values: field.text_set_text(values[name])
        if name in ticks: field.button_set_state(True)
file.save("file://" + target)
"""

Values = Mapping[str, str]
Ticks = tuple[str, ...]
Engine = Callable[[bytes, Values, Ticks], bytes]


def by_script(command: list[str], name: str, script: str, folder: Path | None) -> Engine:
    """Let another program fill in a form."""

    def fill(data: bytes, values: Values, ticks: Ticks) -> bytes:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            file, source, target = (Path(place, each) for each in (name, "in.pdf", "out.pdf"))
            file.write_text(script, encoding="utf-8")
            source.write_bytes(data)
            given = [json.dumps(values), json.dumps(ticks)]
            subprocess.run([*command, file, source, target, *given], check=True, cwd=folder)
            return target.read_bytes()

    return fill


def by_mupdf(*, rewrite: bool) -> Engine:
    """Let MuPDF fill in a form."""

    def fill(data: bytes, values: Values, ticks: Ticks) -> bytes:
        with tempfile.TemporaryDirectory() as place:
            file = Path(place, "in.pdf")
            file.write_bytes(data)
            document = import_module("pymupdf").open(file)
            pages = list(document)  # a widget lives as long as its page
            for widget in [each for page in pages for each in page.widgets()]:
                if widget.field_name in values:
                    widget.field_value = values[widget.field_name]
                elif widget.field_name in ticks:
                    widget.field_value = True
                else:
                    continue
                widget.update()
            if rewrite:
                return bytes(document.tobytes())
            document.saveIncr()
            return file.read_bytes()

    return fill


def by_pdfium(*, rewrite: bool) -> Engine:
    """Type and click as one does in Chrome."""
    flags = pdfium.FPDF_NO_INCREMENTAL if rewrite else pdfium.FPDF_INCREMENTAL

    def fill(data: bytes, values: Values, ticks: Ticks) -> bytes:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        form, pages = document.formenv, list(document)
        places = dict(_places(data))
        for name in (*values, *ticks):
            number, x, y = places[name]
            for act in (
                pdfium.FORM_OnMouseMove,
                pdfium.FORM_OnLButtonDown,
                pdfium.FORM_OnLButtonUp,
            ):
                act(form, pages[number], 0, x, y)
            if name in values:
                _type(form, pages[number], values[name])
        pdfium.FORM_ForceToKillFocus(form)
        out = BytesIO()
        document.save(out, flags=flags)
        return out.getvalue()

    return fill


def _places(data: bytes) -> Any:
    for number, page in enumerate(PdfReader(BytesIO(data)).pages):
        for item in page.get("/Annots", ()):
            widget = item.get_object()
            x1, y1, x2, y2 = map(float, widget["/Rect"])
            yield str(widget.get("/T")), (number, (x1 + x2) / 2, (y1 + y2) / 2)


def _type(form: Any, page: Any, words: str) -> None:
    content = (words + "\0").encode("utf-16-le")
    buffer = ctypes.create_string_buffer(content, len(content))
    pdfium.FORM_SelectAllText(form, page)
    pdfium.FORM_ReplaceSelection(form, page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))


def by_pypdf(*, rewrite: bool) -> Engine:
    """Let pypdf fill in a form."""

    def fill(data: bytes, values: Values, ticks: Ticks) -> bytes:
        reader = PdfReader(BytesIO(data))
        writer = (
            PdfWriter(clone_from=reader) if rewrite else PdfWriter(BytesIO(data), incremental=True)
        )
        everything = {**values, **dict.fromkeys(ticks, "/Yes")}
        writer.update_page_form_field_values(None, everything, auto_regenerate=False)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return fill


def engines(node: Path) -> dict[str, Engine]:
    """Give all engines by name."""
    return {
        "pdfjs": by_script(["node"], "fill.mjs", PDFJS, node),
        "pdflib": by_script(["node"], "fill.cjs", PDFLIB, node),
        "poppler": by_script(["/usr/bin/python3"], "fill.py", POPPLER, None),
        "mupdf": by_mupdf(rewrite=False),
        "mupdf-rewritten": by_mupdf(rewrite=True),
        "pdfium": by_pdfium(rewrite=False),
        "pdfium-rewritten": by_pdfium(rewrite=True),
        "pypdf": by_pypdf(rewrite=False),
        "pypdf-rewritten": by_pypdf(rewrite=True),
    }


def sign_with_pdfsig(data: bytes) -> bytes:
    """Sign as Okular does: Poppler with a certificate in an NSS database."""
    with tempfile.TemporaryDirectory() as place:
        key, source, target = (Path(place, each) for each in ("key.p12", "in.pdf", "out.pdf"))
        # NSS reads the older way of keeping keys
        old = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(2000)
            .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
            .hmac_hash(hashes.SHA1())
            .build(b"x")
        )
        key.write_bytes(
            pkcs12.serialize_key_and_certificates(b"client", *rsa_identity(SIGNER), None, old)
        )
        source.write_bytes(data)
        store = f"sql:{place}"
        run("certutil", "-N", "-d", store, "--empty-password")
        run("pk12util", "-i", key, "-d", store, "-W", "x")
        run("certutil", "-M", "-d", store, "-n", "client", "-t", "CT,C,C")
        names = ["-sign", FIELD, "-nick", "client", "-no-ocsp"]
        run("pdfsig", "-nssdir", store, *names, source, target)
        return target.read_bytes()


def rewritten_by_qpdf(data: bytes) -> bytes:
    """Write a file anew with qpdf."""
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place, "in.pdf"), Path(place, "out.pdf")
        source.write_bytes(data)
        run("qpdf", "--object-streams=generate", source, target)
        return target.read_bytes()


def run(*command: str | Path) -> None:
    """Run a program that must succeed."""
    subprocess.run(command, check=True)


def said_otherwise(part: Any, old: str, new: str) -> Any:
    """Give the same part of a document with other words in it."""
    if isinstance(part, str):
        return part.replace(old, new)
    if isinstance(part, tuple):
        return tuple(said_otherwise(each, old, new) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {
        each.name: said_otherwise(getattr(part, each.name), old, new) for each in fields(part)
    }
    return replace(part, **changed)


def build(node: Path) -> dict[str, bytes]:
    """Make all files."""
    forms, printing = import_module("form_documents"), import_module("scopegen.render.pdf")
    press, form = printing.open_pdf_press(TEMPLATES), forms.dutch_form()
    issued = printing.render_pdf(form, press)
    by_name = engines(node)
    files = {"issued": issued}
    files["cheaper"] = printing.render_pdf(said_otherwise(form, "1.512,00", "151,20"), press)
    files["other-request"] = printing.render_pdf(said_otherwise(form, "CR-001", "CR-002"), press)
    files |= {f"filled-{name}": fill(issued, VALUES, TICKS) for name, fill in by_name.items()}
    for name in ("pdfjs", "mupdf", "pdfium"):  # Poppler brings a font of over 1 MB along
        files[f"foreign-{name}"] = by_name[name](issued, FOREIGN, TICKS)
    signed = sign(files["filled-pdfjs"])
    files["signed-pdfsig"] = sign_with_pdfsig(files["filled-poppler"])
    files["signed-pdfsig-pdfium"] = sign_with_pdfsig(files["filled-pdfium-rewritten"])
    for name in ("pdfjs", "mupdf", "poppler"):
        files[f"changed-{name}"] = by_name[name](signed, LATER, ())
    files["changed-qpdf"] = rewritten_by_qpdf(signed)
    return files


if __name__ == "__main__":
    CORPUS.mkdir(exist_ok=True)
    for name, content in build(Path(sys.argv[1]).resolve()).items():
        (CORPUS / f"{name}.pdf").write_bytes(content)
    pin = rsa_identity(SIGNER)[1].fingerprint(hashes.SHA256()).hex()
    (CORPUS / "pdfsig.pin").write_text(pin + "\n", encoding="utf-8")
