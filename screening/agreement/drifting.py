"""Whether a member grows stricter or milder: severity against the consensus, in the order of rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from screening.agreement.ratings import Item, MemberRating
from screening.agreement.report import Block, Drift
from screening.evaluation.figures import Floats, divided
from screening.evaluation.intervals import estimate

BLOCKS = 4


def drifts(
    ratings: Sequence[MemberRating], consensus: Mapping[Item, int], candidates: Sequence[str], draws: Floats
) -> tuple[Drift, ...]:
    """Each member's drift over what has a consensus; ``draws`` are resamples of the candidates."""
    settled = sorted(
        (rated for rated in ratings if rated.item in consensus),
        key=lambda rated: (rated.member, rated.at, rated.item),
    )
    numbers = {candidate: number for number, candidate in enumerate(candidates)}
    own: dict[str, list[MemberRating]] = {}
    for rated in settled:
        own.setdefault(rated.member, []).append(rated)
    return tuple(_drift(member, mine, consensus, numbers, draws) for member, mine in own.items())


def _drift(
    member: str,
    mine: Sequence[MemberRating],
    consensus: Mapping[Item, int],
    numbers: Mapping[str, int],
    draws: Floats,
) -> Drift:
    severity = np.array([consensus[rated.item] - rated.value for rated in mine], dtype=float)
    owners = np.array([numbers[rated.candidate] for rated in mine])
    return Drift(
        member=member,
        ratings=len(mine),
        severity=estimate(lambda weights: _means(weights[:, owners], severity), draws),
        change=estimate(lambda weights: changes(weights[:, owners], severity), draws),
        blocks=_blocks(mine, severity),
    )


def _means(weights: Floats, values: Floats) -> Floats:
    return divided(weights @ values, weights.sum(axis=1))


def changes(weights: Floats, values: Floats) -> Floats:
    """The rise of the least-squares line from the first value to the last; NaN of one value or none."""
    at = np.linspace(0, 1, len(values))
    off = at - _means(weights, at)[:, None]
    across = (weights * off * (values - _means(weights, values)[:, None])).sum(axis=1)
    return divided(across, (weights * off**2).sum(axis=1))


def _blocks(mine: Sequence[MemberRating], severity: NDArray[np.float64]) -> tuple[Block, ...]:
    """Up to four stretches of as equal length as may be."""
    parts = np.array_split(np.arange(len(mine)), min(BLOCKS, len(mine)))
    return tuple(
        Block(
            ratings=len(part),
            first=mine[part[0]].at,
            last=mine[part[-1]].at,
            severity=float(severity[part].mean()),
        )
        for part in parts
    )
