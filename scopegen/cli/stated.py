"""What users state on the command line, as Click takes it: words, days, the engagement."""

from __future__ import annotations

from datetime import date

import click

from scopegen.cli.talk import language, phrase, safe
from scopegen.workflow.stating import day

LONGEST_WORDS = 1000


class Words(click.ParamType[str]):
    """A name or a sentence: one line, of a sane length, that no terminal or file trips over."""

    name = "TEXT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Check."""
        text = str(value).strip()
        if safe(text) != text or not text.isprintable():
            self.fail(phrase("one_line", language(None)), param, ctx)
        if not text or len(text) > LONGEST_WORDS:
            self.fail(phrase("some_words", language(None), count=LONGEST_WORDS), param, ctx)
        return text


class Day(click.ParamType[date]):
    """A date, such as 2027-01-16."""

    name = "DAY"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read it, with the hint of the spec's dates."""
        return value if isinstance(value, date) else day(str(value))


WORDS = Words()
DAY = Day()
SPEC = click.option("--spec", type=click.Path(), help="The engagement; without it: the one here.")
ON = click.option("--on", type=DAY, help="The day; without it: today.")
