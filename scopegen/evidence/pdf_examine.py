"""A returned form, examined in this process; `read_returned_pdf` does so in a process apart.

What was signed is what is read: of a signed file that is the revision that the signature covers,
whatever a later one may show. Nothing is believed before it is tied to the form that was issued.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    ScopegenError,
    Severity,
    finding,
    has_errors,
    in_order,
)
from scopegen.evidence.pdf_active import active_parts
from scopegen.evidence.pdf_compare import differences
from scopegen.evidence.pdf_fingerprint import FormFingerprint, fingerprint_of
from scopegen.evidence.pdf_fonts import fonts_of, strange_fonts
from scopegen.evidence.pdf_objects import taken_apart
from scopegen.evidence.pdf_revision import Stretch, ends_well, signed_fields, stretch_of
from scopegen.evidence.pdf_sight import refusal, refuse_at_sight
from scopegen.evidence.pdf_values import (
    FIXED,
    FORM,
    SIGNATURE,
    Filled,
    filled,
    shown_otherwise,
)
from scopegen.model.evidence import DigitalSignature, Medium, Returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one revision of a form says: its content, what is filled in, and where it is signed."""

    fingerprint: FormFingerprint
    filled: Filled
    signed: tuple[str, ...]
    stretch: Stretch | None
    fonts: frozenset[str]
    otherwise: tuple[Diagnostic, ...]
    active: tuple[str, ...]
    """What in a paper without our form can act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is known of who signed."""

    signature: DigitalSignature | None
    findings: tuple[Diagnostic, ...]


def examine_pdf(data: bytes, issued: bytes, pins: Sequence[str]) -> Checked[Returned]:
    """Compare a returned file with the form as issued, and check its signature.

    `pins` are the SHA-256 of the certificates that are expected, in hexadecimal. The value is
    always there; it is `bound` only when its content is that of the issued form. Findings are
    errors (refuse), warnings (a person has to attest) and notes (what was not checked).
    """
    returned = Returned(medium=Medium.PDF, sha256=hashlib.sha256(data).hexdigest())
    try:
        refuse_at_sight(data, issued)
        return _examined(data, _issued(issued), [pin.lower() for pin in pins], returned)
    except ScopegenError as error:
        return Checked(returned, (refusal(error),))


@lru_cache(maxsize=2)
def _issued(issued: bytes) -> Form:
    try:
        return _form(issued)
    except ScopegenError as error:
        raise ScopegenError("SG420", hint="issued") from error


def _form(data: bytes, known: frozenset[str] | None = None) -> Form:
    with taken_apart(data) as parts:
        fonts = fonts_of(parts) if known is None else known
        signature = parts.field(SIGNATURE)
        value = signature.value if signature else None
        is_form = bool(parts.text(FORM))
        return Form(
            fingerprint=fingerprint_of(parts),
            filled=filled(parts),
            signed=signed_fields(parts),
            stretch=None if value is None else stretch_of(value, data),
            fonts=fonts,
            otherwise=(*shown_otherwise(parts), *strange_fonts(parts, fonts)),
            active=() if is_form else active_parts(parts),
        )


def _examined(
    data: bytes, issued: Form, pins: Sequence[str], returned: Returned
) -> Checked[Returned]:
    last = _form(data, issued.fonts)
    end = last.stretch.end if last.stretch else len(data)
    form = last if end == len(data) else _form(data[:end], issued.fonts)
    _read_again(data[:end], form)
    returned = form.filled.returned(returned.sha256)
    content = list(_content(form, issued))
    signing = Signing(signature=None, findings=tuple(_elsewhere(last, form)))
    if not has_errors([*content, *signing.findings]):
        signing = _signing_or_refusal(data, form, pins)
    bound = not has_errors(content)
    value = replace(returned, bound=bound, signature=signing.signature)
    return Checked(value, in_order([*content, *signing.findings, _unchecked(signing)]))


def _read_again(data: bytes, form: Form) -> None:
    """Let a second reader confirm what was read, where there is one."""
    if not _can_check() or FORM not in form.filled.texts:
        return
    seen = import_module("scopegen.evidence.pdf_second").second_reading(data)
    pages = tuple(page.content for page in form.fingerprint.pages)
    if (seen.values, seen.pages) != (form.filled.everything, pages):
        raise ScopegenError("SG420", hint="damaged")


def _content(form: Form, issued: Form) -> Iterator[Diagnostic]:
    """Find why this is not the issued form, filled in and nothing else."""
    expected, found = issued.filled.texts.get(FORM, ""), form.filled.texts.get(FORM, "")
    if found != expected:
        yield finding("SG424", None, expected=expected, found=found[:80] or "-")
        if form.active:
            yield finding("SG426", None, what=", ".join(form.active[:5]), hint="scan")
        return
    if form.filled == issued.filled and not form.signed:
        yield finding("SG423", None)
    yield from differences(issued.fingerprint, form.fingerprint)
    for name in FIXED:
        if form.filled.texts.get(name) != issued.filled.texts.get(name):
            yield finding("SG428", None, field=name)
    yield from form.otherwise


def _elsewhere(last: Form, form: Form) -> Iterator[Diagnostic]:
    for name in sorted({*last.signed, *form.signed} - {SIGNATURE}):
        yield finding("SG432", None, field=name[:80])
    if last.stretch != form.stretch:
        yield finding("SG431", None)


def _signing_or_refusal(data: bytes, form: Form, pins: Sequence[str]) -> Signing:
    try:
        return _signing(data, form, pins)
    except ScopegenError as error:
        return Signing(signature=None, findings=(refusal(error),))


def _signing(data: bytes, form: Form, pins: Sequence[str]) -> Signing:
    if not form.stretch:
        return Signing(signature=None, findings=(_doubt("unsigned"),))
    end = form.stretch.end
    tail = data[end:].strip()
    if tail and not ends_well(data, end):
        raise ScopegenError("SG430", hint="added")
    if not _can_check():
        if tail:
            raise ScopegenError("SG430", hint="added")
        return Signing(signature=None, findings=(_doubt("unchecked"),))
    return _checked(data if tail else data[:end], pins)


def _checked(data: bytes, pins: Sequence[str]) -> Signing:
    checker = import_module("scopegen.evidence.pdf_signature")
    found = checker.check_signature(data, SIGNATURE, pins)
    return Signing(signature=found.signature, findings=found.findings)


def _can_check() -> bool:
    return find_spec("pyhanko") is not None


def _doubt(hint: str) -> Diagnostic:
    return finding("SG434", None, severity=Severity.WARNING, hint=hint)


def _unchecked(signing: Signing) -> Diagnostic:
    if signing.signature is None:
        hint = "unsigned"
    else:
        hint = "stamped" if signing.signature.timestamped else "signed"
    return finding("SG435", None, severity=Severity.NOTE, hint=hint)
