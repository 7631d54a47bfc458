"""The words that the sender wrote: without quotes, greeting, signature and disclaimer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scopegen.evidence.mail_lists import CHAT, CONDITION, DANGER, REFUSAL, YES

_FEWEST_HEADERS, _LONG_PARAGRAPH = 2, 200


def _over_lines(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern whose spaces may also be line ends."""
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE | flags)


_HEADER = (
    r"[ \t*_]{0,8}(?:van|from|von|de|expéditeur|absender|verzonden|sent|gesendet|envoyé|datum"
    r"|date|aan|to|an"
    r"|à|cc|bcc|kopie|onderwerp|subject|betreff|objet|reply-to|antwoord aan)[ \t]?\*{0,2}[ \t]?:"
)
_HEADER_LINE = re.compile(_HEADER, re.IGNORECASE)
_FROM_LINE = re.compile(
    r"[ \t*_]{0,8}(?:van|from|von|de|expéditeur|absender)[ \t]?\*{0,2}[ \t]?:", re.IGNORECASE
)
_CUT = re.compile(
    r"^[ \t]{0,3}(?:[-_–—=]{2,}[ \t]*(?:original message|oorspronkelijk bericht|origineel bericht"
    r"|ursprüngliche nachricht|message d'origine|message original|forwarded message"
    r"|doorgestuurd bericht|weitergeleitete nachricht|message transféré|reply message)\b"
    r"|begin forwarded message|begin doorgestuurd bericht|anfang der weitergeleiteten)",
    re.IGNORECASE,
)
_ATTRIBUTION_START = re.compile(r"^[ \t]{0,3}(?:op|on|am|le|den|\d{1,2}[./-]\d)\b", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"^(?=.{0,250}\d)(?:op|on|am|le|den|\d{1,2}[./-]\d).{0,260}"
    r"(?:schreef|geschreven|wrote|schrieb|a écrit)\b.{0,120}:$",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_ATTRIBUTION = re.compile(
    r"^[ \t]{0,3}[^\n>]{1,80}<[^<>\s@]+@[^<>\s@]+>[^\n]{0,60}(?:schreef|geschreven|wrote|schrieb"
    r"|a écrit)\b[^\n]{0,60}:[ \t]*$",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"^[ \t]*(?:sent from (?:my|outlook|yahoo|mail)|verzonden (?:vanaf|met|via|vanuit)"
    r"|verstuurd (?:vanaf|met|via|vanuit)"
    r"|get outlook for|outlook voor|download outlook|von meinem|envoyé de mon|gesendet (?:von|mit))"
    r"[^\n.]{0,60}\.?(?:<[^>\n]*>)?[ \t]*$",
    re.IGNORECASE,
)
_CLOSING = _over_lines(
    r"(?:^|(?<=[.!\n,;]))[^\S\n]*(?:met groet|(?:met )?(?:zeer )?(?:vriendelijke"
    r"|hartelijke|collegiale|warme"
    r"|beste) groet(?:en)?|hoogachtend"
    r"|m\.?v\.?g\.?(?=\W|$)|(?:with )?(?:kind|best|warm|warmest|kindest)(?: and warm)? (?:regards"
    r"|wishes)"
    r"|yours (?:sincerely|faithfully|truly)|sincerely yours|"
    r"(?:(?:groet(?:en|jes)?|gr\.?|regards|best|cheers|sincerely|thanks|thank you|many thanks"
    r"|bedankt|dank|dankjewel"
    r"|alvast bedankt|alvast dank|hartelijk dank)[^\S\n]*(?:[,!.]?[^\S\n]*(?=\n[^\S\n]*(?-i:[A-Z])"
    r"|\n\n|\n?\Z)"
    r"|,?[^\S\n](?-i:[A-Z][a-z]{1,20})[^\S\n]*(?=\Z|\n))))",
    re.MULTILINE,
)
_DASHES = re.compile(r"^--[ \t]?$", re.MULTILINE)
_AFTERTHOUGHT = re.compile(r"^[ \t]*(?:p\.? ?s\.?|n\.? ?b\.?|o ja|oh ja)(?=[\s:,.])", re.IGNORECASE)
_DISCLAIMER_START = _over_lines(
    r"\bdisclaimer\b|\bvertrouwelijk|\bconfidential|(?:dit|deze) (?:e-?mail(?:bericht)?|bericht"
    r"|informatie)\b[^.]{0,120}"
    r"\b(?:bestemd|bedoeld|bevat|bijlage|bindend|rechten)|(?:aan|uit) (?:dit|deze"
    r"|de inhoud)[^.]{0,60}rechten"
    r"|this (?:e-?mail|message|communication)\b[^.]{0,120}\b(?:intended|confidential|contain"
    r"|binding|privileged|constitute)"
    r"|if you are not the (?:intended|named|correct)|indien u niet de (?:beoogde|geadresseerde"
    r"|bedoelde)"
    r"|no rights can be derived|registered in england|think before you print|denk aan het milieu"
    r"|consider the environment"
)
_OF_A_DISCLAIMER = _over_lines(
    r"\b(?:bericht|e-?mail(?:s|bericht)?|geadresseerde|ontvanger|afzender|vertrouwelijk\w*"
    r"|disclaimer|algemene voorwaarden"
    r"|aansprakelijk\w*|messages?|recipients?|confidential\w*|liab\w+|terms and conditions"
    r"|virus\w*|registered|kvk"
    r"|virussen|privacy\w*|milieu|environment|sender)\b"
)
_GREETING = re.compile(
    r"\A\s*(?:(?:beste|geachte|lieve|dag|hallo|hoi|hi|hey|hello|dear|ha|goede(?:morgen|middag"
    r"|navond|ndag)"
    r"|good (?:morning|afternoon|evening)|l\.s\.)(?![\w-])(?P<to>[^\n,.!?:;]{0,60}?(?:\b(?:dr|drs"
    r"|mr|mrs|ms|ir|ing|prof)\.[^\n,!?:;]{0,40})?)"
    r"(?:[,!:]|\n|\Z)|(?P<name>[^\W\d_][\w'’-]{1,30}(?: [^\W\d_][\w'’-]{1,30})?),)",
    re.IGNORECASE,
)
_NAME = r"(?:(?:[A-Z]\.){1,4}|[A-Z\u00c0-\u00dd][\w'-]{0,30})"
_ONLY_A_NAME = re.compile(
    rf"(?:^|(?<=\n))[ \t]*{_NAME}(?:[ \t]+(?:(?:van|von|de|der|den|ten|ter|te"
    rf"|d')[ \t]+){{0,2}}{_NAME}){{0,4}}[ \t]*\Z"
)
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0x180E, 0xFE0F, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    ]
)
_ALIKE = str.maketrans("\u2018\u2019\u02bc\u201c\u201d", "'''\"\"") | dict.fromkeys(
    [*range(0x2010, 0x2015), 0x2212], "-"
)


_MOST_MARKS = 30
_LONGEST = 1_000_000
"""One character may become eighteen. Far shorter texts than this are not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The sender's words: what decides, what stands below it, and legal small print."""

    body: str
    below: str
    disclaimer: str


def plain(text: str) -> str:
    """Give the text with line ends, spaces, dashes and quotation marks of one kind."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    text = _short_of_marks(text.translate(_INVISIBLE))
    text = unicodedata.normalize("NFKC", text)[:_LONGEST].translate(_ALIKE)
    text = "".join(each if each == "\n" or each.isprintable() else " " for each in text)
    lines = [re.sub(r"[ \t]+", " ", line).rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _short_of_marks(text: str) -> str:
    """Leave out accents beyond those that any writing puts on one letter (UAX 15, section 13).

    Putting them in order takes minutes when there are many.
    """
    if text.isascii():
        return text
    kept, run = [], 0
    for each in text:
        run = run + 1 if unicodedata.combining(each) else 0
        if run <= _MOST_MARKS:
            kept.append(each)
    return "".join(kept)


def unquoted(text: str) -> str:
    """Give the words of a plain text that are not quoted, in the shape of `plain`."""
    lines, kept, at = plain(text).split("\n"), [], 0
    while at < len(lines):
        line = lines[at]
        if _CUT.match(line) or _is_header_block(lines, at):
            break
        if length := _attribution(lines, at):
            at += length
            if not _quote_follows(lines, at):
                break
            continue
        if not re.match(r" ?>", line):
            kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
        at += 1
    return plain("\n".join(kept))


def _is_header_block(lines: list[str], at: int) -> bool:
    """Tell whether `Van:`, `Verzonden:`, `Aan:` and `Onderwerp:` begin here, in any language."""
    if not _FROM_LINE.match(lines[at]):
        return False
    following = [line for line in lines[at + 1 : at + 10] if line.strip()][:5]
    return sum(bool(_HEADER_LINE.match(line)) for line in following) >= _FEWEST_HEADERS


def _attribution(lines: list[str], at: int) -> int:
    """Give how many lines `Op ... schreef ...:` takes from here; 0 when it does not stand here."""
    if _SHORT_ATTRIBUTION.match(lines[at]):
        return 1
    if not _ATTRIBUTION_START.match(lines[at]):
        return 0
    for length in range(1, 5):
        stretch = lines[at : at + length]
        if not all(line.strip() for line in stretch):
            return 0
        if _ATTRIBUTION.match(" ".join(stretch).strip()[:400]):
            return length
    return 0


def _quote_follows(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at:] if line.strip()), "")
    return bool(re.match(r" ?>", following))


def parted(words: str) -> OwnWords:
    """Part unquoted words: only the body may decide; a postscript belongs to it."""
    lines = [line for line in words.split("\n") if not _SENT_FROM.match(line)]
    upper, below = _cut_at_closing("\n".join(lines))
    opening, further = _first_paragraph(upper)  # small print never shares it with an answer
    body, small, trailing = _without_disclaimer(further)
    body = opening + body
    lower, more_small, more_trailing = _without_disclaimer(below)
    paragraphs = re.split(
        r"\n\s*\n|(?:\n|(?<=[.!?,])\s)(?=[ \t]*(?:p\.? ?s\.?|n\.? ?b\.?)[\s:,.])",
        "\n\n".join((trailing, lower, more_trailing)),
        flags=re.IGNORECASE,
    )
    after = [each for each in paragraphs if _AFTERTHOUGHT.match(each)]
    others = [each for each in paragraphs if not _AFTERTHOUGHT.match(each)]
    body = "\n\n".join((_without_name(_without_greeting(body).rstrip()), *after))
    return OwnWords(
        body=body.strip(),
        below="\n\n".join(others).strip(),
        disclaimer=f"{small}\n\n{more_small}".strip(),
    )


def _without_name(text: str) -> str:
    """Leave out a last line that is only a name."""
    found = _ONLY_A_NAME.search(text)
    speaks = found and (
        any(each.search(found[0]) for each in (YES, CONDITION, DANGER, REFUSAL))
        or all(word.lower() in CHAT for word in found[0].split())
    )
    return text if not found or speaks or not found.start() else text[: found.start()]


def _first_paragraph(text: str) -> tuple[str, str]:
    """Part after the first paragraph that is more than a greeting."""
    start = len(text) - len(_without_greeting(text).lstrip())
    end = text.find("\n\n", start)
    return (text, "") if end < 0 else (text[:end], text[end:])


def _cut_at_closing(text: str) -> tuple[str, str]:
    """Part at the first greeting at the end, or at the two dashes above a signature.

    A word of thanks on a line of its own opens a message as often as it closes one, so what comes
    before the first words is not a closing.
    """
    places = [
        found.start()
        for found in _CLOSING.finditer(text)
        if text[: found.start()].strip() or re.search("groet|regards|mvg", found[0], re.IGNORECASE)
    ]
    places += [found.start() for found in _DASHES.finditer(text)]
    place = min(places, default=len(text))
    return text[:place], text[place:]


def _without_disclaimer(text: str) -> tuple[str, str, str]:
    """Give what stands above a disclaimer, the disclaimer, and below it what is not part of it."""
    found = _DISCLAIMER_START.search(text)
    if not found:
        return text, "", ""
    start = max(text.rfind(mark, 0, found.start()) + 1 for mark in ".!\n")
    small: list[str] = []
    other: list[str] = []
    for index, paragraph in enumerate(re.split(r"\n\s*\n", text[start:])):
        of_it = index == 0 or len(paragraph) > _LONG_PARAGRAPH or _OF_A_DISCLAIMER.search(paragraph)
        (small if of_it and not _AFTERTHOUGHT.match(paragraph) else other).append(paragraph)
    return text[:start], "\n\n".join(small), "\n\n".join(other)


def _without_greeting(text: str) -> str:
    """Leave out `Beste Nadia,`; a line that says anything else stays."""
    found = _GREETING.match(text)
    if not found:
        return text
    name = found["to"] if found["to"] is not None else found["name"]
    speaks = SPEAKS.search(name) or (found["name"] and name.rstrip(",").lower() in CHAT)
    return text if speaks else text[found.end() :]


SPEAKS = re.compile(
    r"\d|\b(?:ja|nee|yes|no|akkoord|accoord|agree\w*|accept\w*|approv\w*|goed\w*|niet|geen|not"
    r"|mits|tenzij|als|indien|zodra|maar"
    r"|behalve|but|if|once|unless|except|subject|however|provided|op|onder|in|with|met|wel|only"
    r"|alleen|pas|eerst|tot|wij|we|ik|i)\b",
    re.IGNORECASE,
)
"""Words that no name has; a greeting that holds one is no mere greeting."""
