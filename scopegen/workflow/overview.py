"""Where an engagement stands: each part of the work, what it waits for, who must act, by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError
from scopegen.model.engagement import Engagement
from scopegen.model.terms import Precondition
from scopegen.quantities import Money
from scopegen.terms.brake import WHOLE_WORK, readiness, sponsor_day, workstreams
from scopegen.terms.hold import HoldCharge, calendar_of
from scopegen.terms.offer import settled
from scopegen.terms.replay import needed
from scopegen.terms.standing import PAYMENT, ChangeState, ChangeVersion, Hold
from scopegen.workflow.changing import held
from scopegen.workflow.dossier import Dossier, frozen_terms, open_dossier
from scopegen.workflow.reading import SPEC_NAMES

TO_MAKE_ANEW = (ChangeState.ISSUED, ChangeState.EXPIRED, ChangeState.SUPERSEDED)
"""States of a last version that cannot be signed any more, though nobody said no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A part of the work. `state` is unsigned, active, held, accepted or ended."""

    id: str
    title: str
    due: date | None
    state: str
    since: date | None
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do: `who` is provider or client, `what` names a sentence, with its facts."""

    who: str
    what: str
    facts: tuple[tuple[str, str], ...]
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One engagement, as it stands on `today`."""

    file: str
    engagement: str
    title: str
    client: str
    today: date
    letter: str
    """none, issued or signed."""
    letter_version: int
    streams: tuple[Stream, ...]
    changes: tuple[ChangeVersion, ...]
    hold: Hold | None
    charge: HoldCharge | None
    steps: tuple[Step, ...]
    trouble: tuple[Diagnostic, ...]
    head: str
    ended: date | None

    @property
    def stands_still(self) -> bool:
        """Tell whether any work waits: for a signature, or because of the handbrake."""
        return any(stream.state in {"unsigned", "held"} for stream in self.streams)

    @property
    def fee(self) -> Money | None:
        """The hold so far, without VAT."""
        return self.charge.total if self.charge else None


def overview(dossier: Dossier) -> Overview:
    """Work out where an engagement stands; a damaged register is told, and then nothing is sure.

    Raises:
        Rejected: when neither a letter nor a sound spec says what the work is.
    """
    standing = dossier.standing
    letter = standing.letter or (standing.letters[-1] if standing.letters else None)
    engagement = _terms(dossier)
    hold, since = standing.hold, held(dossier)
    return Overview(
        file=dossier.examined.file,
        engagement=dossier.engagement,
        title=engagement.meta.title,
        client=engagement.parties.client.name,
        today=dossier.today,
        letter="signed" if standing.letter else "issued" if letter else "none",
        letter_version=letter.version if letter else engagement.meta.version,
        streams=tuple(_streams(dossier, engagement)),
        changes=standing.latest,
        hold=hold,
        charge=settled(engagement, since, dossier.today) if since else None,
        steps=tuple(_steps(dossier, engagement)),
        trouble=dossier.trouble,
        head=dossier.head,
        ended=standing.ended,
    )


def _terms(dossier: Dossier) -> Engagement:
    letter = dossier.standing.letter
    if letter:
        return frozen_terms(dossier, letter)
    if dossier.examined.spec is None:
        raise Rejected(dossier.examined.diagnostics)
    return dossier.examined.spec.engagement


def _streams(dossier: Dossier, engagement: Engagement) -> Iterator[Stream]:
    standing = dossier.standing
    hold = standing.hold
    named = {one.id: one for one in engagement.fees.milestones}
    for id_ in workstreams(engagement):
        milestone = named.get(id_)
        stopped = (hold.streams.get(id_) or hold.streams.get(WHOLE_WORK)) if hold else None
        yield Stream(
            id=id_,
            title=milestone.title if milestone else "",
            due=milestone.due if milestone else engagement.engagement.end,
            state=_state(dossier, id_, held=stopped is not None),
            since=stopped,
            waits_for=tuple(_waits_for(dossier, hold)) if stopped and hold else (),
        )


def _state(dossier: Dossier, stream: str, *, held: bool) -> str:
    standing = dossier.standing
    if stream in standing.accepted:
        return "accepted"
    if standing.ended:
        return "ended"
    if standing.letter is None:
        return "unsigned"
    return "held" if held else "active"


def _waits_for(dossier: Dossier, hold: Hold) -> Iterator[str]:
    for stop in hold.stops:
        if stop.need not in dossier.standing.received:
            yield stop.about or f"cause:{stop.kind}"
    for change in dossier.standing.latest:
        if change.hold == hold.id and change.state is ChangeState.ISSUED:
            yield change.identity.item


def _steps(dossier: Dossier, engagement: Engagement) -> Iterator[Step]:
    standing = dossier.standing
    if standing.ended:
        return
    if standing.letter is None:
        what = "sign_letter" if standing.letters else "issue_letter"
        who = "client" if standing.letters else "provider"
        until = engagement.meta.offer_valid.after(engagement.meta.date)
        yield _step(who, what, until, version=engagement.meta.version)
        return
    yield from _change_steps(dossier)
    yield from _hold_steps(dossier, engagement)
    yield from _condition_steps(dossier, engagement)


def _change_steps(dossier: Dossier) -> Iterator[Step]:
    standing = dossier.standing
    hold = standing.hold
    for one in standing.latest:
        item, version = one.identity.item, one.identity.version
        late = one.valid_until < dossier.today
        if one.state is ChangeState.ISSUED and not late:
            yield _step("client", "answer_change", one.valid_until, item=item, version=version)
        elif one.state in TO_MAKE_ANEW and _still_needed(one, hold):
            yield _step("provider", "reissue_change", None, item=item, version=version)
        elif one.state is ChangeState.COUNTERED and _still_needed(one, hold):
            yield _step("provider", "answer_counter", None, item=item, version=version)
        elif one.state is ChangeState.ACCEPTED:
            yield _after_agreement(dossier, one)
    if hold and not any(one.hold == hold.id for one in standing.latest):
        yield _step("provider", "issue_change", None, hold=hold.id)


def _after_agreement(dossier: Dossier, change: ChangeVersion) -> Step:
    """What an agreement asks for: to resume, to wait for what is missing, or to start anew."""
    item, version = change.identity.item, change.identity.version
    lacking = set(needed(change)) - dossier.standing.received.keys()
    missing = sorted(one.removeprefix(PAYMENT) for one in lacking)
    if not change.hold:
        return _step("provider", "apply_change", None, item=item, version=version)
    if change.option not in change.resuming:
        return _step("provider", "chose_to_wait", None, item=item, version=version)
    if missing:
        return _step("client", "meet", None, item=item, version=version, ids=", ".join(missing))
    return _step("provider", "resume", None, item=item, version=version)


def _hold_steps(dossier: Dossier, engagement: Engagement) -> Iterator[Step]:
    """After the long stop either party may end the engagement."""
    hold = dossier.standing.hold
    last = engagement.hold_fee.long_stop.after(hold.start) if hold else None
    if hold and last and last <= dossier.today:
        yield _step("provider", "long_stop", None, hold=hold.id)


def _still_needed(change: ChangeVersion, hold: Hold | None) -> bool:
    return not change.hold or (hold is not None and hold.id == change.hold)


def _condition_steps(dossier: Dossier, engagement: Engagement) -> Iterator[Step]:
    """Where each precondition is on the ladder of the letter (clause preconditions)."""
    hold = dossier.standing.hold
    stopped = {stop.about for stop in hold.stops} if hold else set()
    for condition in engagement.preconditions:
        after_hold = hold is not None and condition.due > hold.start
        if condition.id not in dossier.standing.received and condition.id not in stopped:
            step = _rung(dossier, engagement, condition)
            if step.who == "client" or not after_hold:
                yield step


def _rung(dossier: Dossier, engagement: Engagement, condition: Precondition) -> Step:
    facts = {"id": condition.id, "item": condition.item}
    today, due = dossier.today, condition.due
    sent = [one.sent for one in dossier.standing.notices if one.about == condition.id]
    may = readiness(
        engagement,
        "precondition",
        due=due if condition.fatal else None,
        noticed=max(sent, default=None),
    )
    if today <= due:
        return _step("client", "deliver", due, **facts)
    if may.ready(today):
        return _step("provider", "pull_brake", None, **facts)
    if may.since:
        return _step("client", "deliver_finally", may.cure_until or due, **facts)
    calendar = calendar_of(engagement)
    if today >= sponsor_day(calendar, engagement, due):
        return _step("provider", "send_notice", None, **facts)
    return _step("provider", "remind", None, **facts)


def _step(who: str, what: str, by: date | None, **facts: object) -> Step:
    told = tuple((name, str(value)) for name, value in facts.items())
    return Step(who=who, what=what, facts=told, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An engagement of a portfolio that could not be read, with the code that says why."""

    file: str
    code: str


def portfolio(folder: Path, stated: str | None) -> Sequence[Overview | Unread]:
    """Give the overview of every engagement in the folders below; one bad file stops nothing."""
    found = sorted(path for name in SPEC_NAMES for path in folder.glob(f"*/{name}"))
    return [_of_file(path, stated) for path in found]


def _of_file(path: Path, stated: str | None) -> Overview | Unread:
    try:
        return overview(open_dossier(str(path), stated))
    except Rejected as rejected:
        return Unread(file=str(path), code=rejected.diagnostics[0].code)
    except ScopegenError as error:
        return Unread(file=str(path), code=error.code)
