"""An interview that makes a spec: how far it is, what it asks next, and the spec so far.

Pure functions over an `Interview`, which never changes. Questions that are still open take their
example, so that there is a whole spec at every moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from scopegen.diagnostics import Diagnostic, Path
from scopegen.source.texts import Value, is_open, planted, text_at
from scopegen.spec.defaults import BY_LAW, LAW_OF
from scopegen.workflow.checking import examine
from scopegen.workflow.complaints import Complaint, Help, complaint
from scopegen.workflow.questions import (
    APART,
    DATE,
    FIRST_PERSON,
    LANGUAGE,
    MORE,
    OFFERED,
    SECTIONS,
    TROUBLE,
    Asked,
    Listing,
    Question,
    Section,
)
from scopegen.workflow.reading import SPEC_NAMES, Examined
from scopegen.workflow.spec_file import spec_text
from scopegen.workflow.wording import talk_words

NOTICE = timedelta(weeks=4)
"""How long after the letter's date the example of a start is, at least."""
Said = tuple[Path, Value]
"""What was answered where; None where it was skipped. A list may be that of several answers."""


class Extent(StrEnum):
    """How much an interview asks."""

    ALL = "all"
    LACKING = "lacking"
    """Only what the letter cannot do without: the rest was answered in a file."""
    NOTHING = "nothing"
    """The answers make a whole letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """How far an interview is."""

    given: Value
    """What need not be asked."""
    today: date
    spoken: str
    """The language of the questions, and of the letter unless the answer is another."""
    said: tuple[Said, ...] = ()
    """In the order of asking."""
    complaints: tuple[str, ...] | None = None
    """What goes wrong, where that was said beforehand."""
    settled: Value = field(default_factory=dict)
    """What a house standard sets: it counts, is not asked, and does not come into the spec."""
    extent: Extent = Extent.ALL


@dataclass(frozen=True, slots=True)
class Filled:
    """A whole spec, and the questions that are open: those the letter needs took their example."""

    tree: Value
    open: tuple[Question, ...]
    examples: tuple[Path, ...] = ()
    """The values that are examples."""


def troubles(interview: Interview) -> tuple[Complaint, ...]:
    """Give what goes wrong now, as far as it was said."""
    said = _answer(interview, TROUBLE)
    names = said if isinstance(said, list) else list(interview.complaints or ())
    return tuple(complaint(str(name)) for name in names)


def proposed_sections(interview: Interview) -> tuple[str, ...]:
    """Name the sections that fit what goes wrong."""
    wanted = {name for one in troubles(interview) for name in one.asks}
    return tuple(name for name in OFFERED if name in wanted)


def _chosen_sections(interview: Interview) -> tuple[str, ...]:
    if any(path == MORE.path for path, _ in interview.said):
        said = _answer(interview, MORE)
        return tuple(str(name) for name in said) if isinstance(said, list) else ()
    return proposed_sections(interview)


def _answer(interview: Interview, asked: Question) -> Value:
    return next((value for path, value in interview.said if path == asked.path), None)


def sections(interview: Interview) -> tuple[Section, ...]:
    """Give the sections of this interview: the essential ones, and those that were chosen."""
    chosen = _chosen_sections(interview)
    return tuple(one for one in SECTIONS if one.essential or one.name in chosen)


def helps(interview: Interview) -> Mapping[Path, tuple[Complaint, Help]]:
    """Give what the complaints fill in; where two fill one field, the first does."""
    found: dict[Path, tuple[Complaint, Help]] = {}
    for one in troubles(interview):
        for each in one.sets:
            found.setdefault(each.path, (one, each))
    return found


def filled(interview: Interview) -> Filled:
    """Fill a spec with what was given and said, and with examples for what it needs besides."""
    tree, still_open, examples = _with_said(interview), [], list[Path]()
    if is_open(tree, DATE) and is_open(interview.settled, DATE):
        tree = planted(tree, DATE, interview.today.isoformat())
    asked = {path for path, _ in interview.said}
    wanted = proposed_sections(interview)
    for section in sections(interview):
        for question, stands_in in _due(section, interview, wanted=section.name in wanted):
            whole = together(interview, tree)
            if question.path in asked or not question.fits(whole):
                continue
            if stands_in:
                tree = _put(tree, question.path, example(question, whole, interview))
                examples += _leaves(question, tree)
            asked.add(question.path)
            still_open.append(question)
    whole = _helped(interview, _signed(interview, _numbered(interview, tree), asked))
    return Filled(whole, tuple(still_open), tuple(examples))


def _with_said(interview: Interview) -> Value:
    tree = interview.given
    for path, value in interview.said:
        if value is not None and path not in APART:
            tree = _put(tree, path, value)
    return tree


def _numbered(interview: Interview, tree: Value) -> Value:
    """Give each thing of a list its id: D1, D2."""
    for listing in (one for section in SECTIONS for one in section.asks):
        if isinstance(listing, Listing) and listing.letter and _is_free(interview, listing.root):
            at = 0
            while not is_open(tree, (*listing.root, at)):
                tree = planted(tree, (*listing.root, at, "id"), f"{listing.letter}{at + 1}")
                at += 1
    return tree


def _put(tree: Value, path: Path, value: Value) -> Value:
    *root, first = path
    if isinstance(first, int) and isinstance(value, list):
        for at, each in enumerate(value, start=first):
            tree = planted(tree, (*root, at), each)
        return tree
    return planted(tree, path, value)


def together(interview: Interview, tree: Value) -> Value:
    """Give the tree with what the house sets and the complaints fill in, to judge what fits."""
    return _beneath(_helped(interview, tree), interview.settled)


def _beneath(tree: Value, below: Value) -> Value:
    if not isinstance(tree, dict) or not isinstance(below, dict):
        return tree
    inner = {name: _beneath(tree[name], value) for name, value in below.items() if name in tree}
    return {**below, **tree, **inner}


def _helped(interview: Interview, tree: Value) -> Value:
    """Let the complaints fill in what is open."""
    whole = tree
    for path, (_, each) in helps(interview).items():
        if is_open(tree, path) and is_open(interview.settled, path):
            whole = planted(whole, path, each.value)
    return whole


def _signed(interview: Interview, tree: Value, asked: set[Path]) -> Value:
    """Let the one person sign who was asked for as the one who does."""
    sign, another = (*FIRST_PERSON, "sign"), (*FIRST_PERSON[:-1], 1)
    is_asked = any(path[: len(FIRST_PERSON)] == FIRST_PERSON for path in asked)
    is_meant = is_asked and is_open(tree, sign) and is_open(interview.given, another)
    return planted(tree, sign, "yes") if is_meant else tree


def _due(
    section: Section, interview: Interview, *, wanted: bool
) -> Iterator[tuple[Question, bool]]:
    """Give the questions of a section, each with whether an example stands in until it is said."""
    for one in section.asks:
        if interview.extent is Extent.NOTHING and not isinstance(one, Listing):
            continue
        for question, stands_in in _questions(one, interview, wanted=wanted):
            if stands_in or interview.extent is Extent.ALL:
                yield question, stands_in


def _questions(
    one: Asked, interview: Interview, *, wanted: bool
) -> Iterator[tuple[Question, bool]]:
    if isinstance(one, Listing):
        yield from _things(one, interview, wanted=wanted)
    elif one.path in APART:
        if one != TROUBLE or interview.complaints is None:
            yield one, False
    elif one.many:
        yield from _lines(one, interview)
    elif _is_free(interview, one.path):
        yield one, one.required


def _is_free(interview: Interview, path: Path) -> bool:
    return is_open(interview.given, path) and is_open(interview.settled, path)


def _lines(one: Question, interview: Interview) -> Iterator[tuple[Question, bool]]:
    """Ask for a line, and then for another until one is empty or all came at once."""
    if not _is_free(interview, one.path):
        return
    said = [value for path, value in interview.said if path[:-1] == one.path]
    if not said:
        yield replace(one, path=(*one.path, 0)), one.required
    elif isinstance(said[-1], str):
        more = replace(one, optional=True, usual=False, suggested=False, again=True)
        yield replace(more, path=(*one.path, len(said))), False


def _things(one: Listing, interview: Interview, *, wanted: bool) -> Iterator[tuple[Question, bool]]:
    """Ask for each thing of a list; what was begun is asked to its end."""
    if not _is_free(interview, one.root):
        return
    said, at = dict(interview.said), 0
    while said.get(one.questions(at)[0].path) is not None:
        yield from ((question, question.required) for question in one.questions(at)[1:])
        at += 1
    opening, *others = one.questions(at)
    if opening.path in said:
        return
    stands_in = wanted and one.exemplary and not at
    yield opening, stands_in
    if stands_in:
        yield from ((question, True) for question in others)


def _leaves(question: Question, tree: Value) -> Iterator[Path]:
    if not question.many:
        yield question.path
        return
    *root, at = question.path
    while text_at(tree, (*root, at)):
        yield (*root, at)
        at = int(at) + 1


def example(question: Question, tree: Value, interview: Interview) -> Value:
    """Give the example of an answer, as it goes into a spec."""
    text = typed_example(question, tree, interview)
    return items_of(text) if question.many else text


def typed_example(question: Question, tree: Value, interview: Interview) -> str:
    """Give an example as one would type it: in the letter's language, under its law."""
    language = text_at(tree, LANGUAGE)
    letter = language if language in talk_words() else interview.spoken
    return str(talk_words()[letter]["examples"][question.words]).format(
        language=interview.spoken,
        currency=currency_of(tree, letter),
        year=interview.today.year,
        start=_start(text_at(tree, DATE), interview.today),
    )


def currency_of(tree: Value, letter: str) -> str:
    """Name the currency that a spec counts in: its own, or that of its law or language."""
    terms = BY_LAW.get(text_at(tree, ("meta", "law")), BY_LAW[LAW_OF[letter]])
    return text_at(tree, ("meta", "currency")) or str(terms["currency"])


def _start(dated: str, today: date) -> date:
    """Give a Monday after the date of the letter; a date that is none is told elsewhere."""
    try:
        day = date.fromisoformat(dated) + NOTICE
    except (ValueError, OverflowError):
        day = today + NOTICE
    return day + timedelta(days=-day.weekday() % 7)


def items_of(text: str) -> Value:
    """Part an answer at its semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def examination(interview: Interview) -> Examined:
    """Examine the spec as it is now, with its letter; that there are examples is no finding."""
    whole = _beneath(filled(interview).tree, interview.settled)
    text = spec_text(whole, interview.spoken)
    return examine(text.encode("utf-8", "surrogatepass"), SPEC_NAMES[0])


def examined(interview: Interview) -> tuple[Diagnostic, ...]:
    """Give what is found in the spec as it is now."""
    return examination(interview).diagnostics


def back(interview: Interview) -> Interview:
    """Go back one question; from the first there is nowhere to go."""
    return replace(interview, said=interview.said[:-1])
