"""Changes to texts that keep their shape, so that what is behind the first check is reached."""

from __future__ import annotations

import random
import re
from ast import literal_eval
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

Change = Callable[[bytes, int, int], bytes]
"""What a fuzzer calls: the input, how long it may become, and a seed."""

BYTES = (*b"\x00\x01\t\n\r\x0c\x1b \"#%&'()*,-./09:<=>?@AZ[\\]_az{|}~\x7f\x80\x85\xa0\xc2\xe2\xff",)
NUMBERS = (0, 1, 2, 7, 12, 13, 28, 29, 30, 31, 59, 60, 99, 100, 365, 366, 2023, 2100, 9999, 10**6)
FEW, SOME = (1, 1, 2, 4), (1, 1, 1, 2, 3, 5)
"""How many changes are made at once; most often one."""
INDENTS = (b" ", b"  ", b"- ", b"")
VALUE = re.compile(rb"^[ -]*([a-z_]+): +([^\n]+)$", re.MULTILINE)


@cache
def words_of(name: str) -> tuple[bytes, ...]:
    """Give a dictionary: what has a meaning in such files, or once had one for an attacker."""
    text = (Path(__file__).parent / "dictionaries" / f"{name}.txt").read_text(encoding="ascii")
    return tuple(literal_eval(line) for line in text.splitlines())


def bytes_changed(data: bytes, picks: random.Random) -> bytes:
    """Change bytes without knowing what they mean."""
    made = bytearray(data)
    for _ in range(picks.choice(FEW)):
        at, how = picks.randrange(len(made) + 1), picks.randrange(5)
        if how == 0 and at < len(made):
            made[at] ^= 1 << picks.randrange(8)
        elif how == 1 and at < len(made):
            made[at] = picks.choice(BYTES)
        elif how == 2:
            made[at:at] = bytes([picks.choice(BYTES)]) * picks.choice((1, 1, 2, 9))
        elif how == 3:
            del made[at : at + picks.choice((1, 1, 3, 20))]
        else:
            start = picks.randrange(len(made) + 1)
            made[at:at] = made[start : start + picks.choice((1, 4, 30))]
    return bytes(made)


def of_lines(words: Sequence[bytes], others: Sequence[bytes]) -> Change:
    """Give a change of texts: of lines, and of the values on them.

    `words` may stand anywhere; `others` are texts to borrow lines and values from.
    """
    kin: dict[bytes, list[bytes]] = {}
    for name, value in (found for each in others for found in VALUE.findall(each)):
        kin.setdefault(name, []).append(value)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        picks = random.Random(seed)
        lines = data.split(b"\n")
        for _ in range(picks.choice(SOME)):
            if kin and picks.randrange(3):
                _value(lines, picks, kin, words)
            else:
                _line(lines, picks, words, others)
        return b"\n".join(lines)[:longest]

    return change


def _value(
    lines: list[bytes], picks: random.Random, kin: dict[bytes, list[bytes]], words: Sequence[bytes]
) -> None:
    """Give a field the value that it has elsewhere, or a word of the dictionary."""
    places = [at for at, line in enumerate(lines) if VALUE.match(line)]
    if places:
        at = picks.choice(places)
        head, _, _ = lines[at].partition(b": ")
        near = kin.get(head.strip(b" -"), words)
        lines[at] = head + b": " + picks.choice(near if picks.randrange(4) else words)


def _line(
    lines: list[bytes], picks: random.Random, words: Sequence[bytes], others: Sequence[bytes]
) -> None:
    at, how = picks.randrange(len(lines)), picks.randrange(5)
    if how == 0:
        lines[at] = bytes_changed(lines[at], picks)
    elif how == 1:
        lines.insert(at, picks.choice(lines))
    elif how == 2:
        del lines[at : at + picks.choice((1, 1, 2, 6))]
    elif how == 3:
        there = picks.choice(others).split(b"\n")
        start = picks.randrange(len(there))
        lines[at : at + picks.choice((0, 1, 3))] = there[start : start + picks.choice((1, 2, 8))]
    else:
        lines[at] = _within(lines[at], picks, words)
    lines[:] = lines or [b""]


def _within(line: bytes, picks: random.Random, words: Sequence[bytes]) -> bytes:
    how, spot = picks.randrange(4), picks.randrange(len(line) + 1)
    if how == 0:
        head, colon, _ = line.partition(b": ")
        return head + colon + picks.choice(words)
    if how == 1:
        return line[:spot] + picks.choice(words) + line[spot:]
    if how == 2:
        return re.sub(rb"\d+", lambda _: b"%d" % picks.choice(NUMBERS), line, count=1)
    return picks.choice(INDENTS) + line.lstrip()
