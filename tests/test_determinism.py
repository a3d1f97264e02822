"""Same words, standard and versions: the same result to the last byte, whatever else is in the batch."""

from __future__ import annotations

import random

from screening.applications import Application
from screening.opening import open_screener
from screening.ranking import rank
from screening.reports import Slated
from screening.reports import json as as_json
from screening.results import Screened
from screening.screener import Screener


def test_alone_and_in_a_batch_the_bytes_are_the_same(
    screened: dict[str, Screened], samples: dict[str, Application]
) -> None:
    """A screener that has seen nothing else gives the bytes that a busy one gave."""
    fresh = open_screener("2320-0012@2019-03-16")
    for candidate in ("c-0016", "c-0003"):
        alone = fresh.screen(samples[candidate])
        assert alone.model_dump_json() == screened[candidate].model_dump_json()


def test_the_order_of_the_input_does_not_matter(
    screener: Screener, screened: dict[str, Screened], samples: dict[str, Application]
) -> None:
    """The slate's JSON is the same for any order of the applications."""
    documents = set()
    for seed in range(5):
        shuffled = list(screened.values())
        random.Random(seed).shuffle(shuffled)
        slate = rank(shuffled, screener.standard.address, screener.versions)
        documents.add(as_json.render(Slated(slate, screener.standard, samples)))
    assert len(documents) == 1


def test_the_candidate_id_and_the_date_reach_no_rating(
    screener: Screener, screened: dict[str, Screened], samples: dict[str, Application]
) -> None:
    """Another id and another day of submission leave every rating as it was."""
    other = samples["c-0003"].model_copy(update={"candidate": "z-9999", "submitted_on": None})
    assert screener.screen(other).ratings == screened["c-0003"].ratings
