"""Names that are paths, links that lead elsewhere, folders with odd names: nothing goes astray."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from command_line import SMALLEST, names, run, write
from conftest import ROOT
from hostile_runner import run_limited, steering

CORPUS = ROOT / "tests" / "corpus" / "hostile" / "names" / "names.toml"
HOSTILE: dict[str, list[str]] = tomllib.loads(CORPUS.read_text(encoding="utf-8"))
SECRET = "kept as it was\n"


@pytest.fixture
def engagement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a spec to stand in, and a folder beside it that is not ours."""
    here = tmp_path / "here"
    write(here)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret").write_text(SECRET, encoding="utf-8")
    monkeypatch.chdir(here)
    return here


def elsewhere(here: Path) -> list[str]:
    """Give what stands beside the folder, after a look at what was there."""
    beside = here.parent / "elsewhere"
    assert (beside / "secret").read_text(encoding="utf-8") == SECRET
    return names(beside)


@pytest.mark.parametrize("ask", HOSTILE["asks"])
def test_a_name_is_never_a_path(ask: str, engagement: Path) -> None:
    before = names(engagement.parent)
    for name in HOSTILE["names"]:
        words = [word.replace("X", name) for word in ask.split()]
        result = run(*words)
        assert result.exit_code in {1, 2, 4}, (words, result.output)
        assert "passwd:" not in result.output
        assert "root:" not in result.output
        assert steering(result.output) == []
    assert names(engagement.parent) == before


def test_no_reference_of_an_engagement_is_a_path(engagement: Path) -> None:
    for name in (name for name in HOSTILE["names"] if name.strip() == name):
        text = SMALLEST.replace("OPD-2026-014", "'" + name.replace("\n", "\n\n    ") + "'")
        result = run("build", write(engagement, text), "--to", "txt")
        assert result.exit_code == 1, name
        assert "SG121" in result.output or "SG102" in result.output, (name, result.output)
    assert names(engagement) == ["engagement.yaml"]


COMMANDS = {
    "documents": ("build -q --to txt", "build -q --to txt --draft", "status", "calendar"),
    "evidence": ("build -q --to txt", "status", "verify"),
    "changes": ("change list", "change new"),
    "register.db": ("build -q --to txt", "register export", "status"),
    "register.db-journal": ("build -q --to txt",),
    "documents/replaced": ("build -q --to txt",),
    "documents/OPD-2026-014-v1.nl.txt": ("build -q --to txt", "build -q --to txt --replace"),
    ".scopegen": ("schema --install .", "init . --force --from waterlinie", "init . --force"),
    "letter.docx": ("templates eject . --replace",),
    "clauses": ("house init . --from lindeboom",),
}


@pytest.mark.parametrize("place", COMMANDS)
@pytest.mark.parametrize("target", ["elsewhere", "elsewhere/secret", "elsewhere/new", "here/loop"])
def test_no_link_in_a_folder_leads_our_files_elsewhere(
    place: str, target: str, engagement: Path
) -> None:
    link = engagement / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(link if target == "here/loop" else engagement.parent / target)
    for command in COMMANDS[place]:
        result = run(*command.split())
        assert result.exit_code == 1, (command, result.output)
        assert "SG590" in result.output, (command, result.output)
        assert elsewhere(engagement) == ["secret"], command
    assert [name for name in names(engagement) if name != place] == ["engagement.yaml"]


def test_a_link_in_the_evidence_leads_nothing_elsewhere(engagement: Path) -> None:
    (engagement / "evidence").mkdir()
    (empty := engagement.parent / "empty").mkdir()
    for number in range(256):
        (engagement / "evidence" / f"{number:02x}").symlink_to(empty)
    result = run("build", "-q", "--to", "txt")
    assert result.exit_code == 1, result.output
    assert "SG524" in result.output
    assert names(empty) == []


def test_a_link_within_the_folder_is_followed_and_a_named_folder_too(engagement: Path) -> None:
    (engagement / "made").mkdir()
    (engagement / "documents").symlink_to("made")
    assert run("build", "-q", "--to", "txt", "--draft").exit_code == 0
    assert names(engagement / "made") == ["OPD-2026-014-v1.draft.nl.txt"]
    assert run("build", "-q", "--to", "txt", "-o", "../elsewhere").exit_code == 0
    assert elsewhere(engagement) == ["OPD-2026-014-v1.nl.txt", "secret"]


def test_a_file_with_two_names_is_replaced_and_never_changed(engagement: Path) -> None:
    (engagement / "documents").mkdir()
    other = engagement.parent / "elsewhere" / "secret"
    (engagement / "documents" / "OPD-2026-014-v1.nl.txt").hardlink_to(other)
    assert run("build", "-q", "--to", "txt", "--replace").exit_code == 0
    assert elsewhere(engagement) == ["secret"]
    assert names(engagement / "documents") == [
        "OPD-2026-014-v1.nl.txt",
        "replaced/OPD-2026-014-v1.nl.txt",
    ]


def test_a_loop_of_links_in_a_house_standard_is_told(engagement: Path) -> None:
    (engagement / "loop").symlink_to("loop")
    standard = (ROOT / "samples" / "lindeboom" / "house.yaml").read_text(encoding="utf-8")
    (engagement / "house.yaml").write_text(
        standard + "word_template: loop\n" if "word_template:" not in standard else standard,
        encoding="utf-8",
    )
    result = run("house", "check", "house.yaml")
    assert result.exit_code == 1, result.output
    assert "SG601" in result.output


def test_one_bad_engagement_does_not_hide_the_others(engagement: Path) -> None:
    write(engagement.parent / "good")
    (engagement / "documents").symlink_to(engagement.parent / "elsewhere")
    result = run("status", "..")
    assert result.exit_code == 1
    assert "SG590" in result.output
    assert "good" in result.output


def test_a_folder_may_have_a_name_that_steers(tmp_path: Path) -> None:
    folder = tmp_path / "a\n\x1b[2J\u202eb"
    write(folder)
    for words in (["build", folder.name, "-q", "--to", "docx,pdf"], ["status", folder.name]):
        outcome = run_limited(words, tmp_path)
        assert outcome.faults() == []
        assert outcome.code in {0, 7}
        assert "\nb" not in outcome.out + outcome.err
        assert all(path.startswith(f"{folder.name}/") for path in outcome.written)
