"""Writing a file from its tree of plain text, as YAML that reads back the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scopegen.diagnostics import Path
from scopegen.source import Schema, fields
from scopegen.source.texts import Value
from scopegen.source.writing import scalar
from scopegen.workflow.reading import engagement_schema

MARKS = {"nl": "  # voorbeeld", "en": "  # example"}


def spec_text(
    tree: Value,
    language: str,
    examples: Collection[Path] = (),
    notes: Mapping[Path, str] = MappingProxyType({}),
) -> str:
    """Write a spec in the order of the schema; the language is that of the comments.

    The values at `examples` are marked as such; those at `notes` get that comment.
    """
    marks = {path: f"  # {note}" for path, note in notes.items()}
    marks |= dict.fromkeys(examples, MARKS[language])
    return file_text(tree, engagement_schema(), language, marks)


def file_text(
    tree: Value, schema: Schema, language: str, marks: Mapping[Path, str] = MappingProxyType({})
) -> str:
    """Write a file of any schema; above each group stands what it means, and marks end lines."""
    docs = {each.path.removesuffix("[]"): each.doc for each in fields(schema)}
    order = {name: at for at, name in enumerate(docs)}
    writer = _Writer(order, marks)
    parts = []
    for name, content in writer.ranked(tree, ()):
        comment = f"\n# {docs[name][language]}" if name in docs else ""
        parts += [comment, *writer.block({name: content}, ())]
    return "".join(f"{line}\n" for line in parts)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes values as lines in block style."""

    order: Mapping[str, int]
    marks: Mapping[Path, str]

    def block(self, node: Value, path: Path) -> Iterator[str]:
        """Give the lines of a group or list that is not empty."""
        if isinstance(node, list):
            for at, item in enumerate(node):
                yield from self._item(item, (*path, at))
        for name, value in self.ranked(node, path):
            yield from self._entry(name, value, (*path, name))

    def ranked(self, node: Value, path: Path) -> list[tuple[str, Value]]:
        """Give the entries of a group in the order of the schema, unknown ones last."""
        above = "".join("[]" if isinstance(step, int) else f".{step}" for step in path)
        return sorted(
            node.items() if isinstance(node, dict) else (),
            key=lambda entry: self.order.get(f"{above}.{entry[0]}"[1:], len(self.order)),
        )

    def _item(self, value: Value, path: Path) -> Iterator[str]:
        if isinstance(value, dict | list) and value:
            first, *rest = self.block(value, path)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"- {_leaf(value)}{self.marks.get(path, '')}"

    def _entry(self, name: str, value: Value, path: Path) -> Iterator[str]:
        if isinstance(value, dict | list) and value:
            yield f"{scalar(name)}:"
            yield from (f"  {line}" for line in self.block(value, path))
        else:
            yield f"{scalar(name)}: {_leaf(value)}{self.marks.get(path, '')}"


def _leaf(value: Value) -> str:
    if isinstance(value, str):
        return scalar(value)
    return {"None": "none", "[]": "[]", "{}": "{}"}[str(value)]
