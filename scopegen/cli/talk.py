"""What the commands say: language, short messages, errors. Talk goes to stderr, data to stdout."""

from __future__ import annotations

import locale
import os

import click

from scopegen.cli.terminal import safe
from scopegen.diagnostics import ScopegenError
from scopegen.workflow.wording import catalogue, talk_words

__all__ = [
    "language",
    "mark",
    "phrase",
    "safe",
    "say",
    "speak",
    "system_language",
    "tell_error",
]

NOT_WHOLE = """\
fout[SG900]: scopegen mist zijn eigen bestanden ({kind}); installeer scopegen opnieuw
error[SG900]: scopegen misses its own files ({kind}); install scopegen again
  scopegen doctor"""
"""In both languages, for the words of each are among the files that are missed."""
MARKS = {"done": "\N{CHECK MARK}", "stop": "\N{MULTIPLICATION SIGN}"}


def language(spec_language: str | None = None) -> str:
    """Choose the language: the option, else the spec's, else the system's, else English."""
    said = click.get_current_context().find_root().obj
    return said["language"] or spec_language or said.get("letter") or system_language()


def speak(spec_language: str | None) -> None:
    """From here on speak the language of this letter, unless the option names another."""
    click.get_current_context().find_root().obj["letter"] = spec_language


def system_language() -> str:
    """Give the system's language when it is Dutch, else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return (
        "nl" if (named or locale.getlocale()[0] or "").lower().startswith(("nl", "dutch")) else "en"
    )


def say(key: str, spoken: str, **facts: object) -> None:
    """Say one of the short messages on stderr."""
    click.echo(phrase(key, spoken, **facts), err=True)


def phrase(key: str, spoken: str, **facts: object) -> str:
    """Give one of the short messages."""
    shown = {name: safe(str(value)) for name, value in facts.items()}
    return str(talk_words()[spoken][key]).format(**shown)


def tell_error(error: ScopegenError) -> None:
    """Say what the tool cannot do, and the remedy."""
    spoken = language()
    facts = {name: safe(value) for name, value in error.facts}
    if error.code == "SG900":
        click.echo(NOT_WHOLE.format(**facts), err=True)
        return
    message = catalogue().message(error.code, facts, spoken)
    hint = catalogue().hint(error.code, facts, spoken)
    label = phrase("error", spoken)
    click.echo(
        click.style(f"{label}[{error.code}]", fg="red", bold=True) + f": {message}", err=True
    )
    if hint:
        click.echo(f"  {phrase('help', spoken)}: {hint}", err=True)


def mark(name: str) -> str:
    """Give a sign in front of a line, coloured."""
    return click.style(MARKS[name], fg={"done": "green", "stop": "red"}[name])
