"""A process that adds events, and says so after each one: what the tests break off or refuse.

    appending.py FILE PREFIX COUNT [nobody]

It prints the number of each event that was acknowledged, or the code of what stopped it. With
`nobody` it first gives up the rights of the system's administrator.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from registers import ENGAGEMENT, entries

from scopegen.diagnostics import ScopegenError
from scopegen.register.journal import open_register

NOBODY = 65534


def main(file: str, prefix: str, count: str, user: str = "") -> int:
    if user == "nobody" and os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        with open_register(Path(file), ENGAGEMENT, patience=60) as register:
            for each in entries(int(count), prefix):
                (event,) = register.append([each])
                say(str(event.seq))
    except ScopegenError as error:
        say(error.code)
        return 1
    return 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
