"""What the words of a message decide: a yes only when nothing beside it could change it.

A yes must be said, not asked for or promised, in words that are all known; whatever else stands
beside it must be plain courtesy. Anything that is not understood makes the answer unclear, so a
person has to look. The lists are in `mail_lists`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from scopegen.evidence.mail_lists import (
    CHAT,
    CONDITION,
    COURTESY,
    DANGER,
    FRAME,
    HEDGED,
    NOT_BINDING,
    REFUSAL,
    SAYS_YES,
    TOPIC,
    UNHARMED,
    WISH,
    YES,
)
from scopegen.evidence.mail_named import without_amounts, without_names
from scopegen.evidence.mail_text import OwnWords, parted
from scopegen.model.evidence import Decision

LONGEST_ANSWER = 4_000
"""Longer words than this are not judged: a person has to read them."""
_SHOWN, _LONGEST_TOPIC = 90, 20
_PAPER, _AMOUNT = "Qpaperq", "Qamountq"
"""What stands in for a paper and an amount that were named; no word of any language."""
_KNOWN = {_PAPER.lower(), _AMOUNT.lower()}
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_ASIDE = re.compile(r"\(([^()]{0,90})\)|\"([^\"]{0,90})\"|'([^']{0,90})'(?!\w)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_DATED = re.compile(
    r"\b(?:d\.?d\.?|gedateerd|dated|van|of) (?:\w+day |\w+dag )?"
    r"(?:\d{1,2}[ ./-](?:\d{1,2}|[a-z]{3,9}\.?)[ ./-]\d{4}|\d{4}-\d\d-\d\d)(?![\w/-])",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[( ]*[1-9]\d{2,8}[). !]*")
_SENTENCE_END = re.compile(r"(?<=[.!;?])(?:\s+|$)|\n\s*\n")
_CLAUSE_END = re.compile(r",\s|\s(?:en|and|&)\s", re.IGNORECASE)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_WISHES = re.compile(rf"(?:^|(?<=[.,!?\n]))\s*(?:{WISH.pattern})\s*(?=[.!\n]|$)", re.IGNORECASE)
_FRIENDLY = set("👍🙂😊🙏✅😀😃😄👌🎉☺🤝💪✔✓")
_PUNCTUATION = set(".,:;!?'\"()[]/-&*#@+_€£$|")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided; `reason` names a hint of SG448, `extract` is what showed it."""

    decision: Decision
    reason: str = ""
    extract: str = ""


def judge(words: str) -> Judgement:
    """Judge unquoted words (see `mail_text.unquoted`); NONE when there are none."""
    if len(words) > LONGEST_ANSWER:
        return Judgement(Decision.UNCLEAR, "long", _cut(_line(words[:200])))
    own = parted(words)
    if not own.body:
        return Judgement(Decision.NONE, "nothing", "")
    judged = _judge_body(own.body)
    if judged.decision is not Decision.AGREE:
        return judged
    return _doubt(own) or judged


def _doubt(own: OwnWords) -> Judgement | None:
    """Say why a yes in the body cannot stand: small print, a footnote, words below the greeting.

    Programs write bold as a word between two asterisks; one alone refers to a footnote.
    """
    if own.body.count("*") % 2:
        return Judgement(Decision.UNCLEAR, "beside", "*")
    small = _line(f"{own.disclaimer} {own.below}")
    if found := NOT_BINDING.search(small):
        return Judgement(Decision.UNCLEAR, "not_binding", _around(small, found))
    below = _masked(own.below)
    if found := _first(below, CONDITION, REFUSAL, HEDGED):
        return Judgement(Decision.UNCLEAR, "below", _around(below, found))
    return None


def _judge_body(body: str) -> Judgement:
    text = _masked(body)
    sentences = list(_sentences(text))
    said = [each for each in sentences if SAYS_YES.search(HEDGED.sub(" ", REFUSAL.sub(" ", each)))]
    plainly = [each for each in said if not each.rstrip().endswith("?")]
    refusal, condition = REFUSAL.search(text), CONDITION.search(text)
    if refusal and not plainly:
        return _refusal(text, refusal)
    if not plainly:
        reason = "question" if said else "hedged" if YES.search(text) else "no_yes"
        return Judgement(Decision.UNCLEAR, reason, _cut(_line(body)))
    if condition:
        return Judgement(Decision.CONDITIONAL, "condition", _around(text, condition))
    if refusal:
        return Judgement(Decision.UNCLEAR, "both", _around(text, refusal))
    if "?" in text:
        asked = next(each for each in sentences if "?" in each)
        return Judgement(Decision.CONDITIONAL, "question", _cut(asked))
    return _beside(text, sentences)


def _refusal(text: str, found: re.Match[str]) -> Judgement:
    if HEDGED.search(text) and not REFUSAL.search(HEDGED.sub(" ", text)):
        return Judgement(Decision.UNCLEAR, "hedged", _around(text, found))
    return Judgement(Decision.REFUSE, "refused", _around(text, found))


def _beside(text: str, sentences: list[str]) -> Judgement:
    """Believe a yes when nothing hedges it and everything beside it is known."""
    if found := HEDGED.search(text) or NOT_BINDING.search(text):
        return Judgement(Decision.UNCLEAR, "hedged", _around(text, found))
    strange = next((each for each in text if not _is_plain(each)), None)
    if strange is not None:
        return Judgement(Decision.UNCLEAR, "beside", strange)
    for sentence in sentences:
        for clause in _clauses(sentence):
            if not _is_harmless(clause):
                return Judgement(Decision.UNCLEAR, "beside", _cut(clause))
    return Judgement(Decision.AGREE)


def _masked(body: str) -> str:
    """Put a word in the place of each paper and amount; drop what looks worse than it is."""
    text = "\n\n".join(map(_line, re.split(r"\n\s*\n", body)))
    text = _WISHES.sub(" ", _ADDRESS.sub(" ", text))
    text = _DATED.sub(" ", without_names(text, f" {_PAPER} "))
    text = without_amounts(text, f" {_AMOUNT} ")
    text = re.sub(rf"{_PAPER}\s+(?i:of|van)\s+{_PAPER}", _PAPER, text)
    text = UNHARMED.sub(lambda m: " ONBEHALF " if "behalf" in m[0].lower() else " ", text)
    return re.sub(rf"\b(?i:(?:of|van)\s+(?:the |het )?)\s*(?={_PAPER}|{_AMOUNT})", " ", text)


def _sentences(text: str) -> Iterator[str]:
    yield from (each.strip() for each in _SENTENCE_END.split(text) if each and each.strip())


def _clauses(sentence: str) -> Iterator[str]:
    rest = _ASIDE.sub(lambda m: " " if _is_topic(m[1] or m[2] or m[3] or "") else m[0], sentence)
    yield from (each.strip() for each in _CLAUSE_END.split(rest) if each.strip())


def _is_harmless(clause: str) -> bool:
    if YES.search(clause):
        head, _, tail = _at_topic(clause)
        return _all_known(YES.sub(" ", head), FRAME) and _is_topic(YES.sub(" ", tail))
    if COURTESY.match(clause) and _is_topic(clause):
        return True
    if _BARE_NUMBER.fullmatch(clause):
        return True  # an amount, perhaps; the proposal holds it against what was asked
    head, _, tail = _at_topic(clause)
    return _all_known(head, CHAT) and _is_topic(tail)


def _at_topic(clause: str) -> tuple[str, str, str]:
    found = TOPIC.search(clause)
    return (clause[: found.start()], found[0], clause[found.end() :]) if found else (clause, "", "")


def _all_known(text: str, known: frozenset[str]) -> bool:
    return all(word in known or word in _KNOWN for word in _words(text))


def _is_topic(text: str) -> bool:
    """Tell whether a stretch can only name something, thank or wish."""
    text = re.sub(rf"\b(?:{_PAPER}|{_AMOUNT})\b", " ", text)
    return len(_words(text)) <= _LONGEST_TOPIC and not _first(
        text, DANGER, CONDITION, REFUSAL, HEDGED
    )


def _words(text: str) -> list[str]:
    return [word.lower().rstrip(".") for word in _WORD.findall(text)]


def _first(text: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    return next((found for each in patterns if (found := each.search(text))), None)


def _is_plain(character: str) -> bool:
    """Tell whether a character is a Latin letter, a digit, a space or a known sign."""
    if character.isalpha():
        return "LATIN" in unicodedata.name(character, "")
    known = character.isdigit() or character.isspace() or character in _PUNCTUATION
    return known or character in _FRIENDLY or ord(character) in _SKIN_TONES


def _around(text: str, found: re.Match[str]) -> str:
    """Show what was found with a little of what stands around it."""
    start, end = max(0, found.start() - 25), found.end() + 35
    return _cut(text[start:end])


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str) -> str:
    text = _line(re.sub(rf"\b(?:{_PAPER}|{_AMOUNT})\b[ ]*", "... ", text))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
