"""A panel's slate as plain text: a table, and for each applicant why they stand where they stand."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table

from screening.panels.slating import PanelSlate
from screening.ranking import Candidacy, Standing
from screening.reports.lettering import tamed
from screening.reports.panel_slate import LETTERS, ORIGINS, PROVISIONAL, gates_of, heading, points, reach
from screening.reports.terminal import SIGNS


def render(slate: PanelSlate, width: int) -> str:
    """The slate for a terminal or a file of ``width`` columns, without colours."""
    page = io.StringIO()
    console = Console(file=page, width=width, highlight=False, markup=False, emoji=False, color_system=None)
    console.print(heading(slate))
    if slate.state == "open":
        console.print(PROVISIONAL)
    console.print(f"ranked by {slate.ranking.rule}, terms {slate.ranking.version}: {slate.ranking.source}\n")
    console.print(_table(slate))
    for line in _legend(slate):
        console.print(line)
    for standing, candidacy in slate.lines():
        console.print()
        for line in (*_reasons(standing, candidacy), *_overrides(slate, standing)):
            console.print(tamed(line))
    console.print(f"\nmade from {slate.record.entries} entries of the record, head {slate.record.digest}")
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"


def _table(slate: PanelSlate) -> Table:
    standings = slate.ranking.standings
    shown = {
        "category": any(one.category for one in standings),
        "points": any(one.points is not None for one in standings),
    }
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("rank", "reach", "candidate", "outcome", *(name for name, there in shown.items() if there)):
        table.add_column(name, no_wrap=True, justify="right" if name in ("rank", "points") else "left")
    for number, _ in enumerate(slate.panel.ksas, start=1):
        table.add_column(str(number), no_wrap=True, min_width=2)
    gates = gates_of(slate)
    for gate in gates:
        table.add_column(tamed(gate), no_wrap=True)
    for standing, candidacy in slate.lines():
        extra = {"category": standing.category or "", "points": points(standing)}
        table.add_row(
            f"{standing.rank}{'=' if standing.ties else ''}",
            reach(standing),
            standing.candidate,
            standing.outcome,
            *(extra[name] for name, there in shown.items() if there),
            *(SIGNS[d.rating] + LETTERS[d.origin] for d in candidacy.decisions),
            *({gate.gate: gate.result for gate in candidacy.gates}.get(name, "–") for name in gates),
        )
    return table


def _legend(slate: PanelSlate) -> Iterator[str]:
    yield ", ".join(f"{sign} {rating}" for rating, sign in SIGNS.items()) + "; = after a rank: a tie"
    marks = (f"{letter}: by {ORIGINS[origin]}" for origin, letter in LETTERS.items() if letter)
    yield "no letter: by the panel's consensus; " + "; ".join(marks)
    yield ", ".join(f"{number} {ksa}" for number, ksa in enumerate(slate.panel.ksas, start=1))
    yield f"reach: {slate.ranking.uncertainty}"


def _reasons(standing: Standing, candidacy: Candidacy) -> Iterator[str]:
    tied = f", tied with {', '.join(standing.ties)}" if standing.ties else ""
    yield f"{standing.rank}. {standing.candidate}: {standing.outcome}{tied}"
    yield from (f"   {why}" for why in standing.why)
    gates = [f"{gate.gate} {gate.result}" for gate in candidacy.gates]
    if gates:
        yield "   gates: " + ", ".join(gates)
    if standing.open:
        yield f"   open: {', '.join(standing.open)}" + (
            f"; rank {reach(standing)} is within reach" if standing.unsure else ""
        )


def _overrides(slate: PanelSlate, standing: Standing) -> Iterator[str]:
    """Where a person's word stands in the place of the engine's: whose, and by which code."""
    for ksa in slate.panel.ksas:
        event = slate.overridden(standing.candidate, ksa)
        if event is not None:
            engine, code = event.body.engine, event.body.code.replace("-", " ")
            told = f"set to {event.body.value} by {event.entry.who}, {code}; the engine said {engine}"
            yield f"   {ksa}: {told}"
