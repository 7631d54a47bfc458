"""Work resumes, or not: every reason why not is named, and a yes settles all that follows from it.

What follows: the hold ends and is settled (R10), dates move (R19), the spec takes the change in,
and the next version of the letter, its addendum and the confirmation are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scopegen.diagnostics import Rejected, ScopegenError, Severity, has_errors
from scopegen.document import Document
from scopegen.drafting.letter import stamped
from scopegen.drafting.library import thawed
from scopegen.model.canonical import canonical
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Engagement
from scopegen.terms.hold import HoldCharge, Shift
from scopegen.terms.offer import HeldSince, amount_of, moved, new_end, resumption, settled
from scopegen.terms.replay import needed
from scopegen.terms.standing import PAYMENT, ChangeState, ChangeVersion, Hold, LetterVersion
from scopegen.workflow.amending import Agreed, amended_spec
from scopegen.workflow.building import Delivered, Order, dressed
from scopegen.workflow.building import copies as printed_copies
from scopegen.workflow.changing import held
from scopegen.workflow.checking import draft_from
from scopegen.workflow.dossier import (
    Dossier,
    freeze,
    frozen_terms,
    insist,
    inspect_dossier,
    keep,
    kept,
    letter_in_force,
)
from scopegen.workflow.finishing import settle
from scopegen.workflow.reading import Examined
from scopegen.workflow.requested import request_of
from scopegen.workflow.settling import Settlement
from scopegen.workflow.signing import still_holds
from scopegen.workflow.telling import state_words
from scopegen.workflow.wording import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Work that goes on, with what it came to."""

    dossier: Dossier
    change: ChangeVersion
    hold: Hold | None
    on: date
    charge: HoldCharge | None
    shifts: tuple[Shift, ...]
    version: int
    """The version of the letter that now applies."""
    delivered: Delivered
    drifted: bool
    """The letter before would not come out the same: this scopegen words or counts otherwise."""


def resume(dossier: Dossier) -> Resumed:
    """Let stopped work resume, if everything that is needed is there.

    Raises:
        ScopegenError: SG401 to SG408 and SG416, each naming what is missing; the gate stays shut.
        Rejected: when the letter would have errors with the change in it.
    """
    _reliable(dossier)
    hold = dossier.standing.hold
    if hold is None:
        raise ScopegenError("SG408", engagement=dossier.engagement)
    change = _agreement(dossier, hold)
    _complete(dossier, hold, change)
    return _Resuming(dossier, change, hold).done()


def apply_change(dossier: Dossier, id_: str) -> Resumed:
    """Take an accepted change into the letter where no work stood still.

    Raises:
        ScopegenError: SG401, SG405, SG407, SG413, SG414 and SG416.
        Rejected: when the letter would have errors with the change in it.
    """
    _reliable(dossier)
    change = dossier.standing.current(id_)
    if change is None:
        raise ScopegenError("SG413", id=id_, hint="issue")
    if change.state is ChangeState.IMPLEMENTED:
        words = state_words(change.state)
        raise ScopegenError("SG414", item=id_, version=change.identity.version, **words)
    if change.state is not ChangeState.ACCEPTED:
        raise _no_agreement(change)
    if change.hold:
        raise ScopegenError("SG496", id=id_)
    _verified(dossier, change)
    request = request_of(dossier, change, frozen_terms(dossier, letter_in_force(dossier)))
    if request.option(change.option).nothing:
        item, version = change.identity.item, change.identity.version
        options = ", ".join(one.id for one in request.options if not one.nothing)
        facts = {"item": item, "version": version, "option": change.option, "options": options}
        raise ScopegenError("SG406", **facts)
    return _Resuming(dossier, change, None).done()


def _reliable(dossier: Dossier) -> None:
    """See that register, issued files and evidence are what they were."""
    insist(dossier)
    letter_in_force(dossier)
    wrong = [one for one in inspect_dossier(dossier) if one.severity is Severity.ERROR]
    if wrong:
        raise ScopegenError("SG405", because=wrong[0].code)


def _agreement(dossier: Dossier, hold: Hold) -> ChangeVersion:
    """Give the agreement that ends a hold: the current version, accepted, and still proved."""
    mine = [one for one in dossier.standing.latest if one.hold == hold.id]
    if not mine:
        raise ScopegenError("SG402", hold=hold.id)
    open_ = [one for one in mine if one.state not in (ChangeState.DECLINED, ChangeState.WITHDRAWN)]
    agreed = [one for one in open_ if one.state is ChangeState.ACCEPTED]
    change = (agreed or open_ or mine)[-1]
    if change.state is not ChangeState.ACCEPTED:
        raise _no_agreement(change)
    if change.option not in change.resuming:
        version, options = change.identity.version, ", ".join(change.resuming)
        item = change.identity.item
        raise ScopegenError(
            "SG406", item=item, version=version, option=change.option, options=options
        )
    _verified(dossier, change)
    return change


def _no_agreement(change: ChangeVersion) -> ScopegenError:
    states = (ChangeState.ISSUED, ChangeState.ACCEPTED)
    hint = "open" if change.state in states else "closed"
    return ScopegenError(
        "SG401",
        item=change.identity.item,
        version=change.identity.version,
        until=change.valid_until,
        hint=hint,
        **state_words(change.state),
    )


def _verified(dossier: Dossier, change: ChangeVersion) -> None:
    reasons = [one for one in still_holds(dossier, change) if one.severity is Severity.ERROR]
    if reasons:
        item, version = change.identity.item, change.identity.version
        raise ScopegenError("SG407", item=item, version=version, because=reasons[0].code)


def _complete(dossier: Dossier, hold: Hold, change: ChangeVersion) -> None:
    missing = sorted(set(needed(change)) - dossier.standing.received.keys())
    if missing:
        what = "paid" if missing[0].startswith(PAYMENT) else "input"
        names = [one.removeprefix(PAYMENT) for one in missing]
        raise ScopegenError("SG403", ids=", ".join(names), first=names[0], hold=hold.id, what=what)


@dataclass(frozen=True, slots=True)
class _Resuming:
    """An agreement on its way into the letter; with a hold, work resumes."""

    dossier: Dossier
    change: ChangeVersion
    hold: Hold | None

    def done(self) -> Resumed:
        """Make the next letter and its papers, record it, and write them with the spec."""
        dossier, letter = self.dossier, letter_in_force(self.dossier)
        engagement = frozen_terms(dossier, letter)
        request = request_of(dossier, self.change, engagement)
        agreed, charge, on = self._agreed(engagement, request)
        after = _taken_in(dossier, letter, engagement, agreed)
        if after.spec is None:
            raise Rejected(after.diagnostics)
        pinned = kept(dossier, letter.library)
        new = _drafted(after.spec.engagement, letter.made_in, pinned)
        drifted = _drafted(engagement, letter.made_in, pinned).imprint.fingerprint
        new = stamped(new, dossier.head, phrases(letter.language))
        version = after.spec.engagement.meta.version
        name = f"{dossier.engagement}-v{version}.{letter.made_in}"
        kinds = ("docx", "pdf")
        files = dict(
            zip(
                [f"{name}.{k}" for k in kinds],
                printed_copies(new, dressed(Order(formats=kinds), after.standard)),
                strict=True,
            )
        )
        marks = keep(dossier, files)
        settlement = Settlement(
            dossier, letter, self.change, self.hold, agreed, charge, on, after, new
        )
        papers_made = settlement.papers()
        marks |= keep(dossier, papers_made)
        frozen = freeze(dossier, after.text, after.spec.engagement, pinned)
        entries = settlement.entries(marks, frozen)
        spec = {Path(after.file).name: after.text.encode()}
        recorded, delivered = settle(dossier, entries, files | papers_made, spec)
        return Resumed(
            dossier=recorded,
            change=self.change,
            hold=self.hold,
            on=on,
            charge=charge,
            shifts=agreed.shifts,
            version=version,
            delivered=delivered,
            drifted=drifted != letter.fingerprint,
        )

    def _agreed(
        self, engagement: Engagement, request: ChangeRequest
    ) -> tuple[Agreed, HoldCharge | None, date]:
        dossier, option = self.dossier, request.option(self.change.option)
        signed = self.change.agreed or dossier.today
        there = [dossier.standing.received[one] for one in needed(self.change)]
        on = resumption(engagement, signed, max(there, default=None), dossier.today)
        since: HeldSince | None = held(dossier) if self.hold else None
        shifts = moved(engagement, request, option, since, on)
        agreed = Agreed(
            change=request.id,
            on=signed,
            option=option,
            amount=amount_of(option, engagement),
            affected=request.affects,
            shifts=shifts,
            end=new_end(engagement, option, shifts, since, on),
        )
        return agreed, settled(engagement, since, on) if since else None, on


def _drafted(engagement: Engagement, languages: str, pinned: bytes) -> Document:
    """Draft a letter from the clause texts that its first version was drafted from."""
    library, words = thawed(pinned)
    return draft_from(library, words, engagement, languages).require()


def _taken_in(
    dossier: Dossier, letter: LetterVersion, engagement: Engagement, agreed: Agreed
) -> Examined:
    """Take the change into the spec that is on disk, as long as it says what was signed."""
    there = dossier.examined
    now = there.spec.engagement if there.spec else None
    if now and canonical(now) == canonical(engagement):
        return _changed(there, engagement, agreed)
    raise ScopegenError("SG416", file=there.file, version=letter.version, hint="differs")


def _changed(there: Examined, engagement: Engagement, agreed: Agreed) -> Examined:
    made = amended_spec(there.text, engagement, agreed, there)
    if made.value is None or has_errors(made.diagnostics):
        raise Rejected(made.diagnostics)
    return made.value
