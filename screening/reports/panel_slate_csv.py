"""A panel's slate as CSV, one line for each applicant and KSA, without words, disarmed."""

from __future__ import annotations

import csv
import io

from screening.panels.slating import PanelSlate
from screening.ranking import Candidacy, Decision, Standing
from screening.reports.csv import disarmed
from screening.reports.panel_slate import by, points, reach

COLUMNS = (
    "panel", "standard", "state", "rank", "tied_with", "within_reach", "candidate", "outcome", "category",
    "points", "ksa", "rating", "origin", "how", "levels", "members", "by", "code", "entry", "engine_rating",
    "engine_score", "gates",
)  # fmt: skip


def render(slate: PanelSlate) -> str:
    """A header, then one line for each applicant and KSA in the slate's order."""
    out = io.StringIO()
    # All in quotes, as the engine's slate: a lone carriage return would begin a new row.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for standing, candidacy in slate.lines():
        for decision in candidacy.decisions:
            writer.writerow([disarmed(cell) for cell in _cells(slate, standing, candidacy, decision)])
    return out.getvalue()


def _cells(slate: PanelSlate, standing: Standing, candidacy: Candidacy, decision: Decision) -> list[str]:
    candidate, ksa = standing.candidate, decision.ksa
    final, advice = slate.final(standing, ksa), slate.panel.engine[candidate].ratings[ksa]
    overridden = slate.overridden(candidate, ksa)
    given = (f"{event.entry.who} {event.body.value}" for event in slate.given(candidate, ksa))
    return [
        slate.panel.id, slate.panel.opening.standard, slate.state, str(standing.rank),
        ", ".join(standing.ties), reach(standing), candidate, standing.outcome, standing.category or "",
        points(standing), ksa,
        decision.rating, decision.origin, final.how, ", ".join(map(str, decision.levels)), "; ".join(given),
        by(slate, candidate, ksa) or "", overridden.body.code if overridden else "",
        "" if final.entry is None else str(final.entry), advice.rating, f"{advice.score:.3f}",
        "; ".join(f"{gate.gate}: {gate.result}" for gate in candidacy.gates),
    ]  # fmt: skip
