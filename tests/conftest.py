"""What all tests share: hypothesis profiles, the golden switch, and the samples' letters."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

from scopegen.document import Document
from scopegen.workflow.checking import draft, examine_file
from scopegen.workflow.reading import Examined

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = tuple(sorted(path.parent.name for path in (ROOT / "samples").glob("*/engagement.yaml")))
LANGUAGES = ("nl", "en")
pytest_plugins = ("signed_letters",)

collect_ignore = (
    [
        "test_hostile_runner.py",
        "cli/test_disk.py",
        "cli/test_hostile.py",
        "cli/test_init_interview.py",
        "cli/test_report.py",
        "house/test_template_limits.py",
    ]
    if os.name == "nt"
    else []
)
"""These need a POSIX system: a terminal to type on, limits, a disk that is full."""

settings.register_profile("default", max_examples=60, deadline=None)
settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites golden files; its diff is reviewed like any other."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@cache
def examined(sample: str) -> Examined:
    """Read and check a sample once."""
    return examine_file(str(ROOT / "samples" / sample / "engagement.yaml"))


@cache
def letter(sample: str, language: str) -> Document:
    """Draft a sample's letter once."""
    spec = examined(sample).spec
    assert spec is not None
    return draft(spec.engagement, language).require()


READERS = (
    "scopegen.evidence.pdf_returned",
    "scopegen.evidence.mail_returned",
    "scopegen.render.word_returned",
)
"""Who has returned files read in a process apart."""


@pytest.fixture(autouse=True)
def returned_files_are_read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests of the gate read returned files in this process, but for those marked `apart`."""
    if request.path.parent.name != "gate" or "apart" in request.keywords:
        yield
        return
    with ExitStack() as patched:
        for reader in READERS:
            patched.enter_context(patch(f"{reader}.run_confined", read_here))
        yield


def read_here(reader: str, content: bytes, _: object = None) -> object:
    """Read in this process: the one apart is held elsewhere, and takes a while."""
    return json.loads(json.dumps(importlib.import_module(reader).reply(content)))
