"""Change requests with faults: every file says itself what is to be found in it, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from story import Folder, held, sign_letter, spec

from scopegen.diagnostics import Diagnostic
from scopegen.workflow.changing import read_change
from scopegen.workflow.dossier import open_dossier

FILES = sorted((ROOT / "tests" / "corpus" / "changes").glob("*.yaml"))
MOMENT = "2027-02-22 12:00"


def told(found: Diagnostic) -> str:
    place = found.location
    return f"{found.code} @ {place.line}:{place.column}" if place else found.code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("changes"))
    (made.path / "changes").mkdir()
    text = spec().replace("sign: yes, deputy", "sign: yes, sign_limit: EUR 50000, deputy")
    made.file.write_text(text, encoding="utf-8")
    assert made.run("2026-12-01 10:00", "build", "-q").exit_code == 0
    sign_letter(made)
    return made


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_exactly_what_a_file_expects_is_found_in_it(path: Path, folder: Folder) -> None:
    expected = re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    (folder.path / "changes" / "CR-001.yaml").write_bytes(path.read_bytes())
    found = read_change(open_dossier(str(folder.file), MOMENT), "CR-001").diagnostics
    assert [told(each) for each in found] == expected


def test_a_wrong_request_is_not_issued_and_nothing_is_written(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    place = folder.path / "changes" / "CR-001.yaml"
    place.write_text(place.read_text("utf-8").replace("nothing: yes", "nothing: no"), "utf-8")
    before = sorted(folder.path.rglob("*"))
    refused = folder.about("2027-02-23 10:00", "change", "issue", "CR-001")
    assert (refused.exit_code, "SG363" in refused.output) == (1, True)
    assert "CR-001.yaml" in refused.output
    assert sorted(folder.path.rglob("*")) == before
