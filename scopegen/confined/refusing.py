"""Refuses what no reader of a file needs: a network, another program, a file to write.

This holds for what Python code does, on every system. Code that is no longer Python's would not ask
Python; that is what the limits of the system itself are for.
"""

from __future__ import annotations

import os
import sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ELSEWHERE = frozenset(
    (
        *("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"),
        *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
        *("subprocess.Popen", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork"),
        *("os.forkpty", "pty.spawn", "os.startfile", "os.kill", "os.putenv", "sqlite3.connect"),
        *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
        *("os.symlink", "os.truncate", "os.utime", "winreg.CreateKey", "winreg.SetValue"),
    )
)
"""Events of Python (PEP 578) by which a reader would reach beyond its own process."""
OWN = ("127.0.0.1", "::1")
"""Where asyncio on Windows makes the pair of sockets that it wakes itself up with."""


def refuse_the_rest() -> None:
    """Refuse it from here on; nothing can take this back.

    Whoever tries gets a PermissionError.
    """
    sys.addaudithook(_hear)


def _hear(event: str, args: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & WRITING
    if writes or (event in ELSEWHERE and not _to_itself(event, args)):
        raise PermissionError(event)


def _to_itself(event: str, args: tuple[object, ...]) -> bool:
    if sys.platform != "win32" or event not in {"socket.bind", "socket.connect"}:
        return False
    address = args[1]
    return isinstance(address, tuple) and address[:1] in {(own,) for own in OWN}
