"""The executor of one machine: processes that are spawned, each with one thread for its models.

A worker that is killed takes nothing with it but its part, which is done again by a new one. When the run
itself is killed its workers notice and leave.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for

from screening.batch.running import Chunk
from screening.batch.workers import Done, RunJob, do_part
from screening.errors import ScreeningError

AHEAD = 1
"""Chunks for each worker that wait while it works: no worker idles, and memory stays bounded."""
DEATHS = 5
"""How often workers may die, with nothing finished in between, before the run gives up."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Local:
    """Processes of this machine; with one worker, this very process."""

    name = "local"

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self.died = 0
        """How many times a pool of workers was lost and made again."""

    def each(self, job: RunJob, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Do every chunk, in any order; a chunk whose worker dies is done again."""
        if self.workers == 1:
            return (do_part(job, *chunk) for chunk in chunks)
        return self._pooled(job, iter(chunks))

    def _pooled(self, job: RunJob, chunks: Iterator[Chunk]) -> Iterator[Done]:
        again: list[Chunk] = []
        barren = 0
        while True:
            lost, finished = list[Chunk](), 0
            for done in self._with_one_pool(job, again, chunks, lost):
                finished += 1
                yield done
            if not lost:
                return
            self.died += 1
            barren = 0 if finished else barren + 1
            if barren == DEATHS:
                raise _dying(lost)
            again = lost

    def _with_one_pool(
        self, job: RunJob, again: list[Chunk], chunks: Iterator[Chunk], lost: list[Chunk]
    ) -> Iterator[Done]:
        """Work until all is done or the pool breaks; then ``lost`` holds the chunks that were under way."""
        with _single_threaded():
            pool = ProcessPoolExecutor(
                self.workers, multiprocessing.get_context("spawn"), initializer=leave_with_parent
            )
        under_way: dict[Future[Done], Chunk] = {}
        try:
            while self._fill(pool, job, again, chunks, under_way):
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield future.result()
                    del under_way[future]
        except BrokenProcessPool:
            lost += [*under_way.values(), *again]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _fill(
        self, pool: ProcessPoolExecutor, job: RunJob, again: list[Chunk], chunks: Iterator[Chunk],
        under_way: dict[Future[Done], Chunk],
    ) -> bool:  # fmt: skip
        """Keep every worker in work; whether anything is under way."""
        while len(under_way) < self.workers * (1 + AHEAD):
            chunk = again.pop() if again else next(chunks, None)
            if chunk is None:
                break
            try:
                under_way[pool.submit(do_part, job, *chunk)] = chunk
            except BrokenProcessPool:
                again.append(chunk)
                raise
        return bool(under_way)


def leave_with_parent() -> None:
    """Watch for the end of the process that started this one: killed, it can tell nobody."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait_for([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _single_threaded() -> Iterator[None]:
    """One thread for each process started meanwhile: two on a busy core run at a tenth of its speed."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _dying(lost: list[Chunk]) -> ScreeningError:
    parts = ", ".join(str(part) for part, _ in sorted(lost, key=lambda chunk: chunk[0])[:8])
    return ScreeningError(
        f"the workers died {DEATHS} times without finishing anything, last with parts {parts}",
        expected="workers that live: is there enough memory for each?",
        do="use fewer with --workers, or smaller parts in a new place; what is done stays",
    )
