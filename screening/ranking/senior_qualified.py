"""Rule ``senior-qualified``: the longest-serving of those who qualify comes first, however much others show.

Source: EL-312 chapter 7 and the craft agreements' senior-qualified positions: the senior bidder who meets the
requirements, of which a standard asks at least minimum competency. A seniority date is the employer's record.
Equal dates stay a tie; the agreements' further tie-breakers are not applied here. Bids are inservice
placements, to which veterans' preference does not apply (5 CFR 211.102), so a claim is refused.
"""

from __future__ import annotations

from screening.errors import PanelError
from screening.ranking.candidacies import Candidacy
from screening.ranking.merits import Merit, Particulars
from screening.ranking.slate import ORDER
from screening.ranking.terms import Terms

SOURCE = "EL-312 ch. 7: the senior bidder who meets the requirements"


def merit(candidacy: Candidacy, terms: Terms, particulars: Particulars) -> Merit:
    """Outcome, then the seniority date; it counts for nothing where an applicant does not qualify."""
    if particulars.claim is not None:
        raise PanelError(
            "there is a claim to veterans' preference",
            where=candidacy.candidate,
            expected="no claims: preference does not apply to inservice placements",
            do="leave the claims out, or rank by another rule",
        )
    since = particulars.senior_since
    if since is None:
        raise PanelError(
            "there is no seniority date",
            where=candidacy.candidate,
            expected="a date for every applicant",
            do="add the applicant to the file of seniority dates",
        )
    if candidacy.outcome == "not-qualified":
        return Merit(place=(ORDER["not-qualified"],), why=candidacy.because)
    why = (*candidacy.because, f"senior since {since}")
    return Merit(place=(ORDER[candidacy.outcome], since.toordinal()), why=why)
