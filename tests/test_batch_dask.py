"""A Dask cluster gives the bytes that one machine gives, also when workers or the scheduler are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import batches
import pytest

from screening.batch.local import Local
from screening.batch.places import Folder, place_at
from screening.batch.running import Executor, Progress, plan_of, run
from screening.batch.runs import open_run
from screening.batch.sources import open_source
from screening.errors import ScreeningError

pytest.importorskip("distributed")
from screening.batch.dask import Dask

KILLS = int(os.environ.get("SCREENING_KILLS", "1"))
"""How often workers, and schedulers, are killed; 30 when it is to be shown at length."""
COUNT, PART = 120 if KILLS > 1 else 40, 4
FURTHER = 6
"""Parts that a scheduler may see sealed before it is killed."""
WAIT_S = 120


def started(*arguments: str) -> subprocess.Popen[bytes]:
    """A process of the cluster, which finds the modules of these tests."""
    command = [sys.executable, "-m", "dask", *arguments]
    beside = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "OMP_NUM_THREADS": "1"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=beside, stdout=quiet, stderr=quiet, start_new_session=True)


class Cluster:
    """A scheduler and its workers on this machine, each a process that can be killed."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                                 "--scheduler-file", str(self.file))  # fmt: skip
        until = time.monotonic() + WAIT_S
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        self.workers = [self.worker() for _ in range(workers)]

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self.file.read_text())["address"])

    def worker(self) -> subprocess.Popen[bytes]:
        return started("worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
                       "--no-nanny")  # fmt: skip

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(WAIT_S)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    folder.mkdir()
    up = Cluster(folder, workers)
    try:
        yield up
    finally:
        up.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    return batches.write_lines(folder / "in.jsonl", batches.applications(COUNT, seed=5))


def ran(path: Path, out: Path, executor: Executor, progress: Progress = lambda done, total: None) -> None:
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, PART)
    cache = out.parent / "cache.sqlite"
    run(source, plan, Folder(out), opening=batches.small_screener, executor=executor, cache=cache,
        progress=progress)  # fmt: skip


@pytest.fixture(scope="module")
def whole(path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("whole") / "out"
    ran(path, out, Local())
    return batches.tree(out)


def test_a_cluster_gives_the_same_bytes_though_its_workers_are_killed(
    tmp_path: Path, path: Path, whole: dict[str, str]
) -> None:
    """A worker is killed now and then, and another started; nothing is lost, nothing differs."""
    chance, killed, rounds = random.Random(4), 0, 0
    with cluster(tmp_path / "cluster") as up:

        def kill_one(_done: int, _total: int) -> None:
            nonlocal killed
            if killed < KILLS and chance.random() < 0.5:
                victim = up.workers.pop(chance.randrange(len(up.workers)))
                os.kill(victim.pid, signal.SIGKILL)
                victim.wait(WAIT_S)
                up.workers.append(up.worker())
                killed += 1

        while killed < KILLS:
            out, rounds = tmp_path / f"out-{rounds}", rounds + 1
            ran(path, out, Dask(up.address), kill_one)
            assert batches.tree(out) == whole


def test_a_run_whose_scheduler_was_killed_is_resumed(
    tmp_path: Path, path: Path, whole: dict[str, str]
) -> None:
    """The loss is told as such; on new schedulers, killed in turn, the run goes on to the same bytes."""
    chance, killed, rounds = random.Random(5), 0, 0
    while killed < KILLS:
        out, sealed, rounds = tmp_path / f"out-{rounds}", 0, rounds + 1
        while killed < KILLS and sealed + FURTHER < COUNT // PART:
            with cluster(tmp_path / f"cluster-{killed}", workers=1) as up:
                most = sealed + chance.randint(1, FURTHER - 2)

                def kill_it(done: int, _total: int, most: int = most, up: Cluster = up) -> None:
                    if done >= most * PART:
                        up.scheduler.kill()

                with pytest.raises(ScreeningError, match="scheduler"):
                    ran(path, out, Dask(up.address), kill_it)
            killed += 1
            sealed = len(list((out / "parts").glob("*.json")))
            assert sealed >= most
        with cluster(tmp_path / f"last-{rounds}", workers=1) as up:
            ran(path, out, Dask(up.address))
        assert batches.tree(out) == whole


def test_a_scheduler_that_does_not_answer_is_refused(tmp_path: Path, path: Path) -> None:
    with pytest.raises(ScreeningError, match="does not answer"):
        ran(path, tmp_path / "out", Dask("tcp://127.0.0.1:1", patience_s=1))


def test_a_url_holds_the_same_files_as_a_folder(path: Path, whole: dict[str, str]) -> None:
    """Written through fsspec to memory, as to an object store, and read back from there."""
    import hashlib

    place = place_at("memory://runs/one")
    screener = batches.small_screener()
    source = open_source(path, screener)
    run(source, plan_of(screener, source.mark, PART), place, opening=batches.small_screener, executor=Local())
    names = [*place.names("parts"), "run.json", "manifest.json", "rejects.jsonl"]
    there = {name: hashlib.sha256(place.read(name) or b"").hexdigest() for name in names}
    assert there == whole
    assert len(list(open_run("memory://runs/one").judged())) == COUNT
