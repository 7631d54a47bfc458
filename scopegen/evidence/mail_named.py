"""What the words of a message name: the paper and its version, amounts, and options.

Amounts are whole cents, so that nothing is lost in reading `1.512,00`, `1,512.00` or `1512,-`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from scopegen.model.evidence import FormIdentity

T = TypeVar("T")
LETTER = "letter"
UNREADABLE = -(10**18)
"""Stands for an amount or a version that is named but cannot be read as a number."""

_ITEM = re.compile(
    r"(?:(?<![\w/])(?P<engagement>(?!cr[ _-]?\d)[a-z0-9][\w.-]{1,60})/)?"
    r"(?<![\w])cr[ _-]{0,3}(?P<number>\d{1,6})(?!\d)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?:(?<![\w/])(?P<engagement>[a-z0-9][\w.-]{1,60})/letter\b)"
    r"|\b(?:opdrachtbevestiging|opdrachtbrief|engagement letter|letter of engagement)\b",
    re.IGNORECASE,
)
_NUMBERED_CHANGE = re.compile(
    r"\b(?:change request|wijzigingsverzoek|wijziging) (?:no\.? ?|nr\.? ?|nummer "
    r"|number )?(?P<number>\d{1,4})\b(?![.,]\d)",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?<![^\W_])(?:v(?:ers?)?\.? ?|(?:versie|version) ?(?:nr\.? |no\.? |nummer |number )?[:#]? ?)"
    r"(?P<number>\d{1,4}(?:\.\d{1,4})*)(?![\w%]|,\d)",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"\b(?:(?:optie|option|variant|alternatief|alternative|keuze"
    r"|choice) ?[:=]? ?(?P<named>[a-z])(?![\w'’])"
    r"|(?:kies|kiezen|choose|chose|gekozen|pick)(?: (?:wij|we|ik|voor"
    r"|for)){0,2} (?P<chosen>(?-i:[A-Z]))(?![\w'’]))",
    re.IGNORECASE,
)
_CURRENCIES = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euro's": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pond": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
}
_SIGN = r"€|£|\$|(?<![a-z])(?:eur(?:o(?:'?s)?)?|gbp|usd|pounds?|pond|dollars?)(?![a-z])"
_DIGITS = r"\d[\d.,' ]{0,25}\d|\d"
_DASHES = r"(?:[.,] ?[-=]{1,2})?"
_PLAIN_AMOUNT = (
    r"\d{1,3}(?:[., ']\d{3})+(?:[.,]\d\d)?|\d{1,12}[.,]\d\d"
    rf"|\d[\d.]{{0,15}}(?=[.,] ?[-=]{{1,2}})|\d{{1,12}}(?= ?(?:{_SIGN}))"
)
_AMOUNT = re.compile(
    rf"(?:(?P<outer>(?<!\S)-)?(?P<before>{_SIGN})[ ]?(?P<minus>-)?(?P<first>{_DIGITS}){_DASHES}"
    rf"|(?<![\w.,/-])(?P<second>{_PLAIN_AMOUNT}){_DASHES}(?![\w/-])(?: ?(?P<after>{_SIGN}))?)"
    r"(?P<scale> ?(?:k|mln|miljoen|million|m|duizend|thousand)\b)?",
    re.IGNORECASE,
)
_LOOSE_SIGN = re.compile(_SIGN, re.IGNORECASE)
_SCALES = {"k": 1_000, "duizend": 1_000, "thousand": 1_000}
_VAT = re.compile(
    r"\b(?:(?P<out>excl(?:usief|uding|usive of)?|ex|zonder|plus|without|before)"
    r"|(?P<with>incl(?:usief|uding|usive of)?|met|with))\.? (?:de )?(?:\d+ ?% ?)?(?:btw|vat)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A named amount in cents; `currency` is empty when only digits were written."""

    cents: int
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Everything that a text names, in order, without repeats."""

    engagements: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Print as a form does: `VRM-2027-03/CR-001/v1`, as far as it is named."""
        if len(self.items) != 1:
            return ", ".join(self.items)
        engagement = f"{self.engagements[0]}/" if len(self.engagements) == 1 else ""
        version = (
            f"/v{self.versions[0]}" if len(self.versions) == 1 and self.versions[0] >= 0 else ""
        )
        return f"{engagement}{self.items[0]}{version}"

    def over(self, other: Named) -> Named:
        """Fill what is not named here from `other`, where that speaks of the same paper."""
        if not self.items:
            return Named(
                engagements=other.engagements,
                items=other.items,
                versions=self.versions or other.versions,
            )
        if self.items != other.items:
            return self
        return Named(
            engagements=self.engagements or other.engagements,
            items=self.items,
            versions=self.versions or other.versions,
        )

    def differs(self, asked: FormIdentity) -> bool:
        """Tell whether anything else than the paper that was asked for is named."""
        return (
            any(each.casefold() != asked.engagement.casefold() for each in self.engagements)
            or any(each != tidy_item(asked.item) for each in self.items)
            or any(each != asked.version for each in self.versions)
        )

    def lacks(self) -> bool:
        """Tell whether the paper or its version is not named."""
        return not (self.items and self.versions)


def tidy_item(item: str) -> str:
    """Write an item one way: `cr 1` is `CR-001`, `Letter` is `letter`."""
    found = re.fullmatch(r"cr[ _-]{0,3}(\d{1,6})", item.strip(), re.IGNORECASE)
    return f"CR-{int(found[1]):03}" if found else item.strip().lower()


def named_in(text: str) -> Named:
    """Find the papers and versions that a text names."""
    items = [(m.start(), tidy_item(f"CR-{m['number']}")) for m in _ITEM.finditer(text)]
    items += [(m.start(), tidy_item(f"CR-{m['number']}")) for m in _NUMBERED_CHANGE.finditer(text)]
    items += [(m.start(), LETTER) for m in _LETTER.finditer(text)]
    places = (*_ITEM.finditer(text), *_LETTER.finditer(text))
    return Named(
        engagements=_once(m["engagement"] for m in places if m["engagement"]),
        items=_once(item for _, item in sorted(items)),
        versions=_once(_version(m["number"]) for m in _VERSION.finditer(text)),
    )


def _version(text: str) -> int:
    whole, _, rest = text.partition(".")
    return UNREADABLE if rest.strip("0.") else int(whole)


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def options_in(text: str) -> tuple[str, ...]:
    """Give the letters of the options that a text chooses."""
    return _once((m["named"] or m["chosen"]).upper() for m in _OPTION.finditer(text))


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Give the amounts that a text names; an unreadable one (`duizend euro`) is `UNREADABLE`."""
    text = without_names(text)
    found = [_amount(m) for m in _AMOUNT.finditer(text)]
    if _LOOSE_SIGN.search(_AMOUNT.sub(" ", text)):
        found.append(Amount(UNREADABLE))
    return _once(found)


def _amount(found: re.Match[str]) -> Amount:
    sign = (found["before"] or found["after"] or "").lower()
    cents = cents_of(found["first"] or found["second"])
    scale = (found["scale"] or "").strip().lower()
    if scale:
        cents = cents * _SCALES.get(scale, 1_000_000) if cents >= 0 else cents
    if (found["minus"] or found["outer"]) and cents >= 0:
        cents = -cents
    return Amount(cents, _CURRENCIES.get(sign, ""))


def cents_of(digits: str) -> int:
    """Read `1.512,00`, `1,512.00`, `1 512`, `1512.5` as cents; `UNREADABLE` when it is none."""
    digits = digits.strip().replace(" ", "").replace("'", "").rstrip(".,")
    shape = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?", digits)
    if not shape or (shape[2] and shape[2] == shape[3]):
        return UNREADABLE
    whole = int(re.sub(r"[.,]", "", shape[1]))
    return whole * 100 + int((shape[4] or "").ljust(2, "0"))


def bare_numbers_in(text: str) -> set[int]:
    """Give the whole numbers that stand on their own, in cents; they may name an amount."""
    rest = without_amounts(without_names(text))
    return {int(n) * 100 for n in re.findall(r"(?<![\w.,/-])[1-9]\d{2,8}(?![\w/-]|[.,]\d)", rest)}


def vat_in(text: str) -> set[str]:
    """Tell whether a text says with or without VAT: a set of `in` and `out`."""
    return {"in" if m["with"] else "out" for m in _VAT.finditer(text)}


def without_names(text: str, mark: str = " ") -> str:
    """Put `mark` in the place of each paper, version and option that is named."""
    for pattern in (_ITEM, _NUMBERED_CHANGE, _LETTER, _VERSION, _OPTION):
        text = pattern.sub(mark, text)
    return text


def without_amounts(text: str, mark: str = " ") -> str:
    """Put `mark` in the place of each amount, with what it says about VAT."""
    return _AMOUNT.sub(mark, _VAT.sub(mark, text))
