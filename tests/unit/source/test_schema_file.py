"""The schema of the engagement: sound Cerberus, complete for people, in JSON up to date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from scopegen.assets import bundled
from scopegen.source import fields, json_schema, load_schema, read
from scopegen.source.schema import Rule, Schema, flow
from scopegen.source.structure import StructureValidator

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (bundled("schemas") / "engagement.yaml").read_text(encoding="utf-8")
SCHEMA = load_schema(TEXT)
FIELDS = tuple(fields(SCHEMA))
COMMITTED = bundled("schemas") / "engagement.schema.json"
MADE = json_schema(SCHEMA, title="scopegen engagement", language="nl")


def rules(rule: Rule, path: str = "") -> Iterator[tuple[str, Rule]]:
    yield path, rule
    for name, each in rule.fields.items():
        yield from rules(each, f"{path}.{name}")
    if rule.items:
        yield from rules(rule.items, f"{path}[]")


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Walk the subschemas of a JSON Schema."""
    if isinstance(schema, dict):
        yield schema
        for each in [*schema.get("properties", {}).values(), schema.get("items")]:
            yield from parts(each)


def test_the_schema_is_sound_by_cerberus_own_rules() -> None:
    assert StructureValidator(SCHEMA.cerberus).schema


def test_a_schema_with_an_unknown_rule_or_kind_is_refused() -> None:
    for text in ("x: {type: line, regex: a}", "x: {type: string}", "x: line"):
        with pytest.raises(ValueError, match="not a"):
            load_schema(text)


def test_every_field_is_explained_in_both_languages() -> None:
    assert [each.path for each in FIELDS if not {"nl", "en"} <= each.doc.keys()] == []
    assert [each.path for each in FIELDS if each.computed.keys() not in ({"nl", "en"}, set())] == []


def test_every_single_value_has_an_example() -> None:
    assert [each.path for each in FIELDS if each.kind != "dict" and not each.example] == []


def test_fields_say_what_the_reference_page_needs() -> None:
    by_path = {each.path: each for each in FIELDS}
    assert by_path["parties.authority[].instruct"].default == "yes"
    assert by_path["meta.law"].allowed == ("NL", "EW")
    assert by_path["meta.law"].computed["en"].startswith("NL for")
    assert by_path["availability.windows[]"].default == "[mon-fri 09:00-17:00]"
    assert by_path["attendance.tiers[]"].default.startswith("[{less_than: 24h, ")
    assert by_path["engagement.scope[]"].required
    assert by_path["fees"].kind == "dict"


def test_defaults_and_examples_are_what_their_own_field_takes() -> None:
    wrong = [
        (path, flow(node))
        for path, rule in rules(SCHEMA.root)
        for node in (rule.default, rule.example)
        if node
        and not read(f"x: {flow(node)}", "f", Schema(Rule(kind="dict", fields={"x": rule}))).value
    ]
    assert wrong == []


def test_a_group_that_is_filled_in_by_itself_needs_no_field() -> None:
    filled = [
        (path, rule)
        for path, rule in rules(SCHEMA.root)
        if rule.kind == "dict" and not rule.required and not rule.optional and path[-1:] != "]"
    ]
    needy = [path for path, rule in filled if any(each.required for each in rule.fields.values())]
    assert needy == []


def test_the_committed_json_schema_is_the_one_that_is_generated() -> None:
    """If this fails: `python tests/unit/source/test_schema_file.py` writes it anew."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == MADE


def test_the_json_schema_is_sound_and_tells_each_field() -> None:
    Draft202012Validator.check_schema(MADE)
    described = [each for each in parts(MADE) if "markdownDescription" in each]
    assert len(described) == len(FIELDS)


def test_defaults_and_examples_are_valid_by_the_json_schema() -> None:
    wrong = [
        (part["description"], value)
        for part in parts(MADE)
        for value in [*([part["default"]] if "default" in part else []), *part.get("examples", [])]
        if not Draft202012Validator(part).is_valid(value)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Weggelaten: `14 days`"), ("en", "Left out: `14 days`")]
)
def test_hover_text_is_in_the_language_asked_for(language: str, words: str) -> None:
    made = json_schema(SCHEMA, title="x", language=language)
    term = made["properties"]["payment"]["properties"]["term"]
    assert words in term["markdownDescription"]


if __name__ == "__main__":
    COMMITTED.write_text(json.dumps(MADE, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
