"""What a rule says of one applicant, before anybody is compared with anybody."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from screening.models import Record
from screening.ranking.candidacies import Candidacy
from screening.ranking.preference import Claim
from screening.ranking.terms import Terms

Place = tuple[int | float, ...]
"""What places are compared by; the smaller comes first, and equals are tied."""


class Particulars(Record):
    """What only some rules ask of an applicant, from files of their own that no scoring sees."""

    claim: Claim | None = None
    senior_since: date | None = None


class Merit(Record):
    """One applicant under a rule: where they belong, by which points, in which category, and why."""

    place: Place
    points: float | None = None
    category: str | None = None
    why: tuple[str, ...]


class RankingRule(Protocol):
    """A way to rank: merits that can be compared, each from one applicant alone.

    A better rating of any KSA or gate may never worsen a merit: the reach of a rank rests on it.
    """

    def __call__(self, candidacy: Candidacy, terms: Terms, particulars: Particulars) -> Merit:
        """The merit of one applicant."""
