"""The executor of a cluster: the parts as tasks of an existing Dask scheduler, the same bytes as local.

A task carries its units, writes its part to the shared place and gives back only the seal. A worker that dies
takes its tasks with it, and the scheduler hands them to another; when the scheduler itself dies the run ends,
and goes on from the sealed parts when it is run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from screening.batch.running import Chunk
from screening.batch.workers import Done, RunJob, do_part
from screening.errors import ScreeningError
from screening.reports.extras import demanded

AHEAD = 2
"""Parts handed out for each worker thread: none idles, and no more of the input is in flight."""
RETRIES = 5
"""How often a part is tried again when its worker was lost."""
CONNECT_S = 20


class Dask:
    """The workers of a Dask cluster; each needs this program, its models, and the run's place."""

    name = "dask"

    def __init__(self, scheduler: str, patience_s: float = CONNECT_S) -> None:
        self.scheduler, self.patience_s = scheduler, patience_s

    def each(self, job: RunJob, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Do every chunk, in any order; raises ``ScreeningError`` where the cluster is lost."""
        distributed = demanded("distributed", "dask")
        client = self._connected(distributed)
        try:
            yield from _worked(distributed, client, job, iter(chunks))
        except (OSError, TimeoutError, distributed.client.FutureCancelledError) as error:
            raise _lost(self.scheduler, error) from error
        except distributed.scheduler.KilledWorker as error:
            raise ScreeningError(
                f"the workers died {RETRIES} times with one part",
                where=self.scheduler,
                expected="workers that live: is there enough memory for each?",
                do="give the workers more memory; what is done stays",
            ) from error
        finally:
            client.close(timeout=CONNECT_S)

    def _connected(self, distributed: Any) -> Any:
        try:
            return distributed.Client(self.scheduler, timeout=self.patience_s, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ScreeningError(
                f"the scheduler does not answer: {error}",
                where=self.scheduler,
                expected="a Dask scheduler, as tcp://HOST:8786",
                do="start one: see docs/scale.md",
            ) from error


def _worked(distributed: Any, client: Any, job: RunJob, chunks: Iterator[Chunk]) -> Iterator[Done]:
    """Hand out chunks as workers are free for them, and give each part's end as it comes."""
    finished = distributed.as_completed(loop=client.loop)
    out = 0
    more = True
    while more or out:
        while more and out < AHEAD * max(1, _threads(client)):
            chunk = next(chunks, None)
            more = chunk is not None
            if chunk is not None:
                finished.add(client.submit(do_part, job, *chunk, pure=False, retries=RETRIES))
                out += 1
        if out:
            future = next(finished)
            out -= 1
            yield future.result()
            future.release()


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())


def _lost(scheduler: str, error: Exception) -> ScreeningError:
    return ScreeningError(
        f"the scheduler was lost: {error or type(error).__name__}",
        where=scheduler,
        expected="a scheduler that lives to the end of the run",
        do="start it again and run the same command: sealed parts are not done again",
    )
