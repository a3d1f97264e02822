"""A panel's slate as a workbook: the slate, every decision with whose word it is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from screening.panels.slating import PanelSlate
from screening.reports import MARKS
from screening.reports.panel_slate import PROVISIONAL, heading, reach, versions
from screening.reports.xlsx import Column, Value, add_sheet, settled, writable

HEAD: tuple[Column, ...] = (
    ("Rank", 6), ("Tied", 6), ("Within reach", 12), ("Candidate", 16), ("Outcome", 15), ("Category", 18),
    ("Points", 8), ("Why", 60), ("Open", 30),
)  # fmt: skip
DECISIONS: tuple[Column, ...] = (
    ("Rank", 6), ("Candidate", 16), ("KSA", 28), ("Rating", 12), ("Whose word", 12), ("Come to by", 12),
    ("Levels given", 12), ("Engine's rating", 14), ("Engine's score", 10), ("Entry", 8),
)  # fmt: skip


def render(slate: PanelSlate) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same slate gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    gates = tuple(dict.fromkeys(g.gate for _, candidacy in slate.lines() for g in candidacy.gates))
    columns = [*HEAD, *((ksa, 12) for ksa in slate.panel.ksas), *((gate, 14) for gate in gates)]
    add_sheet(book, "Slate", columns, _slate_rows(slate, gates), frozen=4)
    add_sheet(book, "Decisions", DECISIONS, _decision_rows(slate), frozen=3)
    add_sheet(book, "What it rests on", (("What", 24), ("Value", 100)), _basis(slate))
    book.properties.title = writable(f"Slate of {heading(slate)}")
    book.properties.creator = "screening"
    return settled(book)


def _slate_rows(slate: PanelSlate, gates: Sequence[str]) -> Iterator[list[Value]]:
    for standing, candidacy in slate.lines():
        results = {gate.gate: gate.result.replace("-", " ") for gate in candidacy.gates}
        yield [
            standing.rank, "yes" if standing.ties else "", reach(standing), standing.candidate,
            standing.outcome.replace("-", " "), standing.category or "",
            "" if standing.points is None else standing.points, "; ".join(standing.why),
            ", ".join(standing.open), *(MARKS[decision.rating] for decision in candidacy.decisions),
            *(results.get(gate, "no such gate") for gate in gates),
        ]  # fmt: skip


def _decision_rows(slate: PanelSlate) -> Iterator[list[Value]]:
    for standing, candidacy in slate.lines():
        for decision in candidacy.decisions:
            final = slate.final(standing, decision.ksa)
            advice = slate.panel.engine[standing.candidate].ratings[decision.ksa]
            yield [
                standing.rank, standing.candidate, decision.ksa, MARKS[decision.rating], decision.origin,
                final.how, ", ".join(map(str, decision.levels)), MARKS[advice.rating], advice.score,
                "" if final.entry is None else final.entry,
            ]  # fmt: skip


def _basis(slate: PanelSlate) -> Iterator[list[Value]]:
    ranking = slate.ranking
    yield ["panel", slate.panel.id]
    yield ["standard", slate.panel.opening.standard]
    yield ["state", PROVISIONAL if slate.state == "open" else "closed"]
    yield ["rule", f"{ranking.rule}: {ranking.source}"]
    yield ["terms, fixed at the opening", ranking.version]
    for category in ranking.terms.categories:
        yield [f"category {category.name}", f"from {category.from_points:g} points: {category.definition}"]
    yield ["within reach", ranking.uncertainty]
    for name, value in versions(slate).items():
        yield [name, value]
    yield ["record, entries", slate.record.entries]
    yield ["record, head", slate.record.digest]
