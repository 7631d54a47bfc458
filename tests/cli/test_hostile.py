"""Hostile and odd input: it is printed as it stands, or refused with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command_line import SMALLEST, names, quoted, run, write

from scopegen.render.pdf_text import pdf_text
from scopegen.render.word_text import word_text

STEM = "OPD-2026-014-v1.nl"


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


HOSTILE = {
    "xml": "a & b <c> </w:t> &amp; &#65; <!-- x --> <![CDATA[y]]>",
    "jinja": "{{ 7*7 }} {% for x in y %} {# hidden #} {{ self.__init__ }}",
    "docxtpl": "{%p if a %} {%tr for b %} {{r c }} {_ d _}",
    "typst": '#import "/etc/passwd" #read("/etc/passwd") $x$ #[y] @ref <label> \\u{41}',
    "markdown": "*bold* _it_ **b** `code` [link](http://x.nl) ![i](x) ~~s~~ # h",
    "table": "|table|row| |---|---| > quote",
    "list": "1. one",
    "backslash": "C:\\temp\\new \\textbf{x} \\* \\# \\",
    "quotes": "'single' \"double\" “curly” «guillemets» ''",
    "dashes": "a--b --- c ... d -> e => f != g",
    "format": "%s %(x)s {0} {name} {} ${x} $HOME `id`",
    "accents": "naïve façade Łódź ĳ œ ß",
    "combining": "e\u0301 o\u0308 n\u0303 Z\u030c",
    "spaces": "a\u00a0b c\u2009d",
    "field": 'HYPERLINK "x" \\h PAGE REF',
    "url": "https://example.nl/a?b=c&d=e#f mailto:a@b.nl",
}
PLACES = (
    "In één jaar van 40 naar 60 vaste vrijwilligers.",
    "Stichting De Waterlinie",
    "Zes interviews",
    "Advies vrijwilligersbeleid",
    "directeur",
)
"""The goal, a name, the scope, the title and a role."""


def everywhere(text: str) -> str:
    """Give a spec that has a text in all these places."""
    spec = SMALLEST
    for value in PLACES:
        spec = spec.replace(value, quoted(text))
    return spec


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_printed_as_it_stands(case: str, tmp_path: Path) -> None:
    write(tmp_path, everywhere(HOSTILE[case]))
    result = run("build", "-q", "--to", "docx,pdf,txt", "-o", "out")
    assert result.exit_code == 0, result.output
    docx, pdf, txt = (path.read_bytes() for path in sorted((tmp_path / "out").iterdir()))
    letter = txt.decode()
    assert letter.count(HOSTILE[case]) >= len(PLACES)
    assert word_text(docx) == letter
    assert squeezed(pdf_text(pdf)) == squeezed(letter)


def test_a_text_of_several_lines_is_printed_whole(tmp_path: Path) -> None:
    goal = "|\n    Eerste regel.\n\n    - Tweede {{ regel }}\n    # Derde\n"
    write(tmp_path, SMALLEST.replace("In één jaar van 40 naar 60 vaste vrijwilligers.", goal))
    assert run("build", "-q", "--to", "docx,pdf,txt", "-o", "out").exit_code == 0
    docx, pdf, txt = (path.read_bytes() for path in sorted((tmp_path / "out").iterdir()))
    for part in ("Eerste regel.", "- Tweede {{ regel }}", "# Derde"):
        assert part in txt.decode()
    assert word_text(docx) == txt.decode()
    assert squeezed(pdf_text(pdf)) == squeezed(txt.decode())


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "Ελλάδα", "Київ"])
def test_another_script_is_printed_or_its_field_is_named(text: str, tmp_path: Path) -> None:
    write(tmp_path, everywhere(text))
    result = run("build", "-q", "--to", "docx,pdf,txt", "-o", "out")
    if result.exit_code:
        assert "SG551" in result.stderr
        assert "parties.client.name" in result.stderr
        assert run("build", "-q", "--to", "docx", "-o", "out").exit_code == 0
    else:
        letter = (tmp_path / "out" / f"{STEM}.txt").read_text(encoding="utf-8")
        assert letter.count(text) >= len(PLACES)


@pytest.mark.parametrize("name", ["Noor 😀", "漢字 BV", "한국", "👩‍💻"])
def test_what_the_pdf_cannot_print_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    write(tmp_path, SMALLEST.replace("Stichting De Waterlinie", quoted(name)))
    result = run("build", "-q", "--to", "docx,pdf")
    assert result.exit_code == 1
    assert "SG551" in result.stderr
    assert "engagement.yaml:15:11  (parties.client.name)" in result.stderr
    assert names(tmp_path) == ["engagement.yaml"]


@pytest.mark.parametrize("name", ["Noor 😀", "漢字 BV", "한국"])
def test_what_the_pdf_cannot_print_still_goes_into_word(name: str, tmp_path: Path) -> None:
    write(tmp_path, SMALLEST.replace("Stichting De Waterlinie", quoted(name)))
    assert run("build", "-q", "--to", "docx", "-o", "out").exit_code == 0
    assert name in word_text((tmp_path / "out" / f"{STEM}.docx").read_bytes())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_another_encoding_is_told_with_its_remedy(encoding: str, tmp_path: Path) -> None:
    write(tmp_path).write_bytes(SMALLEST.encode(encoding))
    result = run("--ui-lang", "en", "check")
    assert result.exit_code == 1
    assert "SG101" in result.stdout
    assert "save" in result.stdout


@pytest.mark.parametrize(
    "raw", [bytes(range(256)), b"PK\x03\x04" + b"\0" * 500, b"%PDF-1.7\n\x80\x81", b"\xff" * 100]
)
def test_a_file_that_is_no_text_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "engagement.yaml").write_bytes(raw)
    assert run("check").exit_code == 1
    assert run("build").exit_code == 1
    assert names(tmp_path) == ["engagement.yaml"]


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_with_the_name_of_a_spec_is_not_a_spec(command: str, tmp_path: Path) -> None:
    (tmp_path / "engagement.yaml").mkdir()
    assert run(command).exit_code == 2
    assert run(command, "engagement.yaml").exit_code == 2


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_spec_that_may_not_be_read_is_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write(tmp_path)
    real = Path.open

    def refuse(place: Path, *words: Any, **said: Any) -> Any:
        if place.name == spec.name:
            raise PermissionError(13, "Permission denied", str(place))
        return real(place, *words, **said)

    monkeypatch.setattr(Path, "open", refuse)
    result = run(command, spec)
    assert result.exit_code == 2
    assert "SG907" in result.stderr
    assert "Permission denied" in result.stderr


@pytest.mark.parametrize("name", ["é ü.yaml", "-spec.yaml", "a b.yaml", "[x]*.yaml", "{0}.yaml"])
def test_a_file_may_have_an_odd_name(name: str, tmp_path: Path) -> None:
    write(tmp_path).rename(tmp_path / name)
    assert run("check", "--", name).exit_code == 0
    assert run("build", "-q", "--to", "txt", "--", name).exit_code == 0
