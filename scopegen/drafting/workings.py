"""Workings in words: every step with its clause number and its rule, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from scopegen.drafting.phrasing import NBSP, Phrasing, Told, capitalized
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.terms.examples import Example, examples
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Figures, Step, Working

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStep:
    """A step in words. `clause` is a number such as `7.3`, empty where the letter has none."""

    key: str
    text: str
    rule: str
    clause: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells workings in one language, with the clause numbers of one letter."""

    language: str
    words: Words
    clauses: Mapping[str, str]
    """Anchors of the letter with their numbers."""

    @property
    def phrasing(self) -> Phrasing:
        """How values read."""
        return Phrasing(self.language)

    def kind(self, working: Working) -> str:
        """Name what a working is about."""
        return str(self.words["working"]["kinds"][working.kind])

    def steps(self, working: Working) -> tuple[ToldStep, ...]:
        """Tell every step."""
        return tuple(self._steps(working))

    def _steps(self, working: Working) -> Iterator[ToldStep]:
        for step in working.steps:
            yield ToldStep(
                key=step.key,
                text=self.sentence(step),
                rule=step.rule,
                clause=self.number(step.clause),
                amount=step.amount,
            )

    def sentence(self, step: Step) -> str:
        """Tell one step."""
        return self.told(str(self.words["working"]["steps"][step.key]), step.figures)

    def told(self, sentence: str, figures: Figures) -> Told:
        """Fill a sentence, and keep the figures that it shows."""
        of = self.phrasing.of
        text = capitalized(sentence.format(**{name: of(value) for name, value in figures}))
        named = {name for _, name, _, _ in Formatter().parse(sentence)}
        return Told(text, tuple(value for name, value in figures if name in named))

    def number(self, anchor: str) -> str:
        """Give the number of a clause; of a paragraph without an anchor, that of its clause."""
        return self.clauses.get(anchor) or self.clauses.get(anchor.partition(".")[0], "")

    def reference(self, anchor: str) -> str:
        """Give a clause as it is quoted: `artikel 7.3`; empty where the letter has none."""
        number = self.number(anchor)
        if not number:
            return ""
        told = self.words["working"]["clause" if number[0].isdigit() else "annex"]
        return str(told).format(number=number).replace(" ", NBSP)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldExample:
    """An example in words. `clause` is an anchor; `amount` is None where there is no price."""

    title: str
    event: str
    clause: str
    lines: tuple[str, ...]
    amount: Money | None


def told_examples(
    engagement: Engagement, phrasing: Phrasing, words: Words
) -> tuple[ToldExample, ...]:
    """Work out the examples of a letter, and tell them; numbers of clauses are for the letter."""
    teller = Teller(phrasing.language, words, {})
    return tuple(_told(teller, one) for one in examples(Terms(engagement)))


REPEATING = ("slot",)
"""Steps that only say again what happens, which the row has told."""


def _told(teller: Teller, example: Example) -> ToldExample:
    words = teller.words["working"]["examples"][example.key]
    return ToldExample(
        title=words["title"],
        event=teller.told(str(words["event"]), example.figures),
        clause=words["clause"],
        lines=tuple(one.text for one in teller.steps(example.working) if one.key not in REPEATING),
        amount=example.working.total if example.priced else None,
    )
