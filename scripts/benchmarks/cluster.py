"""Two Dask workers on this machine against one process, on the same applications with empty caches."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.batches import batch, made


def measure(folder: Path, count: int, varied: float) -> dict[str, Any]:
    """Seconds of one process, of two processes and of two Dask workers; the ratios to the one."""
    path = made(folder, count, varied)
    one = batch(path, folder / "one", folder / "one.sqlite", "--part-size", "25")
    two = batch(path, folder / "two", folder / "two.sqlite", "--part-size", "25", workers=2)
    dask = _with_dask(path, folder)
    return {
        "applications": count, "varied": varied,
        "one_s": one["seconds"], "two_s": two["seconds"], "dask_s": dask["seconds"],
        "two_processes": one["seconds"] / two["seconds"],
        "two_dask_workers": one["seconds"] / dask["seconds"],
    }  # fmt: skip


def _with_dask(path: Path, folder: Path) -> dict[str, Any]:
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    up = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                            "--scheduler-file", str(file)], **quiet)]  # fmt: skip
    while not file.exists():
        time.sleep(0.1)
    address = json.loads(file.read_text())["address"]
    up += [subprocess.Popen([*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                             "--host", "127.0.0.1"], **quiet) for _ in range(2)]  # fmt: skip
    try:
        return batch(path, folder / "dask", folder / "dask.sqlite", "--part-size", "25", "--executor", "dask",
                     "--scheduler", address)  # fmt: skip
    finally:
        for process in up:
            process.kill()
            process.wait()
