"""A source text put together piece by piece: words, the signs they carry, lines, table rows and notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from screening.errors import DocumentError
from screening.reading.openers import find_openers
from screening.reading.source import Mark, MarkKind, SourceText
from screening.reading.tables import named_columns
from screening.standards import Note

# Characters that SourceText counts as ends of lines, and characters that no document means to print.
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
LONGEST_TEXT = 500_000
QUOTED_AT_MOST = 120
NOTES_AT_MOST = 50
HEAD_WORDS, CELL_WORDS = 4, 5
LINES_OF_A_CELL = 3  # more lay out a page
BULLET = re.compile(r"[-–•*▪●][ \t]+")
LISTED = "; "
"""Between the lines of a cell that holds a list."""


@dataclass(frozen=True)
class Sign:
    """What a piece of text carries: struck, inserted, markup or hidden; by whom and when, or why."""

    kind: MarkKind
    by: str | None = None
    on: str | None = None
    why: str = ""


Signs = tuple[Sign, ...]


@dataclass
class Composer:
    """Collects a text from its start to its end; ``signs`` are ranges of it, in characters."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    line: int = 1
    signs: list[tuple[Sign, int, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self.pieces)

    @property
    def at_line_start(self) -> bool:
        """Whether the next word begins a line."""
        return not self.pieces or self.pieces[-1].endswith("\n")

    def write(self, text: str, signs: Signs = ()) -> None:
        """Add a piece of text; ends of lines of every kind become newlines."""
        plain = UNPRINTABLE.sub("", BREAKS.sub("\n", text))
        if not plain:
            return
        if self.size + len(plain) > LONGEST_TEXT:
            raise DocumentError(
                f"the document holds more than {LONGEST_TEXT:,} characters of text",
                expected="one standard, or one letter with its enclosures",
                do="split the document",
            )
        start, self.size = self.size, self.size + len(plain)
        self.pieces.append(plain)
        self.line += plain.count("\n")
        for sign in signs:
            self._sign(sign, start, self.size)

    def _sign(self, sign: Sign, start: int, end: int) -> None:
        """Sign a range; it grows the same sign's range when that ends where this begins."""
        for index in range(len(self.signs) - 1, max(len(self.signs) - 5, -1), -1):
            known, first, last = self.signs[index]
            if known == sign and last == start:
                self.signs[index] = (sign, first, end)
                return
        self.signs.append((sign, start, end))

    def end_line(self, signs: Signs = ()) -> None:
        """Begin a new line, unless one has just begun."""
        if not self.at_line_start:
            self.write("\n", signs)

    def end_paragraph(self) -> None:
        """Leave one empty line before what follows; none at the start of the text."""
        self.end_line()
        if self.size and not "".join(self.pieces[-2:]).endswith("\n\n"):
            self.write("\n")

    def carries(self, kind: MarkKind, start: int) -> bool:
        """Whether one sign of a kind covers everything written since ``start``; so it does nothing at all."""
        return self.size == start or any(
            sign.kind == kind and first <= start and last == self.size
            for sign, first, last in self.signs[-20:]
        )

    def note(self, text: str, line: int | None = None) -> None:
        """Something that a reader of the document should know; repeated ones are told once."""
        note = Note(text=text, line=line)
        if note not in self.notes:
            self.notes.append(note)

    def absorb(self, other: Composer, gap: str = "\n") -> None:
        """Add what another composer holds; its newlines become ``gap``."""
        text = other.text
        start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
        for first, last, carried in _pieces(other.signs, start, stop):
            piece = text[first:last]
            self.write(piece if gap == "\n" else _on_one_line(piece, gap), carried)
        for note in other.notes:
            self.note(note.text, self.line if note.line else None)

    def finish(self, file: str, raw: bytes) -> SourceText:
        """The source text; hidden words are told in notes."""
        text = self.text
        marks = [Mark(sign.kind, start, end, sign.by, sign.on) for sign, start, end in self.signs]
        source = SourceText(file, hashlib.sha256(raw).hexdigest(), text, tuple(sorted(marks, key=_order)))
        hidden = [(sign, a, b) for sign, a, b in self.signs if sign.kind == "hidden" and text[a:b].strip()]
        told = [*self.notes, *(_told(source, *each) for each in hidden)]
        if len(told) > NOTES_AT_MOST:
            rest = len(told) - NOTES_AT_MOST
            told = [*told[:NOTES_AT_MOST], Note(text=f"{rest} more of what the document hides or notes.")]
        return replace(source, notes=tuple(told))


def _on_one_line(text: str, gap: str) -> str:
    """A text with the gap for its line ends; a list has semicolons before requirements, and no bullets."""
    if gap != LISTED:
        return re.sub(r"\s*\n\s*", gap, text)
    told = ""
    for line in re.split(r"\s*\n\s*", text):
        words = BULLET.sub("", line)
        begins = words != line or any(opener.start == 0 for opener in find_openers(words))
        ended = not told.strip() or told.rstrip().endswith((".", ";", ":", ","))
        told += f"{';' if begins and not ended else ''}{' ' if told else ''}{words}"
    return told


def _pieces(
    signs: Sequence[tuple[Sign, int, int]], start: int, stop: int
) -> Iterator[tuple[int, int, Signs]]:
    """The pieces of a range between which what is signed changes, each with its signs."""
    begins: dict[int, list[Sign]] = {}
    ends: dict[int, list[Sign]] = {}
    for sign, first, last in signs:
        if max(first, start) < min(last, stop):
            begins.setdefault(max(first, start), []).append(sign)
            ends.setdefault(min(last, stop), []).append(sign)
    edges = sorted({start, stop, *begins, *ends})
    active: list[Sign] = []
    for first, last in pairwise(edges):
        for sign in ends.get(first, ()):
            active.remove(sign)
        active += begins.get(first, ())
        yield first, last, tuple(active)


def _order(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _told(source: SourceText, sign: Sign, start: int, end: int) -> Note:
    words = quoted(source.text[start:end])
    why = sign.why or "hidden"
    return Note(text=f"Hidden text ({why}) was left out: {words}", line=source.line_of(start))


def quoted(text: str) -> str:
    """A text as a note quotes it: on one line, in quotation marks, cut when long."""
    words = " ".join(text.split())
    return f'"{words[:QUOTED_AT_MOST]}{"…" if len(words) > QUOTED_AT_MOST else ""}"'


# --- tables ---------------------------------------------------------------------------------------------


def write_table(composer: Composer, rows: Sequence[Sequence[Composer]], headed: bool = False) -> None:
    """A table as lines: a row of plain cells as ``| a | b |``, a row that lays out a page cell by cell.

    ``headed`` says that the first row names the columns; otherwise its words tell. A rule of dashes, as in
    Markdown, stands under such a row.
    """
    ranked = _is_ranked(rows)
    filled = list(rows) if ranked else [[cell for cell in row if cell.text.strip()] for row in rows]
    filled = [row for row in filled if any(cell.text.strip() for cell in row)]
    words = [[cell.text for cell in row] for row in filled]
    named = bool(filled) and len(filled[0]) > 1 and (headed or ranked or _names_columns(words))
    composer.end_line()
    for number, row in enumerate(filled):
        if not _is_record(row, named):
            for cell in row:
                composer.absorb(cell)
                composer.end_line()
            continue
        for cell in row:
            composer.write("| ")
            composer.absorb(cell, gap=LISTED if ranked else " ")
            composer.write(" ")
        composer.write("|\n")
        if named and number == 0:
            composer.write("|---" * len(row) + "|\n")


def _is_ranked(rows: Sequence[Sequence[Composer]]) -> bool:
    """Whether columns are headed "Essential" or the like, so that their empty cells say something too."""
    alike = bool(rows) and all(len(row) == len(rows[0]) for row in rows)
    return alike and bool(named_columns([cell.text.strip() for cell in rows[0]]))


def _is_record(row: Sequence[Composer], named: bool) -> bool:
    """Whether the cells of a row belong together on one line: at most one of them holds several lines.

    Under names of columns several may.
    """
    lines = sorted(sum(bool(line.strip()) for line in cell.text.splitlines()) for cell in row)
    return len(row) > 1 and (named or lines[-2] == 1) and lines[-1] <= LINES_OF_A_CELL


def _names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has short names without figures over rows of which one has a long cell."""
    short = all(len(c.split()) <= HEAD_WORDS and not re.search(r"[0-9:]", c) for c in rows[0])
    return short and len(rows) > 2 and any(len(c.split()) > CELL_WORDS for c in _flat(rows[1:]))


def _flat(rows: Iterable[Sequence[str]]) -> list[str]:
    return [cell for row in rows for cell in row]
