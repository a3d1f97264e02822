"""Words and tables for a terminal: what came from outside cannot steer it, and tables all look alike."""

from __future__ import annotations

import re

from rich import box
from rich.table import Table
from rich.text import Text

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that would move the cursor, colour the screen or turn the reading direction."""
WIDEST = 100
"""Columns that a report of tables takes at most, also where the terminal is wider."""
INDENT = (0, 0, 0, 2)
"""The padding of what stands below a heading."""


def tamed(words: str) -> str:
    """The words with what could steer a terminal made visible."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", words)


def lettered(words: str, style: str = "") -> Text:
    """Words from outside as they are printed: tamed, and in a style."""
    return Text(tamed(words), style=style)


def ruled(*columns: str) -> Table:
    """A table with a rule below its head alone; a column whose name begins with ``>`` is set to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        right = column.startswith(">")
        heading = lettered(column.removeprefix(">"))
        table.add_column(heading, justify="right" if right else "left", no_wrap=right)
    return table
