"""The slate as a workbook: the slate, every quote, every decision, and what they depend on.

Every cell is a number or a text, never a formula: what an applicant wrote is disarmed as in the CSV. The same
slate gives the same bytes, so that a file kept outside can be compared with one made anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_STRING, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from screening.reports import MARKS, UNWRITABLE, Slated, found_in
from screening.reports.csv import disarmed
from screening.reports.marking import quoted
from screening.results import Gate, Place, Rating, Screened
from screening.standards import Standard

Value = str | int | float
Column = tuple[str, int]
"""A heading, and the width of its column in characters."""

LONGEST = 32_767
"""Characters that a cell can hold (Office Open XML, as Excel limits it); more would be cut without a word."""
CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
EPOCH = datetime(1980, 1, 1)
"""The day that a zip file's clock begins; a workbook that told when it was made would never be the same."""
FILLS = {
    "yes": PatternFill("solid", fgColor="D3EBE2"),
    "review": PatternFill("solid", fgColor="FBE8BD"),
    "no": PatternFill("solid", fgColor="F8DBD5"),
}
"""A shade for each mark; the cell always says the word too."""
EDGE = Border(bottom=Side(style="thin", color="BBBBBB"))
SIDES = {"for": "for", "against": "against", "both": "for and against"}

EVIDENCE: tuple[Column, ...] = (
    ("Candidate", 16), ("KSA", 24), ("Quote", 7), ("Speaks", 10), ("Words quoted", 70),
    ("Found in it", 40), ("Text", 22), ("From character", 10), ("To character", 10),
)  # fmt: skip
DECISIONS: tuple[Column, ...] = (
    ("Rank", 6), ("Candidate", 16), ("KSA", 24), ("Requirement", 50), ("Rating", 18), ("Score", 8),
    ("Because", 50), ("Missing", 45), ("Quotes", 8), ("Rule", 32), ("Recorded as", 26), ("Notices", 40),
)  # fmt: skip
NOTES = (
    ("How to read it", "Rating: yes = demonstrated, review = a person has to decide, no = not demonstrated."),
    ("Score", "The probability, 0 to 1, that a panel finds the KSA demonstrated."),
    ("Apostrophe", "A text that begins with = + - @, a tab or a line's end has an apostrophe before it, so"
                   " that no program runs it; the applicant did not write that apostrophe."),
    ("Characters", "Counted from 0 in the text as it was submitted, the end excluded."),
)  # fmt: skip


def render(slated: Slated) -> bytes:
    """The whole workbook as the bytes of an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    places, standard = slated.slate.places, slated.standard
    gates = list(dict.fromkeys(gate.gate for place in places for gate in place.screened.gates))
    add_sheet(book, "Slate", _slate_columns(standard, gates), _slate_rows(slated, gates), frozen=4)
    evidence = (row for place in places for row in evidence_rows(place.screened))
    add_sheet(book, "Evidence", EVIDENCE, evidence, frozen=2)
    decisions = (row for place in places for row in _decisions(place, standard))
    add_sheet(book, "Decisions", DECISIONS, decisions, frozen=3)
    add_sheet(book, "Versions", (("What", 24), ("Value", 100)), _version_rows(slated))
    book.properties.title = writable(f"Slate for {standard.title}, {slated.slate.standard}")
    book.properties.creator = "screening"
    return settled(book)


def _slate_columns(standard: Standard, gates: Sequence[str]) -> list[Column]:
    head = [("Rank", 6), ("Tied", 6), ("Candidate", 16), ("Outcome", 15), ("Why", 50)]
    counts = [("Demonstrated", 13), ("To review", 10), ("Not demonstrated", 16)]
    return [*head, *counts, *((ksa.id, 12) for ksa in standard.ksas), *((gate, 14) for gate in gates)]


def _slate_rows(slated: Slated, gates: Sequence[str]) -> Iterator[Sequence[Value]]:
    """A row for each applicant: what follows from the ratings, then a mark for each KSA, then the gates."""
    ranks = [place.rank for place in slated.slate.places]
    for place in slated.slate.places:
        one = place.screened
        marked = {rating.ksa: MARKS[rating.rating] for rating in one.ratings}
        counts = [sum(r.rating == value for r in one.ratings) for value in MARKS]
        marks = [marked.get(ksa.id, "not rated") for ksa in slated.standard.ksas]
        tied = "yes" if ranks.count(place.rank) > 1 else ""
        head: list[Value] = [place.rank, tied, one.candidate, _said(one.outcome), "; ".join(one.because)]
        yield [*head, *counts, *marks, *_results(one.gates, gates)]


def _results(given: Iterable[Gate], names: Sequence[str]) -> list[str]:
    results = {gate.gate: _said(gate.result) for gate in given}
    return [results.get(name, "no such gate") for name in names]


def evidence_rows(screened: Screened) -> Iterator[Sequence[Value]]:
    """A row for each quote of each KSA of one applicant, numbered as on the page."""
    for rating in screened.ratings:
        for quote in quoted(rating, ""):
            evidence = quote.evidence
            span = evidence.span
            yield [screened.candidate, rating.ksa, quote.number, SIDES[quote.side], evidence.quote,
                   "; ".join(found_in(evidence)), span.source, span.start, span.end]  # fmt: skip


def _decisions(place: Place, standard: Standard) -> Iterator[Sequence[Value]]:
    """A row for each KSA of one applicant."""
    for rating in place.screened.ratings:
        yield [place.rank, place.screened.candidate, rating.ksa, standard.ksa(rating.ksa).text,
               _said(rating.rating), rating.score, rating.because, "; ".join(rating.missing), _quotes(rating),
               rating.rule, _said(rating.code), "; ".join(rating.notices)]  # fmt: skip


def _quotes(rating: Rating) -> int:
    return len(quoted(rating, ""))


def _version_rows(slated: Slated) -> Iterator[Sequence[Value]]:
    standard = slated.standard
    yield ["address", slated.slate.standard]
    yield ["title", f"{standard.title} {standard.grade or ''}".strip()]
    yield ["document", f"{standard.source.file} sha256:{standard.source.sha256}"]
    yield from ([name, value] for name, value in slated.slate.versions.model_dump().items())
    yield from NOTES


def _said(value: str) -> str:
    return value.replace("-", " ")


def add_sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], frozen: int = 0
) -> None:
    """A sheet: its head row and ``frozen`` columns stay in sight; filters, widths and a page set-up."""
    sheet = book.create_sheet(title)
    for row, values in enumerate([[name for name, _ in columns], *rows], start=1):
        for column, value in enumerate(values, start=1):
            _write(sheet.cell(row, column), value)
    for cell in sheet[1]:
        cell.font, cell.border = Font(bold=True), EDGE
    for number, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = sheet.cell(2, frozen + 1)
    sheet.auto_filter.ref = sheet.dimensions
    _page(sheet)


def _write(cell: Cell, value: Value) -> None:
    """A number as a number, anything else as text: a text that looks like a formula stays one."""
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if not isinstance(value, str):
        cell.value = value
        return
    if not value:
        return  # an empty text would be a cell of its own kind
    cell.value = writable(value)
    cell.data_type = TYPE_STRING
    cell.number_format = "@"
    if value in FILLS:
        cell.fill = FILLS[value]


def writable(text: str) -> str:
    """The text as a cell can hold it: disarmed, without what XML forbids, and cut only where it says so."""
    safe = CODE.sub("_x005F_", UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", disarmed(text)))
    if len(safe) <= LONGEST:
        return safe
    told = f" … [cut here; {len(text):,} characters in all]"
    return safe[: LONGEST - len(told)] + told


def _page(sheet: Worksheet) -> None:
    """Landscape A4, as wide as the page, the head on each page, and which sheet and page it is below."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="&P / &N")
    )


def settled(book: Workbook) -> bytes:
    """The workbook's bytes without the time of their making."""
    made, plain = io.BytesIO(), io.BytesIO()
    book.properties.created = EPOCH
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return plain.getvalue()
