"""Impact ratios as one HTML page, in the form of a bias audit: every category, its numbers, what is left out.

Python decides here what stands on the page and how long each bar is; the template beside this module lays
it out. A bar only repeats the number beside it, and what is flagged says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from screening.fairness import FOUR_FIFTHS, LEVEL, Flag, ImpactRatio, Point, Report, Row, Sweep, Table
from screening.reports.html import VERSION_LABELS, page

WIDTH = 1000
"""Of a drawn bar, in its own units; the page stretches it."""
KINDS = {
    "outcome": "outcome", "gate": "gate", "ksa": "KSA", "median": "score above the median",
}  # fmt: skip
KIND_ORDER = {"outcome": 0, "median": 1, "gate": 2, "ksa": 3}
MEASURES = {"selection": "came through", "retention": "not screened out"}
"""What the two readings are called: through without a person, and through or to a person."""
SCORES = {
    "mean": "if the mean of the KSA scores had to reach a cut-off",
    "lowest": "if every KSA score had to reach a cut-off",
}
FILES = {"slate_file": "Slate, hash of its file", "groups_file": "Groups, hash of their file"}
FIRST = 20
"""Flags that stand open in a list; the rest is folded."""
MOST_COLUMNS = 8
"""Groups that a sweep shows side by side; with more of them it shows the lowest only."""


@dataclass(frozen=True, slots=True)
class Told:
    """One impact in words: rate, ratio, p, and what to say of it; empty where there is no comparison."""

    rate: str
    ratio: str
    p: str
    remarks: tuple[str, ...]
    flagged: bool
    weak: bool
    width: int
    fifths: int | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group at one stage, both readings in words."""

    row: Row
    selection: Told
    retention: Told


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as the page shows it; open where a ratio is flagged on more than small numbers."""

    table: Table
    title: str
    anchor: str
    lines: tuple[GroupLine, ...]
    opened: bool
    flagged: int


@dataclass(frozen=True, slots=True)
class CutSection:
    """Everything about one cut of the sample: outcome and mean score first, then each requirement.

    The overview has for each requirement and reading the group with the lowest rate, and the highest.
    """

    name: str
    anchor: str
    unknown: int
    left_out: tuple[str, ...]
    heads: tuple[ShownTable, ...]
    overview: tuple[tuple[ShownTable, str, GroupLine, GroupLine], ...]
    gates: tuple[ShownTable, ...]
    medians: tuple[ShownTable, ...]
    sweeps: tuple[tuple[str, Sweep, tuple[str, ...]], ...]


def render(report: Report) -> str:
    """The report as one HTML page."""
    return page(
        "fairness.html.j2", styles=("report.css", "evaluation.css", "fairness.css"), **shown(report)
    )


def shown(report: Report) -> dict[str, Any]:
    """What the template is given."""
    return {
        "report": report,
        "sections": [section(report, name) for name in report.unknown],
        "tallies": tallies(report),
        "flags": [(flag, where(flag), told(flag.impact))
                  for flag in ordered(report.flags) if not small(flag) or flag.impact.significant],
        "notable": [(flag, where(flag), told(flag.impact)) for flag in ordered(report.notable)],
        "measures": MEASURES,
        "width": WIDTH,
        "first": FIRST,
        "chance": round(report.comparisons * LEVEL, 1),
        "versions": [(FILES.get(name) or VERSION_LABELS.get(name, name), value)
                     for name, value in report.versions.items()],
    }  # fmt: skip


def section(report: Report, name: str) -> CutSection:
    """One cut of the sample, by its name."""
    shown = [_shown(one) for one in report.tables if " × ".join(one.attributes) == name]
    heads = [one for one in shown if one.table.kind == "outcome" or one.table.name == "mean score"]
    sweeps = [sweep for sweep in report.sweeps if " × ".join(sweep.attributes) == name]
    return CutSection(
        name=name,
        anchor=_anchor(name),
        unknown=report.unknown[name],
        left_out=report.left_out[name],
        heads=tuple(heads),
        overview=tuple(row for one in shown if one.table.kind in ("gate", "ksa") for row in _extremes(one)),
        gates=tuple(one for one in shown if one.table.kind in ("gate", "ksa")),
        medians=tuple(one for one in shown if one.table.kind == "median" and one not in heads),
        sweeps=tuple((SCORES[sweep.score], sweep, columns(sweep.points)) for sweep in sweeps),
    )


def lowest(table: Table, measure: str) -> Row | None:
    """The compared group with the lowest ratio; None where there is nothing to compare."""
    rows = [row for row in table.rows if of(row, measure).against is not None]
    return min(rows, key=lambda row: (of(row, measure).ratio or 0.0, row.group), default=None)


def of(row: Row, measure: str) -> ImpactRatio:
    """One of the two readings of a row."""
    return row.selection if measure == "selection" else row.retention


def columns(points: Sequence[Point]) -> tuple[str, ...]:
    """The groups of a sweep where there is room for all of them side by side, else none."""
    groups = tuple(points[0].rates) if points else ()
    return groups if len(groups) <= MOST_COLUMNS else ()


def title(kind: str, name: str) -> str:
    """A stage in words: "KSA postal-products"."""
    if kind == "outcome":
        return "outcome of the whole application"
    return f"{name} above the median" if kind == "median" else f"{KINDS[kind]} {name}"


def where(flag: Flag) -> str:
    """The stage and the reading of a flag in words."""
    stage = title(flag.kind, flag.name)
    return stage if flag.kind == "median" else f"{stage}: {MEASURES[flag.measure]}"


def small(flag: Flag) -> bool:
    """Whether a flag stands on numbers that are too small: one decision turns it, or no test can tell."""
    return flag.impact.fragile or not flag.impact.enough


def ordered(flags: Sequence[Flag]) -> list[Flag]:
    """Hardly chance first, small numbers last; in each single attributes first, then the lowest ratio."""
    return sorted(flags, key=lambda f: (
        small(f) - 2 * f.impact.significant, len(f.attributes), KIND_ORDER[f.kind], f.impact.ratio or 0.0
    ))  # fmt: skip


def tallies(report: Report) -> list[tuple[str, int, int, int]]:
    """For each cut: flags that are hardly chance, that could be chance, and that stand on small numbers."""
    rows = []
    for name in report.unknown:
        own = [flag for flag in report.flags if " × ".join(flag.attributes) == name]
        firm = sum(flag.impact.significant for flag in own)
        weak = sum(small(flag) and not flag.impact.significant for flag in own)
        rows.append((name, firm, len(own) - firm - weak, weak))
    return rows


def told(impact: ImpactRatio) -> Told:
    """An impact in words."""
    compared = impact.ratio is not None
    highest = impact.rate / impact.ratio if impact.ratio else None
    return Told(
        rate=f"{100 * impact.rate:.1f} %",
        ratio=f"{impact.ratio:.3f}" if impact.ratio is not None else "–",
        p=p_value(impact.p),
        remarks=remarks(impact),
        flagged=impact.flagged,
        weak=impact.fragile or not impact.enough,
        width=round(WIDTH * impact.rate),
        fifths=round(WIDTH * float(FOUR_FIFTHS) * highest) if compared and highest else None,
    )


def p_value(p: float | None) -> str:
    """A p in words, never nought."""
    if p is None:
        return ""
    return f"{p:.3f}" if p >= 0.0005 else "<0.001"


def remarks(impact: ImpactRatio) -> tuple[str, ...]:
    """What to say of an impact: the flag, what the test says of it, and the caution about small numbers."""
    if impact.against is None:
        return ("highest rate",) if impact.ratio is not None else ()
    cautions = []
    if impact.flagged:
        cautions.append("below four fifths")
    if impact.significant:
        cautions.append("hardly chance")
    elif not impact.enough:
        cautions.append("too few to test")
    elif impact.flagged:
        cautions.append("could be chance")
    if impact.fragile:
        cautions.append("one decision would turn it")
    return tuple(cautions)


def _shown(table: Table) -> ShownTable:
    lines = tuple(GroupLine(row, told(row.selection), told(row.retention)) for row in table.rows)
    every = [told for line in lines for told in (line.selection, line.retention)]
    if table.kind == "median":
        every = every[::2]
    opened = any(one.flagged and not one.weak for one in every)
    anchor = _anchor(f"{' × '.join(table.attributes)}/{table.kind}/{table.name}")
    return ShownTable(table, title(table.kind, table.name), anchor, lines, opened,
                 sum(one.flagged for one in every))  # fmt: skip


def _extremes(shown: ShownTable) -> list[tuple[ShownTable, str, GroupLine, GroupLine]]:
    """For each reading that has something to compare: the lowest line and the highest."""
    lines = {line.row.group: line for line in shown.lines if line.row.standing == "compared"}
    lows = {measure: lowest(shown.table, measure) for measure in MEASURES}
    return [
        (shown, measure, lines[row.group], lines[of(row, measure).against or row.group])
        for measure, row in lows.items() if row is not None
    ]  # fmt: skip


def _anchor(name: str) -> str:
    """A name as an anchor: letters and digits stay, everything else becomes its code point."""
    return "cut/" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in name)
