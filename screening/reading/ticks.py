"""Columns of a table that are ticked: a mark under "Essential" or "Desirable" tells the importance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.reading.source import SourceText, Span

NAME = re.compile(
    r"(?P<name>(?:highly[ \t]+)?(?:essential|desirable|desired|preferred|mandatory|required|important"
    r"|optional))[ \t]*\??",
    re.IGNORECASE,
)
TICKED = re.compile(r"[xX✓✔☑☒✗✘√●•■*]|\[[xX]\]|\([xX]\)|yes|y", re.IGNORECASE)
EMPTY = re.compile(r"|[-–—☐□○]|\[[ ]?\]|no|n|n/?a", re.IGNORECASE)
RULE = re.compile(r"[ \t|:+=–—-]+")
EDGES = " \t\n*_"


@dataclass(frozen=True)
class Tick:
    """A row: its 1-based line, the importance ticked, and the ranges of the ticked columns; all of a head."""

    line: int
    importance: str | None
    cells: tuple[Span, ...]


def is_tick(cell: str) -> bool:
    """Whether a cell holds a mark and no words."""
    return TICKED.fullmatch(cell.strip(EDGES)) is not None


def names_importance(cell: str) -> bool:
    """Whether a cell names an importance and nothing else."""
    return NAME.fullmatch(cell.strip(EDGES)) is not None


def find_ticks(source: SourceText, first: int = 1, last: int | None = None) -> list[Tick]:
    """The rows that hold a tick, or nothing, in each column headed by an importance, and their heads.

    ``first`` and ``last`` are the 1-based lines to look at; a table's head must be among them.
    """
    tables: list[list[Tick]] = [[]]
    columns: dict[int, str] = {}
    width = 0
    for line, span in enumerate(source.lines[first - 1 : last], start=first):
        cells = cells_of(source.text, span)
        names = _named(source.text, cells)
        if len(cells) < 2:
            columns = {} if source.text[slice(*span)].strip() else columns
        elif names:
            columns, width = names, len(cells)
            tables.append([Tick(line, None, (span,))])
        elif columns and len(cells) == width and not RULE.fullmatch(source.text[slice(*span)]):
            tables[-1] += _ticked(source.text, line, cells, columns)
    return [row for table in tables if any(row.importance for row in table) for row in table]


def cells_of(text: str, span: Span) -> list[Span]:
    """The ranges of a row's cells, each with the bar before it; those outside the outer bars are none."""
    start, end = span
    bars = [i for i in range(start, end) if text[i] == "|"]
    if not bars:
        return []
    cells = list(zip([start, *bars], [*bars, end], strict=True))
    cells = cells[1:] if not text[start : bars[0]].strip() else cells
    return cells[:-1] if not text[bars[-1] + 1 : end].strip() else cells


def _named(text: str, cells: list[Span]) -> dict[int, str]:
    """The columns that name an importance, by their place."""
    said = {at: NAME.fullmatch(_words(text, cell)) for at, cell in enumerate(cells)}
    wordy = any(not match and _words(text, cells[at]) for at, match in said.items())
    others = [_words(text, cell) for at, cell in enumerate(cells) if not said[at]]
    short = all(len(words.split()) <= 4 for words in others)
    return {at: m.group("name").lower() for at, m in said.items() if m} if wordy and short else {}


def _words(text: str, cell: Span) -> str:
    return text[slice(*cell)].lstrip("|").strip(EDGES)


def _ticked(text: str, line: int, cells: list[Span], columns: dict[int, str]) -> Iterator[Tick]:
    """A row as a tick; none when a ticked column holds words, or when two are ticked."""
    words = {at: _words(text, cells[at]) for at in columns}
    crossed = any(said in "✓✔☑√" for said in words.values() if said)  # beside which ✗ says no
    ticked = [n for at, n in columns.items() if is_tick(words[at]) and not (crossed and words[at] in "✗✘")]
    if len(ticked) <= 1 and all(is_tick(said) or EMPTY.fullmatch(said) for said in words.values()):
        yield Tick(line, " ".join(ticked) or None, tuple(cells[at] for at in columns))
