"""What fuzzing found, and what it learned: every input of the corpus, tried again.

A file whose name begins with codes is one in which these are found; `held-` says that nothing is
wrong with it. Whoever adds a file to `corpus/hostile/fuzz-*` adds a test.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "hostile"
INPUTS = sorted(path for path in CORPUS.glob("fuzz-*/*") if path.is_file())
CODE = re.compile(r"SG\d{3}")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_input_is_read_or_refused_in_words(path: Path) -> None:
    target = import_module(f"fuzz.{path.parent.name.removeprefix('fuzz-')}")
    found = target.try_one(path.read_bytes())
    assert set(CODE.findall(path.stem)) <= found
    assert not (path.stem.startswith("held-") and found)
