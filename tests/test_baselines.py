"""The plain methods do what their names say, and survive what people send."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from screening.baselines import baseline_scores, bm25_scores, encoder_cosines, tfidf_cosines
from screening.similarity import Vectors

ASKED = "Ability to operate a forklift"
ALIKE, APART = "I operate a forklift daily", "Bread rises slowly overnight"


class Letters:
    """An encoder for tests: a text is the unit vector of its counts of a, b and c."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = np.array([[text.count(c) for c in "abc"] for text in texts], dtype=np.float32)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)


def test_a_narrative_in_the_requirements_words_is_nearer_than_one_without_any() -> None:
    """By both methods that count words; one that shares none scores 0."""
    for method in (tfidf_cosines, bm25_scores):
        alike, apart = method([ASKED, ASKED], [ALIKE, APART])
        assert alike > apart == 0


def test_tfidf_of_a_text_with_itself_is_one() -> None:
    """A cosine, whatever the weights of the words."""
    assert tfidf_cosines([ASKED, ALIKE], [ASKED, APART])[0] == pytest.approx(1)


def test_bm25_of_a_worked_example() -> None:
    """Two texts of equal length, one has the word: rarity ln(1 + 1.5/1.5); saturation 2.5/(1 + 1.5) = 1.

    Divided by the most the word could give, 2.5 times its rarity, the score is .4, and 0 without the word.
    """
    rarity = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    found = bm25_scores(["forklift", "forklift"], ["forklift daily", "bread daily"])
    assert found.tolist() == [pytest.approx(rarity * 1 / (2.5 * rarity)), 0]


def test_the_same_word_again_adds_less_and_less_to_bm25() -> None:
    """Stuffing pays, but not in proportion."""
    once, twice, often = bm25_scores(
        ["forklift"] * 3, ["forklift a b c d e", "forklift forklift b c d e", "forklift " * 6]
    )
    assert once < twice < often < 1
    assert often - twice < 4 * (twice - once)


def test_the_cosine_of_an_encoder_is_between_requirement_and_narrative_of_each_case() -> None:
    """Equal directions 1, orthogonal ones 0, case by case."""
    assert encoder_cosines(["aa", "a"], ["a", "b"], Letters()).tolist() == [pytest.approx(1), 0]


@pytest.mark.parametrize("narrative", ["", "   ", "……", "\N{OGHAM SPACE MARK}", "日本語だけ", "a"])
def test_any_narrative_has_a_finite_score(narrative: str) -> None:
    """Blank, without a word, in another script: a number, and never not-a-number."""
    scores = baseline_scores([ASKED], [narrative], Letters())
    assert all(math.isfinite(score) for column in scores.values() for score in column)


def test_no_case_has_no_score() -> None:
    """And each method is still named."""
    assert set(map(len, baseline_scores([], [], Letters()).values())) == {0}
