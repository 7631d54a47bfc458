"""What all tests share: hypothesis profiles, the golden switch, and the samples' letters."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def pdfs_are_read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let tests of the gate read returned PDFs in this process, but for those marked `apart`."""
    if request.path.parent.name != "gate" or "apart" in request.keywords:
        yield
        return
    story = importlib.import_module("story")
    with patch("scopegen.workflow.returning.read_returned_pdf", story.read_here):
        yield
