"""A small engagement as a user writes it, with changes, built as far as it goes."""

from __future__ import annotations

from scopegen.diagnostics import Checked, dotted
from scopegen.model.engagement import Engagement
from scopegen.source import read
from scopegen.spec.build import Spec, build
from scopegen.workflow.reading import calendars, engagement_schema, norms

DUTCH = """\
meta:
  id: OPD-2026-014
  title: Advies vrijwilligersbeleid
  date: 2026-12-01
parties:
  provider:
    kind: sole_trader
    name: Noor Bakker
    address: Lindelaan 12, 3571 AB Utrecht
    register_no: "12345678"
    email: noor@noor-advies.example
  client:
    kind: nonprofit
    name: Stichting De Waterlinie
    address: Havendijk 3, 4101 AA Culemborg
    register_no: "87654321"
  authority:
    - {name: M. Jansen, role: penningmeester, email: m.jansen@waterlinie.example}
    - {name: J. de Vries, role: directeur, email: j.devries@waterlinie.example, sign: yes}
engagement:
  goal: In één jaar van 40 naar 60 vaste vrijwilligers.
  scope: [Zes gesprekken]
  start: 2027-01-04
  end: 2027-06-30
fees:
  model: hourly
  hourly_rate: EUR 95.00
"""
ENGLISH = (
    DUTCH.replace("2026-12-01", "2026-12-01\n  language: en")
    .replace("kind: sole_trader", "kind: ltd\n    signatory: Priya Shah")
    .replace("EUR", "GBP")
)


def built(text: str = DUTCH, *changes: tuple[str, str], more: str = "") -> Checked[Spec]:
    """Build a spec after changes to its text, each of which must be there to change.

    What the contract lint finds is left out: it has its own corpus.
    """
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    made = build(read(text + more, "f", engagement_schema()).require(), calendars(), norms())
    return Checked(made.value, tuple(one for one in made if not one.code.startswith("L")))


def engagement(text: str = DUTCH, *changes: tuple[str, str], more: str = "") -> Engagement:
    """Build the engagement, which must be right."""
    return built(text, *changes, more=more).require().engagement


def filled_in(text: str = DUTCH, *changes: tuple[str, str], more: str = "") -> set[str]:
    """Build the engagement and give the paths that a default filled in."""
    return {dotted(path) for path in built(text, *changes, more=more).require().defaults}


def codes(text: str = DUTCH, *changes: tuple[str, str], more: str = "") -> list[str]:
    """Build the spec and give the codes of what is found."""
    return [each.code for each in built(text, *changes, more=more)]
