"""A store in a relational database, by SQLAlchemy: the same statements on SQLite and on PostgreSQL.

Writers take turns. On SQLite a transaction that writes begins IMMEDIATE, which takes the file's one write
lock; on PostgreSQL it locks the mark's row first. Whoever comes second waits, then sees what the first wrote.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, Row, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from screening.errors import RecordError
from screening.records import (
    ERASED,
    Draft,
    Entry,
    Fault,
    Head,
    Sealed,
    canonical,
    entry_after,
    head_of,
    read_entry,
    seal,
    verify,
    verify_papers,
)
from screening.stores import Act
from screening.stores.tables import entries, mark, papers
from screening.stores.transactions import told, transaction

SALT_BYTES = 32


class RelationalStore:
    """A store over an engine that ``screening.stores.opening`` has set and migrated."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self, act: Act) -> tuple[Entry, ...]:
        """Add what an act says, in one transaction; see the protocol."""
        with transaction(self._engine, writes=True) as connection:
            head = _locked_mark(connection)
            seen = _all_entries(connection)
            _refuse_mismatch(seen, head)
            return _add(connection, head, act(seen))

    def append(self, *drafts: Draft) -> tuple[Entry, ...]:
        """Add entries that depend on nothing in the record."""
        with transaction(self._engine, writes=True) as connection:
            return _add(connection, _locked_mark(connection), drafts)

    def entries(self) -> tuple[Entry, ...]:
        """The whole record in order."""
        with transaction(self._engine) as connection:
            return _all_entries(connection)

    def head(self) -> Head:
        """The end of the chain as it is marked."""
        with transaction(self._engine) as connection:
            return _head(connection.execute(select(mark)).one_or_none())

    def paper(self, digest: str) -> Sealed | None:
        """The paper of that digest, if it is kept."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(papers).where(papers.c.digest == digest)).one_or_none()
            return _sealed(row) if row else None

    def papers(self) -> tuple[Sealed, ...]:
        """Every paper that is kept, by digest."""
        with transaction(self._engine) as connection:
            rows = connection.execute(select(papers).order_by(papers.c.digest))
            return tuple(map(_sealed, rows))

    def erase(self, candidate: str, draft: Draft) -> Entry:
        """Remove a candidate's papers, then take their remains out of the database's files.

        The rows and the entry go in one transaction. What backups and PostgreSQL's own log still hold is its
        administrator's to remove.
        """
        with transaction(self._engine, writes=True) as connection:
            head = _locked_mark(connection)
            theirs = papers.c.candidate == candidate
            digests = connection.scalars(
                select(papers.c.digest).where(theirs).order_by(papers.c.digest)
            ).all()
            connection.execute(delete(papers).where(theirs))
            body = {**draft.body, "candidate": candidate, ERASED: list(digests)}
            (entry,) = _add(connection, head, [draft.model_copy(update={"body": body})])
        self._scrub()
        return entry

    def verify(self, outside: Head | None = None) -> tuple[Fault, ...]:
        """Everything that is wrong with the record and its papers, all from one moment."""
        with transaction(self._engine) as connection:
            found, readable = list[Fault](), list[Entry]()
            rows = connection.execute(select(entries).order_by(entries.c.number)).all()
            for row in rows:
                try:
                    readable.append(read_entry(row.content, row.digest))
                    _check_place(row, readable[-1])
                except RecordError as error:
                    found.append(Fault(kind="changed", number=max(1, row.number), says=error.found))
            mark_row = connection.execute(select(mark)).one_or_none()
            sealed = tuple(map(_sealed, connection.execute(select(papers))))
        try:
            head = _head(mark_row)
        except RecordError as error:
            head = None
            found.append(Fault(kind="missing", number=1, says=error.found))
        there = {row.number for row in rows} if found else set()
        in_chain = [
            f for f in verify(readable, head, outside) if f.kind != "missing" or f.number not in there
        ]
        return (*found, *in_chain, *verify_papers(readable, sealed))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _scrub(self) -> None:
        """Rewrite what may still hold erased text: SQLite's log, PostgreSQL's dead rows."""
        sqlite = self._engine.dialect.name == "sqlite"
        statement = "PRAGMA wal_checkpoint(TRUNCATE)" if sqlite else "VACUUM (FULL) papers"
        try:
            if sqlite:
                raw = self._engine.raw_connection()
                try:
                    raw.cursor().execute(statement).close()
                finally:
                    raw.close()
                return
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(statement))
        except DBAPIError as error:
            raise told(error, self._engine) from error


def _locked_mark(connection: Connection) -> Head:
    """The head, held against other writers until the transaction ends."""
    return _head(connection.execute(select(mark).with_for_update()).one_or_none())


def _head(row: Row[Any] | None) -> Head:
    if row is None:
        raise RecordError("the mark of the record is missing", do="compare the store with an exported record")
    try:
        return Head(entries=row.entries, digest=row.digest)
    except ValidationError as error:
        raise RecordError(
            "the mark of the record is damaged", do="compare the store with an exported record"
        ) from error


def _all_entries(connection: Connection) -> tuple[Entry, ...]:
    rows = connection.execute(select(entries).order_by(entries.c.number))
    return tuple(map(_entry, rows))


def _entry(row: Row[Any]) -> Entry:
    """The entry of a row; what stands beside its content must agree with it."""
    entry = read_entry(row.content, row.digest)
    _check_place(row, entry)
    return entry


def _check_place(row: Row[Any], entry: Entry) -> None:
    if (entry.number, entry.previous) != (row.number, row.previous):
        raise RecordError(
            f"the entry that stands as number {row.number} was written as number {entry.number}",
            expected="entries where they were written",
            do="it was moved by other means than this program: compare it with an exported record",
        )


def _refuse_mismatch(seen: Sequence[Entry], head: Head) -> None:
    """Refuse to go on from a record whose end is not the one that was marked."""
    if head_of(seen) != head:
        raise RecordError(
            f"the record has {len(seen)} entries, and its mark says {head.entries}",
            expected="a record that nobody has tampered with",
            do="`screening audit verify` tells all; nothing is written to a broken record",
        )


def _add(connection: Connection, head: Head, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """Seal, number and write the drafts, and move the mark."""
    added = []
    for draft in drafts:
        ready, sealed = seal(draft, lambda: secrets.token_hex(SALT_BYTES))
        for paper in sealed:
            row = paper.model_dump() | {"text": canonical(paper.text)}
            connection.execute(insert(papers).values(row))
        entry = entry_after(head, ready)
        row = {"number": entry.number, "previous": entry.previous, "digest": entry.digest}
        connection.execute(insert(entries).values(row | {"content": entry.content}))
        head = Head(entries=entry.number, digest=entry.digest)
        added.append(entry)
    if added:
        connection.execute(update(mark).values(entries=head.entries, digest=head.digest))
    return tuple(added)


def _sealed(row: Row[Any]) -> Sealed:
    try:
        words = json.loads(row.text)
    except ValueError:
        words = row.text  # changed by other means: kept as found, so that verification tells of it
    return Sealed(digest=row.digest, candidate=row.candidate, name=row.name, salt=row.salt, text=str(words))
