"""The date and the code of a position: the heading's before the footer's, and what disagrees is noted."""

from __future__ import annotations

from datetime import date

from screening.reading.dates import LabelledDate
from screening.reading.positions import PrintedPosition
from screening.reading.source import Copy, squeeze
from screening.standards import Note


def headed_date(copy: Copy, position: PrintedPosition, notes: list[Note]) -> date | None:
    """The heading's labelled date if it is a real one, else the footer's, else None."""
    printed = _in_order(copy, position)
    chosen = next((p for p in printed if p.day is not None), None)
    for other in printed:
        said, line = squeeze(copy.text[other.start : other.end]), copy.line_of(other.start)
        kept = f"; {chosen.day} is kept" if chosen else ", and there is no other"
        if other.day is None:
            notes.append(Note(text=f'"{said}" is no date{kept}.', line=line))
        elif chosen and other.day != chosen.day:
            notes.append(Note(text=f'"{said}" disagrees with {chosen.day}, which is kept.', line=line))
    return chosen.day if chosen else None


def _in_order(copy: Copy, position: PrintedPosition) -> list[LabelledDate]:
    """The labelled dates: those over the first section by how well they are labelled, then the others."""
    over = [d for d in position.dates if d.start < position.body]
    under = [d for d in position.dates if d.start >= position.body]
    return [*sorted(over, key=lambda d: d.rank), *sorted(under, key=lambda d: d.rank)]


def headed_code(copy: Copy, position: PrintedPosition, notes: list[Note]) -> str | None:
    """The first occupation code; a later one that differs is noted."""
    mentions = [m for head in position.heads for m in head.mentions if m.code]
    for other in mentions[1:]:
        if other.code != mentions[0].code:
            found = f"The code {other.code} disagrees with {mentions[0].code}, which is kept."
            notes.append(Note(text=found, line=copy.line_of(other.start)))
    return mentions[0].code if mentions else None
