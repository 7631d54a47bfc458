"""A house may bring its own Word template; what is wrong with one is said when it is loaded."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from sample_documents import dutch_letter

from scopegen.diagnostics import ScopegenError
from scopegen.render.word import render_word
from scopegen.render.word_prepare import prepared_parts
from scopegen.render.word_template import load_word_template
from scopegen.render.word_text import word_text
from scopegen.rules import load_catalogue

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "templates" / "word" / "letter.docx"
PREPARED = TEMPLATE.with_suffix(".prepared.json")
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
Edit = Callable[[str], str]


def house_template(folder: Path, **edits: Edit) -> Path:
    """Change parts of the bundled template, named by their stem, as a house would in Word."""
    path = folder / "house.docx"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            edit = edits.get(Path(name).stem, str)
            new.writestr(name, edit(old.read(name).decode()))
    return path


def refusal(path: Path) -> tuple[str, str, str]:
    """Give the code, and what a Dutch reader is told; the English must be there too."""
    with pytest.raises(ScopegenError) as refused:
        render_word(dutch_letter(), load_word_template(path))
    catalogue, facts = load_catalogue(ROOT / "templates" / "rules"), dict(refused.value.facts)
    code = refused.value.code
    assert catalogue.message(code, facts, "en")
    assert catalogue.hint(code, facts, "en")
    return code, catalogue.message(code, facts, "nl"), catalogue.hint(code, facts, "nl")


def test_the_prepared_form_is_that_of_the_bundled_template() -> None:
    content, known = TEMPLATE.read_bytes(), json.loads(PREPARED.read_text(encoding="utf-8"))
    assert known["sha256"] == hashlib.sha256(content).hexdigest()
    assert known["parts"] == prepared_parts(content)


def test_the_bundled_template_is_what_its_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TEMPLATE.parent))
    made = import_module("build_letter").parts()
    with zipfile.ZipFile(TEMPLATE) as package:
        assert {name: package.read(name).decode() for name in package.namelist()} == made


def test_the_bundled_template_is_small() -> None:
    assert TEMPLATE.stat().st_size < 40_000


def test_the_bundled_template_needs_no_docxtpl() -> None:
    script = (
        "import sys, pathlib; from scopegen.render.word_template import load_word_template;"
        "load_word_template(pathlib.Path(sys.argv[1]));"
        "assert not {'docxtpl', 'docx', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(TEMPLATE)], cwd=ROOT, check=True)


def test_a_template_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    path = house_template(tmp_path)
    first = load_word_template(path)
    assert load_word_template(path) is first
    house_template(tmp_path, document=lambda xml: xml.replace("1417", "1701"))
    assert load_word_template(path) is not first


def test_a_house_may_restyle_and_widen_the_margins(tmp_path: Path) -> None:
    path = house_template(
        tmp_path,
        document=lambda xml: xml.replace('w:left="1417"', 'w:left="2417"'),
        styles=lambda xml: xml.replace('w:fill="D3E4E4"', 'w:fill="ABCDEF"'),
    )
    docx = render_word(dutch_letter(), load_word_template(path))
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        xml = package.read(DOCUMENT).decode()
    picture = re.findall(r"<w:tbl>.*?</w:tbl>", xml, re.S)[1]
    assert sum(map(int, re.findall(r'gridCol w:w="(\d+)"', picture))) == 8072
    assert 'w:fill="ABCDEF"' in picture
    assert word_text(docx) == dutch_letter().plain_text()


def test_tags_that_word_split_over_runs_still_work(tmp_path: Path) -> None:
    def split(xml: str) -> str:
        parted = '</w:t></w:r><w:proofErr/><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>'
        for word in ("{{ ti", "{%p ", "keepnext ", "cell ", "columns ", "page_"):
            xml = xml.replace(word, f"{word[0]}{parted}{word[1:]}")
        return xml

    path = house_template(tmp_path, document=split, footer1=split)
    docx = render_word(dutch_letter(), load_word_template(path))
    assert word_text(docx) == dutch_letter().plain_text()


def test_curly_quotes_that_word_makes_are_straightened(tmp_path: Path) -> None:
    path = house_template(
        tmp_path, document=lambda xml: xml.replace('kind == "part"', "kind == “part”")
    )
    docx = render_word(dutch_letter(), load_word_template(path))
    assert word_text(docx) == dutch_letter().plain_text()


@pytest.mark.parametrize("style", ["Clause paragraph", "heading 2", "Picture high", "Lead"])
def test_a_missing_style_is_named_with_the_file(tmp_path: Path, style: str) -> None:
    path = house_template(tmp_path, styles=lambda xml: xml.replace(f'"{style}"', '"Other"'))
    code, message, hint = refusal(path)
    assert code == "SG502"
    assert f"'{style}'" in message
    assert "house.docx" in message
    assert f"'{style}'" in hint


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{{ title }}", "{{ titel }}", "paragraph 1: 'titel' is unknown {{ titel }}"),
        ("{%p endfor %}", "{%p endfr %}", "Encountered unknown tag 'endfr'"),
        ("{{r words }}", "{{r nothing }}", "'nothing' is unknown"),
    ],
)
def test_a_tag_that_cannot_be_followed_is_shown_with_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    path = house_template(tmp_path, document=lambda xml: xml.replace(old, new))
    code, message, _ = refusal(path)
    assert code == "SG501"
    assert place in message
    assert "house.docx: word/document.xml" in message


@pytest.mark.parametrize(
    "tag",
    [
        "{{ title.__class__ }}",
        "{{ blocks[99].x }}",
        "{% for a, b in title %}{% endfor %}",
        "{{ 1 + title }}",
    ],
)
def test_a_template_reaches_nothing_but_what_is_printed(tmp_path: Path, tag: str) -> None:
    path = house_template(tmp_path, document=lambda xml: xml.replace("{{ title }}", tag))
    assert refusal(path)[0] == "SG501"


def test_a_tag_for_a_cell_outside_a_table_is_an_error(tmp_path: Path) -> None:
    path = house_template(
        tmp_path, document=lambda xml: xml.replace("{{ title }}", "{% cell width %}")
    )
    code, message, _ = refusal(path)
    assert (code, "outside a table" in message) == ("SG501", True)


def test_a_tag_that_runs_over_the_end_of_a_paragraph_is_an_error(tmp_path: Path) -> None:
    path = house_template(tmp_path, document=lambda xml: xml.replace("{{ title }}", "{{ title"))
    assert refusal(path)[0] == "SG501"


def test_a_file_that_is_no_template_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.docx"
    path.write_bytes(b"no zip at all")
    code, message, _ = refusal(path)
    assert (code, "notes.docx" in message) == ("SG500", True)


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, message, hint = refusal(tmp_path / "gone.docx")
    assert (code, "gone.docx" in message) == ("SG500", True)
    assert "naam" in hint


def test_a_zip_without_a_document_is_no_template(tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")
    assert refusal(path)[0] == "SG500"


def test_a_template_of_word_with_its_own_properties_gets_those_of_the_letter(
    tmp_path: Path,
) -> None:
    path = tmp_path / "saved.docx"
    path.write_bytes(render_word(dutch_letter(), load_word_template(TEMPLATE)))
    with zipfile.ZipFile(TEMPLATE) as bundled, zipfile.ZipFile(path) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
        parts |= {name: bundled.read(name) for name in bundled.namelist() if "word/" in name}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(b"Studio Helder", b"Somebody Else"))
    docx = render_word(dutch_letter(), load_word_template(path))
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert package.namelist().count("docProps/core.xml") == 1
        assert b"Studio Helder" in package.read("docProps/core.xml")
        assert package.read("[Content_Types].xml").count(b"core-properties") == 1
