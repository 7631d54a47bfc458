"""What is to be signed, and all that an answer to it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.mail import Asked as AskedByMail
from scopegen.model.engagement import Engagement
from scopegen.model.evidence import FormIdentity
from scopegen.quantities import Money
from scopegen.terms.offer import (
    least_for,
    letter_price,
    letter_signers,
    signers_for,
    size_of,
)
from scopegen.terms.signoff import LETTER, Asked
from scopegen.terms.standing import ChangeState, ChangeVersion, LetterVersion
from scopegen.workflow.dossier import Dossier, frozen_terms, issued_by_us, kept
from scopegen.workflow.requested import amount_in, request_of
from scopegen.workflow.returning import Sent
from scopegen.workflow.telling import state_words, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is to be signed: a version of a change request, or of the letter."""

    letter: LetterVersion
    engagement: Engagement
    change: ChangeVersion | None
    asked: Asked
    sent: Sent


def change_matter(dossier: Dossier, id_: str) -> Matter:
    """Give the open version of a change request as a matter to sign.

    Raises:
        ScopegenError: SG404, SG413 when it was never issued, SG414 when it is closed.
    """
    change = dossier.standing.current(id_)
    if change is None:
        raise ScopegenError("SG413", id=id_, hint="issue")
    version = change.identity.version
    if change.state is not ChangeState.ISSUED:
        raise ScopegenError("SG414", item=id_, version=version, **state_words(change.state))
    letter = dossier.standing.letter
    if letter is None or letter.version != change.letter:
        raise ScopegenError("SG498", item=id_, version=version)
    return matter_of(dossier, change)


def matter_of(dossier: Dossier, change: ChangeVersion) -> Matter:
    """Give a version of a change request with all that it is judged by."""
    letter = next(one for one in reversed(dossier.standing.letters) if one.version == change.letter)
    engagement = frozen_terms(dossier, letter)
    amounts = {id_: amount_in(number, engagement) for id_, number in change.amounts.items()}
    request = request_of(dossier, change, engagement)
    options = {option.id: option for option in request.options}
    asked = Asked(
        identity=change.identity,
        digest=change.digest,
        sizes={id_: size_of(one, engagement) for id_, one in options.items()},
        issued=change.issued,
        valid_until=change.valid_until,
        least={id_: least_for(request, one, engagement) for id_, one in options.items()},
        counts=engagement.change_control.counts_as_signature,
        engagement=engagement,
        four_eyes_above=engagement.change_control.four_eyes_above,
        signers={id_: signers_for(request, one, engagement) for id_, one in options.items()},
        used=dossier.standing.used,
        sent=issued_by_us(dossier),
        today=dossier.today,
    )
    files = {
        name.rpartition(".")[2]: sha256
        for name, sha256 in change.files.items()
        if _is_form(name, change)
    }
    sent = Sent(
        pdf=kept(dossier, files["pdf"]),
        word=kept(dossier, files["docx"]),
        people=engagement.parties.authority,
        mail=_asked_by_mail(change, engagement, amounts),
        reference=engagement.meta.id,
        amounts={id_: told(one, letter.language) for id_, one in amounts.items()},
    )
    return Matter(letter=letter, engagement=engagement, change=change, asked=asked, sent=sent)


def _is_form(name: str, change: ChangeVersion) -> bool:
    return name.startswith(f"{change.identity.item}-v{change.identity.version}.")


def _asked_by_mail(
    change: ChangeVersion, engagement: Engagement, amounts: Mapping[str, Money]
) -> AskedByMail:
    zone = ZoneInfo(engagement.meta.timezone)
    last = datetime.combine(change.valid_until, time(), zone).astimezone(UTC) + timedelta(days=1)
    return AskedByMail(
        form=change.identity,
        amount="",
        addresses={one.email.lower(): one.name for one in engagement.parties.signatories},
        issued_at=change.issued_at,
        expires_at=last - timedelta(seconds=1),
        options=tuple(amounts),
    )


def letter_matter(dossier: Dossier) -> Matter:
    """Give the last letter that was issued as a matter to sign.

    Raises:
        ScopegenError: SG416 when none was issued, SG414 when it is signed already.
    """
    if not dossier.standing.letters:
        raise ScopegenError("SG416", hint="default")
    signed = dossier.standing.letter
    if signed:
        told_state = state_words(ChangeState.ACCEPTED)
        raise ScopegenError("SG414", item=LETTER, version=signed.version, **told_state)
    letter = dossier.standing.letters[-1]
    engagement = frozen_terms(dossier, letter)
    price = letter_price(engagement)
    size = price if price is not None else engagement.fees.hourly_rate.times(0)
    meta = engagement.meta
    asked = Asked(
        identity=FormIdentity(engagement=meta.id, item=LETTER, version=letter.version),
        digest=letter.fingerprint,
        sizes={"": size},
        issued=meta.date,
        valid_until=meta.offer_valid.after(meta.date),
        least={"": engagement.signature.least},
        counts=engagement.change_control.counts_as_signature,
        engagement=engagement,
        four_eyes_above=engagement.change_control.four_eyes_above,
        signers={"": letter_signers(engagement, price)},
        used=dossier.standing.used,
        sent=issued_by_us(dossier),
        today=dossier.today,
    )
    sent = Sent(
        pdf=b"",
        word=b"",
        people=engagement.parties.authority,
        mail=None,
        reference=meta.id,
        amounts={},
    )
    return Matter(letter=letter, engagement=engagement, change=None, asked=asked, sent=sent)
