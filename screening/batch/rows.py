"""Rows of a table, from CSV or Parquet: the columns candidate, ksa and text, submitted_on if there is one.

Whatever is wrong with a row is kept with it, so that its applicant can be told. A file that is no table of
this kind at all is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from screening.applications import CANDIDATE, Application
from screening.batch.spilling import Row
from screening.errors import ApplicationError
from screening.files.parsed import MAX_BYTES
from screening.reports.extras import demanded

COLUMNS = ("candidate", "ksa", "text")
OPTIONAL = ("submitted_on",)
ROWS_AT_ONCE = 512
NUL = "\x00"
AN_ID = "an id of letters, digits and . _ : - without spaces (never a name)"


def application_from(rows: Sequence[Row], code: str) -> Application:
    """The application that the rows of one candidate make; any row that is bad refuses the whole of it."""
    for row in rows:
        if row.wrong:
            raise ApplicationError(row.wrong, where=row.where, expected=row.expected,
                                   do="correct the row; the candidate's other rows were not rated either")
    narratives: dict[str, str] = {}
    first: dict[str, str] = {}
    for row in rows:
        ksa = row.ksa or ""
        if ksa in narratives:
            raise ApplicationError(
                f"a second text for {ksa!r}, after {first[ksa]}",
                where=row.where,
                expected="one row for each candidate and KSA",
                do="join the two texts, or remove one",
            )
        narratives[ksa], first[ksa] = row.text or "", row.where
    days = {row.submitted_on for row in rows if row.submitted_on}
    if len(days) > 1:
        raise ApplicationError(
            f"submitted on {', '.join(sorted(days))}",
            expected="one day for a candidate",
            do="write the same day into all rows of this candidate",
        )
    return Application(
        candidate=rows[0].candidate or "",
        standard=code,
        submitted_on=date.fromisoformat(days.pop()) if days else None,
        narratives=narratives,
    )


def checked(where: str, fields: dict[str, str | None], wrong: str = "", expected: str = "") -> Row:
    """A row with what is wrong with it; its candidate is None where it is no id."""
    candidate = (fields.get("candidate") or "").strip()
    day = (fields.get("submitted_on") or "").strip()
    whole = not any("\udc80" <= c <= "\udcff" for value in fields.values() if value for c in value)
    known = bool(CANDIDATE.match(candidate))
    faults = [
        (bool(wrong), wrong, expected),
        (not whole, "a byte that is not UTF-8", "text saved as UTF-8"),
        (not known, f"candidate is {candidate[:60]!r}" if candidate else "there is no candidate", AN_ID),
        (not (fields.get("ksa") or "").strip(), "there is no ksa", "the id of a KSA"),
        (fields.get("text") is None, "there is no text", "what the applicant wrote, which may be empty"),
        (bool(day) and not _is_day(day), f"submitted_on is {day[:60]!r}", "a day as YYYY-MM-DD"),
    ]
    found = next(((told, wanted) for faulty, told, wanted in faults if faulty), ("", ""))
    shown = {name: value and _sound(value) for name, value in fields.items()}
    return Row(
        where=where,
        candidate=candidate if known else None,
        ksa=(shown.get("ksa") or "").strip(),
        text=shown.get("text"),
        submitted_on=_sound(day) or None,
        wrong=_sound(found[0]),
        expected=found[1],
    )


def _sound(words: str) -> str:
    """The words with a question mark for each byte that is not UTF-8."""
    return words.encode("utf-8", "replace").decode()


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


# --- CSV -------------------------------------------------------------------------------------------------


def csv_rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file with a header, as they stand; bytes that are not UTF-8 spoil their row only."""
    csv.field_size_limit(MAX_BYTES)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        reader = csv.reader(_bounded_lines(stream), strict=True)
        names = _header(reader, path)
        while True:
            line = reader.line_num + 1
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _broken(f"{path.name}:{line}", reader.line_num, error)
                continue
            if values:
                yield _csv_row(f"{path.name}:{line}", names, values)


def _csv_row(where: str, names: Sequence[str], values: Sequence[str]) -> Row:
    fields: dict[str, str | None] = dict.fromkeys(names)
    fields.update(zip(names, values, strict=False))
    if len(values) != len(names):
        return checked(where, fields, f"the row has {len(values)} fields", f"{len(names)}, as the header has")
    if any(value and NUL in value for value in values):
        return checked(where, fields, "the row holds a NUL byte", "text")
    return checked(where, fields)


def _broken(where: str, last: int, error: csv.Error) -> Row:
    found = f"from here to line {last} this is no CSV: {error}"
    return Row(where=where, wrong=found, expected="fields in quotes that end, quotes inside them doubled")


def _bounded_lines(stream: TextIO) -> Iterator[str]:
    """The lines of a file, none of them longer than a field may be: one without end is broken there."""
    while line := stream.readline(MAX_BYTES):
        yield line


def _header(reader: Any, path: Path) -> list[str]:
    try:
        names = [name.strip().lower() for name in next(reader)]
    except (StopIteration, csv.Error):
        names = []
    return _known(names, path)


def _known(names: list[str], path: Path) -> list[str]:
    missing = [name for name in COLUMNS if name not in names]
    strange = [name for name in names if name not in COLUMNS + OPTIONAL]
    if missing or strange or len(set(names)) < len(names):
        told = f"no column {', '.join(missing)}" if missing else f"the columns {', '.join(names)}"
        raise ApplicationError(
            f"the table has {told}"[:400],
            where=str(path),
            expected="the columns candidate, ksa, text, and submitted_on if there is one; no others",
            do="name the columns so in the first line, and drop the others",
        )
    return names


# --- Parquet ---------------------------------------------------------------------------------------------


def parquet_rows(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file, a few at a time; where is the number of the row, from 1."""
    arrow, parquet = demanded("pyarrow", "parquet"), demanded("pyarrow.parquet", "parquet")
    try:
        file = parquet.ParquetFile(path)
        names = _known(list(file.schema_arrow.names), path)
        number = 0
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=names):
            for row in batch.to_pylist():
                number += 1
                yield _parquet_row(f"{path.name}:{number}", row)
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ApplicationError(
            f"it cannot be read as Parquet: {str(error).splitlines()[0]}", where=str(path),
            expected="a whole Parquet file", do="write it again; nothing was rated",
        ) from error  # fmt: skip


def _parquet_row(where: str, row: dict[str, Any]) -> Row:
    fields = {name: _told(value) for name, value in row.items()}
    strange = next((n for n, v in row.items() if n != "submitted_on" and not isinstance(v, str | None)), None)
    if strange:
        return checked(where, fields, f"{strange} is no text but {type(row[strange]).__name__}", "text")
    return checked(where, fields)


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
