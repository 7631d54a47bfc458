"""Evidence is kept once, whole, under its own hash; what was changed is never given back."""

from __future__ import annotations

import errno
import os
import stat
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopegen.diagnostics import ScopegenError
from scopegen.register.store import fetch, store

CONTENT = b"%PDF-1.7 signed"
SHA256 = sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def place(folder: Path) -> Path:
    return folder / SHA256[:2] / SHA256


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


def test_what_is_kept_is_found_under_its_hash(folder: Path) -> None:
    assert store(folder, CONTENT) == SHA256
    assert files(folder) == {f"{SHA256[:2]}/{SHA256}"}
    assert fetch(folder, SHA256) == CONTENT
    assert place(folder).stat().st_mode & 0o222 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_it_is_for_its_owner_alone(folder: Path) -> None:
    store(folder, CONTENT)
    rights = [path.stat().st_mode & 0o777 for path in (folder, *sorted(folder.rglob("*")))]
    assert rights == [0o700, 0o700, 0o400]


def test_what_is_there_is_not_written_again(folder: Path) -> None:
    store(folder, CONTENT)
    before = place(folder).stat()
    assert store(folder, CONTENT) == SHA256
    assert place(folder).stat().st_ino == before.st_ino
    assert place(folder).stat().st_mtime_ns == before.st_mtime_ns


@given(contents=st.lists(st.binary(max_size=300), max_size=5))
def test_everything_that_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("evidence")
    kept = [store(folder, content) for content in contents]
    assert [fetch(folder, each) for each in kept] == contents
    assert len(files(folder)) == len(set(contents))


@pytest.mark.parametrize(
    "unknown", ["0" * 64, SHA256.upper(), SHA256[:12], "", "../../etc/passwd", "a" * 63 + "\n"]
)
def test_what_is_not_there_is_told(folder: Path, unknown: str) -> None:
    store(folder, CONTENT)
    with pytest.raises(ScopegenError) as error:
        fetch(folder, unknown)
    facts = dict(error.value.facts)
    assert (error.value.code, facts["hint"], facts["folder"]) == ("SG455", "absent", str(folder))


@pytest.mark.parametrize("other", [b"", CONTENT[:-1], CONTENT + b"\n", b"another"])
def test_what_was_changed_is_told_and_left_as_it_is(folder: Path, other: bytes) -> None:
    store(folder, CONTENT)
    overwrite(place(folder), other)
    for ask in (lambda: fetch(folder, SHA256), lambda: store(folder, CONTENT)):
        with pytest.raises(ScopegenError) as error:
            ask()
        assert error.value.code == "SG456"
        assert dict(error.value.facts) == {"file": str(place(folder))}
    assert place(folder).read_bytes() == other


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_is_no_evidence(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(CONTENT)
    place(folder).parent.mkdir(parents=True)
    place(folder).symlink_to(elsewhere)
    for ask in (lambda: fetch(folder, SHA256), lambda: store(folder, CONTENT)):
        with pytest.raises(ScopegenError, match="SG456"):
            ask()


def test_a_file_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(folder, CONTENT)

    def closed(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "no", str(path))

    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(ScopegenError) as error:
        fetch(folder, SHA256)
    assert (error.value.code, dict(error.value.facts)["hint"]) == ("SG455", "closed")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "SG523"),
        (errno.EDQUOT, "SG523"),
        (errno.EACCES, "SG521"),
        (errno.EROFS, "SG521"),
        (errno.EIO, "SG524"),
        (errno.ENAMETOOLONG, "SG524"),
    ],
)
@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_nothing_and_a_second_try_succeeds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    store(folder.parent / "other", b"warm")

    def failing(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with pytest.raises(ScopegenError) as error:
            store(folder, CONTENT)
    assert error.value.code == code
    assert {"file", "reason"} <= dict(error.value.facts).keys()
    assert files(folder) == set()
    assert store(folder, CONTENT) == SHA256
    assert fetch(folder, SHA256) == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot flush a folder")
def test_content_then_name_then_folders_are_put_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flushing(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "content")
        fsync(handle)

    def naming(old: str, new: str) -> None:
        order.append("name")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(os, "replace", naming)
    store(folder, CONTENT)
    assert order == ["content", "name", "folder", "folder", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot flush a folder")
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_cannot_flush_folders_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    assert store(folder, CONTENT) == SHA256
