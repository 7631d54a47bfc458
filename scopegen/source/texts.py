"""A file's scalars as plain text, without a schema: for answers that a spec is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopegen.diagnostics import Checked, Path, in_order
from scopegen.source.characters import BYTE_ORDER_MARK, check_text
from scopegen.source.nodes import Group, Items, Node, Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_texts(text: str, file: str) -> Checked[tuple[tuple[Path, str], ...]]:
    """Give every scalar with its path, in the order of the file."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if refused := tuple(check_text(text, file)):
        return Checked(None, refused)
    parsed = parse(text, file)
    if parsed.value is None:
        return Checked(None, in_order(parsed))
    return Checked(tuple(_scalars(parsed.value, ())), in_order(parsed))


def _scalars(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, Scalar):
        yield path, node.text
    elif isinstance(node, Items):
        for at, item in enumerate(node.nodes):
            yield from _scalars(item, (*path, at))
    elif isinstance(node, Group):
        for name, (_, value) in node.entries.items():
            yield from _scalars(value, (*path, name))
