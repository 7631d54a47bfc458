"""Many letters from one spec, through the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import SMALLEST, names, run, surroundings
from conftest import ROOT
from lists import HEAD, as_csv, as_workbook, ready, row

from scopegen.render.word_text import word_text

SAMPLE = ROOT / "samples" / "veiligheidsregio" / "engagement.yaml"
BATCH = ("batch", "clients.csv", "--spec", "base.yaml", "--executor", "serial")
DOCX = (*BATCH, "--to", "docx")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def letters(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted((folder / "letters").glob("OPD*"))}


def test_each_row_makes_the_letter_that_build_would_make(tmp_path: Path) -> None:
    ready(tmp_path, 2)
    assert run(*BATCH).exit_code == 0
    for number in (1, 2):
        id_, client, rate = row(number)
        text = SMALLEST.replace("OPD-2026-014", id_).replace("EUR 95.00", rate)
        alone = tmp_path / "alone.yaml"
        alone.write_text(text.replace("Stichting De Waterlinie", client), encoding="utf-8")
        assert run("build", "-q", "-o", "alone", "alone.yaml").exit_code == 0
    alone_ = {each.name: each.read_bytes() for each in (tmp_path / "alone").iterdir()}
    assert letters(tmp_path) == alone_
    assert len(alone_) == 4


def test_a_workbook_does_as_well(tmp_path: Path) -> None:
    ready(tmp_path)
    assert run(*DOCX, "-o", "one").exit_code == 0
    plain = [HEAD, *((*row(n)[:2], 90 + n) for n in (1, 2, 3))]
    forms = {f"C{n}": '"€" #,##0.00' for n in (2, 3, 4)}
    (tmp_path / "clients.xlsx").write_bytes(as_workbook(plain, forms))
    assert run("batch", "clients.xlsx", *DOCX[2:], "-o", "two").exit_code == 0
    one, two = (
        {each.name: each.read_bytes() for each in (tmp_path / name).glob("OPD*")}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) == 3


def test_folders_say_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SMALLEST, encoding="utf-8")
    for number in (1, 2):
        folder = tmp_path / "clients" / f"c{number}"
        folder.mkdir(parents=True)
        id_, client, _ = row(number)
        spec = f"meta: {{id: {id_}}}\nparties: {{client: {{name: {client}}}}}\n"
        (folder / "engagement.yaml").write_text(spec, encoding="utf-8")
    (tmp_path / "clients" / "empty").mkdir()
    assert run("batch", "clients", *DOCX[2:]).exit_code == 0
    assert [name[:7] for name in letters(tmp_path)] == ["OPD-001", "OPD-002"]
    (tmp_path / "clients" / "c2" / "engagement.yaml").write_text("a: [", encoding="utf-8")
    result = run("batch", "clients", *DOCX[2:])
    assert result.exit_code == 1
    assert "engagement.yaml:1" in result.stderr
    assert run("batch", "clients/empty", *DOCX[2:]).exit_code == 2


def test_cells_leave_change_and_take_away(tmp_path: Path) -> None:
    head = ("meta.id", "engagement.scope", "engagement.goal", "# note")
    rows = [
        head,
        ("OPD-001", "Eén ding\nNog een ding", "", "!"),
        ("OPD-002", "", "Een ander doel.", ""),
        ("OPD-003", "", "", ""),
    ]
    ready(tmp_path).write_text(as_csv(rows), encoding="utf-8")
    result = run(*DOCX)
    assert result.exit_code == 0, result.output
    first, second, third = (word_text(content) for content in letters(tmp_path).values())
    assert "Nog een ding" in first
    assert "Zes interviews" not in first
    assert "Zes interviews" in second
    assert "Een ander doel." in second
    assert "Een ander doel." not in third


def test_an_item_of_a_list_is_found_by_its_id_or_place(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    head = ("meta.id", "engagement.deliverables[D1].title", "preconditions[0].item")
    rows = [head, ("OPD-001", "Een heel ander stuk", "De sleutel van het archief")]
    (tmp_path / "clients.csv").write_text(as_csv(rows), encoding="utf-8")
    result = run(*DOCX)
    assert result.exit_code == 0, result.output
    (letter,) = (word_text(content) for content in letters(tmp_path).values())
    assert "Een heel ander stuk" in letter
    assert "De sleutel van het archief" in letter


def test_nothing_is_made_when_one_row_is_wrong(tmp_path: Path) -> None:
    rows = [HEAD, row(1), ("OPD-002", "Stichting X", "95"), ("opd-001", "Stichting Y", "EUR 95.00")]
    ready(tmp_path).write_text(as_csv(rows), encoding="utf-8")
    result = run("--ui-lang", "en", *DOCX)
    assert result.exit_code == 1
    assert "clients.csv:3:3  (fees.hourly_rate)" in result.stderr
    assert "SG127" in result.stderr
    assert "SG806" in result.stderr
    assert "clients.csv:4:1  (meta.id)" in result.stderr
    assert names(tmp_path) == ["base.yaml", "clients.csv"]


def test_with_keep_going_the_others_are_made_and_the_report_names_all(tmp_path: Path) -> None:
    rows = [HEAD, row(1), ("OPD-002", "=1+1", "95"), row(3)]
    ready(tmp_path).write_text(as_csv(rows), encoding="utf-8")
    result = run("--ui-lang", "en", *DOCX, "--keep-going", "--report", "told.json")
    assert result.exit_code == 6
    assert list(letters(tmp_path)) == ["OPD-001-v1.nl.docx", "OPD-003-v1.nl.docx"]
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert told["counts"] == {"made": 2, "same": 0, "done": 0, "wrong": 1, "failed": 0, "left": 0}
    assert [one["row"] for one in told["letters"]] == [2, 3, 4]
    assert told["letters"][1]["findings"][0]["path"] == "fees.hourly_rate"
    table = (tmp_path / "told.txt").read_text(encoding="utf-8")
    assert "OPD-003" in table
    assert "clients.csv:3:3" in table


def test_what_is_wrong_with_the_base_is_told_once_with_its_rows(tmp_path: Path) -> None:
    ready(tmp_path, 12)
    base = SMALLEST.replace("2027-01-04", "4 januari")
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    result = run("--ui-lang", "en", *DOCX)
    assert result.exit_code == 1
    assert result.stderr.count("SG130]") == 1
    assert "in 12 rows: 2, 3, 4, 5, 6, 7, 8, 9, …" in result.stderr


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fees.hourly_rat", "SG804"),
        ("parties.client", "SG804"),
        ("deliverables[Q9].due", "SG804"),
        ("nonsense", "SG804"),
        ("meta.id", "SG803"),
        ("", "SG803"),
        ("parties..client.name", "SG804"),
    ],
)
def test_a_column_that_fills_no_field_is_told(name: str, code: str, tmp_path: Path) -> None:
    rows = [("meta.id", "meta.title", name, HEAD[1]), ("OPD-001", "Advies", "x", "Stichting X")]
    ready(tmp_path).write_text(as_csv(rows), encoding="utf-8")
    result = run("--ui-lang", "en", *DOCX)
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert "clients.csv:1:3" in result.stderr


def test_a_second_run_makes_only_what_failed_or_changed(tmp_path: Path) -> None:
    place = ready(tmp_path)
    assert run(*DOCX).exit_code == 0
    before = letters(tmp_path)
    assert "3" in run("--ui-lang", "en", *DOCX, "--resume").stderr
    rows = [HEAD, row(1), ("OPD-002", "Stichting Anders", "EUR 92.00"), row(3)]
    place.write_text(as_csv(rows), encoding="utf-8")
    (tmp_path / "letters" / "OPD-003-v1.nl.docx").unlink()
    result = run("--ui-lang", "en", *DOCX, "--resume", "--keep-going", "--report", "told")
    assert result.exit_code == 6
    states = [
        one["state"] for one in json.loads((tmp_path / "told.json").read_text("utf-8"))["letters"]
    ]
    assert states == ["done", "failed", "made"]
    assert "SG520" in result.stderr
    assert letters(tmp_path) == before
    assert run(*DOCX, "--resume", "--replace").exit_code == 0
    assert "Stichting Anders" in word_text(letters(tmp_path)["OPD-002-v1.nl.docx"])


def test_a_journal_with_half_a_line_is_gone_on_with(tmp_path: Path) -> None:
    ready(tmp_path)
    assert run(*DOCX).exit_code == 0
    journal = tmp_path / "letters" / "batch.jsonl"
    journal.write_bytes(journal.read_bytes()[:-30])
    result = run("--ui-lang", "en", *DOCX, "--resume")
    assert "2 of 3 letters were made before" in result.stderr
    assert "3 of 3" in run("--ui-lang", "en", *DOCX, "--resume").stderr


def test_a_change_of_the_base_or_the_order_makes_all_anew(tmp_path: Path) -> None:
    ready(tmp_path)
    assert run(*DOCX).exit_code == 0
    assert "0 of 3" in run("--ui-lang", "en", *BATCH, "--to", "txt", "--resume").stderr
    base = SMALLEST.replace("Zes interviews", "Zeven interviews")
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    assert "0 of 3" in run("--ui-lang", "en", *DOCX, "--resume", "--replace").stderr


def test_a_dry_run_and_a_draft(tmp_path: Path) -> None:
    ready(tmp_path)
    assert run(*DOCX, "--dry-run").exit_code == 0
    assert names(tmp_path) == ["base.yaml", "clients.csv"]
    assert run(*DOCX, "--draft").exit_code == 0
    assert "OPD-001-v1.draft.nl.docx" in letters(tmp_path)


def test_two_processes_make_the_same_files(tmp_path: Path) -> None:
    ready(tmp_path, 5)
    assert run(*DOCX, "-o", "letters").exit_code == 0
    wanted = letters(tmp_path)
    result = run(*BATCH[:4], "--to", "docx", "-j", "2", "-o", "other")
    assert result.exit_code == 0, result.stderr
    made = {each.name: each.read_bytes() for each in (tmp_path / "other").glob("OPD*")}
    assert made == wanted


def test_an_executor_that_is_none_is_told(tmp_path: Path) -> None:
    ready(tmp_path)
    result = run(*BATCH[:4], "--executor", "celery")
    assert result.exit_code == 2
    assert "SG811" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal for a child")
def test_ctrl_c_leaves_whole_files_and_a_way_on(tmp_path: Path) -> None:
    ready(tmp_path, 40)
    command = [sys.executable, "-m", "scopegen", "--ui-lang", "en", *DOCX]
    with subprocess.Popen(command, env=surroundings({}), stderr=subprocess.PIPE) as process:
        folder = tmp_path / "letters"
        for _ in range(600):
            if folder.exists() and len(list(folder.glob("OPD*.docx"))) > 2:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read().decode()
    assert process.returncode == 130, told
    assert "Traceback" not in told
    made = letters(tmp_path)
    assert 2 < len(made) < 40
    assert [name for name in names(folder) if name.endswith(".tmp")] == []
    assert all(word_text(content) for content in made.values())
    again = run("--ui-lang", "en", *DOCX, "--resume", "--dry-run")
    assert f"{len(made)} of 40 letters were made before" in again.stderr
