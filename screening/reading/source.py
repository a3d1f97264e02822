"""What the parser reads: a text with struck and inserted ranges, and copies that remember their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from screening.standards import Citation, Note

MarkKind = Literal["struck", "inserted", "markup", "hidden"]
Span = tuple[int, int]
RUN_AT_MOST = 160  # blanks or rules in a row; no layout needs more, and patterns stay fast
INVISIBLE = re.compile(r"\r(?=\n)|\xad(?:\r?\n[ \t]*)?|[\u200b\u200c\u200d\u2060\ufeff]")
_SET_AS_ONE = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")
LIGATURES = {chr(0xFB00 + at): letters for at, letters in enumerate(_SET_AS_ONE)}
PLAIN = str.maketrans(
    {
        **LIGATURES,
        **dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\r\f\v\x85\u2028\u2029", "\n"),
    }
)
LONG_RUN = re.compile(rf"([ \t_=.*|~#+-])\1{{{RUN_AT_MOST},}}")
LONG_GAP = re.compile(r"(?:\r?\n[ \t]*){12,}")
LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")


@dataclass(frozen=True)
class Mark:
    """A range of characters that was struck, inserted, hidden, or is markup and no word of the document."""

    kind: MarkKind
    start: int
    end: int
    by: str | None = None
    on: str | None = None


@dataclass(frozen=True)
class SourceText:
    """A document as text: offsets count characters of ``text``, lines count from 1."""

    file: str
    sha256: str
    text: str
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The range of every line, its end excluded."""
        starts = [0, *(m.end() for m in LINE_END.finditer(self.text))]
        ends = [*(m.start() for m in LINE_END.finditer(self.text)), len(self.text)]
        pairs = list(zip(starts, ends, strict=True))
        return tuple(pairs[:-1] if pairs[-1][0] == pairs[-1][1] and len(pairs) > 1 else pairs)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.lines)

    def line_of(self, offset: int) -> int:
        """The 1-based line that a character stands in."""
        return max(1, bisect_right(self._starts, offset))

    def cite(self, start: int, end: int) -> Citation:
        """The citation of a range."""
        return Citation(lines=(self.line_of(start), self.line_of(max(start, end - 1))), chars=(start, end))


@dataclass(frozen=True)
class Copy:
    """A text made from a source by leaving ranges out; ``offsets`` holds each character's place in it."""

    source: SourceText
    text: str
    offsets: tuple[int, ...]

    def place(self, start: int, end: int) -> Span:
        """The range of the source that a range of the copy was taken from (its hull)."""
        used = self.offsets[start:end]
        return (min(used), max(used) + 1) if used else (0, 0)

    def cite(self, start: int, end: int) -> Citation:
        """The citation, in the source, of a range of the copy."""
        return self.source.cite(*self.place(start, end))

    def line_of(self, offset: int) -> int:
        """The 1-based source line of a character of the copy."""
        return self.source.line_of(self.offsets[min(offset, len(self.offsets) - 1)]) if self.offsets else 1


def without(source: SourceText, ranges: Iterable[Span]) -> Copy:
    """The copy of a source that leaves these ranges out.

    White space is made plain on the way: every kind of blank is a space, every line ends in a newline,
    letters that are set as one sign are letters, and characters of no width are gone.
    """
    dropped = bytearray(len(source.text))
    for start, end in ranges:
        dropped[start:end] = b"\x01" * (end - start)
    for start, end in _long_runs(source.text):
        dropped[start:end] = b"\x01" * (end - start)
    for match in INVISIBLE.finditer(source.text):
        dropped[match.start() : match.end()] = b"\x01" * len(match.group())
    kept = tuple(i for i, gone in enumerate(dropped) if not gone for _ in LIGATURES.get(source.text[i], " "))
    text = "".join(source.text[i] for i, gone in enumerate(dropped) if not gone)
    return Copy(source, text.translate(PLAIN), kept)


def _long_runs(text: str) -> Iterator[Span]:
    """What is too much of runs of one sign, and of empty lines."""
    for match in LONG_RUN.finditer(text):
        yield match.start() + RUN_AT_MOST, match.end()
    for match in LONG_GAP.finditer(text):
        yield (
            match.start() + 1 + (match.group().startswith("\r")),
            match.end() - len(match.group().rpartition("\n")[2]) - 1,
        )


def cut(copy: Copy, ranges: Iterable[Span]) -> Copy:
    """A copy of a copy that leaves these ranges of it out."""
    dropped = bytearray(len(copy.text))
    for start, end in ranges:
        dropped[start:end] = b"\x01" * (end - start)
    kept = [i for i, gone in enumerate(dropped) if not gone]
    return Copy(copy.source, "".join(copy.text[i] for i in kept), tuple(copy.offsets[i] for i in kept))


def marked(source: SourceText, *kinds: MarkKind) -> list[Span]:
    """The ranges of the marks of these kinds."""
    return [(mark.start, mark.end) for mark in source.marks if mark.kind in kinds]


def squeeze(text: str) -> str:
    """A text on one line: every run of white space is one space."""
    return " ".join(text.split())
