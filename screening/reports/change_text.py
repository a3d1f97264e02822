"""What a fit proposes, for a terminal: numbers old and new, figures side by side, who moves."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from screening.errors import few
from screening.evaluation import Estimate
from screening.fitting import Change
from screening.reports.evaluation import FIGURES, interval, said
from screening.reports.lettering import INDENT, WIDEST, lettered, ruled

TOLD = ("auc", "kappa", "false_credit", "false_rejection", "review", "calibration_error")
"""The figures that a person weighs before adopting a proposal."""
NAMED = 8
"""Ids told of each move; all of them are in the JSON."""


def print_change(change: Change, console: Console, written: Path | None) -> None:
    """The whole change, and what to do with it; ``written`` is the file that holds the proposal."""
    width = min(WIDEST, console.width)
    head = (
        f"{change.cases} cases ({change.demonstrated} demonstrated, {change.not_demonstrated} not) by "
        f"{change.writers} writers, in {change.folds} folds"
    )
    console.print(lettered(head, "bold"), width=width)
    for notice in change.notices:
        console.print(lettered(notice, "yellow"), width=width)
    parts = (
        ("numbers, in thousandths", _numbers(change)),
        ("on the same cases; the proposal on writers that its fit had not seen", _figures(change)),
        (f"{change.moving} of {change.cases} ratings would move", _moves(change)),
    )
    for title, table in parts:
        console.print(lettered(f"\n{title}", "bold"), width=width)
        if table.row_count:
            console.print(Padding(table, INDENT, expand=False), width=width)
    console.print(lettered(f"\n{_closing(change, written)}"), width=width)


def _numbers(change: Change) -> Table:
    table = ruled("", ">in force", ">proposed", ">change")
    for one in change.numbers:
        moved = one.proposed - one.in_force
        table.add_row(one.name, str(one.in_force), str(one.proposed), f"{moved:+d}" if moved else "")
    return table


def _figures(change: Change) -> Table:
    table = ruled("", ">in force", "[interval]", ">proposed", "[interval]")
    for name in TOLD:
        cells = (
            cell
            for figure in (change.in_force.figures[name], change.held_out.figures[name])
            for cell in (said(figure), lettered(interval(figure), "dim"))
        )
        table.add_row(FIGURES[name][0], *cells)
    return table


def _moves(change: Change) -> Table:
    table = ruled("from", "to", ">cases", "which")
    for one in change.moved:
        which = lettered(few(one.cases, NAMED))
        table.add_row(one.before, one.after, str(len(one.cases)), which)
    return table


def _closing(change: Change, written: Path | None) -> str:
    pairs = {name: (change.in_force.figures[name], change.held_out.figures[name]) for name in TOLD}
    apart = [FIGURES[name][0] for name, (now, then) in pairs.items() if _apart(now, then)]
    told = "On these cases the two cannot be told apart: the intervals of every figure overlap."
    if apart:
        told = f"The intervals lie apart for: {', '.join(apart)}."
    next_step = (
        f"Written to {written}; judge by it with --settings {written} or SCREENING_SETTINGS={written}."
        if written else "Nothing was written; --out FILE writes the proposal."
    )  # fmt: skip
    return (
        f"{told}\nIn force: {change.settings_in_force}; proposed: {change.settings_proposed}, on "
        f"{change.fitted_on}.\nNothing is adopted by this. {next_step}"
    )


def _apart(one: Estimate, other: Estimate) -> bool:
    """Whether two intervals have nothing in common."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.high < other.low or other.high < one.low
