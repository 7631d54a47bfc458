"""The body of a message: its texts as plain text and as HTML, and the names of what is attached."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from email.message import EmailMessage, Message

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.mail_html import text_of_html
from scopegen.evidence.mail_text import plain

MOST_PARTS, DEEPEST, LONGEST_TEXT = 200, 10, 1_000_000
"""Parts, layers, and characters of all texts together."""
_AS_WRITTEN = {"iso8859-1": "cp1252", "ascii": "utf-8"}
"""What mail programs really write under these names; browsers read them so as well."""
_NO_CHARSET = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
"""Codecs of Python that are no writing, or take too long over a long text."""
_EBCDIC = {"cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"}
"""Writings of mainframes, in which the same bytes are quite other words."""
_READ = {"text/plain", "text/html", "text/calendar"}
_SEALED = {
    "multipart/encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/pgp-encrypted",
}
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "text/vcard",
    "text/x-vcard",
    "application/pgp-keys",
}


@dataclass(slots=True)
class Body:
    """The texts of a message in order; `plain` and `html` each tell the whole message."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Kinds in which the same message was written that are not read here; a program may show it."""

    def add(self, other: Body, *, alternative: bool) -> None:
        """Take in a later part; of alternatives each side is kept apart."""
        plain, html = (other.plain, other.html) if alternative else other.whole()
        self.plain += plain
        self.html += html
        self.hidden += other.hidden
        self.attached += other.attached
        self.unread += other.unread

    def whole(self) -> tuple[list[str], list[str]]:
        """Give both sides, each filled from the other where it has no text of its own."""
        has_plain = any(text.strip() for text in self.plain)
        has_html = any(text.strip() for text in self.html)
        return self.plain if has_plain else self.html, self.html if has_html else self.plain


@dataclass(slots=True)
class _Size:
    """How much of a message was read so far."""

    parts: int = 0
    letters: int = 0


def read_body(message: EmailMessage) -> Body:
    """Read the texts of a message.

    Raises:
        ScopegenError: SG436 (hint `parts`, `deep`, `sealed` or `large`). What `email` and the
            codecs raise over a damaged part (LookupError, ValueError) is let through.
    """
    body = _read(message, 0, _Size())
    plain_texts, html_texts = body.whole()
    return Body(plain_texts, html_texts, body.hidden, body.attached, body.unread)


def _read(part: Message, depth: int, size: _Size) -> Body:
    size.parts += 1
    if size.parts > MOST_PARTS:
        raise ScopegenError("SG436", hint="parts")
    if depth > DEEPEST:
        raise ScopegenError("SG436", hint="deep")
    kind = part.get_content_type()
    if kind in _SEALED:
        raise ScopegenError("SG436", hint="sealed")
    if kind.startswith("message/") or not part.is_multipart():
        return _leaf(part, kind, size)
    body = Body()
    alternative = kind == "multipart/alternative"
    for child in part.get_payload():
        if isinstance(child, Message):
            body.add(_read(child, depth + 1, size), alternative=alternative)
            told = child.get_content_type()
            if alternative and not (told in _READ or child.is_multipart()):
                body.unread.append(told)
    return body


def _leaf(part: Message, kind: str, size: _Size) -> Body:
    name = plain(str(part.get_filename() or ""))[:100]
    if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
        return Body(attached=_attached(part, kind, name))
    text = _decoded(part)
    size.letters += len(text)
    if size.letters > LONGEST_TEXT:
        raise ScopegenError("SG436", hint="large")
    if name:  # some programs show it below the message
        return Body(attached=_attached(part, kind, name), hidden=[text])
    if kind == "text/html":
        seen, unseen = text_of_html(text)
        return Body(html=[seen], hidden=[unseen])
    if re.search(r"^-----BEGIN PGP MESSAGE-----", text, re.MULTILINE):
        raise ScopegenError("SG436", hint="sealed")
    return Body(plain=[text]) if kind == "text/plain" else Body(attached=[kind])


def _attached(part: Message, kind: str, name: str) -> list[str]:
    """Name what a person should look at; pictures in the text and seals are left out."""
    shown_inside = part.get_content_disposition() != "attachment" and kind.startswith("image/")
    if kind in _SIGNATURES or shown_inside:
        return []
    return [name or kind]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = codecs.lookup(str(part.get_content_charset("ascii"))).name
    if charset in _NO_CHARSET | _EBCDIC:
        raise LookupError(charset)
    name = _AS_WRITTEN.get(charset, charset)
    text = content.decode(name, errors="replace")
    if name == "utf-8" and "\ufffd" in text:
        text = content.decode("cp1252", errors="replace")
    return text
