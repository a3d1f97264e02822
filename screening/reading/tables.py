"""Tables that have a column headed by an importance, with bars, tabs or blanks between their cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from screening.reading.lexicon import IMPORTANCE
from screening.reading.openers import find_openers
from screening.reading.source import SourceText, Span

NAME = re.compile(rf"(?P<name>{IMPORTANCE})[ \t]*\??", re.IGNORECASE)
RULE = re.compile(r"[ \t|:+=–—-]+")
SEGMENT = re.compile(r"\S+(?: \S+)*")
EDGES = " \t\n|*_"
HEAD_WORDS = 4  # of the name of a column
INDENT_AT_MOST = 3  # of a table without bars


class Table(NamedTuple):
    """A table by the 1-based line of its head, its columns that name an importance, and its rows."""

    line: int
    columns: dict[int, str]
    barred: bool
    rows: list[tuple[int, list[Span]]]
    """Each with its line and its cells."""


def find_tables(source: SourceText, first: int = 1, last: int | None = None) -> list[Table]:
    """The tables whose head lies in these 1-based lines, each with its rows."""
    return [*_with_bars(source, first, last), *_without_bars(source, first, last)]


def words_of(text: str, cell: Span) -> str:
    """What a cell says, without its edges."""
    return text[slice(*cell)].strip(EDGES)


def named_columns(head: list[str]) -> dict[int, str]:
    """The columns that name an importance, by their place; none where the words are no head of a table.

    A head names something else too, or several importances, each once.
    """
    matches = {at: match for at, words in enumerate(head) if (match := NAME.fullmatch(words))}
    said = {at: match.group("name").lower() for at, match in matches.items()}
    others = [words for at, words in enumerate(head) if at not in said]
    differ = len(set(said.values())) == len(said)
    heads = (any(others) or len(said) > 1) and all(len(words.split()) <= HEAD_WORDS for words in others)
    return said if differ and heads else {}


def cells_of(text: str, span: Span) -> list[Span]:
    """The ranges of a row's cells, each with the bar before it; those outside the outer bars are none."""
    start, end = span
    bars = [i for i in range(start, end) if text[i] == "|"]
    if not bars:
        return []
    cells = list(zip([start, *bars], [*bars, end], strict=True))
    cells = cells[1:] if not text[start : bars[0]].strip() else cells
    return cells[:-1] if not text[bars[-1] + 1 : end].strip() else cells


def _with_bars(source: SourceText, first: int, last: int | None) -> list[Table]:
    """The tables of bars, with the rows that are as wide as their heads."""
    tables: list[Table] = []
    width = 0
    for line, span in enumerate(source.lines[first - 1 : last], start=first):
        cells = cells_of(source.text, span)
        if len(cells) < 2:
            width = 0 if source.text[slice(*span)].strip() else width
        elif columns := named_columns([words_of(source.text, cell) for cell in cells]):
            tables.append(Table(line, columns, True, []))
            width = len(cells)
        elif len(cells) == width and not RULE.fullmatch(source.text[slice(*span)]):
            tables[-1].rows.append((line, cells))
    return tables


def _without_bars(source: SourceText, first: int, last: int | None) -> list[Table]:
    """The tables whose columns are told by tabs, or by where their names begin."""
    tables: list[Table] = []
    begins: list[int] = []
    blank = False
    for line, (start, end) in enumerate(source.lines[first - 1 : last], start=first):
        said = source.text[start:end]
        head = _columns(said)
        if columns := named_columns([words_of(said, cell) for cell in head]):
            tables.append(Table(line, columns, False, []))
            begins = [begin for begin, _ in head]
        elif begins and said.strip():
            cells = _cut(said, begins)
            if cells and not (blank and _stands_alone(said, cells)):
                tables[-1].rows.append((line, [(start + a, start + b) for a, b in cells]))
            else:
                begins = []
        blank = not said.strip()
    return tables


def _stands_alone(row: str, cells: list[Span]) -> bool:
    """Whether a row says something in its first cell alone, which is no requirement: what follows a table."""
    words = [words_of(row, cell) for cell in cells]
    return not any(words[1:]) and not find_openers(words[0])


def _columns(head: str) -> list[Span]:
    """The columns of a table by the words at its head; what stands left of the first is a column too."""
    if "|" in head or "\t" in head.strip():
        return [] if "|" in head else _tabbed(head)
    begins = [match.start() for match in SEGMENT.finditer(head)]
    begins = begins if begins and begins[0] <= INDENT_AT_MOST else [0, *begins]
    return list(pairwise([*begins, len(head)]))


def _cut(row: str, begins: list[int]) -> list[Span]:
    """The cells of a row under columns that begin here; none where words cross from one into the next."""
    if "|" in row or "\t" in row.strip():
        return [] if "|" in row else _tabbed(row)
    crossed = any(row[:at].strip() and row[at - 1 : at].strip() for at in begins[1:])
    edges = [min(at, len(row)) for at in (*begins, len(row))]
    return [] if crossed else list(pairwise(edges))


def _tabbed(row: str) -> list[Span]:
    return list(pairwise([0, *(match.start() for match in re.finditer(r"\t|$", row))]))
