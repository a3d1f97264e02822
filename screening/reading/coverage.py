"""What became of every line of a source: read as a field, furniture, struck, or unread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from screening.reading.source import Copy, SourceText, Span

WORDY = re.compile(r"[A-Za-z0-9]")


@dataclass
class Coverage:
    """Which characters of a source were taken, and under which name; the first taker keeps them."""

    source: SourceText
    names: list[str] = field(default_factory=list)
    _taken: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = [0] * len(self.source.text)

    def drop(self, ranges: Iterable[Span], name: str) -> None:
        """Account for ranges of the source."""
        number = self._number(name)
        for start, end in ranges:
            for offset in range(start, end):
                self._taken[offset] = self._taken[offset] or number

    def take(self, copy: Copy, start: int, end: int, name: str) -> None:
        """Account for a range of a copy."""
        number = self._number(name)
        for offset in copy.offsets[start:end]:
            self._taken[offset] = self._taken[offset] or number

    def _number(self, name: str) -> int:
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name) + 1

    def of_line(self, line: int) -> tuple[str, ...]:
        """What a 1-based line was read as: names in order; ``unread`` for words that nobody took."""
        start, end = self.source.lines[line - 1]
        found: dict[str, None] = {}
        for offset in range(start, end):
            if WORDY.match(self.source.text[offset]):
                number = self._taken[offset]
                found[self.names[number - 1] if number else "unread"] = None
        return tuple(found)

    @property
    def unread(self) -> list[tuple[int, str]]:
        """The words that nobody took, each with its line."""
        found = []
        for line, (start, end) in enumerate(self.source.lines, start=1):
            left = "".join(self.source.text[i] if not self._taken[i] else "\x00" for i in range(start, end))
            words = " … ".join(part.strip() for part in re.split("\x00+", left) if WORDY.search(part))
            if words:
                found.append((line, words))
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are blank, furniture, fields, or hold unread words; they add up to all lines."""
        counts = {"lines": len(self.source.lines), "field": 0, "furniture": 0, "blank": 0, "unread": 0}
        for line in range(1, len(self.source.lines) + 1):
            names = set(self.of_line(line))
            if not names:
                counts["blank"] += 1
            elif "unread" in names:
                counts["unread"] += 1
            else:
                counts["furniture" if names == {"furniture"} else "field"] += 1
        return counts
