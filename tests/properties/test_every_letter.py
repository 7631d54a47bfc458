"""Whatever a spec chooses, both letters can be drafted, say the same and have no loose ends."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scopegen.document import Document, Heading, Level, Provision, lines_of
from scopegen.spec.lint import is_lint
from scopegen.workflow.checking import draft, examine
from scopegen.workflow.wording import catalogue

BASE = """\
meta:
  {{id: P-1, title: Proef, date: 2026-12-01, currency: EUR,
   language: {language}, law: {law}, voice: {voice}}}
parties:
  provider:
    {{kind: bv, name: Bureau B.V., address: Straat 1, email: a@b.example, phone: "1",
     register_no: "12345678", registered_at: KvK, signatory: S. Bakker,
     insurance: {{insurer: V, cover: EUR 100000}}}}
  client: {{kind: {client}, name: Klant, address: Plein 2{own_terms}}}
  authority:
    - {{name: J. de Vries, role: lid, email: j@k.example, sign: yes, deputy: M. Bos}}
    - {{name: M. Bos, role: lid, email: m@k.example, sign: yes, sign_limit: EUR 1000}}
engagement:
  {{goal: Een doel., scope: [Werk], out_of_scope: {out_of_scope}, start: 2027-01-04,
   start_gate: {gate}, trial: {trial}, kickoff: {kickoff}
   {end}{deliverables}{responsibilities}{key_person}{hours}}}
fees:
  {{{fees}{budget}{indexation}{research}, vat: {{scheme: {vat}}}, rounding: {rounding},
   expenses: {{policy: {expenses}}}}}
"""
Text = st.sampled_from


def yes() -> st.SearchStrategy[str]:
    return Text(["yes", "no"])


def perhaps(text: str) -> st.SearchStrategy[str]:
    return Text(["", text])


FEES = [
    "model: hourly, hourly_rate: EUR 95",
    "model: daily, day_rate: EUR 760",
    "model: retainer, hourly_rate: EUR 95, retainer: {fee: EUR 1500, hours: 16 hours}",
    "model: fixed, hourly_rate: EUR 95, fixed_price: EUR 1000",
    "model: fixed, hourly_rate: EUR 95, fixed_price: EUR 1000,"
    " milestones: [{id: M1, title: Eind, due: 2027-03-01, amount: EUR 1000}]",
    "model: hourly, hourly_rate: EUR 95, milestones: [{id: M1, title: Eind, due: 2027-03-01}]",
]
base = st.fixed_dictionaries(
    {
        "language": Text(["nl", "en"]),
        "law": Text(["NL", "EW"]),
        "voice": Text(["ik", "wij"]),
        "client": Text(["company", "public", "nonprofit", "consumer"]),
        "own_terms": Text(
            [
                "",
                *(
                    f", own_terms: {{name: AIV, precedence: {p}}}"
                    for p in ("letter", "client_terms", "excluded")
                ),
            ]
        ),
        "out_of_scope": Text(["[]", "[Iets, Anders]"]),
        "gate": Text(["signed_letter", "signed_letter_and_preconditions"]),
        "trial": Text(["none", "1 working day", "2 weeks"]),
        "kickoff": Text(["none", "90 min"]),
        "end": perhaps(", end: 2027-06-30"),
        "deliverables": perhaps(
            ", deliverables: [{id: D1, title: Rapport, criterion: af, obligation: result}]"
        ),
        "responsibilities": perhaps(", responsibilities: [{task: T, does: A, decides: B}]"),
        "key_person": Text(["", ", key_person: N. Bakker", ", key_person: ir. F. Dijkstra"]),
        "hours": perhaps(", hours_per_week: 16 hours"),
        "fees": Text(FEES),
        "research": perhaps(", research: 4 hours"),
        "budget": perhaps(", budget: 100 hours"),
        "indexation": perhaps(", indexation: {month: 7, index: CPI, cap: 3%}"),
        "vat": Text(["standard", "reverse_charge", "exempt"]),
        "rounding": Text(["last_band", "first_band", "proportional"]),
        "expenses": Text(["at_cost_with_consent", "at_cost", "included"]),
    }
)
TIERS = (
    "[{name: A, uplift: 0%, free_calls: 1, response: 4 working hours}]",
    "[{name: A, uplift: 12.5%, free_calls: 0, response: 8 working hours}]",
)
SECTIONS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "availability": {
        "absence": Text(["[]", "[{first: 2027-02-01, last: 2027-02-05}]"]),
        "tiers": Text(["[]", *TIERS]),
        "emergency": Text([None, "{definition: brand, number: '112', false_alarm_billed: no}"]),
        "standby": Text([None, "{fee: EUR 95, when: 'sat 08:00-12:00'}"]),
    },
    "calls": {
        "standing": Text(["[]", "[{day: tue, time: '10:00'}]"]),
        "adhoc_per_week": Text(["0", "1", "2"]),
    },
    "attendance": {
        "tiers": Text(
            ["[{less_than: 24h, charge: 100%}]", "[{less_than: 1 working day, charge: 50%}]"]
        ),
        "grace": Text(["0 min", "15 min"]),
        "reschedule_within": Text(["none", "5 working days"]),
        "mutual": yes(),
        "no_shows_before_handbrake": Text(["1", "3"]),
    },
    "out_of_hours": {
        "policy": Text(["priced", "priced_by_prior_booking", "refuse"]),
        "stacking": Text(["none", "highest"]),
        "rest": Text(["none", "11h"]),
        "messages_billed": yes(),
    },
    "precondition_process": {"partial_counts": yes()},
    "handbrake": {
        "enabled": yes(),
        "mutual": yes(),
        "scope": Text(["dependent_work", "all_work"]),
        "notice": Text(["0 working days", "2 working days"]),
        "triggers": Text(
            ["[nonpayment]", "[precondition, no_shows]", "[missing_decision, oral_change]"]
        ),
    },
    "hold_fee": {
        "free": Text(["0 working days", "5 working days"]),
        "restart_fee": Text(["none", "EUR 250"]),
    },
    "change_control": {
        "estimate_billed": yes(),
        "small_change": Text(["none", "2 hours"]),
        "small_changes_per_month": Text(["1", "2"]),
        "counts_as_signature": Text(["[handwritten]", "[email, platform, advanced]"]),
        "while_pending": Text(["unaffected_only", "stop"]),
    },
    "extra_work": {"goodwill": Text(["none", "1 hour", "4 hours"])},
    "acceptance": {
        "rounds": Text(["0", "1", "2"]),
        "deemed": Text(["after_reminder", "never"]),
        "use_counts": yes(),
    },
    "payment": {
        "roll": Text(["none", "next_working_day"]),
        "advance": Text(["none", "30%"]),
        "collection": Text(["statutory", "none"]),
        "long_term_reason": Text([None, "subsidie per kwartaal"]),
        "purchase_order": yes(),
        "e_invoice": yes(),
    },
    "term_exit": {
        "milestone_notice": Text(["none", "20 working days"]),
        "committed_hours": Text(["none", "16 hours"]),
        "renewal": Text(["none", "in_writing"]),
    },
    "liability": {"cap": Text(["fee_multiple", "insurance"]), "multiple": Text(["1", "2"])},
    "independence": {
        "other_clients": yes(),
        "client_sets_hours": yes(),
        "supervision": yes(),
        "leave_approval": yes(),
        "client_account": yes(),
        "client_equipment": yes(),
        "model_agreement": Text([None, "901.2024"]),
    },
    "conduct": {"enabled": yes(), "answer": Text(["1 working day", "5 working days"])},
    "ip": {
        "model": Text(["licence_on_payment", "transfer_on_payment", "none"]),
        "portfolio": Text(["ask", "allowed", "never"]),
    },
    "confidentiality": {"enabled": yes(), "mutual": yes(), "period": Text(["1 year", "3 years"])},
    "data_protection": {
        "role": Text(["none", "processor", "controller", "under_authority", "unclear"]),
        "agreement": Text([None, "de overeenkomst van 1 mei"]),
        "subject": Text([None, "interviews uitwerken"]),
        "data": Text(["[]", "[namen]", "[namen, functies]"]),
        "people": Text(["[]", "[medewerkers]"]),
        "security": Text(["[]", "[een kluis]"]),
        "subprocessors": Text(["[]", "[Post B.V., Nederland, Huis Ltd., Leeds]"]),
    },
    "review": {"every": Text(["1 week", "6 weeks"]), "billed": yes(), "drop": Text(["1", "2"])},
    "disputes": {
        "mediation": yes(),
        "general_terms": Text([None, "AV 2026"]),
        "general_terms_attached": yes(),
    },
    "notices": {"formal": Text(["signed_pdf", "email"])},
    "signature": {"least": Text(["email", "platform", "handwritten", "advanced", "qualified"])},
}
GROUPS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "substitution": {
        "urgent": Text(["0 working days", "1 working day"]),
        "grounds": Text(["requirements", "any"]),
        "requirements": Text(["[]", "[vijf jaar ervaring]"]),
        "rate": Text([None, "EUR 85"]),
        "oversight": Text(["none", "1 hour"]),
        "oversight_billed": yes(),
        "most_people": Text(["0", "1", "2"]),
    },
    "consumer": {"distance": yes(), "early_start": yes()},
}
"""Groups that a spec may leave out."""
CONDITION = "{id: P1, item: Formulier, owner: A, due: 2027-01-15, complete_when: alles, fatal: yes}"
ASSUMPTION = "{id: A1, text: T, owner: O, verify_by: 2027-01-22, if_wrong: W}"


@st.composite
def specs(draw: st.DrawFn) -> str:
    lines = [BASE.format(**draw(base))]
    for section, fields in SECTIONS.items():
        chosen = {name: draw(values) for name, values in fields.items()}
        if any(level in lines[-1] for level in TIERS):  # the level says how many calls are free
            chosen.pop("adhoc_per_week", None)
        told = ", ".join(f"{name}: {value}" for name, value in chosen.items() if value)
        lines.append(f"{section}: {{{told}}}\n")
    for group, fields in GROUPS.items():
        if draw(st.booleans()):
            chosen = {name: draw(values) for name, values in fields.items()}
            told = ", ".join(f"{name}: {value}" for name, value in chosen.items() if value)
            lines.append(f"{group}: {{{told}}}\n")
    lines.append(f"preconditions: [{draw(perhaps(CONDITION))}]\n")
    lines.append(f"assumptions: [{draw(perhaps(ASSUMPTION))}]\n")
    return "".join(lines)


LOOSE_ENDS = re.compile(r"None|[\ue000-\uf8ff]|\{[{%]|[%}]\}|  [a-z]| [.,;:] |\.\.|,,|\[#|\bref\(")


@given(specs())
def test_every_choice_gives_two_letters_that_say_the_same(text: str) -> None:
    examined = examine(text.encode(), "engagement.yaml")
    errors = [d for d in examined.diagnostics if d.severity == "error"]
    assert not [d for d in errors if not is_lint(d.code)], (errors, text)
    for found, language in product(examined.diagnostics, ("nl", "en")):
        assert all(catalogue().of(found, language)), found
    assert examined.spec
    letters = [draft(examined.spec.engagement, language).require() for language in ("nl", "en")]
    assert skeleton(letters[0]) == skeleton(letters[1])
    for letter in letters:
        check_loose_ends(letter)


def skeleton(letter: Document) -> list[Any]:
    return [(type(block).__name__, getattr(block, "number", "")) for block in letter.flow()]


def check_loose_ends(letter: Document) -> None:
    for block in letter.flow():
        lines = list(lines_of(block))
        assert all(line.strip() for line in lines), block
        prose = lines if isinstance(block, Provision) else []
        assert not [line for line in prose if LOOSE_ENDS.search(line)], prose
        assert all(line.rstrip()[-1] in ".:" for line in prose), prose
        assert all(re.match(r"[\d.]+ [A-ZÉ0-9]", line) for line in prose), prose
    clauses = [b for b in letter.flow() if isinstance(b, Heading) and b.level is Level.CLAUSE]
    assert len(clauses) > 15
