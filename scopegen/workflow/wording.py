"""The fixed words of the product, by language: read when they are needed, and once.

They live in `templates/phrases`: a folder a set, one file a subject.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from scopegen.assets import bundled
from scopegen.rules import Catalogue, load_catalogue


@cache
def _words(name: str) -> Mapping[str, Any]:
    whole: dict[str, Any] = {}
    for file in sorted((bundled("templates") / "phrases" / name).glob("*.toml")):
        _add(whole, tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    return whole


def _add(whole: dict[str, Any], more: Mapping[str, Any], file: str) -> None:
    for key, value in more.items():
        if isinstance(value, dict):
            _add(whole.setdefault(key, {}), value, file)
        elif key in whole:
            raise ValueError(f"{file} repeats {key}")
        else:
            whole[key] = value


def phrases(language: str) -> Mapping[str, Any]:
    """Give the fixed words of letters and papers in a language."""
    return _words(language)


def talk_words() -> Mapping[str, Any]:
    """Give what the command line says, by language."""
    return _words("talk")


def reckoning_rules() -> Mapping[str, Any]:
    """Give the rules by which terms become numbers, by language and number."""
    return _words("reckoning")


@cache
def catalogue() -> Catalogue:
    """Give the sentences of every finding."""
    return load_catalogue(bundled("templates") / "rules")
