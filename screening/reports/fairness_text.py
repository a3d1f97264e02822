"""Impact ratios for a terminal: what is flagged first, then by attribute who comes through; 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from screening.fairness import LEVEL, Flag, ImpactRatio, Report, Row, Sweep
from screening.reports.fairness import (
    CutSection,
    ShownTable,
    columns,
    lowest,
    of,
    ordered,
    p_value,
    section,
    small,
    tallies,
    told,
    where,
)
from screening.reports.lettering import INDENT, WIDEST, lettered, ruled

SHOWN_FLAGS = 20
LEGEND = (
    "! below four fifths of the highest rate; * hardly chance (p < .05, Fisher's exact test, two-sided); "
    "~ one different decision would turn it; ? too few to test. “Through”: without a person; “kept”: "
    "through or to a person, so not screened out."
)


def print_report(report: Report, console: Console) -> None:
    """The whole report; a part that has nothing to say is left out."""
    width = min(WIDEST, console.width)

    def say(words: str, style: str = "") -> None:
        console.print(lettered(words, style), width=width)

    say(f"{report.standard}: {report.applicants} applicants by {', '.join(report.attributes)}", "bold")
    for line in head(report):
        say(line)
    say("\nratios below four fifths", "bold")
    _put(_tallies(report), console, width)
    told_of = [flag for flag in report.flags if flag.impact.significant or not small(flag)]
    lists = (("flagged, small numbers apart", told_of), ("not flagged, hardly chance", report.notable))
    for heading, flags in lists:
        if flags:
            say(f"\n{heading} ({len(flags)})", "bold")
            _put(_flagged(ordered(flags)[:SHOWN_FLAGS]), console, width)
            if len(flags) > SHOWN_FLAGS:
                say(f"  and {len(flags) - SHOWN_FLAGS} more in the tables below")
    say(f"\n{LEGEND}", "dim")
    for name in report.unknown:
        for heading, grid in _parts(section(report, name)):
            if grid.row_count:
                say(f"\n{heading}", "bold")
                _put(grid, console, width)


def head(report: Report) -> Iterable[str]:
    """What has to be said before any figure: what was counted, what was not, and how many tests were made."""
    if report.missing:
        yield f"not in the file of groups, counted as unknown: {', '.join(report.missing)}"
    if report.strangers:
        yield f"in the file of groups and not on the slate, not counted: {', '.join(report.strangers)}"
    unknown = "; ".join(f"{name} {count}" for name, count in report.unknown.items())
    yield f"unknown, in no ratio: {unknown}"
    for name, left in report.left_out.items():
        if left:
            yield f"below {100 * report.least_share:g} % of all, in no ratio: {name}: {', '.join(left)}"
    if report.unassessed:
        yield f"not assessed for anybody: {', '.join(report.unassessed)}"
    yield (
        f"{report.comparisons} comparisons were made; chance alone would put up to "
        f"{report.comparisons * LEVEL:.0f} below p = .05"
    )


def _parts(one: CutSection) -> Iterable[tuple[str, Grid]]:
    for shown in one.heads:
        yield f"{one.name}: {shown.title}", _median(shown) if shown.table.kind == "median" else _full(shown)
    yield f"{one.name}: each requirement, the lowest group beside the highest", _requirements(one.gates)
    yield f"{one.name}: each KSA's score above the median", _requirements(one.medians)
    for sweep in one.sweeps:
        yield f"{one.name}: {sweep[0]}", _sweep(sweep[1])


def _full(shown: ShownTable) -> Grid:
    grid = ruled("group", ">all", ">through", ">ratio", ">p", ">review", ">out", ">kept", ">ratio", ">p")
    for line in shown.lines:
        row = line.row
        grid.add_row(
            _group(row), str(row.applicants), _share(row.selected, row), _ratio(row.selection),
            line.selection.p, _share(row.review, row), _share(row.out, row), line.retention.rate,
            _ratio(row.retention), line.retention.p,
        )  # fmt: skip
    return grid


def _median(shown: ShownTable) -> Grid:
    grid = ruled("group", ">all", ">above", ">scoring rate", ">ratio", ">p")
    for line in shown.lines:
        row = line.row
        grid.add_row(_group(row), str(row.applicants), str(row.selected), line.selection.rate,
                     _ratio(row.selection), line.selection.p)  # fmt: skip
    return grid


def _requirements(shown: Sequence[ShownTable]) -> Grid:
    """For each requirement and reading the group with the lowest rate, beside the highest."""
    grid = ruled("", "", "lowest", ">rate", "highest", ">rate", ">ratio", ">p")
    for one in shown:
        for measure in ("selection",) if one.table.kind == "median" else ("selection", "retention"):
            row = lowest(one.table, measure)
            if row is not None:
                word = "" if one.table.kind == "median" else {"selection": "through"}.get(measure, "kept")
                impact = of(row, measure)
                highest = next(r for r in one.table.rows if r.group == impact.against)
                grid.add_row(lettered(one.table.name), word, lettered(row.group), told(impact).rate,
                             lettered(highest.group), told(of(highest, measure)).rate, _ratio(impact),
                             p_value(impact.p))  # fmt: skip
    return grid


def _tallies(report: Report) -> Grid:
    grid = ruled("", ">flagged", ">hardly chance", ">could be chance", ">small numbers")
    for name, *counts in tallies(report):
        grid.add_row(lettered(name), str(sum(counts)), *map(str, counts))
    return grid


def _flagged(flags: Sequence[Flag]) -> Grid:
    grid = ruled("group", "where", ">rate", ">ratio", ">p", "beside")
    for flag in flags:
        shown = told(flag.impact)
        grid.add_row(lettered(flag.group), lettered(where(flag)), shown.rate, _ratio(flag.impact), shown.p,
                     lettered(flag.impact.against or ""))  # fmt: skip
    return grid


def _sweep(sweep: Sweep) -> Grid:
    """The cut-offs that change something: where all or none are selected, only the first of them."""
    groups = columns(sweep.points) if len(columns(sweep.points)) <= 4 else ()
    grid = ruled(">cut-off", ">selected", *(f">{group}" for group in groups), ">lowest ratio", "group")
    last = None
    for point in sweep.points:
        if point.rates == last:
            continue
        last = point.rates
        ratio = "–" if point.ratio is None else f"{point.ratio:.3f}{' !' if point.flagged else ''}"
        rates = (f"{100 * point.rates[group]:.1f} %" for group in groups)
        group = lettered(point.lowest or "")
        grid.add_row(f"{point.threshold:.2f}", str(point.selected), *rates, ratio, group)
    return grid


def _group(row: Row) -> Text:
    note = {"left-out": " (left out)", "unknown": ""}.get(row.standing, "")
    return lettered(row.group + note)


def _share(count: int, row: Row) -> str:
    return f"{count} ({100 * count / row.applicants:.0f} %)"


def _ratio(impact: ImpactRatio) -> Text:
    """The ratio with its signs; the group with the highest rate has 1."""
    signs = "".join(
        sign
        for sign, holds in (
            ("!", impact.flagged),
            ("*", impact.significant),
            ("~", impact.fragile),
            ("?", not impact.enough),
        )
        if holds
    )
    return Text(f"{told(impact).ratio} {signs}".rstrip(), style="red" if impact.flagged else "")


def _put(grid: Grid, console: Console, width: int) -> None:
    console.print(Padding(grid, INDENT, expand=False), width=width)


