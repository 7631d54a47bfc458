"""What a terminal may be told: text, line ends and our own colours; nothing else may steer it.

All output of a command passes `guarded_output`, also what Click says itself. Bytes are data for a
file or a program, and pass as they are.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO, cast

import click

STEERING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Unicode's controls, directions and other invisible signs, private signs, and line separators."""
SHOWN = re.compile(r"\x1b\[(?:[012]|3[1-6])m|\r\n|[^ -~\n\t]")
"""What is looked at: our colours and line ends, which pass, and every sign outside ASCII."""


def steers(character: str) -> bool:
    """Tell whether a character does something else than being seen."""
    return unicodedata.category(character) in STEERING


def safe(text: str) -> str:
    """Show what steers a terminal as an escape, line ends too: a value stays on its line."""
    return "".join(one if one == "\t" or not steers(one) else _escape(one) for one in text)


def escaped(text: str) -> str:
    r"""Show what steers as an escape, as `\x1b`; line ends, tabs and our colours stay."""
    return SHOWN.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    text = found[0]
    return _escape(text) if len(text) == 1 and steers(text) else text


def _escape(character: str) -> str:
    return f"\\x{ord(character):02x}"


def json_text(data: Mapping[str, Any]) -> str:
    """Write plain data as JSON; what steers a terminal stands in it as an escape of JSON."""
    return json_escaped(json.dumps(data, ensure_ascii=False, indent=1))


def json_escaped(text: str) -> str:
    """Give JSON text that says the same, without what steers a terminal."""
    return SHOWN.sub(lambda found: _json_escape(found[0]), text)


def _json_escape(text: str) -> str:
    if len(text) > 1 or not steers(text):
        return text
    return json.dumps(text)[1:-1] if text != "\x7f" else "\\u007f"


def echo_data(content: bytes) -> None:
    """Print the text of a file as it is, for a file or a program; on a terminal it is escaped."""
    click.echo(content.decode() if sys.stdout.isatty() else content, nl=False)


@contextmanager
def guarded_output() -> Iterator[None]:
    """Let everything that is written to standard output and error in here pass `escaped`."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", _Guarded(stream)) for stream in kept)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept


class _Guarded:
    """A text stream that escapes; the rest it leaves to the stream below it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, and give the length of what was asked to be written."""
        self._stream.write(escaped(text))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Write each line."""
        for line in lines:
            self.write(line)

    @property
    def encoding(self) -> str:
        """Name no ASCII: Click would go round this stream to the bytes; ours escapes instead."""
        named = self._stream.encoding or "utf-8"
        return "utf-8" if named.lower() in {"ascii", "us-ascii", "ansi_x3.4-1968"} else named

    def __getattr__(self, name: str) -> Any:
        if name == "fileno" and os.name == "nt":  # with it Click writes to the console itself
            raise AttributeError(name)
        return getattr(self._stream, name)
