"""The clock, the time zones and the terminal: what is given by the machine and nobody looks at."""

from __future__ import annotations

import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scopegen.workflow.doctor_check import Check, Examining, Facts

CLOCK, TERMINAL = Examining("clock"), Examining("terminal")
HOME = "Europe/Amsterdam"
USUAL_ZONES = (HOME, "Europe/London", "Europe/Dublin")
CHANGES = (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC))
"""When the clocks of the European Union change in 2027 (Directive 2000/84/EC, articles 2 and 3)."""
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
YEARS_AHEAD = 20
SHOWN = "✓ × – € ’ é ĳ ł"
"""Signs that letters and messages use."""


def clock(now: datetime, made: date) -> Iterator[Check]:
    """Hold the clock against the day on which the youngest table of scopegen was made."""
    facts: Facts = {"now": f"{now:%Y-%m-%d %H:%M} UTC", "made": made}
    if now.date() < made:
        yield CLOCK.wrong("clock", "behind", **facts)
    elif now.year > made.year + YEARS_AHEAD:
        yield CLOCK.wrong("clock", "ahead", **facts)
    else:
        yield CLOCK.found("clock", **facts)


def zones() -> Iterator[Check]:
    """See that the time zones are there, whose they are, and that summer time begins when it does.

    Without the zone data of the system Python takes those of the package tzdata.
    """
    lost = [name for name in USUAL_ZONES if name not in zoneinfo.available_timezones()]
    if lost:
        yield CLOCK.missing("zones", "absent", names=", ".join(lost))
        return
    source, edition = zone_data()
    yield CLOCK.found("zones", source=source, version=edition)
    found = zoneinfo.ZoneInfo(HOME)
    before = [(change - timedelta(seconds=1)).astimezone(found).utcoffset() for change in CHANGES]
    after = [change.astimezone(found).utcoffset() for change in CHANGES]
    if (before, after) == ([WINTER, SUMMER], [SUMMER, WINTER]):
        yield CLOCK.found("summer")
    else:
        yield CLOCK.wrong("summer", "other", zone=HOME)


def zone_data() -> tuple[str, str]:
    """Tell where the zones come from, and their version; a dash where that is not said."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / HOME).is_file():
            return str(folder), _edition(folder)
    try:
        return "tzdata", version("tzdata")
    except PackageNotFoundError:
        return "\N{EN DASH}", "\N{EN DASH}"


def _edition(folder: Path) -> str:
    """Read the version from the sources that systems keep beside their zones."""
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with (folder / name).open(encoding="utf-8", errors="replace") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            continue
    return "\N{EN DASH}"


def terminal() -> Iterator[Check]:
    """See that the terminal can show the signs of letters, and that file names are Unicode."""
    yield from shown(getattr(sys.stdout, "encoding", None) or "ascii")
    names = sys.getfilesystemencoding()
    if names.lower().replace("-", "") == "utf8":
        yield TERMINAL.found("names", encoding=names)
    else:
        yield TERMINAL.noted("names", "narrow", encoding=names)


def shown(encoding: str) -> Iterator[Check]:
    """See which signs an encoding lacks."""
    lacking = [one for one in SHOWN.split() if not _has(one, encoding)]
    if lacking:
        yield TERMINAL.noted("signs", "narrow", encoding=encoding, count=len(lacking))
    else:
        yield TERMINAL.found("signs", encoding=encoding)


def _has(sign: str, encoding: str) -> bool:
    try:
        return sign.encode(encoding).decode(encoding) == sign
    except (LookupError, UnicodeError):
        return False
