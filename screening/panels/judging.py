"""What was found of an application, as the record has it, and as the panel has judged it."""

from __future__ import annotations

from collections.abc import Mapping

from screening.errors import PanelError
from screening.outcomes import outcome_of
from screening.panels.consensus import Final, final_of
from screening.panels.kinds import How
from screening.panels.panel import Panel
from screening.results import Gate, Rating, Screened

ERASED = "The words were erased; the rating stays."
REASONS: Mapping[How, tuple[str, str]] = {
    "agreed": (
        "The members of the panel, each reading your words alone, agree that they show it.",
        "The members of the panel, each reading your words alone, agree that they do not show it.",
    ),
    "consensus": (
        "The members of the panel who read your words talked it over and agree that they show it.",
        "The members of the panel who read your words talked it over and agree that they do not show it.",
    ),
    "tie-break": (
        "The members of the panel who read your words differed; the one who decided finds that they show it.",
        "The members of the panel who read your words differed; the one who decided finds that they do not"
        " show it.",
    ),
}
"""How the panel came to a rating, said to the applicant: demonstrated, and not."""


def advice_of(panel: Panel, candidate: str, paper: str | None) -> Screened:
    """The engine's results for a candidate: whole from the paper, without words where it was erased."""
    if paper is not None:
        return Screened.model_validate_json(paper)
    advice = panel.engine[candidate]
    gates = (Gate(gate=name, result=result, because=ERASED) for name, result in advice.gates.items())
    ratings = (
        Rating(ksa=ksa, because=ERASED, **advice.ratings[ksa].model_dump(exclude={"margin"}))
        for ksa in panel.ksas
    )
    return Screened(
        candidate=candidate,
        standard=panel.opening.standard,
        outcome=advice.outcome,
        because=(ERASED,),
        gates=tuple(gates),
        ratings=tuple(ratings),
        versions=advice.versions,
    )


def judged(panel: Panel, advice: Screened) -> Screened:
    """The results with the panel's decision in the place of the engine's; only of a panel that is closed.

    The sentences that were quoted stay: they are what was found in the applicant's words.
    """
    if panel.closing is None:
        raise PanelError(
            f"panel {panel.id} is open, and has decided nothing yet",
            expected="a closed panel",
            do=f"`screening panel close {panel.id}` when all is rated, locked and decided",
        )
    finals = [final_of(panel, (advice.candidate, rating.ksa)) for rating in advice.ratings]
    ratings = tuple(map(_judged, advice.ratings, finals))
    outcome, because = outcome_of(ratings, advice.gates)
    return advice.model_copy(update={"ratings": ratings, "outcome": outcome, "because": because})


def _judged(rating: Rating, final: Final) -> Rating:
    shown, not_shown = REASONS[final.how]
    because = shown if final.rating == "demonstrated" else not_shown
    return rating.model_copy(update={"rating": final.rating, "because": because})
