"""The watch over hostile runs sees what it is there to see."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hostile_runner import run_limited, run_watched

BEHAVIOUR = {
    "wrote": "open('../elsewhere', 'w').close()",
    "wrote ": "import os; os.symlink('..', 'way'); open('way/elsewhere', 'w').close()",
    "wrote  ": "import tempfile; tempfile.mkstemp()",
    "network": "import socket; socket.socket()",
    "network ": "import socket; socket.getaddrinfo('localhost', 1)",
    "MB": "held = b'x' * 400_000_000",
    "a traceback": "raise ValueError",
    "a terminal escape": r"print('\x1b]0;title\x07')",
    "exit code 3": "raise SystemExit(3)",
}


@pytest.mark.parametrize("fault", BEHAVIOUR)
def test_the_watch_tells_a_fault(fault: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    outcome = run_watched([sys.executable, "-c", BEHAVIOUR[fault]], here)
    assert any(fault.strip() in found for found in outcome.faults())


def test_a_right_run_has_no_faults(tmp_path: Path) -> None:
    begun = run_limited(["init", "mine", "--from", "waterlinie"], tmp_path)
    assert begun.faults() == []
    assert begun.code == 0, begun.err
    assert "mine/engagement.yaml" in begun.written
