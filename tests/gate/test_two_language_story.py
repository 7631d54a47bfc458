"""A letter in two languages goes the whole way: issued, signed, changed, and made anew in both."""

from __future__ import annotations

from pathlib import Path

from pdf_signing import CLIENT
from story import Folder, answer, sign_letter, signed_form, spec

from scopegen.render.word_text import word_text


def issued(path: Path, languages: str, *, prevailing: str = "") -> Folder:
    path.mkdir()
    folder = Folder(path, prevailing or "nl")
    text = spec(pin=CLIENT.pin)
    if prevailing:
        text = text.replace("meta:\n", f"meta:\n  prevailing: {prevailing}\n")
    folder.file.write_text(text, encoding="utf-8")
    done = folder.run("2026-12-01 10:00", "build", "-q", "--lang", languages)
    assert done.exit_code == 0, done.output
    return folder


def held(folder: Folder) -> None:
    sign_letter(folder)
    for at, code in (("2027-02-12 10:00", 4), ("2027-02-22 16:00", 0)):
        assert folder.run(at, "handbrake", "--for", "P1").exit_code == code


def test_the_next_version_of_a_letter_in_two_languages_is_in_both_too(tmp_path: Path) -> None:
    folder = issued(tmp_path / "x", "nl+en")
    held(folder)
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    assert folder.about("2027-03-03 12:00", "log", "input", "P1").exit_code == 0
    done = folder.run("2027-03-04 12:00", "resume")
    assert done.exit_code == 0, done.output
    assert "Let op: deze versie van scopegen" not in done.output  # it would come out the same
    first, second = (word_text(folder.document(f"VRM-2027-03-v{n}.nl+en.docx")) for n in (1, 2))
    for word in ("This version takes in these changes", "Deze versie neemt deze wijzigingen op"):
        assert word in second
        assert word not in first
    for command in ("verify", "status"):
        assert folder.run("2027-03-05 12:00", command).exit_code == 0


def test_papers_that_follow_are_in_the_language_that_prevails(tmp_path: Path) -> None:
    folder = issued(tmp_path / "x", "nl+en", prevailing="en")
    held(folder)
    names = {path.name for path in (folder.path / "documents").iterdir()}
    assert "CR-001-v1.en.pdf" in names
    assert not [name for name in names if ".nl." in name]
    period = ("--from", "2027-02-01", "--to", "2027-03-31")
    made = folder.about("2027-04-01 10:00", "statement", *period)
    assert made.exit_code == 0, made.output
    assert list((folder.path / "documents").glob("*statement*.en.pdf"))


def test_a_letter_in_two_languages_is_issued_once(tmp_path: Path) -> None:
    folder = issued(tmp_path / "x", "nl+en")
    again = folder.run("2026-12-02 10:00", "build", "-q", "--lang", "nl+en")
    assert again.stdout.count("was al zo") == 2
    assert folder.run("2026-12-03 10:00", "verify").exit_code == 0
