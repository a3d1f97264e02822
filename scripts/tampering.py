"""What somebody who has the database may do to a record, done to copies of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from screening.records import GENESIS, Draft, Head, entry_after
from screening.stores.opening import address_of, engine_for, open_store
from screening.stores.tables import entries as entries_table
from screening.stores.tables import mark as mark_table
from screening.stores.tables import papers as papers_table


def copy_of(store: str, file: Path) -> str:
    """The record and its papers in a new SQLite store, without the guards against change: a forger's own."""
    url = f"sqlite:///{file}"
    open_store(url, create=True).close()
    with engine_for(address_of(store)).connect() as source, engine_for(address_of(url)).begin() as copy:
        for act in ("update", "delete"):
            copy.execute(text(f"DROP TRIGGER entries_refuse_{act}"))
        copy.execute(mark_table.delete())
        for table in (entries_table, papers_table, mark_table):
            copy.execute(table.insert(), [dict(row._mapping) for row in source.execute(table.select())])
    return url


def harmed(url: str, statements: Sequence[str]) -> None:
    """Run statements on a copy, as its own program would not."""
    with engine_for(address_of(url)).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def forge(url: str, at: int) -> None:
    """Write the chain anew from an entry on, each digest right, the mark moved: nothing inside betrays it."""
    with closing(open_store(url)) as store:
        record = store.entries()
    head, rows = Head(entries=0, digest=GENESIS), []
    for entry in record:
        body = entry.body | ({"value": "0", "level": 0} if entry.number == at else {})
        draft = {"who": entry.who, "at": entry.at, "kind": entry.kind, "body": body, "why": entry.why}
        new = entry_after(head, Draft.model_validate(draft))
        rows.append(
            {"number": new.number, "previous": new.previous, "digest": new.digest, "content": new.content}
        )
        head = Head(entries=new.number, digest=new.digest)
    with engine_for(address_of(url)).begin() as connection:
        connection.execute(entries_table.delete())
        connection.execute(entries_table.insert(), rows)
        connection.execute(mark_table.update().values(entries=head.entries, digest=head.digest))
