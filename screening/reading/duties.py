"""A list of duties into its points: numbered, bulleted, or one to a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.reading.markers import BULLET

POINT = re.compile(
    rf"^[ \t|>#*_]*(?:\(?(?P<number>[0-9Il]{{1,2}}(?:\.[0-9]{{1,2}})*|[A-Za-z])[.)]+|{BULLET})[ \t*_"
    rf"|]+(?=\S)",
    re.MULTILINE,
)
INSIDE = re.compile(r"(?<=[.;])[ \t]+\(?(?P<number>[0-9]{1,2})[.)][ \t]+(?=[A-Z])")
PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Point:
    """One point: where it is printed, where its words begin and end, and its number."""

    start: int
    body: int
    end: int
    number: str | None


def find_points(text: str, start: int, end: int) -> list[Point]:
    """The points of a range of a text; words before the first are a point without a number."""
    marks = sorted([*POINT.finditer(text, start, end), *_in_lines(text, start, end)], key=lambda m: m.start())
    if not marks:
        return _paragraphs(text, start, end)
    starts = [mark.start() for mark in marks[1:]] + [end]
    points = [
        Point(m.start(), m.end(), stop, m.group("number")) for m, stop in zip(marks, starts, strict=True)
    ]
    opening = text[start : marks[0].start()]
    return [Point(start, start, marks[0].start(), None), *points] if opening.strip() else points


def _in_lines(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Numbers inside a line that go on from the one before."""
    found: list[re.Match[str]] = []
    last = None
    for match in sorted(
        [*POINT.finditer(text, start, end), *INSIDE.finditer(text, start, end)], key=lambda m: m.start()
    ):
        number = match.group("number")
        count = int(number) if number and number.isdigit() else None
        if match.re is INSIDE and (last is None or count != last + 1):
            continue
        if match.re is INSIDE:
            found.append(match)
        last = count if count is not None else last
    return found


def _paragraphs(text: str, start: int, end: int) -> list[Point]:
    points, at = [], start
    for match in [*PARAGRAPH.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if text[at:stop].strip():
            points.append(Point(at, at, stop, None))
        at = match.end() if match else end
    return points
