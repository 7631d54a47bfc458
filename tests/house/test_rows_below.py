"""Changing a spec over a standard: a row that is added brings the rows of the standard along."""

from __future__ import annotations

from houses import DEFAULTS, SPEC

from scopegen.source.amending import Add, Set, amended
from scopegen.source.nodes import Group, parse
from scopegen.source.overlay import Underlay
from scopegen.source.reading import read
from scopegen.workflow.reading import engagement_schema

ASSUMPTION = (
    "{id: A1, text: Er is een zaal., owner: de klant, verify_by: 2027-01-15, if_wrong: wij zoeken}"
)
ROW = {
    "id": "A2",
    "text": "Er is koffie.",
    "owner": "de klant",
    "verify_by": "2027-01-15",
    "if_wrong": "wij zetten die",
}


def under() -> Underlay:
    text = DEFAULTS + f"  assumptions:\n    - {ASSUMPTION}\n"
    root = parse(text, "house.yaml").require()
    defaults = root.entries["defaults"][1]
    assert isinstance(defaults, Group)
    return Underlay("house.yaml", defaults)


def ids(text: str) -> list[str]:
    data = read(text, "f", engagement_schema(), under()).require().data
    return [row["id"] for row in data["assumptions"]]


def test_an_added_row_keeps_the_rows_of_the_standard() -> None:
    assert ids(SPEC) == ["A1"]
    third = {**ROW, "id": "A3"}
    adds = [Add(("assumptions",), dict(one)) for one in (ROW, third)]
    made = amended(SPEC, adds, engagement_schema(), under=under()).require()
    assert made.startswith(SPEC.rstrip("\n"))
    assert ids(made) == ["A1", "A2", "A3"]


def test_a_value_of_the_standard_is_changed_in_the_spec() -> None:
    change = [Set(("payment", "term"), "20 days")]
    made = amended(SPEC, change, engagement_schema(), under=under()).require()
    assert [line for line in made.splitlines() if "20 days" in line]
    data = read(made, "f", engagement_schema(), under()).require().data
    assert data["payment"]["term"].whole == 20


def test_without_the_standard_such_a_spec_is_not_changed() -> None:
    change = [Set(("payment", "term"), "20 days")]
    found = amended(SPEC, change, engagement_schema()).diagnostics
    assert {one.code for one in found} == {"SG105"}
