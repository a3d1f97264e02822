"""Letters that stand for an importance ("E = essential"), and where they stand at a requirement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from screening.reading.requirements import PrintedRequirement

MEANING = re.compile(
    r"(?<![\w])[(\[\"“']?(?P<letter>[A-Z])[)\]\"”']?[ \t]*(?:=|[:–—-]|means|is|stands for)[ \t]*"
    r"(?P<name>(?:highly[ ]+)?(?:essential|desirable|desired|preferred|mandatory|required|optional))\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?P<letter>[A-Z])[ ]?[-–]?[ ]?(?P<number>[0-9]{1,3})")
AFTER = re.compile(r"[ \t]*(?:[(\[]|\|[ \t]*)(?P<letter>[A-Z])[)\]]?[ \t.;|]*\Z")
CELL = re.compile(r"\|[ \t]*(?P<letter>[A-Z])[ \t]*(?=\||\n|\Z)")
AT_LEAST = 2
"""Letters that a legend explains: one alone may be anything."""


def find_legend(text: str) -> dict[str, str]:
    """What each letter stands for, in small letters; empty where a text explains none."""
    found = {m["letter"]: m["name"].lower() for m in MEANING.finditer(text) if m["letter"].isupper()}
    return found if len(found) >= AT_LEAST else {}


def decoded(need: PrintedRequirement, text: str, legend: Mapping[str, str]) -> PrintedRequirement:
    """A requirement with the importance that a letter gives it, by its number, after its words, in a cell."""
    if not legend or need.importance:
        return need
    numbered = NUMBERED.fullmatch(need.number or "")
    if numbered and numbered["letter"] in legend:
        return replace(need, number=numbered["number"], importance=legend[numbered["letter"]])
    after = AFTER.search(text, need.body, need.body_end)
    if after and after["letter"] in legend:
        return replace(need, body_end=after.start(), importance=legend[after["letter"]])
    line_end = text.find("\n", need.body_end)
    row = text[need.body_end : line_end if line_end >= 0 else len(text)]
    cell = next((m for m in CELL.finditer(row) if m["letter"] in legend), None)
    return replace(need, importance=legend[cell["letter"]]) if cell else need
