"""Tables drawn with bars: a row of several lines is read cell by cell, names over values name by value."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from screening.reading.openers import find_openers
from screening.reading.source import Copy, SourceText, Span
from screening.reading.tables import RULE, cells_of

BORDER = re.compile(r"[ \t]*\+(?:[-=]{2,}\+){2,}[ \t]*")
LINES_AT_MOST = 40  # of one row
BORDER_AT_MOST = 300  # characters
NAME_WORDS = 3  # of a column
IDENTITY = re.compile(
    r"(?:(?:position|job|official|class)[ ]+)?(?:title|position)|(?:pay[ ]+)?(?:grade|level)"
    r"|(?:occupation(?:al)?|occ\.?|position|job)[ ]+(?:code|number|no\.?)|code"
    r"|(?:(?:document|issue|effective|approval)[ ]+)?date(?:[ ]+(?:issued|approved|effective))?|location",
    re.IGNORECASE,
)
"""What a column is called that says which position this is."""
EDGES = " \t|*_:"


def grid_rows(source: SourceText) -> list[list[Span]]:
    """The lines of each row, those between two borders with a bar at every edge."""
    borders = [n for n, line in enumerate(source.lines) if BORDER.fullmatch(source.text[slice(*line)])]
    rows = [list(source.lines[a + 1 : b]) for a, b in pairwise(borders) if 1 < b - a <= LINES_AT_MOST]
    return [row for row in rows if all(source.text[slice(*line)].strip().startswith("|") for line in row)]


def grid_heads(source: SourceText) -> list[Span]:
    """The lines that name the columns of a grid: short names over a border of =, or over the first row."""
    found: list[Span] = []
    last = -1
    for row in grid_rows(source):
        over = source.text[row[-1][1] :][:BORDER_AT_MOST].lstrip("\r\n").partition("\n")[0]
        said = [source.text[slice(*line)] for line in row]
        short = all(len(cell.split()) <= NAME_WORDS for line in said for cell in line.split("|"))
        first = source.line_of(row[0][0]) != last + 2
        if "=" in over or (first and short and not any(find_openers(line) for line in said)):
            found += row
        last = source.line_of(row[-1][0])
    return found


def ungrid(copy: Copy) -> Copy:
    """A copy with every row of a grid on one line, its cells one after the other.

    The copy holds its source's characters in their order.
    """
    order: list[int] = []
    at = 0
    for row in grid_rows(copy.source):
        walls = _walls(copy.source.text, row)
        if len(row) < 2 or not walls:
            continue
        begin, stop = (bisect_left(copy.offsets, edge) for edge in (row[0][0], row[-1][1]))
        order += range(at, begin)
        begun = {0}
        for left, right in pairwise(walls):
            for number, (start, end) in enumerate(row):
                edges = (min(start + left + (number > 0), end), min(start + right, end))
                first, last = (bisect_left(copy.offsets, edge) for edge in edges)
                if number not in begun and copy.text[first:last].strip():
                    begun.add(number)
                    order.append(bisect_left(copy.offsets, start) - 1)  # the newline before the line
                order += range(first, last)
        at = stop
    order += range(at, len(copy.text))
    return Copy(copy.source, "".join(copy.text[i] for i in order), tuple(copy.offsets[i] for i in order))


def _walls(text: str, row: list[Span]) -> list[int]:
    """The columns in which every line of a row has its bars; none when they differ."""
    places = [[i - start for i in range(start, end) if text[i] == "|"] for start, end in row]
    return places[0] if all(place == places[0] for place in places) else []


def names_position(row: str) -> bool:
    """Whether at least two cells of a row are the names of what identifies a position."""
    return sum(bool(IDENTITY.fullmatch(cell.strip(EDGES))) for cell in row.split("|")) > 1


def pair_names(copy: Copy) -> Copy:
    """A copy in which names over one row of values read name by value: "Title | Clerk | Grade | PS-06".

    Only what identifies a position is looked for, and only a row of values alone. The two rows become one
    line of the copy, their cells in another order.
    """
    lines = [match.span() for match in re.finditer(r"[^\n]+", copy.text) if match.group().strip()]
    lines = [line for line in lines if not RULE.fullmatch(copy.text[slice(*line)])]
    order: list[int] = []
    at = 0
    for names, values, after in zip(lines, lines[1:], [*lines[2:], (0, 0)], strict=False):
        cells, below, then = (cells_of(copy.text, line) for line in (names, values, after))
        barred = copy.text[slice(*names)].lstrip().startswith("|")
        if not barred or len(cells) != len(below) or len(cells) == len(then):
            continue
        if names_position(copy.text[slice(*names)]) and not names_position(copy.text[slice(*values)]):
            order += range(at, names[0])
            order += [i for pair in zip(cells, below, strict=True) for cell in pair for i in range(*cell)]
            at = values[1]
    order += range(at, len(copy.text))
    if at == 0:
        return copy
    return Copy(copy.source, "".join(copy.text[i] for i in order), tuple(copy.offsets[i] for i in order))
