"""What counts as sign-off: this form, this decision, this person, in time. Default is no.

Pure judgement on what was read. A digitally signed form that holds is accepted by itself (class A);
of everything else a named person attests having seen what it is (classes B and C). Silence, a
condition, a doubt and anything unreadable never count (6:217, 6:225 BW; Felthouse v Bindley).
"""

from __future__ import annotations

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
from scopegen.terms.as_written import alike, is_name, read_day, same_name
from scopegen.terms.offer import LADDER

PROVED = ("advanced", "qualified")
"""Ways of signing that a file itself shows; nobody can attest them of a plain form."""
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
    sizes: Mapping[str, Money]
    """How large each option is; of a letter the price, under the empty name."""
    issued: date
    valid_until: date
    least: Mapping[str, str]
    """For each option the lightest way of signing that will do."""
    counts: tuple[str, ...]
    engagement: Engagement
    four_eyes_above: Money | None
    signers: Mapping[str, tuple[Authority, ...]]
    """Who may sign for each option."""
    used: Mapping[str, str]
    sent: frozenset[str]
    """Digests of what we issued ourselves: no answer can be one of these."""
    today: date

    @property
    def is_letter(self) -> bool:
        """Tell whether it is the letter itself, which has no options."""
        return self.identity.item == LETTER


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
    def read(self) -> bool:
        """A machine read what was answered; only of a scan must a person say it."""
        return self.returned.medium is not Medium.OTHER

    @property
    def seen(self) -> Attestation | None:
        """What a person says of a file that no machine reads."""
        return None if self.read else self.attested

    @property
    def option(self) -> str:
        said = self.returned.options
        if len(said) == 1:
            return said[0]
        return self.seen.option if self.seen and not said else ""

    @property
    def size(self) -> Money:
        sizes = self.asked.sizes
        found = sizes.get(self.option)
        return found if found is not None else max(sizes.values())

    @property
    def agreed(self) -> date | None:
        returned = self.returned
        moment = returned.signature.signed_at if returned.signature else returned.sent_at
        if moment:
            return moment.astimezone(ZoneInfo(self.asked.engagement.meta.timezone)).date()
        return read_day(returned.dated) or (self.seen.signed_on if self.seen else None)

    @property
    def signer(self) -> Authority | None:
        people = self.asked.engagement.parties.authority
        mark = self.returned.signature
        if self.verified and mark:
            return next((one for one in people if one.certificate == mark.certificate), None)
        if self.returned.medium is Medium.MAIL:
            sender = self.returned.sender.lower()
            return next((one for one in people if one.email.lower() == sender), None)
        name = self.returned.name or (self.seen.signer if self.seen else "")
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
    reasons = (*read, *_tied(case), *_contradicted(case))
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
    if returned.sha256 in asked.sent:
        yield finding("SG493", None)
    by_mail = returned.medium is Medium.MAIL and asked.is_letter
    if by_mail and not _names(returned, asked.identity.engagement):
        yield finding("SG470", None, found=returned.form or "-", wanted=wanted)
    if returned.form and returned.medium is not Medium.MAIL and returned.form != wanted:
        yield finding("SG470", None, found=returned.form, wanted=wanted)
    if returned.digest and returned.digest != asked.digest:
        yield finding("SG471", None, item=asked.identity.item, version=asked.identity.version)
    form = f"{asked.identity.item}/v{asked.identity.version}"
    if asked.used.get(returned.sha256, form) != form:
        yield finding("SG472", None, other=asked.used[returned.sha256])


def _contradicted(case: _Case) -> Iterator[Diagnostic]:
    """What a person attests is not something else than what the file says (SG494)."""
    attested, returned = case.attested, case.returned
    if attested is None or not case.read:
        return
    said = returned.options[0] if len(returned.options) == 1 else ""
    signer = case.signer.name if case.signer else returned.name
    pairs = (
        ("--option", attested.option, said, attested.option == said),
        ("--signer", attested.signer, signer, same_name(attested.signer, signer)),
        (
            "--signed-on",
            str(attested.signed_on or ""),
            case.agreed,
            attested.signed_on == case.agreed,
        ),
    )
    for name, given, found, same in pairs:
        if given and not same:
            yield finding("SG494", None, option=name, given=given, found=found or "-")


def _names(mail: Returned, engagement: str) -> bool:
    """A mail about a letter names its reference, in words or subject, and no other paper."""
    about = f"{mail.words} {mail.remarks}".casefold()
    return engagement.casefold() in about and "CR-" not in mail.form


def _decided(case: _Case) -> Iterator[Diagnostic]:
    """One clear yes, and one option (SG479, SG480)."""
    decision, listed = case.returned.decision, ", ".join(case.asked.sizes)
    if decision is Decision.BOTH:
        yield finding("SG479", None, hint="both")
    elif decision is not Decision.AGREE and case.read:
        yield finding("SG479", None, hint="none")
    if case.asked.is_letter:
        return
    if len(case.returned.options) > 1:
        yield finding("SG480", None, options=listed, hint="many")
    elif case.option and case.option not in case.asked.sizes:
        yield finding("SG480", None, options=listed, hint="unknown")
    elif not case.option and (case.read or case.attested):
        yield finding("SG480", None, options=listed, hint="default" if case.read else "say")


def _dated(case: _Case) -> Iterator[Diagnostic]:
    """Dated after issue and before it expires (SG476 to SG478)."""
    form = case.returned.medium is not Medium.MAIL
    written = read_day(case.returned.dated)
    if form and case.returned.dated and written is None:
        yield finding("SG478", None, hint="unreadable")
    elif case.agreed is None and (case.read or case.attested):
        yield finding("SG478", None, hint="default" if case.read else "say")
    days = {case.agreed, written if form else None} - {None}
    yield from (one for day in sorted(filter(None, days)) for one in _in_time(day, case.asked))


def _in_time(day: date, asked: Asked) -> Iterator[Diagnostic]:
    if day < asked.issued:
        yield finding("SG476", None, found=day, issued=asked.issued)
    elif day > asked.valid_until:
        yield finding("SG477", None, found=day, until=asked.valid_until)
    elif day > asked.today:
        yield finding("SG476", None, found=day, issued=asked.today, hint="future")


def _authorised(case: _Case) -> Iterator[Diagnostic]:
    """By somebody who may sign, for this amount (SG473 to SG475, SG488)."""
    signer, named = case.signer, _named(case)
    if not named:
        if case.read or case.attested:
            yield finding("SG495", None, hint="default" if case.read else "say")
        return
    if signer is None:
        yield finding("SG473", None, found=named)
    elif not signer.sign:
        yield finding("SG474", None, name=signer.name)
    elif signer not in case.asked.signers.get(case.option, (signer,)):
        limit = _plain(signer.sign_limit) if signer.sign_limit else "-"
        yield finding("SG475", None, name=signer.name, limit=limit)
    said = "" if case.returned.medium is Medium.MAIL else case.returned.name
    if signer and said and not same_name(said, signer.name):
        yield finding("SG488", None, found=said, name=signer.name)


def _named(case: _Case) -> str:
    returned = case.returned
    mark = returned.signature
    first = returned.sender if returned.medium is Medium.MAIL else returned.name
    return first or (mark.signer if mark else "") or (case.seen.signer if case.seen else "")


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
    yield from _vouched(case, attested)


def _vouched(case: _Case, attested: Attestation) -> Iterator[Diagnostic]:
    """Who attests is a person of ours, and where two are needed they differ (SG485, SG486)."""
    limit, people = case.asked.four_eyes_above, case.asked.engagement.parties.authority
    alone = not attested.second or alike(attested.second, attested.by)
    if limit is not None and case.size > limit and alone:
        yield finding("SG485", None, limit=_plain(limit))
    for name in filter(None, (attested.by, attested.second)):
        if not is_name(name):
            yield finding("SG486", None, name=name, hint="name")
        elif any(alike(name, one.name) or one.email.lower() in name.lower() for one in people):
            yield finding("SG486", None, name=name, hint="client")


def _strength(case: _Case) -> Iterator[Diagnostic]:
    """The way of signing is strong enough for the amount, and counts at all (SG483)."""
    least = case.asked.least[case.option]
    method = case.method
    if method not in LADDER:
        yield finding("SG483", None, found="-", least=least, hint="unknown")
    elif method in PROVED and not case.verified and case.returned.signature is None and case.read:
        yield finding("SG483", None, found=method, least=least, hint="unproved")
    elif LADDER.index(method) < LADDER.index(least) or method not in case.asked.counts:
        yield finding("SG483", None, found=method, least=least, hint="default")


def _plain(amount: Money) -> str:
    return f"{amount.currency} {amount.amount:.2f}"
