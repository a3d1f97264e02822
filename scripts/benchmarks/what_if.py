"""Other thresholds over a million stored pairs, against a bare NumPy pass over the same arrays.

The pairs are those of a small run, its applicants drawn again and again. The bare pass is what one would
write by hand: the same comparisons of the same arrays, the first rule that holds, each applicant's worst.
Both must agree pair by pair. Each is timed in turns, by the processor's seconds, and the best counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.batches import batch, made
from screening.batch.rescoring import basis_of
from screening.batch.runs import open_run
from screening.batch.what_if import stored
from screening.rescoring.adjusting import adjusted_basis
from screening.rescoring.measuring import Measured
from screening.rescoring.measuring import measure as impact_of
from screening.rescoring.scope import Basis, scope_of
from screening.rescoring.tables import Results
from screening.rescoring.thresholds import decided_again
from screening.results import LEVELS
from screening.rules import Ruleset, load_ruleset
from screening.rules.engine import RulesEngine

PAIRS, ROUNDS = 1_000_000, 5
NUMBERS = ("bands.demonstrated=2200", "bands.review=-1500")
COMPARED: dict[str, Callable[..., Any]] = {
    "lt": np.less, "lte": np.less_equal, "gt": np.greater, "gte": np.greater_equal,
    "eq": np.equal, "ne": np.not_equal,
}  # fmt: skip

Arrays = dict[str, npt.NDArray[np.integer]]


def measure(folder: Path, count: int, varied: float) -> dict[str, Any]:
    """Seconds of the engine's way, of the bare pass, and of the impact drawn from it; their ratio."""
    if not (folder / "sampled" / "manifest.json").exists():
        batch(made(folder, count, varied), folder / "sampled", folder / "what-if.sqlite")
    run = open_run(str(folder / "sampled"))
    held, old = stored(run), basis_of(run.plan)
    new = adjusted_basis(old, NUMBERS)
    width = len(held.results.ksas)
    chosen = np.random.default_rng(0).integers(0, len(held.results.candidates), -(-PAIRS // width))
    columns = {
        name: np.ascontiguousarray(column.reshape(-1, width)[chosen]).ravel()
        for name, column in held.columns.items()
    }
    before = Results(
        held.results.ksas, [f"x-{n:07d}" for n in range(len(chosen))], held.results.ratings[chosen],
        held.results.scores[chosen], held.results.gates[chosen],
    )  # fmt: skip
    ruleset = load_ruleset("evidence")
    engine = RulesEngine(ruleset)
    acts: dict[str, Callable[[], Any]] = {
        "bare": lambda: _bare(columns, new, ruleset, before),
        "engine": lambda: decided_again(columns, old, new, lambda _: engine),
    }
    best = _best(acts)
    ratings, outcomes = acts["bare"]()
    decided = acts["engine"]()
    start = time.process_time()
    after = Results(before.ksas, before.candidates, decided.ratings, decided.scores, before.gates)
    judged = np.zeros(before.ratings.shape, dtype=np.bool_)
    impact = impact_of(Measured(scope_of(old, new), before, after, judged, {}), what_if=True, changed=())
    took = time.process_time() - start
    return {
        "pairs": ratings.size, "applicants": len(chosen), "drawn_from": len(held.results.candidates),
        "bare_s": best["bare"], "engine_s": best["engine"], "times_bare": best["engine"] / best["bare"],
        "impact_s": took, "moved": len(impact.moved),
        "equal": bool((decided.ratings == ratings).all() and (after.outcomes == outcomes).all()),
    }  # fmt: skip


def _best(acts: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The processor's seconds of each act, the best of several in turns."""
    best = dict.fromkeys(acts, float("inf"))
    for _ in range(ROUNDS):
        for name, act in acts.items():
            start = time.process_time()
            act()
            best[name] = min(best[name], time.process_time() - start)
    return best


def _bare(columns: Arrays, new: Basis, ruleset: Ruleset, before: Results) -> tuple[Any, Any]:
    """The same thresholds and rules by plain comparisons, then the worst of each applicant."""
    bands, strength = new.settings.bands, columns["strength"]
    told = columns | {
        "above_demonstrated": strength - bands.demonstrated, "above_review": strength - bands.review,
        "above_standing": columns["standing"] - new.settings.gates.standing,
    }  # fmt: skip
    holds = [
        np.ones(len(strength), dtype=bool) if rule.when == "always" else _holds(rule.when, told)
        for rule in ruleset.rules
    ]
    levels = np.array([LEVELS[rule.rating] for rule in ruleset.rules], dtype=np.int8)
    ratings = levels[np.select(holds, list(range(len(holds))))].reshape(len(before.candidates), -1)
    return ratings, np.minimum(ratings.min(axis=1), before.gates)


def _holds(when: Any, columns: Arrays) -> Any:
    if hasattr(when, "fact"):
        return COMPARED[when.op](columns[when.fact], when.value)
    whole = hasattr(when, "all")
    parts = [_holds(part, columns) for part in (when.all if whole else when.any)]
    return (np.logical_and if whole else np.logical_or).reduce(parts)
