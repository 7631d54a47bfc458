"""The terms that courts look at first: independence, conduct, rights, secrets, data, consumers.

Each group is absent in terms that were frozen before it existed. Field names are those of the spec.
"""

from __future__ import annotations

from dataclasses import dataclass

from scopegen.quantities import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """Who decides on how the work is done (*zelfstandigheid*, art. 7:402 BW), as it really is."""

    other_clients: bool
    client_sets_hours: bool
    supervision: bool
    leave_approval: bool
    client_account: bool
    client_equipment: bool
    model_agreement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How people treat each other (*omgang*): a report, a meeting, then leaving."""

    enabled: bool
    answer: Period
    exit_notice: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Ip:
    """Rights in what is made (*intellectuele eigendom*)."""

    model: str
    portfolio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidentiality:
    """What is kept secret (*geheimhouding*), and how long after the end."""

    enabled: bool
    mutual: bool
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class DataProtection:
    """Personal data (*persoonsgegevens*), and the provider's role under the GDPR."""

    role: str
    agreement: str | None
    subject: str | None
    data: tuple[str, ...]
    people: tuple[str, ...]
    security: tuple[str, ...]
    subprocessors: tuple[str, ...]
    call_log: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A client who is a consumer: how the agreement is made, and when work starts."""

    distance: bool
    early_start: bool
