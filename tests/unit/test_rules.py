"""The catalogue of findings: complete in both languages, and in step with the code that finds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

from scopegen.assets import bundled
from scopegen.diagnostics import Severity, finding
from scopegen.rules import Catalogue, load_catalogue

CODE = re.compile(r"(?:SG|L)[0-9]{3}")
SOURCES = sorted(Path(__file__).parents[2].glob("scopegen/**/*.py"))
CATALOGUE = load_catalogue(bundled("templates") / "rules")
LANGUAGES = ("nl", "en")
LINTED = ("case.error", "case.warning", "case.note", "report")
"""How the contract lint reports."""
ADDED_LATER = {"SG205": {"file"}}
"""Facts that do not stand where a code is raised: the letter adds the clause's file."""


@dataclass(frozen=True)
class Raised:
    """A call that names a code, with its facts: name to text, or to None when worked out."""

    place: str
    callee: str
    code: str
    facts: dict[str | None, str | None]


def raised() -> Iterator[Raised]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (code := code_in(node.args)):
                facts = {each.arg: text_of(each.value) for each in node.keywords}
                place = f"{path.name}:{node.lineno}"
                yield Raised(place, ast.unparse(node.func), code, facts)


def code_in(arguments: list[ast.expr]) -> str | None:
    texts = [text_of(each) or "" for each in arguments]
    return next((text for text in texts if CODE.fullmatch(text)), None)


def text_of(node: ast.expr) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


RAISED = tuple(raised())
WHOLE = tuple(
    call
    for call in RAISED
    if call.callee in {"finding", "ScopegenError", *LINTED} and None not in call.facts
)
"""Calls that give all their facts; what others gather, the corpus fills in."""


def hints(code: str, language: str) -> dict[str, str]:
    return dict(CATALOGUE.tables[code][language].get("hints", {}))


def asked(sentence: str) -> set[str]:
    """The facts that a sentence asks for."""
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def asked_in(code: str, language: str, hint: str | None) -> set[str]:
    told = hints(code, language)
    chosen = [told.get(hint, "")] if hint else told.values()
    sentences = (CATALOGUE.tables[code][language]["message"], *chosen)
    names = set().union(*map(asked, sentences))
    return {re.sub(rf"_{language}$", "", name) for name in names}


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    texts = (path.read_text(encoding="utf-8") for path in SOURCES)
    named = {code for text in texts for code in re.findall(r"[\"']((?:SG|L)[0-9]{3})[\"']", text)}
    assert len(named) > 80
    assert named - set(CATALOGUE.codes()) == set()


def test_every_code_in_the_catalogue_is_in_the_source() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    elsewhere = {code for code in CATALOGUE.codes() if CATALOGUE.reported_as(code)}
    assert [code for code in CATALOGUE.codes() if code not in text and code not in elsewhere] == []


@pytest.mark.parametrize("code", CATALOGUE.codes())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_has_a_message_and_an_explanation(code: str, language: str) -> None:
    assert CATALOGUE.tables[code][language]["message"].strip()
    assert len(CATALOGUE.explanation(code, language)) > 30


@pytest.mark.parametrize("code", CATALOGUE.codes())
def test_both_languages_ask_for_the_same_facts_and_know_the_same_hints(code: str) -> None:
    assert hints(code, "nl").keys() == hints(code, "en").keys()
    for hint in (None, *hints(code, "nl")):
        assert asked_in(code, "nl", hint) == asked_in(code, "en", hint)


@pytest.mark.parametrize("call", RAISED, ids=lambda call: f"{call.code}-{call.place}")
def test_a_hint_that_code_names_exists(call: Raised) -> None:
    hint = call.facts.get("hint")
    assert hint is None or hint in hints(call.code, "nl")


@pytest.mark.parametrize("call", WHOLE, ids=lambda call: f"{call.code}-{call.place}")
def test_the_facts_that_a_sentence_asks_for_are_given(call: Raised) -> None:
    hint = call.facts.get("hint", "default")
    given = {name for name in call.facts if name} | ADDED_LATER.get(call.code, set())
    assert asked_in(call.code, "nl", hint) <= {re.sub(r"_(nl|en)$", "", name) for name in given}


def test_most_calls_are_held_against_their_sentences() -> None:
    assert len(WHOLE) > 60


TOY = Catalogue(
    {
        "kind": {"money": {"nl": "een bedrag"}},
        "SG999": {
            "nl": {
                "message": "{found} is geen {expected}",
                "hints": {"default": "schrijf {expected}", "near": "bedoelde u {fix}?"},
                "explain": "\nZo.\n",
            }
        },
    }
)


def test_facts_fill_a_message_and_its_hint() -> None:
    told = TOY.of(finding("SG999", None, found="x", expected="y"), "nl")
    assert told == ("x is geen y", "schrijf y")


def test_a_fact_names_the_hint_and_a_hint_that_is_not_there_is_none() -> None:
    assert TOY.hint("SG999", {"hint": "near", "fix": "{a}"}, "nl") == "bedoelde u {a}?"
    assert TOY.hint("SG999", {"hint": "elsewhere"}, "nl") == ""


def test_an_expected_value_kind_is_told_by_its_name() -> None:
    assert TOY.message("SG999", {"found": "x", "expected": "money"}, "nl") == "x is geen een bedrag"


def test_a_fact_that_is_missing_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="found"):
        TOY.message("SG999", {"expected": "money"}, "nl")


def test_codes_are_in_order_and_kinds_are_no_code() -> None:
    assert TOY.codes() == ("SG999",)
    assert TOY.explanation("SG999", "nl") == "Zo."


def test_a_code_may_stand_in_one_file_only(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text("[SG001]\nnl.message = 'x'\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.toml repeats SG001"):
        load_catalogue(tmp_path)


def test_kinds_may_stand_in_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[kind.money]\nnl = 'geld'\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text("[kind.date]\nnl = 'datum'\n", encoding="utf-8")
    assert load_catalogue(tmp_path).tables["kind"].keys() == {"money", "date"}


def test_severity_says_nothing_in_a_sentence() -> None:
    loud, soft = (
        finding("SG999", None, severity=s, found="x", expected="y")
        for s in (Severity.ERROR, Severity.NOTE)
    )
    assert TOY.of(loud, "nl") == TOY.of(soft, "nl")
