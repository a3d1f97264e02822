"""An application to the old version as one to the new: which pairs are judged again, and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.applications import Application, Essay, narrative_source, texts_for
from screening.outcomes import gates_of, outcome_of
from screening.rescoring.scope import KsaScope, Reason, Scope, squeezed
from screening.results import Rating, RatingValue, Screened

BETWEEN = "\n\n"
"""What stands between narratives that serve one KSA together."""


def carried(application: Application, scope: Scope) -> Application:
    """The application to the new version, of the same words.

    Narratives of KSAs that were merged stand together, in the order of the comparison. What was written for
    a KSA that is gone is kept as an essay for none: it counts for nothing, and may still be pointed out.
    """
    old = application.narratives
    narratives = {
        one.ksa: BETWEEN.join(old[source] for source in one.sources if old.get(source, "").strip())
        for one in scope.ksas
        if any(source in old for source in one.sources)
    }
    left = (Essay(ksas=(), text=old[ksa]) for ksa in scope.removed if old.get(ksa, "").strip())
    return application.model_copy(
        update={
            "standard": scope.new.document.address,
            "narratives": narratives,
            "essays": (*(_essay(essay, scope) for essay in application.essays), *left),
        }
    )


def _essay(essay: Essay, scope: Scope) -> Essay:
    """An essay offered for the KSAs that follow those it was offered for."""
    if essay.ksas is None:
        return essay
    offered = set(essay.ksas)
    return Essay(ksas=tuple(k.ksa for k in scope.ksas if offered.intersection(k.sources)), text=essay.text)


def reasons_for(application: Application, scope: Scope) -> dict[str, tuple[Reason, ...]]:
    """For each KSA of the new version why this applicant's pair is judged again; empty: it is carried over.

    ``application`` is the one to the new version, see :func:`carried`.
    """
    return {one.ksa: one.reasons or _own_reasons(application, one, scope) for one in scope.ksas}


def _own_reasons(application: Application, one: KsaScope, scope: Scope) -> tuple[Reason, ...]:
    """Why a pair is judged again whose KSA did not change, by what this applicant wrote for it."""
    texts = [text for text in texts_for(application, one.ksa) if text.text.strip()]
    found: list[Reason] = []
    if scope.rivals_changed and any(text.source != narrative_source(one.ksa) for text in texts):
        found.append("rival")
    if any(repeats(text.text, scope.reprinted) for text in texts):
        found.append("copied")
    return tuple(found)


@lru_cache(maxsize=50_000)
def repeats(text: str, runs: frozenset[str]) -> bool:
    """Whether a text holds any of the squeezed runs of words."""
    letters = squeezed(text)
    return any(run in letters for run in runs)


@dataclass(frozen=True, slots=True)
class StandingRating:
    """A KSA with the rating that stands, as outcomes are drawn from."""

    ksa: str
    rating: RatingValue


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an applicant's result by the old version: ratings by KSA id, and what was noticed."""

    candidate: str
    ratings: Mapping[str, RatingValue]
    notices: Sequence[str]


def rescored(
    kept: Kept, application: Application, fresh: Mapping[str, Rating], scope: Scope, caveats: tuple[str, ...]
) -> Screened:
    """The result by the new version, with the ``fresh`` ratings alone: the others stand as they were kept.

    ``application`` is the one to the new version, ``caveats`` what holds of every result of its screener.
    What was noticed in a text is kept while the text still has its name.
    """
    known = {ksa: rating.rating for ksa, rating in fresh.items()}
    ratings = [StandingRating(one.ksa, known.get(one.ksa) or kept.ratings[one.ksa]) for one in scope.ksas]
    document = scope.new.document
    gates = gates_of(application, document, scope.new.settings.exams)
    outcome, because = outcome_of(ratings, gates)
    noticed = (notice for rating in fresh.values() for notice in rating.notices)
    still = (notice for notice in kept.notices if _still_there(notice, application))
    return Screened(
        candidate=kept.candidate,
        standard=document.address,
        outcome=outcome,
        because=because,
        gates=gates,
        ratings=tuple(fresh.values()),
        notices=caveats + tuple(dict.fromkeys((*noticed, *still))),
        versions=scope.new.versions,
    )


def named_text(notice: str) -> bool:
    """Whether a notice speaks of one of the applicant's texts."""
    return notice.partition(":")[0] in ("narrative", "essay")


def _still_there(notice: str, application: Application) -> bool:
    """Whether a notice speaks of a text that the application has under that name."""
    kind, _, rest = notice.partition(":")
    name = rest.partition(":")[0]
    if kind == "narrative":
        return name in application.narratives
    return kind == "essay" and name.isdigit() and int(name) <= len(application.essays)
