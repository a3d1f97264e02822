"""Who agrees with whom, and by how much more than chance: rater with rater, the engine with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from screening.evaluation.cases import Case
from screening.evaluation.figures import Flags, Floats, Levels, crossed, distances, kappas, shares
from screening.evaluation.intervals import estimate, one_sided
from screening.evaluation.report import Agreement, Estimate

ENGINE, LABEL = "engine", "label"
BORDERLINE = 1
MISSING = -1
SCALE = (0, 1, 2)


def agreements(cases: Sequence[Case], levels: Levels, resamples: Floats) -> tuple[Agreement, ...]:
    """The engine with the label and with each rater, then rater with rater, over what both rated."""
    labels = np.array([MISSING if c.label is None else c.label for c in cases], dtype=np.int64)
    raters = {name: _said_by(name, cases) for name in sorted({name for c in cases for name in c.ratings})}
    everyone: Mapping[str, Levels] = {LABEL: labels, **raters}
    pairs = [(ENGINE, levels, name, said) for name, said in everyone.items()]
    pairs += [(a, raters[a], b, raters[b]) for a, b in combinations(raters, 2)]
    return tuple(_between(*pair, resamples) for pair in pairs if _both(pair[1], pair[3]).any())


def _said_by(rater: str, cases: Sequence[Case]) -> Levels:
    return np.array([case.ratings.get(rater, MISSING) for case in cases], dtype=np.int64)


def _both(one: Levels, other: Levels) -> Flags:
    said: Flags = (one != MISSING) & (other != MISSING)
    return said


def _between(one: str, ours: Levels, other: str, theirs: Levels, resamples: Floats) -> Agreement:
    both = _both(ours, theirs)
    decided = both & (ours != BORDERLINE) & (theirs != BORDERLINE)
    same = both & (ours == theirs)
    return Agreement(
        one=one,
        other=other,
        cases=int(both.sum()),
        of=len(both),
        decided=int(decided.sum()),
        same=shared(same, both, resamples),
        kappa=kappa_over(decided, ours, theirs, resamples, weighted=False),
        weighted_kappa=kappa_over(both, ours, theirs, resamples, weighted=True),
    )


def shared(part: Flags, whole: Flags, resamples: Floats) -> Estimate:
    """The share of ``whole`` that is ``part``, with its counts and its interval.

    Of none, or of all, every resample says the same; there the interval is the exact one.
    """
    found = estimate(lambda weights: shares(weights, part, whole), resamples)
    counts = {"part": int((part & whole).sum()), "whole": int(whole.sum())}
    ends = one_sided(**counts) if counts["part"] in (0, counts["whole"]) and counts["whole"] else {}
    return found.model_copy(update={**counts, **ends})


def kappa_over(over: Flags, ours: Levels, theirs: Levels, resamples: Floats, *, weighted: bool) -> Estimate:
    """Kappa over some of the cases, with its interval."""
    apart = distances(SCALE, weighted=weighted)

    def figure(weights: Floats) -> Floats:
        return kappas(crossed(weights[:, over], ours[over], theirs[over]), apart)

    return estimate(figure, resamples)
