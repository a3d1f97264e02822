"""Reads a workbook that comes back: by headings, wherever they stand, each cell with its place.

Nothing here knows the panel: what cannot be read for any panel is noted as a fault, and the rest goes on to
``screening.sheets.taking``, so that a person is told everything at once.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA, Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from screening.errors import PanelError
from screening.panels.panel import Pair
from screening.sheets.cells import SheetFault, Spot, said, same, where
from screening.sheets.issuing import Digests, whole
from screening.sheets.writing import (
    ABOUT,
    CANDIDATE,
    FACTS,
    KEYS,
    KSA,
    NOTE,
    RATING,
    RATINGS,
    REQUIREMENT,
    ROW_COLUMNS,
    ROWS,
    TEXTS,
    WORDS,
)

UNPACKED = 200_000_000
"""Bytes that a workbook may unpack to; a sheet of a thousand candidates has a tenth of that."""
CELLS = 3_000_000
"""Cells that a sheet may span."""
TOP = 30
"""Rows in which the headings are looked for: people put titles above a table."""
ENOUGH = 3
"""Headings that make a row the head of the table, so that a missing one can be named."""
LOCKED_FILE = b"\xd0\xcf\x11\xe0"
"""How a workbook with a password begins, and one of the old .xls kind."""
AnyCell = Cell | MergedCell


@dataclass(frozen=True)
class Filled:
    """One row as it came back."""

    candidate: Spot
    ksa: Spot
    requirement: Spot
    words: Spot
    rating: Spot
    note: Spot

    @property
    def pair(self) -> Pair:
        """Whose row it is."""
        return self.candidate.text, self.ksa.text


@dataclass(frozen=True)
class Returned:
    """A sheet as it came back: whose it says it is, its hidden digests, its rows, and what is wrong in it."""

    panel: Spot
    member: Spot
    standard: Spot
    digest: Spot
    salt: str
    rows: Mapping[Pair, Digests]
    filled: tuple[Filled, ...]
    faults: tuple[SheetFault, ...] = field(default=())

    @property
    def computed(self) -> str:
        """The digest that its hidden rows give."""
        return whole(self.salt, (self.panel.text, self.member.text, self.standard.text), self.rows)


def read(data: bytes, file: str) -> Returned:
    """The sheet in a workbook; one that is no workbook, or no score sheet at all, is refused."""
    book = _opened(data, file)
    about = _facts(book, file)
    filled, faults = _filled(_table_of(book, file))
    panel, member, standard, digest, salt = (about[name] for name in FACTS)
    return Returned(panel, member, standard, digest, salt.text, _rows(book, file), filled, tuple(faults))


def _opened(data: bytes, file: str) -> Workbook:
    expected = "the .xlsx file that `screening panel sheet` wrote, filled in and saved as .xlsx"
    if data.startswith(LOCKED_FILE):
        raise PanelError(
            "the file has a password or is an old .xls", where=file, expected=expected, do="save it as .xlsx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size <= UNPACKED:
            with warnings.catch_warnings():  # of what other programs add, which nobody here asks for
                warnings.simplefilter("ignore")
                return load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # a damaged workbook makes openpyxl raise whatever comes first
        found = "the file is no workbook, or it is damaged"
        raise PanelError(
            found,
            where=file,
            expected=expected,
            do="save it as .xlsx again, or copy the ratings into a fresh sheet from `screening panel sheet`",
        ) from error
    raise PanelError(
        f"the workbook unpacks to {size:,} bytes",
        where=file,
        expected=f"at most {UNPACKED:,}",
        do="copy the ratings into a fresh sheet from `screening panel sheet`",
    )


# --- whose it is -------------------------------------------------------------------------------------------


def _facts(book: Workbook, file: str) -> dict[str, Spot]:
    """What the sheet About says, by label."""
    page = _named(book, ABOUT, file)
    found: dict[str, Spot] = {}
    for row in page.iter_rows(max_row=TOP, max_col=TOP):
        for label, value in pairwise(row):
            name = said(label.value)
            if name in FACTS and name not in found:
                found[name] = _spot(value)
    missing = [name for name in FACTS if name not in found]
    if missing:
        raise PanelError(
            f"the sheet {ABOUT} does not tell {', '.join(missing)}",
            where=file,
            expected=f"{', '.join(FACTS)}, each with its value to the right",
            do="copy the ratings into a fresh sheet from `screening panel sheet`",
        )
    return found


def _named(book: Workbook, title: str, file: str) -> Worksheet:
    for page in book.worksheets:
        if page.title == title:
            return page
    raise PanelError(
        f"there is no sheet {title}",
        where=file,
        expected=f"the sheets {RATINGS}, {ABOUT} and {ROWS} (hidden), as they were written",
        do="copy the ratings into a fresh sheet from `screening panel sheet`",
    )


def _rows(book: Workbook, file: str) -> dict[Pair, Digests]:
    """The hidden digests; whether they are the ones that were written, the record tells."""
    page = _named(book, ROWS, file)
    _refuse_vast(page, file)
    found = {}
    for row in page.iter_rows(min_row=2, max_col=len(ROW_COLUMNS), values_only=True):
        candidate, ksa, *two = (said(value) for value in [*row, "", "", "", ""][: len(ROW_COLUMNS)])
        if candidate or ksa:
            found[(candidate, ksa)] = (two[0], two[1])
    return found


# --- what is in it -----------------------------------------------------------------------------------------


def _table_of(book: Workbook, file: str) -> tuple[Worksheet, int]:
    """The sheet with the ratings, and the number of the row with its headings."""
    found = []
    for page in book.worksheets:
        if page.title not in (ABOUT, ROWS, TEXTS):
            _refuse_vast(page, file)
            head = _head_of(page)
            found += [(page, head)] if head else []
    if len(found) == 1:
        return found[0]
    told = " and ".join(page.title for page, _ in found)
    raise PanelError(
        f"two sheets have ratings: {told}" if found else "no sheet has ratings",
        where=file,
        expected=f"one sheet with the columns {', '.join(KEYS)}",
        do="remove all but the one that counts"
        if found
        else "copy the ratings into a fresh sheet from `screening panel sheet`",
    )


def _refuse_vast(page: Worksheet, file: str) -> None:
    if page.max_row * page.max_column > CELLS:
        raise PanelError(
            f"the sheet {page.title} spans {page.max_row:,} rows and {page.max_column:,} columns",
            where=file,
            expected=f"at most {CELLS:,} cells",
            do="remove the empty rows and columns beyond the table",
        )


def _head_of(page: Worksheet) -> int | None:
    """The number of the row with the headings; None where no row has several of them."""
    counts = {
        number: sum(heading in KEYS for heading in {same(said(value)) for value in row})
        for number, row in enumerate(page.iter_rows(max_row=TOP, values_only=True), start=1)
    }
    best = max(counts, key=lambda number: counts[number], default=0)
    return best if counts.get(best, 0) >= ENOUGH else None


def _filled(table: tuple[Worksheet, int]) -> tuple[tuple[Filled, ...], list[SheetFault]]:
    """The rows below the headings, and everything in them that cannot be read."""
    page, head = table
    columns, faults = _columns(page, head)
    if faults:
        return (), faults
    found = []
    for row in page.iter_rows(min_row=head + 1):
        cells = {name: row[column] for name, column in columns.items()}
        if any(said(cell.value) for cell in cells.values()):
            found.append(_row(cells))
            faults += _unreadable(cells)
    faults += _merged(page, head, {column + 1 for column in columns.values()})
    return tuple(found), faults


def _columns(page: Worksheet, head: int) -> tuple[dict[str, int], list[SheetFault]]:
    """Where each heading stands, counted from 0; one that is missing or there twice is a fault."""
    columns: dict[str, int] = {}
    faults = []
    for column, cell in enumerate(page[head]):
        name = same(said(cell.value))
        if name in columns:
            first = page.cell(head, columns[name] + 1).coordinate
            faults.append(SheetFault(_place(cell), f"a second column {name!r}", f"only the one at {first}"))
        elif name in KEYS:
            columns[name] = column
    row, missing = where(str(page.title), f"{head}:{head}"), [name for name in KEYS if name not in columns]
    faults += [SheetFault(row, f"no column {name!r}", "it as it was written") for name in missing]
    return columns, faults


def _row(cells: Mapping[str, AnyCell]) -> Filled:
    return Filled(*(_spot(cells[name]) for name in (CANDIDATE, KSA, REQUIREMENT, WORDS, RATING, NOTE)))


def _unreadable(cells: Mapping[str, AnyCell]) -> Iterator[SheetFault]:
    """Cells that hold a formula, or an error that one left."""
    for name, cell in cells.items():
        if cell.data_type == TYPE_FORMULA:
            formula = getattr(cell.value, "text", cell.value)
            yield SheetFault(
                _place(cell), f"the formula {formula}", f"the {name.lower()} itself, not a formula"
            )
        elif cell.data_type == TYPE_ERROR:
            yield SheetFault(_place(cell), f"the error {cell.value}", f"the {name.lower()} itself")


def _merged(page: Worksheet, head: int, columns: set[int]) -> Iterator[SheetFault]:
    """Merged cells: only the first of them says anything, so what they mean for the others is a guess."""
    for area in page.merged_cells.ranges:
        if area.max_row > head and columns & set(range(area.min_col, area.max_col + 1)):
            yield SheetFault(where(str(page.title), str(area.coord)), "merged cells", "one cell for each row")


def _spot(cell: AnyCell) -> Spot:
    return Spot(said(getattr(cell.value, "text", cell.value)), _place(cell))


def _place(cell: AnyCell) -> str:
    return where(str(cell.parent.title), cell.coordinate)
