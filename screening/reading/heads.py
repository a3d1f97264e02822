"""The date and the code of a position: the heading's before the footer's, and what disagrees is noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from screening.reading.dates import DATE, LabelledDate
from screening.reading.positions import PrintedPosition
from screening.reading.source import Copy, SourceText, squeeze
from screening.standards import Note, Standard

DATE_LINE_WORDS = 6
"""Words of a line that says little besides a date."""


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


def undated(standard: Standard, source: SourceText) -> list[Note]:
    """That no date of the document was found, with the line that might have been meant, and what to do."""
    if standard.document_date is not None:
        return []
    said = [*islice(_date_lines(source), 1)]
    quoted = "".join(f'; "{line}" was not taken for it' for _, line in said)
    text = (
        f"No date of the document is printed, so this is {standard.address}{quoted}. Where it has one, print"
        ' it in the document as "Document Date: MM/DD/YYYY" and import that, or write it into the file as'
        " `document_date`, name the file YYYY-MM-DD.yaml, and its checklist (and what that `reads`) with it."
    )
    return [Note(text=text, line=said[0][0] if said else None)]


def _date_lines(source: SourceText) -> Iterator[tuple[int, str]]:
    """The lines that say little besides a date, with their numbers: a revision, a printing, a bare date."""
    for number, (start, end) in enumerate(source.lines, 1):
        line = squeeze(source.text[start:end])
        if len(line.split()) <= DATE_LINE_WORDS and DATE.search(line):
            yield number, line


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
