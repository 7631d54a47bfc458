"""Writing files: all or none, whole or not at all, and no earlier file is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from scopegen.diagnostics import ScopegenError
from scopegen.workflow.files import free_name, write_all


def shown(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_all_files_are_written_in_folders_that_are_made(tmp_path: Path) -> None:
    write_all({tmp_path / "a" / "b" / "one": b"1", tmp_path / "two": b""})
    assert shown(tmp_path) == {"a/b/one": b"1", "two": b""}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_all({tmp_path / "one": b"long old content"})
    write_all({tmp_path / "one": b"new"})
    assert shown(tmp_path) == {"one": b"new"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    write_all({tmp_path / "one": b"1"})
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o644


def test_nothing_to_write_is_fine(tmp_path: Path) -> None:
    write_all({})
    assert shown(tmp_path) == {}


def test_a_long_name_is_no_trouble_until_the_system_says_so(tmp_path: Path) -> None:
    write_all({tmp_path / ("n" * 250): b"1"})
    with pytest.raises(ScopegenError) as raised:
        write_all({tmp_path / ("n" * 300): b"1"})
    assert raised.value.code == "SG524"
    assert list(shown(tmp_path)) == ["n" * 250]


def test_folders_made_for_files_that_do_not_come_go_again(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(ScopegenError):
        write_all(
            {
                tmp_path / "mine" / "a" / "b" / "one": b"1",
                tmp_path / "mine" / "a" / "c" / ("n" * 300): b"2",
            }
        )
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


def test_the_content_is_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    flush, replace = os.fsync, Path.replace

    def noted_flush(handle: int) -> None:
        steps.append("fsync")
        flush(handle)

    def noted_replace(one: Path, other: Path) -> Path:
        steps.append("replace")
        return replace(one, other)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_all({tmp_path / "one": b"1", tmp_path / "two": b"2"})
    assert steps == ["fsync", "fsync", "replace", "replace", "fsync"]


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        ("fsync", errno.ENOSPC, "SG523"),
        ("fsync", errno.EDQUOT, "SG523"),
        ("fsync", errno.EIO, "SG524"),
        ("replace", errno.EACCES, "SG522"),
        ("replace", errno.EIO, "SG524"),
    ],
)
def test_a_fault_at_any_file_leaves_everything_as_it_was(
    name: str, number: int, code: str, failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / "one", tmp_path / "two"]
    write_all(dict.fromkeys(places, b"old"))
    real, calls = getattr(os, name), []

    def faulty(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == failing:
            raise OSError(number, os.strerror(number))
        return real(*arguments)

    monkeypatch.setattr(os, name, faulty)
    with pytest.raises(ScopegenError) as raised:
        write_all(dict.fromkeys(places, b"new"))
    assert raised.value.code == code
    assert shown(tmp_path) == {"one": b"old", "two": b"old"}


def test_an_interruption_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "one": b"1"})
    assert shown(tmp_path) == {}


def test_a_folder_that_cannot_be_flushed_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: str | Path, *arguments: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "no")
        return real(path, *arguments)

    monkeypatch.setattr(os, "open", refuse)
    write_all({tmp_path / "one": b"1"})
    assert shown(tmp_path) == {"one": b"1"}


def test_copies_are_kept_under_names_that_are_free(tmp_path: Path) -> None:
    letter, old = tmp_path / "a.v1.txt", tmp_path / "old"
    for content in (b"1", b"2", b"3", b"4"):
        kept = {letter: free_name(old / letter.name)} if letter.exists() else {}
        write_all({letter: content}, kept)
    assert shown(old) == {"a.v1.txt": b"1", "a.v1.2.txt": b"2", "a.v1.3.txt": b"3"}
    assert letter.read_bytes() == b"4"


def test_a_copy_that_cannot_be_kept_keeps_all_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(ScopegenError) as raised:
        write_all({tmp_path / "new": b"1"}, {tmp_path / "nothing": tmp_path / "old" / "nothing"})
    assert raised.value.code == "SG524"
    assert shown(tmp_path) == {}
