"""Rescoring when one of 13 KSAs is changed, against a full run with nothing cached and a full warm run.

Two revisions of the first KSA: other words, which the trained reader has never seen, and another indicator,
which asks no model anything new but for its own sentence. Each is a fresh process from its first line, and
writes its run and its entry as `screening rescore` does. Besides seconds each has the processor's, which
other work on the machine lengthens less; ``known`` is how often the cache knew what a model would have said.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.batches import ADDRESS, ROOT, batch, made
from screening.files.library import Library
from screening.files.writing import standard_yaml
from screening.standards import Checklist, Standard

ACT = """
import dataclasses, json, sys
from pathlib import Path
from screening.batch.revising import Asked, again
from screening.files.library import Library
from screening.reports.impact import render_json
from screening.sitting import Sitting
from screening.stores.opening import open_store
old, new, store, cache, parts, out = sys.argv[1:]
sitting = Sitting(open_store(store), "benchmark")
done = again(sitting, Library(), Asked(old, new, what_if=parts == "", place=parts or None, cache=Path(cache)))
Path(out).write_text(render_json(done.revised), encoding="utf-8")
impact = done.revised.impact
print(json.dumps(dataclasses.asdict(done.answers)
                 | {"judged": impact.judged, "pairs": impact.pairs, "moved": len(impact.moved)}))
"""
"""What the command does, telling besides how often models were asked."""


def measure(folder: Path, count: int, varied: float) -> dict[str, Any]:
    """Seconds of the full runs and of each rescoring, and how many times as long the full runs take."""
    path, cache = made(folder, count, varied), folder / "rescore.sqlite"
    if cache.exists():
        raise SystemExit(f"{cache} is there: a first run starts with nothing cached; name another --folder")
    first = batch(path, folder / "first", cache)
    warm = batch(path, folder / "warm", cache)
    results: dict[str, Any] = {
        "applications": count, "varied": varied, "first_run": _told(first), "warm_run": _told(warm)
    }  # fmt: skip
    for name in ("other words", "another indicator"):
        new = _revised(folder, name)
        for turn in ("first time", "again", "what-if"):
            parts = "" if turn == "what-if" else str(folder / f"{name} {turn}".replace(" ", "-"))
            told = _rescored(new, f"sqlite:///{folder / 'first'}.db", cache, parts, folder / "impact.json")
            results[f"{name}, {turn}"] = told | {
                f"{run}_takes_times_{unit}": full[f"{unit}_s"] / told[f"{unit}_s"]
                for run, full in (("first_run", results["first_run"]), ("warm_run", results["warm_run"]))
                for unit in ("wall", "cpu")
            }
    return results


def _told(run: dict[str, Any]) -> dict[str, Any]:
    return {"wall_s": run["seconds"], "cpu_s": run["cpu_s"], "peak_mb": run["peak_mb"], **run["asked"]}


def _revised(folder: Path, name: str) -> str:
    """The standard with its first KSA changed, as a file with its checklist beside it."""
    known = Library().resolve(ADDRESS)
    assert known.checklist is not None
    standard, checklist = known.standard.model_copy(update={"edition": name[:5]}), known.checklist
    first = standard.ksas[0]
    if name == "other words":
        words = first.model_copy(update={"text": first.text.rstrip(".") + ", of every size."})
        standard = standard.model_copy(update={"ksas": (words, *standard.ksas[1:])})
    else:
        entry = checklist.ksas[first.id]
        more = entry.model_copy(update={"shown_by": (*entry.shown_by, "I told callers what each one costs.")})
        checklist = checklist.model_copy(update={"ksas": {**checklist.ksas, first.id: more}})
    return _written(folder / name.replace(" ", "-"), standard, checklist)


def _written(path: Path, standard: Standard, checklist: Checklist) -> str:
    path.with_suffix(".yaml").write_text(standard_yaml(standard), encoding="utf-8")
    beside = path.with_name(f"{path.name}.checklist.yaml")
    beside.write_text(json.dumps(checklist.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8")
    return str(path.with_suffix(".yaml"))


def _rescored(new: str, store: str, cache: Path, parts: str, out: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", ACT, ADDRESS, new, store, str(cache), parts, str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("the rescoring failed")
    told: dict[str, Any] = json.loads(said)
    return told | {
        "wall_s": wall, "cpu_s": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024
    }  # fmt: skip
