"""The impact of a revision for a terminal: who moves, KSA by KSA, with the first quotes; 100 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from screening.reports.impact import (
    DIRECTION_TONES,
    FATES,
    Revised,
    because,
    group_name,
    listed,
    places,
    reworded,
    summary,
    words,
)
from screening.reports.lettering import INDENT, WIDEST, lettered, ruled
from screening.rescoring.impact import DIRECTIONS, Direction, Impact, Judgement, Moved
from screening.rescoring.tables import RISING_OUTCOMES

TABLE = 116
"""Columns that a table takes at most: names of KSAs are long, and are not to be cut."""
FIRST = 5
"""Applicants of each direction who are shown with a quote; the others are named."""
STYLES = {"yes": "green", "review": "yellow", "no": "red", "apart": "dim"}
LEGEND = "Tallies: demonstrated / needs review / not demonstrated. Words: [-struck-] {+inserted+}."


def print_impact(revised: Revised, console: Console) -> None:
    """The whole report; a part that has nothing to say is left out."""
    width = min(WIDEST, console.width)
    impact = revised.impact

    def say(told: str, style: str = "") -> None:
        console.print(lettered(told, style), width=width)

    def put(table: Table) -> None:
        console.print(Padding(table, INDENT), width=min(TABLE, max(console.width, 60)))

    for line in head(revised):
        say(line, "bold" if line.startswith("impact") else "")
    say("\nhow outcomes move: before (rows) and now (columns)", "bold")
    put(_matrix(impact))
    say("\nrequirement by requirement", "bold")
    put(_ksas(impact))
    say(LEGEND, "dim")
    for ksa in reworded(impact):
        say(f"\n{FATES[ksa.fate][0]} {ksa.fate} {ksa.ksa}", STYLES[FATES[ksa.fate][1]])
        say(f"  {words(ksa.pieces)}")
    for direction, told in DIRECTIONS.items():
        _direction(impact, direction, told, console, width)
    for heading, lines in _rest(impact):
        say(f"\n{heading}", "bold")
        for line in lines:
            say(f"  {line}")
    for table in impact.groups:
        say(f"\nselection rates by {group_name(table)} (! below four fifths of the highest)", "bold")
        grid = ruled("group", ">all", ">through", ">now", ">ratio", ">now", ">kept", ">now")
        for row in table.rows:
            both = (row.before, row.after)
            grid.add_row(
                lettered(row.group), str(row.before.applicants),
                *(f"{100 * side.selection.rate:.1f} %" for side in both),
                *(_ratio(side.selection.ratio, side.selection.flagged) for side in both),
                *(f"{100 * side.retention.rate:.1f} %" for side in both),
            )  # fmt: skip
        put(grid)


def head(revised: Revised) -> Iterator[str]:
    """What it is about, and how many move."""
    impact = revised.impact
    yield (
        f"impact of {impact.new} on {impact.applicants:,} applicants to {impact.old}"
        f" ({len(revised.old.ksas)} → {len(revised.new.ksas)} KSAs)"
    )
    if impact.what_if:
        yield "what if: nothing was recorded"
    for direction, told in DIRECTIONS.items():
        number = len(impact.towards(direction))
        if number:
            yield f"{DIRECTION_TONES[direction][0]} {number:,} {told}"
    yield f"= {impact.applicants - len(impact.moved):,} stay where they are"
    yield from summary(impact)
    yield from (f"differs: {told}" for told in impact.changed)


def _matrix(impact: Impact) -> Table:
    grid = ruled("", *(f">{RISING_OUTCOMES[level].replace('-', ' ')}" for level in (2, 1, 0)), ">all")
    for before in (2, 1, 0):
        row = impact.matrix[before]
        cells = (f"{row[after]:,}" for after in (2, 1, 0))
        grid.add_row(RISING_OUTCOMES[before].replace("-", " "), *cells, f"{sum(row):,}")
    return grid


def _ksas(impact: Impact) -> Table:
    grid = ruled("KSA", "fate", ">before", ">now", ">rise", ">fall", ">again", ">decides")
    for ksa in impact.ksas:
        sign, tone = FATES[ksa.fate]
        grid.add_row(
            lettered(ksa.ksa), lettered(f"{sign} {ksa.fate}", STYLES[tone]), _tally(ksa.before),
            _tally(ksa.after), str(ksa.raised), str(ksa.lowered), str(ksa.judged), str(ksa.decides),
        )  # fmt: skip
    return grid


def _tally(tally: tuple[int, int, int] | None) -> str:
    return "–" if tally is None else " / ".join(str(count) for count in reversed(tally))


def _ratio(ratio: float | None, flagged: bool) -> str:
    return "–" if ratio is None else f"{'! ' if flagged else ''}{ratio:.3f}"


def _direction(impact: Impact, direction: Direction, told: str, console: Console, width: int) -> None:
    """Those who move one way: the first with their causes and a quote, the others by id."""
    who = impact.towards(direction)
    if not who:
        return
    style = STYLES[DIRECTION_TONES[direction][1]]
    console.print(lettered(f"\n{len(who):,} {told}", f"bold {style}"), width=width)
    for one in who[:FIRST]:
        for line in _moved(one):
            console.print(lettered(f"  {line}"), width=width)
    if who[FIRST:]:
        rest = listed([one.candidate for one in who[FIRST:]])
        console.print(lettered(f"  also {rest}"), width=width)


def _moved(one: Moved) -> Iterator[str]:
    yield f"{one.candidate}: {one.before} → {one.after}, rank {one.ranks[0]} → {one.ranks[1]}"
    for cause in one.causes:
        yield f"  {FATES[cause.fate][0]} {because(cause)}"
        quote = _quote((*cause.before, cause.after) if cause.after is None else (cause.after, *cause.before))
        if quote:
            yield f"    {quote}"


def _quote(judgements: tuple[Judgement | None, ...]) -> str:
    """The first sentence that any of the ratings rests on."""
    quotes = (quote for one in judgements if one for quote in one.quotes)
    first = next(quotes, None)
    return "" if first is None else f"{'against: ' if first.against else ''}“{first.words}”"


def _rest(impact: Impact) -> Iterator[tuple[str, list[str]]]:
    """The slate, the narratives, the overrides, the rejected."""
    slate = impact.slate
    lines = [
        f"{slate.up:,} rise, {slate.down:,} fall, {slate.same:,} keep their rank; "
        f"half move by {slate.median:,.0f} places or less"
    ]
    lines += [f"of the first {front}, {stay} are still among them" for front, stay in slate.front]
    lines += [
        f"{way.after}. {way.candidate} (before {way.before}, {way.moved})" for way in places(impact)[:10]
    ]
    yield "the slate", lines
    if impact.narratives:
        yield (
            "narratives to be written anew",
            [
                f"{one.ksa}: {len(one.candidates):,} applicants: {listed(one.candidates)}"
                for one in impact.narratives
            ],
        )
    if impact.stale or impact.standing_overrides:
        yield (
            f"overrides that lost their ground ({impact.standing_overrides} keep it)",
            [
                f"{one.candidate} {one.ksa}: {one.value} by {one.by} in {one.panel}, entry {one.entry}; "
                f"the engine said {one.engine_then}, now {one.engine_now or 'nothing'}: {'; '.join(one.why)}"
                for one in impact.stale
            ],
        )
    if impact.rejected:
        yield "not judged by the new version", [f"{who}: {why}" for who, why in impact.rejected.items()]
