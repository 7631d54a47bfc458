"""What commands share on the letters that are ordered: formats, languages, template, engine."""

from __future__ import annotations

from pathlib import Path

import click

from scopegen.workflow.building import ENGINES, FORMATS, LANGUAGES


class Listed(click.ParamType[tuple[str, ...]]):
    """Words parted by commas, each out of a fixed set."""

    name = "LIST"

    def __init__(self, allowed: tuple[str, ...]) -> None:
        """Keep the words that are allowed."""
        self.allowed = allowed

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split and check."""
        if isinstance(value, tuple):
            return value
        words = tuple(word.strip().lower() for word in str(value).split(","))
        for word in words:
            if word not in self.allowed:
                self.fail(f"{word!r} is not one of {', '.join(self.allowed)}", param, ctx)
        return words


FORMS = click.option(
    "--to",
    "formats",
    type=Listed(FORMATS),
    default="docx,pdf",
    show_default=True,
    help=f"Formats, parted by commas: {', '.join(FORMATS)}.",
)
TONGUES = click.option(
    "--lang",
    "languages",
    type=Listed(LANGUAGES),
    help="Languages: nl, en, or nl,en for two letters; nl+en is one letter, side by side.",
)
WORD_TEMPLATE = click.option(
    "--word-template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own Word template; start with: scopegen templates eject.",
)
PDF_ENGINE = click.option(
    "--pdf-engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="What makes the PDF: Typst, or LibreOffice out of the Word file. auto is Typst.",
)
