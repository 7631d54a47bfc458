"""A returned e-mail: reading an untrusted message, and proposing what it decides.

An e-mail never proves who wrote it. What is read here is only ever a proposal: a person decides,
and whatever is in doubt is unclear. Only the words that the sender wrote count, never the quotes.
"""

from __future__ import annotations

import hashlib
import re
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    ScopegenError,
    Severity,
    finding,
    has_errors,
)
from scopegen.evidence.mail_headers import Head, read_head
from scopegen.evidence.mail_lists import CONDITION, REFUSAL, YES
from scopegen.evidence.mail_named import Named, amounts_in, named_in, options_in
from scopegen.evidence.mail_parts import Body, read_body
from scopegen.evidence.mail_proposal import Asked, propose
from scopegen.evidence.mail_text import parted, plain, unquoted
from scopegen.evidence.mail_words import LONGEST_ANSWER, judge
from scopegen.model.evidence import Decision, Medium, Returned

__all__ = ["Asked", "propose", "read_mail"]

LARGEST = 5_000_000
"""Bytes; a message with only words in it is rarely a hundredth of this."""
_LONGEST_HEADER = 8_000
_LONGEST_HIDDEN = 10 * LONGEST_ANSWER
"""More hidden words than this are not looked through, and are never harmless."""
_MOST_LINES, _MOST_BORDERS, _MOST_BOUNDARIES = 200_000, 4_000, 60
_BOUNDARY = re.compile(rb"boundary\s*+=|boundary\*", re.IGNORECASE)
_HEADER = re.compile(
    rb"(?:^|(?<=[\r\n]))(?:from|sender|reply-to|date|subject|message-id|content-[a-z-]{1,30}|mime-version"
    rb"|auto-submitted|precedence|return-path|resent-[a-z-]{1,20}|x-auto[a-z-]{0,30})[ \t]*+:"
    rb"[^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+",
    re.IGNORECASE,
)
_LOOSE = re.compile(rb"(?:\A|[\r\n])(?:from|sender|reply-to|date|subject)[ \t]+:", re.IGNORECASE)
"""A name with space behind it: `email` skips such a line, and some programs believe it."""
_UNREADABLE = (
    RecursionError,
    LookupError,
    ValueError,
    MessageError,
    AttributeError,
    TypeError,
    AssertionError,
    OverflowError,
    NotImplementedError,
)
"""What `email` has been seen to raise over hostile messages."""


def read_mail(data: bytes) -> Checked[Returned]:
    """Read a message as it was saved (.eml); findings of severity ERROR: it is no sign-off.

    Without a value the message could not be read at all (SG436). With errors the decision is never
    AGREE. `form` is the paper that the own words name, or else the Subject; `remarks` is that
    Subject, `name` the name beside the address and `dated` the Date as written. Raises nothing.
    """
    if hint := _too_much(data):
        return _refused(hint)
    if _LOOSE.search(re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]):
        return _refused("damaged")
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
        if not any(name in message for name in ("From", "Date", "Subject", "Message-ID")):
            return _refused("no_mail")
        head, found = read_head(message)
        body = read_body(message)
    except ScopegenError as error:
        return _refused(dict(error.facts).get("hint", "damaged"))
    except _UNREADABLE:
        return _refused("damaged")
    return _returned(data, head, body, found)


def _too_much(data: bytes) -> str:
    """Say what would keep `email` busy for minutes: it walks every line once a layer."""
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if len(data) > LARGEST or lines > _MOST_LINES:
        return "large"
    if data.count(b"\n--") + data.count(b"\r--") > _MOST_BORDERS:
        return "parts"
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES:
        return "deep"
    large = any(len(m[0]) > _LONGEST_HEADER for m in _HEADER.finditer(data))
    return "large" if large else ""


def _refused(hint: str) -> Checked[Returned]:
    return Checked(None, (finding("SG436", None, hint=hint),))


def _returned(
    data: bytes, head: Head, body: Body, found: tuple[Diagnostic, ...]
) -> Checked[Returned]:
    words = unquoted("\n\n".join(body.plain))
    judged = judge(words)
    own = parted(words[:LONGEST_ANSWER]).body
    found = (*found, *_contradictions(words, body), *_nothing(words, body), *_attachments(body))
    unsafe = has_errors(found) and judged.decision is Decision.AGREE
    returned = Returned(
        medium=Medium.MAIL,
        sha256=hashlib.sha256(data).hexdigest(),
        form=str(named_in(own).over(named_in(head.subject))),
        decision=Decision.UNCLEAR if unsafe else judged.decision,
        options=options_in(own),
        name=head.name,
        dated=head.dated,
        remarks=head.subject,
        sender=head.sender,
        sent_at=head.sent_at,
        message_id=head.message_id,
        words=words[:LONGEST_ANSWER],
    )
    return Checked(returned, found)


def _contradictions(words: str, body: Body) -> tuple[Diagnostic, ...]:
    """Find a message that says one thing as text and another as HTML, or that hides words."""
    found = []
    shown = unquoted("\n\n".join(body.html))
    if body.unread or (shown != words and _meaning(shown) != _meaning(words)):
        other = ", ".join(body.unread[:5]) or shown
        found.append(finding("SG442", None, found=_extract(other), hint="differs"))
    unseen = " ".join(body.hidden)
    hidden = plain(unseen[:_LONGEST_HIDDEN])
    too_long = len(unseen) > _LONGEST_HIDDEN and bool(plain(unseen[_LONGEST_HIDDEN:]))
    if (
        too_long or _matters(hidden) or _matters(hidden[::-1])
    ):  # a style can turn the order of letters round
        found.append(finding("SG442", None, found=_extract(hidden), hint="hidden"))
    return tuple(found)


def _matters(hidden: str) -> bool:
    said = any(each.search(hidden) for each in (YES, REFUSAL, CONDITION))
    return said or bool(amounts_in(hidden) or named_in(hidden).items)


def _meaning(words: str) -> tuple[Decision, Named, tuple[object, ...], tuple[str, ...]]:
    own = parted(words[:LONGEST_ANSWER]).body
    return judge(words).decision, named_in(own), amounts_in(own), options_in(own)


def _extract(text: str) -> str:
    return " ".join(text.split())[:90]


def _nothing(words: str, body: Body) -> tuple[Diagnostic, ...]:
    """Say so when the sender wrote no words of his own."""
    if parted(words[:LONGEST_ANSWER]).body:
        return ()
    quoted = any(text.strip() for text in body.plain)
    hint = "form" if _forms(body) else "quoted" if quoted else "empty"
    return (finding("SG443", None, hint=hint),)


def _forms(body: Body) -> list[str]:
    return [name for name in body.attached if name.lower().endswith((".pdf", "/pdf"))]


def _attachments(body: Body) -> tuple[Diagnostic, ...]:
    if not body.attached:
        return ()
    hint = "form" if _forms(body) else "default"
    names = ", ".join(body.attached[:5])
    return (finding("SG437", None, severity=Severity.WARNING, names=names, hint=hint),)
