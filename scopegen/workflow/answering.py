"""Answering a question of an interview: what may be typed, what it means, what is wrong with it.

An answer that brings an error into the spec is not accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scopegen.diagnostics import Checked, Diagnostic, Path, Severity, finding, has_errors
from scopegen.document import Heading
from scopegen.drafting.library import Clause
from scopegen.source.kinds import KINDS
from scopegen.source.texts import Value, text_at
from scopegen.spec.identity import is_possible_vat
from scopegen.workflow.complaints import Complaint, clauses_against, complaints, heard
from scopegen.workflow.interview import (
    Interview,
    currency_of,
    examination,
    examined,
    example,
    filled,
    helps,
    items_of,
    proposed_sections,
    together,
    troubles,
)
from scopegen.workflow.norms import norm_of, schema_field, usual_text
from scopegen.workflow.questions import APART, LANGUAGE, MORE, OFFERED, TROUBLE, Question
from scopegen.workflow.telling import told
from scopegen.workflow.wording import talk_words

QUOTED = re.compile(r'"([^"]*)"')
"""A whole answer in the quotes that a spec would need."""


def offer(question: Question, interview: Interview) -> Value:
    """Give what an empty answer means: an example, what helps, or what is usual; None is nothing.

    Sections are offered where they fit what goes wrong.
    """
    if question == MORE:
        return [*proposed_sections(interview)] or None
    if question.suggested:
        tree = together(interview, filled(interview).tree)
        return example(question, tree, interview)
    if not question.usual:
        return None
    norm = norm_of(question.field)
    if question.preset and norm:
        return norm.presets[0].value
    helping = helps(interview).get(question.path)
    text = helping[1].value if helping else usual_text(question.field)
    return items_of(text.replace(",", ";")) if question.many else text or None


def answered(interview: Interview, typed: str) -> Checked[Interview]:
    """Answer the next question; no value and no findings mean that it needs an answer.

    Findings are errors that the answer brings, or warnings on its own field.
    """
    question = filled(interview).open[0]
    unquoted = _unquoted(typed.strip())
    value, found = _meaning(question, unquoted, interview)
    if found or (value is None and question.required):
        return Checked(None, found)
    return _judged(question, replace(interview, said=(*interview.said, (question.path, value))))


def _judged(question: Question, after: Interview) -> Checked[Interview]:
    begun = {one.path[:-1] for one in filled(after).open if isinstance(one.path[-2:][0], int)}
    found = tuple(
        one
        for one in (*examined(after), *_foreign_vat(question, after))
        if _is_about(one, question) or (one.severity is Severity.ERROR and not _is_in(one, begun))
    )
    return Checked(None if has_errors(found) else after, found)


def _foreign_vat(question: Question, after: Interview) -> Iterator[Diagnostic]:
    """Look at a VAT number that `check` lets be, while it can still be typed again (SG324)."""
    number = text_at(filled(after).tree, question.path) if question.path[-1] == "vat_id" else ""
    if number and number[:2].upper() != "NL" and not is_possible_vat(number):
        yield finding("SG324", None, question.path, severity=Severity.WARNING, found=number)


def _is_about(one: Diagnostic, question: Question) -> bool:
    path = question.path[:-1] if question.many else question.path
    return one.path[: len(path)] == path


def _is_in(one: Diagnostic, begun: set[Path]) -> bool:
    """Tell whether a finding is about a thing that is still being asked for."""
    return any(one.path[: len(place)] == place for place in begun)


def _unquoted(typed: str) -> str:
    quoted = QUOTED.fullmatch(typed)
    return quoted[1] if quoted else typed


Meaning = tuple[Value, tuple[Diagnostic, ...]]
"""What an answer puts into the spec, or why it cannot."""


def _meaning(question: Question, typed: str, interview: Interview) -> Meaning:
    if not typed:
        return offer(question, interview), ()
    if question == TROUBLE:
        return _named(question, typed, list(heard(typed, interview.spoken)))
    if question == MORE:
        return _named(question, typed, _sections_in(typed, interview.spoken))
    return _value(question, typed, interview.spoken)


def _value(question: Question, typed: str, spoken: str) -> Meaning:
    options = choices(question, spoken)
    if options:
        value = _picked(options, typed.casefold())
        wrong = () if value else (finding("SG922", None, question.path, found=typed),)
        return _chosen(question, value), wrong
    if question.many and ";" in typed:
        return items_of(typed), ()
    return typed, ()


def _picked(options: tuple[tuple[str, str], ...], typed: str) -> str:
    """Find the option that is meant: by number, name or meaning, or a word that only it has."""
    for number, (value, words) in enumerate(options, start=1):
        if typed in {str(number), value.casefold(), words.casefold()}:
            return value
    near = [v for v, words in options if typed in re.findall(r"[\w-]+", words.casefold())]
    begun = [v for v, words in options if words.casefold().startswith(typed)]
    return next((those[0] for those in (near, begun) if len(those) == 1), "")


def _named(question: Question, typed: str, names: list[str]) -> Meaning:
    if names:
        return [*names], ()
    code = "SG920" if question == TROUBLE else "SG922"
    return None, (finding(code, None, question.path, found=typed),)


def _chosen(question: Question, value: str) -> Value:
    norm = norm_of(question.field) if question.preset else None
    return next((one.value for one in norm.presets if one.id == value), None) if norm else value


def typed_again(value: object) -> str:
    """Give an answer as one could have typed it; empty for nothing and for worked-out terms."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else ""


def _sections_in(typed: str, spoken: str) -> list[str]:
    words = talk_words()[spoken]
    if typed.casefold() in words["all"]:
        return [*OFFERED]
    known = {str(number): name for number, name in enumerate(OFFERED, start=1)}
    known |= {words["sections"][name].casefold(): name for name in OFFERED}
    known |= {name: name for name in OFFERED}
    parts = [typed] if typed.casefold() in known else re.findall(r"[^\s,;]+", typed)
    wanted = [known.get(part.casefold(), "") for part in parts]
    return [name for name in OFFERED if name in wanted] if all(wanted) else []


def mended(found: tuple[Diagnostic, ...], question: Question, interview: Interview) -> str:
    """Give what was probably meant by an answer that was refused; empty when nothing is certain."""
    own = [one for one in found if one.severity is Severity.ERROR and _is_about(one, question)]
    facts = dict(own[0].facts) if own else {}
    if facts.get("hint") == "fix":
        return facts["fix"]
    if facts.get("hint") == "bare" and facts["expected"] == "money":
        tree = together(interview, filled(interview).tree)
        letter = text_at(tree, LANGUAGE) or interview.spoken
        return f"{currency_of(tree, letter)} {facts['number']}"
    if facts.get("hint") == "bare":
        unit = schema_field(question.field).example.partition(" ")[2]
        return f"{facts['number']} {unit}" if unit else ""
    return _register_number(own[0].code, facts.get("found", "")) if own else ""


def _register_number(code: str, typed: str) -> str:
    """Give eight digits that were typed with marks between them, or without the first zero."""
    digits = re.sub(r"[\s.]", "", typed)
    if code == "SG326" and re.fullmatch("[0-9]{7}", digits):
        digits = f"0{digits}"
    is_number = code in {"SG323", "SG326"} and re.fullmatch("[0-9]{8}", digits)
    return digits if is_number and digits != typed else ""


def wording(question: Question, language: str) -> str:
    """Give the question in words."""
    return str(talk_words()[language]["questions"][question.words])


def reason(question: Question, language: str) -> str:
    """Say in one line why it is asked, or what is wise."""
    return str(talk_words()[language]["reasons"][question.words])


def choices(question: Question, language: str) -> tuple[tuple[str, str], ...]:
    """Give the values that a question allows, with their meaning; none when it is open."""
    words = talk_words()[language]
    norm = norm_of(question.field) if question.preset else None
    if norm:
        return tuple((one.id, one.words[language]) for one in norm.presets)
    if question.path in APART:
        return ()
    about = schema_field(question.field)
    if about.kind == "yesno":
        return tuple((value, words["yes_no"][value]) for value in ("yes", "no"))
    meanings = words["choices"].get(question.field, {})
    return tuple((value, meanings[value]) for value in about.allowed)


def offer_words(question: Question, interview: Interview) -> tuple[str, str]:
    """Say what an empty answer takes, and why: the phrase that fits, and the value in words."""
    spoken, taken = interview.spoken, offer(question, interview)
    if question == MORE:
        numbers = [str(OFFERED.index(str(name)) + 1) for name in taken or ()]
        return "suggested", " ".join(numbers)
    if question.suggested:
        return "suggested", dict(choices(question, spoken)).get(str(taken), str(taken))
    is_helpful = question.path in helps(interview)
    key = "helpful" if is_helpful else "usual" if norm_of(question.field) else "proposed"
    return key, _in_words(question, taken, spoken)


def _in_words(question: Question, taken: Value, spoken: str) -> str:
    norm = norm_of(question.field) if question.preset else None
    if norm:
        return norm.presets[0].words[spoken]
    options = dict(choices(question, spoken))
    read = KINDS[schema_field(question.field).kind].read
    texts = taken if isinstance(taken, list) else [taken]
    return ", ".join(
        options.get(str(text)) or told_value(read(str(text)), spoken) for text in texts
    )


def told_value(value: object, spoken: str) -> str:
    """Phrase a value as the letter would; a number of times is a number."""
    return str(value) if isinstance(value, int) else told(value, spoken)


def help_on(question: Question, spoken: str) -> list[str]:
    """Say more about a question: what the field is, what is usual and who says so, where it stands.

    For what goes wrong: what the letter does about each complaint.
    """
    words = talk_words()[spoken]
    if question == TROUBLE:
        return [f"{one.words[spoken]}: {one.helps[spoken]}" for one in complaints()]
    if question == MORE:
        return [reason(question, spoken)]
    about, norm = schema_field(question.field), norm_of(question.field)
    rows = [about.doc[spoken]]
    if norm:
        facts = {"seen": norm.seen, "what": norm.words[spoken], "source": ", ".join(norm.source)}
        rows.append(str(words["seen_there"]).format(**facts))
    elif question.usual:
        rows.append(str(words["no_norm"]))
    return [*rows, str(words["place"]).format(field=about.path)]


def section_words(name: str, spoken: str) -> str:
    """Give the heading of a section."""
    return str(talk_words()[spoken]["sections"][name])


def sections_on_offer(spoken: str) -> tuple[str, ...]:
    """Give the headings of the sections that are asked only when chosen."""
    return tuple(section_words(name, spoken) for name in OFFERED)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A clause of the letter that helps, under the heading that it has there."""

    clause: Clause
    heading: str


def turned_on(interview: Interview) -> tuple[tuple[Complaint, tuple[Remedy, ...]], ...]:
    """Give each complaint that was made with the clauses of the letter that help."""
    letter = examination(interview).letter
    blocks = letter.flow() if letter else ()
    headings = {one.anchor: one.text for one in blocks if isinstance(one, Heading)}
    return tuple(
        (one, tuple(Remedy(each, headings[each.id]) for each in clauses_against(one, headings)))
        for one in troubles(interview)
    )
