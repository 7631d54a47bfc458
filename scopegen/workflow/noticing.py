"""Making a notice: its facts gathered, its text drafted, and what was made put on record.

A fact that neither the spec nor the register holds counts only when the user confirms that it
happened. Until then the e-mail is a concept with a box for each such fact; no paper is made of it,
and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.model.canonical import digest
from scopegen.model.events import EventKind, Facts
from scopegen.model.parties import Authority
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.building import Delivered
from scopegen.workflow.dossier import (
    DOCUMENTS,
    Dossier,
    entry,
    insist,
    keep,
    letter_in_force,
)
from scopegen.workflow.finishing import put, settle
from scopegen.workflow.notice_case import AskedNotice, Case, Told, lacking
from scopegen.workflow.notice_kinds import Kind, superfluous, unmet
from scopegen.workflow.notice_options import OPTIONS
from scopegen.workflow.papers import (
    Letterbox,
    letterhead,
    mail_draft,
    mail_text,
    papers,
    printed,
    slug,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A notice that was written. `row` is that of the register; 0 when nothing was recorded."""

    dossier: Dossier
    kind: Kind
    to: Authority
    text: str
    delivered: Delivered | None
    """None when it was made before, just like this."""
    row: int
    unconfirmed: tuple[str, ...] = ()
    """Facts of which the user did not confirm that they happened."""

    def data(self) -> dict[str, object]:
        """Give it as plain data."""
        done = self.delivered
        files = (*done.written, *done.unchanged) if done else ()
        return {
            "kind": self.kind.id,
            "code": self.kind.code,
            "to": self.to.name,
            "row": self.row,
            "files": [str(one) for one in files],
            "unconfirmed": list(self.unconfirmed),
        }

    @property
    def paper_refused(self) -> bool:
        """Tell whether a paper was asked for that was not made."""
        return bool(self.unconfirmed and self.kind.paper)


def write_notice(dossier: Dossier, kind: Kind, asked: AskedNotice) -> Written:
    """Write a notice and record it; nothing is sent.

    Raises:
        ScopegenError: SG404 (no signed letter), SG405 (register), SG416 (none was issued), SG761
            (what is still needed), SG762 (options that it has no use for), SG763 (it does not fit
            now), and what its facts may raise.
    """
    case, told, document = _drafted(dossier, kind, asked)
    unconfirmed = () if asked.happened else told.claims
    to = told.to or case.signer
    box = Letterbox(engagement=case.engagement, to=to, claims=unconfirmed)
    text = mail_text(document, box)
    made = Written(dossier=dossier, kind=kind, to=to, text=text, delivered=None, row=0)
    if unconfirmed:
        delivered = put(dossier, _files(case, told, document, box, {}))
        return replace(made, delivered=delivered, unconfirmed=unconfirmed)
    earlier = _earlier(dossier, digest(text.encode()))
    if earlier:
        return replace(made, row=earlier)
    sheets = printed(document, _name(case, told, kind.id)) if kind.paper else {}
    files = _files(case, told, document, box, sheets) | sheets
    recorded, delivered = _settled(case, told, kind, files, text)
    row = recorded.events[-1].seq if recorded is not dossier else 0
    return replace(made, dossier=recorded, delivered=delivered, row=row)


def shown_notice(dossier: Dossier, kind: Kind, asked: AskedNotice) -> str:
    """Give the text of a notice without making it.

    Raises:
        ScopegenError: as `write_notice`.
    """
    case, told, document = _drafted(dossier, kind, asked)
    claims = () if asked.happened else told.claims
    box = Letterbox(engagement=case.engagement, to=told.to or case.signer, claims=claims)
    return mail_text(document, box)


def _drafted(dossier: Dossier, kind: Kind, asked: AskedNotice) -> tuple[Case, Told, Document]:
    insist(dossier)
    letter = letter_of(dossier) if kind.early else letter_in_force(dossier)
    case = Case(dossier, letter, letterhead(dossier, letter), asked)
    missing = unmet(kind, asked)
    if missing:
        raise lacking(kind.id, *missing)
    too_much = superfluous(kind, asked, OPTIONS)
    if too_much:
        options = " ".join(f"--{name}" for name in too_much)
        raise ScopegenError("SG762", kind=kind.id, options=options)
    told = kind.gather(case)
    values = {"to": told.to or case.signer, **told.values}
    return case, told, papers().draft(kind.id, case.head, values)


def letter_of(dossier: Dossier) -> LetterVersion:
    """Give the letter in force, else the last that was issued.

    Raises:
        ScopegenError: SG416 when none was.
    """
    standing = dossier.standing
    if not standing.letters:
        raise ScopegenError("SG416", hint="default")
    return standing.letter or standing.letters[-1]


def _earlier(dossier: Dossier, mark: str) -> int:
    """Give the row of a notice with exactly this text of today; 0 when there is none."""
    today = dossier.today.isoformat()
    rows = (
        one.seq
        for one in dossier.events
        if one.kind is EventKind.NOTICE_MADE
        and (one.facts.get("text"), one.facts.get("on")) == (mark, today)
    )
    return next(rows, 0)


def _name(case: Case, told: Told, id_: str) -> str:
    about = slug(told.about.replace("/", "-"))
    return "-".join(part for part in (id_, about, case.today.isoformat()) if part)


def _files(
    case: Case, told: Told, document: Document, box: Letterbox, sheets: Mapping[str, bytes]
) -> dict[str, bytes]:
    name = _name(case, told, document.sections[0].id)
    return {
        f"{name}.txt": mail_text(document, box).encode(),
        f"{name}.mail.eml": mail_draft(document, box, {**sheets, **told.attached}),
    }


def _settled(
    case: Case, told: Told, kind: Kind, files: Mapping[str, bytes], text: str
) -> tuple[Dossier, Delivered]:
    """Record what was made, and write it; a register that is closed takes nothing more."""
    dossier = case.dossier
    if dossier.standing.ended:
        return dossier, put(dossier, files)
    kept = {name: content for name, content in files.items() if not name.endswith(".eml")}
    days = {"day": told.day, "until": told.until}
    facts: Facts = {
        "kind": kind.id,
        "about": told.about,
        "on": case.today.isoformat(),
        **{name: day.isoformat() for name, day in days.items() if day},
        "text": digest(text.encode()),
        "files": keep(dossier, kept),
    }
    claims = "; ".join(told.claims)
    to = (told.to or case.signer).name
    made = entry(dossier, EventKind.NOTICE_MADE, facts, to=to, claims=claims)
    return settle(dossier, [made], files)


def made_before(dossier: Dossier, id_: str) -> tuple[str, ...]:
    """Give the papers of a kind that another command made, where they stand in the folder."""
    files = (event.facts.get("files") for event in dossier.events)
    names = (name for each in files if isinstance(each, dict) for name in each)
    found = [name for name in names if _is_of(name, id_)]
    return tuple(str(dossier.folder / DOCUMENTS / name) for name in dict.fromkeys(found))


def _is_of(name: str, id_: str) -> bool:
    if id_ == "change":
        return name.startswith("CR-") and name.count("-") == len(("CR", "001", "v1")) - 1
    if id_ == "handbrake":
        return "-handbrake" in name and "client" not in name
    return id_ in name
