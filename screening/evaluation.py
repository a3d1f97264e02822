"""Labelled cases against the engine's ratings: agreement, errors and where they lie. Pure arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from screening.models import Record
from screening.results import Rating, RatingValue

Label = Literal[0, 1, 2]
LEVELS: dict[RatingValue, int] = {"not-demonstrated": 0, "needs-review": 1, "demonstrated": 2}


class Case(Record):
    """One requirement and what was written for it; ``label`` 2 demonstrated, 1 borderline, 0 not."""

    id: str
    ksa: str = Field(min_length=1)
    text: str
    label: Label | None = None
    kind: str | None = None
    """What its author meant it to be, for the table of errors by kind; never for the rating."""


class Prediction(Record):
    """The engine's answer to one case, as ``--predictions`` writes it."""

    id: str
    rating: RatingValue
    score: float
    reasons: tuple[str, ...]
    quotes: tuple[str, ...]


class Proportion(Record):
    """A share with the numbers behind it; ``value`` is None of nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, or None when there is nothing to share."""
        return self.part / self.whole if self.whole else None


class Report(Record):
    """What an evaluation found, over the cases that carry a label."""

    cases: int
    labelled: int
    auc: float | None
    kappa: float | None
    weighted_kappa: float | None
    review: Proportion
    false_credit: Proportion
    false_rejection: Proportion
    precision_demonstrated: Proportion
    precision_not_demonstrated: Proportion
    calibration_error: float | None
    table: dict[str, dict[str, int]]
    by_kind: dict[str, dict[str, int]]


def prediction_of(case: Case, rating: Rating) -> Prediction:
    """A rating as a prediction: its reasons in words, its quotes as exact substrings of the text."""
    found = tuple(f.reason + (f": {f.words}" if f.words else "") for e in rating.evidence for f in e.findings)
    reasons = (
        rating.because,
        *dict.fromkeys(found),
        *(f"missing: {m}" for m in rating.missing),
        *rating.notices,
    )
    return Prediction(
        id=case.id,
        rating=rating.rating,
        score=rating.score,
        reasons=reasons,
        quotes=tuple(e.quote for e in rating.evidence),
    )


def evaluate(cases: Sequence[Case], predictions: Sequence[Prediction]) -> Report:
    """Compare predictions with labels, case by case in the same order."""
    pairs = [(c, p) for c, p in zip(cases, predictions, strict=True) if c.label is not None]
    labels = [c.label for c, _ in pairs if c.label is not None]
    levels = [LEVELS[p.rating] for _, p in pairs]
    decided = [(y, z) for y, z in zip(labels, levels, strict=True) if y != 1 and z != 1]
    clear = [(y, p.score) for y, (_, p) in zip(labels, pairs, strict=True) if y != 1]
    return Report(
        cases=len(cases),
        labelled=len(pairs),
        auc=auc([s for y, s in clear if y == 2], [s for y, s in clear if y == 0]),
        kappa=kappa([y for y, _ in decided], [z for _, z in decided]),
        weighted_kappa=kappa(labels, levels, weighted=True),
        review=Proportion(part=levels.count(1), whole=len(levels)),
        false_credit=_share(labels, levels, given=0, rated=2),
        false_rejection=_share(labels, levels, given=2, rated=0),
        precision_demonstrated=_share(levels, labels, given=2, rated=2),
        precision_not_demonstrated=_share(levels, labels, given=0, rated=0),
        calibration_error=calibration_error([(float(y == 2), s) for y, s in clear]),
        table=_crossed((str(y), p.rating) for y, (_, p) in zip(labels, pairs, strict=True)),
        by_kind=_crossed((f"{c.kind} ({c.label})", p.rating) for c, p in pairs if c.kind),
    )


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """The share of pairs in which the positive scores higher, ties counted half; None without both."""
    if not positives or not negatives:
        return None
    higher = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return higher / (len(positives) * len(negatives))


def kappa(ours: Sequence[int], theirs: Sequence[int], *, weighted: bool = False) -> float | None:
    """Cohen's kappa (1960); ``weighted`` with squared distances (1968). None where chance is certain."""
    if not ours:
        return None
    n, rows, columns = len(ours), Counter(ours), Counter(theirs)

    def distance(one: int, other: int) -> float:
        return float((one - other) ** 2) if weighted else float(one != other)

    observed = sum(distance(a, b) for a, b in zip(ours, theirs, strict=True)) / n
    expected = sum(rows[a] * columns[b] * distance(a, b) for a in rows for b in columns) / n**2
    return None if expected == 0 else 1 - observed / expected


def calibration_error(pairs: Sequence[tuple[float, float]], bins: int = 10) -> float | None:
    """Expected calibration error over equal bins of the score: |mean outcome - mean score|, weighted."""
    if not pairs:
        return None
    groups: dict[int, list[tuple[float, float]]] = {}
    for outcome, score in pairs:
        groups.setdefault(min(bins - 1, int(score * bins)), []).append((outcome, score))
    return sum(abs(sum(o for o, _ in g) - sum(s for _, s in g)) for g in groups.values()) / len(pairs)


def _share(of: Sequence[int | None], what: Sequence[int | None], *, given: int, rated: int) -> Proportion:
    chosen = [w for o, w in zip(of, what, strict=True) if o == given]
    return Proportion(part=sum(w == rated for w in chosen), whole=len(chosen))


def _crossed(pairs: object) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for row, column in sorted(pairs):  # type: ignore[call-overload]
        table.setdefault(row, {})[column] = table.setdefault(row, {}).get(column, 0) + 1
    return table


def summary(report: Report) -> Mapping[str, str]:
    """The report's figures, each as a person reads it."""
    return {
        "cases": f"{report.cases} ({report.labelled} labelled)",
        "AUC, demonstrated against not": _figure(report.auc),
        "kappa on what is decided": _figure(report.kappa),
        "weighted kappa over all": _figure(report.weighted_kappa),
        "sent to review": _percent(report.review),
        "false credit": _percent(report.false_credit),
        "false rejection": _percent(report.false_rejection),
        "precision of demonstrated": _percent(report.precision_demonstrated),
        "precision of not demonstrated": _percent(report.precision_not_demonstrated),
        "calibration error": _figure(report.calibration_error),
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(share: Proportion) -> str:
    return "–" if share.value is None else f"{100 * share.value:.1f} % ({share.part} of {share.whole})"
