"""Facts of notices that need a clause that older letters do not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from signed_letters import Signed

from scopegen.diagnostics import ScopegenError
from scopegen.terms.correspondence import Made
from scopegen.workflow.dossier import open_dossier
from scopegen.workflow.notice_case import AskedNotice, Case
from scopegen.workflow.notice_ending import conduct_exit
from scopegen.workflow.noticing import letter_of
from scopegen.workflow.papers import letterhead, papers

MADE = tuple(
    Made(kind=kind, about="", on=date(2027, 2, day))
    for kind, day in (("conduct-report", 1), ("conduct-meeting", 3))
)
ASKED = AskedNotice(said=("Hij zei: ga weg.",), on=date(2027, 2, 19), happened=True)


def case(signed: Signed, *, clause: bool, made: tuple[Made, ...] = MADE) -> Case:
    dossier = open_dossier(str(signed("veiligheidsregio")), "2027-02-22 10:00")
    dossier = replace(dossier, standing=replace(dossier.standing, made=made))
    head = letterhead(dossier, letter_of(dossier))
    clauses = {name: number for name, number in head.clauses.items() if name != "conduct"}
    with_it = {**clauses, "conduct": "26"} if clause else clauses
    return Case(dossier, letter_of(dossier), replace(head, clauses=with_it), ASKED)


def test_leaving_for_conduct_takes_the_notice_of_the_letter(signed: Signed) -> None:
    found = case(signed, clause=True)
    told = conduct_exit(found)
    assert told.until == date(2027, 3, 8)  # fourteen days
    values = {"to": found.signer, **told.values}
    text = papers().draft("conduct-exit", found.head, values).plain_text().replace("\xa0", " ")
    assert "maandag 8 maart 2027" in text
    assert "artikel 26" in text
    assert told.claims == ("19 februari 2027: Hij zei: ga weg.",)


@pytest.mark.parametrize(("clause", "made"), [(False, MADE), (True, MADE[:1])])
def test_without_the_clause_or_the_meeting_nobody_leaves_for_conduct(
    signed: Signed, clause: bool, made: tuple[Made, ...]
) -> None:
    with pytest.raises(ScopegenError, match="SG763"):
        conduct_exit(case(signed, clause=clause, made=made))
