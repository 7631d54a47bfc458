"""The calendar of an engagement as a file, from the terms in force and the register."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from scopegen.drafting.phrasing import NBSP
from scopegen.model.canonical import digest
from scopegen.render.calendar import CalendarEntry, CalendarFile, render_calendar
from scopegen.terms.agenda import Appointment, appointments
from scopegen.workflow.building import Delivered, Printed, deliver
from scopegen.workflow.dossier import DOCUMENTS, Dossier
from scopegen.workflow.reckoning import Ground
from scopegen.workflow.wording import phrases

SHORT = 16
"""Digits that tell one engagement's entries from another's in a calendar that holds both."""


def calendar_bytes(dossier: Dossier, ground: Ground, language: str) -> bytes:
    """Make the calendar file."""
    found = appointments(ground.terms, dossier.standing, signed=ground.signed)
    meta = ground.terms.engagement.meta
    last = dossier.standing.last
    noon = datetime.combine(meta.date, time(12), UTC)
    file = CalendarFile(
        name=f"{meta.id} {meta.title}",
        zone=ground.terms.zone,
        stamp=last.at if last else noon,
        sequence=len(dossier.events),
        entries=[_entry(one, ground, language) for one in found],
    )
    return render_calendar(file)


def _entry(one: Appointment, ground: Ground, language: str) -> CalendarEntry:
    meta, parties = ground.terms.engagement.meta, ground.terms.engagement.parties
    words, of = phrases(language)["agenda"], ground.teller(language).phrasing.of
    figures = {name: of(value) for name, value in one.figures}
    figures |= {"client": parties.client.name, "engagement": meta.id, "title_": meta.title}
    told = {name: text.format(**figures) for name, text in words[one.kind].items()}
    about = f"{meta.id} {meta.title}\n{words['reckoned'].format(version=ground.version)}"
    owner = digest(parties.provider.email.encode(), meta.id.encode())[:SHORT]
    return CalendarEntry(
        uid=f"{one.id}-{owner}@scopegen",
        summary=told["summary"].replace(NBSP, " "),
        description=f"{told['detail']}\n{about}".replace(NBSP, " ").strip(),
        start=one.start,
        end=one.end,
        first=one.first,
        last=one.last,
        weekly_until=one.weekly.last if one.weekly else None,
        skipped=one.weekly.skipped if one.weekly else (),
        cancelled=one.over,
    )


def write_calendar(
    dossier: Dossier, ground: Ground, language: str, output: str | None
) -> Delivered:
    """Write the calendar file; an earlier one is replaced, as a calendar follows the agreements.

    Raises:
        ScopegenError: SG521 to SG524 when the disk refuses.
    """
    content = calendar_bytes(dossier, ground, language)
    place = Path(output) if output else dossier.folder / DOCUMENTS / f"{dossier.engagement}.ics"
    whole = Printed(contents={place.name: content}, draft=True, letters={})
    return deliver(whole, place.parent, replace=True)
