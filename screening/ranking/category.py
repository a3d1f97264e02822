"""Rule ``category``: quality categories whose cut-offs are fixed beforehand; preference first within each.

Source: 5 CFR 337.302 (definitions) and 337.303 (two or more categories, each defined through job analysis and
described in the announcement), 337.304 and 5 U.S.C. 3319(b) (no points for preference: preference eligibles
stand ahead within their category, and those with a compensable disability of 10 percent or more in the
highest one, except for scientific and professional positions at GS-9 or above). Within a category and a
preference group all are equal: the points only sort into categories.
"""

from __future__ import annotations

from fractions import Fraction

from screening.ranking import evidence, sme_qa
from screening.ranking.candidacies import Candidacy
from screening.ranking.merits import Merit, Particulars
from screening.ranking.preference import preference_of
from screening.ranking.slate import ORDER
from screening.ranking.terms import Terms

SOURCE = "5 CFR 337.302-304; 5 U.S.C. 3319(b)"


def merit(candidacy: Candidacy, terms: Terms, particulars: Particulars) -> Merit:
    """Outcome, category, preference; the points are those before any preference."""
    points = _points(candidacy, terms)
    qualified = candidacy.outcome == "qualified"
    preference = preference_of(particulars.claim, qualified=qualified, professional=terms.professional)
    if not qualified:
        return Merit(place=(ORDER[candidacy.outcome],), why=(*candidacy.because, *preference.why))
    number = 0 if preference.floats else _earned(points, terms)
    earned = terms.categories[_earned(points, terms)]
    category = terms.categories[number]
    why = f"{float(points):g} points: {earned.name}, from {earned.from_points:g}"
    moved = (f"listed in {category.name} by preference",) if category != earned else ()
    return Merit(
        place=(ORDER["qualified"], number, -int(preference.eligible)),
        points=float(points),
        category=category.name,
        why=(*candidacy.because, why, *preference.why, *moved),
    )


def _points(candidacy: Candidacy, terms: Terms) -> Fraction:
    if terms.scored_by == "sme-qa":
        return round(sme_qa.total(sme_qa.points_by_ksa(candidacy)), 2)
    return evidence.points_of(candidacy)


def _earned(points: Fraction, terms: Terms) -> int:
    """The number of the best category that the points reach; the last is open to all who qualify."""
    return next(n for n, category in enumerate(terms.categories) if points >= Fraction(category.from_points))
