"""The formats of a slate, the engine's or a panel's, and what is refused before one is made."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from screening.errors import ScreeningError


class SlateFormat(StrEnum):
    """The formats that a slate is written in."""

    TEXT, JSON, CSV, HTML = "text", "json", "csv", "html"
    XLSX, PARQUET, PDF = "xlsx", "parquet", "pdf"


BINARY = frozenset((SlateFormat.XLSX, SlateFormat.PARQUET, SlateFormat.PDF))
"""The formats that only a file can hold."""


def check_ready(format: SlateFormat, out: Path | None, copies: Iterable[SlateFormat] = ()) -> None:
    """Refuse before anything is rated, ranked or recorded what could not be written after it."""
    from screening.reports import parquet, pdf

    if format in BINARY and out is None:
        raise ScreeningError(
            f"{format.value} is no text that a terminal can show",
            expected="a file for it",
            do=f"name one with --out slate.{format.value}",
        )
    wanted = {format, *copies}
    for needed, ready in ((SlateFormat.PARQUET, parquet.ready), (SlateFormat.PDF, pdf.ready)):
        if needed in wanted:
            ready()
