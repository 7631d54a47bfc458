"""Beginning: how much is asked, what a house standard settles, what is left to look at."""

from __future__ import annotations

import pytest

from scopegen.diagnostics import ScopegenError
from scopegen.source.texts import Value
from scopegen.workflow.answers import Answers, read_answers
from scopegen.workflow.beginning import refuse_examples, start, warnings_left, written
from scopegen.workflow.interview import Extent, examined, filled
from scopegen.workflow.reading import read_spec

NOTHING = Answers({})
HOUSE: Value = {
    "parties": {
        "provider": {
            "kind": "bv",
            "name": "Bureau Zuid B.V.",
            "seat": "Breda",
            "address": "Markt 1, Breda",
            "register_no": "12345678",
            "email": "post@zuid.example",
            "signatory": "M. de Graaf",
        }
    },
    "payment": {"term": "30 days"},
}


def test_what_a_house_settles_is_not_asked_and_not_written() -> None:
    interview = start(NOTHING, letter="nl", spoken="nl", settled=HOUSE)
    asked = {question.field for question in filled(interview).open}
    assert not any(
        field.startswith("parties.provider") for field in asked - {"parties.provider.phone"}
    )
    assert "Bureau Zuid" not in written(interview)[0]
    assert "payment" not in written(interview)[0]


def test_what_a_house_settles_counts() -> None:
    assert examined(start(NOTHING, letter="nl", spoken="nl", settled=HOUSE)) == ()
    again = start(NOTHING, letter="nl", spoken="nl", settled=HOUSE, complaints=("paid-late",))
    assert "term" not in written(again)[0]


@pytest.mark.parametrize(
    ("raw", "sets", "extent"),
    [
        (None, (), Extent.ALL),
        (None, ("meta.id=A",), Extent.ALL),
        (b"meta.id: A\n", (), Extent.LACKING),
    ],
)
def test_a_file_of_answers_leaves_only_what_lacks(
    raw: bytes | None, sets: tuple[str, ...], extent: Extent
) -> None:
    interview = start(read_answers(raw, "a.yaml", sets), letter=None, spoken="nl")
    assert interview.extent is extent
    optional = [question for question in filled(interview).open if not question.required]
    assert bool(optional) == (extent is Extent.ALL)


def test_what_lacks_is_named_all_at_once() -> None:
    with pytest.raises(ScopegenError) as refused:
        refuse_examples(start(NOTHING, letter="nl", spoken="nl"))
    assert refused.value.code == "SG924"
    named = dict(refused.value.facts)["fields"].split(", ")
    assert len(named) > 15
    assert not any("[" in field for field in named)


def test_the_warnings_that_are_left_are_those_of_check() -> None:
    answers = read_answers(None, "", ("parties.provider.vat_id=NL001234567B99",))
    interview = start(answers, letter="nl", spoken="nl")
    text, count = written(interview)
    found = read_spec(text.encode(), "engagement.yaml").diagnostics
    assert (
        [one.code for one in warnings_left(interview)] == [one.code for one in found] == ["SG324"]
    )
    assert count > 10
