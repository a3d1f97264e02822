"""From screened applications to a slate: outcomes first, then how much is shown; equals share a rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from screening.errors import ApplicationError
from screening.results import OUTCOMES, Place, Screened, Slate, Versions

ORDER = {outcome: place for place, outcome in enumerate(OUTCOMES)}

Key = tuple[int, int, int, float]


def key_of(screened: Screened) -> Key:
    """What decides an applicant's place: outcome, KSAs demonstrated, KSAs open, mean score to two places.

    The mean orders applicants who are alike in everything that qualifies; two places, because a
    difference in the third is no difference that a panel could defend.
    """
    shown = sum(r.rating == "demonstrated" for r in screened.ratings)
    unclear = sum(r.rating == "needs-review" for r in screened.ratings)
    mean = mean_of([Fraction(str(r.score)) for r in screened.ratings])
    return ORDER[screened.outcome], -shown, -unclear, -float(mean)


def mean_of(scores: Sequence[Fraction]) -> Fraction:
    """The mean to two places, reckoned exactly, so that no machine's rounding decides a tie; 0 of none."""
    return round(sum(scores, Fraction(0)) / max(1, len(scores)), 2)


def rank(applications: Iterable[Screened], standard: str, versions: Versions) -> Slate:
    """The slate, best first; within a rank by candidate id, so the order never depends on the input's."""
    ordered = sorted(applications, key=lambda s: (key_of(s), s.candidate))
    _refuse_twins(ordered)
    places: list[Place] = []
    for position, screened in enumerate(ordered, start=1):
        tied = places and key_of(places[-1].screened) == key_of(screened)
        places.append(Place(rank=places[-1].rank if tied else position, screened=screened))
    return Slate(standard=standard, places=tuple(places), versions=versions)


def _refuse_twins(ordered: list[Screened]) -> None:
    seen: set[str] = set()
    for screened in ordered:
        if screened.candidate in seen:
            raise ApplicationError(
                f"candidate {screened.candidate!r} is there twice",
                expected="one application for each candidate",
                do="remove one of them, or give each applicant an id of their own",
            )
        seen.add(screened.candidate)
