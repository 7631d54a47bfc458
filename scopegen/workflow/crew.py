"""Who does the work of a batch: processes, this process, or a Dask cluster.

Everything is a `concurrent.futures.Executor`. Work is handed out in small amounts, so that memory
does not grow with the batch; what a worker took down with it is tried once more, by itself.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from scopegen import __version__
from scopegen.diagnostics import ScopegenError

T = TypeVar("T")
R = TypeVar("R")
PROCESS, SERIAL, CLUSTER = "process", "serial", "dask://"
Waiting = dict[Future[R], tuple[Sequence[T], Executor]]
"""What is under way: each piece of work, with who has it."""
AHEAD = 3
"""Pieces of work for each worker that are handed out before their turn."""
CONNECTING = "10s"
FRUGAL = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "100000",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "RAYON_NUM_THREADS": "1",
}
"""How processes begin: they give memory back to Linux soon, and Typst, which would start a thread a
core in each of them, keeps to one."""


class Here(Executor):
    """Does everything at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Work, and give what has come of it."""
        done: Future[R] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is told where the result is asked for
            done.set_exception(error)
        return done


@dataclass(slots=True)
class Crew:
    """Workers of one kind; a broken pool is opened anew."""

    open_: Callable[[], Executor]
    workers: int
    lost: tuple[type[Exception], ...] = (BrokenExecutor,)
    """How an executor tells that a worker is gone."""
    breaks: bool = True
    """Whether all is over for an executor when one of its workers is gone."""
    close: Callable[[], None] = lambda: None
    _executor: Executor | None = field(default=None)

    def each(
        self, work: Callable[[Sequence[T]], R], pieces: Iterable[Sequence[T]]
    ) -> Iterator[tuple[Sequence[T], R | None]]:
        """Give every piece of work with what came of it, as they are ready.

        When a worker is gone, what it and its fellows had is done again, item by item; None comes
        of an item that takes its worker with it, all alone.
        """
        suspects: list[Sequence[T]] = []
        for piece, future in self._course(work, iter(pieces)):
            if self._outlived(future):
                yield piece, future.result()
            else:
                suspects.append(piece)
        for item in (item for piece in suspects for item in piece):
            yield (item,), self._alone(work, (item,))

    def _course(
        self, work: Callable[[Sequence[T]], R], left: Iterator[Sequence[T]]
    ) -> Iterator[tuple[Sequence[T], Future[R]]]:
        waiting: Waiting[R, T] = {}
        try:
            while self._hand_out(work, left, waiting):
                yield from self._done(waiting)
        finally:
            for one in waiting:
                one.cancel()

    def _done(self, waiting: Waiting[R, T]) -> Iterator[tuple[Sequence[T], Future[R]]]:
        for one in wait(waiting, return_when=FIRST_COMPLETED).done:
            piece, executor = waiting.pop(one)
            if not self._outlived(one):
                self._dismiss(executor)
            yield piece, one

    def _outlived(self, future: Future[R]) -> bool:
        """Tell whether the worker was still there at the end of its work."""
        return not isinstance(future.exception(), self.lost)

    def _hand_out(
        self,
        work: Callable[[Sequence[T]], R],
        left: Iterator[Sequence[T]],
        waiting: Waiting[R, T],
    ) -> bool:
        """Hand out what there is room for; tell whether anything is under way."""
        for piece in islice(left, self.workers * AHEAD - len(waiting)):
            future, executor = self._submit(work, piece)
            waiting[future] = (piece, executor)
        return bool(waiting)

    def _submit(
        self, work: Callable[[Sequence[T]], R], piece: Sequence[T]
    ) -> tuple[Future[R], Executor]:
        executor = self._open()
        try:
            return executor.submit(work, piece), executor
        except BrokenExecutor:
            self._dismiss(executor)
        executor = self._open()
        return executor.submit(work, piece), executor

    def _alone(self, work: Callable[[Sequence[T]], R], piece: Sequence[T]) -> R | None:
        future, executor = self._submit(work, piece)
        if self._outlived(future):
            return future.result()
        self._dismiss(executor)
        return None

    def _open(self) -> Executor:
        if self._executor is None:
            self._executor = self.open_()
        return self._executor

    def _dismiss(self, executor: Executor) -> None:
        """Give up an executor that is broken; a cluster replaces its workers by itself."""
        if executor is self._executor and self.breaks:
            executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def stop(self) -> None:
        """Let workers finish what they are at, and no more."""
        if self._executor is not None:
            self._executor.shutdown(wait=True)
        self._executor = None
        self.close()


def crew_of(named: str, workers: int) -> Crew:
    """Find a crew: `process`, `serial`, or `dask://host:port` for a cluster.

    Raises:
        ScopegenError: SG811 for another name, or a cluster that does not answer; SG812 when the
            package for clusters is not installed.
    """
    if named.startswith(CLUSTER):
        return _cluster(named)
    if named == SERIAL or (named == PROCESS and workers == 1):
        return Crew(Here, 1)
    if named != PROCESS:
        raise ScopegenError("SG811", found=named, hint="default")
    for name, value in FRUGAL.items():
        os.environ.setdefault(name, value)
    fresh = get_context("spawn")  # alike on every system; a fork would copy threads and locks
    return Crew(
        partial(ProcessPoolExecutor, workers, mp_context=fresh, initializer=_enlist), workers
    )


def _enlist() -> None:
    """Leave Ctrl-C to who gives the work, and do not outlive them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    giver = parent_process()
    if giver is not None:
        Thread(target=_follow, args=(giver,), daemon=True).start()


def _follow(giver: Any) -> None:
    giver.join()
    os._exit(1)


def _cluster(named: str) -> Crew:
    try:
        distributed: Any = import_module("distributed")
    except ModuleNotFoundError:
        raise ScopegenError("SG812") from None
    address = named.removeprefix(CLUSTER)
    try:
        client = distributed.Client(f"tcp://{address}", timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ScopegenError("SG811", found=named, hint="cluster", cause=error) from error
    cores = sum(client.nthreads().values())
    if not cores or not _have_this_version(client):
        client.close()
        raise ScopegenError("SG811", found=named, hint="version" if cores else "idle", cause="")
    lost = (BrokenExecutor, distributed.scheduler.KilledWorker)

    def close() -> None:
        with suppress(Exception):  # the work is done; a cluster that is gone already is closed
            client.close()

    hire = partial(client.get_executor, pure=False)
    return Crew(hire, cores, lost, breaks=False, close=close)


def version_here() -> str:
    """Give the version of scopegen of whoever is asked."""
    return __version__


def _have_this_version(client: Any) -> bool:
    try:
        return set(client.run(version_here).values()) == {__version__}
    except ImportError:  # there is no scopegen at all
        return False
