"""What people do to a score sheet before it comes back: fill in, spoil, turn round, save by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet


def ratings_page(file: Path) -> tuple[Workbook, Worksheet, Mapping[str, int]]:
    """The workbook, its sheet with the ratings, and the number of each of that one's columns by name."""
    book = load_workbook(file)
    page = book["Ratings"]
    assert isinstance(page, Worksheet)
    return book, page, {str(cell.value): number for number, cell in enumerate(page[1], start=1)}


def fill(file: Path, values: Mapping[tuple[str, str], str]) -> None:
    """Type the ratings in, as with openpyxl: whole numbers in the column for them."""
    book, page, columns = ratings_page(file)
    for row in range(2, page.max_row + 1):
        pair = (str(page.cell(row, columns["Candidate"]).value), str(page.cell(row, columns["KSA"]).value))
        if pair in values:
            page.cell(row, columns["Rating"]).value = int(values[pair])
    book.save(file)


def spoil(file: Path, row: int, value: int) -> str:
    """Type something else into one cell of the ratings; gives what was there."""
    book, page, columns = ratings_page(file)
    cell = page.cell(row, columns["Rating"])
    before, cell.value = cell.value, value
    book.save(file)
    return str(before)


def turn_round(file: Path) -> None:
    """Sort the rows the other way round, as a person may who wants the last first."""
    book, page, _ = ratings_page(file)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    book.save(file)


def by_libreoffice(file: Path, folder: Path) -> bool:
    """Open and save the file with LibreOffice; False where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return False
    profile = f"-env:UserInstallation=file://{folder / 'office-profile'}"
    words = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "saved"),
        str(file),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    shutil.rmtree(folder / "office-profile", ignore_errors=True)
    (folder / "saved" / file.name).replace(file)
    (folder / "saved").rmdir()
    return True
