"""Windows: the process puts itself in a job object, with limits that it cannot take off."""

from __future__ import annotations

import ctypes
import sys
from typing import Any, ClassVar

PROCESSOR, ALONE, MEMORY, NO_QUESTIONS = 0x2, 0x8, 0x100, 0x400
"""JOB_OBJECT_LIMIT_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_UNHANDLED_EXCEPTION."""
EXTENDED = 9
"""JobObjectExtendedLimitInformation."""
THIS_PROCESS = ctypes.c_void_p(-1)


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION; times are in units of 100 ns."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    ]


class Restrictions(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_: ClassVar[list[tuple[str, Any]]] = [
        ("basic", _Basic),
        ("traffic", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


def restricted(kernel: Any, processor: int, memory: int) -> bool:
    """Put this process in a job of at most these seconds and bytes; tell whether it is in one."""
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    wanted = Restrictions(process_memory=memory)
    wanted.basic.process_time = processor * 10_000_000
    wanted.basic.processes = 1
    wanted.basic.flags = PROCESSOR | ALONE | MEMORY | NO_QUESTIONS
    size = ctypes.sizeof(wanted)
    return bool(
        job.value
        and kernel.SetInformationJobObject(job, EXTENDED, ctypes.byref(wanted), size)
        and kernel.AssignProcessToJobObject(job, THIS_PROCESS)
    )


if sys.platform == "win32":

    def keep_small(processor: int, memory: int) -> None:
        """Limit seconds of the processor and bytes of memory from here on, where Windows can."""
        restricted(ctypes.WinDLL("kernel32"), processor, memory)
