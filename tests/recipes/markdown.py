"""The slate as a Markdown table: to paste into minutes."""

from __future__ import annotations

from screening.reports import MARKS, Slated


def render(slated: Slated) -> str:
    """A row for each applicant, a column for each KSA."""
    ksas = [ksa.id for ksa in slated.standard.ksas]
    rows = [["rank", "candidate", "outcome", *ksas], ["---"] * (3 + len(ksas))]
    for place in slated.slate.places:
        rated = {rating.ksa: MARKS[rating.rating] for rating in place.screened.ratings}
        screened = place.screened
        rows.append([str(place.rank), screened.candidate, screened.outcome, *(rated[ksa] for ksa in ksas)])
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in rows)
