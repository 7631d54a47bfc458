"""Every digital signature in a PDF: who, by which certificate, and whether it covers the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_objects import Parts
from scopegen.evidence.pdf_revision import ends_well, signed_fields, stretch_of
from scopegen.model.evidence import DigitalSignature

MOST = 20
UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """A signature in a field. `wrong` is why it does not hold: a code, or `unchecked`; else empty.

    One that holds covers the whole file, but for time stamps that came after it.
    """

    field: str
    signature: DigitalSignature | None
    wrong: str = ""


def signatures_in(parts: Parts, data: bytes, pins: Sequence[str]) -> Iterator[FoundSignature]:
    """Check every signature; `pins` are SHA-256 of the certificates that are expected.

    Without the extra `sign` each is told and none is checked.
    """
    for name in signed_fields(parts)[:MOST]:
        try:
            signature = _checked(parts, data, name, pins)
            wrong = "" if signature else UNCHECKED
            yield FoundSignature(field=name[:80], signature=signature, wrong=wrong)
        except ScopegenError as error:
            yield FoundSignature(field=name[:80], signature=None, wrong=error.code)


def _checked(parts: Parts, data: bytes, name: str, pins: Sequence[str]) -> DigitalSignature | None:
    field = parts.field(name)
    if field is None:
        raise ScopegenError("SG431")
    end = stretch_of(field.value, data).end
    tail = data[end:].strip()
    if tail and not ends_well(data, end):
        raise ScopegenError("SG430", hint="added")
    if find_spec("pyhanko") is None:
        return None
    checker = import_module("scopegen.evidence.pdf_signature")
    found: DigitalSignature = checker.check_signature(
        data if tail else data[:end], name, [pin.lower() for pin in pins]
    ).signature
    return found
