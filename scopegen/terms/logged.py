"""What was logged, read from the events of the register: hours, calls, meetings that fell through.

Moments in the register carry their offset from UTC, so that no clock change can make them doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scopegen.model.events import Event, EventKind
from scopegen.terms.attendance import Slot
from scopegen.terms.calls import Call
from scopegen.terms.extra_work import Extra

K = EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A session of work. `agreed` tells that the client confirmed its surcharge beforehand."""

    start: datetime
    end: datetime
    agreed: bool
    emergency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOn:
    """Work on a day of which only the length is known, in minutes."""

    on: date
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A meeting that was cancelled, and when the message came."""

    slot: Slot
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A meeting to which somebody did not come, or came late."""

    slot: Slot
    arrived: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """A call-out during standby."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyDays:
    """Days of standby, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """Something that was asked by word of mouth; it changes nothing until it is in writing."""

    on: date


Logged = Worked | WorkedOn | Call | OnCall | Cancelled | Missed | Extra | StandbyDays | Instruction


def logged_of(event: Event) -> Logged:
    """Read what an event logged.

    Raises:
        KeyError, ValueError or TypeError: when the event does not say it.
    """
    return READERS[event.kind](event)


def _moment(event: Event, name: str) -> datetime:
    found = datetime.fromisoformat(str(event.facts[name]))
    if found.tzinfo is None:
        raise ValueError(name)
    return found


def _span(event: Event) -> tuple[datetime, datetime]:
    start, end = _moment(event, "start"), _moment(event, "end")
    if end <= start:
        raise ValueError("end")
    return start, end


def _flag(event: Event, name: str) -> bool:
    return event.facts.get(name) is True


def _day(event: Event, name: str) -> date:
    return date.fromisoformat(str(event.facts[name]))


def _length(event: Event) -> int:
    minutes = event.facts["minutes"]
    if not isinstance(minutes, int) or minutes <= 0:
        raise ValueError("minutes")
    return minutes


def _worked(event: Event) -> Worked | WorkedOn:
    if "minutes" in event.facts:
        return WorkedOn(on=_day(event, "on"), minutes=_length(event))
    start, end = _span(event)
    agreed, emergency = _flag(event, "agreed"), _flag(event, "emergency")
    return Worked(start=start, end=end, agreed=agreed, emergency=emergency)


def _call(event: Event) -> Call | OnCall:
    start, end = _span(event)
    if _flag(event, "standby"):
        return OnCall(start=start, end=end)
    emergency = _flag(event, "emergency")
    return Call(
        start=start,
        end=end,
        missed=_flag(event, "missed"),
        group=_flag(event, "group"),
        emergency=emergency,
        standing=_flag(event, "standing"),
        agreed=_flag(event, "agreed") or emergency,
    )


def _slot(event: Event) -> Slot:
    start, end = _span(event)
    return Slot(
        start=start,
        end=end,
        billed=not _flag(event, "unbilled"),
        ours=_flag(event, "ours"),
        excused=_flag(event, "excused"),
        rebooked=_day(event, "rebooked") if event.facts.get("rebooked") else None,
    )


def _cancelled(event: Event) -> Cancelled:
    return Cancelled(slot=_slot(event), received=_moment(event, "received"))


def _missed(event: Event) -> Missed:
    arrived = _moment(event, "arrived") if event.facts.get("arrived") else None
    return Missed(slot=_slot(event), arrived=arrived)


def _extra(event: Event) -> Extra:
    return Extra(on=_day(event, "on"), minutes=_length(event))


def _standby(event: Event) -> StandbyDays:
    first, last = _day(event, "first"), _day(event, "last")
    if last < first:
        raise ValueError("last")
    return StandbyDays(first=first, last=last)


READERS: Mapping[EventKind, Callable[[Event], Logged]] = {
    K.HOURS_LOGGED: _worked,
    K.CALL_LOGGED: _call,
    K.CANCELLATION_LOGGED: _cancelled,
    K.NO_SHOW_LOGGED: _missed,
    K.EXTRA_WORK_LOGGED: _extra,
    K.STANDBY_LOGGED: _standby,
    K.INSTRUCTION_LOGGED: lambda event: Instruction(on=_day(event, "on")),
}
LOGGED_KINDS = tuple(READERS)
