"""Writes a score sheet: ratings to fill in, whose they are and how, long texts whole, and hidden digests."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import TYPE_STRING, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from screening.sheets.cells import shown
from screening.sheets.issuing import ROWS as MOST_LINES
from screening.sheets.issuing import WIDTH, Line, Sheet, height_of

RATINGS, ABOUT, TEXTS, ROWS = "Ratings", "About", "Texts", "Rows"
"""The sheets of the workbook; the last is hidden."""
CANDIDATE, KSA, REQUIREMENT, WORDS, RATING, NOTE = KEYS = (
    "Candidate", "KSA", "Requirement", "What the applicant wrote", "Rating", "Note",
)  # fmt: skip
"""The headings by which a sheet is read back, wherever the columns stand then."""
COLUMNS = (
    ("No.", 5), (CANDIDATE, 13), (KSA, 20), (REQUIREMENT, 36), (WORDS, WIDTH), (RATING, 17), (NOTE, 30),
)  # fmt: skip
TEXT_COLUMNS = ((CANDIDATE, 13), (KSA, 20), ("Part", 6), ("Text", 100))
ROW_COLUMNS = (
    ("Row's candidate", 13), ("Row's KSA", 20), ("Requirement's digest", 66), ("Words' digest", 66),
)  # fmt: skip
FACTS = ("Panel", "Member", "Standard", "Digest", "Salt")
"""What the sheet About is read for: the label, and in the cell to its right the value."""
AnyCell = Cell | MergedCell
PART = 1_500
"""Characters of one row of a long text, so that each can be seen and printed whole."""
TO_FILL = PatternFill("solid", fgColor="FFF8DC")
THIN = Side(style="thin", color="BBBBBB")
LINE = 15
"""Points of one line. Each row is told its height, for a program that prints at once does not reckon it."""
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MEANINGS = {
    "2": "shows the KSA beyond its minimum",
    "1": "meets the KSA at its minimum",
    "0": "does not show it",
    "demonstrated": "the applicant's own words show the KSA",
    "not-demonstrated": "they do not",
}


def render(sheet: Sheet) -> bytes:
    """The sheet as the bytes of an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _ratings(book.create_sheet(RATINGS), sheet)
    _about(book.create_sheet(ABOUT), sheet)
    if any(line.long for line in sheet.lines):
        _table(book.create_sheet(TEXTS), TEXT_COLUMNS, list(_long_texts(sheet.lines)))
    _table(book.create_sheet(ROWS), ROW_COLUMNS, [[*pair, *two] for pair, two in sheet.rows.items()])
    book[ROWS].sheet_state = "hidden"
    for page in book.worksheets:
        page.HeaderFooter.oddFooter = _footer(sheet)
    book.properties.title = shown(f"Score sheet of {sheet.member} for panel {sheet.panel}")
    book.properties.creator = "screening"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _ratings(page: Worksheet, sheet: Sheet) -> None:
    """The sheet to fill in: all is protected but rating and note, and these too once they are locked."""
    rows = [
        [str(number), line.candidate, line.ksa, line.requirement, line.words_shown, line.value, line.note]
        for number, line in enumerate(sheet.lines, start=1)
    ]
    _table(page, COLUMNS, rows)
    names = [name for name, _ in COLUMNS]
    rating, note = names.index(RATING) + 1, names.index(NOTE) + 1
    for number, line in enumerate(sheet.lines, start=2):
        page.cell(number, 1).value = number - 1
        _to_fill(page.cell(number, rating), line)
        _to_fill(page.cell(number, note), line)
        if line.value.isdecimal():  # a number, as the list of a spreadsheet gives it
            page.cell(number, rating).value = int(line.value)
        page.cell(number, rating).number_format = "General"
    if sheet.lines:
        page.add_data_validation(_choice(sheet.values, f"{get_column_letter(rating)}2", len(sheet.lines)))


def _to_fill(cell: AnyCell, line: Line) -> None:
    cell.protection = Protection(locked=line.locked)
    if not line.locked:
        cell.fill = TO_FILL


def _choice(values: Sequence[str], first: str, count: int) -> DataValidation:
    """The list of what may be given; a cell may also be left empty."""
    choice = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    choice.showErrorMessage, choice.errorStyle = True, "stop"
    choice.errorTitle, choice.error = "Not on the scale", f"Give {_listed(values)}, or leave the cell empty."
    choice.promptTitle, choice.prompt, choice.showInputMessage = "Rating", _listed(values), True
    choice.add(f"{first}:{first.rstrip('0123456789')}{count + 1}")
    return choice


def _about(page: Worksheet, sheet: Sheet) -> None:
    facts = (sheet.panel, sheet.member, sheet.standard, sheet.digest, sheet.salt)
    rows = [*zip(FACTS, facts, strict=True), *_instructions(sheet)]
    _table(page, (("Score sheet", 16), ("", 100)), rows)


def _instructions(sheet: Sheet) -> Iterator[tuple[str, str]]:
    blind, plain = "Names, contact data and the like are taken out.", "The texts are as they came in."
    copies = blind if sheet.blind else plain
    yield "", ""
    yield "What to do", f"On {RATINGS}, give {_listed(sheet.values)} for each row, and a note if you like."
    yield from ((value, MEANINGS.get(value, "")) for value in sheet.values)
    yield "Texts", f"{copies} Where a text is too long for its row, the whole is on the sheet {TEXTS}."
    yield "You may", "sort, filter, hide and move columns, leave rows empty, send the sheet in again later."
    yield (
        "You may not",
        "change candidates, KSAs or texts, merge cells, put a formula into a rating or a note.",
    )
    yield "Protection", "There is no password; take the protection off where your program will not sort."
    yield "Apostrophe", "A text that begins with = + - @ has one before it, so that no program runs it."
    yield "Send it in", f"screening panel take FILE.xlsx --as {sheet.member}"
    if sheet.without:
        yield "Left out", f"{', '.join(sheet.without)}: their data was erased."


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values[:-1]) + " or " + values[-1]


def _long_texts(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Each text that is too long for its row, in parts that are not."""
    for line in lines:
        for number, part in enumerate(parts(line.words) if line.long else (), start=1):
            yield [line.candidate, line.ksa, str(number), part]


def parts(text: str) -> list[str]:
    """A text in parts that a row can show whole: by paragraph, and where one is too long, between words."""
    found = []
    for paragraph in text.splitlines():
        found += textwrap.wrap(paragraph, PART, drop_whitespace=True) if paragraph.strip() else []
    return found


def _table(page: Worksheet, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
    """A protected sheet whose head stays in sight and is printed on every page; all cells are texts."""
    for number, values in enumerate([[name for name, _ in columns], *rows], start=1):
        for column, value in enumerate(values, start=1):
            _write(page.cell(number, column), value)
        lines = max(height_of(value, width) for value, (_, width) in zip(values, columns, strict=True))
        page.row_dimensions[number].height = LINE * min(max(1, lines), MOST_LINES)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, (_, width) in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    if page.title != ABOUT:
        page.auto_filter.ref = page.dimensions
    _protect(page)
    _page(page)


def _write(cell: AnyCell, text: str) -> None:
    cell.alignment, cell.border = Alignment(vertical="top", wrap_text=True), EDGE
    cell.number_format = "@"
    if text:
        cell.value = shown(text)
        cell.data_type = TYPE_STRING


def _protect(page: Worksheet) -> None:
    """Protected against slips, without a password; False: what stays allowed."""
    page.protection.sheet = True
    page.protection.sort = page.protection.autoFilter = False
    page.protection.formatColumns = page.protection.formatRows = False


def _page(page: Worksheet) -> None:
    """Landscape A4, as wide as the page, the head on each."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _footer(sheet: Sheet) -> HeaderFooterItem:
    """Below each page: which sheet it is, whose, and the page's number."""
    return HeaderFooterItem(
        left=_HeaderFooterPart(text="&A"),
        center=_HeaderFooterPart(text=f"panel {sheet.panel}, member {sheet.member}"),
        right=_HeaderFooterPart(text="&P / &N"),
    )
