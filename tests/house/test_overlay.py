"""A spec over its standard: who says what, where it stands, and what `none` takes away."""

from __future__ import annotations

from pathlib import Path

from command_line import run
from houses import DEFAULTS, HOUSE, SPEC, codes, examined, findings, firm

from scopegen.model.engagement import Engagement


def engagement(spec: Path) -> Engagement:
    found = examined(spec)
    assert found.spec, found.diagnostics
    return found.spec.engagement


def test_the_standard_fills_in_and_the_spec_says_what_differs(tmp_path: Path) -> None:
    spec = firm(tmp_path, spec=SPEC + "payment: {dispute: 20 days}\n")
    made = engagement(spec)
    assert codes(spec) == []
    assert made.parties.provider.name == "Bureau Linde B.V."
    assert (made.payment.term.whole, made.payment.dispute.whole) == (14, 20)
    assert str(made.fees.hourly_rate.amount) == "120.00"


def test_a_list_is_taken_whole(tmp_path: Path) -> None:
    tiers = (
        "  attendance: {tiers: [{less_than: 24h, charge: 80%}, {less_than: 48h, charge: 40%}]}\n"
    )
    own = SPEC + "attendance: {tiers: [{less_than: 36h, charge: 60%}]}\n"
    assert len(engagement(firm(tmp_path / "a", tiers)).attendance.tiers) == 2
    assert len(engagement(firm(tmp_path / "b", tiers, spec=own)).attendance.tiers) == 1


def test_none_takes_away_a_group_and_a_text_of_the_standard(tmp_path: Path) -> None:
    more = "  substitution: {notice: 5 working days}\n"
    assert engagement(firm(tmp_path / "a", more)).substitution
    own = SPEC + "substitution: none\n"
    assert engagement(firm(tmp_path / "b", more, spec=own)).substitution is None


def test_none_does_not_take_away_what_a_letter_needs(tmp_path: Path) -> None:
    assert codes(firm(tmp_path, spec=SPEC + "payment: {term: none}\n")) == ["SG108"]


def test_what_is_wrong_in_a_default_stands_in_the_standard(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    place = tmp_path / "house.yaml"
    text = place.read_text(encoding="utf-8").replace('"12345678"', '"123"')
    place.write_text(text, encoding="utf-8")
    (found,) = findings(spec)
    assert found.location
    line = text.splitlines()[found.location.line - 1]
    assert (found.code, Path(found.location.file), "register_no" in line) == ("SG323", place, True)
    assert 'register_no: "123"' in run("check", spec).output


def test_what_is_missing_is_told_at_the_nearest_place_of_either_file(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    place = tmp_path / "house.yaml"
    text = place.read_text(encoding="utf-8").replace("      kind: bv\n", "")
    place.write_text(text, encoding="utf-8")
    (found,) = findings(spec)
    assert found.location
    assert (found.code, Path(found.location.file)) == ("SG105", place)


def test_build_names_the_values_of_the_standard_apart(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    told = run("--ui-lang", "en", "build", spec, "--dry-run").output
    chosen, filled = told.split("Filled in by the house standard of Bureau Linde")
    assert "payment  term: 14 days" in filled
    assert "term: 14 days" not in chosen


def test_the_language_of_the_letter_can_come_from_the_standard(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    text = HOUSE + DEFAULTS + "  meta: {language: en, law: NL}\n"
    (tmp_path / "house.yaml").write_text(text, encoding="utf-8")
    assert examined(spec).language == "en"
    assert "Follows the house standard" in run("check", spec).output
