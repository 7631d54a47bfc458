"""What counts as sign-off: this form, this decision, this person, in time. Default is no.

Pure judgement on what was read. A digitally signed form that holds is accepted by itself (class A);
of everything else a named person attests having seen what it is (classes B and C). Silence, a
condition, a doubt and anything unreadable never count (6:217, 6:225 BW; Felthouse v Bindley).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from scopegen.diagnostics import Diagnostic, Severity, finding, has_errors
from scopegen.model.engagement import Engagement
from scopegen.model.evidence import Decision, FormIdentity, Medium, Returned
from scopegen.model.parties import Authority
from scopegen.quantities import Money
from scopegen.terms.offer import LADDER

TITLES = re.compile(r"\b(?:drs|ir|ing|mr|dr|prof|bc|msc|mba|phd|mw|dhr|ms|mrs)\b\.?")
LETTER = "letter"
CLASS_OF = {Medium.PDF: "B", Medium.WORD: "B", Medium.OTHER: "B", Medium.MAIL: "C"}


class Outcome(StrEnum):
    """What a returned file comes to."""

    ACCEPT = "accept"
    ATTEST = "attest"
    """It may count, once a named person attests what no machine can verify."""
    DECLINE = "decline"
    COUNTER = "counter"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What a named person states to have seen; what is left empty is taken from the file."""

    by: str
    second: str = ""
    method: str = ""
    """How it was signed: one of the steps of the ladder."""
    signer: str = ""
    option: str = ""
    signed_on: date | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of the client, as issued and under the letter in force."""

    identity: FormIdentity
    digest: str
    amounts: Mapping[str, Money]
    """The amount of each option; of a letter the price, under the empty name."""
    issued: date
    valid_until: date
    least: Mapping[str, str]
    """For each option the lightest way of signing that will do."""
    counts: tuple[str, ...]
    engagement: Engagement
    four_eyes_above: Money | None
    used: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement, with every reason. `option` is empty for a letter."""

    outcome: Outcome
    evidence_class: str
    method: str
    option: str
    signer: Authority | None
    agreed: date | None
    reasons: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One returned file against what was asked."""

    returned: Returned
    asked: Asked
    attested: Attestation | None

    @property
    def verified(self) -> bool:
        """The file itself proves form and signer."""
        mark = self.returned.signature
        return self.returned.bound and mark is not None and mark.pinned

    @property
    def option(self) -> str:
        said = self.returned.options
        if len(said) == 1:
            return said[0]
        named = tuple(self.asked.amounts)
        given = self.attested.option if self.attested and not said else ""
        return given or (named[0] if len(named) == 1 and not said else "")

    @property
    def amount(self) -> Money:
        amounts = self.asked.amounts
        found = amounts.get(self.option)
        return found if found is not None else max(amounts.values())

    @property
    def agreed(self) -> date | None:
        returned = self.returned
        moment = returned.signature.signed_at if returned.signature else returned.sent_at
        if moment:
            return moment.astimezone(ZoneInfo(self.asked.engagement.meta.timezone)).date()
        written = read_day(returned.dated)
        return written or (self.attested.signed_on if self.attested else None)

    @property
    def signer(self) -> Authority | None:
        people = self.asked.engagement.parties.authority
        mark = self.returned.signature
        if self.verified and mark:
            return next((one for one in people if one.certificate == mark.certificate), None)
        if self.returned.medium is Medium.MAIL:
            sender = self.returned.sender.lower()
            return next((one for one in people if one.email.lower() == sender), None)
        name = self.returned.name or (self.attested.signer if self.attested else "")
        return next((one for one in people if same_name(one.name, name)), None)

    @property
    def method(self) -> str:
        if self.verified:
            return "advanced"
        if self.returned.medium is Medium.MAIL:
            return "email"
        return self.attested.method if self.attested else ""


def judge(
    returned: Returned, read: tuple[Diagnostic, ...], asked: Asked, attested: Attestation | None
) -> Verdict:
    """Judge a returned file; `read` is what reading it found.

    An error there refuses it. A refusal or a condition is an answer too, but only when it is tied
    to what was asked; it is never taken for a yes.
    """
    case = _Case(returned, asked, attested)
    reasons = (*read, *_tied(case))
    if has_errors(reasons):
        return _verdict(case, Outcome.REFUSE, reasons)
    answers = {Decision.REFUSE: Outcome.DECLINE, Decision.CONDITIONAL: Outcome.COUNTER}
    if returned.decision in answers:
        outcome = answers[returned.decision]
        code = "SG482" if outcome is Outcome.DECLINE else "SG481"
        return _verdict(case, outcome, (*reasons, finding(code, None, item=asked.identity.item)))
    reasons = (*reasons, *_decided(case), *_dated(case), *_authorised(case))
    if has_errors(reasons):
        return _verdict(case, Outcome.REFUSE, reasons)
    open_ = tuple(_to_attest(case, read))
    if open_:
        outcome = Outcome.ATTEST if not case.attested else Outcome.REFUSE
        return _verdict(case, outcome, (*reasons, *open_))
    light = tuple(_strength(case))
    return _verdict(case, Outcome.REFUSE if light else Outcome.ACCEPT, (*reasons, *light))


def _verdict(case: _Case, outcome: Outcome, reasons: tuple[Diagnostic, ...]) -> Verdict:
    by_machine = case.verified and not case.attested
    return Verdict(
        outcome=outcome,
        evidence_class="A" if by_machine else CLASS_OF[case.returned.medium],
        method=case.method,
        option=case.option,
        signer=case.signer,
        agreed=case.agreed,
        reasons=reasons,
    )


def _tied(case: _Case) -> Iterator[Diagnostic]:
    """It is about what was asked, and has not served for something else (SG470 to SG472)."""
    returned, asked = case.returned, case.asked
    wanted = str(asked.identity)
    by_mail = returned.medium is Medium.MAIL and asked.identity.item == LETTER
    if by_mail and not _names(returned, asked.identity.engagement):
        yield finding("SG470", None, found=returned.form or "-", wanted=wanted)
    if returned.form and returned.medium is not Medium.MAIL and returned.form != wanted:
        yield finding("SG470", None, found=returned.form, wanted=wanted)
    if returned.digest and returned.digest != asked.digest:
        yield finding("SG471", None, item=asked.identity.item, version=asked.identity.version)
    form = f"{asked.identity.item}/v{asked.identity.version}"
    if asked.used.get(returned.sha256, form) != form:
        yield finding("SG472", None, other=asked.used[returned.sha256])


def _names(mail: Returned, engagement: str) -> bool:
    """A mail about a letter names its reference, in words or subject, and no other paper."""
    about = f"{mail.words} {mail.remarks}".casefold()
    return engagement.casefold() in about and "CR-" not in mail.form


def _decided(case: _Case) -> Iterator[Diagnostic]:
    """One clear yes, and one option (SG479, SG480)."""
    decision, seen = case.returned.decision, case.attested is not None
    read = case.returned.bound or case.returned.medium in (Medium.MAIL, Medium.WORD)
    if decision is Decision.BOTH:
        yield finding("SG479", None, hint="both")
    elif decision is not Decision.AGREE and read and not (seen and decision is Decision.UNCLEAR):
        yield finding("SG479", None, hint="none")
    if len(case.returned.options) > 1 or (read and not case.option):
        listed = ", ".join(case.asked.amounts)
        yield finding(
            "SG480", None, options=listed, hint="many" if case.returned.options else "default"
        )
    elif case.option and case.option not in case.asked.amounts:
        yield finding("SG480", None, options=", ".join(case.asked.amounts), hint="unknown")


def _dated(case: _Case) -> Iterator[Diagnostic]:
    """Dated after issue and before it expires (SG476 to SG478)."""
    asked, agreed = case.asked, case.agreed
    if agreed is None:
        if case.returned.dated:
            yield finding("SG478", None, hint="unreadable")
        elif case.returned.bound or case.attested:
            yield finding("SG478", None, hint="default")
    elif agreed < asked.issued:
        yield finding("SG476", None, found=agreed, issued=asked.issued)
    elif agreed > asked.valid_until:
        yield finding("SG477", None, found=agreed, until=asked.valid_until)
    elif agreed > asked.today:
        yield finding("SG476", None, found=agreed, issued=asked.today, hint="future")


def _authorised(case: _Case) -> Iterator[Diagnostic]:
    """By somebody who may sign, for this amount (SG473 to SG475, SG488)."""
    signer, named = case.signer, _named(case)
    if not named and not case.attested:
        if case.returned.bound:
            yield finding("SG473", None, found="", hint="nobody")
        return
    if signer is None:
        yield finding("SG473", None, found=named, hint="default")
    elif not signer.sign:
        yield finding("SG474", None, name=signer.name)
    elif signer.sign_limit and max(case.amount, case.amount.times(-1)) > signer.sign_limit:
        yield finding("SG475", None, name=signer.name, limit=_plain(signer.sign_limit))
    said = "" if case.returned.medium is Medium.MAIL else case.returned.name
    if signer and said and not same_name(said, signer.name):
        yield finding("SG488", None, found=said, name=signer.name)


def _named(case: _Case) -> str:
    returned, attested = case.returned, case.attested
    mark = returned.signature
    first = returned.sender if returned.medium is Medium.MAIL else returned.name
    return first or (mark.signer if mark else "") or (attested.signer if attested else "")


def _to_attest(case: _Case, read: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """What only a person can vouch for, as long as nobody has (SG484, SG485, SG487)."""
    attested, severity = case.attested, Severity.WARNING
    doubts = [one for one in read if one.severity is Severity.WARNING]
    by_mail = case.returned.medium is Medium.MAIL  # whose remarks are its subject
    if case.returned.remarks and not attested and not by_mail:
        yield finding("SG487", None, severity=severity, remarks=case.returned.remarks[:200])
    if attested is None:
        if doubts or not case.verified:
            hint = "mail" if by_mail else "default"
            kind = CLASS_OF[case.returned.medium]
            yield finding("SG484", None, severity=severity, kind=kind, hint=hint)
        return
    limit, size = case.asked.four_eyes_above, max(case.amount, case.amount.times(-1))
    needs_second = limit is not None and size > limit
    alone = not attested.second or same_name(attested.second, attested.by)
    if needs_second and alone and limit is not None:
        yield finding("SG485", None, limit=_plain(limit))
    if case.signer and any(same_name(x, case.signer.name) for x in (attested.by, attested.second)):
        yield finding("SG486", None, name=case.signer.name)


def _strength(case: _Case) -> Iterator[Diagnostic]:
    """The way of signing is strong enough for the amount, and counts at all (SG483)."""
    least = case.asked.least[case.option]
    method = case.method
    if method not in LADDER:
        yield finding("SG483", None, found="-", least=least, hint="unknown")
    elif LADDER.index(method) < LADDER.index(least) or method not in case.asked.counts:
        yield finding("SG483", None, found=method, least=least, hint="default")


def _plain(amount: Money) -> str:
    return f"{amount.currency} {amount.amount:.2f}"


def same_name(one: str, two: str) -> bool:
    """Tell whether two names are one person's but for titles, case, accents and points."""
    first, second = _bare(one), _bare(two)
    return bool(first) and first == second


def _bare(name: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", name.casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    )
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w]+", " ", TITLES.sub(" ", plain)).split())


MONTHS = (
    ("jan",), ("feb",), ("mar", "maa", "mrt"), ("apr",), ("may", "mei"), ("jun",), ("jul",),
    ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec",),
)  # fmt: skip
NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e)?[ .-]+([a-z]{3,9})\.?[ ,.-]+(\d{4})")


def read_day(written: str) -> date | None:
    """Read a date as people write it on a form, day first, or as ISO 8601; None when in doubt."""
    told = " ".join(written.casefold().split())
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", told):
            return date.fromisoformat(told)
        if numeric := NUMERIC.fullmatch(told):
            day, month, year = map(int, numeric.groups())
            return date(year, month, day)
        if worded := WORDED.fullmatch(told):
            starts = [n for n, names in enumerate(MONTHS, 1) if worded[2].startswith(names)]
            return date(int(worded[3]), starts[0], int(worded[1])) if starts else None
    except ValueError:
        return None
    return None
