"""A worker that dies takes nothing with it but what kills it again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scopegen.diagnostics import ScopegenError
from scopegen.workflow.crew import Crew, crew_of


def square(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def deadly(folder: Path, numbers: Sequence[int]) -> list[int]:
    """7 kills whoever works on it; 3 only the first time."""
    once = folder / "once"
    if 7 in numbers or (3 in numbers and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return square(numbers)


def pieces(count: int) -> Iterator[Sequence[int]]:
    return ((number, number + 1) for number in range(0, count, 2))


def everything(crew: Crew, folder: Path) -> dict[int, int | None]:
    done: dict[int, int | None] = {}
    for piece, result in crew.each(partial(deadly, folder), pieces(10)):
        done |= zip(piece, result, strict=True) if result else dict.fromkeys(piece)
    return done


WANTED: dict[int, int | None] = {**{number: number * number for number in range(10)}, 7: None}


def test_a_killed_process_costs_only_what_kills_it(tmp_path: Path) -> None:
    crew = crew_of("process", 2)
    try:
        assert everything(crew, tmp_path) == WANTED
    finally:
        crew.stop()


def test_work_is_handed_out_little_by_little() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Sequence[int]]:
        for number in range(1000):
            taken.append(number)
            yield (number,)

    crew = crew_of("serial", 1)
    course = crew.each(square, endless())
    assert next(course)[1] in ([0], [1], [4])
    assert len(taken) <= 4
    crew.stop()


def test_a_fault_of_ours_is_not_hidden() -> None:
    crew = crew_of("serial", 1)
    with pytest.raises(ZeroDivisionError):
        list(crew.each(lambda numbers: 1 // numbers[0], [(0,)]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    dask, distributed = pytest.importorskip("dask"), pytest.importorskip("distributed")
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_does_the_same_with_a_killed_worker(cluster: Any, tmp_path: Path) -> None:
    crew = crew_of(f"dask://{cluster.scheduler_address.removeprefix('tcp://')}", 2)
    try:
        assert everything(crew, tmp_path) == WANTED
    finally:
        crew.stop()


def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scopegen.workflow.crew.CONNECTING", "300ms")
    with pytest.raises(ScopegenError) as trouble:
        crew_of("dask://127.0.0.1:9", 2)
    assert trouble.value.code == "SG811"
