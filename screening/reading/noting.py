"""Notes on what was odd: on a line of a standard, and with the others at its source."""

from __future__ import annotations

from collections.abc import Sequence

from screening.standards import Ksa, Note, Standard


def note_on(ksa: Ksa, text: str) -> Note:
    """A note at the line where a KSA begins, where that is known."""
    return Note(text=text, line=ksa.cite.lines[0] if ksa.cite else None)


def with_notes(standard: Standard, notes: Sequence[Note]) -> Standard:
    """A standard whose source has these notes too, after its own."""
    source = standard.source.model_copy(update={"notes": (*standard.source.notes, *notes)})
    return standard.model_copy(update={"source": source}) if notes else standard
