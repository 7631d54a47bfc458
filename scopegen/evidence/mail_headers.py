"""The head of a message: who sent it, when, and whether a person wrote it to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from scopegen.diagnostics import Diagnostic, Severity, finding
from scopegen.evidence.mail_text import plain

SHOWN = 120
_YEARS = range(1990, 2201)
_ONCE = ("From", "Date", "Subject", "Sender", "Reply-To", "Message-ID", "Content-Type")
_LEFT_OVER = "invalid address in address-list"
"""What `email` says of a line with more in it than the address that it made of it."""
_FAILED = re.compile(
    r"\b(?:spf|dkim|dmarc|arc)\s*=\s*(?:hard|soft)?fail\b|^\s*(?:soft)?fail\b", re.I
)
_CHECKS = ("Authentication-Results", "ARC-Authentication-Results", "Received-SPF")
_FORWARD = re.compile(r"^\s*(?:fwd?|doorst|doorgestuurd|wg|tr|vs|rv|enc)\s*:", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"^\s*(?:(?:re|aw|antw)\s*:\s*)?(?:automatisch antwoord|automatische (?:reactie|antwoord"
    r"|beantwoording)"
    r"|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|auto\s*:|out of (?:the )?office"
    r"|afwezig"
    r"|niet aanwezig|abwesen|réponse automatique|automatische antwort|ik ben (?:er )?niet)",
    re.IGNORECASE,
)
_RECEIPT = re.compile(
    r"^\s*(?:gelezen|niet gelezen|read|not read|ontvangen|delivered|bezorgd|undeliverable"
    r"|onbestelbaar"
    r"|delivery status|returned mail|mail delivery|leesbevestiging|read receipt)\s*:?",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"^\s*(?:accepted|geaccepteerd|tentative|voorlopig|declined|geweigerd|afgewezen|uitnodiging"
    r"|invitation|updated invitation|recall|intrekken)\s*:",
    re.IGNORECASE,
)
_MACHINES = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
)
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a message says; `sender` is empty and `sent_at` None when it does not."""

    sender: str
    name: str
    sent_at: datetime | None
    dated: str
    message_id: str
    subject: str


def read_head(message: EmailMessage) -> tuple[Head, tuple[Diagnostic, ...]]:
    """Read the head; findings say what makes the message no answer of one person.

    Raises what `email` raises over a head that it cannot read: LookupError, ValueError and kin.
    """
    sender, name, found = _sender(message)
    sent_at, more = _sent_at(message)
    names = [name.strip().lower() for name in message]
    head = Head(
        sender=sender,
        name=name,
        sent_at=sent_at,
        dated=_text(message, "Date"),
        message_id=_text(message, "Message-ID"),
        subject=_text(message, "Subject", 500),
    )
    twice = tuple(
        finding("SG439", None, header=each, found="", hint="several")
        for each in _ONCE
        if names.count(each.lower()) > 1
    )
    passed_on = _passed_on(message, head)
    return head, (
        *twice,
        *found,
        *more,
        *_not_a_person(message, head),
        *passed_on,
        *_reply_to(message, head),
        _unchecked(message, head),
    )


def _text(message: EmailMessage, name: str, longest: int = SHOWN) -> str:
    return " ".join(plain(str(message.get(name, ""))[:2_000]).split())[:longest]


def _addresses(message: EmailMessage, name: str) -> tuple[tuple[str, str], ...]:
    """Give address and display name of each address in a header, in lower case."""
    header = message.get(name)
    if not isinstance(header, AddressHeader):
        return ()
    return tuple((each.addr_spec.lower(), plain(each.display_name)) for each in header.addresses)


def _sender(message: EmailMessage) -> tuple[str, str, tuple[Diagnostic, ...]]:
    header = message.get("From")
    shown = _text(message, "From")
    found = _addresses(message, "From")
    groups = [g for g in getattr(header, "groups", ()) if g.display_name is not None]
    if header is None or not shown:
        return "", "", (finding("SG439", None, header="From", found="", hint="absent"),)
    if groups or len(found) > 1:
        return "", "", (finding("SG439", None, header="From", found=shown, hint="several"),)
    left_over = any(_LEFT_OVER in str(each) for each in getattr(header, "defects", ()))
    if left_over or not found or not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", found[0][0]):
        return "", "", (finding("SG439", None, header="From", found=shown, hint="unreadable"),)
    return found[0][0], found[0][1][:SHOWN], ()


def _sent_at(message: EmailMessage) -> tuple[datetime | None, tuple[Diagnostic, ...]]:
    # the parsed header prints a date without a zone as `-0000`
    raw = next((value for name, value in message.raw_items() if name.lower() == "date"), "")
    shown = " ".join(str(raw).split())[:SHOWN]
    if not shown:
        return None, (finding("SG439", None, header="Date", found="", hint="absent"),)
    try:
        moment = parsedate_to_datetime(shown)
        if moment.tzinfo is None and shown.endswith("-0000"):  # RFC 5322: UTC, place unknown
            moment = moment.replace(tzinfo=UTC)
        if moment.tzinfo is not None and moment.year in _YEARS:
            return moment.astimezone(UTC), ()
    except (ValueError, TypeError, OverflowError, IndexError):
        pass
    return None, (finding("SG439", None, header="Date", found=shown, hint="unreadable"),)


def _not_a_person(message: EmailMessage, head: Head) -> tuple[Diagnostic, ...]:
    hint = _machine(message, head)
    return (finding("SG438", None, found=head.subject, hint=hint),) if hint else ()


def _machine(message: EmailMessage, head: Head) -> str:
    """Name what kind of message a program sent here; empty when none did."""
    kinds = {part.get_content_type() for part in message.walk()}
    if {"multipart/report", "message/disposition-notification", "message/delivery-status"} & kinds:
        return "receipt"
    if "text/calendar" in kinds or _MEETING.match(head.subject):
        return "meeting"
    if _RECEIPT.match(head.subject) or _text(message, "Return-Path") == "<>":
        return "receipt"
    submitted = _text(message, "Auto-Submitted").lower()
    automatic = (
        (submitted and not submitted.startswith("no"))
        or any(name in message for name in _MACHINES)
        or _text(message, "Precedence").lower() in _BULK
        or _AUTOMATIC.match(head.subject)
    )
    return "reply" if automatic else ""


def _passed_on(message: EmailMessage, head: Head) -> tuple[Diagnostic, ...]:
    """Find signs that somebody else than From sent or passed on the message."""
    senders = {address for address, _ in _addresses(message, "Sender")} - {head.sender}
    hint = ""
    if any(name in message for name in ("Resent-From", "Resent-Sender", "Resent-Date")):
        hint = "resent"
    elif senders or ("Sender" in message and not _addresses(message, "Sender")):
        hint = "sender"
    elif _FORWARD.match(head.subject):
        hint = "subject"
    other = ", ".join(sorted(senders)) or head.subject
    return (finding("SG440", None, found=other, sender=head.sender, hint=hint),) if hint else ()


def _unchecked(message: EmailMessage, head: Head) -> Diagnostic:
    """Say that nothing proves the sender, and whether a mail server says that a check failed.

    That a check was passed anybody can write; nobody writes that it failed to be believed.
    """
    told = [str(each)[:2_000] for name in _CHECKS for each in message.get_all(name, [])]
    failed = any(map(_FAILED.search, told))
    sender = head.sender or "?"
    if failed:
        return finding("SG449", None, severity=Severity.WARNING, sender=sender, hint="failed")
    return finding("SG449", None, severity=Severity.NOTE, sender=sender)


def _reply_to(message: EmailMessage, head: Head) -> tuple[Diagnostic, ...]:
    elsewhere = {address for address, _ in _addresses(message, "Reply-To")} - {head.sender}
    if not elsewhere or not head.sender:
        return ()
    shown = ", ".join(sorted(elsewhere))[:SHOWN]
    return (finding("SG441", None, severity=Severity.WARNING, found=shown, sender=head.sender),)
