"""Columns of a table that are ticked: a mark under "Essential" or "Desirable" tells the importance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.reading.source import SourceText, Span
from screening.reading.tables import find_tables, words_of

TICKED = re.compile(r"[xX✓✔☑☒✗✘√●•■*]|\[[xX]\]|\([xX]\)|yes|y", re.IGNORECASE)
EMPTY = re.compile(r"|[-–—☐□○]|\[[ ]?\]|no|n|n/?a", re.IGNORECASE)


@dataclass(frozen=True)
class Tick:
    """A row: its 1-based line, the importance ticked, and the ranges of the ticked columns; all of a head."""

    line: int
    importance: str | None
    cells: tuple[Span, ...]


def find_ticks(source: SourceText, first: int = 1, last: int | None = None) -> list[Tick]:
    """The rows that hold a tick, or nothing, in each column headed by an importance, and their heads.

    ``first`` and ``last`` are the 1-based lines to look at; a table's head must be among them.
    """
    found: list[Tick] = []
    for table in find_tables(source, first, last):
        rows = [tick for row in table.rows for tick in _ticked(source.text, *row, table.columns)]
        if any(row.importance for row in rows):
            found += [Tick(table.line, None, (source.lines[table.line - 1],)), *rows]
    return found


def _ticked(text: str, line: int, cells: list[Span], columns: dict[int, str]) -> Iterator[Tick]:
    """A row as a tick; none when a ticked column holds words, or when two are ticked."""
    words = {at: words_of(text, cells[at]) for at in columns if at < len(cells)}
    crossed = any(said in "✓✔☑√" for said in words.values() if said)  # beside which ✗ says no
    signed = [at for at, said in words.items() if TICKED.fullmatch(said)]
    ticked = [columns[at] for at in signed if not (crossed and words[at] in "✗✘")]
    if len(ticked) <= 1 and all(TICKED.fullmatch(said) or EMPTY.fullmatch(said) for said in words.values()):
        yield Tick(line, " ".join(ticked) or None, tuple(cells[at] for at in words))
