"""Reading what a client returned, whatever it is, against what was issued; nothing is decided."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scopegen.diagnostics import Checked, Diagnostic, ScopegenError, Severity, finding
from scopegen.evidence.mail import Asked as AskedByMail
from scopegen.evidence.mail import propose
from scopegen.evidence.mail_returned import read_returned_mail
from scopegen.evidence.mail_words import judge as judge_words
from scopegen.evidence.pdf_returned import Pin, read_returned_pdf
from scopegen.model.evidence import Decision, Medium, Returned
from scopegen.model.parties import Authority
from scopegen.render.word_returned import read_returned_word
from scopegen.terms.as_written import same_name
from scopegen.workflow.files import leading_bytes

LARGEST = 20_000_000
"""Bytes that a returned file may have."""
OPTION = "option_"
PICTURES = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")
"""How a scan begins: PDF, JPEG, PNG or TIFF."""
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")
MAIL = re.compile(
    rb"\s*(?:From|Received|Return-Path|Delivered-To|Date|MIME-Version|Subject|To|X-[A-Za-z-]+):",
    re.IGNORECASE,
)
SPEAKS = re.compile(
    r"(?i)\b(?:niet|nee|geen|akkoord|weiger\w*|geweigerd|afgewezen|goedkeuring|na|mits|maar|als|"
    r"opties?|keuze|not|no|agree\w*|refuse\w*|decline\w*|reject\w*|approv\w*|options?|but|if|after)\b"
)
"""Words that have no place in a name, a role or a place."""
LONGEST_ANSWER = 60
"""Characters that a name, role or place has at most; a person reads what is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the client was sent: the issued files by kind, and what a mail must name."""

    pdf: bytes
    word: bytes
    people: tuple[Authority, ...]
    mail: AskedByMail | None
    """None for a letter, which has no form: it is read by a person."""
    reference: str
    """The reference of the engagement, which a mail about the letter must name."""
    amounts: Mapping[str, str]
    """The amount of each option, as printed: a mail must name that of its choice."""


def read_evidence_file(path: Path) -> bytes:
    """Read a returned file once; what is judged and what is kept are the same bytes.

    Raises:
        ScopegenError: SG902 or SG907 when it cannot be read, SG489 when it is too large or empty.
    """
    try:
        is_odd = path.exists() and not path.is_file()
    except OSError as error:
        raise ScopegenError("SG907", file=path, reason=error.strerror or "") from error
    if is_odd:
        raise ScopegenError("SG489", file=path, hint="unreadable")
    data = leading_bytes(path, LARGEST)
    if len(data) > LARGEST:
        raise ScopegenError("SG489", file=path, hint="large")
    if not data.strip():
        raise ScopegenError("SG489", file=path, hint="empty")
    return data


def read_returned(data: bytes, name: str, sent: Sent) -> Checked[Returned]:
    """Read a returned file by what it is: a PDF form, a Word form, an e-mail, or something else."""
    if data[:1024].lstrip().startswith(b"%PDF-") and sent.mail:
        pins = [Pin(name=p.name, certificate=p.certificate) for p in sent.people if p.certificate]
        read = _scan_if_other(read_returned_pdf(data, sent.pdf, pins), data)
        return _by_remarks(read, sent.people)
    if data[:4] == b"PK\x03\x04" and b"word/" in data and sent.mail:
        return _by_remarks(_word(data, sent.word), sent.people)
    if Path(name).suffix.lower() == ".eml" or MAIL.match(data):
        return _mail(data, sent)
    if not data.lstrip()[:16].startswith(PICTURES) and data[4:12] not in HEIC:
        raise ScopegenError("SG489", file=name, hint="kind")
    return _seen_by_people(data)


def _seen_by_people(data: bytes) -> Checked[Returned]:
    returned = Returned(medium=Medium.OTHER, sha256=hashlib.sha256(data).hexdigest())
    return Checked(returned, (finding("SG490", None, severity=Severity.WARNING),))


def _scan_if_other(read: Checked[Returned], data: bytes) -> Checked[Returned]:
    """A PDF without our form in it may be a scan or a print: only a person can tell."""
    codes = {one.code for one in read.diagnostics if one.severity is Severity.ERROR}
    is_ours = read.value is not None and bool(read.value.form)
    return _seen_by_people(data) if codes == {NOT_OUR_FORM} and not is_ours else read


NOT_OUR_FORM, NOT_A_PLAIN_YES = "SG424", "SG448"
ANSWERS = (Decision.REFUSE, Decision.CONDITIONAL)


def _by_remarks(read: Checked[Returned], people: Sequence[Authority]) -> Checked[Returned]:
    """A condition turns a yes into a counter-proposal, in whichever field it is written.

    What is no plain name, role or place goes to the remarks, for a person: it is too long, it is
    another role than in the letter, or it speaks of agreeing.
    """
    returned = read.value
    if returned is None or returned.decision is not Decision.AGREE:
        return read
    others = (returned.name, returned.role, returned.place, returned.dated)
    said = [
        judge_words(f"akkoord. {text}").decision for text in (returned.remarks, *others) if text
    ]
    conditional = any(one in ANSWERS for one in said)
    decision = Decision.CONDITIONAL if conditional else Decision.AGREE
    odd = [text for text in others if len(text) > LONGEST_ANSWER or SPEAKS.search(text)]
    roles = {one.role.casefold() for one in people if same_name(one.name, returned.name)}
    if returned.role and returned.role.casefold() not in roles:
        odd.append(returned.role)
    remarks = " / ".join(dict.fromkeys(filter(None, (returned.remarks, *odd))))
    return Checked(replace(returned, decision=decision, remarks=remarks), read.diagnostics)


def _word(data: bytes, issued: bytes) -> Checked[Returned]:
    sha256 = hashlib.sha256(data).hexdigest()
    empty = Returned(medium=Medium.WORD, sha256=sha256)
    try:
        values, bound = read_returned_word(data, issued)
    except ScopegenError as error:
        facts: dict[str, str] = dict(error.facts)
        return Checked(empty, (Diagnostic(code=error.code, facts=tuple(facts.items())),))
    found: list[Diagnostic] = []
    if not bound:
        found.append(finding("SG491", None))
    found.append(finding("SG492", None, severity=Severity.WARNING))
    return Checked(_from_fields(empty, values, bound=bound), tuple(found))


def _from_fields(empty: Returned, values: Mapping[str, str], *, bound: bool) -> Returned:
    agree, refuse = (values.get(f"decision_{each}") == "yes" for each in ("agree", "refuse"))
    decisions = {
        (True, False): Decision.AGREE,
        (False, True): Decision.REFUSE,
        (True, True): Decision.BOTH,
    }
    ticked = sorted(n for n, value in values.items() if n.startswith(OPTION) and value == "yes")
    return replace(
        empty,
        form=values.get("scg_form", ""),
        digest=values.get("scg_digest", ""),
        bound=bound,
        decision=decisions.get((agree, refuse), Decision.NONE),
        options=tuple(name.removeprefix(OPTION) for name in ticked),
        name=values.get("signer_name", ""),
        role=values.get("signer_role", ""),
        place=values.get("signed_at", ""),
        dated=values.get("signed_on", ""),
        remarks=values.get("remarks", ""),
    )


def _mail(data: bytes, sent: Sent) -> Checked[Returned]:
    read = read_returned_mail(data)
    if read.value is None:
        return read
    if sent.mail is None:
        decision = _about_letter(read.value, sent.reference)
        return Checked(replace(read.value, decision=decision), read.diagnostics)
    chosen = read.value.options or tuple(sent.amounts)
    amounts = {sent.amounts.get(option, "") for option in chosen}
    asked = replace(sent.mail, amount=amounts.pop() if len(amounts) == 1 else "")
    decision, reasons = propose(read.value, asked)
    if decision in ANSWERS:  # a no, and a yes with a condition, are answers and no faults
        reasons = tuple(one for one in reasons if one.code != NOT_A_PLAIN_YES)
    return Checked(replace(read.value, decision=decision), (*read.diagnostics, *reasons))


def _about_letter(returned: Returned, reference: str) -> Decision:
    """Judge the words about a letter; that it is named takes nothing away from a yes."""
    named = rf"(?i)(?:\bde |\bthe )?(?:{LETTER_WORDS})?\s*\b{re.escape(reference)}\b"
    return judge_words(re.sub(named, " ", returned.words)).decision


LETTER_WORDS = "opdrachtbrief|opdrachtbevestiging|brief|engagement letter|letter"
