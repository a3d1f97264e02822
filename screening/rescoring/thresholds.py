"""What other numbers or other rules would decide, from the facts that were stored with each rating.

A rating's facts hold everything that rules and weights look at, so bands, thresholds, weights and rulesets
can be tried on any number of stored pairs without a look at their words. What decides which sentence concerns
a KSA (the gates of likeness) cannot: that takes the words, and :func:`beyond_facts` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from screening.rescoring.scope import Basis, changed_parts
from screening.rescoring.tables import Integers, Levels
from screening.results import LEVELS
from screening.rules import Ruleset
from screening.rules.batch import decide_all
from screening.rules.engine import RulesEngine
from screening.scoring import score_of
from screening.settings import Settings
from screening.standards import Threshold

Columns = Mapping[str, npt.NDArray[np.integer]]
"""Facts by name, and ``strength``: one value for each applicant and KSA, applicants one after the other."""
WEIGHING = ("base", "weights", "appraisal")
"""The settings that make a strength of the facts."""
FROM_FACTS = ("bands", "exams", "fitted_on", *WEIGHING)
"""The settings whose effect follows from stored facts."""
OWN = ("demonstrated", "review", "standing")
"""The thresholds of a checklist of which the same is true."""
STEEPEST = 30_000
"""Thousandths of a logit beyond which :func:`screening.scoring.score_of` tells strengths no longer apart."""


@dataclass(frozen=True)
class Decided:
    """What was decided, of shape (applicants, KSAs); ``rules`` are places in the KSA's ruleset."""

    ratings: Levels
    scores: Integers
    rules: npt.NDArray[np.intp]
    rulesets: tuple[Ruleset, ...]
    """The ruleset of each KSA."""


def beyond_facts(old: Basis, new: Basis) -> tuple[str, ...]:
    """What differs that stored facts cannot tell the effect of; empty where they are enough."""
    if old.document != new.document:
        return ("the standard",)
    found: list[str] = [name for name in changed_parts(old, new) if name != "settings"]
    before, after = (basis.settings.model_dump(exclude=set(FROM_FACTS)) for basis in (old, new))
    for settings in (before, after):
        settings["gates"].pop("standing")
    found += [f"the setting {name}" for name in before if before[name] != after[name]]
    return tuple(found + list(_entries(old, new)))


def _entries(old: Basis, new: Basis) -> Iterator[str]:
    for ksa in old.document.ksas:
        before, after = (
            entry.model_copy(update={
                "ruleset": "", "thresholds": {k: v for k, v in entry.thresholds.items() if k not in OWN},
            })
            for entry in (old.entry(ksa.id), new.entry(ksa.id))
        )  # fmt: skip
        if before != after:
            yield f"how {ksa.id} is read"


def decided_again(columns: Columns, old: Basis, new: Basis, engine: Callable[[str], RulesEngine]) -> Decided:
    """Every pair decided by the new numbers and rules; equal to judging its words again.

    ``engine`` gives the rules engine of a ruleset's name; durable-rules is asked once for each distinct
    signature of the facts. Raises :class:`screening.errors.RulesetError` for facts that no rule may see.
    """
    ksas = [ksa.id for ksa in new.document.ksas]
    same = all(getattr(old.settings, name) == getattr(new.settings, name) for name in WEIGHING)
    strength = columns["strength"] if same else strengths(columns, new.settings)
    facts = dict(columns) | _margins(columns, strength, new, ksas)
    shape = (len(strength) // max(1, len(ksas)), len(ksas))
    rules = np.zeros(shape, dtype=np.intp)
    ratings = np.zeros(shape, dtype=np.int8)
    rulesets: dict[str, Ruleset] = {}
    for name in dict.fromkeys(new.entry(ksa).ruleset for ksa in ksas):
        chosen = engine(name)
        rulesets[name] = chosen.ruleset
        mine = np.array([new.entry(ksa).ruleset == name for ksa in ksas])
        asked = {fact.name: _of(facts[fact.name], mine, shape) for fact in chosen.ruleset.facts}
        places = decide_all(chosen, asked).reshape(shape[0], -1)
        levels = np.array([LEVELS[rule.rating] for rule in chosen.ruleset.rules], dtype=np.int8)
        rules[:, mine], ratings[:, mine] = places, levels[places]
    return Decided(
        ratings,
        scores_of(strength).reshape(shape),
        rules,
        tuple(rulesets[new.entry(k).ruleset] for k in ksas),
    )


def _of(
    column: npt.NDArray[np.integer], mine: npt.NDArray[np.bool_], shape: tuple[int, int]
) -> npt.NDArray[np.integer]:
    """The values of some KSAs; of all, the column as it is."""
    if mine.all():
        return column
    chosen: npt.NDArray[np.integer] = column.reshape(shape)[:, mine].ravel()
    return chosen


def strengths(columns: Columns, settings: Settings) -> Integers:
    """Each pair's strength by these weights, as :func:`screening.scoring.steps_of` adds it up."""
    total = np.full(len(columns["strength"]), settings.base, dtype=np.int64)
    for name, weight in settings.weights.items():
        if weight.points:
            total += weight.points * np.minimum(columns[name], weight.most)
    if settings.telling:
        total += columns["telling"]
    if settings.appraisal:
        total += settings.appraisal * columns["appraisal"].astype(np.int64) // 1000
    return total


def _margins(
    columns: Columns, strength: npt.NDArray[np.integer], new: Basis, ksas: Sequence[str]
) -> dict[str, npt.NDArray[np.integer]]:
    """The margins that the rules read, above each KSA's own thresholds or those of the settings."""
    bands, gates = new.settings.bands, new.settings.gates
    own = [new.entry(ksa).thresholds for ksa in ksas]
    rows = len(strength) // max(1, len(ksas))

    def above(values: npt.NDArray[np.integer], name: Threshold, default: int) -> npt.NDArray[np.integer]:
        least = np.array([thresholds.get(name, default) for thresholds in own], dtype=np.int64)
        margin: npt.NDArray[np.integer] = (values.reshape(rows, -1) - least).ravel()
        return margin

    return {
        "above_demonstrated": above(strength, "demonstrated", bands.demonstrated),
        "above_review": above(strength, "review", bands.review),
        "above_standing": above(columns["standing"], "standing", gates.standing),
    }


def scores_of(strength: npt.NDArray[np.integer]) -> Integers:
    """Each strength's score in thousandths, as :func:`screening.scoring.score_of` rounds it."""
    scores: Integers = _every_score()[np.clip(strength, -STEEPEST, STEEPEST) + STEEPEST]
    return scores


@lru_cache(maxsize=1)
def _every_score() -> Integers:
    """The score of each strength that can be told apart: the same function, so the same rounding."""
    return np.array([round(1000 * score_of(s)) for s in range(-STEEPEST, STEEPEST + 1)], dtype=np.int64)
