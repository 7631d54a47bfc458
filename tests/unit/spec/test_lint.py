"""The contract lint at its edges: what is just allowed, which words count where, defaults."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from lint_examples import RULES, base, laid_over

from scopegen.assets import bundled
from scopegen.spec.lint import RULES as FUNCTIONS
from scopegen.spec.lint import parse_limits
from scopegen.workflow.reading import norms, read_spec

DEFAULTS = {
    "a Dutch letter": "meta: {language: nl}",
    "an English letter under Dutch law": "meta: {language: en, law: NL}",
}

UNDER = "data_protection: {role: under_authority}"


def found(part: str, name: str = "NL") -> list[tuple[str, str, str]]:
    examined = read_spec(laid_over(base(name), part).encode(), "f")
    return [(one.code, one.dotted_path, one.severity.value) for one in examined.diagnostics]


def codes(part: str, name: str = "NL") -> set[str]:
    return {code for code, _, _ in found(part, name)}


@pytest.mark.parametrize("part", DEFAULTS.values(), ids=DEFAULTS)
def test_a_spec_of_defaults_is_clean(part: str) -> None:
    assert found(part) == []


def test_an_english_spec_of_defaults_is_clean() -> None:
    assert found("meta: {language: en}", "EW") == []


@pytest.mark.parametrize(
    ("name", "client", "days", "code"),
    [
        ("NL", "{kind: company, size: large}", 30, None),
        ("NL", "{kind: company, size: large}", 31, "L005"),
        ("NL", "{kind: company, size: large}", 90, "L005"),
        ("NL", "{kind: company, size: sme}", 60, None),
        ("NL", "{kind: company, size: sme}", 61, "L004"),
        ("NL", "{kind: company, size: unknown}", 30, None),
        ("NL", "{kind: company, size: unknown}", 31, "L003"),
        ("NL", "{kind: company, size: unknown}", 61, "L004"),
        ("NL", "{kind: public}", 30, None),
        ("NL", "{kind: public}", 31, "L006"),
        ("NL", "{kind: consumer}", 90, None),
        ("EW", "{kind: public}", 30, None),
        ("EW", "{kind: public}", 31, "L007"),
        ("EW", "{kind: company}", 60, None),
        ("EW", "{kind: company}", 61, "L007"),
    ],
)
def test_one_payment_term_is_one_finding(
    name: str, client: str, days: int, code: str | None
) -> None:
    part = f"parties: {{client: {client}}}\npayment: {{term: {days} days}}"
    terms = {"L003", "L004", "L005", "L006", "L007"}
    assert codes(part, name) & terms == ({code} if code else set())


def test_a_large_provider_may_wait_for_a_large_client() -> None:
    part = "parties: {provider: {size: large}, client: {size: large}}\npayment: {term: 60 days}"
    assert codes(part) == set()


@pytest.mark.parametrize(
    ("part", "code", "is_found"),
    [
        ("attendance: {no_show: 100%}", "L010", False),
        ("attendance: {no_show: 101%}", "L010", True),
        ("response: {email: 1 working hour}", "L019", False),
        ("response: {email: 16 working hours}", "L019", False),
        ("response: {email: 17 working hours}", "L019", True),
        ("response: {email: 2 working days}", "L019", False),
        ("availability: {windows: [mon-fri 07:00-23:00]}", "L020", True),
        ("availability: {windows: [mon-fri 07:00-22:59]}", "L020", False),
        ("availability: {windows: [mon-sat 09:00-17:00]}", "L020", False),
        ("hold_fee: {share: 50%}", "L025", False),
        ("hold_fee: {share: 51%}", "L025", True),
        ("hold_fee: {share: 80%}\nhandbrake: {enabled: no}", "L025", False),
        ("acceptance: {review: 21 working days}", "L040", False),
        ("acceptance: {review: 22 working days}", "L040", True),
        ("fees: {budget: 40 hours}\nextra_work: {goodwill: none}", "L042", False),
        ("fees: {hourly_rate: EUR 38.00}", "L032", False),
        ("fees: {hourly_rate: EUR 37.99}", "L032", True),
        ("fees: {hourly_rate: EUR 60, day_rate: EUR 240}", "L032", True),
        ("independence: {supervision: yes}", "L031", False),
        ("independence: {supervision: yes, other_clients: no}", "L031", True),
        ("independence: {supervision: yes}\n" + UNDER, "L031", True),
        ("change_control: {oral_confirmation: 5 working days}", "L028", False),
        ("change_control: {oral_confirmation: 6 working days}", "L028", True),
        ("change_control: {oral_confirmation: 0h}", "L028", True),
        ("engagement: {end: 2027-03-01}", "L041", False),
        ("engagement: {end: 2027-03-08}", "L041", True),
        ("attendance: {tiers: [{less_than: 10 working days, charge: 50%}]}", "L013", True),
        ("attendance: {tiers: [{less_than: 12h, charge: 50%}]}", "L013", False),
        ("disputes: {general_terms_attached: no}", "L044", False),
        ("ip: {model: transfer_on_payment}", "L029", False),
        ("signature: {least: email}", "L029", False),
    ],
)  # fmt: skip
def test_the_edge_of_a_rule(part: str, code: str, *, is_found: bool) -> None:
    assert (code in codes(part)) is is_found


@pytest.mark.parametrize(
    ("start", "early", "is_found"),
    [
        ("2026-12-15", "no", True),
        ("2026-12-16", "no", False),
        ("2026-12-15", "yes", False),
    ],
)
def test_a_consumer_has_fourteen_days(start: str, early: str, *, is_found: bool) -> None:
    part = f"engagement: {{start: {start}}}\nconsumer: {{distance: yes, early_start: {early}}}"
    assert ("L038" in codes(part, "NL-consumer")) is is_found


def test_the_rate_of_the_day_of_the_letter_is_compared_with() -> None:
    told = "payment: {interest: contractual, interest_rate: 10.39%}"
    assert "L008" in codes(told)
    assert "L008" not in codes(told.replace("10.39", "10.40"))
    pounds = "payment: {interest: contractual, interest_rate: 11.75%}"
    assert "L008" not in codes(pounds, "EW")
    assert "L008" in codes(pounds.replace("11.75", "11.74"), "EW")


@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ("engagement: {goal: De nalatige afdeling levert weer.}", "note"),
        ("engagement: {background: De nalatige afdeling leverde niet.}", "note"),
        ("engagement: {out_of_scope: [De nalatige afdeling]}", "warning"),
    ],
)
def test_the_words_of_the_client_are_only_noted(field: str, severity: str) -> None:
    ((code, _, weight),) = found(field)
    assert (code, weight) == ("L049", severity)


def test_quoted_words_and_names_are_left_alone() -> None:
    assert found('engagement: {scope: ["Het rapport “Teneinde” bespreken"]}') == []
    assert found("parties: {client: {name: Derhalve B.V.}}") == []
    owner = "{id: P1, item: Lijst, owner: D. Middels, due: 2027-01-15, complete_when: 24 regels}"
    assert found(f"preconditions: [{owner}]") == []


def test_every_word_has_its_own_place() -> None:
    part = "engagement: {scope: [Teneinde dit te doen, Alsmede dat]}"
    paths = [(code, path) for code, path, _ in found(part)]
    assert paths == [("L048", "engagement.scope[0]"), ("L048", "engagement.scope[1]")]


def test_the_language_of_the_letter_decides_on_the_words() -> None:
    assert found("meta: {language: en, law: NL}\nengagement: {scope: [Work derhalve done]}") == []
    assert codes("engagement: {scope: [Work hereinafter done]}", "EW") == {"L048"}


def test_a_consumer_may_name_himself_as_the_owner() -> None:
    owner = "{id: P1, item: Lijst, owner: Jan de Vries, due: 2027-01-15, complete_when: 24 regels}"
    assert "L021" not in codes(f"preconditions: [{owner}]", "NL-consumer")


def test_a_finding_on_what_is_not_written_points_at_why() -> None:
    whole = read_spec(laid_over(base("NL"), "parties: {client: {kind: consumer}}").encode(), "f")
    at = {one.code: one.dotted_path for one in whole.diagnostics}
    assert {at["L012"], at["L025"], at["L038"]} == {"parties.client.kind"}


def test_rules_do_not_run_on_what_is_not_in_order() -> None:
    part = "engagement: {end: 2026-01-01}\npayment: {collection: none}"
    assert codes(part) == {"SG310"}


def test_every_figure_has_a_day_and_a_source() -> None:
    assert norms().limits.keys() == {"common", "NL", "EW"}
    assert norms().limits["NL"]["payment_days_most"] == Decimal(60)
    for text in ("[x]\nvalue = 1\nsource = 'y'\n", "as_of = 2026-01-01\n[x]\nvalue = 1\n"):
        with pytest.raises(ValueError, match="as of when"):
            parse_limits(text)


def test_every_figure_is_used() -> None:
    folder = bundled("templates").parent / "scopegen" / "spec" / "lint"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for limits in norms().limits.values():
        assert [name for name in limits if f'"{name}"' not in code] == []


def test_no_rule_stands_twice_and_each_says_what_it_is_about() -> None:
    assert len(FUNCTIONS) == len(set(FUNCTIONS))
    assert len(RULES) >= 55
    for rule in FUNCTIONS:
        module = rule.__module__.removeprefix("scopegen.spec.lint.")
        told = f"{rule.__doc__} {module}"
        assert re.search(r"L0\d\d|figures|free_text", told), rule.__qualname__


def test_under_english_law_the_same_words_weigh_otherwise() -> None:
    part = "attendance: {interest: A legitimate interest that may not be reduced by a court.}"
    assert found(part, "EW") == [("L011", "attendance.interest", "error")]
    dutch = "engagement: {out_of_scope: [Elke aansprakelijkheid uitgesloten]}"
    assert found(dutch) == [("L036", "engagement.out_of_scope[0]", "warning")]


@pytest.mark.parametrize("notice", ["99999 months", "99999 weeks", "9999 working days"])
def test_a_notice_beyond_all_years_is_only_too_long(notice: str) -> None:
    assert codes(f"term_exit: {{provider_notice: {notice}}}") == {"L035"}


@pytest.mark.parametrize(
    "fees",
    [
        "{hourly_rate: EUR 0}",
        "{hourly_rate: EUR 0, day_rate: EUR 0}",
        "{model: fixed, fixed_price: EUR 0, milestones: []}\npreconditions: []",
        "{model: retainer, retainer: {fee: EUR 0, hours: 0 hours}}",
        "{budget: 0 hours}",
        "{hours_per_day: 7.6 hours}",
    ],
)
def test_nothing_at_all_is_no_trouble(fees: str) -> None:
    assert {code for code, _, weight in found(f"fees: {fees}") if weight == "error"} == set()
