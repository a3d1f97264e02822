"""The slate as CSV, one line for each applicant and KSA; cells that a spreadsheet would run are disarmed."""

from __future__ import annotations

import csv
import io

from screening.reports import Slated, found_in
from screening.results import Place, Rating

COLUMNS = (
    "standard", "rank", "candidate", "outcome", "ksa", "rating", "score", "rule", "code", "evidence",
    "findings", "missing", "gates",
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def render(slated: Slated) -> str:
    """A header, then one line for each applicant and KSA in the slate's order."""
    out = io.StringIO()
    # All in quotes: the writer leaves a lone carriage return bare, and what follows it would be a new row.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for place in slated.slate.places:
        for rating in place.screened.ratings:
            writer.writerow([disarmed(cell) for cell in _cells(place, rating)])
    return out.getvalue()


def _cells(place: Place, rating: Rating) -> list[str]:
    screened = place.screened
    gates = "; ".join(f"{gate.gate}: {gate.result}" for gate in screened.gates)
    return [
        screened.standard, str(place.rank), screened.candidate, screened.outcome, rating.ksa, rating.rating,
        f"{rating.score:.3f}", rating.rule, rating.code,
        " | ".join(e.quote for e in rating.evidence),
        " | ".join(", ".join(found_in(e)) for e in rating.evidence),
        "; ".join(rating.missing), gates,
    ]


def disarmed(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + cell if cell.startswith(DANGEROUS) else cell
