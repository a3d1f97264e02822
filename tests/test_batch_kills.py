"""Killed without warning, at random points: the resumed run equals an uninterrupted one, byte for byte."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import batches
import pytest

from screening.batch.local import Local
from screening.batch.places import Folder
from screening.batch.running import plan_of, run
from screening.batch.sources import open_source
from screening.errors import ScreeningError

DRIVER = Path(__file__).with_name("batch_driver.py")
KILLS = int(os.environ.get("SCREENING_KILLS", "2"))
"""How often the run is killed; 30 when it is to be shown at length."""
COUNT, PART = 120 if KILLS > 2 else 40, 4
WAIT_S = 300


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    return batches.write_lines(folder / "in.jsonl", batches.applications(COUNT, seed=5))


@pytest.fixture(scope="module")
def whole(path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a run that nobody interrupted."""
    out = tmp_path_factory.mktemp("whole")
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, PART)
    run(source, plan, Folder(out), opening=batches.small_screener, executor=Local())
    return batches.tree(out)


def driven(path: Path, out: Path, workers: int, cache: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(DRIVER), str(path), str(out), str(PART), str(workers), str(cache)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], lines: int, delay: float) -> bool:
    """Kill a run once it has told so many lines; whether it was still running."""
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    time.sleep(delay)
    running = process.poll() is None
    process.kill()
    process.wait(WAIT_S)
    process.stdout.close()
    return running


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_is_resumed_to_the_same_bytes(
    tmp_path: Path, path: Path, whole: dict[str, str], workers: int
) -> None:
    """Killed again and again, each time a little further, then left alone."""
    chance = random.Random(workers)
    killed = rounds = 0
    while killed < KILLS:
        out = tmp_path / f"out-{rounds}"
        rounds += 1
        while killed < KILLS:
            process = driven(path, out, workers, tmp_path / "cache.sqlite")
            if not kill_after(process, chance.randint(0, 8), chance.uniform(0, 0.05)):
                break
            killed += 1
        process = driven(path, out, workers, tmp_path / "cache.sqlite")
        process.communicate(timeout=WAIT_S)
        assert process.returncode == 0
        assert batches.tree(out) == whole


def test_killed_workers_lose_nothing(tmp_path: Path, path: Path, whole: dict[str, str]) -> None:
    """After many a part one worker is killed; each run ends by itself, with the same bytes."""
    chance, killed = random.Random(3), list[int]()
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, PART)
    rounds = 0

    def kill_one(_done: int, _total: int) -> None:
        children = (child.pid for child in multiprocessing.active_children())
        workers = [child for child in children if child and child not in killed]
        if workers and len(killed) < KILLS and chance.random() < 0.4:
            killed.append(chance.choice(workers))
            os.kill(killed[-1], signal.SIGKILL)

    while len(killed) < KILLS:
        out, executor, rounds = tmp_path / f"out-{rounds}", Local(2), rounds + 1
        run(source, plan, Folder(out), opening=batches.small_screener, executor=executor, progress=kill_one)
        assert batches.tree(out) == whole
    assert len(killed) == KILLS


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_workers_leave_when_their_run_is_killed(tmp_path: Path, path: Path) -> None:
    process = driven(path, tmp_path / "out", 2, tmp_path / "cache.sqlite")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.readline()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.kill()
    process.wait(WAIT_S)
    until = time.monotonic() + 60
    while time.monotonic() < until and any(alive(child) for child in children):
        time.sleep(0.2)
    assert not [child for child in children if alive(child)]


def alive(process: str) -> bool:
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_full_disk_is_refused_cleanly_and_the_run_goes_on_after(
    tmp_path: Path, path: Path, whole: dict[str, str]
) -> None:
    """No half file is left, and what was sealed stays."""
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, PART)
    out = tmp_path / "out"

    def fill_the_disk(done: int, _total: int) -> None:
        if done == 3 * PART:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with pytest.raises(ScreeningError, match="cannot be written"):
            run(source, plan, Folder(out), opening=batches.small_screener, executor=Local(),
                progress=fill_the_disk)  # fmt: skip
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not [name for name in batches.tree(out) if "writing" in name]
    resumed = run(source, plan, Folder(out), opening=batches.small_screener, executor=Local())
    assert resumed.resumed == 3 * PART
    assert batches.tree(out) == whole


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_judged(
    tmp_path: Path, path: Path
) -> None:
    """A file stands where a folder is needed, which not even root can write into."""
    (tmp_path / "file").write_text("x")
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, PART)
    for folder in (tmp_path / "file" / "out", Path("/proc/nowhere")):
        with pytest.raises(ScreeningError, match="cannot be written"):
            run(source, plan, Folder(folder), opening=batches.small_screener, executor=Local())
