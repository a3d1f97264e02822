"""Labelled cases rated, and the ratings compared with the labels: for the command, the API and notebooks."""

from __future__ import annotations

from collections.abc import Sequence

from screening.baselines import baseline_scores
from screening.evaluation import Case, Prediction, evaluate, prediction_of
from screening.opening import Requirements
from screening.reports.evaluation import Evaluated
from screening.results import Rating
from screening.similarity.minilm import MiniLM

ENGINE_PARTS = ("engine", "ruleset", "model", "parser", "settings")
"""What all cases have in common of the versions that a rating depends on."""


def predictions_of(cases: Sequence[Case], ratings: Sequence[Rating]) -> list[Prediction]:
    """The engine's answers, in the order of the cases."""
    return [prediction_of(case, rating) for case, rating in zip(cases, ratings, strict=True)]


def evaluated(
    cases: Sequence[Case], ratings: Sequence[Rating], requirements: Requirements, told: str, *,
    baselines: bool = True, fitted: Sequence[Case] = (), notices: Sequence[str] = (),
) -> Evaluated:  # fmt: skip
    """The report on rated cases, at least one; ``requirements`` is what rated them.

    ``told`` names the cases among the report's versions, ``fitted`` are those that the engine was fitted on;
    with ``baselines`` plain methods rate the labelled ones too.
    """
    labelled = [case for case in cases if case.label is not None]
    report = evaluate(
        cases,
        predictions_of(cases, ratings),
        baselines=_baselines(labelled, requirements) if baselines and labelled else None,
        seen=_seen(labelled, fitted, requirements) if fitted else None,
        versions=_versions(requirements, cases[0], told),
        notices=notices,
    )
    return Evaluated(report, cases, ratings, [requirements.wording(case.ksa) for case in cases])


def _baselines(cases: Sequence[Case], requirements: Requirements) -> dict[str, list[float]]:
    """The scores of the plain methods, the sentence model as it comes among them."""
    wordings = [requirements.wording(case.ksa) for case in cases]
    return baseline_scores(wordings, [case.text for case in cases], MiniLM())


def _seen(cases: Sequence[Case], fitted: Sequence[Case], requirements: Requirements) -> list[bool]:
    """Whether each case's requirement, whatever its spacing and capitals, is one of the fitted cases'."""

    def wording(case: Case) -> str:
        return " ".join(requirements.wording(case.ksa).split()).casefold()

    known = {wording(case) for case in fitted}
    return [wording(case) in known for case in cases]


def _versions(requirements: Requirements, case: Case, told: str) -> dict[str, str]:
    """What the report depends on: the parts of the engine, and the cases."""
    versions = requirements.versions(case.ksa).model_dump()
    return {**{part: versions[part] for part in ENGINE_PARTS}, "cases": told}
