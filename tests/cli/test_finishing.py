"""What is recorded and what is written belong together, also when a command is stopped between."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import Result
from command_line import names, run
from signed_letters import Signed

from scopegen.diagnostics import ScopegenError
from scopegen.register.store import TEMPORARY
from scopegen.workflow.building import Printed, deliver
from scopegen.workflow.files import clear, write_all
from scopegen.workflow.finishing import finish

MARCH = ("--at", "2027-03-01 09:00")
DELIVER, RECORD = (
    "scopegen.workflow.finishing._Waiting.deliver",
    "scopegen.workflow.finishing.record",
)
FULL = ScopegenError("SG523", file="x", reason="full")


def draft(spec: Path, language: str = "en") -> Result:
    words = ("change", "new", "--note", "An appendix", "--spec", spec)
    return run(*MARCH, "--ui-lang", language, *words)


def waiting(spec: Path) -> list[Path]:
    return list((spec.parent / ".scopegen").glob("*.waiting"))


def requests(spec: Path) -> list[str]:
    return names(spec.parent / "changes")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "it is recorded, but"), ("nl", "het is vastgelegd, maar")]
)
def test_what_the_disk_refuses_is_written_by_the_next_command(
    language: str, words: str, signed: Signed
) -> None:
    spec = signed("waterlinie")
    with patch(DELIVER, side_effect=FULL):
        refused = draft(spec, language)
    assert (refused.exit_code, "SG530" in refused.stderr, words in refused.stderr) == (
        1,
        True,
        True,
    )
    assert (len(waiting(spec)), requests(spec)) == (1, [])
    assert run(*MARCH, "status", spec).exit_code == 0
    assert (waiting(spec), requests(spec)) == ([], ["CR-001.yaml"])


def test_what_was_never_recorded_is_forgotten_but_not_while_its_command_may_be_at_work(
    signed: Signed,
) -> None:
    spec = signed("waterlinie")
    with patch(RECORD, side_effect=KeyboardInterrupt):
        assert draft(spec).exit_code == 130
    assert run(*MARCH, "status", spec).exit_code == 0
    assert len(waiting(spec)) == 1
    with patch("scopegen.workflow.files.ABANDONED", 0):
        assert run(*MARCH, "status", spec).exit_code == 0
    assert (waiting(spec), requests(spec)) == ([], [])


def test_what_was_refused_by_the_register_leaves_nothing(signed: Signed) -> None:
    spec = signed("waterlinie")
    before = names(spec.parent)
    with patch(RECORD, side_effect=ScopegenError("SG452", row=4)):
        assert draft(spec).exit_code == 1
    assert names(spec.parent) == before


def test_a_file_that_somebody_wrote_since_is_left_alone(signed: Signed) -> None:
    spec = signed("waterlinie")
    with patch(DELIVER, side_effect=KeyboardInterrupt):
        draft(spec)
    mine = spec.parent / "changes" / "CR-001.yaml"
    mine.parent.mkdir()
    mine.write_text("id: CR-001", encoding="utf-8")
    assert run(*MARCH, "status", spec).exit_code == 0
    assert (waiting(spec), mine.read_text(encoding="utf-8")) == ([], "id: CR-001")


@pytest.mark.parametrize("part", ["papers", "files"])
@pytest.mark.parametrize(
    "name", ["../mine.txt", "/tmp/mine.txt", "a/../../mine.txt", ".mine", "C:x"]
)
def test_a_folder_from_elsewhere_names_no_place_outside_it(
    part: str, name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "dossier"
    place = folder / ".scopegen" / "x.waiting"
    place.parent.mkdir(parents=True)
    form: dict[str, object] = {"engagement": "X", "keys": [], "over": {name: ""}}
    form |= {"papers": {}, "files": {}, part: {name: b64encode(b"x").decode()}}
    place.write_text(json.dumps(form), encoding="utf-8")
    finish(folder)
    assert names(tmp_path) == ["dossier/.scopegen/x.waiting"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"keys": 1}', b"\xff", b'{"papers": {"a": 1}}'])
def test_what_waits_but_cannot_be_read_stops_nothing(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / ".scopegen" / "x.waiting"
    place.parent.mkdir()
    place.write_bytes(content)
    finish(tmp_path)
    assert place.read_bytes() == content


def test_the_same_draft_is_made_once(signed: Signed) -> None:
    spec = signed("waterlinie")
    said = [draft(spec).stderr for _ in range(2)]
    assert said[0] == said[1]
    assert requests(spec) == ["CR-001.yaml"]
    first = spec.parent / "changes" / "CR-001.yaml"
    first.write_text(first.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    draft(spec)
    assert requests(spec) == ["CR-001.yaml", "CR-002.yaml"]


def test_only_our_own_leftovers_are_taken_away_and_only_when_nobody_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, others = tmp_path / f".letter.docx.x{TEMPORARY}", tmp_path / ".letter.docx.tmp"
    for each in (ours, others):
        each.write_bytes(b"half")
    clear(tmp_path)
    assert ours.exists()
    monkeypatch.setattr("scopegen.workflow.files.ABANDONED", 0)
    write_all({tmp_path / "letter.docx": b"whole"})
    assert names(tmp_path) == [others.name, "letter.docx"]


def test_a_copy_that_was_kept_before_is_not_kept_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    write_all({tmp_path / "replaced" / "a.txt": b"old"})
    new = Printed(contents={"a.txt": b"new"}, draft=False, letters={})
    deliver(new, tmp_path, replace=True)
    assert names(tmp_path) == ["a.txt", "replaced/a.txt"]


def test_an_undo_that_the_disk_refuses_too_ends_in_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    real, count = os.replace, iter(range(9))

    def failing(source: Path, place: Path) -> None:
        if next(count) > 1:
            raise OSError(28, "No space left on device")
        real(source, place)

    write_all(dict.fromkeys(places, b"old"))
    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(ScopegenError) as refused:
        write_all(dict.fromkeys(places, b"new"))
    assert refused.value.code == "SG523"


def test_an_instruction_is_put_to_the_client_once_a_day(signed: Signed) -> None:
    spec = signed("waterlinie")
    words = ("log", "instruction", "Begin maar", "--by", "R. Hendriks", "--confirm")
    rows = set()
    for _ in range(2):
        assert run(*MARCH, *words, "--spec", spec).exit_code == 0
        rows.add(run("register", "export", spec, "--format", "csv").stdout.count("\n"))
    assert len(rows) == 1
    assert run(*MARCH, *words[:2], "Stop maar", *words[3:], "--spec", spec).exit_code == 0
    assert run("register", "export", spec, "--format", "csv").stdout.count("\n") == rows.pop() + 2


def test_a_house_standard_that_was_begun_is_there_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def failing(source: Path, place: Path) -> None:
        if Path(place).name == "house.yaml":
            raise KeyboardInterrupt
        real(source, place)

    monkeypatch.setattr(os, "replace", failing)
    with patch("scopegen.workflow.files._Batch.undo"):
        assert run("house", "init", tmp_path, "--from", "lindeboom").exit_code == 130
    assert "waterschap/engagement.yaml" in names(tmp_path)
    monkeypatch.setattr(os, "replace", real)
    assert run("house", "init", tmp_path, "--from", "lindeboom").exit_code == 0
