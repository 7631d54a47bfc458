"""What was filled in on a form, and whether people saw the same as machines read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf.generic import StreamObject

from scopegen.diagnostics import Diagnostic, finding
from scopegen.evidence.pdf_marks import agrees, has_picture, shown_text
from scopegen.evidence.pdf_objects import (
    Field,
    Parts,
    Widget,
    dictionary,
    entry,
    text,
)
from scopegen.model.evidence import Decision, Medium, Returned

FORM, DIGEST, SIGNATURE = "scg_form", "scg_digest", "client_signature"
FIXED = (FORM, DIGEST)
AGREE, REFUSE = "decision_agree", "decision_refuse"
OPTION = "option_"
OFF = "/Off"
LONGEST_LINE, LONGEST_AREA = 200, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What is stored in the fields by name: texts, and the states of boxes."""

    texts: dict[str, str]
    boxes: dict[str, str]

    @property
    def everything(self) -> dict[str, str]:
        """Give all stored values by name, texts and states."""
        return self.texts | self.boxes

    @property
    def ticked(self) -> frozenset[str]:
        """Give the names of the boxes that are ticked."""
        return frozenset(name for name, state in self.boxes.items() if state not in {"", OFF})

    def returned(self, sha256: str) -> Returned:
        """Put it in the words of a sign-off; nothing is judged."""
        line = {name: value[:LONGEST_LINE] for name, value in self.texts.items()}
        return Returned(
            medium=Medium.PDF,
            sha256=sha256,
            form=line.get(FORM, ""),
            digest=line.get(DIGEST, ""),
            decision=self._decision(),
            options=tuple(sorted(self._options())),
            name=line.get("signer_name", "").strip(),
            role=line.get("signer_role", "").strip(),
            place=line.get("signed_at", "").strip(),
            dated=line.get("signed_on", "").strip(),
            remarks=self.texts.get("remarks", "")[:LONGEST_AREA].strip(),
        )

    def _decision(self) -> Decision:
        match AGREE in self.ticked, REFUSE in self.ticked:
            case True, True:
                return Decision.BOTH
            case True, False:
                return Decision.AGREE
            case False, True:
                return Decision.REFUSE
            case _:
                return Decision.NONE

    def _options(self) -> Iterator[str]:
        for name in self.ticked:
            if name.startswith(OPTION):
                yield name.removeprefix(OPTION)[:LONGEST_LINE]


def filled(parts: Parts) -> Filled:
    """Read what is stored in the fields."""
    lines = {each.name: text(each.value) for each in parts.fields if each.kind == "/Tx"}
    boxes = {each.name: str(each.value or "") for each in parts.fields if each.kind == "/Btn"}
    return Filled(texts=lines, boxes=boxes)


def shown_otherwise(parts: Parts) -> Iterator[Diagnostic]:
    """Find fields that show something else than they store (SG429)."""
    for each in parts.fields:
        tell = {"/Tx": _line_agrees, "/Btn": _box_agrees}.get(each.kind)
        if tell and not all(tell(each, widget, parts) for widget in each.widgets):
            yield finding("SG429", None, field=each.name[:80])


def _line_agrees(each: Field, widget: Widget, parts: Parts) -> bool:
    drawing = entry(dictionary(entry(widget.node, "/AP")), "/N")
    if each.value is not None and not isinstance(each.value, str | bytes):
        return False
    if not isinstance(drawing, StreamObject):
        return drawing is None  # the viewer draws it, from what is stored
    shown = shown_text(drawing, parts.reader.pages[0])
    return agrees(text(each.value), shown) and not has_picture(drawing.get_data())


def _box_agrees(each: Field, widget: Widget, _: Parts) -> bool:
    stored, shown = _state(each.value), _state(entry(widget.node, "/AS"))
    looks = dictionary(entry(dictionary(entry(widget.node, "/AP")), "/N"))
    return stored == shown and (stored == OFF or stored in looks)


def _state(value: object) -> str:
    return OFF if value is None else str(value)
