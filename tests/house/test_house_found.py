"""Where the standard of an engagement comes from; nothing outside of its folder is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_line import run
from houses import DEFAULTS, HOUSE, SPEC, codes, examined, findings, firm

from scopegen.workflow.nearest import found_above

OTHER = HOUSE.replace("Bureau Linde", "Een ander") + DEFAULTS


def name_of(spec: Path) -> str:
    standard = examined(spec).standard
    return standard.house.name if standard and standard.house else ""


def test_the_nearest_standard_above_counts(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    assert name_of(spec) == "Bureau Linde"
    (spec.parent / "house.yaml").write_text(OTHER, encoding="utf-8")
    assert name_of(spec) == "Een ander"


def test_what_the_spec_names_goes_before_the_nearest(tmp_path: Path) -> None:
    spec = firm(tmp_path, spec=SPEC + "house: {standard: ../anders}\n")
    (tmp_path / "anders").mkdir()
    (tmp_path / "anders" / "house.yaml").write_text(OTHER, encoding="utf-8")
    assert name_of(spec) == "Een ander"


def test_what_the_user_names_goes_before_what_the_spec_names(tmp_path: Path) -> None:
    spec = firm(tmp_path, spec=SPEC + "house: {standard: nergens.yaml}\n")
    other = tmp_path / "other.yaml"
    other.write_text(OTHER, encoding="utf-8")
    done = run("check", spec, "--house", other)
    assert (done.exit_code, "Een ander" in done.output) == (0, True), done.output


def test_a_named_standard_that_is_not_there_is_told_at_its_place(tmp_path: Path) -> None:
    spec = firm(tmp_path, spec=SPEC + "house: {standard: nergens.yaml}\n")
    (found,) = findings(spec)
    assert found.location
    assert (found.code, found.location.line, found.location.column) == ("SG600", 8, 19)
    done = run("check", spec, "--house", tmp_path / "nergens")
    assert (done.exit_code, "SG600" in done.output) == (2, True)


def test_the_home_folder_ends_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = firm(tmp_path)
    monkeypatch.setenv("HOME", str(spec.parent))
    assert found_above(spec.parent) is None


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are those of POSIX")
def test_a_folder_that_everybody_may_write_in_is_passed_by(tmp_path: Path) -> None:
    spec = firm(tmp_path / "shared")
    (tmp_path / "shared").chmod(0o777)
    assert found_above(spec.parent) is None
    assert found_above(tmp_path / "shared") == tmp_path / "shared" / "house.yaml"


def test_without_a_standard_nothing_is_said_of_one(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    (tmp_path / "house.yaml").unlink()
    done = run("check", spec)
    assert (done.exit_code, "SG105" in done.output) == (1, True)
    assert "Volgt" not in done.output


def test_what_is_wrong_with_the_standard_is_told_in_its_own_file(tmp_path: Path) -> None:
    spec = firm(tmp_path, "limitts: []\n")
    (found,) = findings(spec)
    assert found.location
    assert (found.code, Path(found.location.file).name) == ("SG104", "house.yaml")
    done = run("check", spec)
    assert "limitts: []" in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize(
    "path", ["../logo.png", "/etc/hostname", "..\\logo.png", "a/../../logo.png", "link.png"]
)
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    spec = firm(tmp_path / "firm", f"brand: {{logo: '{path}'}}\n")
    (tmp_path / "firm" / "link.png").symlink_to(tmp_path / "logo.png")
    assert codes(spec) == ["SG601"]


def test_a_clause_that_links_outside_is_refused(tmp_path: Path) -> None:
    spec = firm(tmp_path / "firm", "clauses: {folder: eigen}\n")
    own = tmp_path / "firm" / "eigen" / "complaints"
    own.mkdir(parents=True)
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    (own / "nl.md").symlink_to(tmp_path / "secret")
    assert codes(spec) == ["SG601"]


@pytest.mark.parametrize(
    "more",
    [
        "word_template: letter.docx\n",
        "clauses: {folder: eigen}\n",
        "brand: {fonts: [a.ttf]}\n",
        "brand: {logo: klus}\n",
    ],
)
def test_a_path_leads_to_what_it_should(tmp_path: Path, more: str) -> None:
    assert codes(firm(tmp_path, more)) == ["SG602"]


def test_a_logo_is_a_picture_whatever_its_name(tmp_path: Path) -> None:
    spec = firm(tmp_path, "brand: {logo: logo.png, accent: blauw}\n")
    (tmp_path / "logo.png").write_bytes(b"<html>")
    assert set(codes(spec)) == {"SG640", "SG641"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x\n", "SG111"),
        ("name: " + "x" * 1024 * 1024, "SG100"),
        ("[]", "SG114"),
        ("", "SG115"),
        (HOUSE.replace("2026-11-01", "soon"), "SG130"),
        (HOUSE.replace("Bureau Linde", "none"), "SG108"),
        (HOUSE + "defaults: {fees: {hourly_rate: 95}}\n", "SG127"),
        (HOUSE + "defaults: {house: {approvals: []}}\n", "SG104"),
        (HOUSE + "defaults: [a]\n", "SG106"),
    ],
)
def test_a_hostile_or_wrong_standard_gives_findings(tmp_path: Path, text: str, code: str) -> None:
    spec = firm(tmp_path)
    (tmp_path / "house.yaml").write_text(text, encoding="utf-8")
    assert code in codes(spec)
    for command in (("check",), ("build",), ("status",), ("house", "show")):
        assert run(*command, spec).exit_code == 1


@pytest.mark.parametrize("text", ["\x03", "house: {standard: \x03}\n", "house:\n\t- a: *x\n"])
def test_a_spec_that_is_no_text_names_no_standard(tmp_path: Path, text: str) -> None:
    spec = firm(tmp_path, spec=text)
    assert codes(spec)
    for command in (("check",), ("status",), ("house", "show")):
        assert run(*command, spec).exit_code == 1


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    (tmp_path / "house.yaml").write_bytes(b"name: caf\xe9\n")
    assert codes(spec) == ["SG101"]
