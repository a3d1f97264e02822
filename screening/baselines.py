"""Plain methods that the engine has to beat: likeness of requirement and narrative, and nothing else.

Each gives one score for each pair, higher for more alike. None is fitted on labels; word statistics come from
the pairs themselves, which favours the baselines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from screening.similarity import Encoder

Scores = NDArray[np.float64]
WORD = r"(?u)\b\w+\b"
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""BM25's k1 and b, at the values that its authors found to serve most collections."""
TFIDF, BM25, COSINE = "TF-IDF cosine", "BM25", "MiniLM cosine"


def baseline_scores(
    requirements: Sequence[str], narratives: Sequence[str], encoder: Encoder
) -> dict[str, list[float]]:
    """The scores of every baseline by its name, one for each pair; of no pair, none."""
    if not narratives:
        return {name: [] for name in (TFIDF, BM25, COSINE)}
    return {
        TFIDF: tfidf_cosines(requirements, narratives).tolist(),
        BM25: bm25_scores(requirements, narratives).tolist(),
        COSINE: encoder_cosines(requirements, narratives, encoder).tolist(),
    }


def tfidf_cosines(requirements: Sequence[str], narratives: Sequence[str]) -> Scores:
    """Cosine of each requirement with its narrative over words weighted by rarity, counts damped."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    vectors = TfidfVectorizer(sublinear_tf=True, token_pattern=WORD)
    words = vectors.fit([*dict.fromkeys(requirements), *narratives])
    products = words.transform(requirements).multiply(words.transform(narratives))
    return np.asarray(products.sum(axis=1), dtype=np.float64).ravel()


def bm25_scores(requirements: Sequence[str], narratives: Sequence[str]) -> Scores:
    """BM25 of each narrative for its requirement (Robertson and Zaragoza 2009).

    Each score is divided by the most that the requirement's words could give: without it a long requirement
    scores high with anything, and scores of different requirements could not be ranked together.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(token_pattern=WORD).fit([*requirements, *narratives])
    counts = counter.transform(narratives).tocsr().astype(np.float64)
    asked = counter.transform(requirements).sign().astype(np.float64)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    holding = np.asarray(counts.sign().sum(axis=0)).ravel()
    rarity = np.log1p((len(narratives) - holding + 0.5) / (holding + 0.5))
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / max(1.0, lengths.mean()))
    of = np.repeat(np.arange(len(narratives)), np.diff(counts.indptr))
    counts.data = counts.data * (SATURATION + 1) / (counts.data + damping[of])
    found = np.asarray(asked.multiply(counts) @ rarity).ravel()
    most = np.asarray(asked @ rarity).ravel() * (SATURATION + 1)
    scores: Scores = np.divide(found, most, out=np.zeros(len(narratives)), where=most > 0)
    return scores


def encoder_cosines(requirements: Sequence[str], narratives: Sequence[str], encoder: Encoder) -> Scores:
    """Cosine of the vectors of each requirement and its whole narrative, as long as the encoder reads."""
    asked, written = encoder.encode(requirements), encoder.encode(narratives)
    cosines: Scores = (asked * written).sum(axis=1, dtype=np.float64)
    return cosines
