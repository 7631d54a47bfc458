"""Tell which text of a Word file nobody can see: hidden, tiny, or white."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopegen.render.word_numbering import VAL, W, ancestors, styles_by_id, value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

Look = dict[str, str]
TOLD = ("vanish", "specVanish", "webHidden", "color", "sz")
OFF = frozenset(("0", "false", "off"))
SMALLEST = 8
"""Half points below which nobody reads a letter."""


class Looks:
    """What the styles of a file say of the text that has them."""

    def __init__(self, styles: Element) -> None:
        """Read the styles, each with what it inherits.

        Raises:
            ValueError: A style builds on itself, or there are thousands.
        """
        self._default = _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        by_id = styles_by_id(styles)
        self._styles = _inherited(by_id)
        self._of_paragraphs = _default_style(by_id)

    def hides(self, run: Element, paragraph_style: str) -> bool:
        """Tell whether the text of a run cannot be seen."""
        own = run.find(f"{W}rPr")
        style = "" if own is None else value(own, "rStyle")
        paragraph = self._styles.get(paragraph_style or self._of_paragraphs, {})
        look = self._default | paragraph | self._styles.get(style, {}) | _look(own)
        size = look.get("sz", "")
        return (
            any(look.get(name, "0").lower() not in OFF for name in TOLD[:3])
            or look.get("color", "").upper() == "FFFFFF"
            or (size.isdecimal() and int(size) < SMALLEST)
        )


def _look(properties: Element | None) -> Look:
    if properties is None:
        return {}
    found = ((name, properties.find(f"{W}{name}")) for name in TOLD)
    return {name: one.get(VAL, "1") for name, one in found if one is not None}


def _inherited(by_id: Mapping[str, Element]) -> dict[str, Look]:
    looks: dict[str, Look] = {}
    for name in by_id:
        passed: list[str] = []
        for heir in ancestors(name, by_id):
            if heir in looks:
                break
            passed.append(heir)
        if passed and value(by_id[passed[-1]], "basedOn") in passed:
            raise ValueError("circle")
        for heir in reversed(passed):
            base = looks.get(value(by_id[heir], "basedOn"), {})
            looks[heir] = base | _look(by_id[heir].find(f"{W}rPr"))
    return looks


def _default_style(by_id: Mapping[str, Element]) -> str:
    for name, style in by_id.items():
        is_default = style.get(f"{W}default", "0") not in OFF
        if is_default and style.get(f"{W}type") == "paragraph":
            return name
    return ""
