"""`scopegen build`: which files, under which names, and that no letter is lost or half made."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from command_line import ENGLISH, MISSPELLED, SMALLEST, names, process, run, write

from scopegen.render.pdf_text import pdf_text
from scopegen.render.word_text import word_text


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def build(*arguments: str | Path, stdin: str = "") -> Result:
    return run("build", "--quiet", *arguments, stdin=stdin)


def made(folder: Path) -> list[str]:
    return names(folder / "documents") if (folder / "documents").exists() else []


CHANGED = SMALLEST.replace("Zes interviews", "Acht interviews")
OTHER = SMALLEST.replace("OPD-2026-014", "OPD-2026-015")


def test_word_and_pdf_appear_beside_the_spec(tmp_path: Path) -> None:
    write(tmp_path / "job")
    result = build("job")
    assert result.exit_code == 0
    files = ["OPD-2026-014-v1.nl.docx", "OPD-2026-014-v1.nl.pdf"]
    assert made(tmp_path / "job") == files
    assert all(f"✓ job/documents/{name}" in result.stdout for name in files)
    docx, pdf = (tmp_path / "job" / "documents" / name for name in files)
    assert docx.read_bytes().startswith(b"PK")
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_formats_and_languages_are_chosen_with_commas(tmp_path: Path) -> None:
    write(tmp_path)
    assert build("--to", "txt,json", "--lang", "nl,en").exit_code == 0
    stem = "OPD-2026-014-v1"
    expected = [
        f"{stem}.{language}.{kind}" for language in ("en", "nl") for kind in ("json", "txt")
    ]
    assert made(tmp_path) == expected
    model = json.loads((tmp_path / "documents" / f"{stem}.en.json").read_text(encoding="utf-8"))
    assert model["imprint"]["language"] == "en-GB"


@pytest.mark.parametrize(("languages", "told"), [("nl", False), ("en", True), ("nl,en", True)])
def test_a_letter_in_another_language_is_said_to_hold_your_own_words(
    languages: str, told: bool, tmp_path: Path
) -> None:
    write(tmp_path)
    result = build("--to", "txt", "--lang", languages)
    assert ("Niet vertaald: wat u zelf schreef" in result.stderr) is told


@pytest.mark.parametrize("listed", ["txt, json", "TXT,json", "txt,json,txt"])
def test_a_list_is_read_as_people_write_it(listed: str, tmp_path: Path) -> None:
    write(tmp_path)
    assert build("--to", listed).exit_code == 0
    assert len(made(tmp_path)) == 2


def test_without_a_choice_the_letter_is_in_the_language_of_the_spec(tmp_path: Path) -> None:
    write(tmp_path, ENGLISH)
    assert build("--to", "txt").exit_code == 0
    assert [name.split(".")[-2] for name in made(tmp_path)] == ["en"]


def test_the_version_stands_in_the_name(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST.replace("meta:\n", "meta:\n  version: 7\n"))
    build("--to", "txt")
    assert made(tmp_path) == ["OPD-2026-014-v7.nl.txt"]


def test_the_folder_is_chosen_and_made(tmp_path: Path) -> None:
    write(tmp_path)
    assert build("--to", "txt", "-o", "a/b").exit_code == 0
    assert names(tmp_path / "a") == ["b/OPD-2026-014-v1.nl.txt"]
    assert made(tmp_path) == []


def test_a_second_build_changes_nothing_and_says_so(tmp_path: Path) -> None:
    write(tmp_path)
    build()
    before = {
        p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in (tmp_path / "documents").iterdir()
    }
    again = build()
    assert again.exit_code == 0
    assert again.stdout.count("(was al zo)") == 2
    for path, state in before.items():
        assert (path.stat().st_mtime_ns, path.stat().st_ino) == state


def test_another_letter_under_the_same_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "txt,json")
    old = {p: p.read_bytes() for p in (tmp_path / "documents").iterdir()}
    write(tmp_path, CHANGED)
    result = build("--to", "txt,json")
    assert result.exit_code == 1
    assert "SG520" in result.stderr
    assert "meta.version" in result.stderr
    assert {p: p.read_bytes() for p in (tmp_path / "documents").iterdir()} == old


def test_replace_keeps_every_earlier_copy(tmp_path: Path) -> None:
    texts = [SMALLEST, CHANGED, SMALLEST.replace("Zes", "Negen")]
    letters = []
    for text in texts:
        write(tmp_path, text)
        assert build("--to", "txt", "--replace").exit_code == 0
        letters.append((tmp_path / "documents" / "OPD-2026-014-v1.nl.txt").read_bytes())
    kept = tmp_path / "documents" / "replaced"
    assert {p.read_bytes() for p in kept.iterdir()} == set(letters[:2])
    assert len(made(tmp_path)) == 3


def test_replace_without_a_change_keeps_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "txt")
    assert build("--to", "txt", "--replace").exit_code == 0
    assert made(tmp_path) == ["OPD-2026-014-v1.nl.txt"]


def test_a_new_version_stands_beside_the_old_one(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "txt")
    write(tmp_path, CHANGED.replace("meta:\n", "meta:\n  version: 2\n"))
    assert build("--to", "txt").exit_code == 0
    assert made(tmp_path) == ["OPD-2026-014-v1.nl.txt", "OPD-2026-014-v2.nl.txt"]


def test_a_draft_is_marked_and_may_be_made_again_and_again(tmp_path: Path) -> None:
    write(tmp_path)
    assert build("--draft").exit_code == 0
    stem = "OPD-2026-014-v1.draft.nl"
    assert made(tmp_path) == [f"{stem}.docx", f"{stem}.pdf"]
    first = (tmp_path / "documents" / f"{stem}.docx").read_bytes()
    assert "CONCEPT" in header_text(first)
    write(tmp_path, CHANGED)
    assert build("--draft").exit_code == 0
    assert made(tmp_path) == [f"{stem}.docx", f"{stem}.pdf"]
    assert (tmp_path / "documents" / f"{stem}.docx").read_bytes() != first


def header_text(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as archive:
        parts = [name for name in archive.namelist() if "header" in name]
        return " ".join(archive.read(name).decode() for name in parts).upper()


def test_a_letter_that_is_no_draft_has_no_such_mark(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "docx")
    docx = (tmp_path / "documents" / "OPD-2026-014-v1.nl.docx").read_bytes()
    assert "CONCEPT" not in header_text(docx)


def test_an_id_that_looks_like_a_draft_is_not_overwritten(tmp_path: Path) -> None:
    for text in (SMALLEST, CHANGED):
        write(tmp_path, text.replace("OPD-2026-014", "A.draft.B"))
        last = build("--to", "txt")
    assert last.exit_code == 1


def test_a_dry_run_writes_nothing_and_names_the_files(tmp_path: Path) -> None:
    write(tmp_path)
    result = build("--dry-run", "-o", "new")
    assert result.exit_code == 0
    assert names(tmp_path) == ["engagement.yaml"]
    assert not (tmp_path / "new").exists()
    assert "OPD-2026-014-v1.nl.pdf" in result.stderr
    assert "Niets geschreven" in result.stderr


def test_a_dry_run_finds_errors_too(tmp_path: Path) -> None:
    write(tmp_path, MISSPELLED)
    assert build("--dry-run").exit_code == 1


def test_a_dry_run_says_that_a_letter_is_in_the_way(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "txt")
    write(tmp_path, CHANGED)
    assert build("--to", "txt", "--dry-run").exit_code == 1


def test_one_letter_goes_to_standard_output_whole(tmp_path: Path) -> None:
    write(tmp_path)
    for kind in ("txt", "pdf"):
        poured = process("build", "--to", kind, "-o", "-")
        assert poured.returncode == 0
        assert build("--to", kind, "-o", "copies").exit_code == 0
        assert poured.stdout == (tmp_path / "copies" / f"OPD-2026-014-v1.nl.{kind}").read_bytes()


def test_a_spec_from_standard_input_is_poured_or_built_here(tmp_path: Path) -> None:
    poured = build("-", "--to", "txt", "-o", "-", stdin=SMALLEST)
    assert poured.stdout.startswith("Opdrachtbrief:")
    assert names(tmp_path) == []
    assert build("-", "--to", "txt", stdin=SMALLEST).exit_code == 0
    assert made(tmp_path) == ["OPD-2026-014-v1.nl.txt"]


@pytest.mark.parametrize(
    "arguments",
    [["--to", "txt,json"], ["--to", "txt", "--lang", "nl,en"], ["--to", "txt", "a", "b"], []],
)
def test_two_letters_do_not_fit_in_standard_output(arguments: list[str], tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path / "a")
    write(tmp_path / "b", OTHER)
    result = build(*arguments, "-o", "-")
    assert result.exit_code == 2
    assert result.stdout == ""


def test_with_errors_nothing_is_made_and_every_error_is_told(tmp_path: Path) -> None:
    write(tmp_path, MISSPELLED.replace("Zes interviews", '""'))
    result = build()
    assert result.exit_code == 1
    assert made(tmp_path) == []
    assert result.stderr.count("[SG") >= 2
    assert re.search(r"(Er is niets gemaakt|Nothing was made)\.", result.stderr)


@pytest.mark.parametrize("order", [("good", "bad"), ("bad", "good")])
def test_one_spec_with_errors_keeps_all_letters_back(
    order: tuple[str, str], tmp_path: Path
) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", MISSPELLED)
    assert build(*order, "--to", "txt").exit_code == 1
    assert names(tmp_path) == ["bad/engagement.yaml", "good/engagement.yaml"]


def test_a_spec_that_is_not_there_keeps_all_letters_back(tmp_path: Path) -> None:
    write(tmp_path / "good")
    assert build("good", "nowhere", "--to", "txt").exit_code == 2
    assert names(tmp_path) == ["good/engagement.yaml"]


def test_several_specs_are_built_each_in_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", OTHER)
    assert build("one", "two", "--to", "txt").exit_code == 0
    assert made(tmp_path / "one") == ["OPD-2026-014-v1.nl.txt"]
    assert made(tmp_path / "two") == ["OPD-2026-015-v1.nl.txt"]


def test_two_specs_with_one_id_do_not_overwrite_each_other(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", CHANGED)
    assert build("one", "two", "--to", "txt", "-o", "out").exit_code == 1


GIVEN = {"meta", "parties", "engagement", "fees"}


def listed_defaults(stderr: str) -> dict[str, str]:
    """Read the list back: a line a group, `  group  name: value; name: value`."""
    found = {}
    for group, told in re.findall(r"^  ([a-z_]+)  (.+)$", stderr, re.MULTILINE):
        for pair in told.split("; "):
            name, value = pair.split(": ", 1)
            found[f"{group}.{name}"] = value
    return found


def test_a_default_that_is_typed_into_the_spec_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    listed = listed_defaults(run("build", "--to", "txt").stderr)
    letter = next((tmp_path / "documents").iterdir()).read_text(encoding="utf-8")
    own = {name for name in listed if "[" not in name and name.split(".")[0] not in GIVEN}
    groups: dict[str, list[str]] = {}
    for name in own:
        group, _, field = name.partition(".")
        if "." not in field:
            groups.setdefault(group, []).append(f"{field}: {listed[name]}")
    assert len(groups) > 10
    spelled = "".join(
        f"{group}:\n" + "".join(f"  {field}\n" for field in fields)
        for group, fields in groups.items()
    )
    write(tmp_path, SMALLEST + spelled)
    again = run("build", "--to", "txt", "-o", "-")
    assert again.exit_code == 0, again.output
    assert again.stdout == letter


def test_what_was_given_is_not_listed_as_a_default(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST + "payment: {term: 30 days}\n")
    listed = listed_defaults(run("build", "--to", "txt").stderr)
    assert "payment.term" not in listed
    assert "payment.dispute" in listed


def test_quiet_lists_no_defaults(tmp_path: Path) -> None:
    write(tmp_path)
    assert "payment.term" not in build("--to", "txt").stderr


def test_a_warning_is_told_and_the_letter_is_made(tmp_path: Path) -> None:
    write(tmp_path, SMALLEST.replace("kind: nonprofit", "kind: consumer"))
    result = build("--to", "txt")
    assert result.exit_code == 0
    assert "SG325" in result.stderr


def test_the_three_printers_say_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    build("--to", "docx,pdf,txt")
    docx, pdf, txt = (p.read_bytes() for p in sorted((tmp_path / "documents").iterdir()))
    assert word_text(docx) == txt.decode()
    assert "".join(pdf_text(pdf).split()) == "".join(txt.decode().split())
