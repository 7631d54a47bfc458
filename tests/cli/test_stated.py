"""What users state on the command line: a day that is none is refused, in their own language."""

from __future__ import annotations

import pytest
from command_line import run


@pytest.mark.parametrize(
    ("spoken", "words"), [("nl", "schrijf het als 2027-"), ("en", "write it as 2027-")]
)
@pytest.mark.parametrize("command", [["log", "input", "P1"], ["log", "paid", "2027-001"]])
@pytest.mark.parametrize("day", ["12-01-2027", "2027-02-30", "morgen", ""])
def test_a_day_that_is_none_is_refused_with_one_that_is(
    command: list[str], day: str, spoken: str, words: str
) -> None:
    result = run("--ui-lang", spoken, *command, "--on", day)
    assert result.exit_code == 2
    assert "SG911" in result.stderr
    assert words in result.stderr
