"""Score sheets: a member's ratings as a workbook, written out, filled in by whoever likes, and read back.

A sheet may come back sorted, filtered, with its columns moved, half-filled, and saved by another program.
What it says is taken by its headings and ids, never by places; everything that was changed and may not be is
refused with the cell named, all at once. What a sheet was written with is in the record, so a forged one is
found.
"""

from screening.sheets.issuing import Line, Sheet, sheet_of, written
from screening.sheets.reading import Returned, read
from screening.sheets.taking import Taken, take
from screening.sheets.writing import render

__all__ = ["Line", "Returned", "Sheet", "Taken", "read", "render", "sheet_of", "take", "written"]
