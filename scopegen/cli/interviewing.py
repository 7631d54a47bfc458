"""The conversation of `scopegen init`: puts the questions, in plain lines, and heeds the keys."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

import click

from scopegen.cli.talk import mark, phrase, safe
from scopegen.diagnostics import Checked, Path, Severity
from scopegen.workflow.answering import (
    answered,
    choices,
    help_on,
    mended,
    offer_words,
    reason,
    section_words,
    sections_on_offer,
    turned_on,
    typed_again,
    wording,
)
from scopegen.workflow.complaints import complaints
from scopegen.workflow.interview import Interview, back, filled, proposed_sections, typed_example
from scopegen.workflow.questions import MORE, OFFERED, TROUBLE, Question, section_of
from scopegen.workflow.recap import recap
from scopegen.workflow.wording import catalogue, talk_words

HELP, BACK, LETTER, LEAVE = "?", "<", "=", ("!", "stop")
NOTHING = "-"
"""No answer, where there was one before going back."""
WIDTH, LABEL = 78, 20
"""Columns of a line, and of the names in the letter so far."""
Keep = Callable[[Interview], None]
Row = tuple[str, str]
"""A name on page one, and what is agreed."""
Rows = tuple[Row, ...]


class Left(Exception):
    """Somebody wants to stop here, and go on later."""


def hold(interview: Interview, keep: Keep) -> Interview:
    """Ask until nothing is open; every step is kept.

    Raises:
        Left: when asked to stop.
        click.Abort: when the terminal is closed or interrupted.
    """
    if filled(interview).open:
        show(phrase("controls", interview.spoken))
    heading, earlier, told = "", dict[Path, object](), recap(interview)
    while filled(interview).open:
        question = filled(interview).open[0]
        heading = _head(section_of(question.path), heading, interview.spoken)
        again = typed_again(earlier.pop(question.path, None))
        before, interview = interview, _asked(question, interview, again)
        earlier |= before.said[len(interview.said) :]
        keep(interview)
        if len(interview.said) > len(before.said):
            told = _conclude(heading, interview, told)
    if heading in OFFERED:
        show_letter(recap(interview), interview.spoken)
    return interview


def _head(section: str, shown: str, spoken: str) -> str:
    if section != shown:
        show("")
        show(f"== {section_words(section, spoken)} ==", bold=True)
    return section


def _conclude(section: str, after: Interview, told: Rows) -> Rows:
    """Show what a complaint changes, and after a section what is new in the letter so far."""
    still_open = filled(after).open
    if section == "trouble":
        show_help_against(after)
        _show_proposed(after)
    if section == "trouble" or (still_open and section_of(still_open[0].path) == section):
        return told
    now = recap(after)
    if section in OFFERED and now != told:
        show_letter([row for row in now if row not in told], after.spoken, "recap_new")
    elif now != told:
        show_letter(now, after.spoken)
    return now


def prompt() -> str:
    """Read one answer."""
    return str(click.prompt("", "", show_default=False, prompt_suffix="> ", err=True)).strip()


def _asked(question: Question, interview: Interview, earlier: str) -> Interview:
    """Ask one question until it has an answer, or go back to the one before.

    `earlier` is what was answered before going back; an empty answer keeps it.
    """
    _put(question, interview, earlier)
    meant = earlier
    while True:
        typed = prompt()
        if typed == BACK:
            return back(interview)
        if typed.casefold() in LEAVE:
            raise Left
        if typed in (HELP, LETTER):
            (_help if typed == HELP else _letter)(question, interview)
            continue
        result = answered(interview, "" if typed == NOTHING else typed or meant)
        meant = "" if result.value else mended(result.diagnostics, question, interview)
        if meant:
            show(f"  {phrase('meant', interview.spoken, value=meant)}")
        else:
            _tell(result, question, interview.spoken)
        if result.value:
            return result.value


def _put(question: Question, interview: Interview, earlier: str) -> None:
    spoken, count = interview.spoken, len(interview.said)
    total = count + len(filled(interview).open)
    show("")
    show(phrase("number", spoken, number=count + 1, total=total), dim=True)
    show(wording(question, spoken), bold=True)
    show(f"  {phrase('besides', spoken) if question.besides else reason(question, spoken)}")
    for number, told in enumerate(_options(question, spoken), start=1):
        show(f"  {number:>2}  {told}")
    kept = "earlier_or_none" if question.optional else "earlier"
    same = phrase(kept, spoken, value=earlier) if earlier else ""
    show(f"  {same or _invitation(question, interview)}", dim=True)


def _options(question: Question, spoken: str) -> Iterator[str]:
    if question == TROUBLE:
        yield from (one.words[spoken] for one in complaints())
    elif question == MORE:
        yield from sections_on_offer(spoken)
    else:
        yield from (words for _, words in choices(question, spoken))


def _invitation(question: Question, interview: Interview) -> str:
    """Say what Enter means, and what else may be typed."""
    spoken = interview.spoken
    if question == MORE and proposed_sections(interview):
        return phrase("suggested_sections", spoken, value=offer_words(question, interview)[1])
    if question.usual or question.suggested:
        key, value = offer_words(question, interview)
        return phrase(key, spoken, value=value, example=value)
    shown = typed_example(question, filled(interview).tree, interview)
    hints = [phrase("for_example", spoken, example=shown)]
    if question.many and not question.again:
        hints.append(f"({phrase('several', spoken)})")
    if question.optional:
        hints.append(f"({phrase('next_or_end' if question.again else 'optional', spoken)})")
    return "  ".join(hints)


def _help(question: Question, interview: Interview) -> None:
    for line in help_on(question, interview.spoken):
        for row in textwrap.wrap(safe(line), WIDTH):
            show(f"  {row}")


def _letter(_: Question, interview: Interview) -> None:
    show_letter(recap(interview), interview.spoken)


def show_letter(rows: Sequence[Row], spoken: str, title: str = "recap") -> None:
    """Show the letter so far: rows of page one, in its own words."""
    show("")
    show(f"  {phrase(title, spoken)}", bold=True)
    for label, said in rows:
        text = safe(said) or phrase("recap_open", spoken)
        first, hang = f"  {label:<{LABEL}}", " " * (LABEL + 2)
        show(textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=hang))


def show_help_against(interview: Interview) -> None:
    """Show what the letter sets against what goes wrong: terms with their reasons, and clauses."""
    spoken = interview.spoken
    for trouble, remedies in turned_on(interview):
        show("")
        show(f"  {mark('done')} {trouble.words[spoken]}", bold=True)
        rows = [trouble.helps[spoken]]
        for each in trouble.sets:
            facts = {"field": each.field, "value": each.value, "why": each.why[spoken]}
            rows.append(phrase("turned_on_row", spoken, **facts))
        rows += [
            phrase("in_clause", spoken, heading=one.heading, does=one.clause.does(spoken))
            for one in remedies
        ]
        for row in rows:
            show(textwrap.fill(row, WIDTH, initial_indent="    ", subsequent_indent="      "))


def _show_proposed(interview: Interview) -> None:
    spoken = interview.spoken
    asked = [section_words(name, spoken) for name in proposed_sections(interview)]
    if asked:
        show("")
        told = phrase("offered", spoken, sections="; ".join(asked))
        show(textwrap.fill(told, WIDTH, initial_indent="  ", subsequent_indent="  "))


def _tell(result: Checked[Interview], question: Question, spoken: str) -> None:
    if not result.value and not result.diagnostics:
        lacking = "needed_too" if question.again or question.other else "needed"
        show(f"  {mark('stop')} {phrase(lacking, spoken)}")
    for one in result.diagnostics:
        message, hint = catalogue().of(one, spoken)
        shorter = min(len(one.path), len(question.path))
        is_own = one.path[:shorter] == question.path[:shorter]
        sign = f"{phrase('warning', spoken)}:" if result.value else mark("stop")
        show(f"  {sign} {safe(message if is_own else f'{one.dotted_path}: {message}')}")
        if hint:
            show(f"    {safe(hint)}")
    if result.value and any(one.severity is Severity.WARNING for one in result.diagnostics):
        show(f"    {phrase('kept_answer', spoken)}")


def refused(typed: str, spoken: str) -> bool:
    """Tell whether an answer to a yes-or-no question is a no."""
    return typed.casefold() in talk_words()[spoken]["no_words"]


def show(text: str, **look: bool) -> None:
    """Show a line of the conversation, beside the data of the command."""
    click.echo(click.style(text, **look) if look else text, err=True)
