"""Fits the strength's weights to rated cases: a logistic model whose signs are held, rounded to thousandths.

Signs are held because a panel must be able to defend every step: telling an outcome never lowers a rating,
and a denial never raises one, whatever a corpus happens to correlate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.settings import Weight

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
CREDITS = frozenset({"own_acts", "habits", "learning", "results", "occasions", "details", "fresh"})


@dataclass(frozen=True, slots=True)
class Example:
    """One rated case as the model sees it: its facts, its mean sentence vector, the KSA's, the verdict."""

    facts: Mapping[str, int]
    mean: Floats
    topic: Floats
    demonstrated: float
    """1 demonstrated, 0 not; a borderline case may stand for one half."""
    group: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit found, in thousandths of a logit, ready to be settings."""

    base: int
    weights: dict[str, Weight]
    telling: tuple[int, ...]

    def strength(self, example: Example) -> float:
        """The strength that these weights give an example, in thousandths."""
        counted = sum(w.points * min(example.facts[name], w.most) for name, w in self.weights.items())
        return self.base + counted + float(np.dot(np.asarray(self.telling, dtype=np.float64), example.mean))


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


def fit(examples: Sequence[Example], *, ridge: float = 10.0, ridge_telling: float = 80.0) -> Fitted:
    """Penalised maximum likelihood under sign bounds (L-BFGS-B), from the same start to the same end."""
    from scipy.optimize import minimize  # imported late: only fitting needs it

    names = list(CAPS)
    counts = np.array([[min(e.facts[n], CAPS[n]) for n in names] for e in examples], dtype=np.float64)
    spreads = counts.std(axis=0)
    scale = np.where(spreads > 0, spreads, 1.0)  # what never varies keeps its prior
    topics = np.stack([e.topic for e in examples]).astype(np.float64)
    means = without_topics(np.stack([e.mean for e in examples]).astype(np.float64), topics)
    centre = means.mean(axis=0)
    spread = float((means - centre).std())
    design = np.hstack([np.ones((len(examples), 1)), counts / scale, (means - centre) / spread])
    target = np.array([e.demonstrated for e in examples])
    prior = np.concatenate([[0.0], [PRIOR[n in CREDITS] for n in names], np.zeros(means.shape[1])])
    penalty = np.concatenate([[0.0], np.full(len(names), ridge), np.full(means.shape[1], ridge_telling)])
    bounds = [(None, None), *((FLOOR, None) if n in CREDITS else (None, -FLOOR) for n in names)]
    bounds += [(None, None)] * means.shape[1]

    def loss(beta: Floats) -> tuple[float, Floats]:
        logit = design @ beta
        value = np.logaddexp(0.0, logit).sum() - target @ logit + 0.5 * (penalty * (beta - prior) ** 2).sum()
        gradient = design.T @ (1 / (1 + np.exp(-logit)) - target) + penalty * (beta - prior)
        return float(value), gradient

    found = minimize(
        loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 5000, "ftol": 1e-12}
    )
    beta = found.x
    beta[-means.shape[1] :] = without_topics(beta[-means.shape[1] :][None], topics)[0]
    return _rounded(beta, names, scale, centre, spread)


def _rounded(beta: Floats, names: list[str], scale: Floats, centre: Floats, spread: float) -> Fitted:
    telling = beta[1 + len(names) :] / spread
    base = beta[0] - float(telling @ centre)
    points = np.rint(1000 * beta[1 : 1 + len(names)] / scale).astype(int)
    weights = {n: Weight(points=int(p), most=CAPS[n]) for n, p in zip(names, points, strict=True)}
    return Fitted(round(1000 * base), weights, tuple(int(t) for t in np.rint(1000 * telling)))


def held_out(examples: Sequence[Example], **penalties: float) -> list[float]:
    """The strength of each example under a fit that saw nothing of its group."""
    strengths: dict[int, float] = {}
    for group in sorted({e.group for e in examples}):
        fitted = fit([e for e in examples if e.group != group], **penalties)
        strengths |= {i: fitted.strength(e) for i, e in enumerate(examples) if e.group == group}
    return [strengths[i] for i in range(len(examples))]
