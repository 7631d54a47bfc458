"""How tests ask for notices on the command line, and read what was made."""

from __future__ import annotations

import email
import json
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from click.testing import Result
from command_line import run

MONDAY = "2027-02-22 10:00"


def notice(spec: Path, *words: str | Path, at: str = MONDAY, lang: str = "en") -> Result:
    return run("--at", at, "--ui-lang", lang, "notice", "--spec", spec, *words)


def made(spec: Path, *words: str, at: str = MONDAY) -> str:
    """Make a notice; give its text."""
    done = notice(spec, *words, at=at)
    assert done.exit_code == 0, done.output
    found = re.findall(r"(\S+\.txt)", done.output)
    return (spec.parent / "documents" / Path(found[-1]).name).read_text(encoding="utf-8")


def mail(spec: Path, name: str) -> EmailMessage:
    found = next((spec.parent / "documents").glob(f"{name}*.mail.eml"))
    message = email.message_from_bytes(found.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def rows(spec: Path) -> str:
    return run("register", "export", spec, "--format", "csv").stdout


def due(spec: Path, at: str, *words: str) -> list[dict[str, str]]:
    told = notice(spec, "--format", "json", *words, at=at)
    assert told.exit_code == 0, told.output
    found: list[dict[str, str]] = json.loads(told.stdout)["due"]
    return found
