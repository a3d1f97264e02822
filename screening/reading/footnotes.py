"""Footnotes: their marks are no words of a requirement, and their texts belong to no list."""

from __future__ import annotations

import re

from screening.reading.legends import find_stars
from screening.reading.source import SourceText, Span

RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
NOTE = re.compile(rf"[ \t]*(?P<mark>[{RAISED}]{{1,2}}|[†‡§]{{1,2}}|\[[0-9]{{1,2}}\])[ \t]*(?=\w)")
UNDER_RULE = re.compile(r"[ \t]*(?P<mark>\*{1,3}|[0-9]{1,2}|\([0-9]{1,2}\))[ \t]+(?=[A-Z])")
"""Marks that are footnotes' only under a rule."""
RULE = re.compile(r"[ \t]*(?:_{5,}|[-–—]{5,})[ \t]*")
BEGINS_ANEW = re.compile(r"[ \t]*(?:[0-9A-Za-z]{1,2}[.)][ \t]|[-–—•*▪●][ \t]|\Z)")
LINES_AT_MOST = 5  # of one note


def find_footnotes(source: SourceText) -> tuple[list[Span], list[Span]]:
    """The marks of footnotes in a text, and the notes themselves with their marks.

    A note begins a line with a mark that stands after a word further up; what only looks like one is left,
    and so is a star that tells an importance.
    """
    calls: dict[str, list[Span]] = {}
    called: set[str] = set()
    notes: list[Span] = []
    stars = find_stars(source.text)
    ruled = False
    for index, (start, end) in enumerate(source.lines):
        line = source.text[start:end]
        ruled = RULE.fullmatch(line) is not None or (ruled and bool(line.strip()))
        note = NOTE.match(line) or (UNDER_RULE.match(line) if ruled else None)
        if note is None:
            continue
        mark = note.group("mark")
        if mark in stars:
            continue
        if mark not in calls:
            calls[mark] = _calls(source.text, mark)
        if calls[mark] and calls[mark][0][0] < start:
            called.add(mark)
            notes.append((start, _last_line(source, index)))
    return [span for mark in sorted(called) for span in calls[mark]], notes


def _calls(text: str, mark: str) -> list[Span]:
    """Where a mark stands right after a word, or after a blank in brackets, or as a star at a line's end."""
    gap = r"[ \t]?" if mark[0] in "[(" else r"(?:[ \t](?=[*]+[ \t]*$))?" if mark[0] == "*" else ""
    found = re.finditer(rf"(?<=[A-Za-z.,;:)”\"]){gap}{re.escape(mark)}(?![\w*])", text, re.MULTILINE)
    return [match.span() for match in found]


def _last_line(source: SourceText, first: int) -> int:
    """Where a note ends: before an empty line, another note, or the next item of a list."""
    end = source.lines[first][1]
    for start, stop in source.lines[first + 1 : first + LINES_AT_MOST]:
        line = source.text[start:stop]
        if not line.strip() or NOTE.match(line) or UNDER_RULE.match(line) or BEGINS_ANEW.match(line):
            break
        if source.text[end:start].count("\f") or line.isupper():
            break
        end = stop
    return end
