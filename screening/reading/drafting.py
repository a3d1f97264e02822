"""A position while it is read: words become passages with a place, and are accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from screening.reading.by_importance import find_sorted
from screening.reading.coverage import Coverage
from screening.reading.source import Copy, SourceText, Span, squeeze
from screening.reading.ticks import find_ticks
from screening.standards import Citation, Note, Passage

BROKEN = re.compile(r"(?<![A-Za-z])(?P<left>[A-Za-z]{1,40})-[ \t]*\n\s*(?P<right>[a-z]+)")
SUSPENDED = frozenset(("and", "or", "to", "nor"))


@dataclass
class PositionDraft:
    """The copy of a position's own text, what became of it so far, and what was odd."""

    copy: Copy
    coverage: Coverage
    notes: list[Note] = field(default_factory=list)
    vocabulary: frozenset[str] = frozenset()

    def words(self, *spans: Span) -> str:
        """The words of ranges, on one line; words that a line's end broke are whole again."""
        printed = "".join(self.copy.text[start:end] for start, end in spans)
        return squeeze(BROKEN.sub(self._mended, printed))

    def _mended(self, match: re.Match[str]) -> str:
        """A word broken at a line's end: without the hyphen when it is written so elsewhere."""
        left, right = match.group("left"), match.group("right")
        if right in SUSPENDED:
            return f"{left}- {right}"
        whole = (left + right).lower()
        known = whole in self.vocabulary or re.search(rf"\b{whole}\b", self.copy.text, re.IGNORECASE)
        return left + right if known else f"{left}-{right}"

    def ranked(self, offset: int) -> str | None:
        """The importance of the column that holds a character, or that is ticked in its row, if one is."""
        place, line = self.copy.place(offset, offset + 1)[0], self.copy.line_of(offset)
        over = (name for (start, end), name in self._sorted if start <= place < end)
        return next(over, self._ticks.get(line))

    @cached_property
    def _ticks(self) -> dict[int, str]:
        ticks = find_ticks(self.copy.source, *self._lines)
        return {tick.line: tick.importance for tick in ticks if tick.importance}

    @cached_property
    def _sorted(self) -> list[tuple[Span, str]]:
        return [cell for table in find_sorted(self.copy.source, *self._lines) for cell in table.cells]

    @property
    def _lines(self) -> Span:
        """The first and the last line of the source that this was taken from."""
        lines = self.copy.line_of(0), self.copy.line_of(len(self.copy.text))
        return min(lines), max(lines)

    def take(self, start: int, end: int, name: str) -> None:
        """Account for a range."""
        self.coverage.take(self.copy, start, end, name)

    def cite(self, start: int, end: int) -> Citation:
        """The place of a range, without the white space around it."""
        start, end = self.trimmed(start, end)
        return self.copy.cite(start, end)

    def trimmed(self, start: int, end: int) -> Span:
        """A range without the white space and list marks around its words."""
        said = self.copy.text[start:end]
        return start + len(said) - len(said.lstrip()), start + len(said.rstrip())

    def passage(
        self, start: int, end: int, name: str, number: str | None = None, heading: str | None = None
    ) -> Passage | None:
        """A range as a passage, accounted for under a name; None when it holds no words."""
        words = self.words((start, end))
        if not re.search(r"\w", words):
            return None
        self.take(start, end, name)
        cite = self.cite(start, end)
        return Passage(text=words, number=number, heading=heading, marked=self.marked(cite), cite=cite)

    def marked(self, cite: Citation) -> str | None:
        """The words at a place with their marks, None when nothing there is marked."""
        return marked_text(self.copy.source, cite.chars)


def marked_text(source: SourceText, span: Span) -> str | None:
    """A range of a source with ``~~struck~~`` and ``{++inserted++}`` words, None when none are."""
    start, end = span
    inside = [m for m in source.marks if m.start < end and m.end > start]
    if not any(m.kind in ("struck", "inserted") for m in inside):
        return None
    kinds = ["" for _ in range(start, end)]
    for mark in inside:
        for offset in range(max(start, mark.start), min(end, mark.end)):
            kinds[offset - start] = mark.kind
    return squeeze("".join(_wrapped(source.text[start:end], kinds)))


def _wrapped(text: str, kinds: list[str]) -> Iterable[str]:
    """Runs of characters with one mark, between its signs."""
    signs = {"struck": ("~~", "~~"), "inserted": ("{++", "++}")}
    at = 0
    while at < len(text):
        stop = at
        while stop < len(text) and kinds[stop] == kinds[at]:
            stop += 1
        if kinds[at] not in ("markup", "hidden"):
            before, after = signs.get(kinds[at], ("", ""))
            yield before + text[at:stop] + after
        at = stop
