"""Fits the strength's weights to rated cases: a logistic model whose signs are held, rounded to thousandths.

Signs are held because a panel must be able to defend every step: telling an outcome never lowers a rating,
and a denial never raises one, whatever a corpus happens to correlate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from screening.scoring import CREDITED
from screening.settings import Settings, Weight

Floats = NDArray[np.float64]

CAPS: dict[str, int] = {
    "own_acts": 5,
    "habits": 5,
    "learning": 2,
    "results": 3,
    "occasions": 3,
    "details": 8,
    "fresh": 60,
    "team_acts": 4,
    "others_acts": 4,
    "agentless": 4,
    "received": 4,
    "denials": 3,
    "intentions": 4,
    "hypotheticals": 4,
    "claims": 5,
    "duties": 3,
    "echoes": 4,
}
"""Up to how many of each fact are counted: the tenth claim says no more than the fifth."""
CREDITS = CREDITED | {"details", "fresh"}
"""Facts that may never lower a strength."""
READ = frozenset({"claims", "fresh"})
"""Facts that count for nothing beside the trained reader: what is claimed beside evidence takes none away,
and how many words somebody has of their own says how long they wrote."""


@dataclass(frozen=True, slots=True)
class Example:
    """One rated case as the model sees it: its facts, its mean sentence vector, the KSA's, the verdict."""

    facts: Mapping[str, int]
    mean: Floats
    topic: Floats
    demonstrated: float
    """1 demonstrated, 0 not; a borderline case stands for one half, and no fit learns from it."""
    group: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit found, in thousandths of a logit, ready to be settings."""

    base: int
    weights: dict[str, Weight]
    telling: tuple[int, ...] = ()
    appraisal: int = 0

    def strength(self, example: Example) -> float:
        """The strength that these weights give an example, in thousandths."""
        counted = sum(w.points * min(example.facts[name], w.most) for name, w in self.weights.items())
        told = float(np.dot(self.telling, example.mean)) if self.telling else 0.0
        return self.base + counted + self.appraisal * example.facts["appraisal"] // 1000 + told


HALF = 0.5
"""What a borderline case stands for."""
PRIOR = {True: 0.3, False: -0.2}
"""What a fact is worth before any case is seen, in logits for a standard deviation: a credit, a debit.

The vectors alone could carry most of what the facts say; the prior keeps the share that can be named.
"""
FLOOR = 0.05
"""The least that a finding counts, in logits for a standard deviation: no name without worth."""


TOPICS = 16
"""Directions in which requirements differ most; how a sentence reads must not depend on what it is about."""


def without_topics(vectors: Floats, topics: Floats) -> Floats:
    """The vectors with the main directions of the distinct topics taken out."""
    distinct = np.unique(topics, axis=0)
    if len(distinct) <= TOPICS:
        return vectors
    _, _, axes = np.linalg.svd(distinct - distinct.mean(axis=0), full_matrices=False)
    main = axes[:TOPICS]
    kept: Floats = vectors - (vectors @ main.T) @ main
    return kept


def fit(
    examples: Sequence[Example], *, trained: bool = False, ridge: float = 10.0, ridge_telling: float = 80.0
) -> Fitted:
    """Penalised maximum likelihood under sign bounds (L-BFGS-B), from the same start to the same end.

    ``trained``: the whole text is judged by the trained reader's appraisal; else by the mean sentence vector.
    """
    examples = _decided(examples)
    caps = {name: most for name, most in CAPS.items() if not (trained and name in READ)}
    names = list(caps)
    counts, scale = _counted(examples, caps)
    whole = _Appraised(examples) if trained else _Vectors(examples)
    design = np.hstack([np.ones((len(examples), 1)), counts / scale, whole.columns])
    prior = np.concatenate([[0.0], [PRIOR[n in CREDITS] for n in names], np.zeros(whole.columns.shape[1])])
    held = np.full(whole.columns.shape[1], 0.0 if trained else ridge_telling)
    penalty = np.concatenate([[0.0], np.full(len(names), ridge), held])
    bounds = [(None, None), *_signs(names), *whole.bounds]
    beta = _likeliest(design, np.array([e.demonstrated for e in examples]), prior, penalty, bounds)
    weights = _weights(beta[1 : 1 + len(names)] / scale, caps)
    return whole.fitted(float(beta[0]), weights, beta[1 + len(names) :])


def refit(
    examples: Sequence[Example], start: Settings, *, ridge: float = 10.0, ridge_base: float = 1.0
) -> Fitted:
    """As :func:`fit`, drawn to the numbers in force instead of to a first guess: few cases move them little.

    ``start`` are settings whose appraisal counts. What never varies in the cases keeps its points.
    """
    examples = _decided(examples)
    own = start.weights
    counting = [name for name in CAPS if name in own or name not in READ]
    caps = {name: own[name].most if name in own else CAPS[name] for name in counting}
    counts, scale = _counted(examples, caps)
    asked = np.array([e.facts["appraisal"] / 1000 for e in examples], dtype=np.float64)
    spread = float(asked.std()) or 1.0
    design = np.column_stack([np.ones(len(examples)), counts / scale, asked / spread])
    points = [own[name].points if name in own else 0 for name in caps]
    prior = np.concatenate([[start.base], np.array(points) * scale, [start.appraisal * spread]]) / 1000
    penalty = np.concatenate([[ridge_base], np.full(len(caps) + 1, ridge)])
    bounds = [(None, None), *_signs(list(caps)), *_Appraised.bounds]
    beta = _likeliest(design, np.array([e.demonstrated for e in examples]), prior, penalty, bounds)
    weights = _weights(beta[1:-1] / scale, caps)
    return Fitted(round(1000 * float(beta[0])), weights, appraisal=round(1000 * float(beta[-1]) / spread))


def _decided(examples: Sequence[Example]) -> list[Example]:
    """The examples that are not borderline: one half as a target would draw every score towards even odds,
    further than what raters decided bears out."""
    return [example for example in examples if example.demonstrated != HALF]


Bound = tuple[float | None, float | None]


def _counted(examples: Sequence[Example], caps: Mapping[str, int]) -> tuple[Floats, Floats]:
    """The facts of each example up to their caps, and the spread of each; what never varies has spread 1."""
    counts = np.array([[min(e.facts[n], most) for n, most in caps.items()] for e in examples], dtype=float)
    spreads = counts.std(axis=0)
    return counts, np.where(spreads > 0, spreads, 1.0)


def _signs(names: Sequence[str]) -> list[Bound]:
    return [(FLOOR, None) if n in CREDITS else (None, -FLOOR) for n in names]


def _weights(logits: Floats, caps: Mapping[str, int]) -> dict[str, Weight]:
    """Points in whole thousandths, each with its cap."""
    points = np.rint(1000 * logits).astype(int)
    return {n: Weight(points=int(p), most=most) for (n, most), p in zip(caps.items(), points, strict=True)}


def _likeliest(design: Floats, target: Floats, prior: Floats, penalty: Floats, bounds: list[Bound]) -> Floats:
    """The coefficients that make the targets likeliest, drawn to the prior by the penalty."""
    from scipy.optimize import minimize  # imported late: only fitting needs it

    def loss(beta: Floats) -> tuple[float, Floats]:
        logit = design @ beta
        value = np.logaddexp(0.0, logit).sum() - target @ logit + 0.5 * (penalty * (beta - prior) ** 2).sum()
        gradient = design.T @ (1 / (1 + np.exp(-logit)) - target) + penalty * (beta - prior)
        return float(value), gradient

    options = {"maxiter": 5000, "ftol": 1e-12}
    found: Floats = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    return found


class _Appraised:
    """The whole text as the trained reader takes it: one column, in logits, that may only speak for it."""

    bounds: ClassVar[list[Bound]] = [(0.0, None)]

    def __init__(self, examples: Sequence[Example]) -> None:
        self.columns = np.array([[e.facts["appraisal"] / 1000] for e in examples], dtype=np.float64)

    def fitted(self, base: float, weights: dict[str, Weight], beta: Floats) -> Fitted:
        """The coefficients as thousandths."""
        return Fitted(round(1000 * base), weights, appraisal=round(1000 * float(beta[0])))


class _Vectors:
    """The whole text as its mean sentence vector, freed from what it is about."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._topics = np.stack([e.topic for e in examples]).astype(np.float64)
        means = without_topics(np.stack([e.mean for e in examples]).astype(np.float64), self._topics)
        self._centre = means.mean(axis=0)
        self._spread = float((means - self._centre).std())
        self.columns = (means - self._centre) / self._spread
        self.bounds: list[Bound] = [(None, None)] * means.shape[1]

    def fitted(self, base: float, weights: dict[str, Weight], beta: Floats) -> Fitted:
        """The coefficients as thousandths, the centring moved into the base."""
        telling = without_topics(beta[None], self._topics)[0] / self._spread
        thousandths = tuple(int(t) for t in np.rint(1000 * telling))
        return Fitted(round(1000 * (base - float(telling @ self._centre))), weights, thousandths)


def held_out(examples: Sequence[Example], *, trained: bool = False, **penalties: float) -> list[float]:
    """The strength of each example under a fit that saw nothing of its group."""
    return strengths_held_out(examples, lambda seen: fit(seen, trained=trained, **penalties))


def strengths_held_out(
    examples: Sequence[Example], fitting: Callable[[Sequence[Example]], Fitted]
) -> list[float]:
    """The strength of each example, in their order, by what ``fitting`` makes of the other groups."""
    strengths: dict[int, float] = {}
    for group in sorted({e.group for e in examples}):
        fitted = fitting([e for e in examples if e.group != group])
        strengths |= {i: fitted.strength(e) for i, e in enumerate(examples) if e.group == group}
    return [strengths[i] for i in range(len(examples))]
