"""What an evaluation found: the records that every format of the report is written from."""

from __future__ import annotations

from pydantic import Field

from screening.models import Record


class Proportion(Record):
    """A share with the numbers behind it; ``value`` is None of nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, or None when there is nothing to share."""
        return self.part / self.whole if self.whole else None


class Estimate(Record):
    """A figure and the interval that 95 of 100 resamples of the cases keep it in; None where undefined.

    A share of none, or of all, does not vary between resamples; its interval is the exact binomial one.

    ``part`` and ``whole`` are the counts behind a share; other figures have none.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    part: int | None = None
    whole: int | None = None


class Agreement(Record):
    """How far two who rated the same cases agree: raters by their names, the engine, the label.

    ``cases`` is how many of all labelled ones (``of``) both rated; ``kappa`` is over the ``decided`` ones,
    where neither said borderline or review; ``weighted_kappa`` over all of them, with squared distances.
    """

    one: str
    other: str
    cases: int
    of: int
    decided: int
    same: Estimate
    kappa: Estimate
    weighted_kappa: Estimate


class Bin(Record):
    """One tenth of the score's range: its count of cases, their mean score, the share demonstrated."""

    low: float
    high: float
    count: int
    mean_score: float | None
    share: float | None


class Baseline(Record):
    """How far a plain method gets over the same cases; ``lead`` is the engine's AUC less its own, paired.

    ``adversarial`` and ``adversarial_lead`` are over the demonstrated and the failures of adversarial kinds.
    """

    name: str
    auc: Estimate
    lead: Estimate
    adversarial: Estimate
    adversarial_lead: Estimate


class Familiarity(Record):
    """The engine's AUC over cases of requirements that fitted cases have, and over those of new ones."""

    seen_cases: int
    seen_auc: Estimate
    unseen_cases: int
    unseen_auc: Estimate


class Report(Record):
    """What an evaluation found, over the cases that carry a label.

    ``figures`` are the headline figures with their intervals, by name; those that have a field of their own
    besides have it for readers of the first version of the report. The first baseline is the engine.
    """

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
    resamples: int
    figures: dict[str, Estimate] = Field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    reliability: tuple[Bin, ...] = ()
    false_credit_by_kind: dict[str, Proportion] = Field(default_factory=dict)
    false_rejection_by_kind: dict[str, Proportion] = Field(default_factory=dict)
    baselines: tuple[Baseline, ...] = ()
    familiarity: Familiarity | None = None
    wrongly_credited: tuple[str, ...] = ()
    wrongly_rejected: tuple[str, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    notices: tuple[str, ...] = ()
