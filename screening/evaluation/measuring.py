"""Labelled cases against the engine's ratings: the one place that draws up the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from screening.evaluation.agreement import agreements, kappa_over, shared
from screening.evaluation.cases import Case, Prediction
from screening.evaluation.figures import (
    BINS,
    Flags,
    Floats,
    Levels,
    aucs,
    average_precisions,
    binned,
    calibration_errors,
)
from screening.evaluation.intervals import RESAMPLES, estimate, resampled
from screening.evaluation.report import Baseline, Bin, Estimate, Familiarity, Proportion, Report
from screening.results import LEVELS

HOLLOW = (
    "echo", "posting-quote", "denial", "buried-denial", "intention", "hypothetical", "others-work",
    "stuffing", "injection",
)  # fmt: skip
"""Kinds of failure that tell nothing the applicant did: to credit one is the gravest error there is."""
ADVERSARIAL = (
    "echo", "claim", "near-miss", "other-ksa", "stuffing", "posting-quote", "others-work", "denial",
    "buried-denial",
)  # fmt: skip
"""Kinds of failure whose words are those of the requirement, or of somebody who meets it."""
OURS = "this engine"
LENGTH = "words counted"

Scored = Callable[[Floats, Flags, Floats], Floats]
"""A figure of scores against outcomes: from weights, outcomes and scores to one value for each weighting."""


@dataclass(frozen=True)
class Sample:
    """The labelled cases as columns: one entry for each case in every array; ``resamples`` of them all."""

    cases: Sequence[Case]
    predictions: Sequence[Prediction]
    labels: Levels
    levels: Levels
    scores: Floats
    words: Floats
    resamples: Floats

    @property
    def yes(self) -> Flags:
        """The cases that are labelled demonstrated."""
        return np.equal(self.labels, 2)

    @property
    def no(self) -> Flags:
        """The cases that are labelled not demonstrated."""
        return np.equal(self.labels, 0)

    @property
    def clear(self) -> Flags:
        """The cases that are labelled either way."""
        return np.not_equal(self.labels, 1)

    def of_kinds(self, kinds: Sequence[str]) -> Flags:
        """The cases of these kinds."""
        return np.array([case.kind in kinds for case in self.cases], dtype=bool)

    def auc(self, scores: Floats, over: Flags, less: Floats | None = None) -> Estimate:
        """The AUC of some scores over some clear cases, or its lead over that of the scores ``less``."""

        def figure(weights: Floats) -> Floats:
            found = aucs(weights[:, over], self.yes[over], scores[over])
            return found if less is None else found - aucs(weights[:, over], self.yes[over], less[over])

        return estimate(figure, self.resamples)


def evaluate(
    cases: Sequence[Case],
    predictions: Sequence[Prediction],
    *,
    baselines: Mapping[str, Sequence[float]] | None = None,
    seen: Sequence[bool] | None = None,
    versions: Mapping[str, str] | None = None,
    notices: Sequence[str] = (),
    resamples: int = RESAMPLES,
) -> Report:
    """Compare predictions with labels, case by case in the same order.

    ``baselines`` are the scores of plain methods by name, ``seen`` whether fitted cases have the requirement;
    both have one entry for each case that has a label. ``versions`` and ``notices`` are told as they are.
    """
    labelled = [(c, p) for c, p in zip(cases, predictions, strict=True) if c.label is not None]
    sample = _sample(labelled, resamples)
    figures = _figures(sample)
    counts = {name: Proportion(part=f.part or 0, whole=f.whole or 0) for name, f in figures.items()}
    kinds = [f"{case.kind} ({case.label})" for case in sample.cases if case.kind]
    ratings = [p.rating for p in sample.predictions]
    rated = [p.rating for case, p in zip(sample.cases, sample.predictions, strict=True) if case.kind]
    return Report(
        cases=len(cases),
        labelled=len(labelled),
        auc=figures["auc"].value,
        kappa=figures["kappa"].value,
        weighted_kappa=figures["weighted_kappa"].value,
        review=counts["review"],
        false_credit=counts["false_credit"],
        false_rejection=counts["false_rejection"],
        precision_demonstrated=counts["precision_demonstrated"],
        precision_not_demonstrated=counts["precision_not_demonstrated"],
        calibration_error=figures["calibration_error"].value,
        table=_table(map(str, sample.labels.tolist()), ratings),
        by_kind=_table(kinds, rated),
        resamples=resamples,
        figures=figures,
        agreements=agreements(sample.cases, sample.levels, sample.resamples),
        reliability=_reliability(sample),
        false_credit_by_kind=_by_kind(sample, sample.no, sample.levels == 2),
        false_rejection_by_kind=_by_kind(sample, sample.yes, sample.levels == 0),
        baselines=_baselines(sample, baselines) if baselines is not None else (),
        familiarity=_familiarity(sample, np.array(seen, dtype=bool)) if seen is not None else None,
        wrongly_credited=_ids(sample, sample.no & (sample.levels == 2)),
        wrongly_rejected=_ids(sample, sample.yes & (sample.levels == 0)),
        versions=dict(versions or {}),
        notices=tuple(notices),
    )


def _sample(pairs: Sequence[tuple[Case, Prediction]], resamples: int) -> Sample:
    return Sample(
        cases=[case for case, _ in pairs],
        predictions=[prediction for _, prediction in pairs],
        labels=np.array([case.label for case, _ in pairs], dtype=np.int64),
        levels=np.array([LEVELS[p.rating] for _, p in pairs], dtype=np.int64),
        scores=np.array([p.score for _, p in pairs], dtype=float),
        words=np.array([len(case.text.split()) for case, _ in pairs], dtype=float),
        resamples=resampled(len(pairs), resamples),
    )


def _figures(sample: Sample) -> dict[str, Estimate]:
    """The headline figures, in the order in which they are read."""
    yes, no, clear, levels, draws = sample.yes, sample.no, sample.clear, sample.levels, sample.resamples
    hollow, decided, everything = sample.of_kinds(HOLLOW), clear & (levels != 1), clear | True

    def over_clear(figure: Scored) -> Estimate:
        return estimate(lambda w: figure(w[:, clear], yes[clear], sample.scores[clear]), draws)

    return {
        "auc": sample.auc(sample.scores, clear),
        "average_precision": over_clear(average_precisions),
        "kappa": kappa_over(decided, sample.labels, levels, draws, weighted=False),
        "weighted_kappa": kappa_over(everything, sample.labels, levels, draws, weighted=True),
        "review": shared(levels == 1, everything, draws),
        "false_credit": shared(levels == 2, no, draws),
        "false_credit_hollow": shared(levels == 2, no & hollow, draws),
        "false_rejection": shared(levels == 0, yes, draws),
        "precision_demonstrated": shared(yes, levels == 2, draws),
        "recall_demonstrated": shared(levels == 2, yes, draws),
        "precision_not_demonstrated": shared(no, levels == 0, draws),
        "recall_not_demonstrated": shared(levels == 0, no, draws),
        "calibration_error": over_clear(calibration_errors),
        "length_auc": sample.auc(sample.words, clear),
    }


def _reliability(sample: Sample) -> tuple[Bin, ...]:
    """Each tenth of the score: how many clear cases score in it, and how many of them are demonstrated."""
    scores = sample.scores[sample.clear]
    cells = binned(scores)
    counts, sums, hits = cells.sum(axis=0), scores @ cells, sample.yes[sample.clear].astype(float) @ cells
    return tuple(
        Bin(low=at / BINS, high=(at + 1) / BINS, count=int(n), mean_score=total / n if n else None,
            share=hit / n if n else None)
        for at, (n, total, hit) in enumerate(zip(counts.tolist(), sums.tolist(), hits.tolist(), strict=True))
    )  # fmt: skip


def _baselines(sample: Sample, scored: Mapping[str, Sequence[float]]) -> tuple[Baseline, ...]:
    """The engine first, then the length of the text, then each plain method."""
    columns = {OURS: sample.scores, LENGTH: sample.words}
    columns |= {name: np.array(scores, dtype=float) for name, scores in scored.items()}
    adversarial = sample.yes | (sample.no & sample.of_kinds(ADVERSARIAL))
    return tuple(
        Baseline(
            name=name,
            auc=sample.auc(scores, sample.clear),
            lead=sample.auc(sample.scores, sample.clear, less=scores),
            adversarial=sample.auc(scores, adversarial),
            adversarial_lead=sample.auc(sample.scores, adversarial, less=scores),
        )
        for name, scores in columns.items()
    )


def _familiarity(sample: Sample, seen: Flags) -> Familiarity:
    known, new = sample.clear & seen, sample.clear & ~seen
    return Familiarity(
        seen_cases=int(known.sum()),
        seen_auc=sample.auc(sample.scores, known),
        unseen_cases=int(new.sum()),
        unseen_auc=sample.auc(sample.scores, new),
    )


def _by_kind(sample: Sample, whole: Flags, part: Flags) -> dict[str, Proportion]:
    """For each kind that has such cases: how many of them were rated so."""
    kinds = [case.kind for case in sample.cases]
    wholes = Counter(kind for kind, inside in zip(kinds, whole, strict=True) if inside and kind)
    parts = Counter(kind for kind, inside in zip(kinds, whole & part, strict=True) if inside and kind)
    return {kind: Proportion(part=parts[kind], whole=wholes[kind]) for kind in sorted(wholes)}


def _ids(sample: Sample, chosen: Flags) -> tuple[str, ...]:
    return tuple(case.id for case, inside in zip(sample.cases, chosen, strict=True) if inside)


def _table(rows: Iterable[str], columns: Iterable[str]) -> dict[str, dict[str, int]]:
    """How often each row meets each column, both in alphabetical order, cells of none left out."""
    table: dict[str, dict[str, int]] = {}
    for (row, column), count in sorted(Counter(zip(rows, columns, strict=True)).items()):
        table.setdefault(row, {})[column] = count
    return table
