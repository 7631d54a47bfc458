"""`scopegen schema`: a JSON Schema 2020-12 that holds for every sample, printed or installed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import MISSPELLED, SMALLEST, names, process, run, write
from conftest import ROOT, SAMPLES
from jsonschema import Draft202012Validator


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@cache
def printed(language: str) -> Any:
    return json.loads(run("--ui-lang", language, "schema", "--json-schema").stdout)


def faults(text: str) -> list[str]:
    spec = yaml.load(text, Loader=yaml.SafeLoader)
    plain = json.loads(json.dumps(spec, default=str))
    return [fault.message for fault in Draft202012Validator(printed("nl")).iter_errors(plain)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_schema_is_json_schema_2020_12(language: str) -> None:
    schema = printed(language)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_valid(sample: str) -> None:
    text = (ROOT / "samples" / sample / "engagement.yaml").read_text(encoding="utf-8")
    assert faults(text) == []


def test_a_misspelled_field_is_not_valid() -> None:
    assert faults(SMALLEST) == []
    assert any("huorly_rate" in fault for fault in faults(MISSPELLED))


def test_hover_text_is_in_the_chosen_language() -> None:
    told = [printed(one)["properties"]["meta"]["description"] for one in ("nl", "en")]
    assert "kenmerk" in told[0]
    assert "reference" in told[1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_install_writes_what_is_printed(language: str, tmp_path: Path) -> None:
    write(tmp_path)
    result = run("--ui-lang", language, "schema", "--install")
    assert result.exit_code == 0
    assert "yaml-language-server: $schema=./.scopegen/engagement.schema.json" in result.stderr
    written = (tmp_path / ".scopegen" / "engagement.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == printed(language)


def test_install_leaves_the_spec_alone(tmp_path: Path) -> None:
    spec = write(tmp_path / "job")
    assert run("schema", "--install", "job").exit_code == 0
    assert names(tmp_path / "job") == [".scopegen/engagement.schema.json", "engagement.yaml"]
    assert spec.read_text(encoding="utf-8") == SMALLEST


@pytest.mark.parametrize("arguments", [[], ["--json-schema", "--install"]])
def test_exactly_one_of_both_is_asked(arguments: list[str]) -> None:
    assert run("schema", *arguments).exit_code == 2


def test_an_old_console_gets_the_schema_unharmed() -> None:
    raw = process("--ui-lang", "nl", "schema", "--json-schema", PYTHONIOENCODING="cp1252").stdout
    assert json.loads(raw.decode("utf-8")) == printed("nl")
