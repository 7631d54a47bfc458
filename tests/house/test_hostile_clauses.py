"""Hostile clauses of a firm, and hostile folders: refused with their place, and never run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from hostile_word import lines, tables
from houses import HOUSE, codes, findings, firm

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, ScopegenError
from scopegen.drafting.library import Clause, Library, read_clause
from scopegen.drafting.own_clauses import read_own_clauses
from scopegen.drafting.permitted import DEEPEST, MOST_TOLD
from scopegen.source import load_schema
from scopegen.workflow.standard import _known, library

ABOUT = "part: finish\norder: 590\ndoes: {nl: Iets., en: Something.}\nfields: []\n"
SCHEMA = bundled("schemas") / "clause.yaml"
PAYLOADS = tables("clauses/payloads.toml")["payloads"]


def write(folder: Path, text: str, about: str = ABOUT, name: str = "complaints") -> Path:
    """Write one clause, the same in both languages; give its folder."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "clause.yaml").write_text(about, encoding="utf-8")
    for language in ("nl", "en"):
        (place / f"{language}.md").write_text(f"# A\n\n{text}\n", encoding="utf-8")
    return place


def read(folder: Path) -> tuple[Diagnostic, ...]:
    """Read the clauses of a folder, in time."""
    start = time.process_time()
    found = read_own_clauses(folder, SCHEMA, library(), _known()).diagnostics
    assert time.process_time() - start < 5
    return found


@pytest.mark.parametrize(("text", "code"), PAYLOADS)
def test_a_clause_does_what_the_bundled_ones_do_and_no_more(
    text: str, code: str, tmp_path: Path
) -> None:
    write(tmp_path, text)
    found = {(one.code, one.location.line) for one in read(tmp_path) if one.location}
    assert found == {(code, 3)}


@pytest.mark.parametrize("payload", lines("payloads.txt"))
def test_what_a_template_may_not_do_no_clause_may(payload: str, tmp_path: Path) -> None:
    write(tmp_path, payload)
    assert {one.code for one in read(tmp_path)} & {"SG203", "SG204", "SG636"}


def test_a_condition_is_held_to_the_same(tmp_path: Path) -> None:
    write(tmp_path, "B.", ABOUT + 'when: "range(10 ** 9)|list"\n')
    assert {one.code for one in read(tmp_path)} == {"SG636"}


def test_the_bundled_clauses_would_do_as_clauses_of_a_firm() -> None:
    folder = bundled("templates") / "clauses"
    refused = [one for one in read(folder) if one.code in {"SG203", "SG204", "SG636", "SG637"}]
    assert refused == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}", "SG636"),
        ("{{ " + "not " * 20_000 + "law }}", "SG636"),
        ("{{ law" + " and law" * 20_000 + " }}", "SG636"),
        ("{{ law" + "|list" * 200 + " }}", "SG636"),
        ("{% if law %}" * 1_000 + "x" + "{% endif %}" * 1_000, "SG636"),
        ("{% if law %}" * (DEEPEST + 2) + "x" + "{% endif %}" * (DEEPEST + 2), "SG636"),
        ("{{ " + "1" * 5_000 + " }}", "SG204"),
        ('{{ ref("x") }} ' * 6_001, "SG637"),
        ("a\n\n" * 10_000, "SG637"),
        ("a " * 220_000, "SG637"),
        ("{{ geheim }}\n" * 2_000, "SG203"),
    ],
    ids=range(11),
)
def test_a_heap_is_refused_in_time(text: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    found = read(tmp_path)
    assert {one.code for one in found} == {code}
    assert len(found) <= 2 * MOST_TOLD


def test_fields_that_do_not_exist_are_not_told_without_end(tmp_path: Path) -> None:
    names = ", ".join(f"veld_{number}" for number in range(3_000))
    write(tmp_path, "B.", ABOUT.replace("fields: []", f"fields: [{names}]"))
    assert 0 < len(read(tmp_path)) <= MOST_TOLD


def test_references_that_lead_nowhere_are_told_once(tmp_path: Path) -> None:
    spec = firm(tmp_path, "clauses: {folder: eigen}\n")
    text = '{{ ref("nergens") }} ' * 400 + "".join(f'{{{{ ref("x{n}") }}}} ' for n in range(80))
    write(tmp_path / "eigen", text)
    told = [dict(one.facts)["found"] for one in findings(spec)]
    assert told.count("nergens") == 2
    assert len(told) <= 2 * MOST_TOLD


@cache
def clause() -> Clause:
    schema = load_schema(SCHEMA.read_text(encoding="utf-8"))
    return read_clause(ROOT / "samples" / "lindeboom" / "clauses" / "complaints", schema)


@pytest.mark.parametrize("text", ["x" * 5_000, "x\n" * 100])
def test_a_text_in_a_loop_ends_with_the_letter(text: str) -> None:
    own = replace(clause(), nl=f"{{% for one in rows %}}{text}{{% endfor %}}")
    with pytest.raises(ScopegenError) as refused:
        Library((own,)).render(own, "nl", {"rows": range(10**9)})
    assert refused.value.code == "SG634"


@pytest.mark.parametrize("text", ["\x1b[31mrood", "a\0b", "\u202eomgekeerd", "a\x9bb"])
def test_signs_that_steer_a_screen_have_no_place_in_a_clause(text: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    assert {one.code for one in read(tmp_path)} == {"SG102"}


# ---- Folders ----

needs_pipes = pytest.mark.skipif(os.name == "nt", reason="has no pipes with a name in a folder")


def replaced(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        place = folder / "eigen" / "complaints" / name
        place.unlink(missing_ok=True)
        make(place)

    return edit


@needs_pipes
@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (replaced("nl.md", os.mkfifo), "SG602"),
        (replaced("clause.yaml", os.mkfifo), "SG602"),
        (replaced("nl.md", Path.mkdir), "SG907"),
        (replaced("nl.md", lambda place: place.symlink_to("nl.md")), "SG601"),
        (replaced("nl.md", lambda place: place.symlink_to("/etc/passwd")), "SG601"),
        (replaced("nl.md", lambda place: place.symlink_to("/dev/zero")), "SG601"),
        (replaced("nl.md", lambda place: place.write_bytes(b"\xe9\xff")), "SG101"),
        (replaced("nl.md", lambda place: place.write_bytes(b"x" * 300_000)), "SG100"),
        (replaced("nl.md", str), "SG201"),
        (lambda folder: write(folder / "eigen", "B.", name="..."), "SG633"),
        (lambda folder: write(folder / "eigen", "B.", name="a\x1b[31mb"), "SG633"),
        (lambda folder: write(folder / "eigen", "B.", name="OPENING"), "SG633"),
        (lambda folder: write(folder / "eigen", "B.", name="a\nb"), "SG633"),
        (lambda folder: write(folder / "eigen", "B.", name="con.txt"), "SG633"),
    ],
    ids=range(14),
)
def test_a_hostile_folder_is_refused(
    edit: Callable[[Path], None], code: str, tmp_path: Path
) -> None:
    spec = firm(tmp_path, "clauses: {folder: eigen}\n")
    write(tmp_path / "eigen", "B.")
    edit(tmp_path)
    assert set(codes(spec)) == {code}


@needs_pipes
@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("brand: {logo: lus.png}", "SG601"),
        ("brand: {logo: nul.png}", "SG601"),
        ("brand: {logo: pijp.png}", "SG602"),
        ("brand: {logo: ../house.yaml}", "SG601"),
        ("brand: {logo: /etc/passwd}", "SG601"),
        ("brand: {logo: house.yaml}", "SG641"),
        (f"brand: {{logo: {'a' * 200}/{'b' * 290}.png}}", "SG602"),
        ("word_template: pijp.png", "SG602"),
        ("word_template: lus.png", "SG601"),
        ("clauses: {folder: lus.png}", "SG601"),
        ("clauses: {folder: uit}", "SG601"),
        ("clauses: {folder: ..}", "SG601"),
    ],
)
def test_a_hostile_path_is_refused(more: str, code: str, tmp_path: Path) -> None:
    spec = firm(tmp_path / "firm", f"{more}\n")
    here = tmp_path / "firm"
    (here / "lus.png").symlink_to("lus.png")
    (here / "nul.png").symlink_to("/dev/zero")
    (here / "uit").symlink_to("/etc")
    os.mkfifo(here / "pijp.png")
    assert codes(spec) == [code]
    assert HOUSE in (here / "house.yaml").read_text(encoding="utf-8")
