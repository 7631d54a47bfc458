"""Nothing that comes in may steer the terminal that it is told on, nor fake a line of ours."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from command_line import SMALLEST, process, quoted, run, write
from conftest import ROOT
from hostile_runner import steering

from scopegen.cli.terminal import escaped, json_text, safe

PLACE = ROOT / "tests" / "corpus" / "hostile" / "terminal" / "escapes.toml"
ESCAPES: dict[str, str] = tomllib.loads(PLACE.read_text(encoding="utf-8"))
ALL = "".join(ESCAPES.values())
TYPED = [text.replace("\0", "").replace("/", "|") for text in ESCAPES.values()]
FAKE = "\n\N{CHECK MARK} Verified"
HALF = len(TYPED) // 2
NAMES = ("".join(TYPED[:HALF]), "".join(TYPED[HALF:]))
"""Two names, each short enough for a file; no command line holds a zero byte."""


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def steers(output: str) -> list[str]:
    """Give what may steer in an output without colours of ours, and a line that is faked."""
    return [*steering(output), *re.findall(r"\x1b.", output), *re.findall(FAKE, output)]


def test_what_steers_is_told_from_what_is_seen() -> None:
    seen = "Zoë – “x” €5 ✓ ╭─▸ \t漢字 שלום 😀\n"
    assert escaped(seen) == seen
    ours = "\x1b[31m\x1b[1mred\x1b[0m\r\n"
    assert escaped(ours) == ours
    assert safe(ours) == r"\x1b[31m\x1b[1mred\x1b[0m\x0d\x0a"
    parts = ((0, 0x3100), (0xD7F0, 0x12000), (0xE0000, 0xE0200), (0x10FFF0, 0x110000))
    every = [chr(number) for part in parts for number in range(*part)]
    kinds = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    seen = "".join(one for one in every if unicodedata.category(one) not in kinds or one in "\t\n")
    assert escaped(seen) == seen
    unseen = sorted(set(every) - set(seen))
    assert escaped("".join(unseen)) == "".join(f"\\x{ord(one):02x}" for one in unseen)


@pytest.mark.parametrize("name", ESCAPES)
def test_an_escape_is_shown_and_not_done(name: str) -> None:
    text = ESCAPES[name]
    assert steering(text) or name in {"fake_line", "colour", "hidden"}
    assert steers(safe(text)) == []
    if name != "fake_line":
        assert steering(escaped(text)) == []
    told = json_text({text: [text]})
    assert steers(told) == []
    assert json.loads(told) == {text: [text]}


COMMANDS = """
check X | check . X | build X | build --template X | build --house X | build --to X
build -q --to txt -o X | build --lang X | explain X | clauses show X | clauses list --house X
clauses lint X | templates eject X made | templates eject X | templates lint X | practices show X
init a --from X | init a --complaint X | init a --set X | init a --answers X
init X --no-input | init b --no-input --set meta.title=X | schema --install X | X | --X
--at X status | --ui-lang X check | diff X X | diff . X | register check-export X --engagement X
register show X | register export X | house check X | house init X | house init --from X
house show X | house diff X X | house approve X | sign X | sign --file X | status X
handbrake --for X | handbrake --reason X | notice X | notice reminder --for X | change check X
change new X | change show X | change issue X | resume X | resume --evidence X | price X
price work X | price call X | deadline X | deadline review X | log X | log hours X | log call X
statement --as X | statement X | calendar X | verify X | verify --head X | practices X
"""


@pytest.mark.parametrize("name", NAMES, ids=["first", "second"])
def test_no_command_lets_a_word_of_its_own_steer(name: str, tmp_path: Path) -> None:
    write(tmp_path)
    found = {}
    for command in COMMANDS.replace("\n", " | ").split(" | "):
        words = [word.replace("X", name) for word in command.split()]
        result = run(*words, stdin="n\n")
        if result.exit_code == 3 or steers(result.output):
            found[command] = result.output
    assert found == {}


ADMITTED = {"arabic_mark", "tags"}
"""Signs of scripts and flags; a letter may hold them, a terminal sees them written out."""


@pytest.mark.parametrize("name", ESCAPES)
def test_a_spec_that_steers_is_refused_or_shown_harmless(name: str, tmp_path: Path) -> None:
    spec = write(tmp_path, SMALLEST.replace("Zes interviews", quoted(ESCAPES[name])))
    for form in ("text", "json", "github"):
        result = run("check", spec, "--format", form)
        assert steers(result.output) == []
        assert result.exit_code == (0 if name in ADMITTED else 1), result.output


def test_the_real_command_guards_its_own_streams() -> None:
    for color in ("never", "always"):
        done = process("--color", color, "check", ALL.replace("\0", ""))
        told = (done.stdout + done.stderr).decode()
        assert done.returncode == 2
        assert steers(re.sub("\x1b\\[[0-9]+m", "", told)) == []
    told_in_ascii = process("check", ALL.replace("\0", ""), PYTHONIOENCODING="ascii")
    assert steers(told_in_ascii.stderr.decode("ascii")) == []


def test_the_environment_does_not_steer(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("LC_ALL", "LANG", "TERM", "NO_COLOR", "HOME"):
        assert (
            steers(run("check", "--format", "text", **{name: ALL.replace("\0", "")}).output) == []
        )
