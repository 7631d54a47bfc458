"""Signs forms as people do, with keys and certificates that are the same in every run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

NO_OTHERS: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
FIELD = "client_signature"
USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Identity:
    """Somebody who signs: a key and a certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pin(self) -> str:
        return hashlib.sha256(self.der).hexdigest()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def signer(self) -> Any:
        certificate, key = in_asn1(self.key, self.certificate)
        return signers.SimpleSigner(
            signing_cert=certificate, signing_key=key, cert_registry=NO_OTHERS
        )


def in_asn1(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, certificate: x509.Certificate
) -> tuple[Any, Any]:
    """Give certificate and key in the form that pyHanko takes."""
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.DER)
    return asn1_x509.Certificate.load(public), asn1_keys.PrivateKeyInfo.load(private)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def usage(uses: tuple[str, ...]) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in uses for use in USES})


@cache
def identity(
    name: str,
    *,
    issuer: str = "",
    end: datetime = END,
    start: datetime = START,
    uses: tuple[str, ...] = ("digital_signature", "content_commitment"),
) -> Identity:
    """Make somebody with this name; signed by the issuer of that name, or by themselves."""
    key = ec.derive_private_key(int.from_bytes(name.encode()), ec.SECP256R1())
    above = identity(issuer, uses=("key_cert_sign",)) if issuer else None
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer or name))
        .public_key(key.public_key())
        .serial_number(1 + len(name))
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(
            x509.BasicConstraints(ca="key_cert_sign" in uses, path_length=None), critical=True
        )
        .add_extension(usage(uses), critical=True)
    )
    certificate = builder.sign(
        above.key if above else key, hashes.SHA256(), ecdsa_deterministic=True
    )
    return Identity(key, certificate)


CLIENT = identity("A. Kuipers")
STRANGER = identity("M. Vreemd")
EXPIRED = identity("A. Kuipers (oud)", end=datetime(2026, 2, 1, tzinfo=UTC))
ISSUED = identity("A. de Boer", issuer="Test CA", uses=("digital_signature",))
ENCIPHERS = identity("A. Sleutel", uses=("key_encipherment",))


def sign(
    data: bytes,
    who: Identity = CLIENT,
    field: str = FIELD,
    *,
    stamped: bool = False,
    lasting: bool = False,
) -> bytes:
    """Sign a form in a field (made when it is not there); `lasting` adds what LTA asks."""
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name="A. Kuipers",
        use_pades_lta=lasting,
        embed_validation_info=lasting,
        validation_context=trusting(who) if lasting else None,
    )
    stamper = time_stamper() if stamped or lasting else None
    out = signers.sign_pdf(writer, meta, who.signer(), timestamper=stamper)
    return bytes(out.getvalue())


def stamp(data: bytes) -> bytes:
    """Put a document time stamp on the whole file."""
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    stamper = signers.PdfTimeStamper(time_stamper())
    return bytes(stamper.timestamp_pdf(writer, "sha256").getvalue())


@cache
def rsa_identity(name: str, *, stamps: bool = False) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Make somebody with an RSA key, another one each time; what `stamps` is a time service."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(name))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(usage(("digital_signature",)), critical=True)
    )
    if stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return key, builder.sign(key, hashes.SHA256())


@cache
def clock() -> tuple[Any, Any]:
    """Give the certificate and the key of a time stamping service."""
    return in_asn1(*rsa_identity("Test TSA", stamps=True))


def time_stamper() -> Any:
    """Stand in for a time stamping service."""
    certificate, key = clock()
    return DummyTimeStamper(tsa_cert=certificate, tsa_key=key)


def trusting(who: Identity) -> Any:
    roots = [in_asn1(who.key, who.certificate)[0], clock()[0]]
    return ValidationContext(trust_roots=roots, allow_fetching=False)
