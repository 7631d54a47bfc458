"""Who agrees with whom, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass

from scopegen.quantities import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """Professional indemnity insurance; `cover` is per claim."""

    insurer: str
    cover: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The party that does the work (*opdrachtnemer*)."""

    kind: str
    size: str | None
    name: str
    trade_name: str | None
    seat: str | None
    address: str
    registered_at: str
    register_no: str | None
    vat_id: str | None
    iban: str | None
    email: str
    phone: str | None
    signatory: str
    signatory_role: str | None
    insurance: Insurance | None

    @property
    def known_as(self) -> str:
        """The name to use in running text."""
        return self.trade_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerms:
    """The client's own terms and what prevails when they differ from the letter."""

    name: str
    precedence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The party that asks for the work (*opdrachtgever*)."""

    kind: str
    size: str | None
    name: str
    seat: str | None
    address: str
    registered_at: str
    register_no: str | None
    vat_id: str | None
    oin: str | None
    own_terms: OwnTerms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A person at the client and what that person may decide."""

    name: str
    role: str
    email: str
    phone: str | None
    instruct: bool
    sign: bool
    sign_limit: Money | None
    accept: bool
    deputy: str | None
    certificate: str | None
    """SHA-256 of the certificate with which this person signs, in small hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Both parties, and the people who may decide for the client."""

    provider: Provider
    client: Client
    authority: tuple[Authority, ...]

    @property
    def signatories(self) -> tuple[Authority, ...]:
        """Those who may sign, in the order of the spec."""
        return tuple(person for person in self.authority if person.sign)

    def signatory_for(self, price: Money | None) -> Authority:
        """The first who may sign for this price; if nobody may, the first who signs at all."""
        able = (
            one
            for one in self.signatories
            if not one.sign_limit or not price or price <= one.sign_limit
        )
        return next(able, self.signatories[0])
