"""Hostile YAML: each file is refused at its line, all of them in one process that is watched."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from hostile_runner import Outcome, run_limited

SMALLEST = (ROOT / "tests" / "corpus" / "valid" / "smallest.yaml").read_text(encoding="utf-8")
CORPUS = ROOT / "tests" / "corpus" / "hostile" / "yaml"
EXPECTED: dict[str, str] = tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))
FOUND = re.compile(r"^([^:\n]+):(\d+):\d+: error\[(SG\d+)\]", re.MULTILINE)


def found_in(outcome: Outcome) -> dict[str, set[str]]:
    """Give what was found in each file, as `SG111:3`."""
    found: dict[str, set[str]] = {}
    for file, line, code in FOUND.findall(outcome.out):
        found.setdefault(Path(file).name, set()).add(f"{code}:{line}")
    return found


def check(folder: Path) -> Outcome:
    names = sorted(place.name for place in folder.glob("*.yaml"))
    return run_limited(["check", "--format", "short", *names], folder)


def test_every_file_of_the_corpus_is_refused_at_its_line(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path, dirs_exist_ok=True)
    outcome = check(tmp_path)
    assert outcome.faults() == []
    assert outcome.written == frozenset()
    found = found_in(outcome)
    assert found.keys() == EXPECTED.keys() == {path.name for path in CORPUS.glob("*.yaml")}
    assert {name: code for name, code in EXPECTED.items() if code not in found[name]} == {}


MIB = 1 << 20
TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "five_million_letters": lambda: SMALLEST.replace("Zes interviews", "x" * 5 * MIB).encode(),
    "nearly_a_million": lambda: SMALLEST.replace("Zes interviews", "x" * 900_000).encode(),
    "open_brackets": lambda: b"a: " + b"[" * 100_000,
    "closed_brackets": lambda: b"a: " + b"[" * 50_000 + b"]" * 50_000,
    "open_braces": lambda: b"{a: " * 100_000,
    "deep_groups": lambda: b"".join(b" " * depth + b"a:\n" for depth in range(1300)),
    "deep_dashes": lambda: b"a:\n" + b"- " * 20_000 + b"x",
    "deep_keys": lambda: b"? " * 20_000 + b"x",
    "many_fields": lambda: b"".join(b"field%d: x\n" % n for n in range(60_000)),
    "many_items": lambda: SMALLEST.replace(
        "    - Zes interviews\n", "    - x\n" * 100_000
    ).encode(),
    "many_documents": lambda: b"--- {}\n" * 100_000,
    "long_key": lambda: b"x" * 900_000 + b": 1\n",
    "many_quotes": lambda: b'a: "' + b'\\"' * 400_000,
    "huge_number": lambda: SMALLEST.replace("EUR 95.00", "EUR " + "9" * 500_000).encode(),
    "many_digits": lambda: SMALLEST.replace("2027-01-04", "2" * 300_000).encode(),
    "many_spaces": lambda: SMALLEST.replace("EUR 95.00", f'"EUR{" " * 300_000}x"').encode(),
    "many_tabs": lambda: b"\t" * 900_000,
    "many_controls": lambda: b"\x01" * 900_000,
    "many_bytes": lambda: bytes(range(128, 256)) * 8000,
    "many_anchors": lambda: b"".join(b"a%d: &a%d x\n" % (n, n) for n in range(40_000)),
    "comments": lambda: b"#" * 900_000 + b"\n",
}


@pytest.mark.parametrize("part", range(3))
def test_too_much_is_refused_quickly_and_in_little_room(part: int, tmp_path: Path) -> None:
    mine = sorted(TOO_MUCH)[part::3]
    for name in mine:
        (tmp_path / f"{name}.yaml").write_bytes(TOO_MUCH[name]())
    outcome = check(tmp_path)
    assert outcome.faults() == []
    assert outcome.code == 1
    assert found_in(outcome).keys() == {f"{name}.yaml" for name in mine}
    assert len(outcome.out) < 1_000_000


def test_a_file_of_gigabytes_is_read_no_further_than_its_limit(tmp_path: Path) -> None:
    for name in ("engagement.yaml", "house.yaml", "export.jsonl", "letter.docx"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(3 << 30)
    (tmp_path / "own" / "late").mkdir(parents=True)
    (tmp_path / "own" / "late" / "clause.yaml").symlink_to(tmp_path / "engagement.yaml")
    for words in (
        ["check"],
        ["house", "check", "house.yaml"],
        ["register", "check-export", "export.jsonl", "--engagement", "X"],
        ["clauses", "lint", "own"],
        ["templates", "lint", "letter.docx"],
    ):
        outcome = run_limited(words, tmp_path)
        assert outcome.faults() == [], words
        assert outcome.code in {1, 2, 4}, words
        assert "[SG" in outcome.out + outcome.err, words
        assert outcome.written == frozenset(), words
    (tmp_path / "house.yaml").unlink()
    endless = run_limited(["check", "-"], tmp_path, stdin=b"x" * 3 * MIB)
    assert endless.faults() == []
    assert "[SG100]" in endless.out
