"""The reading order of a PDF page's rows: down one column and then the next, and tables cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from screening.documents.pdf_layout import Row, Segment, Shape
from screening.reading.columns import LABELS

STRIP = 8.0  # points: the least gap between columns
LINES_AT_LEAST = 3
WIDTH_AT_LEAST = 90.0  # points: about 18 letters
GUTTERS_AT_MOST = 24
CELL_AT_LEAST = 8.0


@dataclass(frozen=True)
class Table:
    """A ruled table: rows of cells, each cell the rows of words within it."""

    rows: tuple[tuple[tuple[Row, ...], ...], ...]


Block = Row | Table


def in_order(rows: Sequence[Row], shapes: Sequence[Shape]) -> list[Block]:
    """A page's rows in reading order, with ruled tables as such."""
    found: list[Block] = []
    loose: list[Row] = []
    bands = _bands(shapes)
    index = 0
    while index < len(rows):
        table, index_after = _table_at(rows, index, bands)
        if table is None:
            loose.append(rows[index])
            index += 1
            continue
        found += [*_columns(loose, shapes), table]
        loose, index = [], index_after
    return [*found, *_columns(loose, shapes)]


# --- columns ----------------------------------------------------------------------------------------------


def _columns(rows: Sequence[Row], shapes: Sequence[Shape]) -> list[Row]:
    """Rows with every stretch of two columns read down the left one and then down the right one."""
    found: list[Row] = []
    index = 0
    gutters = _gutters(rows)
    while index < len(rows):
        stretches = [(stop, g) for g in gutters if (stop := _stretch(rows, index, g, shapes)) > index]
        if not stretches:
            found.append(rows[index])
            index += 1
            continue
        stop, gutter = max(stretches)
        left = [_side(row, gutter, left=True) for row in rows[index:stop]]
        right = [_side(row, gutter, left=False) for row in rows[index:stop]]
        found += _columns([row for row in left if row], shapes)
        found += _columns([row for row in right if row], shapes)
        index = stop
    return found


def _gutters(rows: Sequence[Row]) -> list[float]:
    """Where gaps between segments of a row, or of rows one above the other, lie most often."""
    counts: dict[int, int] = {}
    for above, row in zip([None, *rows], rows, strict=False):
        near = [*above.segments, *row.segments] if above is not None else list(row.segments)
        edges = sorted(near, key=lambda segment: segment.x0)
        for left, right in pairwise(edges):
            if right.x0 - left.x1 >= STRIP:
                middle = round((right.x0 - STRIP / 2) / 4) * 4
                counts[middle] = counts.get(middle, 0) + 1
    often = sorted((g for g in counts if counts[g] >= LINES_AT_LEAST), key=lambda g: -counts[g])
    return [float(g) for g in often[:GUTTERS_AT_MOST]]


def _side(row: Row, gutter: float, left: bool) -> Row | None:
    segments = tuple(s for s in row.segments if (s.x1 <= gutter) == left)
    return Row(row.base, segments) if segments else None


def _crosses(segment: Segment, gutter: float) -> bool:
    return segment.x0 < gutter - 2 and segment.x1 > gutter + 2


def _stretch(rows: Sequence[Row], first: int, gutter: float, shapes: Sequence[Shape]) -> int:
    """Where the two columns that begin at a row end; the row itself when none begin there."""
    stop = first
    while stop < len(rows) and not any(_crosses(segment, gutter) for segment in rows[stop].segments):
        stop += 1
    stop = _without_tail(rows, first, stop, gutter)
    part = rows[first:stop]
    left = [side for row in part if (side := _side(row, gutter, left=True))]
    right = [side for row in part if (side := _side(row, gutter, left=False))]
    if min(len(left), len(right)) < LINES_AT_LEAST or not _both_run(left, right):
        return first
    top, bottom = part[0].base, part[-1].base
    ruled = any(
        s.is_rule and s.x0 < gutter - 20 and s.x1 > gutter + 20 and bottom < s.y0 < top for s in shapes
    )
    return first if ruled else stop


def _without_tail(rows: Sequence[Row], first: int, stop: int, gutter: float) -> int:
    """Without rows on one side that stand apart below the last row of the other side."""
    sides = [
        (_side(r, gutter, left=True) is not None, _side(r, gutter, left=False) is not None)
        for r in rows[first:stop]
    ]
    last = min(
        max((i for i, side in enumerate(sides) if side[0]), default=-1),
        max((i for i, side in enumerate(sides) if side[1]), default=-1),
    )
    for index in range(first + last + 1, stop):
        above, here = rows[index - 1], rows[index]
        if index > first and above.base - here.base > 1.6 * here.size:
            return index
    return stop


def _both_run(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether both sides are running text next to each other, and the left one is no list of labels."""
    labels = sum(LABELS.search(row.text) is not None for row in left)
    wide = min(median(row.segments[-1].x1 - row.segments[0].x0 for row in side) for side in (left, right))
    top, bottom = min(left[0].base, right[0].base), max(left[-1].base, right[-1].base)
    shorter = min(left[0].base - left[-1].base, right[0].base - right[-1].base)
    return labels * 3 <= len(left) and wide >= WIDTH_AT_LEAST and top - bottom >= 0.5 * shorter


# --- ruled tables -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Band:
    """The strip of a ruled table between two horizontal rules, and where its vertical rules stand."""

    top: float
    bottom: float
    walls: tuple[float, ...]


def _bands(shapes: Sequence[Shape]) -> list[_Band]:
    """The rows of ruled tables: at least two cells between two horizontal rules, walls on both sides."""
    levels, walls = _edges(shapes)
    found = []
    for top, bottom in pairwise(levels):
        middle = (top + bottom) / 2
        standing = _merged([x for x, low, high in walls if low - 1 <= middle <= high + 1])
        if top - bottom >= CELL_AT_LEAST and len(standing) >= 3:
            found.append(_Band(top, bottom, tuple(standing)))
    return found


def _edges(shapes: Sequence[Shape]) -> tuple[list[float], list[tuple[float, float, float]]]:
    """The heights of horizontal edges, from the top, and the vertical edges with their extents."""
    levels: list[float] = []
    walls: list[tuple[float, float, float]] = []
    for shape in shapes:
        wide, high = shape.x1 - shape.x0, shape.y1 - shape.y0
        if not shape.straight:
            continue
        if high <= 2 and wide >= 20:
            levels.append((shape.y0 + shape.y1) / 2)
        elif wide <= 2 and high >= CELL_AT_LEAST:
            walls.append(((shape.x0 + shape.x1) / 2, shape.y0, shape.y1))
        elif wide >= 12 and high >= CELL_AT_LEAST and not shape.filled:
            levels += [shape.y0, shape.y1]
            walls += [(shape.x0, shape.y0, shape.y1), (shape.x1, shape.y0, shape.y1)]
    return _merged(levels)[::-1], walls


def _merged(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 3:
            found.append(value)
    return found


def _table_at(rows: Sequence[Row], index: int, bands: Sequence[_Band]) -> tuple[Table | None, int]:
    """The table that begins at a row, and the row after it."""
    cells: list[tuple[tuple[Row, ...], ...]] = []
    while index < len(rows):
        band = next((b for b in bands if b.bottom <= rows[index].base <= b.top), None)
        stop = index
        while band and stop < len(rows) and band.bottom <= rows[stop].base <= band.top:
            stop += 1
        if band is None or not all(_within(row, band) for row in rows[index:stop]):
            break
        cells.append(_cells(rows[index:stop], band))
        index = stop
    return (Table(tuple(cells)), index) if cells else (None, index)


def _within(row: Row, band: _Band) -> bool:
    return all(band.walls[0] - 3 <= s.x0 and s.x1 <= band.walls[-1] + 3 for s in row.segments)


def _cells(rows: Sequence[Row], band: _Band) -> tuple[tuple[Row, ...], ...]:
    """The rows of words in each cell of a band; a segment over several cells is in its first one."""
    found = []
    for left, right in pairwise(band.walls):
        inside = [
            Row(r.base, tuple(g for g in _cut(r, band.walls) if left - 3 <= g.x0 < right - 3)) for r in rows
        ]
        found.append(tuple(row for row in inside if row.segments))
    return tuple(found)


def _cut(row: Row, walls: Sequence[float]) -> list[Segment]:
    """A row's segments, cut where a wall stands between two of its glyphs."""
    found: list[Segment] = []
    for segment in row.segments:
        start = 0
        for at in range(1, len(segment.glyphs)):
            before, here = segment.glyphs[at - 1], segment.glyphs[at]
            if any(before.x1 - 1 <= wall <= here.x0 + 1 for wall in walls[1:-1]):
                found.append(Segment(segment.glyphs[start:at]))
                start = at
        found.append(Segment(segment.glyphs[start:]))
    return [segment for segment in found if segment.text.strip()]
