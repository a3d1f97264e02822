"""A panel's slate as a workbook: the slate, the evidence, every decision, who rated what, every override.

Every cell is a number or a text and none a formula, also where members and applicants have written one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from screening.panels.kinds import Overridden
from screening.panels.slating import PanelSlate
from screening.reports import MARKS
from screening.reports.panel_slate import PROVISIONAL, heading, reach, versions
from screening.reports.xlsx import EVIDENCE, NOTES, Column, Value, add_sheet, evidence_rows, settled, writable

HEAD: tuple[Column, ...] = (
    ("Rank", 6), ("Tied", 6), ("Within reach", 12), ("Candidate", 16), ("Outcome", 15), ("Category", 18),
    ("Points", 8), ("Why", 60), ("Open", 30),
)  # fmt: skip
DECISIONS: tuple[Column, ...] = (
    ("Rank", 6), ("Candidate", 16), ("KSA", 28), ("Rating", 12), ("Whose word", 12), ("Come to by", 12),
    ("Levels given", 12), ("Engine's rating", 14), ("Engine's score", 10), ("Decided by", 14), ("Entry", 8),
    ("Note", 50),
)  # fmt: skip
RATINGS: tuple[Column, ...] = (
    ("Candidate", 16), ("KSA", 28), ("Member", 14), ("Rating", 18), ("Level", 8), ("Counts", 10),
    ("When (UTC)", 20), ("Entry", 8), ("Note", 60),
)  # fmt: skip
OVERRIDES: tuple[Column, ...] = (
    ("Candidate", 16), ("KSA", 28), ("By", 14), ("Engine's rating", 18), ("Set to", 18), ("Code", 28),
    ("Reason", 60), ("Counts", 10), ("When (UTC)", 20), ("Entry", 8),
)  # fmt: skip
WHEN = "%Y-%m-%d %H:%M:%S"


def render(slate: PanelSlate) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same slate gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    gates = tuple(dict.fromkeys(g.gate for _, candidacy in slate.lines() for g in candidacy.gates))
    columns = [*HEAD, *((ksa, 12) for ksa in slate.panel.ksas), *((gate, 14) for gate in gates)]
    add_sheet(book, "Slate", columns, _slate_rows(slate, gates), frozen=4)
    add_sheet(book, "Evidence", EVIDENCE, _evidence_rows(slate), frozen=2)
    add_sheet(book, "Decisions", DECISIONS, _decision_rows(slate), frozen=3)
    add_sheet(book, "Ratings", RATINGS, _rating_rows(slate), frozen=3)
    add_sheet(book, "Overrides", OVERRIDES, _override_rows(slate), frozen=3)
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
                *_decided(slate, standing.candidate, decision.ksa),
            ]  # fmt: skip


def _decided(slate: PanelSlate, candidate: str, ksa: str) -> list[Value]:
    """Who decided alone, by which entry, and what they wrote; empty where all agree, or nobody decided."""
    decided, overridden = slate.decided(candidate, ksa), slate.overridden(candidate, ksa)
    if decided is not None:
        return [decided.entry.who, decided.entry.number, slate.remark(decided, "note")]
    if overridden is not None:
        return [overridden.entry.who, overridden.entry.number, slate.remark(overridden, "reason")]
    return ["", "", ""]


def _evidence_rows(slate: PanelSlate) -> Iterator[Sequence[Value]]:
    """The sentences that the engine quoted, of every applicant whose words are kept and may be shown."""
    for standing, _ in slate.lines():
        advice = slate.words.advice.get(standing.candidate)
        if advice is not None:
            yield from evidence_rows(advice)


def _rating_rows(slate: PanelSlate) -> Iterator[list[Value]]:
    """Who rated what and when, in the order of the record; what was superseded stays in sight."""
    for event, counts in slate.ratings():
        body, entry = event.body, event.entry
        yield [
            body.candidate, body.ksa, entry.who, body.value, body.level, "yes" if counts else "no",
            entry.at.strftime(WHEN), entry.number, slate.remark(event, "note"),
        ]  # fmt: skip


def _override_rows(slate: PanelSlate) -> Iterator[list[Value]]:
    """Every override with its code; one that a later one or the panel's consensus replaced does not count."""
    for event in slate.panel.of(Overridden):
        body, entry = event.body, event.entry
        counts = slate.overridden(body.candidate, body.ksa) == event
        yield [
            body.candidate, body.ksa, entry.who, MARKS[body.engine], body.value, body.code.replace("-", " "),
            slate.remark(event, "reason"), "yes" if counts else "no", entry.at.strftime(WHEN), entry.number,
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
    yield ["copies", "blind" if slate.panel.settings.blind else "as submitted"]
    for member in slate.panel.members.values():
        yield [f"member {member.id}", f"{member.role}, {'rates' if member.rates else 'does not rate'}"]
    for member_id, candidate in sorted(slate.panel.recusals):
        yield [f"recused, {member_id}", candidate]
    yield ["record, entries", slate.record.entries]
    yield ["record, head", slate.record.digest]
    for name, told in NOTES:
        yield [name, told]
