"""The process apart: it gives up its rights, reads what it is given, and answers once."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

from scopegen.confined import running
from scopegen.confined.refusing import refuse_the_rest

if sys.platform == "win32":
    from scopegen.confined.windows import keep_small
else:
    from scopegen.confined.posix import keep_small

SLOWER = 12
"""How many times what the start took the reading may take: a good form takes six times that."""
MOST_SECONDS = 20


def main(reader: str) -> None:
    """Answer what `reply` of the reader gives, on standard output.

    A reader with a `prepare` is let do that before it gives up its rights.
    """
    module = import_module(reader)
    getattr(module, "prepare", lambda: None)()
    head, content = sys.stdin.buffer.readline(), sys.stdin.buffer.read()
    processor, memory = map(int, head.split())
    keep_small(_seconds(processor), memory)
    refuse_the_rest()
    running.apart = True
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may speak there
    out.write(json.dumps(module.reply(content)))
    out.flush()


def _seconds(allowed: int) -> int:
    """Give a slow machine the time that it needs; how slow it is shows in what the start took."""
    started = -(-SLOWER * time.process_time_ns() // 10**9)
    return max(allowed, min(started, MOST_SECONDS))
