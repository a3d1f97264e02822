"""Intervals: the same on every machine, around the point, narrower with more cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.evaluation.agreement import shared
from screening.evaluation.figures import (
    aucs,
    average_precisions,
    calibration_errors,
    crossed,
    distances,
    kappas,
    shares,
)
from screening.evaluation.intervals import estimate, one_sided, resampled, splitmix64


def test_splitmix64_gives_its_published_numbers() -> None:
    """From the state 1234567, as other implementations print them."""
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]
    assert splitmix64(4, 1234567).tolist() == expected


def test_the_same_seed_gives_the_same_bytes() -> None:
    """And another seed others."""
    assert resampled(50).tobytes() == resampled(50).tobytes()
    assert resampled(50, seed=1).tobytes() != resampled(50, seed=2).tobytes()


@given(st.integers(0, 300))
@settings(max_examples=20, deadline=None)
def test_every_resample_has_as_many_cases_as_there_are(cases: int) -> None:
    """Each row adds up, whatever the number of cases."""
    drawn = resampled(cases, resamples=50)
    assert drawn.shape == (50, cases)
    assert (drawn.sum(axis=1) == cases).all()


def test_every_case_is_drawn_about_as_often_as_any() -> None:
    """Counts of 1,000 resamples: mean 1, and a variance of 1 - 1/n for each case."""
    drawn = resampled(100)
    assert np.abs(drawn.mean(axis=0) - 1).max() < 4 / np.sqrt(1000)
    assert drawn.var() == pytest.approx(0.99, abs=0.02)


CASES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 10).map(lambda n: n / 10)),
    min_size=3,
    max_size=30,
)


@given(CASES)
@settings(max_examples=40, deadline=None)
def test_a_weighted_figure_is_the_figure_over_cases_written_out(rows: list[tuple[int, int, float]]) -> None:
    """A case drawn three times counts as three cases: for every figure and every resample."""
    labels, levels, scores = (np.array(column) for column in zip(*rows, strict=True))
    draws = resampled(len(rows), resamples=5)
    yes = labels == 2
    found = {
        "auc": aucs(draws, yes, scores),
        "precision": average_precisions(draws, yes, scores),
        "kappa": kappas(crossed(draws, labels, levels), distances((0, 1, 2), weighted=True)),
        "calibration": calibration_errors(draws, yes, scores),
        "share": shares(draws, yes, scores > 0.5),
    }
    for at, weights in enumerate(draws):
        again = np.repeat(np.arange(len(rows)), weights.astype(int))
        once, hits, at_scores = np.ones((1, len(again))), yes[again], scores[again]
        tables = crossed(once, labels[again], levels[again])
        written_out = {
            "auc": aucs(once, hits, at_scores),
            "precision": average_precisions(once, hits, at_scores),
            "kappa": kappas(tables, distances((0, 1, 2), weighted=True)),
            "calibration": calibration_errors(once, hits, at_scores),
            "share": shares(once, hits, at_scores > 0.5),
        }
        for name, values in written_out.items():
            assert found[name][at] == pytest.approx(values[0], nan_ok=True), name


@given(st.integers(5, 80))
@settings(max_examples=20, deadline=None)
def test_the_interval_of_symmetric_data_holds_the_point(half: int) -> None:
    """As many hits as misses: one half lies inside, about as far from either end."""
    hits = np.arange(2 * half) < half
    found = shared(hits, np.ones(2 * half, dtype=bool), resampled(2 * half))
    assert found.value == 0.5
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.5 < found.high
    assert abs((found.low + found.high) / 2 - 0.5) < 0.06


def test_the_interval_of_a_share_is_near_the_normal_one_when_cases_are_many() -> None:
    """Of 400 with a half: .5 ± 1.96 * .025."""
    found = shared(np.arange(400) < 200, np.ones(400, dtype=bool), resampled(400))
    assert found.low == pytest.approx(0.451, abs=0.006)
    assert found.high == pytest.approx(0.549, abs=0.006)


@pytest.mark.parametrize(("part", "whole", "low", "high"), [
    (0, 10, 0, 0.3085), (10, 10, 0.6915, 1), (0, 1, 0, 0.975), (0, 100, 0, 0.0362),
])  # fmt: skip
def test_of_none_and_of_all_the_exact_interval_is_given(
    part: int, whole: int, low: float, high: float
) -> None:
    """No resample of ten misses has a hit; Clopper and Pearson (1934) say how little ten misses prove."""
    flags = np.arange(whole) < part
    found = shared(flags, np.ones(whole, dtype=bool), resampled(whole, 20))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    assert one_sided(part, whole) == {"low": found.low, "high": found.high}


def test_a_figure_that_is_undefined_has_no_interval() -> None:
    """A share of nothing; and of nothing at all."""
    nothing = np.zeros(5, dtype=bool)
    assert shared(nothing, nothing, resampled(5)).model_dump() == {
        "value": None, "low": None, "high": None, "part": 0, "whole": 0,
    }  # fmt: skip
    empty = estimate(lambda weights: np.full(len(weights), np.nan), resampled(0))
    assert (empty.value, empty.low) == (None, None)


def test_resamples_in_which_a_figure_is_undefined_are_left_out() -> None:
    """With one positive of three, three resamples of ten lack it; the others still give an interval."""
    yes, scores = np.array([True, False, False]), np.array([0.9, 0.5, 0.1])
    found = estimate(lambda weights: aucs(weights, yes, scores), resampled(3))
    assert (found.value, found.low, found.high) == (1, 1, 1)
