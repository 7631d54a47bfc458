"""`scopegen explain` on the contract lint: what, why, source, judgement, and examples."""

from __future__ import annotations

from textwrap import indent

import pytest
from command_line import run
from lint_examples import CATALOGUE, RULES

LABELS = {
    "nl": ("Weegt: ", "Berust op: ", "Te beoordelen door een mens: ", "Niet zo:", "Wel zo:"),
    "en": ("Weighs: ", "Rests on: ", "For a person to judge: ", "Not like this:", "But like this:"),
}


@pytest.mark.parametrize("language", LABELS)
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_explained_with_source_weight_and_examples(rule: str, language: str) -> None:
    told = run("--ui-lang", language, "explain", rule).stdout
    weighs, rests_on, to_judge, bad, good = LABELS[language]
    assert weighs in told
    assert rests_on + CATALOGUE.sources(rule)[0] in told
    judgement = CATALOGUE.judgement(rule, language)
    assert (to_judge + judgement in told) if judgement else (to_judge not in told)
    for example in CATALOGUE.examples(rule):
        assert f"{bad}\n{indent(example.bad, '    ')}\n" in told
        assert f"{good}\n{indent(example.good, '    ')}\n" in told


def test_where_a_fault_is_reported_instead_is_told() -> None:
    assert "Reported (also) as: SG350, SG353" in run("--ui-lang", "en", "explain", "L014").stdout


def test_the_list_tells_how_much_a_rule_weighs() -> None:
    lines = run("--ui-lang", "nl", "explain", "--list").stdout.splitlines()
    by_code = {line.split()[0]: line for line in lines}
    assert by_code["L005"].startswith("L005  fout: ")
    assert by_code["L007"].startswith("L007  fout/waarschuwing: ")
    assert by_code["SG104"].startswith("SG104  ")


def test_other_rules_are_told_as_before() -> None:
    told = run("--ui-lang", "en", "explain", "SG350").stdout
    assert told == f"SG350\n\n{CATALOGUE.explanation('SG350', 'en')}\n"
