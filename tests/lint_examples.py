"""The examples of the contract lint, made into whole specs: the catalogue is their one source."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

from scopegen.assets import bundled
from scopegen.rules import Example, load_catalogue

LINT = Path(__file__).parent / "corpus" / "lint"
CATALOGUE = load_catalogue(bundled("templates") / "rules")
RULES = tuple(code for code in CATALOGUE.codes() if code.startswith("L"))


class Case(NamedTuple):
    """An example of a rule."""

    rule: str
    number: int
    example: Example

    def __str__(self) -> str:
        return f"{self.rule}-{self.number}"


ALL = tuple(
    Case(rule, number, example)
    for rule in RULES
    for number, example in enumerate(CATALOGUE.examples(rule), start=1)
)
SPECS = tuple(case for case in ALL if case.example.base != "clause")
CLAUSES = tuple(case for case in ALL if case.example.base == "clause")


def base(name: str) -> str:
    """Give the text of a base spec."""
    return (LINT / f"{name}.yaml").read_text(encoding="utf-8")


def laid_over(text: str, part: str) -> str:
    """Lay parts of a spec over a whole one: groups are merged, anything else is replaced."""
    whole, given = (yaml.compose(one, Loader=yaml.BaseLoader) for one in (text, part))
    assert isinstance(whole, yaml.MappingNode)
    assert isinstance(given, yaml.MappingNode)
    _merge(whole, given)
    return str(yaml.serialize(whole, Dumper=yaml.BaseDumper, allow_unicode=True, width=1000))


def _merge(whole: yaml.MappingNode, given: yaml.MappingNode) -> None:
    there = {key.value: at for at, (key, _) in enumerate(whole.value)}
    for key, value in given.value:
        at = there.get(key.value)
        if at is None:
            whole.value.append((key, value))
        elif isinstance(value, yaml.MappingNode):
            _merge(whole.value[at][1], value)
        else:
            whole.value[at] = (key, value)
