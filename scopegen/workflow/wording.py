"""The fixed words of the product, by language: read when they are needed, and once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from scopegen.assets import bundled
from scopegen.rules import Catalogue, load_catalogue


@cache
def _words(name: str) -> Mapping[str, Any]:
    text = (bundled("templates") / "phrases" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrases(language: str) -> Mapping[str, Any]:
    """Give the fixed words of letters and papers in a language."""
    return _words(language)


def talk_words() -> Mapping[str, Any]:
    """Give what the command line says, by language."""
    return _words("cli")


def reckoning_rules() -> Mapping[str, Any]:
    """Give the rules by which terms become numbers, by language and number."""
    return _words("reckoning")


@cache
def catalogue() -> Catalogue:
    """Give the sentences of every finding."""
    return load_catalogue(bundled("templates") / "rules")
