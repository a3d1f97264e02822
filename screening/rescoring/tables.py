"""Results of many applicants as arrays: a rating for each applicant and KSA, outcomes, ranks.

Levels are 0, 1 and 2 for ``not-demonstrated, needs-review, demonstrated``, and for the outcomes and gates
that follow from them; -1 stands where nothing was asked. They are equal, one by one, to what
:func:`screening.outcomes.outcome_of` and :func:`screening.ranking.rank` say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from screening.results import LEVELS, OUTCOMES, RATINGS, Gate, GateResult, Screened

Levels = npt.NDArray[np.int8]
Integers = npt.NDArray[np.int64]

RISING_RATINGS, RISING_OUTCOMES = RATINGS[::-1], OUTCOMES[::-1]
"""What stands in an array for each is its place in here, so that more is better."""
GATE_LEVEL: Mapping[GateResult, int] = {"fail": 0, "unknown": 1, "pass": 2, "not-assessed": 2}
UNASKED = -1


@dataclass(frozen=True)
class Results:
    """What came of applicants under one version: ``ratings`` and ``scores`` of shape (applicants, KSAs).

    ``scores`` are in thousandths; ``gates`` holds for each applicant the level of the worst gate.
    """

    ksas: tuple[str, ...]
    candidates: Sequence[str]
    ratings: Levels
    scores: Integers
    gates: Levels

    def column(self, ksa: str) -> Levels:
        """The levels of one KSA."""
        found: Levels = self.ratings[:, self.ksas.index(ksa)]
        return found

    @cached_property
    def outcomes(self) -> Levels:
        """The level of each applicant's outcome: that of the worst KSA or gate."""
        worst: Levels = np.minimum(self.ratings.min(axis=1, initial=2), self.gates)
        return worst

    @cached_property
    def ranks(self) -> Integers:
        """Each applicant's rank on the slate; equal applicants share one."""
        _, place, counts = np.unique(-self._merit(), return_inverse=True, return_counts=True)
        ahead = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)
        ranks: Integers = 1 + ahead[place]
        return ranks

    def _merit(self) -> Integers:
        """One number for each applicant, greater for who comes first: outcome, shown, open, mean score."""
        most = len(self.ksas) + 1
        merit = self.outcomes.astype(np.int64)
        for level in (2, 1):
            merit = merit * most + (self.ratings == level).sum(axis=1)
        return merit * 101 + self._mean()

    def _mean(self) -> Integers:
        """The mean score in hundredths; a half goes to the even one, as Python rounds."""
        part = 10 * max(1, len(self.ksas))
        whole, rest = np.divmod(self.scores.sum(axis=1), part)
        up = (2 * rest > part) | ((2 * rest == part) & (whole % 2 == 1))
        mean: Integers = whole + up
        return mean


def results_of(screened: Sequence[Screened], ksas: Sequence[str]) -> Results:
    """The results of applicants who were all judged on these KSAs, in their order."""
    ratings = [[LEVELS[r.rating] for r in one.ratings] for one in screened]
    scores = [[round(1000 * r.score) for r in one.ratings] for one in screened]
    shape = (len(screened), len(ksas))
    return Results(
        ksas=tuple(ksas),
        candidates=[one.candidate for one in screened],
        ratings=np.array(ratings, dtype=np.int8).reshape(shape),
        scores=np.array(scores, dtype=np.int64).reshape(shape),
        gates=np.array([worst_gate(one.gates) for one in screened], dtype=np.int8),
    )


def worst_gate(gates: Sequence[Gate]) -> int:
    """The level of the worst of an applicant's gates; 2 where none stands in the way."""
    return min((GATE_LEVEL[gate.result] for gate in gates), default=2)


def stand_ins(results: Results, sources: Sequence[str]) -> Levels:
    """The level of the worst of several KSAs, by which a KSA that took their place is measured."""
    if not sources:
        return np.full(len(results.candidates), UNASKED, dtype=np.int8)
    worst: Levels = np.min([results.column(ksa) for ksa in sources], axis=0)
    return worst
