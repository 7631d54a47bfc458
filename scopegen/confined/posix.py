"""What Linux and macOS limit for a process that asks for it."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress

from scopegen.confined.linux import shut_off


def keep_small(processor: int, memory: int) -> None:
    """Limit seconds of the processor and bytes of memory from here on, and shut the rest off.

    macOS limits only the processor.
    """
    for kind, most in (
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS does not limit memory
            resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":
        shut_off()
