"""A batch as somebody runs it: in a process of its own, with its wall time and its peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "2320-0012@2019-03-16"
KSAS = 13
ENTRY = "from screening.cli import main; main()"


def made(folder: Path, count: int, varied: float = 0.0, seed: int = 1, address: str = ADDRESS) -> Path:
    """Applications by the seeded generator, made once for each folder."""
    path = folder / f"{count}-{varied}-{seed}.jsonl"
    if not path.exists():
        script = ROOT / "scripts" / "make-applications"
        subprocess.run([sys.executable, str(script), address, str(count), "--varied", str(varied), "--seed",
                        str(seed), "--out", str(path)], check=True)  # fmt: skip
    return path


def batch(path: Path, out: Path, cache: Path | str, *more: str, workers: int = 1) -> dict[str, Any]:
    """What the command says at its end as JSON, with ``seconds``, the processor's, and peak memory in MB."""
    command = [sys.executable, "-c", ENTRY, "batch", ADDRESS, str(path), "--store", f"sqlite:///{out}.db",
               "--out", str(out), "--cache", str(cache), "--workers", str(workers), "--format", "json",
               "--as", "benchmark", *more]  # fmt: skip
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the batch ended with {os.waitstatus_to_exitcode(status)}")
    told: dict[str, Any] = json.loads(said)
    spent = usage.ru_utime + usage.ru_stime
    return told | {"seconds": seconds, "cpu_s": spent, "peak_mb": usage.ru_maxrss / 1024}
