"""From a sample and its groups to the report: stages, cuts, tables, flags, and a sweep of cut-offs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from screening.errors import ScreeningError
from screening.fairness.impacts import impacts
from screening.fairness.records import (
    Applicant,
    Flag,
    Groups,
    Measure,
    Point,
    Report,
    Sample,
    Sweep,
    Verdict,
)
from screening.fairness.rows import ImpactRatio, Kind, Row, Standing, Table

LEAST_SHARE = 0.02
"""Part of the sample below which a category may be left out of the ratios (6 RCNY § 5-301(d))."""
THRESHOLDS = tuple(step / 20 for step in range(1, 20))
"""The cut-offs of the sweep: .05 to .95."""
DIGITS = 6
"""Of a score that is made of others: beyond them lies only the order in which a machine adds."""
JOINT = " / "
"""Between the parts of an intersection: "female / Asian"."""

SEX = frozenset({"sex", "gender"})
RACE = frozenset({"race", "ethnicity", "race_ethnicity", "race/ethnicity", "ethnic_group"})
"""Attributes that 6 RCNY § 5-301 has intersected, whatever capitals they are written with."""

VERDICTS: dict[str, Verdict] = {
    "qualified": "through", "needs-review": "review", "not-qualified": "out",
    "pass": "through", "unknown": "review", "fail": "out",
    "demonstrated": "through", "not-demonstrated": "out",
}  # fmt: skip
"""What a value of the results does to an applicant; a gate that is not assessed does nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that lets applicants through or not; who is not in ``verdicts`` was not judged there."""

    kind: Kind
    name: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Cut:
    """The sample cut by one attribute or by several: each candidate's group, None where a part is unknown."""

    attributes: tuple[str, ...]
    group: Mapping[str, str | None]
    left_out: frozenset[str]

    @property
    def name(self) -> str:
        """The attributes as one name: "sex", "sex × race_ethnicity"."""
        return " × ".join(self.attributes)

    def standing(self, group: str | None) -> Standing:
        """Whether a group is compared."""
        if group is None:
            return "unknown"
        return "left-out" if group in self.left_out else "compared"


def report(
    sample: Sample,
    groups: Groups,
    crossings: Sequence[Sequence[str]] | None = None,
    least_share: float = LEAST_SHARE,
) -> Report:
    """All figures. ``crossings`` are the attributes to intersect; None: sex with race and ethnicity."""
    crossed = _crossings(groups.attributes) if crossings is None else crossings
    asked = [*((name,) for name in groups.attributes), *(tuple(names) for names in crossed)]
    cuts = [cut(sample, groups, names, least_share) for names in dict.fromkeys(asked)]
    scored, medians = _median_stages(sample)
    judged = [*_stages(sample), *scored]
    tables = tuple(table(stage, one, sample) for one in cuts for stage in judged if stage.verdicts)
    found = [flag for one in tables for flag in _flags(one)]
    missing, strangers = unmatched(sample, groups)
    return Report(
        standard=sample.standard,
        applicants=len(sample.applicants),
        attributes=groups.attributes,
        missing=missing,
        strangers=strangers,
        unknown={one.name: sum(group is None for group in one.group.values()) for one in cuts},
        left_out={one.name: tuple(sorted(one.left_out)) for one in cuts},
        least_share=least_share,
        medians=medians,
        unassessed=tuple(stage.name for stage in judged if not stage.verdicts),
        tables=tables,
        sweeps=tuple(sweep for one in cuts for sweep in _sweeps(sample, one)),
        flags=tuple(flag for flag in found if flag.impact.flagged),
        notable=tuple(flag for flag in found if not flag.impact.flagged),
        comparisons=sum(i.p is not None for t in tables for r in t.rows for _, i in _measures(t, r)),
        versions=sample.versions,
    )


def unmatched(sample: Sample, groups: Groups) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The candidates who are in no group, and those in the groups who are not of the sample."""
    candidates, known = {applicant.candidate for applicant in sample.applicants}, set(groups.members)
    return tuple(sorted(candidates - known)), tuple(sorted(known - candidates))


def _crossings(attributes: Sequence[str]) -> list[list[str]]:
    """Sex with race and ethnicity, where both are among the attributes."""
    race = [name for name in attributes if name.casefold() in RACE]
    sexes = [name for name in attributes if name.casefold() in SEX]
    return [[sex, *race] for sex in sexes] if race else []


def cut(sample: Sample, groups: Groups, attributes: Sequence[str], least_share: float = LEAST_SHARE) -> Cut:
    """Every applicant's group; an attribute that the groups do not have is refused."""
    for name in attributes:
        if name not in groups.attributes:
            raise ScreeningError(
                f"there is no attribute {name!r}",
                expected="one of " + ", ".join(groups.attributes),
                do="correct the name, or add the attribute to the file of groups",
            )
    people = (applicant.candidate for applicant in sample.applicants)
    of = {who: _joined(groups.members.get(who, {}), attributes) for who in people}
    counts = Counter(group for group in of.values() if group is not None)
    small = (group for group, count in counts.items() if count < least_share * len(of))
    return Cut(tuple(attributes), of, frozenset(small))


def _joined(values: Mapping[str, str | None], attributes: Iterable[str]) -> str | None:
    parts = [values.get(name) for name in attributes]
    known = [part for part in parts if part is not None]
    return JOINT.join(known) if len(known) == len(parts) else None


def mean_score(applicant: Applicant) -> float | None:
    """The mean of the scores of an applicant's KSAs, what a slate ranks equals by; None without scores."""
    return round(fmean(applicant.scores.values()), DIGITS) if applicant.scores else None


def lowest_score(applicant: Applicant) -> float | None:
    """The lowest of them: every KSA is at or above a cut-off exactly when this one is."""
    return min(applicant.scores.values()) if applicant.scores else None


def _stages(sample: Sample) -> list[Stage]:
    """The outcome, each gate and each KSA, in the order in which the slate has them."""
    people = sample.applicants
    gates = dict.fromkeys(name for one in people for name in one.gates)
    ksas = dict.fromkeys(name for one in people for name in one.ratings)
    outcome = Stage("outcome", "outcome", {one.candidate: VERDICTS[one.outcome] for one in people})
    return [
        outcome,
        *(_stage("gate", name, {one.candidate: one.gates.get(name) for one in people}) for name in gates),
        *(_stage("ksa", name, {one.candidate: one.ratings.get(name) for one in people}) for name in ksas),
    ]


def _stage(kind: Kind, name: str, values: Mapping[str, str | None]) -> Stage:
    return Stage(kind, name, {who: VERDICTS[value] for who, value in values.items() if value in VERDICTS})


def _median_stages(sample: Sample) -> tuple[list[Stage], dict[str, float]]:
    """For the mean score and each KSA's: who lies above the whole sample's median, the unknown included."""
    ksas = dict.fromkeys(name for one in sample.applicants for name in one.scores)
    scores = {"mean score": {one.candidate: mean_score(one) for one in sample.applicants}}
    scores |= {name: {one.candidate: one.scores.get(name) for one in sample.applicants} for name in ksas}
    stages, medians = [], {}
    for name, of in scores.items():
        known = {who: score for who, score in of.items() if score is not None}
        if known:
            medians[name] = middle = median(known.values())
            stages.append(Stage("median", name, {who: _above(s, middle) for who, s in known.items()}))
    return stages, medians


def _above(score: float, middle: float) -> Verdict:
    return "through" if score > middle else "out"


def table(stage: Stage, by: Cut, sample: Sample) -> Table:
    """One stage by one cut: compared groups from the lowest rate up, then the left out, then the unknown."""
    counts: dict[str | None, Counter[Verdict]] = {}
    for applicant in sample.applicants:
        if (verdict := stage.verdicts.get(applicant.candidate)) is not None:
            counts.setdefault(by.group[applicant.candidate], Counter())[verdict] += 1
    selection = _impacts(counts, by, ("through",))
    retention = _impacts(counts, by, ("through", "review"))
    rows = [
        Row(
            group=group or "unknown", standing=by.standing(group), applicants=of.total(),
            selected=of["through"], review=of["review"], out=of["out"],
            selection=selection[group], retention=retention[group],
        )
        for group, of in counts.items()
    ]  # fmt: skip
    order = {"compared": 0, "left-out": 1, "unknown": 2}
    rows.sort(key=lambda row: (order[row.standing], row.selection.rate, row.group))
    return Table(kind=stage.kind, name=stage.name, attributes=by.attributes, rows=tuple(rows),
                 unjudged=len(sample.applicants) - sum(row.applicants for row in rows))  # fmt: skip


def _impacts(
    counts: Mapping[str | None, Counter[Verdict]], by: Cut, counted: Sequence[Verdict]
) -> dict[str | None, ImpactRatio]:
    pairs = {group: (sum(of[verdict] for verdict in counted), of.total()) for group, of in counts.items()}
    compared = {
        group: pair for group, pair in pairs.items() if group is not None and group not in by.left_out
    }
    found = {group: ImpactRatio(rate=part / whole) for group, (part, whole) in pairs.items()}
    found.update(impacts(compared))
    return found


def _measures(of: Table, row: Row) -> list[tuple[Measure, ImpactRatio]]:
    """A row's readings: above the median nobody is in review, so both would be the same."""
    both: list[tuple[Measure, ImpactRatio]] = [("selection", row.selection), ("retention", row.retention)]
    return both[:1] if of.kind == "median" else both


def _flags(of: Table) -> list[Flag]:
    return [
        Flag(kind=of.kind, name=of.name, attributes=of.attributes, group=row.group, measure=measure,
             impact=impact)
        for row in of.rows
        for measure, impact in _measures(of, row)
        if impact.flagged or impact.significant
    ]  # fmt: skip


def _sweeps(sample: Sample, by: Cut) -> list[Sweep]:
    mean = {one.candidate: mean_score(one) for one in sample.applicants}
    lowest = {one.candidate: lowest_score(one) for one in sample.applicants}
    return [
        Sweep(score="mean", attributes=by.attributes, points=_points(mean, by)),
        Sweep(score="lowest", attributes=by.attributes, points=_points(lowest, by)),
    ]


def _points(scores: Mapping[str, float | None], by: Cut) -> tuple[Point, ...]:
    """Every cut-off; applicants of a group that is not compared, or without a score, are not in the rates."""
    known: dict[str, list[float]] = {}
    for who, score in scores.items():
        group = by.group[who]
        if score is not None and group is not None and group not in by.left_out:
            known.setdefault(group, []).append(score)
    return tuple(_point(threshold, known) for threshold in THRESHOLDS)


def _point(threshold: float, scores: Mapping[str, Sequence[float]]) -> Point:
    counts = {group: (sum(s >= threshold for s in of), len(of)) for group, of in sorted(scores.items())}
    found = impacts(counts)
    ratios = {group: impact.ratio for group, impact in found.items() if impact.ratio is not None}
    lowest = min(sorted(ratios), key=lambda group: ratios[group], default=None)
    return Point(
        threshold=threshold, selected=sum(part for part, _ in counts.values()),
        rates={group: part / whole for group, (part, whole) in counts.items()},
        lowest=lowest, ratio=None if lowest is None else ratios[lowest],
        flagged=any(impact.flagged for impact in found.values()),
    )  # fmt: skip
