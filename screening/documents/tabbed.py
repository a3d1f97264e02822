"""Cells parted by tabs, as a spreadsheet gives them, set between bars; lines keep their numbers."""

from __future__ import annotations

import re
from collections import Counter

COLUMNS_AT_LEAST, ROWS_AT_LEAST = 3, 3
QUOTED = re.compile(r'(?:^|(?<=\t))"(?P<cell>(?:[^"]|""){0,5000}+)"(?=\t|\r?$)', re.MULTILINE)


def barred(text: str) -> str:
    """The text with bars around the cells of its rows; as it is when it holds no table of tabs.

    A quoted cell loses its quotation marks; one over several lines is put on its first line, and empty
    lines follow its row.
    """
    whole = QUOTED.sub(lambda match: match["cell"].replace('""', '"').replace("\n", "\x00"), text)
    return "\n".join(_row(line) for line in whole.split("\n")) if _is_sheet(whole) else text


def _is_sheet(text: str) -> bool:
    """Whether several lines have as many filled cells, parted by single tabs, as a table has columns."""
    cells = [line.strip().split("\t") for line in text.split("\n") if "\t" in line]
    widths = Counter(
        len(row) for row in cells if len(row) >= COLUMNS_AT_LEAST and all(c.strip() for c in row)
    )
    return any(count >= ROWS_AT_LEAST for count in widths.values())


def _row(line: str) -> str:
    ends = "\n" * line.count("\x00")
    plain = re.sub(r"[ \r]*\x00[ \r]*", " ", line).rstrip("\r")
    if "\t" in plain.strip():
        plain = "| " + " | ".join(cell.strip() for cell in plain.rstrip().split("\t")) + " |"
    return plain + ends
