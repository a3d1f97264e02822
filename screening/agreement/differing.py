"""Where a panel and the engine differ, the furthest first, with the sentences that the engine went by."""

from __future__ import annotations

from collections.abc import Mapping

from screening.agreement.ratings import Item
from screening.agreement.report import Difference
from screening.results import LEVELS, Rating

TOP = 2
"""The highest level; a score of 1 stands for it."""


def differences(
    members: Mapping[str, Mapping[Item, int]], consensus: Mapping[Item, int], engine: Mapping[Item, Rating]
) -> tuple[Difference, ...]:
    """Everything rated by both and not alike; of equal distances, the further the score the earlier."""
    found = []
    for item, rating in engine.items():
        given = {member: own[item] for member, own in members.items() if item in own}
        if item in consensus or given:
            found.append(_difference(item, rating, given, consensus.get(item)))
    return tuple(
        sorted(
            (difference for difference in found if difference.distance),
            key=lambda d: (-d.distance, -abs(d.panel / TOP - d.score), d.candidate, d.ksa),
        )
    )


def _difference(item: Item, rating: Rating, given: Mapping[str, int], settled: int | None) -> Difference:
    candidate, ksa = item
    panel = sum(given.values()) / len(given) if settled is None else float(settled)
    return Difference(
        candidate=candidate,
        ksa=ksa,
        panel=panel,
        settled=settled is not None,
        members=dict(given),
        engine=rating.rating,
        score=rating.score,
        distance=abs(panel - LEVELS[rating.rating]),
        because=rating.because,
        quotes=tuple(evidence.quote for evidence in rating.evidence),
    )
