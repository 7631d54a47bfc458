"""What happened in an engagement: the register keeps events, the terms read them.

An event never says who may do what; it says what was done, when, and on which paper. What can be
traced to a person stands in `personal`, apart, so that it can be erased while the rest holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Fact = str | int | bool | None | list[str] | dict[str, str]
"""What a fact may be: JSON without fractions; amounts and dates are text."""
Facts = Mapping[str, Fact]


class EventKind(StrEnum):
    """What can happen. The names are those of the register file and never change."""

    LETTER_ISSUED = "letter_issued"
    LETTER_SIGNED = "letter_signed"
    INPUT_REQUESTED = "input_requested"
    INPUT_PARTIAL = "input_partial"
    INPUT_RECEIVED = "input_received"
    PAYMENT_RECEIVED = "payment_received"
    NOTICE_SENT = "notice_sent"
    NOTICE_MADE = "notice_made"
    REVIEW_MARKED = "review_marked"
    INSTRUCTION_CONFIRMED = "instruction_confirmed"
    HANDBRAKE_PULLED = "handbrake_pulled"
    HANDBRAKE_JOINED = "handbrake_joined"
    CHANGE_DRAFTED = "change_drafted"
    CHANGE_ISSUED = "change_issued"
    CHANGE_SIGNED = "change_signed"
    CHANGE_DECLINED = "change_declined"
    CHANGE_COUNTERED = "change_countered"
    CHANGE_WITHDRAWN = "change_withdrawn"
    CHANGE_EXPIRED = "change_expired"
    CHANGE_SUPERSEDED = "change_superseded"
    EVIDENCE_REFUSED = "evidence_refused"
    ATTESTED = "attested"
    RESUMED = "resumed"
    AMENDED = "amended"
    MILESTONE_ACCEPTED = "milestone_accepted"
    HOURS_LOGGED = "hours_logged"
    CALL_LOGGED = "call_logged"
    CANCELLATION_LOGGED = "cancellation_logged"
    NO_SHOW_LOGGED = "no_show_logged"
    INSTRUCTION_LOGGED = "instruction_logged"
    EXTRA_WORK_LOGGED = "extra_work_logged"
    STANDBY_LOGGED = "standby_logged"
    LOG_WITHDRAWN = "log_withdrawn"
    PERSONAL_ERASED = "personal_erased"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event that is about to be recorded.

    `at` is aware, and kept in UTC to the second; `zone` is the IANA zone it is shown in. `actor` is
    a role (provider, client or tool), never a name. Two entries with one `key` are one event.
    """

    kind: EventKind
    engagement: str
    actor: str
    at: datetime
    zone: str
    key: str
    facts: Facts = field(default_factory=dict)
    personal: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as recorded: its place in the chain, and what it says.

    `personal` is None once it has been erased. `previous` and `hash` are SHA-256 in hexadecimal.
    """

    seq: int
    previous: str
    hash: str
    kind: EventKind
    engagement: str
    actor: str
    at: datetime
    zone: str
    key: str
    facts: Facts
    personal: Facts | None
