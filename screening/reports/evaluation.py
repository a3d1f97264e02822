"""An evaluation as one HTML page: the figures with their intervals, and every case that was rated wrongly.

Python decides here what stands on the page and where each bar and point lies; the template beside this
module lays it out and escapes every word of a case. Drawings only repeat what stands beside them in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from screening.applications import Text, narrative_source
from screening.evaluation import Agreement, Bin, Case, Estimate, Proportion, Report
from screening.evaluation.agreement import ENGINE, LABEL
from screening.evaluation.measuring import HOLLOW
from screening.reports.html import VERSION_LABELS, Block, chart, page
from screening.reports.marking import marked, quoted
from screening.results import RATINGS, Rating
from screening.standards import Ksa

FIGURES: dict[str, tuple[str, str]] = {
    "auc": ("AUC, demonstrated against not", "how often a demonstrated case scores above one that is not"),
    "average_precision": ("average precision", "mean precision at the demonstrated, from the highest score"),
    "kappa": ("kappa on what is decided", "agreement beyond chance where nobody said review or borderline"),
    "weighted_kappa": ("weighted kappa over all", "agreement beyond chance, review as the middle level"),
    "review": ("sent to review", "of all cases"),
    "false_credit": ("false credit", "of the not demonstrated, those rated demonstrated"),
    "false_credit_hollow": (
        "false credit over echo, denial, intention, others' work, stuffing and instruction",
        "of the failures that tell nothing the applicant did",
    ),
    "false_rejection": ("false rejection", "of the demonstrated, those rated not demonstrated"),
    "precision_demonstrated": ("precision of demonstrated", "of those rated so, those that are"),
    "recall_demonstrated": ("recall of demonstrated", "of those that are, those rated so"),
    "precision_not_demonstrated": ("precision of not demonstrated", "of those rated so, those that are"),
    "recall_not_demonstrated": ("recall of not demonstrated", "of those that are, those rated so"),
    "calibration_error": ("calibration error", "mean distance of score and share, over ten bins"),
    "length_auc": ("AUC of length alone", "what counting words would reach; .5 tells nothing"),
}
"""What each headline figure is called, and what it says."""
HEADLINES = ("auc", "kappa", "false_credit", "false_rejection", "review")
"""The figures that stand at the head of the page."""
LABELS = {"2": "demonstrated", "1": "borderline", "0": "not demonstrated"}
MINUS = "−"
WIDTH = 1000
"""Of a drawn interval or bar, in its own units; the page stretches it."""
SIDE, MARGIN, LARGEST = 400, 40, 11
"""Of the reliability curve, in its own units: the plot's side, the room for labels, the largest point."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A report with what it was made from: each case, its rating, and its requirement word for word."""

    report: Report
    cases: Sequence[Case]
    ratings: Sequence[Rating]
    wordings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in words and as a drawing: x of both ends of the interval and of the value, None undefined."""

    value: str
    interval: str
    counts: str
    low: int | None
    high: int | None
    at: int | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A bin of the reliability curve in drawing units: place and radius."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of case with one label: how each rating was given, and how many of them were wrong."""

    name: str
    label: str
    counts: tuple[int, ...]
    wrong: Proportion | None
    hollow: bool

    @property
    def width(self) -> int:
        """The share that was wrong, in drawing units."""
        return round(WIDTH * ((self.wrong.value if self.wrong else None) or 0))


@dataclass(frozen=True, slots=True)
class Mistake:
    """One case that was rated wrongly, with the block that shows its evidence."""

    case: Case
    block: Block

    @property
    def raters(self) -> str:
        """What each rater said: "a 0, b 0"."""
        return ", ".join(f"{name} {level}" for name, level in self.case.ratings.items())


def render(evaluated: Evaluated) -> str:
    """The evaluation as one HTML page."""
    report = evaluated.report
    return page(
        "evaluation.html.j2",
        styles=("report.css", "evaluation.css"),
        report=report,
        headlines=[(FIGURES[name][0], drawn(report.figures[name])) for name in HEADLINES],
        figures=[(*FIGURES[name], drawn(figure), "auc" in name) for name, figure in report.figures.items()],
        confusion=[(LABELS[label], counts_in(report.table.get(label, {}))) for label in LABELS],
        rating_values=RATINGS,
        agreements=[(who(a), a, drawn(a.same), drawn(a.kappa), drawn(a.weighted_kappa))
                    for a in report.agreements],
        baselines=[(b.name, *map(drawn, (b.auc, b.lead, b.adversarial, b.adversarial_lead)))
                   for b in report.baselines],
        familiarity=familiarity(report),
        points=points(report.reliability),
        plot={"side": SIDE, "margin": MARGIN},
        kinds={label: [k for k in kinds(report) if k.label == label] for label in ("0", "2")},
        credited=_mistakes(evaluated, 0, "demonstrated"),
        rejected=_mistakes(evaluated, 2, "not-demonstrated"),
        width=WIDTH,
        versions=[(VERSION_LABELS.get(name, name.capitalize()), v) for name, v in report.versions.items()],
    )  # fmt: skip


def drawn(figure: Estimate) -> Drawn:
    """A figure in words and in drawing units; what lies outside 0 to 1 is drawn at the edge."""
    low, high, at = (None if v is None else x(v) for v in (figure.low, figure.high, figure.value))
    counts = f"{figure.part} of {figure.whole}" if figure.whole is not None else ""
    return Drawn(said(figure), interval(figure), counts, low, high, at)


def x(value: float) -> int:
    """A value from 0 to 1 in drawing units."""
    return round(WIDTH * min(1.0, max(0.0, value)))


def said(figure: Estimate) -> str:
    """The value in words: a share in hundredths, any other figure to three places."""
    if figure.value is None:
        return "–"
    share = figure.whole is not None
    return f"{100 * figure.value:.1f} %" if share else f"{figure.value:.3f}".replace("-", MINUS)


def interval(figure: Estimate) -> str:
    """The interval in words, in the unit of the value."""
    if figure.low is None or figure.high is None:
        return ""
    if figure.whole is not None:
        return f"{100 * figure.low:.1f} to {100 * figure.high:.1f} %"
    return f"{figure.low:.3f} to {figure.high:.3f}".replace("-", MINUS)


def who(agreement: Agreement, called: str = "rater ") -> str:
    """The two who are compared, raters by their names behind what they are ``called``."""
    pair = (agreement.one, agreement.other)
    return " with ".join(name if name in (ENGINE, LABEL) else called + name for name in pair)


def counts_in(row: Mapping[str, int]) -> tuple[int, ...]:
    """The counts of a row of a table, one for each rating, from demonstrated down."""
    return tuple(row.get(rating, 0) for rating in RATINGS)


def familiarity(report: Report) -> list[tuple[str, int, Drawn]]:
    """The AUC over requirements that were fitted on and over those that were not, with the cases of each."""
    known = report.familiarity
    if known is None:
        return []
    return [
        ("requirements of the fitted cases", known.seen_cases, drawn(known.seen_auc)),
        ("unseen requirements", known.unseen_cases, drawn(known.unseen_auc)),
    ]


def kinds(report: Report) -> list[Kind]:
    """Every kind with each label that its cases have: the not demonstrated first, in each the worst first."""
    wrong = {"0": report.false_credit_by_kind, "2": report.false_rejection_by_kind}
    found = []
    for row, counts in report.by_kind.items():
        name, label = row[: -len(" (0)")], row[-2]
        found.append(Kind(name, label, counts_in(counts), wrong.get(label, {}).get(name), name in HOLLOW))
    order = {"0": 0, "2": 1, "1": 2}
    return sorted(found, key=lambda kind: (order[kind.label], -kind.width, kind.name))


def points(bins: Sequence[Bin]) -> list[CurvePoint]:
    """The bins that hold a case, as points: mean score to the right, share upward, area by count."""
    most = max((b.count for b in bins), default=0)
    return [
        CurvePoint(
            round(MARGIN + SIDE * b.mean_score, 1),
            round(SIDE - SIDE * b.share + LARGEST, 1),
            round(max(2.5, LARGEST * sqrt(b.count / most)), 1),
        )
        for b in bins
        if b.mean_score is not None and b.share is not None
    ]


def _mistakes(evaluated: Evaluated, label: int, rated: str) -> list[Mistake]:
    """The cases with this label that were rated so, in the order of the files."""
    triples = zip(evaluated.cases, evaluated.ratings, evaluated.wordings, strict=True)
    return [
        Mistake(case, _block(f"case/{number}", number, case, rating, wording))
        for number, (case, rating, wording) in enumerate(triples, start=1)
        if case.label == label and rating.rating == rated
    ]


def _block(anchor: str, number: int, case: Case, rating: Rating, wording: str) -> Block:
    """What the page shows of one rating: the quotes marked in the text, and the steps of the score."""
    quotes = quoted(rating, anchor)
    text = marked(Text(source=narrative_source(rating.ksa), text=case.text), quotes)
    return Block(anchor, number, Ksa(id=rating.ksa, kind="other", text=wording), rating, quotes, (text,),
                 chart(rating))  # fmt: skip
