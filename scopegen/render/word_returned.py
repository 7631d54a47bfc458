"""A returned Word form, read in a process apart with limits on time and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scopegen.confined.running import Limits, run_confined
from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Mapping

READER = "scopegen.render.word_child"


class Answers(NamedTuple):
    """What was filled in, by field; `bound` when nothing else differs from the issued form."""

    values: Mapping[str, str]
    bound: bool


def read_returned_word(docx: bytes, issued: bytes, limits: Limits | None = None) -> Answers:
    """Read a returned form, and compare it with the form as issued.

    Raises:
        ScopegenError: SG503, SG528 or SG529, as `word_form.read_word_form`; SG503 also for a form
            that cannot be read within the limits.
    """
    found: Mapping[str, Any] = run_confined(READER, _question(docx, issued), limits) or {}
    try:
        if "refused" in found:
            raise ScopegenError(str(found["refused"]), **_texts(found["facts"]))
        return Answers(values=_texts(found["values"]), bound=found["bound"] is True)
    except (LookupError, TypeError, AttributeError) as error:
        raise ScopegenError("SG503", hint="effort") from error


def _question(docx: bytes, issued: bytes) -> bytes:
    return b"%d\n%b%b" % (len(issued), issued, docx)


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(text) for name, text in found.items()}
