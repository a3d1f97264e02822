"""Evaluate: the engine against what people found, and its answer to each case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Query, Response

from screening.evaluation import Case, Report
from screening.opening import Requirements
from screening.records import canonical, sha256
from screening.results import Rating
from screening.web.api import gives, section, written
from screening.web.desk import AtDesk, Desk
from screening.web.messages import PredictionsShape, ToEvaluate

router = section("Evaluate")
Plain = Annotated[bool, Query(description="Rate by plain methods too, and compare.")]


@router.post("/evaluate", name="api-evaluate", responses=gives(Report, "As `screening evaluate`."))
async def evaluate(desk: AtDesk, asked: ToEvaluate, baselines: Plain = True) -> Response:
    """Rate cases and compare with their labels: the report of `screening evaluate --format json`."""
    from screening.evaluating import evaluated

    requirements, ratings = await _rated(desk, asked.cases)
    told = "request sha256:" + sha256(canonical([case.model_dump(mode="json") for case in asked.cases]))
    made = await desk.judge(
        partial(evaluated, asked.cases, ratings, requirements, told, baselines=baselines)
    )
    return written(json.dumps(made.report.model_dump(), indent=1) + "\n")


@router.post("/predict", name="api-predict", responses=gives(PredictionsShape, "The engine's answers."))
async def predict(desk: AtDesk, asked: ToEvaluate) -> Response:
    """Rate cases: what `screening evaluate --predictions` writes, a line of it for each case."""
    from screening.evaluating import predictions_of

    _, ratings = await _rated(desk, asked.cases)
    told = predictions_of(asked.cases, ratings)
    return written(PredictionsShape(predictions=tuple(told)).model_dump_json() + "\n")


async def _rated(desk: Desk, cases: Sequence[Case]) -> tuple[Requirements, list[Rating]]:
    """The rating of each case, in turn with all other requests, and what rated them."""
    requirements = Requirements(desk.library)
    rated = [await desk.judge(partial(requirements.rate, case.ksa, case.text)) for case in cases]
    return requirements, rated
