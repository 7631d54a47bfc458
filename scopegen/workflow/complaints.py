"""Complaints about a client, and what helps: which terms, which clauses, which questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import Path, ScopegenError
from scopegen.drafting.library import Clause
from scopegen.source import load_schema, read
from scopegen.workflow.checking import library

SHORTEST = 4
"""Letters that the beginning of a word has at least; what is shorter is a whole word."""
FRAME = ("opening", "signing", "annex")
"""Parts of the letter that repeat what the clauses say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A field that a complaint fills in where nobody else does, and why."""

    path: Path
    value: str
    why: Mapping[str, str]

    @property
    def field(self) -> str:
        """The field as one would type it."""
        return ".".join(str(step) for step in self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What goes wrong with a client, in words, and what the letter does about it."""

    id: str
    words: Mapping[str, str]
    helps: Mapping[str, str]
    recognise: tuple[str, ...]
    sets: tuple[Help, ...]
    asks: tuple[str, ...]
    """Sections of the interview that it proposes."""
    clauses: tuple[str, ...]
    practices: tuple[str, ...]

    def is_heard_in(self, sentence: str) -> bool:
        """Tell whether a sentence says this: all beginnings of words of one row stand in it."""
        words = re.findall(r"[\w-]+", sentence.casefold())
        return any(_all_begin(row.casefold().split(), words) for row in self.recognise)


def _all_begin(beginnings: Iterable[str], words: list[str]) -> bool:
    return all(any(_begins(start, word) for word in words) for start in beginnings)


def _begins(start: str, word: str) -> bool:
    """Tell whether a word begins so; of a short beginning too many words would."""
    return word == start if len(start) < SHORTEST else word.startswith(start)


@cache
def complaints() -> tuple[Complaint, ...]:
    """Give all complaints, in the order in which they are named."""
    schema = load_schema((bundled("schemas") / "complaints.yaml").read_text(encoding="utf-8"))
    file = bundled("templates") / "complaints.yaml"
    data = read(file.read_text(encoding="utf-8"), file.as_posix(), schema).require().data
    return tuple(_complaint(row) for row in data["complaints"])


def _complaint(row: Mapping[str, Any]) -> Complaint:
    listed = {name: tuple(row[name]) for name in ("recognise", "asks", "clauses", "practices")}
    sets = tuple(
        Help(path=tuple(one["field"].split(".")), value=one["value"], why=one["why"])
        for one in row["sets"]
    )
    return Complaint(id=row["id"], words=row["words"], helps=row["helps"], sets=sets, **listed)


def complaint(name: str) -> Complaint:
    """Give the complaint of this name.

    Raises:
        ScopegenError: SG921 when there is none.
    """
    known = {one.id: one for one in complaints()}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        facts = {"hint": "nearest", "nearest": near[0]} if near else {"hint": "default"}
        raise ScopegenError("SG921", found=name, known=", ".join(known), **facts)
    return known[name]


def heard(said: str, language: str) -> tuple[str, ...]:
    """Name the complaints in what somebody typed: numbers, names, or a sentence of their own."""
    by_name = {one.id: one.id for one in complaints()}
    by_name |= {one.words[language].casefold(): one.id for one in complaints()}
    by_name |= {str(number): one.id for number, one in enumerate(complaints(), start=1)}
    whole = by_name.get(said.strip().casefold())
    if whole:
        return (whole,)
    parts = re.findall(r"[^\s,;]+", said.casefold())
    if parts and all(part in by_name for part in parts):
        found = {by_name[part] for part in parts}
    else:
        found = {one.id for one in complaints() if one.is_heard_in(said)}
    return tuple(one.id for one in complaints() if one.id in found)


def clauses_against(one: Complaint, in_letter: Iterable[str]) -> tuple[Clause, ...]:
    """Give the clauses of a letter that help: those named, and those that print what it sets.

    That something is on at all is printed by many clauses, so that says nothing.
    """
    present = set(in_letter)
    set_here = {each.field for each in one.sets if not each.field.endswith(".enabled")}
    return tuple(
        clause
        for clause in library().clauses
        if clause.id in present
        and clause.part not in FRAME
        and (clause.id in one.clauses or set_here.intersection(clause.fields))
    )
