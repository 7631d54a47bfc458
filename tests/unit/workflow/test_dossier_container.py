"""The zip of a dossier: what scopegen packed is read back, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scopegen.diagnostics import ScopegenError
from scopegen.workflow import dossier_container
from scopegen.workflow.dossier_container import container, members_of, read_container

MEMBERS = {"MANIFEST": b"one\n", "letters/a-v1.nl+en.pdf": b"%PDF-1.7 two", "register.jsonl": b""}
DAY = date(2027, 3, 20)
GOOD = container(MEMBERS, DAY)


def hints(data: bytes) -> set[str]:
    checked = members_of(data)
    assert checked.value is None
    return {dict(one.facts).get("hint", one.code) for one in checked.diagnostics}


def zipped(method: int, *members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, content in members:
            package.writestr(name, content)
    return made.getvalue()


def test_what_was_packed_is_read_back_and_any_unzip_can_read_it() -> None:
    assert members_of(GOOD).value == MEMBERS
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        assert {one: package.read(one) for one in package.namelist()} == MEMBERS
        assert {one.date_time for one in package.infolist()} == {(2027, 3, 20, 0, 0, 0)}


def test_every_bit_of_it_counts() -> None:
    for at in range(len(GOOD)):
        for bit in range(8):
            changed = GOOD[:at] + bytes([GOOD[at] ^ 1 << bit]) + GOOD[at + 1 :]
            assert members_of(changed).value is None, (at, bit)


def test_nothing_can_be_cut_off_put_before_put_behind_or_put_between() -> None:
    for at in range(len(GOOD)):
        assert members_of(GOOD[:at]).value is None, at
        assert members_of(GOOD[at:]).value is None or at == 0, at
        assert members_of(GOOD[:at] + b"\0" + GOOD[at:]).value is None, at
    assert members_of(GOOD + b"\0").value is None
    assert members_of(GOOD + GOOD).value is None


@pytest.mark.parametrize(
    "name",
    ["../out", "/etc/passwd", "a/../../b", "a\\b", "a/b/c", "C:x", ".ssh", "-rf", "a b", "é", ""],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    made = container({"README.txt": b"x", "x" * max(len(name.encode()), 1): b"y"}, DAY)
    wanted = name.encode() or b"\0"
    assert hints(made.replace(b"x" * len(wanted), wanted)) <= {"names", "damaged", "twice"}


def test_two_files_of_one_name_are_refused() -> None:
    for name in ("README.txt", "readme.TXT"):
        made = container({"README.txt": b"x", "readme_txt": b"y"}, DAY)
        assert hints(made.replace(b"readme_txt", name.encode())) == {"twice"}


def test_what_was_compressed_encrypted_or_packed_by_another_program_is_refused() -> None:
    bomb = zipped(zipfile.ZIP_DEFLATED, ("a.txt", b"\0" * 50_000_000))
    assert hints(bomb) == {"packed"}
    assert hints(zipped(zipfile.ZIP_STORED, ("a.txt", b"x"))) == {"changed"}
    encrypted = bytearray(GOOD)
    for at in (GOOD.index(b"PK\x03\x04") + 6, GOOD.index(b"PK\x01\x02") + 8):
        encrypted[at] |= 1
    assert hints(bytes(encrypted)) == {"encrypted"}


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"PK\x03\x04" * 40_000]
)
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert hints(data) <= {"damaged", "empty"}


def test_a_directory_that_lies_about_its_length_is_not_walked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A directory of millions of entries would cost memory before anything else was seen."""
    many = container({f"f{number}": b"" for number in range(300)}, DAY)
    lying = many[:-22] + many[-22:].replace((300).to_bytes(2, "little"), b"\1\0")
    assert hints(lying) == {"damaged"}
    monkeypatch.setattr(dossier_container, "MOST_MEMBERS", 299)
    assert hints(many) == {"limits"}


def test_what_is_too_large_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_container, "LARGEST", 100)
    place = tmp_path / "x.zip"
    place.write_bytes(bytes(101))
    asked: tuple[Callable[[], object], ...] = (
        lambda: read_container(place),
        lambda: container({"a": bytes(51)}, DAY),
    )
    for ask in asked:
        with pytest.raises(ScopegenError) as refused:
            ask()
        assert (refused.value.code, refused.value.facts) == ("SG780", (("hint", "limits"),))
