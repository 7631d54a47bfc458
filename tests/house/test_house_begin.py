"""An engagement that begins below a house standard: what that fills in is not asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from command_line import run
from houses import DEFAULTS, HOUSE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house.yaml").write_text(HOUSE + DEFAULTS, encoding="utf-8")
    return tmp_path / "job"


@pytest.mark.parametrize(
    ("spoken", "words"),
    [("nl", "huisstandaard van Bureau Linde"), ("en", "house standard of Bureau Linde")],
)
def test_what_the_firm_has_settled_is_neither_asked_nor_written(
    folder: Path, spoken: str, words: str
) -> None:
    made = run("--ui-lang", spoken, "init", folder, "--no-input", "--lang", "nl")
    assert made.exit_code == 0, made.output
    assert words in made.output
    spec = yaml.safe_load((folder / "engagement.yaml").read_text(encoding="utf-8"))
    assert "provider" not in spec["parties"]
    assert spec["fees"] == {"model": "hourly"}
    assert run("check", folder, "--format", "json").exit_code == 0


def test_an_answer_of_ones_own_goes_before_the_firm(folder: Path) -> None:
    made = run("init", folder, "--no-input", "--lang", "nl", "--set", "fees.hourly_rate=EUR 150.00")
    assert made.exit_code == 0, made.output
    spec = yaml.safe_load((folder / "engagement.yaml").read_text(encoding="utf-8"))
    assert spec["fees"]["hourly_rate"] == "EUR 150.00"


def test_below_a_standard_with_errors_nothing_begins(folder: Path) -> None:
    (folder.parent / "house.yaml").write_text("name: [", encoding="utf-8")
    made = run("init", folder, "--no-input", "--lang", "nl")
    assert made.exit_code == 2
    assert "house.yaml" in made.output
    assert not folder.exists()
