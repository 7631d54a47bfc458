"""The interview that makes a spec: what to ask next, what an answer means, one question back.

Pure functions over an `Interview`, which never changes. Questions that are still open take their
example, so that there is a whole spec at every moment: an answer that brings an error into it is
not accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scopegen.diagnostics import Checked, Diagnostic, Path, Severity, has_errors
from scopegen.source import Field, fields
from scopegen.source.texts import Value, is_open, planted, text_at
from scopegen.spec.defaults import BY_LAW, LAW_OF
from scopegen.workflow.checking import examine
from scopegen.workflow.reading import SPEC_NAMES, engagement_schema
from scopegen.workflow.spec_file import spec_text
from scopegen.workflow.wording import talk_words

LANGUAGE: Path = ("meta", "language")
DATE: Path = ("meta", "date")
FIRST_PERSON: Path = ("parties", "authority", 0)
QUOTED = re.compile(r'"([^"]*)"')
"""A whole answer in the quotes that a spec would need."""
NOTICE = timedelta(weeks=4)
"""How long after the letter's date the example of a start is, at least."""


def _always(_: Value) -> bool:
    return True


def _pays(*models: str, unless: str = "") -> Callable[[Value], bool]:
    return lambda tree: (
        text_at(tree, ("fees", "model")) in models and not text_at(tree, ("fees", unless))
    )


def _signed_by_another(tree: Value) -> bool:
    return text_at(tree, ("parties", "provider", "kind")) != "sole_trader"


def _seated(tree: Value) -> bool:
    return text_at(tree, ("parties", "provider", "kind")) in {"bv", "nv", "ltd", "llp"}


def _dutch_company(tree: Value) -> bool:
    """A British client in business may have no number at all."""
    kind = text_at(tree, ("parties", "client", "kind"))
    law = text_at(tree, ("meta", "law")) or LAW_OF.get(text_at(tree, LANGUAGE) or "", "")
    return (kind, law) == ("company", "NL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: the field it fills, and how it may be answered."""

    path: Path
    fits: Callable[[Value], bool] = _always
    """Whether it is asked at all, given the tree so far."""
    suggested: bool = False
    """An empty answer takes the example."""
    optional: bool = False
    """An empty answer skips it."""
    many: bool = False
    """More answers, parted by semicolons."""
    besides: bool = False
    """A rate that is asked besides a price; the words say why."""

    @property
    def field(self) -> str:
        """The field as the schema names it: `parties.authority[].name`."""
        steps = ("[]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps)[1:]


QUESTIONS = (
    Question(path=LANGUAGE, suggested=True),
    Question(path=("meta", "id"), suggested=True),
    Question(path=("meta", "title")),
    Question(path=("parties", "provider", "kind"), suggested=True),
    Question(path=("parties", "provider", "name")),
    Question(path=("parties", "provider", "address")),
    Question(path=("parties", "provider", "seat"), fits=_seated),
    Question(path=("parties", "provider", "register_no")),
    Question(path=("parties", "provider", "email")),
    Question(path=("parties", "provider", "phone"), optional=True),
    Question(path=("parties", "provider", "signatory"), fits=_signed_by_another),
    Question(path=("parties", "client", "kind"), suggested=True),
    Question(path=("parties", "client", "name")),
    Question(path=("parties", "client", "address")),
    Question(path=("parties", "client", "register_no"), fits=_dutch_company),
    Question(path=(*FIRST_PERSON, "name")),
    Question(path=(*FIRST_PERSON, "role")),
    Question(path=(*FIRST_PERSON, "email")),
    Question(path=("engagement", "goal")),
    Question(path=("engagement", "scope"), many=True),
    Question(path=("engagement", "start"), suggested=True),
    Question(path=("fees", "model"), suggested=True),
    Question(path=("fees", "hourly_rate"), fits=_pays("hourly", unless="day_rate")),
    Question(path=("fees", "day_rate"), fits=_pays("daily", unless="hourly_rate")),
    Question(path=("fees", "fixed_price"), fits=_pays("fixed")),
    Question(path=("fees", "retainer", "fee"), fits=_pays("retainer")),
    Question(path=("fees", "retainer", "hours"), fits=_pays("retainer")),
    Question(
        path=("fees", "hourly_rate"),
        fits=_pays("fixed", "retainer", unless="day_rate"),
        besides=True,
    ),
)
"""All questions, in the order of the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """How far an interview is."""

    given: Value
    """What need not be asked."""
    today: date
    spoken: str
    """The language of the questions, and of the letter unless the answer is another."""
    said: tuple[tuple[Question, Value], ...] = ()
    """Each question with its answer, in the order of asking; None where it was skipped."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A whole spec, and the questions that are open: all but the optional took their example."""

    tree: Value
    open: tuple[Question, ...]

    @property
    def examples(self) -> tuple[Path, ...]:
        """The values that are examples."""
        taken = (question for question in self.open if not question.optional)
        return tuple(path for question in taken for path in _leaves(question, self.tree))


def _leaves(question: Question, tree: Value) -> Iterator[Path]:
    if not question.many:
        yield question.path
        return
    at = 0
    while text_at(tree, (*question.path, at)):
        yield (*question.path, at)
        at += 1


def filled(interview: Interview) -> Filled:
    """Fill a spec with what was given and said, and with examples for the rest."""
    tree, still_open = interview.given, []
    for question, value in interview.said:
        tree = tree if value is None else planted(tree, question.path, value)
    if is_open(tree, DATE):
        tree = planted(tree, DATE, interview.today.isoformat())
    asked = {question.path for question, _ in interview.said}
    for question in QUESTIONS:
        path = question.path
        if path not in asked and is_open(tree, path) and question.fits(tree):
            if not question.optional:
                tree = planted(tree, path, _example(question, tree, interview))
            still_open.append(question)
            asked.add(path)
    return Filled(_signed(tree, asked), tuple(still_open))


def _signed(tree: Value, asked: set[Path]) -> Value:
    """Let the one person sign who was asked for as the one who does."""
    sign, another = (*FIRST_PERSON, "sign"), (*FIRST_PERSON[:-1], 1)
    is_asked = any(path[: len(FIRST_PERSON)] == FIRST_PERSON for path in asked)
    is_meant = is_asked and is_open(tree, sign) and is_open(tree, another)
    return planted(tree, sign, "yes") if is_meant else tree


def _example(question: Question, tree: Value, interview: Interview) -> Value:
    text = typed_example(question, tree, interview)
    return _items(text) if question.many else text


def typed_example(question: Question, tree: Value, interview: Interview) -> str:
    """Give an example as one would type it: in the letter's language, under its law."""
    language = text_at(tree, LANGUAGE)
    letter = language if language in talk_words() else interview.spoken
    terms = BY_LAW.get(text_at(tree, ("meta", "law")), BY_LAW[LAW_OF[letter]])
    return str(talk_words()[letter]["examples"][question.field]).format(
        language=interview.spoken,
        currency=text_at(tree, ("meta", "currency")) or terms["currency"],
        year=interview.today.year,
        start=_start(text_at(tree, DATE), interview.today),
    )


def _start(dated: str, today: date) -> date:
    """Give a Monday after the date of the letter; a date that is none is told elsewhere."""
    try:
        day = date.fromisoformat(dated) + NOTICE
    except (ValueError, OverflowError):
        day = today + NOTICE
    return day + timedelta(days=-day.weekday() % 7)


def _items(text: str) -> Value:
    return [part.strip() for part in text.split(";") if part.strip()]


def examined(interview: Interview) -> tuple[Diagnostic, ...]:
    """Examine the spec as it is now; that there are examples in it is no finding."""
    text = spec_text(filled(interview).tree, interview.spoken)
    return examine(text.encode("utf-8", "surrogatepass"), SPEC_NAMES[0]).diagnostics


def answered(interview: Interview, typed: str) -> Checked[Interview]:
    """Answer the next question; no value and no findings mean that it needs an answer.

    Findings are errors that the answer brings, or warnings on its own field.
    """
    question = filled(interview).open[0]
    value = _meaning(question, _unquoted(typed.strip()), interview)
    if value is None and not question.optional:
        return Checked(None)
    after = replace(interview, said=(*interview.said, (question, value)))
    found = tuple(
        one
        for one in examined(after)
        if one.severity is Severity.ERROR or one.path == question.path
    )
    return Checked(None if has_errors(found) else after, found)


def _unquoted(typed: str) -> str:
    quoted = QUOTED.fullmatch(typed)
    return quoted[1] if quoted else typed


def _meaning(question: Question, typed: str, interview: Interview) -> Value:
    if not typed:
        offer = typed_example(question, filled(interview).tree, interview)
        return offer if question.suggested else None
    if question.many:
        return _items(typed)
    for number, (value, words) in enumerate(choices(question, interview.spoken), start=1):
        if typed.casefold() in {str(number), value.casefold(), words.casefold()}:
            return value
    return typed


def back(interview: Interview) -> Interview:
    """Go back one question; from the first there is nowhere to go."""
    return replace(interview, said=interview.said[:-1])


def wording(question: Question, language: str) -> str:
    """Give the question in words."""
    return str(talk_words()[language]["questions"][question.field])


def choices(question: Question, language: str) -> tuple[tuple[str, str], ...]:
    """Give the values that a question allows, with their meaning; none when it is open."""
    meanings = talk_words()[language]["choices"].get(question.field, {})
    return tuple((value, meanings[value]) for value in schema_field(question).allowed)


def schema_field(question: Question) -> Field:
    """Give what the schema says of the field that a question fills."""
    return next(
        each
        for each in fields(engagement_schema())
        if question.field in (each.path, each.path.removesuffix("[]"))
    )
