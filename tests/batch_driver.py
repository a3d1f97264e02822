"""A batch of the small screener in a process of its own, to be killed: IN OUT PART_SIZE WORKERS [CACHE]."""

from __future__ import annotations

import sys
from pathlib import Path

import batches

from screening.batch.local import Local
from screening.batch.places import Folder
from screening.batch.running import plan_of, run
from screening.batch.sources import open_source


def main(path: str, out: str, part_size: str, workers: str, cache: str | None = None) -> None:
    """The run; what is sealed is told on stdout as it comes."""
    screener = batches.small_screener()
    source = open_source(Path(path), screener)
    plan = plan_of(screener, source.mark, int(part_size))
    run(
        source, plan, Folder(Path(out)), opening=batches.small_screener, executor=Local(int(workers)),
        cache=Path(cache) if cache else None, progress=lambda done, total: print(done, total, flush=True),
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
