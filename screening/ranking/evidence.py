"""Rule ``evidence``: how much is shown, behind the gates.

Source: the standards' own clause that failure to demonstrate any KSA disqualifies, and the best-qualified
principle (the best among those who meet the requirements, EL-312 chapter 7). Among the qualified the mean of
what each KSA shows decides, to two places, because no panel could defend a third; ties stay ties. As points
it is laid on 70 to 100 in a straight line, so that everyone who qualifies has a passing score (5 CFR
337.101(a)); the line is this project's own choice. Preference is applied as to any numeric score.
"""

from __future__ import annotations

from fractions import Fraction

from screening.ranking.candidacies import Candidacy
from screening.ranking.merits import Merit, Particulars
from screening.ranking.preference import Preference, preference_of
from screening.ranking.slate import ORDER, mean_of
from screening.ranking.terms import PASSING, Terms

SOURCE = (
    "the standards' clause that failure to demonstrate any KSA disqualifies; EL-312 ch. 7, best-qualified"
)


def merit(candidacy: Candidacy, terms: Terms, particulars: Particulars) -> Merit:
    """Outcome, then KSAs demonstrated, then KSAs open, then the mean of what they show with preference."""
    qualified = candidacy.outcome == "qualified"
    preference = preference_of(particulars.claim, qualified=qualified, professional=terms.professional)
    earned = points_of(candidacy)
    total = earned + preference.points
    return Merit(
        place=(*standing(candidacy, preference), -float(total), -int(preference.eligible)),
        points=float(total) if qualified else None,
        why=(*candidacy.because, *_told(candidacy, earned, preference)),
    )


def standing(candidacy: Candidacy, preference: Preference) -> tuple[int, ...]:
    """What comes before any points: outcome, float, KSAs demonstrated, KSAs open."""
    ratings = [decision.rating for decision in candidacy.decisions]
    shown, unclear = ratings.count("demonstrated"), ratings.count("needs-review")
    return ORDER[candidacy.outcome], -int(preference.floats), -shown, -unclear


def mean_shown(candidacy: Candidacy) -> Fraction:
    """The mean of what each KSA shows, 0 to 1, to two places."""
    return mean_of([decision.worth for decision in candidacy.decisions])


def points_of(candidacy: Candidacy) -> Fraction:
    """The mean on the scale of 70 to 100; passing only for those who qualify."""
    return PASSING + (100 - PASSING) * mean_shown(candidacy)


def _told(candidacy: Candidacy, earned: Fraction, preference: Preference) -> tuple[str, ...]:
    agreed = sum(decision.origin == "consensus" for decision in candidacy.decisions)
    shown = f"shows {float(mean_shown(candidacy)):.2f} on average over {len(candidacy.decisions)} KSAs"
    alone = sum(decision.origin == "override" for decision in candidacy.decisions)
    overridden = f", {alone} by override" if alone else ""
    rest = ", the rest by the engine" if agreed + alone < len(candidacy.decisions) else ""
    rests = f"{agreed} of {len(candidacy.decisions)} decided by the panel{overridden}{rest}"
    if candidacy.outcome != "qualified":
        return shown, rests, *preference.why
    return f"{shown}: {float(earned):g} points", rests, *preference.why
