"""A panel's slate as JSON: the shape of `screening rank`, with whose word each rating is, how sure each rank.

``score`` is how much a KSA shows, 0 to 1: the engine's score where its rating counts, else what the members
gave as a share of the top level. The engine's own rating always stands beside it.
"""

from __future__ import annotations

import json
from typing import Any

from screening.panels.slating import PanelSlate
from screening.ranking import Candidacy, Decision, Standing

ORIGINS = {
    "consensus": "the panel's consensus",
    "override": "a person, who set the engine's rating aside",
    "engine": "the engine, as no person has decided it",
}
LETTERS = {"consensus": "", "override": "o", "engine": "e"}
"""What stands after a rating's sign for whose word it is."""
PROVISIONAL = "provisional: the panel is open, and its ratings may still change"


def render(slate: PanelSlate) -> str:
    """One JSON document, which `screening fairness` reads as it reads a slate of the engine's."""
    return json.dumps(document(slate), ensure_ascii=False, indent=1) + "\n"


def document(slate: PanelSlate) -> dict[str, Any]:
    """The slate as plain data."""
    ranking = slate.ranking
    return {
        "panel": slate.panel.id,
        "standard": slate.panel.opening.standard,
        "state": slate.state,
        "rule": ranking.rule,
        "source": ranking.source,
        "terms": ranking.terms.model_dump(mode="json") | {"version": ranking.version},
        "uncertainty": ranking.uncertainty,
        "slate": [_place(slate, standing, candidacy) for standing, candidacy in slate.lines()],
        "versions": versions(slate),
        "record": slate.record.model_dump(),
    }


def versions(slate: PanelSlate) -> dict[str, str]:
    """What the engine's advice depends on; where applicants were screened by several, all are named."""
    seen = [slate.panel.engine[candidate].versions.model_dump() for candidate in slate.panel.candidates]
    return {name: "; ".join(dict.fromkeys(one[name] for one in seen)) for name in seen[0]}


def _place(slate: PanelSlate, standing: Standing, candidacy: Candidacy) -> dict[str, Any]:
    return {
        "candidate": standing.candidate,
        "rank": standing.rank,
        "ties": list(standing.ties),
        "best": standing.best,
        "worst": standing.worst,
        "unsure": standing.unsure,
        "open": list(standing.open),
        "outcome": standing.outcome,
        "category": standing.category,
        "points": standing.points,
        "because": list(standing.why),
        "gates": [{"gate": gate.gate, "result": gate.result} for gate in candidacy.gates],
        "ratings": [_rating(slate, standing, decision) for decision in candidacy.decisions],
    }


def _rating(slate: PanelSlate, standing: Standing, decision: Decision) -> dict[str, Any]:
    final = slate.final(standing, decision.ksa)
    advice = slate.panel.engine[standing.candidate].ratings[decision.ksa]
    overridden = slate.overridden(standing.candidate, decision.ksa)
    return {
        "ksa": decision.ksa,
        "rating": decision.rating,
        "score": round(float(decision.worth), 6),
        "origin": decision.origin,
        "how": final.how,
        "levels": list(decision.levels),
        "members": {e.entry.who: e.body.value for e in slate.given(standing.candidate, decision.ksa)},
        "entry": final.entry,
        "by": by(slate, standing.candidate, decision.ksa),
        "code": overridden.body.code if overridden else None,
        "engine": {"rating": advice.rating, "score": advice.score},
    }


def by(slate: PanelSlate, candidate: str, ksa: str) -> str | None:
    """Who decided alone: the third between two, or who set the engine aside; None where nobody did."""
    event = slate.decided(candidate, ksa) or slate.overridden(candidate, ksa)
    return None if event is None else event.entry.who


def gates_of(slate: PanelSlate) -> list[str]:
    """The gates that anybody has a result for, or lacks one for; a physical requirement is none of them."""
    gates = (gate for candidacy in slate.candidacies.values() for gate in candidacy.gates)
    return list(dict.fromkeys(gate.gate for gate in gates if gate.result != "not-assessed"))


def reach(standing: Standing) -> str:
    """The ranks within reach where there are several, ``2 to 5``; empty where the rank is sure."""
    return f"{standing.best} to {standing.worst}" if standing.unsure else ""


def points(standing: Standing) -> str:
    """The points with no more places than they have; empty where there are none."""
    return "" if standing.points is None else f"{standing.points:.4g}"


def heading(slate: PanelSlate) -> str:
    """What this is, in a line."""
    panel = slate.panel
    return f"panel {panel.id} on {panel.opening.standard}: {len(panel.candidates)} applicants"
