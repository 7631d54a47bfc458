"""The drafting engine: choosing, numbering, referring, filling, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_library import clause, letter

from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.document import Provision, Reference, Table, TableStyle, Text


def lines(folder: Path, language: str = "nl") -> list[str]:
    return letter(folder, language).require().plain_text().splitlines()[1:]


def test_clauses_are_numbered_in_order_and_their_paragraphs_within_them(tmp_path: Path) -> None:
    clause(tmp_path, "b", "# Eerst\n\nEen.\n\nTwee.\n")
    clause(tmp_path, "a", "# Dan\n\nDrie.\n")
    assert lines(tmp_path) == [
        "De opdracht",
        "1 Eerst",
        "1.1 Een.",
        "1.2 Twee.",
        "2 Dan",
        "2.1 Drie.",
    ]


def test_a_clause_whose_condition_fails_leaves_no_gap(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nA.\n")
    clause(tmp_path, "two", "# Twee\n\nB.\n", when='fees.model == "fixed"')
    clause(tmp_path, "three", "# Drie\n\nC.\n", when='fees.model == "hourly"')
    assert lines(tmp_path)[1:] == ["1 Een", "1.1 A.", "2 Drie", "2.1 C."]


def test_items_are_lettered_anew_under_each_paragraph(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nA:\n\n- x\n- y\n\nB:\n\n- z\n")
    assert lines(tmp_path)[2:] == ["1.1 A:", "(a) x", "(b) y", "1.2 B:", "(a) z"]


def test_after_z_items_count_as_word_does(tmp_path: Path) -> None:
    rows = "".join(f"- {n}\n" for n in range(28))
    clause(tmp_path, "one", f"# Een\n\nA:\n\n{rows}")
    assert [line.split()[0] for line in lines(tmp_path)[-3:]] == ["(z)", "(aa)", "(bb)"]


def test_references_go_to_clauses_paragraphs_and_annexes(tmp_path: Path) -> None:
    clause(tmp_path, "one", '# Een\n\nZie {{ ref("two.here") }} en {{ ref("extra") }}.\n')
    clause(tmp_path, "two", "# Twee\n\nA.\n\n[#here] B.\n")
    clause(tmp_path, "extra", "# Meer\n\nC.\n", part="annex")
    document = letter(tmp_path).require()
    assert "1.1 Zie artikel\u00a02.2 en bijlage\u00a0A." in document.plain_text()
    spans = [s for b in document.flow() if isinstance(b, Provision) for s in b.line]
    assert [s.target for s in spans if isinstance(s, Reference)] == ["two.here", "extra"]
    assert (
        "1.1 Zie clause\u00a02.2 en annex\u00a0A." in letter(tmp_path, "en").require().plain_text()
    )


def test_all_dangling_references_are_reported_with_their_place(tmp_path: Path) -> None:
    text = '# Een\n\nZie {{ ref("nowhere") }}.\n\nEn {{ ref("two") }}.\n'
    clause(tmp_path, "one", text)
    clause(tmp_path, "two", "# Twee\n\nA.\n", when='fees.model == "fixed"')
    found = letter(tmp_path).diagnostics
    assert [(d.code, dict(d.facts)["found"], dict(d.facts)["hint"]) for d in found] == [
        ("SG202", "nowhere", "unknown"),
        ("SG202", "two", "not_in_letter"),
    ]
    places = [d.location for d in found]
    assert all(place and place.file.endswith("one/nl.md") for place in places)
    assert [(place.line, place.column) for place in places if place] == [(3, 8), (5, 7)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# Een\n\n{{ fees.huorly }}\n", "SG203", "3"),
        ("# Een\n\n{{ nothing }}\n", "SG203", "3"),
        ("# Een\n\nA.\n\n{% fi x %}\nB.\n", "SG204", "5"),
        ("# Een\n\n{{ fees.__class__.__mro__ }}\n", "SG203", "3"),
        ('# Een\n\n{{ "".format.__globals__ }}\n', "SG203", "3"),
    ],
)
def test_a_template_that_cannot_be_followed_is_named_with_its_line(
    text: str, code: str, line: str, tmp_path: Path
) -> None:
    clause(tmp_path, "one", text)
    with pytest.raises(ScopegenError) as raised:
        letter(tmp_path)
    facts = dict(raised.value.facts)
    assert (raised.value.code, facts["line"]) == (code, line)
    assert facts["file"].endswith("one/nl.md")


def test_markdown_that_letters_do_not_know_prints_as_text(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\n[a](b) `c` <d> ![e](f) ~~g~~\n")
    assert lines(tmp_path)[2] == "1.1 [a](b) `c` <d> ![e](f) ~~g~~"


def test_a_numbered_list_is_refused_because_numbers_are_ours(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\n1. genummerd\n")
    with pytest.raises(ScopegenError) as raised:
        letter(tmp_path)
    assert raised.value.code == "SG205"
    assert dict(raised.value.facts)["file"].endswith("one/nl.md")


def test_a_clause_without_one_of_its_languages_is_refused(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nA.\n")
    (tmp_path / "one" / "en.md").unlink()
    with pytest.raises(ScopegenError) as raised:
        letter(tmp_path)
    assert raised.value.code == "SG201"


def test_trouble_in_a_clause_file_is_told_with_its_place(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nA.\n")
    (tmp_path / "one" / "clause.yaml").write_text("prat: start\norder: 1\n", "utf-8")
    with pytest.raises(Rejected) as raised:
        letter(tmp_path)
    assert {d.code for d in raised.value.diagnostics} >= {"SG104", "SG105"}


def test_statements_leave_no_blank_lines_and_no_joined_paragraphs(tmp_path: Path) -> None:
    text = "# Een\n\n{% if true %}\nA.\n{% endif %}\n\nB{% if true %} en C{% endif %}\n\nD.\n"
    clause(tmp_path, "one", text)
    assert lines(tmp_path)[2:] == ["1.1 A.", "1.2 B en C", "1.3 D."]


def test_a_full_stop_is_never_doubled(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nHet doel: {{ engagement.goal }}. Klaar.\n")
    assert lines(tmp_path)[2].endswith("vaste vrijwilligers. Klaar.")


def test_tables_take_widths_from_their_dashes_and_lines_from_pilcrows(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Een\n\nA:\n\n| x | y |\n|--|------:|\n| 1 ¶ 2 | **3** |\n")
    table = next(b for b in letter(tmp_path).require().flow() if isinstance(b, Table))
    assert (table.style, table.widths) == (TableStyle.GRID, (2, 6))
    assert [len(cell.lines) for cell in table.rows[0]] == [2, 1]
    assert table.rows[0][1].lines[0] == (Text(text="3", bold=True),)


def test_voice_and_number_follow_the_engagement(tmp_path: Path) -> None:
    text = '# Een\n\n{{ we("Wij doen", "Ik doe") }} {{ some(1, "ronde", "rondes") }}.\n'
    clause(tmp_path, "one", text)
    assert lines(tmp_path)[2] == "1.1 Ik doe ronde."
