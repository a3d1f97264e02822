"""Sentence boundaries with exact offsets: lines and bullets first, then syntok within each block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from screening.language.lexicon import ABBREVIATIONS

BULLET = re.compile(r"^\s*(?:[-*•·▪◦o–—>]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
NAMED = (
    r"^\s*(?:situation|task|action|result|challenge|context|background|outcome|example)s?"
    r"(?:\s*/\s*\w+)?\s*"
)
HEADING = re.compile(NAMED + r"[:.–-]\s*", re.IGNORECASE)
BARE_HEADING = re.compile(NAMED, re.IGNORECASE)
"""A heading that has its line to itself needs no colon."""
INLINE_HEADING = re.compile(
    r"(?<=[.!?]\s)(?=(?:Situation|Task|Actions?|Results?|Outcome|Challenge|Context)\s*[:–-])")
SALUTATION = re.compile(
    r"^\s*(?:to whom(?:ever|soever)? it may concern|dear (?:(?:hiring|selecting|selection|review) )?\w+"
    r"(?: (?:or|and) \w+)?)\s*[:,–—-](?=\s+(?-i:[A-Z]))", re.IGNORECASE)
"""A letter's opening on the line of its first sentence."""
STOP = re.compile(r"[.!?][\"'”’)\]]*(?:\s|$)")
JOINING = (
    r"(?:and|or|but|the|an?|of|to|in|on|at|by|for|from|with|as|that|which|who|my|our|their|his|her|its|is|are|was|"
    r"were|than)"
)
LOW_STOP = re.compile(r"(?<![.\w])([\w'’-]{2,})(?:\.|[!?]+)\s+(?=[a-z])")
"""Where who writes without capitals ends a sentence; the library waits for a capital."""
LISTED = range(3, 200)
"""So many lines without a full stop among them are items, not a paragraph."""
OPEN_END = re.compile(rf"(?:[,;&/–—-]|\b{JOINING})$", re.IGNORECASE)
OPEN_START = re.compile(rf"\s*{JOINING}\b", re.IGNORECASE)
"""A line that goes on in the next, and one that goes on from the line before."""
LONGEST = 1200
"""Characters in one sentence at most; what runs on without a full stop is cut at a space."""


@lru_cache(maxsize=1)
def _segmenter() -> Any:
    from syntok import segmenter  # imported late: `screening --help` needs none of it

    return segmenter


def blocks(text: str) -> list[tuple[int, int]]:
    """Stretches of text that no sentence crosses; a line wrapped at the margin does not end one."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*", text) if m.end() > m.start()]
    margin = max((end - start for start, end in lines), default=0)
    listed = len(lines) in LISTED and not STOP.search(text)
    found: list[tuple[int, int]] = []
    last = 0
    for start, end in lines:
        parted = not found or (listed and _stands(text, found[-1], start))
        if not parted and _wraps(text, found[-1], (start, end), margin, last):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        last = start
    return [piece for block in found for piece in _headed(text, *block)]


def _stands(text: str, block: tuple[int, int], start: int) -> bool:
    """Whether the line from ``start`` on is an item by itself among lines without full stops."""
    return not OPEN_END.search(text[slice(*block)].rstrip()) and not OPEN_START.match(text, start)


def _wraps(text: str, block: tuple[int, int], line: tuple[int, int], margin: int, last: int) -> bool:
    """Whether ``line`` goes on with the block before it, whose last line begins at ``last``."""
    gap, before, after = text[block[1]:line[0]], text[block[0]:block[1]], text[line[0]:line[1]]
    if gap.count("\n") > 1 or BULLET.match(after) or HEADING.match(after) or not after.strip():
        return False
    filled = block[1] - last >= 0.6 * margin
    opens_low = after.lstrip()[:1].islower()
    if HEADING.fullmatch(before) or BARE_HEADING.fullmatch(before) or BARE_HEADING.fullmatch(after):
        return False
    return opens_low or (filled and not before.rstrip().endswith((":", ";")))


def _headed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    greeting = [start + m.end() for m in [SALUTATION.match(text[start:end])] if m]
    cuts = [start, *greeting, *(start + m.start() for m in INLINE_HEADING.finditer(text[start:end])), end]
    for left, right in pairwise(cuts):
        yield left + _marker(text[left:right]), right


def _marker(block: str) -> int:
    """Length of the bullet, number and STAR heading in front of a block's first word."""
    length = 0
    for pattern in (BULLET, HEADING):
        match = pattern.match(block, length) if length == 0 else pattern.match(block[length:])
        length += (match.end() if match else 0)
    return length


def split(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text``, in order, without the white space around them."""
    spans: list[tuple[int, int]] = []
    for start, end in blocks(text):
        spans += _sentences(text[start:end].replace("\n", " "), start)
    return spans


def _sentences(block: str, offset: int) -> Iterator[tuple[int, int]]:
    for paragraph in _segmenter().analyze(_spaced(block)):
        for sentence in paragraph:
            if sentence:
                start, end = sentence[0].offset, sentence[-1].offset + len(sentence[-1].value)
                for left, right in pairwise([start, *_low_stops(block, start, end), end]):
                    yield from ((offset + a, offset + b) for a, b in _cut(block, left, right))


def _low_stops(block: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin that open without a capital."""
    for match in LOW_STOP.finditer(block, start, end):
        if match[1].lower() not in ABBREVIATIONS:
            yield match.end()


def _spaced(block: str) -> str:
    """The block with over-long words broken for the splitter only, same length."""
    return re.sub(r"\S{200,}", lambda m: re.sub(r"(.{199}).", r"\1 ", m.group()), block)


def _cut(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = block.rfind(" ", start + 1, start + LONGEST)
        stop = space if space > start else start + LONGEST
        yield start, stop
        start = stop + len(block[stop:end]) - len(block[stop:end].lstrip())
    if start < end:
        yield start, start + len(block[start:end].rstrip() or block[start:end])
