"""Rule ``sme-qa``: two subject-matter experts rate each KSA 0, 1 or 2, and a table makes points of the pair.

Source: the method of subject matter expert qualification assessments (SME-QA) as reported by agencies that
use it: 1 and 1 make 70, 1 and 2 make 85, 2 and 2 make 100, a lookup and not an average; 0 from both rejects,
and the rejection names the KSA. Where the two differ on whether it is met, a third decides; the pair is then
the two who agree (this project's reading; the source says only that a third decides). How KSAs make a total
was not found in a source: the total here is the mean over the KSAs. The engine is no expert, so a KSA that
only it has rated is refused, like a disagreement that nobody has resolved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from screening.errors import PanelError
from screening.ranking.candidacies import Candidacy, Decision
from screening.ranking.merits import Merit, Particulars
from screening.ranking.preference import preference_of
from screening.ranking.slate import ORDER
from screening.ranking.terms import Terms

SOURCE = "SME-QA as agencies report it: 1+1=70, 1+2=85, 2+2=100, no averages; total: the mean over the KSAs"
TABLE: Mapping[tuple[int, int], int] = {(1, 1): 70, (1, 2): 85, (2, 2): 100}
"""Points for what two who find a KSA met have given, the lower first."""


def merit(candidacy: Candidacy, terms: Terms, particulars: Particulars) -> Merit:
    """Outcome, float, points with preference, the edge in a tie; no points for those who do not qualify."""
    points = points_by_ksa(candidacy)
    qualified = candidacy.outcome == "qualified"
    preference = preference_of(particulars.claim, qualified=qualified, professional=terms.professional)
    earned = total(points)
    final = earned + preference.points if qualified else Fraction(0)
    listed = ", ".join(f"{ksa} {value or 'not met'}" for ksa, value in points.items())
    return Merit(
        place=(
            ORDER[candidacy.outcome],
            -int(preference.floats),
            -float(round(final, 2)),
            -int(preference.eligible),
        ),
        points=float(round(final, 2)) if qualified else None,
        why=(*candidacy.because, f"points by KSA: {listed}", *preference.why),
    )


def points_by_ksa(candidacy: Candidacy) -> dict[str, int]:
    """The points of each KSA, 0 where it is not met; the rating must say the same as the levels."""
    found = {}
    for decision in candidacy.decisions:
        where = f"{candidacy.candidate}, {decision.ksa}"
        found[decision.ksa] = points_of(decision, where)
    return found


def points_of(decision: Decision, where: str = "") -> int:
    """The points of one KSA; refused where it was not rated by two, or their disagreement stands."""
    if decision.origin == "engine" or not decision.levels:
        raise PanelError(
            "no two experts have rated this",
            where=where,
            expected="what two raters gave, each 0, 1 or 2",
            do="have two members rate it before ranking by sme-qa",
        )
    points = TABLE.get(pair_of(decision.levels, where), 0)
    if (points > 0) != (decision.rating == "demonstrated"):
        raise PanelError(
            f"the levels {decision.levels} say otherwise than the decision {decision.rating!r}",
            where=where,
            expected="demonstrated where both (or one and the third) gave 1 or 2; not-demonstrated otherwise",
            do="record the decision again from the ratings",
        )
    return points


def pair_of(levels: Sequence[int], where: str = "") -> tuple[int, int]:
    """The two levels that count, the lower first: of three, the third's and the one's it agrees with."""
    if len(levels) in (2, 3):
        one, other, *third = levels
        if bool(one) == bool(other) and not third:
            return min(one, other), max(one, other)
        if bool(one) != bool(other) and third:
            sided = one if bool(one) == bool(third[0]) else other
            return min(sided, third[0]), max(sided, third[0])
    raise PanelError(
        f"the levels are {', '.join(map(str, levels))}",
        where=where,
        expected="two that agree on whether the KSA is met; a third only where they do not",
        do="have a third member decide where two differ, and leave a third out where they do not",
    )


def total(points: Mapping[str, int]) -> Fraction:
    """The mean over the KSAs; 0 of none."""
    return Fraction(sum(points.values()), max(1, len(points)))
