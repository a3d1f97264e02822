"""Where quotes lie in a text: the text cut into pieces that add up to it, and the lines its writer meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from screening.applications import Text
from screening.evidence import Evidence
from screening.results import Rating

Side = Literal["for", "against", "both"]

COLUMNS = range(60, 121)
"""Lengths of the longest line from which a text was wrapped by an editor; other texts mean their lines."""
SLACK = 8
"""Characters by which such a line may fall short of the longest and still have been full."""
ITEM = re.compile(r"\s*(?:[-*•–—·]|\d+[.)]|[a-z][.)])\s")


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quote as the page numbers it: within its KSA, the evidence first, then what only speaks against.

    ``side`` is ``for``, ``against``, or ``both`` for evidence that also speaks against the applicant.
    """

    number: int
    evidence: Evidence
    side: Side
    anchor: str

    @property
    def placed(self) -> str:
        """The anchor of the same words where they stand in the text."""
        return f"{self.anchor}/placed"


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of a text that lies in the same quotes throughout; ``opening`` are those that begin here.

    ``lines`` add up to it; between two of them the writer began a new line.
    """

    lines: tuple[str, ...]
    quoted: tuple[Quoted, ...] = ()
    opening: tuple[Quoted, ...] = ()

    @property
    def text(self) -> str:
        """The stretch, word for word."""
        return "".join(self.lines)

    @property
    def side(self) -> Side:
        """What its quotes do."""
        sides = {q.side for q in self.quoted}
        return sides.pop() if len(sides) == 1 else "both"


@dataclass(frozen=True, slots=True)
class Marked:
    """One text of an application, in pieces that add up to it exactly."""

    source: str
    pieces: tuple[MarkedStretch, ...]


def quoted(rating: Rating, anchor: str) -> tuple[Quoted, ...]:
    """Every quote of a rating once, numbered, with anchors below the one given."""
    sides: list[tuple[Evidence, Side]]
    sides = [(e, "both" if e in rating.against else "for") for e in rating.evidence]
    sides += [(e, "against") for e in rating.against if e not in rating.evidence]
    return tuple(Quoted(n, e, side, f"{anchor}/quote-{n}") for n, (e, side) in enumerate(sides, start=1))


def marked(text: Text, quotes: Iterable[Quoted]) -> Marked:
    """A text cut where quotes begin and end; a quote whose words do not stand there is left unmarked."""
    here = [q for q in quotes if q.evidence.span.source == text.source and _stands(q.evidence, text.text)]
    spans = [q.evidence.span for q in here]
    cuts = sorted({0, len(text.text), *(s.start for s in spans), *(s.end for s in spans)})
    line_starts = breaks(text.text)
    pieces = tuple(_piece(text.text, start, end, here, line_starts) for start, end in pairwise(cuts))
    return Marked(text.source, pieces)


def breaks(text: str) -> list[int]:
    """Where a new line was begun on purpose: not because the next word did not fit the editor's column."""
    lines = text.splitlines(keepends=True)
    longest = max((len(line.rstrip()) for line in lines), default=0)
    starts, at = [], 0
    for line, after in pairwise(lines):
        at += len(line)
        word = len(after.split(maxsplit=1)[0]) if after.strip() else 0
        needed = len(line.rstrip()) + 1 + word
        full = longest in COLUMNS and word and line.strip() and needed > longest - SLACK
        if not full or ITEM.match(after):
            starts.append(at)
    return starts


def lines_of(text: str, start: int, end: int, line_starts: Sequence[int]) -> tuple[str, ...]:
    """A stretch of a text cut where its writer began a new line; the pieces add up to it."""
    return tuple(text[a:b] for a, b in pairwise((start, *(s for s in line_starts if start < s <= end), end)))


def _stands(evidence: Evidence, text: str) -> bool:
    return bool(evidence.quote) and text[evidence.span.start : evidence.span.end] == evidence.quote


def _piece(
    text: str, start: int, end: int, quotes: Sequence[Quoted], line_starts: Sequence[int]
) -> MarkedStretch:
    lines = lines_of(text, start, end, line_starts)
    inside = tuple(q for q in quotes if q.evidence.span.start <= start and end <= q.evidence.span.end)
    return MarkedStretch(lines, inside, tuple(q for q in inside if q.evidence.span.start == start))
