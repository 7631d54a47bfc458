"""The page on security names tests that exist, limits that hold, and no network is in reach."""

from __future__ import annotations

import ast
import re
from importlib import import_module

import pytest
from conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
LIMITS = re.findall(r"^\| ([^|]+) \| (\d+) \| `([\w.]+)\.(\w+)` \|$", PAGE, re.MULTILINE)
NETWORK = {
    *("socket", "ssl", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc"),
    *("urllib.request", "asyncio", "requests", "httpx", "aiohttp", "urllib3", "webbrowser"),
}


def test_the_page_names_tests_that_exist() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in TESTS
        if not (ROOT / file).is_file()
        or (name and f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []
    assert len(TESTS) > 40


@pytest.mark.parametrize(("what", "number", "module", "name"), LIMITS)
def test_the_limits_on_the_page_are_those_of_the_program(
    what: str, number: str, module: str, name: str
) -> None:
    assert getattr(import_module(module), name) == int(number), what


def test_every_promise_in_a_table_has_its_test_and_every_limit_its_place() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    heads = {"| promise | test |", "| what | at most | set in |"}
    bare = [row for row in rows if row not in heads and "`tests/" not in row]
    assert len(LIMITS) == len(bare)


def imported(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_part_of_scopegen_can_speak_over_a_network() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): sorted(mine)
        for path in sorted((ROOT / "scopegen").rglob("*.py"))
        if (mine := {n for n in imported(path.read_text("utf-8")) if reaches(n)})
    }
    assert found == {}


def reaches(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in NETWORK)


def test_the_ban_sees_an_import() -> None:
    assert reaches("socket")
    assert reaches("http.client")
    assert imported("from urllib import request") >= {"urllib.request"}
    assert not reaches("urllib.parse")
