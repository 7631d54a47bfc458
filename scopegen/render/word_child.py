"""What the process apart runs over a returned Word form."""

from __future__ import annotations

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_form import form_text, read_word_form


def reply(content: bytes) -> dict[str, object]:
    """Read a form, and tell whether it is the issued one: `LENGTH`, the issued file, the form."""
    length, _, rest = content.partition(b"\n")
    issued, docx = rest[: int(length)], rest[int(length) :]
    try:
        values, said = read_word_form(docx), form_text(docx)
    except ScopegenError as error:
        return {"refused": error.code, "facts": dict(error.facts)}
    return {"values": dict(values), "bound": said == form_text(issued)}
