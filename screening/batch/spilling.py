"""Rows that belong together though they lie far apart: gathered by candidate in a file, never in memory.

A table of (candidate, ksa, text) may hold an applicant's rows anywhere. They are written to a temporary file,
numbered as each candidate first appears, and read back in that order, group by group.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from screening.errors import ScreeningError
from screening.models import Record

CACHE_KIB = 16_384
"""Memory that the file's pages and its sorter may take."""


class Row(Record):
    """One row of a table: where it stands, its fields as text, and what is wrong with it by itself.

    A row without a usable candidate is a unit of its own; any other belongs to its candidate's application.
    """

    where: str
    candidate: str | None = None
    ksa: str | None = None
    text: str | None = None
    submitted_on: str | None = None
    wrong: str = ""
    expected: str = ""


class Spill:
    """The groups of a table, on disk while this lives."""

    def __init__(self, rows: Iterable[Row]) -> None:
        try:
            self._open()
            self._fill(rows)
        except sqlite3.Error as error:
            raise ScreeningError(
                f"the rows cannot be gathered: {error}",
                expected="room for a copy of the table", do="set TMPDIR to a folder with room",
            ) from error  # fmt: skip
        (self.groups,) = self._connection.execute("SELECT count(*) FROM groups").fetchone()
        (self.rows,) = self._connection.execute("SELECT count(*) FROM rows").fetchone()

    def read(self) -> Iterator[list[Row]]:
        """The rows of each unit, in the order in which units first appear; rows as they stood."""
        found = self._connection.execute("SELECT unit, row FROM rows ORDER BY unit, number")
        for _, group in groupby(found, key=lambda pair: pair[0]):
            yield [Row.model_validate_json(row) for _, row in group]

    def _open(self) -> None:
        self._connection = _temporary()
        self._connection.execute("CREATE TABLE groups (unit INTEGER PRIMARY KEY, candidate TEXT UNIQUE)")
        self._connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, unit INTEGER, row TEXT)")

    def _fill(self, rows: Iterable[Row]) -> None:
        for row in rows:
            # Rows without a candidate have none in common: NULL is unique each time.
            self._connection.execute("INSERT OR IGNORE INTO groups (candidate) VALUES (?)", (row.candidate,))
            unit = self._connection.execute(
                "SELECT unit FROM groups WHERE candidate = ?", (row.candidate,)
            ).fetchone() or self._connection.execute("SELECT max(unit) FROM groups").fetchone()
            self._connection.execute(
                "INSERT INTO rows (unit, row) VALUES (?, ?)", (unit[0], row.model_dump_json())
            )
        self._connection.execute("CREATE INDEX by_unit ON rows (unit, number)")
        self._connection.commit()


def _temporary() -> sqlite3.Connection:
    """A database in a file without a name: whatever ends this process, the words in it are gone."""
    connection = sqlite3.connect("")
    for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
        connection.execute(f"PRAGMA {setting}")
    return connection


class Seen:
    """Which candidates have come by, and where first; kept in a temporary file, however many they are."""

    def __init__(self) -> None:
        self._connection = _temporary()
        self._connection.execute("CREATE TABLE seen (candidate TEXT PRIMARY KEY, at TEXT) WITHOUT ROWID")

    def before(self, candidate: str, where: str) -> str | None:
        """Where this candidate was first seen; None if only now."""
        added = self._connection.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", (candidate, where)
        ).rowcount
        if added:
            return None
        row = self._connection.execute("SELECT at FROM seen WHERE candidate = ?", (candidate,)).fetchone()
        return str(row[0])
