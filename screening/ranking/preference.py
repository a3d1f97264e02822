"""Veterans' preference: points on a passing score, the float to the top, and the edge in a tie.

Sources: 5 U.S.C. 3309 and 5 CFR 337.101(b) (5 or 10 points are added to a passing score only); 5 U.S.C. 3313
and 5 CFR 332.401 (with a compensable service-connected disability of 10 percent or more at the top of the
list, except for scientific and professional positions at GS-9 or above; a preference eligible stands ahead
of others with the same rating); 5 U.S.C. 3319(b) and 5 CFR 337.304 (under category rating no points: ahead
within the category, the compensably disabled in the highest); 5 U.S.C. 2108 (sole survivorship: preference
without points). People adjudicate claims; this only applies what they found.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from screening.models import Record


class Claim(Record):
    """One applicant's claim to preference; ``points`` 0 is sole survivorship.

    Claims come from a file of their own. Until one is ``adjudicated`` it counts for nothing.
    """

    candidate: str
    points: Literal[0, 5, 10]
    compensable: bool = False
    """A compensable service-connected disability of 10 percent or more."""
    adjudicated: bool = False

    @model_validator(mode="after")
    def _compensable_has_ten(self) -> Claim:
        if self.compensable and self.points != 10:
            raise ValueError("a compensable disability goes with 10 points")
        return self


class Preference(Record):
    """What a claim comes to for an applicant with a passing score."""

    eligible: bool = False
    points: int = 0
    floats: bool = False
    why: tuple[str, ...] = ()


def preference_of(claim: Claim | None, *, qualified: bool, professional: bool) -> Preference:
    """What may be applied: nothing without an adjudicated claim, and nothing below a passing score."""
    if claim is None:
        return Preference()
    if not claim.adjudicated:
        return Preference(why=("preference is claimed and not adjudicated: not applied",))
    if not qualified:
        return Preference(why=("preference is applied to a passing score only",))
    floats = claim.compensable and not professional
    return Preference(eligible=True, points=claim.points, floats=floats, why=_told(claim, floats))


def _told(claim: Claim, floats: bool) -> tuple[str, ...]:
    kind = f"{claim.points}-point preference eligible"
    if floats:
        return kind, "compensable disability of 10 percent or more"
    kept = "compensable disability of 10 percent or more, without the float: a professional position"
    return (kind, kept) if claim.compensable else (kind,)
