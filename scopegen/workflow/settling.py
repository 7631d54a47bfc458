"""All the papers and events of a change that takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.diagnostics import Rejected
from scopegen.document import Document
from scopegen.model.engagement import Engagement
from scopegen.model.events import Entry, EventKind, Facts
from scopegen.terms.hold import HoldCharge, calendar_of
from scopegen.terms.standing import ChangeVersion, Hold, LetterVersion
from scopegen.workflow.amending import Agreed
from scopegen.workflow.checking import examine
from scopegen.workflow.differing import compare
from scopegen.workflow.dossier import Dossier, entry, frozen_terms, kept
from scopegen.workflow.issuing import letter_facts
from scopegen.workflow.papers import Letterbox, letterhead, mail_draft, papers, printed, stopped
from scopegen.workflow.reading import Examined


@dataclass(frozen=True, slots=True)
class Settlement:
    """All that is written when a change takes effect."""

    dossier: Dossier
    letter: LetterVersion
    change: ChangeVersion
    hold: Hold | None
    agreed: Agreed
    charge: HoldCharge | None
    on: date
    after: Examined
    new: Document

    @property
    def _engagement(self) -> Engagement:
        if self.after.spec is None:
            raise Rejected(self.after.diagnostics)
        return self.after.spec.engagement

    def papers(self) -> dict[str, bytes]:
        """Make the addendum, and the confirmation when work resumes, with an e-mail to send."""
        head = letterhead(self.dossier, self.letter)
        item = self.change.identity.item
        addendum = papers().draft("addendum", head, self._addendum())
        files = printed(addendum, f"{item}-addendum")
        box = Letterbox(engagement=head.engagement, to=head.engagement.parties.signatories[0])
        told, name = addendum, f"{item}-addendum"
        if self.hold:
            told = papers().draft("resumption", head, self._resumption())
            name = f"{self.hold.id}-resumption"
            files |= printed(told, name)
        return {**files, f"{name}.mail.eml": mail_draft(told, box, files)}

    def _common(self) -> dict[str, object]:
        return {
            "identity": str(self.change.identity),
            "option": self.agreed.option,
            "letter_from": self.letter.version,
            "letter_to": self._engagement.meta.version,
        }

    def _addendum(self) -> dict[str, object]:
        spec = kept(self.dossier, self.letter.spec)
        before = examine(spec, self.after.file, self.after.standard, signed=spec)
        found = compare(before, self.after, self.letter.language)
        return {
            **self._common(),
            "agreed": self.change.agreed,
            "signer": self._signer(),
            "changes": [
                (row.label, row.old, row.new)
                for part in found.parts
                if part.name != "meta"
                for row in part.changes
            ],
            "fingerprint": self.new.imprint.fingerprint[:12],
        }

    def _signer(self) -> dict[str, str]:
        facts = next(
            (
                event.personal or {}
                for event in reversed(self.dossier.events)
                if event.kind is EventKind.CHANGE_SIGNED
                and event.facts.get("change") == self.change.identity.item
            ),
            {},
        )
        return {"name": str(facts.get("signer", "")), "role": str(facts.get("role", ""))}

    def _resumption(self) -> dict[str, object]:
        hold, old = self.hold, frozen_terms(self.dossier, self.letter)
        return {
            **self._common(),
            "streams": stopped(old, hold.streams if hold else ()),
            "since": hold.start if hold else self.on,
            "resumed": self.on,
            "charge": self.charge,
            "complete": self.dossier.standing.complete(),
            "last_day": self._last_day(),
            "free_of_charge": bool(hold and hold.free),
            "shifts": self.agreed.shifts,
            "end_old": old.engagement.end,
            "end_new": self._engagement.engagement.end,
        }

    def _last_day(self) -> date:
        """The last day of the hold: the working day before the work resumed."""
        calendar = calendar_of(self._engagement)
        days = (self.on - timedelta(days=back) for back in range(1, 12))
        return next((day for day in days if calendar.is_working(day)), self.on)

    def entries(self, files: dict[str, str], frozen: Facts) -> list[Entry]:
        """Give the events: the hold ends, and the letter is amended."""
        item, version = self.change.identity.item, self.change.identity.version
        amended: Facts = {
            **frozen,
            **letter_facts(self.new, files),
            "from": self.letter.version,
            "to": self._engagement.meta.version,
            "change": item,
            "change_version": version,
        }
        entries = [entry(self.dossier, EventKind.AMENDED, amended)]
        if self.hold and self.charge:
            ended: Facts = {
                "hold": self.hold.id,
                "change": item,
                "version": version,
                "on": self.on.isoformat(),
                "days": self.charge.days,
                "charged": self.charge.charged,
                "fee": f"{self.charge.fee.amount:.2f}",
                "restart": f"{self.charge.restart.amount:.2f}",
            }
            entries.insert(0, entry(self.dossier, EventKind.RESUMED, ended))
        return entries
