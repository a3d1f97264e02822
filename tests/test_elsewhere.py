"""A passage that was written for another KSA is pointed out, and counts only where the settings say so."""

from __future__ import annotations

import pytest

from screening.applications import Application
from screening.opening import models
from screening.results import Rating
from screening.screener import Screener

ASKED, OTHER = "postal-products", "written-materials"


@pytest.fixture(scope="module")
def misplaced(samples: dict[str, Application]) -> Application:
    """What would show one KSA stands under another; under its own there is a claim."""
    good = samples["c-0003"]
    told = good.narratives[ASKED]
    claim = {ASKED: "I know all products and services very well."}
    return good.model_copy(update={"narratives": {**good.narratives, OTHER: told, **claim}})


def rated(screener: Screener, application: Application, *, credit: bool) -> Rating:
    """The KSA's rating under one setting."""
    settings = screener.settings.model_copy(update={"credit_elsewhere": credit})
    again = Screener(
        screener.standard, screener.checklist, encoder=screener.encoder, parser=screener.parser,
        appraiser=models().appraiser, settings=settings,
    )  # fmt: skip
    return next(r for r in again.screen(application).ratings if r.ksa == ASKED)


def test_it_is_pointed_out_with_its_place_and_not_credited(
    screener: Screener, misplaced: Application
) -> None:
    """The rating stays; the quotes are exact substrings of the other narrative."""
    rating = rated(screener, misplaced, credit=False)
    assert rating.rating != "demonstrated"
    assert {e.span.source for e in rating.elsewhere} == {f"narrative:{OTHER}"}
    text = misplaced.narratives[OTHER]
    assert all(text[e.span.start : e.span.end] == e.quote for e in rating.elsewhere)


def test_it_counts_where_the_settings_say_so_and_the_settings_version_tells(
    screener: Screener, misplaced: Application
) -> None:
    """The same passage, credited."""
    rating = rated(screener, misplaced, credit=True)
    assert rating.rating == "demonstrated"
    assert f"narrative:{OTHER}" in {e.span.source for e in rating.evidence}
    credited = screener.settings.model_copy(update={"credit_elsewhere": True})
    assert credited.version != screener.settings.version
