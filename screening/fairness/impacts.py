"""The figures of two-by-two: a group's rate beside the highest, four fifths of it, and Fisher's exact test.

Sources: the four-fifths rule and its caution about small numbers, 29 CFR 1607.4D (1978) and the agencies'
Questions and Answers on it (44 FR 11996, 1979); the test, two-sided, is SciPy's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from screening.fairness.rows import ImpactRatio

FOUR_FIFTHS = Fraction(4, 5)
LEVEL = 0.05
"""Of significance: below it the difference is called hardly chance."""


def impacts(counts: Mapping[str, tuple[int, int]]) -> dict[str, ImpactRatio]:
    """Each group's impact from (selected, applicants), compared with the group of the highest rate.

    Of equal rates the larger group is the reference, then the first by name. Four fifths is compared in
    whole numbers, so that 48 of 100 beside 60 of 100 is exactly .80 and not below it. Where nobody was
    selected, or there is but one group, there is nothing to compare.
    """
    if not counts:
        return {}
    best = max(sorted(counts), key=lambda group: (Fraction(*counts[group]), counts[group][1]))
    top = counts[best]
    if len(counts) == 1 or not top[0]:
        return {group: ImpactRatio(rate=part / whole) for group, (part, whole) in counts.items()}
    others = {group: _beside(pair, top, best) for group, pair in counts.items() if group != best}
    return {**others, best: ImpactRatio(rate=top[0] / top[1], ratio=1.0)}


def _beside(pair: tuple[int, int], top: tuple[int, int], best: str) -> ImpactRatio:
    (part, whole), (top_part, top_whole) = pair, top
    rate, highest = Fraction(part, whole), Fraction(top_part, top_whole)
    p = exact_p(part, whole, top_part, top_whole)
    fewest = max(0, part + top_part - top_whole)
    flagged = rate < FOUR_FIFTHS * highest
    return ImpactRatio(
        rate=float(rate), ratio=float(rate / highest), p=p, against=best,
        flagged=flagged,
        significant=rate < highest and p < LEVEL,
        fragile=flagged and Fraction(part + 1, whole) > Fraction(top_part - 1, top_whole),
        enough=exact_p(fewest, whole, part + top_part - fewest, top_whole) < LEVEL,
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def exact_p(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """Fisher's exact test, two-sided: p for ``part`` of ``whole`` beside the other group's."""
    from scipy.stats import fisher_exact  # imported late: it takes a second

    return float(fisher_exact([[part, whole - part], [other_part, other_whole - other_part]]).pvalue)
