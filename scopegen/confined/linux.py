"""Linux: a filter on system calls, so that no code in the process can reach out of it.

It needs no rights and works inside containers (seccomp(2)). On a processor that is not listed here
the process gets a network of its own with nothing in it, where the system lets it (unshare(2)).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EPERM

from scopegen.confined.refusing import WRITING

NO_NEW_PRIVILEGES, FILTER, ALL_THREADS = 38, 1, 1
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY, GIVE = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | EPERM
"""SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with the number that Python makes PermissionError of."""
NUMBER, PROCESSOR, ARGUMENTS = 0, 4, 16
"""Where these stand in what a filter sees (struct seccomp_data)."""
OTHER_CALLS = 0x40000000
"""From here on x86-64 counts its calls anew, for programs with short pointers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The numbers of a processor's system calls (asm/unistd.h of the kernel)."""

    processor: int
    seccomp: int
    """The call that takes a filter."""
    opening: dict[int, int]
    """Calls that open a file, and which argument says whether to write."""
    refused: tuple[int, ...]


CALLS = {
    "x86_64": Calls(
        processor=0xC000003E,
        seccomp=317,
        opening={2: 1, 257: 2},
        refused=(
            *(41, 42, 44, 46, 49, 50, 425),  # a network: socket, connect, send..., bind, io_uring
            *(56, 57, 58, 435, 59, 322),  # another process: clone, fork, vfork, clone3, exec...
            *(62, 200, 234, 101, 310, 311),  # into another: kill, tkill, tgkill, ptrace, vm_...
            *(85, 437, 76, 133, 259, 83, 258, 84),  # files: creat, openat2, truncate, mknod, mkdir
            *(87, 263, 82, 264, 316, 86, 265, 88, 266),  # unlink, rename, link, symlink
            *(90, 91, 268, 92, 93, 94, 260, 280),  # chmod, chown, utimensat
        ),
    ),
    "aarch64": Calls(
        processor=0xC00000B7,
        seccomp=277,
        opening={56: 2},
        refused=(
            *(198, 203, 206, 211, 200, 201, 425),
            *(220, 435, 221, 281),
            *(129, 130, 131, 117, 270, 271),
            *(437, 45, 33, 34),
            *(35, 38, 276, 37, 36),
            *(52, 53, 54, 55, 88),
        ),
    ),
}


def shut_off() -> None:
    """Shut the process off from the network, from other processes, and from writing files.

    Where the system has none of this, the process goes on without; `refusing` still holds.
    """
    system = ctypes.CDLL(None)
    calls = CALLS.get(os.uname().machine) if sys.maxsize > 2**32 else None
    if calls is None or not _filtered(system, calls):
        system.unshare(NEW_USER | NEW_NETWORK)


def _filtered(system: ctypes.CDLL, calls: Calls) -> bool:
    """Have the kernel ask the filter before each call of each thread; tell whether it does."""
    program = b"".join(filter_of(calls))
    kept = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HP", len(program) // 8, ctypes.addressof(kept))
    if system.prctl(NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        return False
    return not system.syscall(*map(ctypes.c_long, (calls.seccomp, FILTER, ALL_THREADS)), head)


def filter_of(calls: Calls) -> Iterator[bytes]:
    """Write the filter, in the language of the kernel's packet filter."""
    yield _step(LOAD, PROCESSOR)
    yield _step(JUMP_IF_EQUAL, calls.processor, yes=1)
    yield _step(GIVE, REFUSED)
    yield _step(LOAD, NUMBER)
    for number in calls.refused:
        yield from _refuse_if(JUMP_IF_EQUAL, number)
    yield from _refuse_if(JUMP_IF_AT_LEAST, OTHER_CALLS)
    for number, argument in calls.opening.items():
        yield _step(JUMP_IF_EQUAL, number, no=4)
        yield _step(LOAD, ARGUMENTS + 8 * argument)
        yield from _refuse_if(JUMP_IF_ANY, WRITING)
        yield _step(GIVE, ALLOWED)
    yield _step(GIVE, ALLOWED)


def _refuse_if(test: int, number: int) -> tuple[bytes, bytes]:
    return _step(test, number, no=1), _step(GIVE, REFUSED)


def _step(code: int, number: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, number)
