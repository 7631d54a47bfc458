"""Issuing a change request: this version is frozen, as a form to sign and a draft e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scopegen.diagnostics import Rejected, ScopegenError, has_errors
from scopegen.document import Document
from scopegen.drafting.papers import identity
from scopegen.model.change import ChangeRequest, Option
from scopegen.model.events import EventKind, Facts
from scopegen.terms.offer import Offer
from scopegen.terms.standing import MET_BY_THEMSELVES, ChangeState, ChangeVersion
from scopegen.workflow.building import Delivered
from scopegen.workflow.changing import ReadChange, read_change, worked_out
from scopegen.workflow.dossier import (
    Dossier,
    entry,
    insist,
    keep,
    kept,
    letter_in_force,
)
from scopegen.workflow.finishing import put, settle
from scopegen.workflow.papers import (
    Letterbox,
    letterhead,
    mail_draft,
    papers,
    printed,
    stopped,
)
from scopegen.workflow.telling import state_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A change request that was issued: what it comes to, and where its files are."""

    offer: Offer
    document: Document
    delivered: Delivered
    dossier: Dossier
    read: ReadChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice that goes with a change request: the name of its files, and how it is drafted."""

    name: str
    paper: str
    values: Mapping[str, object]


def issue_change(dossier: Dossier, id_: str, notice: Notice | None = None) -> Issued:
    """Issue a change request: freeze this version, and make its form and a draft e-mail.

    A version that is still open is superseded. With a notice, that is the text of the e-mail.

    Raises:
        Rejected: when it is incomplete or wrong.
        ScopegenError: SG404, SG405, SG413, and SG414 when it was accepted already.
    """
    insist(dossier)
    checked = read_change(dossier, id_)
    if checked.request is None or has_errors(checked.diagnostics):
        raise Rejected(checked.diagnostics)
    earlier = dossier.standing.current(id_)
    if earlier:
        _see_that_it_may(dossier, earlier, checked)
    return _Issuing(dossier, checked, checked.request, earlier).done(notice)


def _see_that_it_may(dossier: Dossier, earlier: ChangeVersion, checked: ReadChange) -> None:
    """See that a next version may be made: the last was not accepted, and there is a reason."""
    item, version = earlier.identity.item, earlier.identity.version
    if earlier.state in (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED):
        raise ScopegenError("SG414", item=item, version=version, **state_words(earlier.state))
    same = kept(dossier, earlier.request) == checked.text.encode()
    still_good = earlier.state is ChangeState.ISSUED and earlier.valid_until >= dossier.today
    letter = dossier.standing.letter
    if same and still_good and letter and letter.version == earlier.letter:
        put(dossier, {name: kept(dossier, mark) for name, mark in earlier.files.items()})
        raise ScopegenError("SG497", item=item, version=version)


@dataclass(frozen=True, slots=True)
class _Issuing:
    """A version of a change request on its way out."""

    dossier: Dossier
    checked: ReadChange
    request: ChangeRequest
    earlier: ChangeVersion | None

    def done(self, notice: Notice | None) -> Issued:
        """Make and keep the papers, record it, and write them where people look."""
        letter = letter_in_force(self.dossier)
        head = letterhead(self.dossier, letter)
        version = self.earlier.identity.version + 1 if self.earlier else 1
        offered = worked_out(self.dossier, head.engagement, self.request, version)
        told = str(identity(head, offered))
        hold = self.dossier.standing.hold if self.request.type == "resume" else None
        streams = stopped(head.engagement, hold.streams if hold else ())
        values = {"identity": told, "supersedes": version - 1, "streams": streams}
        form = papers().draft_change(head, offered, values)
        name = f"{self.request.id}-v{version}"
        files = printed(form, name)
        letter_text = form
        if notice:
            told_too = {
                "request": self.request,
                "trigger": self.request.trigger,
                "offer": offered,
            }
            values = {**values, **notice.values, **told_too}
            letter_text = papers().draft(notice.paper, head, values)
            files |= printed(letter_text, notice.name)
        box = Letterbox(engagement=head.engagement, to=head.engagement.parties.signatories[0])
        mail = {f"{name}.mail.eml": mail_draft(letter_text, box, files)}
        marks = keep(self.dossier, files)
        facts = self._facts(offered, form, marks, hold.id if hold else "")
        entries = [entry(self.dossier, EventKind.CHANGE_ISSUED, facts)]
        if self.earlier and self.earlier.state is ChangeState.ISSUED:
            late = self.earlier.valid_until < self.dossier.today
            kind = EventKind.CHANGE_EXPIRED if late else EventKind.CHANGE_SUPERSEDED
            before: Facts = {"change": self.request.id, "version": version - 1}
            entries.insert(0, entry(self.dossier, kind, before))
        recorded, delivered = settle(self.dossier, entries, files | mail)
        return Issued(
            offer=offered,
            document=form,
            delivered=delivered,
            dossier=recorded,
            read=self.checked,
        )

    def _facts(self, offered: Offer, form: Document, files: dict[str, str], hold: str) -> Facts:
        letter, dossier = letter_in_force(self.dossier), self.dossier
        request = keep(dossier, {"request": self.checked.text.encode()})
        choices = offered.choices
        stops = dossier.standing.hold.stops if hold and dossier.standing.hold else ()
        waiting = {stop.need for stop in stops if stop.kind in MET_BY_THEMSELVES}
        return {
            "change": self.request.id,
            "version": offered.version,
            "letter": letter.version,
            "letter_fingerprint": letter.fingerprint,
            "digest": form.imprint.fingerprint,
            "issued": offered.issued.isoformat(),
            "valid_until": offered.valid_until.isoformat(),
            "hold": hold,
            "head": dossier.head,
            "amounts": {one.option.id: f"{one.amount.amount:.2f}" for one in choices},
            "resuming": [one.option.id for one in choices if one.option.resumes],
            "inputs": {
                one.option.id: "\t".join(sorted(_needed(one.option, waiting))) for one in choices
            },
            "stops": [stop.cause for stop in stops],
            "files": files,
            **request,
        }


def _needed(option: Option, waiting: set[str]) -> set[str]:
    """The preconditions to be met before an option lets the work resume."""
    return (waiting | {given.id for given in option.inputs}) - set(option.waives)
