"""Nodes to values: each text is read as the kind that its rule names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopegen.diagnostics import Diagnostic, Path, finding
from scopegen.source.amounts import UNITS
from scopegen.source.kinds import KINDS
from scopegen.source.nodes import Items, Node, Places, Scalar
from scopegen.source.words import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scopegen.quantities import Unit
    from scopegen.source.schema import Rule

UNREAD = object()
"""Stands for a value that was refused, so that nothing is told twice."""
NONE = ("none", "geen", "null", "~")
LONGEST = 300
"""Characters that a value other than a line or text may have."""
LONGEST_SHOWN = 60


class ValueReader:
    """Reads the values of one file and gathers what it had to refuse."""

    def __init__(self, places: Places) -> None:
        """Start with nothing refused."""
        self._places = places
        self.found: list[Diagnostic] = []

    def read(self, node: Node, rule: Rule, path: Path = ()) -> Any:
        """Give the typed value of a node; the shape of groups and lists is not judged here."""
        if isinstance(node, Scalar):
            return self._scalar(node, rule, path)
        if isinstance(node, Items):
            item = rule.items
            if not item:
                return []
            return [self.read(each, item, (*path, n)) for n, each in enumerate(node.nodes)]
        return {
            name: self.read(value, rule.fields[name], (*path, name))
            if name in rule.fields
            else UNREAD
            for name, (_, value) in node.entries.items()
        }

    def _scalar(self, node: Scalar, rule: Rule, path: Path) -> Any:
        if not node.text and not node.quoted:
            self.found.append(finding("SG107", self._places.key_location(path), path))
            return UNREAD
        if not node.quoted and node.text.lower() in NONE and node.text not in rule.allowed:
            hint = "text" if rule.kind in {"line", "text"} else "default"
            return None if rule.nullable else self._refuse("SG108", path, node, hint=hint)
        if rule.kind not in KINDS:
            return node.text
        try:
            return _value(node.text, rule)
        except UnreadableError as error:
            facts = {"expected": rule.kind, "hint": error.hint, **error.facts}
            if rule.kind == "period":
                facts |= unit_facts(rule.units)
            return self._refuse(KINDS[rule.kind].code, path, node, **facts)

    def _refuse(self, code: str, path: Path, node: Scalar, **facts: Any) -> object:
        place = self._places.location(path)
        self.found.append(finding(code, place, path, found=shorten(node.text), **facts))
        return UNREAD


def _value(text: str, rule: Rule) -> Any:
    kind = KINDS[rule.kind]
    if not kind.pattern:
        return kind.read(text)
    if len(text) > LONGEST:
        raise UnreadableError
    return kind.read(text.strip())


def unit_facts(units: Sequence[Unit]) -> dict[str, Any]:
    """Name units in both languages, and the first as it would be typed."""
    english = [str(unit) for unit in units]
    dutch = [UNITS[unit][-1] for unit in units]
    return {"unit": english[0], "units_en": " / ".join(english), "units_nl": " / ".join(dutch)}


def shorten(text: str) -> str:
    """Give text on one line and short enough to quote in a message."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"
