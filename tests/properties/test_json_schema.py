"""Editors agree with the reader: whatever it accepts is valid by the JSON Schema.

An editor parses the text as YAML 1.2 does and then sees numbers, booleans and nulls where the
reader sees text.
"""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import yaml
from engagement_texts import SCHEMA, slipped_text, valid_text
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scopegen.assets import bundled
from scopegen.source import read

if TYPE_CHECKING:
    from collections.abc import Callable

EDITOR = Draft202012Validator(
    json.loads((bundled("schemas") / "engagement.schema.json").read_text(encoding="utf-8"))
)
CORE: dict[re.Pattern[str], Callable[[str], Any]] = {  # YAML 1.2.2, section 10.3.2
    re.compile(r"null|Null|NULL|~|"): lambda _: None,
    re.compile(r"true|True|TRUE"): lambda _: True,
    re.compile(r"false|False|FALSE"): lambda _: False,
    re.compile(r"[-+]?[0-9]+"): int,
    re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+"): lambda text: int(text, 0),
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"): float,
    re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"): lambda text: float(
        text.replace(".", "")
    ),
}


def as_an_editor_sees_it(text: str) -> Any:
    return _value(yaml.compose(text, Loader=yaml.CSafeLoader))


def _value(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    if node.style:
        return node.value
    typed = (make for shape, make in CORE.items() if shape.fullmatch(node.value))
    return next(typed, str)(node.value)


def accepted(text: str) -> bool:
    return read(text, "f", SCHEMA).value is not None


def is_valid(text: str) -> bool:
    try:
        return bool(EDITOR.is_valid(as_an_editor_sees_it(text)))
    except yaml.YAMLError:
        return False


def test_the_editor_in_this_test_knows_yaml_1_2() -> None:
    seen = as_an_editor_sees_it("[no, 012, 0o17, 22:30, 1e3, ~, True, '1', 2026-12-01, .5]")
    assert seen == ["no", 12, 15, "22:30", 1000.0, None, True, "1", "2026-12-01", 0.5]


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False))
def test_what_is_valid_on_purpose_is_accepted_and_valid_in_an_editor(chance: random.Random) -> None:
    text = valid_text(chance)
    assert read(text, "f", SCHEMA).diagnostics == ()
    assert [each.message for each in EDITOR.iter_errors(as_an_editor_sees_it(text))] == []


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False))
def test_whatever_is_accepted_is_valid_in_an_editor(chance: random.Random) -> None:
    text = slipped_text(chance)
    assert not accepted(text) or is_valid(text)


def test_most_of_what_is_refused_is_underlined_in_an_editor_too() -> None:
    texts = [slipped_text(random.Random(seed)) for seed in range(400)]
    refused = [text for text in texts if not accepted(text)]
    underlined = [text for text in refused if not is_valid(text)]
    assert len(refused) > 200
    assert len(underlined) / len(refused) > 0.9
