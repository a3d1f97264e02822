"""What a rule ranks: one applicant's gates, and for each KSA the rating that counts, with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pydantic import Field

from screening.models import Record
from screening.outcomes import outcome_of
from screening.results import Gate, OutcomeValue, Rating, RatingValue
from screening.settings import Bands

Origin = Literal["consensus", "override", "engine"]
"""Whose word counts: the panel's, one person's who set the engine's aside, or the engine's."""
Level = Literal[0, 1, 2]
TOP: Level = 2
MARGINS = ("above_demonstrated", "above_review")
"""The engine's facts that tell how far its strength lies above each band."""
WORTH: Mapping[RatingValue, Fraction] = {
    "demonstrated": Fraction(1),
    "needs-review": Fraction(1, 2),
    "not-demonstrated": Fraction(0),
}
"""How much a rating shows where neither raters' levels nor the engine's score say more."""


class Decision(Record):
    """The rating of one KSA that counts.

    ``score`` (0 to 1) and ``strength`` (thousandths of a logit) are the engine's; ``levels`` are what two
    raters gave, 0 to 2, and what a third gave after them where they differed. ``margin`` is how far the
    strength lies, in thousandths of a logit, from the nearest one at which the engine would have said
    otherwise; a standard may set bands of its own for a KSA, so it is better known than reckoned.
    """

    ksa: str
    rating: RatingValue
    origin: Origin
    score: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    strength: int | None = None
    margin: int | None = Field(default=None, ge=0)
    levels: tuple[Level, ...] = ()

    @property
    def worth(self) -> Fraction:
        """How much is shown, 0 to 1: the engine's score, or the mean of the levels as a share of the top."""
        if self.levels:
            return Fraction(sum(self.levels), TOP * len(self.levels))
        return WORTH[self.rating] if self.score is None else Fraction(str(self.score))

    def doubtful(self, bands: Bands | None, distance: int) -> bool:
        """Whether another rating is within reach: it needs review, or the engine only just decided.

        ``distance`` is in thousandths of a logit; ``bands`` serve where no margin is known. What people have
        decided is not in doubt.
        """
        if self.rating == "needs-review":
            return True
        if self.origin != "engine":
            return False
        if self.margin is not None:
            return self.margin <= distance
        if self.strength is None or bands is None:
            return False
        return min(abs(self.strength - band) for band in (bands.demonstrated, bands.review)) <= distance

    def rated(self, rating: RatingValue) -> Decision:
        """The decision as it would be if people now gave this rating, plainly."""
        level: Level = 2 if rating == "demonstrated" else 0
        levels = (level, level) if self.levels else ()
        return Decision(ksa=self.ksa, rating=rating, origin="consensus", levels=levels)


class Candidacy(Record):
    """One applicant before the rule: gates' results, and a decision for each KSA in the standard's order."""

    candidate: str
    gates: tuple[Gate, ...] = ()
    decisions: tuple[Decision, ...]

    @property
    def outcome(self) -> OutcomeValue:
        """What follows from gates and decisions together, whatever the rule."""
        return outcome_of(self.decisions, self.gates)[0]

    @property
    def because(self) -> tuple[str, ...]:
        """Why the outcome is what it is."""
        return outcome_of(self.decisions, self.gates)[1]


def margin_of(rating: Rating) -> int | None:
    """How far the engine was from saying otherwise, in thousandths of a logit; None where it did not tell."""
    margins = [abs(rating.facts[fact]) for fact in MARGINS if fact in rating.facts]
    return min(margins, default=None)
