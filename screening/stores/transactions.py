"""One transaction of a database, as all tables here are read and written; and what a database refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from screening.errors import StoreError

WRITES = "screening_writes"
"""The execution option of a connection that will write."""


def told(error: DBAPIError, engine: Engine) -> StoreError:
    """What a database said, as an error for a person; never with a password, nor with what was written."""
    said = str(error.orig).strip().splitlines()
    return StoreError(
        f"the database refuses: {said[0] if said else type(error.orig).__name__}",
        where=engine.url.render_as_string(hide_password=True),
        expected="a database that answers, and that nobody holds for long",
        do="nothing was written; try again, or check the URL and the database",
    )


@contextmanager
def transaction(engine: Engine, writes: bool = False) -> Iterator[Connection]:
    """One transaction: committed at the end, undone by any error; what the database refuses is told."""
    try:
        with engine.connect().execution_options(**{WRITES: writes}) as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        raise told(error, engine) from error
