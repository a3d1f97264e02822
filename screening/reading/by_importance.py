"""Tables that sort requirements: what stands under "Essential" is essential, under "Desirable" desirable."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from screening.reading.openers import find_openers
from screening.reading.source import Copy, SourceText, Span
from screening.reading.tables import HEAD_WORDS, Table, find_tables, words_of

SIGN = re.compile(r"[ \t|]*(?P<sign>[-–•*▪●])[ \t]+")


class Sorted(NamedTuple):
    """A table, the cells of its requirements with their importance, and what only names rows and columns."""

    table: Table
    cells: tuple[tuple[Span, str], ...]
    names: tuple[Span, ...]


def find_sorted(source: SourceText, first: int = 1, last: int | None = None) -> list[Sorted]:
    """The tables that hold requirements in columns headed by importances: one alone may be a field's value.

    ``first`` and ``last`` are the 1-based lines to look at; a table's head must be among them.
    """
    tables = (table for table in find_tables(source, first, last) if len(table.columns) > 1)
    found = (_sorted(source, table) for table in tables)
    return [one for one in found if any(find_openers(words_of(source.text, cell)) for cell, _ in one.cells)]


def _sorted(source: SourceText, table: Table) -> Sorted:
    cells: list[tuple[Span, str]] = []
    names = [source.lines[table.line - 1]]
    for _, row in table.rows:
        others = [cell for at, cell in enumerate(row) if at not in table.columns]
        held = [(row[at], name) for at, name in table.columns.items() if at < len(row)]
        asking = [(cell, name) for cell, name in held if words_of(source.text, cell)]
        if asking and not any(find_openers(words_of(source.text, cell)) for cell in others):
            cells += asking
            names += [cell for cell in others if _is_name(words_of(source.text, cell))]
            signs = [SIGN.match(source.text, *cell) for cell, _ in asking]
            names += [sign.span("sign") for sign in signs if sign]
    return Sorted(table, tuple(cells), tuple(names))


def _is_name(words: str) -> bool:
    """Whether the words of a cell name a row and number none."""
    return 0 < len(words.split()) <= HEAD_WORDS and not re.search(r"[0-9]", words)


def by_columns(copy: Copy) -> Copy:
    """A copy in which such tables that have no bars are read down one column after the other.

    Their cells may go on in the next line. The copy holds its source's characters, newlines more than once.
    """
    order: list[int] = []
    at = 0
    for table, cells, _ in find_sorted(copy.source):
        rows = [row for line, row in table.rows if copy.source.lines[line - 1][0] <= cells[-1][0][0]]
        if table.barred:
            continue
        begin, stop = (bisect_left(copy.offsets, edge) for edge in (rows[0][0][0], rows[-1][-1][1]))
        order += range(at, begin)
        for column in range(max(map(len, rows))):
            for start, end in (row[column] for row in rows if column < len(row)):
                order += range(bisect_left(copy.offsets, start), bisect_left(copy.offsets, end))
                order.append(begin - 1)  # the newline after the head
        at = stop
    order += range(at, len(copy.text))
    return Copy(copy.source, "".join(copy.text[i] for i in order), tuple(copy.offsets[i] for i in order))
