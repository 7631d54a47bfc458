"""Whether a reader sees text that is styled so; what cannot be told for certain is unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Colour = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
COLOURS: Mapping[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    **dict.fromkeys(("windowtext", "text", "canvastext", "auto", "initial"), BLACK),
    "red": (255, 0, 0),
    "darkred": (139, 0, 0),
    "maroon": (128, 0, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "darkblue": (0, 0, 139),
    "green": (0, 128, 0),
    "darkgreen": (0, 100, 0),
    "teal": (0, 128, 128),
    "purple": (128, 0, 128),
    "olive": (128, 128, 0),
    "orange": (255, 165, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "dimgray": (105, 105, 105),
    "darkgray": (169, 169, 169),
    "silver": (192, 192, 192),
    "yellow": (255, 255, 0),
}
SAME_AS_ABOVE = frozenset(("", "inherit", "currentcolor", "unset", "transparent", "none"))
UNCLEAR: Colour = (-1, -1, -1)
LEAST_CONTRAST = 40
"""Of 255: closer than this to what is behind it, text is easily missed (pale grey on white is)."""
SMALLEST, FARTHEST, NARROWEST = Decimal(5), Decimal(-100), Decimal(3)
"""Pixels: of a letter, beyond the edge, and of a box."""
PIXELS = {
    **{"": Decimal(1), "px": Decimal(1), "pt": Decimal(4) / 3, "pc": Decimal(16)},
    **{"em": Decimal(16), "rem": Decimal(16), "ex": Decimal(8), "ch": Decimal(8)},
    **{"%": Decimal("0.16"), "in": Decimal(96), "cm": Decimal(38), "mm": Decimal("3.8")},
    **{"vw": Decimal(8), "vh": Decimal(8)},
}

_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_LENGTH = re.compile(r"([+-]?\d{0,9}(?:\.\d{0,9})?)([a-z%]*)")
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*[, ]\s*(\d+)\s*[, ]\s*(\d+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)")
_STRING = re.compile(r"[\"'][^\"']*\w")
_NAMED = re.compile(r"[\w-]*[.#]([\w-]+)")
_PASSING = re.compile(r":(?:hover|visited|active|focus|link)\b")

_GONE = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "mso-hide": re.compile("all"),
    "position": re.compile("absolute|fixed"),
    "unicode-bidi": re.compile(".*override"),
    "text-decoration": re.compile(".*line-through"),
    "text-decoration-line": re.compile(".*line-through"),
    "z-index": re.compile(r"-\d"),
    "clip": re.compile(".*rect"),
    **dict.fromkeys(
        ("transform", "clip-path", "filter", "mask", "mask-image", "scale", "translate", "rotate"),
        re.compile("(?!none|initial|unset)."),
    ),
}
"""What a property says when text is not where, or not as, it is read here."""
_LEAST = {
    **dict.fromkeys(("font-size",), SMALLEST),
    **dict.fromkeys(("height", "width", "max-height", "max-width"), NARROWEST),
    **dict.fromkeys(("left", "right", "top", "bottom", "text-indent"), FARTHEST),
    **dict.fromkeys(("margin", "margin-left", "margin-top", "margin-right"), FARTHEST),
    "letter-spacing": Decimal(-3),
}
_LEAST_NUMBER = {"opacity": Decimal("0.3"), "line-height": Decimal("0.5")}


def declared(style: str) -> dict[str, str]:
    """Give what a style says, by property, in lower case, with CSS's own disguises taken off."""
    text = _ESCAPE.sub(_plain_sign, _REMARK.sub("", style)).lower()
    parts = (each.partition(":") for each in text.split(";") if ":" in each)
    return {name.strip(): " ".join(value.partition("!")[0].split()) for name, _, value in parts}


def _plain_sign(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return chr(code) if 0 < code < 0x110000 else found[2] or ""  # noqa: PLR2004 - end of Unicode


def hides(style: Mapping[str, str]) -> bool:
    """Tell whether text styled so is not seen, or not as it is written; colours are left out."""
    if not style:
        return False
    gone = any(name in style and seen.match(style[name]) for name, seen in _GONE.items())
    return gone or any(_too_little(style)) or _tells(style)


def _tells(style: Mapping[str, str]) -> bool:
    """Tell whether a style puts words of its own before or after the text."""
    named = (style.get(name, "") for name in ("content", "list-style", "list-style-type"))
    return any(map(_STRING.search, named))


def _too_little(style: Mapping[str, str]) -> Iterator[bool]:
    for name, least in _LEAST.items():
        for value in style.get(name, "").split():
            size = _pixels(value)
            yield size is not None and size < least
    for name, least in _LEAST_NUMBER.items():
        size = _pixels(style.get(name, ""))
        yield size is not None and size < least
    first = (_pixels(part.partition("/")[0]) for part in style.get("font", "").split())
    yield any(size is not None and size < SMALLEST for size in first)


def _pixels(value: str) -> Decimal | None:
    found = _LENGTH.fullmatch(value)
    if not found or found[1] in {"", "+", "-", "."} or found[2] not in PIXELS:
        return None
    return Decimal(found[1]) * PIXELS[found[2]]


def ink_of(style: Mapping[str, str], attribute: str, above: Colour) -> Colour:
    """Give the colour of text that is styled so, or the one from above it."""
    return _colour(style.get("color", attribute.lower().strip()), above)


def background_of(style: Mapping[str, str], attribute: str, above: Colour) -> Colour:
    """Give what lies behind text that is styled so, or what lies behind what is above it."""
    named = style.get("background-color", "") or style.get("background", "")
    found = _HEX.search(named) or _RGB.search(named)
    first = found[0] if found else next(iter(named.split()), "")
    is_colour = bool(found) or first in COLOURS
    return _colour(first if is_colour else attribute.lower().strip(), above)


def _colour(value: str, above: Colour) -> Colour:
    if value in SAME_AS_ABOVE:
        return UNCLEAR if value == "transparent" else above
    if value in COLOURS:
        return COLOURS[value]
    if found := _RGB.fullmatch(value):
        faint = found[4] and Decimal(found[4]) < (50 if found[5] else Decimal("0.5"))
        return UNCLEAR if faint else (int(found[1]), int(found[2]), int(found[3]))
    if not _HEX.fullmatch(value if value.startswith("#") else f"#{value}"):
        return UNCLEAR
    digits = value.removeprefix("#")
    whole = digits if len(digits) > 4 else "".join(each * 2 for each in digits)  # noqa: PLR2004 - #rgba
    faint = int(whole[6:8] or "ff", 16) < 128  # noqa: PLR2004 - half seen
    return UNCLEAR if faint else (int(whole[:2], 16), int(whole[2:4], 16), int(whole[4:6], 16))


def is_lost(ink: Colour, background: Colour) -> bool:
    """Tell whether text of one colour is easily missed on another."""
    if UNCLEAR in {ink, background}:
        return True
    return abs(_brightness(ink) - _brightness(background)) < LEAST_CONTRAST


def _brightness(colour: Colour) -> int:
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) // 1000


@dataclass(slots=True)
class Sheet:
    """What style sheets hide: names of classes and ids, elements, or nobody can tell what."""

    names: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    unclear: bool = False

    def add(self, text: str) -> None:
        """Read a style sheet."""
        text = _REMARK.sub("", text)
        for rule in text.split("}"):
            head, _, body = rule.rpartition("{")
            style = declared(body)
            if hides(style) or is_lost(ink_of(style, "", BLACK), _behind(style)):
                self._hide(head.rpartition("{")[2])
            self.unclear = self.unclear or _tells(style)

    def _hide(self, selectors: str) -> None:
        for selector in filter(None, selectors.split(",")):
            last = selector.split()[-1] if selector.strip() else ""
            if found := _NAMED.fullmatch(last):
                self.names.add(found[1])
            elif last.isalnum():
                self.elements.add(last.lower())
            elif not _PASSING.search(last):
                self.unclear = True


def _behind(style: Mapping[str, str]) -> Colour:
    return background_of(style, "", WHITE)
