"""Clauses of a firm: added, put in the place of a bundled one, and told where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run
from houses import codes, examined, findings, firm

from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.vocabulary import NAMES, vocabulary
from scopegen.model.engagement import Engagement
from scopegen.workflow.checking import draft, library_of
from scopegen.workflow.wording import phrases

ABOUT = """\
part: finish
order: 590
does: {nl: Iets., en: Something.}
fields: [response.client]
"""
TEXT = "# Klachten\n\n[#report] Antwoord komt binnen {{ response.client }}.\n"


def own(folder: Path, name: str = "complaints", about: str = ABOUT, **texts: str) -> Path:
    """Write a firm with a clause of its own, the same in both languages unless told."""
    spec = firm(folder, "clauses: {folder: eigen}\n")
    place = folder / "eigen" / name
    place.mkdir(parents=True)
    (place / "clause.yaml").write_text(about, encoding="utf-8")
    for language in ("nl", "en"):
        text = texts.get(language, texts.get("both", TEXT))
        if text:
            (place / f"{language}.md").write_text(text, encoding="utf-8")
    return spec


def test_a_clause_of_the_firm_stands_in_its_letters(tmp_path: Path) -> None:
    spec = own(tmp_path)
    assert codes(spec) == []
    found = examined(spec)
    assert found.letter
    assert found.spec
    assert "complaints" in [section.id for section in found.letter.sections]
    english = draft(found.spec.engagement, "en", clauses=library_of(found)).require()
    assert "Klachten" in english.plain_text()


def test_a_clause_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    text = "# Overleg\n\nWij bellen binnen {{ response.client }} terug.\n"
    spec = own(tmp_path, "calls", both=text)
    found = examined(spec)
    assert found.letter
    assert [s.id for s in found.letter.sections].count("calls") == 1
    said = found.letter.plain_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Wij bellen binnen 5 werkdagen terug." in said


def test_a_namesake_keeps_the_marks_that_others_refer_to(tmp_path: Path) -> None:
    spec = own(tmp_path, "handbrake", both="# Handrem\n\nAntwoord in {{ response.client }}.\n")
    found = findings(spec)
    assert {one.code for one in found} == {"SG631"}
    assert all("mark" in dict(one.facts) for one in found)


@pytest.mark.parametrize(
    ("texts", "code", "line"),
    [
        ({"both": "# A\n\n{{ responce.client }}\n"}, "SG203", 3),
        ({"both": "# A\n\n{% fi x %}\n\nB.\n"}, "SG204", 3),
        ({"both": "# A\n\n{{ response.clientele }}\n"}, "SG203", 3),
        ({"both": "# A\n\n{{ response.__class__.__mro__ }}\n"}, "SG203", 3),
        ({"both": '# A\n\n{{ "".format.__globals__ }}\n'}, "SG203", 3),
        ({"both": "# A\n\n{{ response.client + 1 }}\n"}, "SG634", 3),
        ({"both": "# A\n\n{{ 1 / 0 }}\n"}, "SG636", 3),
        ({"both": "# A\n\n{{ [][1:2][0].x }}\n"}, "SG203", 3),
        ({"both": "# A\n\n{% for n in range(10 ** 9) %}x{% endfor %}\n"}, "SG636", 3),
        ({"both": "# A\n\n[Klik](http://x.example)\n\n```\ncode\n```\n"}, "", 0),
        ({"both": "# A\n\n1. een\n"}, "SG205", 3),
        ({"both": '# A\n\nZie {{ ref("nergens") }}.\n'}, "SG202", 3),
        ({"both": "# A\n\n[#x] Een.\n\n[#x] Twee.\n"}, "SG635", 0),
        ({"nl": "# A\n\n[#x] Een.\n", "en": "# A\n\nOne.\n"}, "SG632", 1),
        ({"nl": TEXT, "en": ""}, "SG201", 1),
    ],
)
def test_what_is_wrong_in_a_clause_is_told_with_its_line(
    tmp_path: Path, texts: dict[str, str], code: str, line: int
) -> None:
    spec = own(tmp_path, **texts)
    found = {one.code: one.location for one in findings(spec)}
    assert set(found) == ({code} if code else set())
    place = found.get(code)
    assert (place.line if place else 0) == line
    assert run("check", spec).exit_code == int(bool(code))


def test_a_clause_is_tried_in_the_language_that_was_not_asked_for(tmp_path: Path) -> None:
    wrong = "# A\n\n[#report] {{ response.client.hrs }} {{ response.client }}\n"
    spec = own(tmp_path, en=wrong)
    (found,) = findings(spec)
    assert found.location
    assert (found.code, Path(found.location.file).name) == ("SG203", "en.md")


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (ABOUT.replace("[response.client]", "[response.cleint]"), "SG630"),
        (ABOUT.replace("finish", "middle"), "SG122"),
        (ABOUT + "when: handbrak.enabled\n", "SG203"),
        (ABOUT + 'when: "handbrake.enabled and"\n', "SG204"),
        ("part: &a finish\n", "SG111"),
    ],
)
def test_what_is_wrong_in_the_description_of_a_clause_is_told(
    tmp_path: Path, about: str, expected: str
) -> None:
    assert codes(own(tmp_path, about=about)) == [expected]


def test_a_clause_has_a_name_that_can_be_referred_to(tmp_path: Path) -> None:
    assert codes(own(tmp_path, "Mijn Klachten")) == ["SG633"]


def test_data_of_the_client_is_never_read_as_a_template(tmp_path: Path) -> None:
    spec = own(tmp_path, both="# A\n\n{{ parties.client.name }} en {{ engagement.goal }}\n")
    text = spec.read_text(encoding="utf-8").replace("Een plan.", "'{{ 7 * 7 }} **x**'")
    spec.write_text(text, encoding="utf-8")
    letter = examined(spec).letter
    assert letter
    assert "{{ 7 * 7 }} **x**" in letter.plain_text()


def test_the_names_of_a_template_are_known(tmp_path: Path) -> None:
    spec = examined(firm(tmp_path)).spec
    assert spec
    names = set(vocabulary(spec.engagement, Phrasing("nl"), phrases("nl")))
    assert names == {*NAMES, *Engagement.__dataclass_fields__}
