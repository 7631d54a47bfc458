"""What the tests of the doctor share: how things stand, by name."""

from __future__ import annotations

from collections.abc import Iterable

from scopegen.workflow.doctor_check import Check, State
from scopegen.workflow.doctor_telling import tell


def stands(found: Iterable[Check]) -> dict[str, tuple[str, str]]:
    """Give state and sentence by name, and see that each can be told in both languages."""
    checks = tuple(found)
    for one in checks:
        for language in ("nl", "en"):
            told = tell(one, language)
            assert "=" not in told.label
            assert bool(told.why or told.remedy) == (one.state is not State.OK)
    return {one.name: (one.state.value, one.told) for one in checks}
