"""Files for calendars, mail programs and spreadsheets: a text cannot add a line of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from conftest import ROOT, examined, letter
from icalendar import Calendar

from scopegen.model.parties import Authority
from scopegen.render.calendar import CalendarEntry, CalendarFile, render_calendar
from scopegen.workflow.papers import Letterbox, mail_draft

BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\r\n ", "\\n", "%0d%0a", "\0"]


@pytest.mark.parametrize("line_end", BREAKS)
def test_no_text_adds_a_line_to_a_calendar(line_end: str) -> None:
    text = f"call{line_end}END:VEVENT{line_end}ATTACH:file:///etc/passwd{line_end}X;Y=Z:1,2"
    entry = CalendarEntry(
        uid="1@scopegen",
        summary=text,
        description=text,
        start=None,
        end=None,
        first=date(2027, 1, 4),
        last=date(2027, 1, 4),
        weekly_until=None,
        skipped=(),
        cancelled=False,
    )
    stamp = datetime(2027, 1, 1, tzinfo=UTC)
    file = CalendarFile(
        name=text, zone="Europe/Amsterdam", stamp=stamp, sequence=1, entries=[entry]
    )
    content = render_calendar(file)
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if re.match(r"(ATTACH|X;Y)", line)] == []
    assert "\n" not in "".join(lines)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


@pytest.mark.parametrize("line_end", BREAKS)
def test_no_text_adds_a_header_to_a_draft_mail(line_end: str) -> None:
    text = f"Advice{line_end}Bcc: thief@example.org{line_end}{line_end}body"
    spec = examined("waterlinie").spec
    assert spec is not None
    engagement = spec.engagement
    provider = replace(engagement.parties.provider, signatory=text)
    engagement = replace(engagement, parties=replace(engagement.parties, provider=provider))
    document = letter("waterlinie", "nl")
    document = replace(document, imprint=replace(document.imprint, title=text))
    to = replace(engagement.parties.authority[0], name=text)
    assert isinstance(to, Authority)
    raw = mail_draft(document, Letterbox(engagement=engagement, to=to), {})
    message = message_from_bytes(raw, policy=default)
    assert set(message.keys()) <= {
        *("From", "To", "Subject", "X-Unsent", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    assert [one.addr_spec for one in message["To"].addresses] == [to.email]


def test_only_one_place_writes_csv_and_only_two_print_bytes() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "scopegen").rglob("*.py")}
    assert {name for name, text in texts.items() if re.search(r"csv\.(\w*[wW]riter)", text)} == {
        "spreadsheets.py"
    }
    assert {name for name, text in texts.items() if "stdout.buffer.write" in text} == {
        *("build.py", "schema.py"),
    }
