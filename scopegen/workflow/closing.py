"""Closing a change request without an agreement, so that the client knows its form is void."""

from __future__ import annotations

from dataclasses import dataclass

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import EventKind, Facts
from scopegen.terms.standing import ChangeState
from scopegen.workflow.building import Delivered
from scopegen.workflow.dossier import Dossier, entry, insist, keep, letter_in_force
from scopegen.workflow.finishing import settle
from scopegen.workflow.papers import Letterbox, letterhead, mail_draft, papers, printed
from scopegen.workflow.telling import state_words

__all__ = ["Closed", "EventKind", "close_change"]

STATES = {
    EventKind.CHANGE_DECLINED: ChangeState.DECLINED,
    EventKind.CHANGE_WITHDRAWN: ChangeState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A change request that was closed, and the message to the client about it."""

    dossier: Dossier
    delivered: Delivered


def close_change(dossier: Dossier, id_: str, kind: EventKind, note: str) -> Closed:
    """Close the open version of a change request: declined or withdrawn, with why.

    Raises:
        ScopegenError: SG404, SG405; SG413 when it was never issued, SG414 when it is closed.
    """
    insist(dossier)
    letter = letter_in_force(dossier)
    current = dossier.standing.current(id_)
    if current is None:
        raise ScopegenError("SG413", id=id_, hint="issue")
    version = current.identity.version
    if current.state is not ChangeState.ISSUED:
        raise ScopegenError("SG414", item=id_, version=version, **state_words(current.state))
    head = letterhead(dossier, letter)
    values = {
        "identity": str(current.identity),
        "state": STATES[kind].value,
        "valid_until": current.valid_until,
        "stands": dossier.standing.hold is not None,
    }
    document = papers().draft("outcome", head, values)
    name = f"{id_}-v{version}-outcome"
    files = printed(document, name)
    box = Letterbox(engagement=head.engagement, to=head.engagement.parties.signatories[0])
    mail = {f"{name}.mail.eml": mail_draft(document, box, files)}
    facts: Facts = {"change": id_, "version": version, "files": keep(dossier, files)}
    told = entry(dossier, kind, facts, note=note)
    recorded, delivered = settle(dossier, [told], files | mail)
    return Closed(dossier=recorded, delivered=delivered)
