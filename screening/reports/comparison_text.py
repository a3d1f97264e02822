"""Two versions of a standard compared, for a terminal: a table of verdicts, then each change in its words.

Struck words are written ``[-so-]`` and inserted ones ``{+so+}``, with or without colour. Where the output is
no terminal, a sentence stays on its line, so that it can be searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screening.reports.comparison import (
    VERDICTS,
    ComparedEntry,
    ComparedSection,
    Field,
    Review,
    fields_of,
    in_words,
    sections_of,
    shown_pieces,
)
from screening.reports.lettering import lettered, tamed
from screening.revisions.comparison import Comparison, Piece, Revision
from screening.standards import Standard

STYLES = {"apart": "dim", "review": "yellow", "yes": "green", "no": "red"}
SIGNS = {"kept": ("", "", ""), "struck": ("[-", "-]", "red"), "inserted": ("{+", "+}", "green")}


def print_review(review: Review, console: Console) -> None:
    """The whole comparison: both versions, each list with its table and its changes, fields, narratives."""
    comparison = review.comparison
    _version("old", review.old, console)
    _version("new", review.new, console)
    for section in sections_of(comparison):
        console.print()
        _section(section, console)
    fields = fields_of(comparison.fields)
    if fields:
        console.print(lettered("\nOther fields", "bold"))
        for field in fields:
            _sentence(_field(field), 1, console)
    console.print(lettered("\nWhat applicants write", "bold"))
    for line in _narratives(comparison):
        _sentence(lettered(line), 1, console)
    for one in review.owed or ():
        _sentence(lettered(f"{one.candidate}: {', '.join(one.ksas) or 'nothing to write'}"), 2, console)


def _version(side: str, standard: Standard, console: Console) -> None:
    day = f"dated {standard.document_date}" if standard.document_date else "undated"
    told = (f"{standard.title} {standard.grade or ''}".strip(), day, in_words(standard.status))
    console.print(lettered(f"{side}: {standard.address}  {', '.join(told)}"), soft_wrap=True)


def _section(section: ComparedSection, console: Console) -> None:
    """One list: how many of each verdict, the table, and the words of what changed."""
    counts = ", ".join(f"{count} {verdict}" for verdict, count in section.counts)
    title = f"{section.title}: {section.sizes[0]} → {section.sizes[1]} ({counts})"
    console.print(lettered(title, "bold"), soft_wrap=True)
    for words, names in (("no longer stated", section.lost), ("now stated", section.gained)):
        if names:
            _sentence(lettered(f"{words} for any: {', '.join(names)}"), 1, console)
    console.print(_table(section.rows))
    for row in section.rows:
        if row.revision.verdict != "unchanged" or row.fields:
            _change(row, console)


def _table(rows: Sequence[ComparedEntry]) -> Table:
    """One line for each entry: its verdict, its old and new place, what it is called."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, right in (("verdict", False), ("old", True), ("new", True), ("entry", False)):
        table.add_column(heading, justify="right" if right else "left", no_wrap=heading != "entry")
    for row in rows:
        revision = row.revision
        sign, tone = VERDICTS[revision.verdict]
        also = ", moved" if revision.moved and revision.verdict != "moved" else ""
        verdict = Text(f"{sign} {revision.verdict}{also}", STYLES[tone])
        table.add_row(verdict, *_positions(revision), lettered(revision.place.label))
    return table


def _positions(revision: Revision) -> tuple[str, str]:
    """Where an entry was and is: its place, else in brackets those of the entries that gave or took it."""
    sides = ((revision.old, revision.sources), (revision.new, revision.targets))
    old, new = (
        str(place.position) if place else ", ".join(f"({t.place.position})" for t in others) or "–"
        for place, others in sides
    )
    return old, new


def _change(row: ComparedEntry, console: Console) -> None:
    """The words of one entry with their marks, the evidence, likely slips, and its other fields."""
    revision = row.revision
    console.print()
    sign, tone = VERDICTS[revision.verdict]
    places = " → ".join(_positions(revision))
    head = Text.assemble(
        (f"{sign} {revision.verdict}", STYLES[tone]), "  ", lettered(revision.place.label, "bold")
    )
    console.print(head.append(f"  {places}", "dim"), soft_wrap=True)
    _sentence(marked(shown_pieces(revision)), 2, console)
    _sentence(lettered(revision.because), 2, console)
    for note in revision.notes:
        _sentence(lettered(f"look: {note}", "yellow"), 2, console)
    if row.fields:
        _sentence(lettered("; ".join(row.fields)), 2, console)


def marked(pieces: Iterable[Piece]) -> Text:
    """Words with ``[-struck-]`` and ``{+inserted+}`` runs, without control characters."""
    text = Text()
    for piece in pieces:
        before, after, style = SIGNS[piece.kind]
        text.append(before + tamed(piece.text) + after, style)
    return text


def _field(field: Field) -> Text:
    """A field before and after; words that stayed are told once."""
    pieces = (*(field.old or ()), Piece(kind="kept", text=" → "), *(field.new or ()))
    missing = Piece(kind="kept", text="not stated")
    shown = (*((missing,) if field.old is None else ()), *pieces, *((missing,) if field.new is None else ()))
    return Text.assemble(lettered(f"{field.label}: ", "bold"), marked(shown))


def _narratives(comparison: Comparison) -> Iterable[str]:
    narratives = comparison.narratives
    yield f"anew: {', '.join(narratives.anew) or 'nothing'}"
    carried = [
        one.ksa if one.sources == (one.ksa,) else f"{one.ksa} (from {' and '.join(one.sources)})"
        for one in narratives.carried
    ]
    yield f"carried over: {', '.join(carried) or 'nothing'}"
    yield f"no longer asked for: {', '.join(narratives.dropped) or 'nothing'}"


def _sentence(text: Text, indent: int, console: Console) -> None:
    """A sentence under its entry: wrapped on a terminal, on one line elsewhere."""
    if console.is_terminal:
        shown: RenderableType = Padding(text, (0, 0, 0, 2 * indent))
        console.print(shown)
    else:
        console.print(Text("  " * indent).append_text(text), soft_wrap=True)
