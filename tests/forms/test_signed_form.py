"""The issued form can be signed in its own field, and a strict reader finds nothing wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from form_documents import dutch_form
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from scopegen.render.pdf import open_pdf_press, render_pdf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STORE: Any = SimpleCertificateStore  # it has no types
START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(dutch_form(), open_pdf_press(TEMPLATES))


def signer_of(name: str) -> Any:
    """Make somebody with a certificate of their own."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = {
        word: word in {"digital_signature", "content_commitment"}
        for word in (
            *("digital_signature", "content_commitment", "key_encipherment", "key_agreement"),
            *("data_encipherment", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        )
    }
    made = x509.CertificateBuilder().subject_name(called).issuer_name(called)
    made = made.public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(START).not_valid_after(END)
    made = made.add_extension(x509.KeyUsage(**usage), critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    packed = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(certificate),
        signing_key=PrivateKeyInfo.load(packed),
        cert_registry=STORE(),
    )


def test_strict_reader_reads_the_issued_form(pdf: bytes) -> None:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    assert reader.xrefs.total_revisions == 1
    ((name, value, _),) = enumerate_sig_fields(reader)
    assert name == "client_signature"
    assert value is None


def test_form_is_signed_in_its_own_field(pdf: bytes) -> None:
    signer = signer_of("A. Kuipers")
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf), strict=True),
        signers.PdfSignatureMetadata(field_name="client_signature"),
        signer=signer,
        existing_fields_only=True,
    )
    reader = PdfFileReader(BytesIO(signed.getvalue()), strict=True)
    (signature,) = reader.embedded_signatures
    trust = ValidationContext(trust_roots=[signer.signing_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, trust)
    assert signature.field_name == "client_signature"
    assert status.bottom_line
    assert signed.getvalue().startswith(pdf)
