"""A panel's agreement from its ratings: all together, two by two, over time, and against the engine.

Intervals cover 95 of 100 resamples of the candidates, each drawn with all that was said of them: the KSAs of
one candidate come from one hand and are not independent. Only ICC(2,1) over a single KSA has the published
interval by the F distribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from screening.agreement.differing import differences
from screening.agreement.drifting import drifts
from screening.agreement.figures import Metric, alphas, intraclass, intraclass_ends
from screening.agreement.ratings import (
    MISSING,
    SCALE,
    Item,
    Levels,
    MemberRating,
    by_engine,
    by_member,
    tabled,
)
from screening.agreement.report import Pair, PanelAgreement, Whole
from screening.evaluation.figures import Floats, crossed, distances, kappas, shares
from screening.evaluation.intervals import RESAMPLES, Figure, estimate, one_sided, resampled
from screening.evaluation.report import Estimate
from screening.panels.settings import CONSENSUS, ENGINE
from screening.results import LEVELS, Screened


@dataclass(frozen=True, slots=True)
class _Scope:
    """The items of one KSA or of all, the candidate of each by number, and resamples of the candidates."""

    ksa: str | None
    items: Sequence[Item]
    owners: NDArray[np.int64]
    resamples: Floats

    def estimated(self, figure: Figure, rows: NDArray[np.bool_]) -> Estimate:
        """A figure over the weights of some items, estimated by drawing candidates."""
        return estimate(lambda weights: figure(weights[:, self.owners[rows]]), self.resamples)


def measure(
    ratings: Iterable[MemberRating],
    *,
    engine: Iterable[Screened] = (),
    consensus: Mapping[Item, int] | None = None,
    resamples: int = RESAMPLES,
) -> PanelAgreement:
    """Everything that can be said of these ratings; what is undefined is an estimate without a value."""
    rated = tuple(ratings)
    members, screened, agreed = by_member(rated), by_engine(engine), consensus or {}
    everyone: dict[str, Mapping[Item, int]] = dict(members)
    if screened:
        everyone |= {CONSENSUS: agreed, ENGINE: {i: LEVELS[r.rating] for i, r in screened.items()}}
    items = sorted({item for given in members.values() for item in given})
    candidates = sorted({candidate for candidate, _ in items})
    draws = resampled(len(candidates), resamples) if candidates else np.empty((0, 0))
    scopes = _scopes(items, candidates, draws)
    return PanelAgreement(
        members=tuple(members),
        candidates=len(candidates),
        ratings=len(rated),
        resamples=resamples,
        wholes=tuple(_whole(scope, list(members.values())) for scope in scopes),
        pairs=tuple(pair for scope in scopes for pair in _pairs(scope, everyone)),
        drifts=drifts(rated, agreed, candidates, draws),
        differences=differences(members, agreed, screened),
    )


def _scopes(items: Sequence[Item], candidates: Sequence[str], draws: Floats) -> list[_Scope]:
    numbers = {candidate: number for number, candidate in enumerate(candidates)}
    found = []
    for ksa in (None, *dict.fromkeys(sorted(ksa for _, ksa in items))):
        chosen = [item for item in items if ksa in (None, item[1])]
        owners = np.array([numbers[candidate] for candidate, _ in chosen], dtype=np.int64)
        found.append(_Scope(ksa, chosen, owners, draws))
    return found if items else []


def _whole(scope: _Scope, members: Sequence[Mapping[Item, int]]) -> Whole:
    table = tabled(scope.items, members)
    given = table != MISSING
    paired, complete = given.sum(axis=1) >= 2, given.all(axis=1)
    return Whole(
        ksa=scope.ksa,
        items=int(paired.sum()),
        complete=int(complete.sum()),
        alpha_nominal=_alpha(scope, table, paired, "nominal"),
        alpha_ordinal=_alpha(scope, table, paired, "ordinal"),
        icc=_icc(scope, table[complete].astype(float), complete),
    )


def _alpha(scope: _Scope, table: Levels, rows: NDArray[np.bool_], metric: Metric) -> Estimate:
    return scope.estimated(lambda weights: alphas(weights, table[rows], metric, len(SCALE)), rows)


def _icc(scope: _Scope, table: Floats, rows: NDArray[np.bool_]) -> Estimate:
    """ICC(2,1): over one KSA with the interval by F, over several by drawing candidates."""
    if len(table) < 2 or table.shape[1] < 2:
        return Estimate(value=None)
    found = scope.estimated(lambda weights: intraclass(weights, table), rows)
    if scope.ksa is None:
        return found
    low, high = intraclass_ends(table) or (None, None)
    return Estimate(value=found.value, low=low, high=high)


def _pairs(scope: _Scope, everyone: Mapping[str, Mapping[Item, int]]) -> Iterable[Pair]:
    """Member with member, and the engine with each and with the consensus; not member with consensus."""
    for one, other in combinations(everyone, 2):
        if other == CONSENSUS:
            continue  # each member had a part in it
        first, second = (ENGINE, one) if other == ENGINE else (one, other)
        ours, theirs = tabled(scope.items, (everyone[first], everyone[second])).T
        both = (ours != MISSING) & (theirs != MISSING)
        if both.any():
            yield _pair(scope, (first, second), (ours, theirs), both)


def _pair(
    scope: _Scope, names: tuple[str, str], said: tuple[Levels, Levels], both: NDArray[np.bool_]
) -> Pair:
    ours, theirs = (levels[both] for levels in said)

    def kappa(*, weighted: bool) -> Estimate:
        apart = distances(SCALE, weighted=weighted)
        return scope.estimated(lambda weights: kappas(crossed(weights, ours, theirs), apart), both)

    one, other = names
    return Pair(
        one=one,
        other=other,
        ksa=scope.ksa,
        items=len(ours),
        same=_same(scope, ours == theirs, both),
        kappa=kappa(weighted=False),
        weighted_kappa=kappa(weighted=True),
    )


def _same(scope: _Scope, same: NDArray[np.bool_], both: NDArray[np.bool_]) -> Estimate:
    """The share rated the same; of none or of all, the exact interval for as many as there are candidates."""
    found = scope.estimated(lambda weights: shares(weights, same, np.ones_like(same)), both)
    part, whole = int(same.sum()), len(same)
    candidates = len(set(scope.owners[both].tolist()))
    ends = one_sided(part=min(part, candidates), whole=candidates) if part in (0, whole) else {}
    return found.model_copy(update={"part": part, "whole": whole, **ends})
