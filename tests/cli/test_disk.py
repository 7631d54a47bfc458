"""When the disk refuses: nothing half-written, nothing left behind, old letters as they were."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from command_line import SMALLEST, names, run, surroundings, write

CHANGED = SMALLEST.replace("Zes interviews", "Acht interviews")


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder with two letters of the smallest spec; the spec has changed since."""
    write(tmp_path)
    assert build().exit_code == 0
    write(tmp_path, CHANGED)
    return tmp_path / "documents"


def build(*options: str) -> Result:
    return run("--ui-lang", "en", "build", "-q", "--to", "json,txt", *options)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, on: str = "") -> None:
    """Let a function of `os` fail with this error number, for paths that hold `on`."""
    real = getattr(os, name)

    def failing(*arguments: object, **options: object) -> object:
        if on in str(arguments[-1] if name in {"replace", "rename"} else arguments[0]):
            raise OSError(number, os.strerror(number), str(arguments[0]))
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, failing)


FAULTS = {
    "fsync: disk full": ("fsync", errno.ENOSPC, "SG523"),
    "fsync: quota": ("fsync", errno.EDQUOT, "SG523"),
    "fsync: broken disk": ("fsync", errno.EIO, "SG524"),
    "replace: no right": ("replace", errno.EACCES, "SG522"),
    "replace: disk full": ("replace", errno.ENOSPC, "SG523"),
    "mkdir: no right": ("mkdir", errno.EACCES, "SG521"),
    "mkdir: read-only": ("mkdir", errno.EROFS, "SG521"),
    "mkdir: name too long": ("mkdir", errno.ENAMETOOLONG, "SG524"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_refusal_of_the_disk_leaves_nothing(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, number, code = FAULTS[case]
    write(tmp_path)
    refuse(monkeypatch, name, number)
    result = build("-o", "out")
    assert result.exit_code == 1
    assert code in result.stderr
    assert "help:" in result.stderr
    assert names(tmp_path) == ["engagement.yaml"]


def test_a_refusal_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)

    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    assert "OPD-2026-014-v1.draft.nl" in build("--draft").stderr.splitlines()[0]


@pytest.mark.parametrize("option", [[], ["--replace"]])
@pytest.mark.parametrize("case", [one for one in FAULTS if not one.startswith("mkdir")])
def test_a_refusal_leaves_earlier_letters_as_they_were(
    case: str, option: list[str], letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, number, _ = FAULTS[case]
    old = contents(letters)
    refuse(monkeypatch, name, number)
    assert build(*option).exit_code == 1
    assert contents(letters) == old


@pytest.mark.parametrize("held", ["json", "txt"])
def test_a_letter_that_is_open_elsewhere_stops_all(
    held: str, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = contents(letters)
    for name in ("rename", "replace"):
        refuse(monkeypatch, name, errno.EACCES, on=f".nl.{held}")
    result = build("--replace")
    assert result.exit_code == 1
    assert contents(letters) == old


@pytest.mark.parametrize("held", ["json", "txt"])
def test_a_draft_that_is_open_elsewhere_stops_all(
    held: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    build("--draft")
    old = contents(tmp_path / "documents")
    write(tmp_path, CHANGED)
    refuse(monkeypatch, "replace", errno.EACCES, on=f".nl.{held}")
    result = build("--draft")
    assert result.exit_code == 1
    assert "SG522" in result.stderr
    assert f"OPD-2026-014-v1.draft.nl.{held}" in result.stderr
    assert contents(tmp_path / "documents") == old


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_file_where_the_folder_should_be_is_told(place: str, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    result = build("-o", place)
    assert result.exit_code == 1
    assert "SG524" in result.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("options", [["--no-input"], ["--from", "dublin"]])
def test_a_refusal_leaves_an_earlier_spec_as_it_was(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    refuse(monkeypatch, "replace", errno.ENOSPC)
    result = run("init", "--force", *options)
    assert result.exit_code == 1
    assert contents(tmp_path) == {"engagement.yaml": SMALLEST.encode()}


@pytest.fixture(params=["size=64k", "ro"])
def mounted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A small disk and a read-only one; only root may mount."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", request.param, "tmpfs", str(place)]
    tool = shutil.which("mount")
    if not tool or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_real_disk_that_is_full_or_read_only_stays_as_it_was(
    mounted: Path, tmp_path: Path
) -> None:
    write(tmp_path)
    before = names(mounted)
    result = run("--ui-lang", "en", "build", "-q", "-o", str(mounted))
    assert result.exit_code == 1
    assert "SG523" in result.stderr or "SG521" in result.stderr
    assert names(mounted) == before


def test_standard_output_that_is_full_ends_in_a_message(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    write(tmp_path)
    line = f"{shlex.quote(sys.executable)} -m scopegen build -q --to txt -o - >/dev/full"
    done = subprocess.run(
        ["sh", "-c", line], env=surroundings({}), capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
