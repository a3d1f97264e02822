"""Two columns that were flattened into lines, told apart again by the gutter between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screening.reading.headings import find_headings
from screening.reading.source import Copy, Span

GUTTER = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
LINES_AT_LEAST = 3
LEFT_AT_LEAST = 18
INDENT_AT_MOST = 6
LABELS = re.compile(r":\s*$|^\s*(?:[0-9A-Z]{1,4}[.)]?|[-•*▪●])\s*$")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


def unflatten(copy: Copy) -> Copy:
    """The copy with every block of two columns read down the left one and then down the right one."""
    lines = _lines(copy.text)
    spans: list[Span] = []
    index = 0
    while index < len(lines):
        stop, gutter = _block(lines, index)
        if gutter is None:
            spans.append((lines[index].start, min(lines[index].end + 1, len(copy.text))))
            index += 1
            continue
        spans += _columns(lines[index:stop], gutter, len(copy.text))
        index = stop
    if spans == [(line.start, min(line.end + 1, len(copy.text))) for line in lines]:
        return copy
    return _joined(copy, spans)


def _lines(text: str) -> list[_Line]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append(_Line(at, at + len(line), line.expandtabs(1)))
        at += len(line) + 1
    return found


def _block(lines: list[_Line], first: int) -> tuple[int, int | None]:
    """The end of the block of two columns that begins at a line, and the column its right half begins in."""
    for gutter in _gutters(lines[first].text):
        reach, both, last = first, 0, first
        while reach < len(lines) and (fit := _fits(lines[reach].text, gutter)) is not None:
            both += fit
            reach += 1
            last = reach if fit else last
        stop = last + _tail([line.text for line in lines[last:reach]], gutter)
        if both >= LINES_AT_LEAST and _are_columns(lines[first:stop], gutter):
            return stop, gutter
    return first + 1, None


def _tail(texts: list[str], gutter: int) -> int:
    """How many lines after the last with both halves still belong to a column that is longer."""
    count, blank = 0, False
    for index, text in enumerate(texts):
        if not text.strip():
            blank = True
        elif not text[:gutter].strip() or not (blank or find_headings(text)):
            count = index + 1
        else:
            break
    return count


def _gutters(text: str) -> list[int]:
    return [match.end() for match in GUTTER.finditer(text)]


def _fits(text: str, gutter: int) -> int | None:
    """1 for a line with both halves, 0 for one half or none, None for one that crosses, or a table's row."""
    left, right = text[:gutter], text[gutter:]
    if not text.strip():
        return 0
    if "|" in text:
        return None
    if not right.strip():
        return 0 if len(left.rstrip()) <= gutter - 2 else None
    if not left.strip():
        return 0
    indent = len(right) - len(right.lstrip())
    return 1 if left.endswith("  ") and indent <= INDENT_AT_MOST else None


def _are_columns(block: list[_Line], gutter: int) -> bool:
    """Whether both halves are running text, and the left one is no list of labels or numbers."""
    both = [line.text for line in block if line.text[:gutter].strip() and line.text[gutter:].strip()]
    left = [text[:gutter].strip() for text in both]
    right = [text[gutter:].strip() for text in both]
    labels = sum(bool(LABELS.search(text)) for text in left)
    wide = sorted(len(text) for text in left)[len(left) // 2] >= LEFT_AT_LEAST
    return wide and labels * 3 <= len(left) and sorted(map(len, right))[len(right) // 2] >= LEFT_AT_LEAST


def _columns(block: list[_Line], gutter: int, size: int) -> list[Span]:
    left = [(line.start, min(line.start + gutter, line.end)) for line in block]
    right = [(min(line.start + gutter, line.end), min(line.end + 1, size)) for line in block]
    return [*_ended(left, block, size), *right]


def _ended(spans: list[Span], block: list[_Line], size: int) -> list[Span]:
    """The left halves, each followed by its line's own newline so that lines stay lines."""
    found: list[Span] = []
    for (start, end), line in zip(spans, block, strict=True):
        found.append((start, end))
        if line.end < size:
            found.append((line.end, line.end + 1))
    return found


def _joined(copy: Copy, spans: list[Span]) -> Copy:
    return Copy(
        copy.source,
        "".join(copy.text[start:end] for start, end in spans),
        tuple(offset for start, end in spans for offset in copy.offsets[start:end]),
    )
