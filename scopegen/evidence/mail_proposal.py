"""What a returned message decides about the paper that was asked for; a person confirms it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from scopegen.diagnostics import Diagnostic, finding
from scopegen.evidence.mail_named import (
    UNREADABLE,
    amounts_in,
    bare_numbers_in,
    cents_of,
    named_in,
    vat_in,
)
from scopegen.evidence.mail_text import parted
from scopegen.evidence.mail_words import judge
from scopegen.model.evidence import Decision, FormIdentity, Returned

_LONGEST_ADDRESS = 200
_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "-": "", ".": "", "_": ""}
)
_CYRILLIC_AND_GREEK = str.maketrans("асеорхуікмтнвαονρτικε", "aceopxyikmthbaovptlke")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for, of whom, and until when; both moments are aware.

    `amount` is the total as printed (`€ 1.512,00`, `GBP 1,512.00 excl. VAT`) or digits; empty or
    zero when none has to be named. An amount is without VAT unless it says otherwise. `addresses`
    gives the person behind each address that may answer. `options` are the letters to choose from.
    """

    form: FormIdentity
    amount: str
    addresses: Mapping[str, str]
    issued_at: datetime
    expires_at: datetime
    options: tuple[str, ...] = ()


def propose(returned: Returned, asked: Asked) -> tuple[Decision, tuple[Diagnostic, ...]]:
    """Propose what a message decides, with everything that stands in the way of a sign-off.

    `returned` comes from `read_mail`. AGREE is proposed only when nothing is found here and nothing
    was found in reading; another person or paper makes any decision UNCLEAR. Raises nothing.
    """
    own = parted(returned.words).body
    about = (*_person(returned, asked), *_paper(returned, asked, own))
    time, choice = _time(returned, asked), _choice(returned, asked)
    counter, amount = _amount(returned, asked, own)
    words = _words(returned, asked)
    decision = returned.decision
    if about and decision is not Decision.NONE:
        decision = Decision.UNCLEAR
    elif decision is Decision.AGREE and (time or choice or amount):
        decision = Decision.CONDITIONAL if counter and not time else Decision.UNCLEAR
    return decision, (*about, *time, *amount, *choice, *words)


def _to_ask(asked: Asked, language: str) -> str:
    """Give the words that a good answer could have."""
    item = asked.form.item
    if item == "letter":
        item = {"nl": "de opdrachtbrief", "en": "the engagement letter"}[language]
    start, version = {"nl": ("akkoord met", "versie"), "en": ("agreed:", "version")}[language]
    option = {"nl": "optie", "en": "option"}[language]
    choice = f", {option} {'/'.join(asked.options)}" if asked.options else ""
    amount = f", {asked.amount}" if _cents(asked) else ""
    return f"{start} {item} {version} {asked.form.version}{choice}{amount}"


def _who(asked: Asked) -> str:
    return " / ".join(asked.addresses) or "?"


def _person(returned: Returned, asked: Asked) -> tuple[Diagnostic, ...]:
    known = {address.lower(): name for address, name in asked.addresses.items()}
    sender = returned.sender
    if sender in known:
        return ()
    hint = "default"
    if not sender.isascii() or "xn--" in sender or _skeleton(sender) in map(_skeleton, known):
        hint = "alike"
    elif _is_named(returned.name, known):
        hint = "name"
    return (
        finding(
            "SG444",
            None,
            sender=sender or "?",
            name=returned.name,
            address=_who(asked),
            ask_nl=_to_ask(asked, "nl"),
            ask_en=_to_ask(asked, "en"),
            hint=hint,
        ),
    )


def _skeleton(address: str) -> str:
    """Give an address so that two which look alike are alike."""
    address = address[:_LONGEST_ADDRESS]
    if "xn--" in address:
        with suppress(UnicodeError):
            address = address.encode("ascii").decode("idna")
    folded = unicodedata.normalize("NFKD", address).lower().translate(_CYRILLIC_AND_GREEK)
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    return letters.translate(_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _is_named(shown: str, known: Mapping[str, str]) -> bool:
    """Tell whether a display name is that of a person, or an address, that is expected."""
    parts = set(re.findall(r"\w{3,}", shown.lower()))
    people = [set(re.findall(r"\w{3,}", name.lower())) for name in known.values()]
    return any(address in shown.lower() for address in known) or any(
        person and person <= parts for person in people
    )


def _paper(returned: Returned, asked: Asked, own: str) -> tuple[Diagnostic, ...]:
    in_words = named_in(own)
    named = in_words.over(named_in(returned.remarks))
    if not named.differs(asked.form) and not named.lacks():
        return ()
    hint = "other" if named.differs(asked.form) else "version" if named.items else "none"
    return (
        finding(
            "SG446",
            None,
            found=str(named) or "-",
            form=asked.form,
            address=_who(asked),
            ask_nl=_to_ask(asked, "nl"),
            ask_en=_to_ask(asked, "en"),
            hint=hint,
        ),
    )


def _time(returned: Returned, asked: Asked) -> tuple[Diagnostic, ...]:
    sent = returned.sent_at
    issued = asked.issued_at.replace(microsecond=0)  # a message carries no fractions of a second
    if sent is None or issued <= sent <= asked.expires_at:
        return () if sent else (finding("SG439", None, header="Date", found="", hint="absent"),)
    early = sent < issued
    limit = issued if early else asked.expires_at
    return (
        finding(
            "SG445",
            None,
            sent=_moment(sent, asked),
            limit=_moment(limit, asked),
            hint="early" if early else "late",
        ),
    )


def _moment(moment: datetime, asked: Asked) -> str:
    return f"{moment.astimezone(asked.expires_at.tzinfo):%Y-%m-%d %H:%M:%S %z}"


def _cents(asked: Asked) -> int:
    """Give the total in cents; 0 when none has to be named."""
    found = amounts_in(asked.amount)
    return found[0].cents if found else cents_of(asked.amount) if asked.amount.strip() else 0


def _amount(returned: Returned, asked: Asked, own: str) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Tell whether another amount is offered, and what is wrong with the amount that is named."""
    cents = _cents(asked)
    wanted = {each.currency for each in amounts_in(asked.amount)} - {""}
    subject = returned.remarks
    in_words, in_subject = amounts_in(own), amounts_in(subject)
    named = in_words or in_subject
    others = [
        each
        for each in named
        if each.cents != cents or (wanted and each.currency and each.currency not in wanted)
    ]
    bare = bare_numbers_in(own)
    right = len(others) < len(named) or cents in bare | bare_numbers_in(subject)
    hint = ""
    if others:
        hint = "unreadable" if any(each.cents == UNREADABLE for each in others) else "other"
    elif returned.decision is Decision.AGREE and ((cents and not right) or bare - {cents}):
        hint = "unreadable" if bare - {cents} else "none"
    elif vat_in(own) and ("in" in vat_in(own)) != ("in" in vat_in(asked.amount)):
        hint = "vat"
    counter = hint == "other" and bool(in_words)
    return counter, _amount_findings(hint, asked, own if in_words else subject)


def _amount_findings(hint: str, asked: Asked, where: str) -> tuple[Diagnostic, ...]:
    if not hint:
        return ()
    shown = ", ".join(
        f"{each.currency} {each.cents // 100}.{each.cents % 100:02}".strip()
        for each in amounts_in(where)
        if each.cents != UNREADABLE
    )
    return (
        finding(
            "SG447",
            None,
            found=shown or "-",
            amount=asked.amount or "0",
            address=_who(asked),
            ask_nl=_to_ask(asked, "nl"),
            ask_en=_to_ask(asked, "en"),
            hint=hint,
        ),
    )


def _choice(returned: Returned, asked: Asked) -> tuple[Diagnostic, ...]:
    """Find a choice that is missing, double or not on offer, in what is otherwise a yes."""
    chosen = returned.options
    wanted = 1 if asked.options else 0
    fits = len(chosen) == wanted and set(chosen) <= set(asked.options)
    if fits or returned.decision is not Decision.AGREE:
        return ()
    return (_said(asked, "option", " ".join(returned.words.split())[:90]),)


def _words(returned: Returned, asked: Asked) -> tuple[Diagnostic, ...]:
    """Say why the words are no plain yes."""
    if returned.decision is Decision.AGREE:
        return ()
    judged = judge(returned.words)
    if judged.decision is Decision.AGREE:
        return (_said(asked, "reading", " ".join(returned.words.split())[:90]),)
    return (_said(asked, judged.reason, judged.extract or "-"),)


def _said(asked: Asked, hint: str, words: str) -> Diagnostic:
    return finding(
        "SG448",
        None,
        words=words,
        address=_who(asked),
        ask_nl=_to_ask(asked, "nl"),
        ask_en=_to_ask(asked, "en"),
        hint=hint,
    )
