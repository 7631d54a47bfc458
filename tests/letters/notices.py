"""The papers beside the letter as tests make them: samples, values, and what is drafted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from conftest import examined, letter
from notice_values import CASES, own_values

from scopegen.document import (
    Document,
)
from scopegen.drafting.letter import numbers_of
from scopegen.drafting.papers import Letterhead, identity
from scopegen.drafting.workings import Teller
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Engagement
from scopegen.quantities import total
from scopegen.source import read
from scopegen.spec.change import build_change
from scopegen.terms.examples import examples
from scopegen.terms.hold import HoldCharge
from scopegen.terms.offer import HeldSince, Offer, offer
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Elapsed
from scopegen.workflow.papers import papers, stopped
from scopegen.workflow.reckoning import vat_over
from scopegen.workflow.requested import change_schema
from scopegen.workflow.wording import phrases

TODAY = date(2027, 3, 1)
LATER = date(2027, 3, 8)
STOPPED = {
    "veiligheidsregio": ("M2",), "nachtclient": (), "northgate": ("work",), "waterlinie": ("work",)
}  # fmt: skip
CHANGES = {
    "veiligheidsregio": """
id: CR-001
engagement: VRM-2027-03
title: Formulier Meldkamer ontbreekt
type: resume
author: ir. F. Dijkstra
needed_by: 2027-03-05
trigger: {kind: precondition, about: P1, on: 2027-02-05, note: Het formulier is niet ontvangen.}
affects: [M2, M3]
agreed: U levert het formulier uiterlijk op 5 februari 2027.
proposed: U levert het formulier alsnog, of het rapport gaat verder zonder.
reason: Zonder dit formulier ontbreken de gegevens van de meldkamer.
out_of_scope: [Gesprekken met medewerkers van de meldkamer]
options:
  - {id: A, title: Alsnog leveren, effect: Het werk start., inputs: [{id: P1, due: 2027-03-04}]}
  - id: B
    title: Verder met een aanname
    effect: Het rapport zegt dat erbij.
    price: EUR 1200.00
    hours: 8 hours
    days: 3 working days
    waives: [P1]
    assumptions:
      - {id: A3, text: Het is gelijk., owner: P. Koster, verify_by: 2027-03-12, if_wrong: een week}
    amend: [{field: "engagement.scope", add: Een extra werksessie}]
  - {id: C, title: Weglaten, effect: Het wordt korter., reduction: EUR 2400.00, waives: [P1]}
  - {id: D, title: Niets doen, effect: Het werk blijft stilliggen., nothing: yes}
quality: Bij optie B is het advies minder precies.
risk: De gegevens kunnen verouderd zijn.
people: Geen gevolgen.
data_protection: Geen gevolgen.
payment: met de factuur van M2
""",
    "nachtclient": """
id: CR-001
engagement: KL-2027-002
title: Extra tussenvloer
type: scope
author: ir. Farah Aziz
requested_by: client
trigger: {kind: wish, on: 2027-02-24}
agreed: Een uitbreiding zonder tussenvloer.
proposed: Een tussenvloer aan de oostzijde.
reason: U wilt de oostzijde ook als kantoor gebruiken.
options:
  - {id: A, title: Vloer erbij, effect: Het groeit., price: EUR 2640.00, days: 4 working days}
  - {id: B, title: Niets doen, effect: Alles blijft zoals het is., nothing: yes}
""",
    "northgate": """
id: CR-002
engagement: NG-2027-011
title: Ledger access is missing
type: resume
author: Priya Shah
trigger: {kind: precondition, about: P1, on: 2027-01-15}
agreed: Two named accounts, by 15 January 2027.
proposed: You give the second account, or we work with one.
reason: The check needs two people at the same time.
options:
  - {id: A, title: Give it, effect: The work resumes., inputs: [{id: P1, due: 2027-03-10}]}
  - {id: B, title: Work with one, effect: It takes longer., hours: 6 hours, waives: [P1]}
  - {id: C, title: Do nothing, effect: Nothing changes., nothing: yes}
""",
    "waterlinie": """
id: CR-003
engagement: OPD-2026-014
title: Een besluit over de website ontbreekt
type: resume
author: Noor Bakker
trigger: {kind: missing_decision, about: Besluit over de website, on: 2027-02-05}
agreed: U neemt gevraagde besluiten binnen de reactietermijn uit de brief.
proposed: U neemt het besluit alsnog.
reason: Zonder dit besluit kan het werk niet verder.
options:
  - {id: A, title: Besluiten, effect: Het werk gaat verder., days: 2 working days}
  - {id: B, title: Niets doen, effect: Het werk blijft stilliggen., nothing: yes}
""",
}
VARIANTS: Mapping[str, Mapping[str, object]] = {
    "change": {},
    "change again": {"supersedes": 2},
    "final-period": {},
    "nonpayment": {},
    "nonpayment without dates": {"amount": None, "invoice_date": None, "due": None},
    "instruction": {},
    "instruction without a name": {"about": ""},
    "decision": {"kind": "missing_decision"},
    "decision on attendance": {"kind": "no_shows", "note": ""},
    "handbrake": {},
    "handbrake without a precondition": {"condition": None},
    "client-handbrake": {},
    "agreement": {},
    "agreement on the letter": {"option": None, "amount": None},
    "agreement attested": {"class_": "B", "attested_by": "N. de Boer", "unchecked": []},
    "agreement by mail": {"class_": "C"},
    "outcome": {"state": "declined"},
    "outcome countered": {"state": "countered", "stands": False},
    "outcome withdrawn": {"state": "withdrawn", "stands": False},
    "outcome expired": {"state": "expired"},
    "outcome superseded": {"state": "superseded"},
    "resumption": {},
    "resumption at no charge": {"free_of_charge": True, "shifts": [], "letter_to": 0},
    "addendum": {},
    "statement": {},
    "statement without lines": {"billed": [], "free": [], "overloads": ()},
    "statement with little": {"free": [], "overloads": (TODAY,)},
    "statement near the budget": {"budget_used": Elapsed(5790)},
    "addendum after erasure": {"signer": {"name": "", "role": ""}, "changes": []},
    **CASES,
}


def engagement(sample: str) -> Engagement:
    spec = examined(sample).spec
    assert spec is not None
    return spec.engagement


@cache
def request(sample: str) -> ChangeRequest:
    tree = read(CHANGES[sample], "CR.yaml", change_schema()).require()
    return build_change(tree, engagement(sample)).require()


def head(sample: str, language: str) -> Letterhead:
    return Letterhead(
        engagement=engagement(sample),
        clauses=numbers_of(letter(sample, language)),
        version=1,
        fingerprint="ab" * 32,
        register="cd" * 32,
        today=TODAY,
        language=language,
    )


def worked_out(sample: str) -> Offer:
    start = date(2027, 2, 18)
    streams = dict.fromkeys(STOPPED[sample], start)
    held = HeldSince(start=start, streams=streams, complete=None, free=False) if streams else None
    terms, asked = engagement(sample), request(sample)
    return offer(terms, asked, version=1, issued=TODAY, hold=held, accepted=None)


def values(sample: str, under: Letterhead) -> dict[str, object]:
    """Give what the workflow hands to any of the papers."""
    terms, asked, offered = engagement(sample), request(sample), worked_out(sample)
    told = {"nl": "een digitale handtekening", "en": "a digital signature"}[under.language]
    zero = terms.hold_fee.per_day.times(0)
    shifts = offered.choices[0].shifts
    return {
        **statement_values(terms, under),
        "request": asked, "offer": offered, "identity": str(identity(under, offered)),
        "supersedes": 0, "streams": stopped(terms, STOPPED[sample]), "trigger": asked.trigger,
        "condition": next(iter(terms.preconditions), None), "cure_until": LATER,
        "invoice": "2027-014",
        "note": "Gevraagd op 17 februari 2027.", "said": "Doe de kelder er ook maar bij.",
        "about": "T. Visser, telefonisch", "since": TODAY, "resumed": LATER,
        "valid_until": LATER, "stands": True, "signer": {"name": "A. Kuipers", "role": "directeur"},
        "option": asked.options[0], "agreed": TODAY, "method_words": told, "class_": "A",
        "attested_by": "", "evidence": "0f" * 32, "unchecked": ["De intrekking."],
        "amount": offered.choices[0].amount, "register": "ab12 cd34 ef56", "shifts": shifts,
        "charge": HoldCharge(
            days=12, free=5, charged=7, per_day=terms.hold_fee.per_day,
            fee=terms.hold_fee.per_day.times(7), restart=terms.hold_fee.restart_fee or zero,
        ),
        "free_of_charge": False, "end_old": terms.engagement.end, "end_new": offered.choices[0].end,
        "invoice_date": date(2027, 1, 15), "due": date(2027, 2, 14), "complete": date(2027, 3, 3),
        "last_day": date(2027, 3, 5), "letter_from": 1, "letter_to": 2,
        "fingerprint": "ab12 cd34 ef56",
        "changes": [("M2", "19 maart 2027", "2 april 2027"), ("A3", "", "nu"), ("P1", "oud", "")],
    }  # fmt: skip


def statement_values(terms: Engagement, under: Letterhead) -> dict[str, object]:
    """Give what a statement prints: the examples of the letter, as if they had happened."""
    teller = Teller(under.language, phrases(under.language), under.clauses)
    workings = [one.working for one in examples(Terms(terms))]
    rows = [
        {
            "on": teller.phrasing.short_date(TODAY),
            "kind": teller.kind(working),
            "what": "Interviews",
            "working": [step.text for step in teller.steps(working)],
            "clauses": teller.number(working.clause),
            "amount": teller.phrasing.of(working.total),
        }
        for working in workings
    ]
    sum_ = total((working.total for working in workings), terms.meta.currency)
    vat = vat_over(terms, sum_)
    return {
        "first": date(2027, 2, 1),
        "last": date(2027, 2, 28),
        "versions": [{"version": 1, "fingerprint": "abab abab abab"}],
        "billed": rows,
        "free": rows[:1],
        "total": sum_,
        "vat": vat,
        "with_vat": sum_ + vat.amount if vat else sum_,
        "overloads": (TODAY, LATER),
        "budget_used": None,
    }


@cache
def paper(variant: str, sample: str, language: str) -> Document:
    under = head(sample, language)
    own = own_values(variant, engagement(sample), under)
    return written(variant, under, {**values(sample, under), **VARIANTS[variant], **own})


def written(variant: str, under: Letterhead, given: Mapping[str, object]) -> Document:
    id_ = variant.partition(" ")[0]
    if id_ == "change":
        offered = given["offer"]
        assert isinstance(offered, Offer)
        return papers().draft_change(under, offered, given)
    return papers().draft(id_, under, given)
