"""Clause Markdown becomes a skeleton of blocks; data never passes through the Markdown parser.

A clause template prints each value as a placeholder, so the Markdown of a clause is the same for
every client and its skeleton is parsed once. `fill` then puts the values in as plain text.
Only paragraphs, bullet lists, tables, quotes, `##` headings, bold and italic are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from scopegen.diagnostics import ScopegenError

OPEN, CLOSE = "\ue000", "\ue001"
PLACEHOLDER = re.compile(f"{OPEN}([0-9]+){CLOSE}")
ANCHOR = re.compile(r"\[#([a-z0-9-]+)\]\s*")
LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
NEW_LINE = "\N{PILCROW SIGN}"
PARSER = MarkdownIt("zero").enable(["emphasis", "list", "table", "heading", "blockquote", "escape"])
KINDS = {"paragraph": "paragraph", "list_item": "item", "blockquote": "note", "heading": "heading"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; it may hold placeholders."""

    text: str
    bold: bool = False
    italic: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, list item, note or heading. `depth` is the level of a heading, else 0."""

    kind: str
    runs: Runs
    anchor: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSkeleton:
    """A table; the dashes under its head give the widths, their colons the alignment."""

    widths: tuple[int, ...]
    right: tuple[bool, ...]
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


Skeleton = Passage | TableSkeleton


@lru_cache(maxsize=2048)
def skeleton(markdown: str) -> tuple[Skeleton, ...]:
    """Parse the Markdown of one clause.

    Raises:
        ScopegenError: SG205 for Markdown that a letter cannot carry.
    """
    tokens = PARSER.parse(markdown)
    return tuple(_blocks(tokens, markdown.splitlines()))


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Skeleton]:
    enclosing: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = _closing(tokens, at)
            yield _table(tokens[at:end], lines)
            at = end
        elif token.type == "inline":
            yield _passage(token, enclosing)
        else:
            _enter_or_leave(token, enclosing)
        at += 1


def _closing(tokens: Sequence[Token], at: int) -> int:
    return next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")


def _enter_or_leave(token: Token, enclosing: list[str]) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if name == "bullet_list":
        return
    if name not in KINDS:
        raise ScopegenError("SG205", construct=token.type, line=(token.map or [0])[0] + 1)
    if token.nesting > 0:
        enclosing.append(name if name != "heading" else f"heading{token.tag[1:]}")
    else:
        enclosing.pop()


def _passage(token: Token, enclosing: Sequence[str]) -> Passage:
    name = next((n for n in enclosing if n != "paragraph"), "paragraph")
    runs = tuple(_runs(token))
    anchor = ANCHOR.match(runs[0].text) if runs else None
    if anchor:
        runs = (Run(runs[0].text[anchor.end() :], runs[0].bold, runs[0].italic), *runs[1:])
    kind, depth = KINDS[name.rstrip("123456")], int(name[-1]) if name[-1].isdigit() else 0
    return Passage(kind=kind, runs=runs, anchor=anchor[1] if anchor else "", depth=depth)


def _runs(token: Token) -> Iterator[Run]:
    bold = italic = False
    for child in token.children or []:
        if child.type.startswith("strong_"):
            bold = child.nesting > 0
        elif child.type.startswith("em_"):
            italic = child.nesting > 0
        elif child.content:
            yield Run(LINE_BREAK.sub(" ", child.content), bold, italic)


def _table(tokens: Sequence[Token], lines: Sequence[str]) -> TableSkeleton:
    rule = lines[(tokens[0].map or [0])[0] + 1].strip().strip("|").split("|")
    rows: list[list[Runs]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(tuple(_runs(token)))
    return TableSkeleton(
        widths=tuple(column.count("-") for column in rule),
        right=tuple(column.strip().endswith(":") for column in rule),
        head=tuple(rows[0]),
        rows=tuple(tuple(row) for row in rows[1:]),
    )
