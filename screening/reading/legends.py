"""Letters and stars that stand for an importance ("E = essential"), and where they stand at a requirement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from screening.reading.lexicon import IMPORTANCE
from screening.reading.requirements import PrintedRequirement
from screening.reading.source import Span

MEANING = re.compile(
    r"(?<![\w])[(\[\"“']?(?P<letter>[A-Z])[)\]\"”']?[ \t]*(?:=|[:–—-]|means|is|stands for)[ \t]*"
    rf"(?P<name>{IMPORTANCE})\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?P<letter>[A-Z])[ ]?[-–]?[ ]?(?P<number>[0-9]{1,3})")
AFTER = re.compile(r"[ \t]*(?:[(\[]|\|[ \t]*)(?P<letter>[A-Z])[)\]]?[ \t.;|]*\Z")
CELL = re.compile(r"\|[ \t]*(?P<letter>[A-Z])[ \t]*(?=\||\n|\Z)")
STAR = re.compile(
    r"^[ \t]*(?P<mark>\*{1,2}|[†‡])[ \t]*(?P<says>=|[:–—-]|denotes?\b|indicates?\b|means?\b|marks?\b)?[ \t]*"
    rf"(?:an?[ \t]+)?(?P<name>{IMPORTANCE})"
    r"(?:[ \t]+(?:requirements?|elements?|criteri\w+|factors?|ksas?|qualifications?|skills?|items?))?"
    r"[ \t]*\.?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A note that says what a star means, and nothing else."""
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


def find_stars(text: str) -> dict[str, tuple[str, Span]]:
    """What each star stands for, in small letters, and the range of the note that says so.

    Behind a bullet the bare word is a heading: then no star stands close to a word. So are two such words.
    """
    notes = [m for m in STAR.finditer(text) if m["says"] or _is_close(text, m["mark"])]
    said = [m["mark"] for m in notes]
    return {m["mark"]: (m["name"].lower(), m.span()) for m in notes if said.count(m["mark"]) == 1}


def _is_close(text: str, mark: str) -> bool:
    """Whether a star stands somewhere right before a word, or after one at a line's end."""
    sign = rf"(?<!\*){re.escape(mark)}"
    return re.search(rf"{sign}(?=[A-Z])|(?<=[\w.;)])[ \t]?{sign}[ \t]*$", text, re.MULTILINE) is not None


def starred(
    needs: Sequence[PrintedRequirement], text: str, stars: Mapping[str, tuple[str, Span]]
) -> list[PrintedRequirement]:
    """Requirements with the importance of the star before or after their words, which is none of them.

    A sign before each of them is a bullet.
    """
    found = list(needs)
    for mark, (name, _) in stars.items():
        sign = re.compile(rf"(?<!{re.escape(mark[0])}){re.escape(mark)}(?!{re.escape(mark[0])})[ \t.;]*")
        called = [_called(need, text, sign, name) for need in found]
        if not all(called):
            found = [ranked or need for ranked, need in zip(called, found, strict=True)]
    return found


def _called(
    need: PrintedRequirement, text: str, sign: re.Pattern[str], name: str
) -> PrintedRequirement | None:
    """A requirement with a sign beside its words as one of this importance; None where none is."""
    importance = need.importance or name
    if sign.search(text, need.start, need.body):
        return replace(need, importance=importance)
    after = (m.start() for m in sign.finditer(text, need.body, need.end) if m.end() >= need.body_end)
    if (end := next(after, None)) is None:
        return None
    words = len(text[need.body : end].rstrip())
    return replace(need, importance=importance, body_end=min(need.body_end, need.body + words))
