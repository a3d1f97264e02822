"""PDF: text in reading order, strikes found by geometry, hidden words and page margins noticed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median
from typing import Any

from screening.documents.composing import Composer, Sign, Signs, quoted, write_table
from screening.documents.pdf_bounds import PAGES_AT_MOST, UNMAPPED
from screening.documents.pdf_columns import Block, Table, in_order
from screening.documents.pdf_layout import (
    WORD_GAP,
    Glyph,
    Row,
    glyphs_of,
    is_turned,
    pieces,
    rows_of,
    shapes_of,
)
from screening.errors import DocumentError
from screening.reading.dates import find_dates
from screening.reading.identity import find_mentions
from screening.reading.source import SourceText

MAX_BYTES = 20_000_000
SECONDS = 150  # of the clock, for a process that may use 60 of the processor
TAIL = 4_096  # bytes in which a whole file says that it ends
MARGIN = 0.12  # of a page's height, in which headers and footers stand
CELL_LINES = 8  # more lines in a cell than this lay out a page
APART = 1.45  # of the usual distance of lines: a new paragraph
SAME_COLUMN = 80.0  # points, within which rows of a column may be indented
GOES_ON = re.compile(r"[^\W_][,’'-]?\s*$")  # a line that may go on in the next; others end for good
MARKER = re.compile(r"[0-9A-Za-z]{1,3}[.)]|[A-Z]-?[0-9]")
FULL, FULL_AT_LEAST, WIDE_AT_LEAST = 0.1, 2, 150.0  # lines near the right edge; how many; points
PRINT = "print it to PDF again from where it was written, or ask for the Word file or the text"
REFUSALS = {
    "pages": (f"the document has more than {PAGES_AT_MOST} pages", "print the standard's own pages to PDF"),
    "glyphs": ("the pages hold far more letters or lines than print", PRINT),
    "password": ("the document is protected by a password", "save it without a password, and import that"),
    "bounds": (
        "the document takes more memory or time than a document needs: it is damaged, or a trap",
        PRINT,
    ),
    "damaged": ("the document is damaged", f"get it again, or {PRINT}"),
}


@dataclass
class _Page:
    """A page's rows of visible words, and what stands beside them."""

    number: int
    height: float
    rows: list[Row]
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Row] = field(default_factory=list)
    turned: str = ""
    scanned: bool = False
    furniture: set[int] = field(default_factory=set)  # rows by id()


def read_pdf(raw: bytes, file: str) -> SourceText:
    """The source text of a PDF; ``file`` is the name that citations carry."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            f"the document is larger than {MAX_BYTES:,} bytes", where=file, expected="a few pages", do=PRINT
        )
    if b"%%EOF" not in raw[-TAIL:]:
        raise DocumentError(
            "the document is cut off: it lacks its end",
            where=file,
            expected="a whole PDF",
            do=REFUSALS["damaged"][1],
        )
    found = _glyphs(raw, file)["pages"]
    composer = Composer()
    pages = [_page(number, page) for number, page in enumerate(found, start=1)]
    _refuse_unread(pages, found, file)
    _find_margins(pages)
    for page in pages:
        _Setting(composer, page).write()
    _tell_remarks(composer, found)
    return composer.finish(file, raw)


def _glyphs(raw: bytes, file: str) -> dict[str, Any]:
    """The glyphs of every page, from a process of its own that is bounded in memory and time."""
    command = [sys.executable, "-m", "screening.documents.pdf_glyphs"]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=SECONDS, env=surroundings, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"refused": "bounds"}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {"refused": "bounds"}
    if "refused" in answer:
        what, advice = REFUSALS[answer["refused"]]
        how = f" ({answer['how']})" if answer.get("how") else ""
        raise DocumentError(
            what + how, where=file, expected="a PDF of a few pages that opens in a viewer", do=advice
        )
    return answer


def _page(number: int, page: dict[str, Any]) -> _Page:
    glyphs = glyphs_of(page)
    upright = [glyph for glyph in glyphs if not is_turned(glyph)]
    turned = "".join(glyph.text for glyph in glyphs if is_turned(glyph) and not _is_hidden(glyph))
    visible = rows_of(glyph for glyph in upright if not _is_hidden(glyph))
    scanned = bool(page["images"]) and not any(g.how == 0 for g in glyphs if g.text.strip())
    found = _Page(number, page["height"], visible, turned=turned.strip(), scanned=scanned)
    found.blocks = in_order(visible, shapes_of(page))
    found.hidden = rows_of(glyph for glyph in glyphs if _is_hidden(glyph))
    return found


def _is_hidden(glyph: Glyph) -> bool:
    return any(sign.kind == "hidden" for sign in glyph.signs)


def _refuse_unread(pages: Sequence[_Page], found: Sequence[dict[str, Any]], file: str) -> None:
    """Refuse a document without a text layer, and one whose fonts do not say which letters they draw."""
    texts = [g for page in found for g in page["glyphs"] if g[0].strip()]
    if not any(page.rows for page in pages):
        pictures = any(page["images"] for page in found)
        raise DocumentError(
            "the pages are pictures without text: the document was scanned"
            if pictures
            else "the pages hold no text",
            where=file,
            expected="a PDF whose words can be selected",
            do="have its text recognised (OCR, for example with ocrmypdf), check it, and import that",
        )
    unmapped = sum(bool(g[7] & UNMAPPED) for g in texts)
    if unmapped * 5 > len(texts):
        raise DocumentError(
            "the fonts do not say which letters they draw, so the words cannot be read",
            where=file,
            expected="a PDF whose words can be copied",
            do=PRINT,
        )


# --- headers and footers ----------------------------------------------------------------------------------


def _find_margins(pages: Sequence[_Page]) -> None:
    """Mark the rows in the margins that the page before or after repeats: they are furniture.

    A row that names or dates the standard stays where it is printed last (a footer) or first (a header).
    """
    for page, after in pairwise(pages):
        below = {_key(row): row for row in _edge_rows(after)}
        for row in _edge_rows(page):
            twin = below.get(_key(row))
            if twin is None:
                continue
            names = bool(find_mentions(row.text) or find_dates(row.text))
            at_top = row.base > page.height / 2
            page.furniture |= set() if names and at_top else {id(row)}
            after.furniture |= set() if names and not at_top else {id(twin)}


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"[0-9]+", "#", row.text) if not find_mentions(row.text) else row.text, round(row.base / 3)


def _edge_rows(page: _Page) -> list[Row]:
    """The rows at the top and foot of a page that a wide gap sets apart from its body."""
    found: list[Row] = []
    rows = page.rows
    usual = _usual_gap(rows)
    for ordered in (rows, rows[::-1]):
        for index, (row, inner) in enumerate(pairwise(ordered)):
            margin = row.base > page.height * (1 - MARGIN) or row.base < page.height * MARGIN
            if index > 3 or not margin:
                break
            if abs(row.base - inner.base) > 1.6 * usual:
                found += ordered[: index + 1]
                break
    return found


def _usual_gap(rows: Sequence[Row]) -> float:
    """The usual distance of lines on a page, in points."""
    gaps = [a.base - b.base for a, b in pairwise(rows) if 0 < a.base - b.base <= 2.0 * max(a.size, b.size)]
    return median(gaps) if gaps else 14.0


# --- writing ----------------------------------------------------------------------------------------------


@dataclass
class _Setting:
    """Writes one page's blocks as lines."""

    out: Composer
    page: _Page
    before: Row | None = None

    def write(self) -> None:
        """Write the page: its words, and then what is hidden on it."""
        self._page_break()
        usual = _usual_gap([block for block in self.page.blocks if isinstance(block, Row)])
        for block in self.page.blocks:
            if isinstance(block, Table):
                self._table(block)
                self.before = None
            else:
                self._row(block, usual)
        for row in self.page.hidden:
            self.out.end_line()
            _write_row(self.out, row)
        number = self.page.number
        if self.page.turned:
            self.out.note(
                f"Page {number} bears slanting or upright words, left out: {quoted(self.page.turned)}"
            )
        if not self.page.rows:
            self.out.note(
                f"Page {number} holds no text; if there are words on it, they are a picture and unread."
            )
        elif self.page.scanned:
            self.out.note(f"Page {number} is a picture; its recognised text (OCR) was read. Check it by eye.")

    def _page_break(self) -> None:
        """A page break ends a paragraph when the page before ends a sentence."""
        last = self.out.text[-200:].rstrip()
        self.out.end_paragraph() if re.search(r"[.!?:;)\"”]$", last) else self.out.end_line()

    def _row(self, row: Row, usual: float) -> None:
        gap = 0.0 if self.before is None else self.before.base - row.base
        furniture = (Sign("markup"),) if id(row) in self.page.furniture else ()
        if self.before is not None and (gap > APART * usual or gap < 0):
            self.out.end_line() if gap < 0 else self.out.end_paragraph()
        else:
            self._run_on(row, self._is_wrapped(row))
        _write_row(self.out, row, furniture)
        self.before = row

    def _is_wrapped(self, row: Row) -> bool:
        """Whether a row only goes on from the one before, which had no room for its first word."""
        if self.before is None or len(self.before.segments) > 1:
            return False
        before, word = (
            self.before.segments[0],
            list(takewhile(lambda g: g.text.strip(), row.segments[0].glyphs)),
        )
        if (
            not GOES_ON.search(before.text)
            or not word
            or not word[0].text.isalpha()
            or MARKER.match(row.text)
        ):
            return False
        if before.text.endswith("-"):
            return word[0].text.islower()
        rows = [
            r
            for r in self.page.blocks
            if isinstance(r, Row) and abs(r.segments[0].x0 - before.x0) < SAME_COLUMN
        ]
        right = max(r.segments[-1].x1 for r in (self.before, *rows))
        full = sum(right - r.segments[-1].x1 < FULL * (right - before.x0) for r in rows)
        room = right - before.x1 - WORD_GAP * row.size
        return (
            full >= FULL_AT_LEAST
            and word[-1].x1 - word[0].x0 > room
            and before.x1 - before.x0 >= WIDE_AT_LEAST
        )

    def _run_on(self, row: Row, wrapped: bool) -> None:
        """End a line, or go on in it: a deletion may go on, and a word divided by a hyphen does."""
        if self.out.at_line_start:
            return
        before, after = self.before, row.segments[0].glyphs[0]
        last = before.segments[-1].glyphs[-1] if before is not None else None
        both = tuple(s for s in last.signs if s in after.signs and s.kind == "struck") if last else ()
        divided = last is not None and last.text == "-" and after.text.islower()
        if wrapped:
            self.out.write("" if divided else " ", both)
        else:
            self.out.end_line(both)

    def _table(self, table: Table) -> None:
        rows = []
        for cells in table.rows:
            composed = []
            for cell in cells:
                composer = Composer()
                for row in cell:
                    if composer.size:
                        composer.write(" " if len(cell) <= CELL_LINES else "\n")
                    _write_row(composer, row)
                composed.append(composer)
            rows.append(composed)
        self.out.end_paragraph()
        write_table(self.out, rows)
        self.out.end_paragraph()


def _write_row(out: Composer, row: Row, signs: Signs = ()) -> None:
    for index, segment in enumerate(row.segments):
        if index:
            out.write("  ", signs)
        for text, carried in pieces(segment.glyphs):
            out.write(text, (*carried, *signs))


def _tell_remarks(composer: Composer, found: Sequence[dict[str, Any]]) -> None:
    """Comments, which are no words of the page."""
    for number, page in enumerate(found, start=1):
        for remark in page["remarks"]:
            by = f" by {remark['T']}" if remark["T"] else ""
            if remark["Subtype"] not in ("Link", "Widget", "Popup") and remark["Contents"].strip():
                told = quoted(remark["Contents"])
                composer.note(f"A comment{by} on page {number} is no part of the text: {told}")
