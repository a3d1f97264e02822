"""The impact of a revision as a workbook: who moves and why, every KSA, the slates, overrides, groups.

Every cell is a number or a text and none a formula, also where applicants have written one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from screening.reports import MARKS
from screening.reports.impact import Revised, because, decisive, group_name, summary, versions, words
from screening.reports.xlsx import NOTES, Column, Value, add_sheet, settled, writable
from screening.rescoring.impact import DIRECTIONS, Judgement

MOVED: tuple[Column, ...] = (
    ("Candidate", 16), ("Moves", 28), ("Before", 15), ("Now", 15), ("Rank before", 8), ("Rank now", 8),
    ("Because of", 70), ("To write anew", 40),
)  # fmt: skip
CAUSES: tuple[Column, ...] = (
    ("Candidate", 16), ("KSA", 26), ("What became of it", 16), ("In words", 50), ("When", 8),
    ("Rated for", 26), ("Rating", 10), ("Score", 8), ("Because", 50), ("Words quoted", 80),
    ("Found in it", 40),
)  # fmt: skip
KSAS: tuple[Column, ...] = (
    ("KSA", 26), ("What became of it", 16), ("Follows", 40), ("Words", 80), ("Demonstrated before", 13),
    ("Review before", 10), ("Not demonstrated before", 16), ("Demonstrated now", 13), ("Review now", 10),
    ("Not demonstrated now", 16), ("Judged again", 10), ("Rise", 8), ("Fall", 8), ("Decides", 8),
    ("To write anew", 10),
)  # fmt: skip
SLATE: tuple[Column, ...] = (
    ("Rank now", 8), ("Rank before", 8), ("Rises by", 8), ("Candidate", 16), ("Outcome before", 16),
    ("Outcome now", 16),
)  # fmt: skip
OVERRIDES: tuple[Column, ...] = (
    ("Candidate", 16), ("KSA", 26), ("Panel", 18), ("By", 14), ("Set to", 14), ("Code", 26),
    ("The engine then", 16), ("The engine now", 16), ("Why it is stale", 60), ("Entry", 8),
)  # fmt: skip
GROUPS: tuple[Column, ...] = (
    ("Attribute", 24), ("Group", 24), ("Applicants", 10), ("Through before", 10), ("Through now", 10),
    ("Ratio before", 10), ("Ratio now", 10), ("Kept before", 10), ("Kept now", 10), ("Kept ratio before", 10),
    ("Kept ratio now", 10), ("Flagged now", 10),
)  # fmt: skip


def render(revised: Revised) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same impact gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    impact = revised.impact
    add_sheet(book, "Who moves", MOVED, _moved(revised), frozen=1)
    add_sheet(book, "Causes", CAUSES, _causes(revised), frozen=2)
    add_sheet(book, "KSAs", KSAS, _ksas(revised), frozen=1)
    add_sheet(book, "Slate", SLATE, _slate(revised), frozen=4)
    add_sheet(book, "Narratives", (("KSA", 26), ("Candidate", 16)), _narratives(revised))
    add_sheet(book, "Overrides", OVERRIDES, _overrides(revised), frozen=2)
    if impact.groups:
        add_sheet(book, "Groups", GROUPS, _groups(revised), frozen=2)
    add_sheet(book, "What it rests on", (("What", 24), ("Value", 100)), _basis(revised))
    book.properties.title = writable(f"Impact of {impact.new} on applicants to {impact.old}")
    book.properties.creator = "screening"
    return settled(book)


def _plain(value: str) -> str:
    return value.replace("-", " ")


def _moved(revised: Revised) -> Iterator[Sequence[Value]]:
    for one in revised.impact.moved:
        yield [
            one.candidate, DIRECTIONS[one.direction], _plain(one.before), _plain(one.after), *one.ranks,
            decisive(one), ", ".join(one.owed),
        ]  # fmt: skip


def _causes(revised: Revised) -> Iterator[Sequence[Value]]:
    """A row for each rating before and now of each cause, and one more for each further quote."""
    for one in revised.impact.moved:
        for cause in one.causes:
            sides = [("before", judgement) for judgement in cause.before]
            sides += [("now", cause.after)] if cause.after else []
            for when, judgement in sides:
                head: list[Value] = [one.candidate, cause.ksa, _plain(cause.fate), because(cause), when]
                yield from ([*head, *row] for row in _judgement(judgement))


def _judgement(one: Judgement) -> Iterator[Sequence[Value]]:
    head: list[Value] = [one.ksa, MARKS[one.rating], one.score, one.because]
    for quote in one.quotes:
        yield [*head, quote.words, ("speaks against: " if quote.against else "") + ", ".join(quote.found)]
    if not one.quotes:
        yield [*head, "", ""]


def _ksas(revised: Revised) -> Iterator[Sequence[Value]]:
    for ksa in revised.impact.ksas:
        tallies: list[Value] = []
        for tally in (ksa.before, ksa.after):
            tallies += reversed(tally) if tally else ["", "", ""]
        yield [
            ksa.ksa, _plain(ksa.fate), ", ".join(ksa.sources), words(ksa.pieces), *tallies, ksa.judged,
            ksa.raised, ksa.lowered, ksa.decides, "yes" if ksa.anew else "no",
        ]  # fmt: skip


def _slate(revised: Revised) -> Iterator[Sequence[Value]]:
    for line in revised.impact.slate.lines:
        before, now = line.ranks
        yield [now, before, before - now, line.candidate, *map(_plain, line.outcomes)]


def _narratives(revised: Revised) -> Iterator[Sequence[Value]]:
    for one in revised.impact.narratives:
        yield from ([one.ksa, candidate] for candidate in one.candidates)


def _overrides(revised: Revised) -> Iterator[Sequence[Value]]:
    for one in revised.impact.stale:
        yield [
            one.candidate, one.ksa, one.panel, one.by, one.value, _plain(one.code), MARKS[one.engine_then],
            MARKS[one.engine_now] if one.engine_now else "", "; ".join(one.why), one.entry,
        ]  # fmt: skip


def _groups(revised: Revised) -> Iterator[Sequence[Value]]:
    for table in revised.impact.groups:
        for row in table.rows:
            both = (row.before, row.after)
            flagged = row.after.selection.flagged or row.after.retention.flagged
            yield [
                group_name(table), row.group, row.before.applicants,
                *(side.selection.rate for side in both), *(_figure(side.selection.ratio) for side in both),
                *(side.retention.rate for side in both), *(_figure(side.retention.ratio) for side in both),
                "yes" if flagged else "no",
            ]  # fmt: skip


def _figure(ratio: float | None) -> Value:
    return "" if ratio is None else ratio


def _basis(revised: Revised) -> Iterator[Sequence[Value]]:
    impact = revised.impact
    yield ["before", impact.old]
    yield ["now", impact.new]
    yield ["recorded", "no: a what-if" if impact.what_if else "yes"]
    yield ["applicants", impact.applicants]
    yield from (["what was done", line] for line in summary(impact))
    yield from (["differs", line] for line in impact.changed)
    yield from (["not judged", f"{who}: {why}"] for who, why in impact.rejected.items())
    yield ["overrides that keep their ground", impact.standing_overrides]
    yield from ([name, value] for name, value in versions(impact))
    yield from ([name, told] for name, told in NOTES[2:3])
