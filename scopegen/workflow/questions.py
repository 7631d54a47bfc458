"""What the interview asks: the sections, their questions, and when each question fits.

The words stand in `templates/phrases/talk/questions.toml`, what is usual in `norms`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from scopegen.diagnostics import Path
from scopegen.source.texts import Value, is_open, text_at
from scopegen.spec.checks import UNREGISTERED
from scopegen.spec.defaults import LAW_OF

Fits = Callable[[Value], bool]
LANGUAGE: Path = ("meta", "language")
DATE: Path = ("meta", "date")
PEOPLE: Path = ("parties", "authority")
FIRST_PERSON: Path = (*PEOPLE, 0)


def _always(_: Value) -> bool:
    return True


def _pays(*models: str, unless: str = "") -> Fits:
    return lambda tree: (
        text_at(tree, ("fees", "model")) in models and not text_at(tree, ("fees", unless))
    )


def _signed_by_another(tree: Value) -> bool:
    return text_at(tree, ("parties", "provider", "kind")) != "sole_trader"


def _has_number(tree: Value) -> bool:
    """Only a British sole trader or partnership trades without a number."""
    language = text_at(tree, LANGUAGE)
    law = text_at(tree, ("meta", "law")) or LAW_OF.get(language, "")
    return (law, text_at(tree, ("parties", "provider", "kind"))) not in UNREGISTERED


def _seated(tree: Value) -> bool:
    """A company says where it has its seat, or its registered office."""
    return text_at(tree, ("parties", "provider", "kind")) in {"bv", "nv", "ltd", "llp"}


def _dutch_company(tree: Value) -> bool:
    """A Dutch company always has a number; a British client in business may have none."""
    language = text_at(tree, LANGUAGE)
    law = text_at(tree, ("meta", "law")) or LAW_OF.get(language, "")
    return (text_at(tree, ("parties", "client", "kind")), law) == ("company", "NL")


def _without_levels(tree: Value) -> bool:
    """A chosen level of availability says it already."""
    return is_open(tree, ("availability", "tiers"))


def _with_emergencies(tree: Value) -> bool:
    return bool(text_at(tree, ("availability", "emergency", "definition")))


def _works_late(tree: Value) -> bool:
    return text_at(tree, ("out_of_hours", "policy")) != "refuse"


def _needs_something(tree: Value) -> bool:
    return not is_open(tree, ("preconditions", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the field it fills, and how it may be answered."""

    path: Path
    fits: Fits = _always
    """Whether it is asked at all, given the tree so far."""
    suggested: bool = False
    """An empty answer takes the example."""
    usual: bool = False
    """An empty answer takes what is usual."""
    optional: bool = False
    """An empty answer skips it, or ends its list."""
    many: bool = False
    """More answers: one by one, or at once with semicolons between them."""
    besides: bool = False
    """A rate that is asked besides a price; the words say why."""
    again: bool = False
    """It asks for one more, after others of its list."""
    other: bool = False
    """It asks for people besides the one that other questions ask for."""
    preset: bool = False
    """The answer is one of the worked-out terms that `norms` has for the field."""

    @property
    def field(self) -> str:
        """The field as the schema names it: `parties.authority[].name`, `engagement.scope`."""
        steps = ("[]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps)[1:].removesuffix("[]")

    @property
    def words(self) -> str:
        """The name of its words; who comes besides the first person is asked for otherwise."""
        return f"other.{self.path[-1]}" if self.other else self.field

    @property
    def required(self) -> bool:
        """Whether there is no letter without an answer."""
        return not (self.optional or self.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Things that are asked one by one until nothing is said: each has the same questions."""

    root: Path
    names: tuple[str, ...]
    """The fields of one thing; nothing said for the first of them ends the list."""
    letter: str = ""
    """What its ids begin with; empty when it has none."""
    first: int = 0
    """How many of them other questions ask for."""
    exemplary: bool = False
    """Where it is wanted and not asked, one example stands in."""
    suggested: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()

    def questions(self, at: int) -> tuple[Question, ...]:
        """Give the questions of one thing, counted from the first that is asked for here."""
        place = (*self.root, self.first + at)
        return tuple(
            Question(
                path=(*place, name),
                optional=name == self.names[0],
                suggested=name in self.suggested,
                usual=name in self.usual,
                again=at > 0,
                other=self.first > 0,
            )
            for name in self.names
        )


Asked = Question | Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions under one heading."""

    name: str
    asks: tuple[Asked, ...]
    essential: bool = False
    """It is always asked; the others are offered."""


class How(TypedDict, total=False):
    """How a question may be answered; see `Question`."""

    suggested: bool
    usual: bool
    optional: bool
    many: bool
    besides: bool
    preset: bool


def ask(dotted: str, fits: Fits = _always, **how: Unpack[How]) -> Question:
    """Make a question for a field as one would type it: `fees.model`."""
    return Question(path=tuple(dotted.split(".")), fits=fits, **how)


TROUBLE, MORE = ask("complaints", optional=True), ask("more", optional=True)
"""What goes wrong now, and which sections to ask besides; neither is a field of the spec."""
APART = (TROUBLE.path, MORE.path)

SECTIONS = (
    Section(name="trouble", essential=True, asks=(TROUBLE,)),
    Section(
        name="who",
        essential=True,
        asks=(
            ask("meta.language", suggested=True),
            ask("meta.id", suggested=True),
            ask("meta.title"),
            ask("parties.provider.kind", suggested=True),
            ask("parties.provider.name"),
            ask("parties.provider.address"),
            ask("parties.provider.seat", _seated),
            ask("parties.provider.register_no", _has_number),
            ask("parties.provider.email"),
            ask("parties.provider.phone", optional=True),
            ask("parties.provider.signatory", _signed_by_another),
            ask("parties.client.kind", suggested=True),
            ask("parties.client.name"),
            ask("parties.client.address"),
            ask("parties.client.register_no", _dutch_company),
            Question(path=(*FIRST_PERSON, "name")),
            Question(path=(*FIRST_PERSON, "role")),
            Question(path=(*FIRST_PERSON, "email")),
        ),
    ),
    Section(
        name="work",
        essential=True,
        asks=(
            ask("engagement.goal"),
            ask("engagement.scope", many=True),
            ask("engagement.start", suggested=True),
        ),
    ),
    Section(
        name="money",
        essential=True,
        asks=(
            ask("fees.model", suggested=True),
            ask("fees.hourly_rate", _pays("hourly", unless="day_rate")),
            ask("fees.day_rate", _pays("daily", unless="hourly_rate")),
            ask("fees.fixed_price", _pays("fixed")),
            ask("fees.retainer.fee", _pays("retainer")),
            ask("fees.retainer.hours", _pays("retainer")),
            ask("fees.hourly_rate", _pays("fixed", "retainer", unless="day_rate"), besides=True),
        ),
    ),
    Section(name="more", essential=True, asks=(MORE,)),
    Section(
        name="bounds",
        asks=(
            ask("engagement.out_of_scope", many=True, optional=True),
            Listing(
                root=("engagement", "deliverables"),
                names=("title", "criterion"),
                letter="D",
                exemplary=True,
            ),
            ask("engagement.end", optional=True),
        ),
    ),
    Section(
        name="people",
        asks=(
            Listing(
                root=PEOPLE, names=("name", "role", "email", "sign"), first=1, suggested=("sign",)
            ),
        ),
    ),
    Section(
        name="paying",
        asks=(
            ask("parties.provider.iban", optional=True),
            ask("parties.provider.vat_id", optional=True),
            ask("payment.term", usual=True),
            ask("fees.budget", _pays("hourly", "daily"), optional=True),
        ),
    ),
    Section(
        name="reach",
        asks=(
            ask("availability.windows", many=True, usual=True),
            ask("response.email", _without_levels, usual=True),
            ask("response.client", usual=True),
            ask("availability.emergency.definition", optional=True),
            ask("availability.emergency.number", _with_emergencies),
        ),
    ),
    Section(
        name="calls",
        asks=(
            Listing(root=("calls", "standing"), names=("day", "time", "length"), usual=("length",)),
            ask("calls.adhoc_per_week", _without_levels, usual=True),
            ask("calls.adhoc_free", usual=True),
        ),
    ),
    Section(
        name="cancelling",
        asks=(
            ask("attendance.tiers", usual=True, preset=True),
            ask("attendance.no_show", usual=True),
            ask("attendance.grace", usual=True),
        ),
    ),
    Section(
        name="after_hours",
        asks=(
            ask("out_of_hours.policy", usual=True),
            ask("out_of_hours.bands", _works_late, usual=True, preset=True),
        ),
    ),
    Section(
        name="needs",
        asks=(
            Listing(
                root=("preconditions",),
                names=("item", "owner", "due", "complete_when"),
                letter="P",
                exemplary=True,
            ),
            ask("engagement.start_gate", _needs_something, usual=True),
        ),
    ),
    Section(
        name="substitution",
        asks=(
            ask("substitution.notice", usual=True),
            ask("substitution.refusal", usual=True),
            ask("substitution.grounds", usual=True),
        ),
    ),
    Section(
        name="review", asks=(ask("review.every", usual=True), ask("review.length", usual=True))
    ),
    Section(
        name="wrong",
        asks=(
            ask("hold_fee.free", usual=True),
            ask("hold_fee.share", usual=True),
            ask("extra_work.goodwill", usual=True),
            ask("acceptance.review", usual=True),
            ask("acceptance.rounds", usual=True),
        ),
    ),
    Section(
        name="independence",
        asks=(
            ask("independence.client_sets_hours", suggested=True),
            ask("independence.supervision", suggested=True),
            ask("independence.leave_approval", suggested=True),
        ),
    ),
)
"""All sections, in the order of asking; the essential ones in the order of the letter."""
OFFERED = tuple(section.name for section in SECTIONS if not section.essential)


def section_of(path: Path) -> str:
    """Name the section in which something is asked; empty when nothing asks for it."""
    found = (one.name for one in SECTIONS if any(_asks(each, path) for each in one.asks))
    return next(found, "")


def _asks(one: Asked, path: Path) -> bool:
    if isinstance(one, Listing):
        *root, at, name = path if len(path) > len(one.root) else (*path, 0, "")
        is_one = isinstance(at, int) and at >= one.first and name in one.names
        return tuple(root) == one.root and is_one
    return path == one.path or (one.many and path[:-1] == one.path)
