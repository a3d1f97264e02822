"""Opens a store by its URL: SQLite or PostgreSQL, made and migrated as needed, before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from screening.errors import StoreError
from screening.stores import Store
from screening.stores.accounts import Accounts
from screening.stores.relational import RelationalStore
from screening.stores.tables import REVISION
from screening.stores.transactions import WRITES, told
from screening.stores.waiting import PATIENCE_S, write_ahead

DEFAULT = "sqlite:///panel.db"
DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
MIGRATING = 7_226_477_846
"""PostgreSQL's advisory lock while a store is migrated; the number is arbitrary and never changes."""
IS_THERE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename = 'alembic_version'",
}


OPENERS: dict[str, Callable[[str, bool], Store]] = {}
"""Stores in no relational database, by the scheme of their URLs; each is opened by the URL and ``create``."""


def open_store(url: str = DEFAULT, *, create: bool = False) -> Store:
    """The store at a URL, at the newest revision; without ``create`` one that is not there is refused."""
    opener = OPENERS.get(url.partition(":")[0])
    return opener(url, create) if opener else RelationalStore(open_engine(url, create=create))


def open_accounts(url: str = DEFAULT, *, create: bool = False) -> Accounts:
    """The accounts, sessions and drafts in the same database; see ``open_store``."""
    return Accounts(open_engine(url, create=create))


def open_engine(url: str, *, create: bool = False) -> Engine:
    """An engine on a database at the newest revision."""
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        _check_file(address, create)
    engine = engine_for(address)
    try:
        _bring_up(engine, create)
    except DBAPIError as error:
        engine.dispose()
        raise told(error, engine) from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema in its error, and Python cannot
        engine.dispose()
        raise StoreError(
            "the store is damaged",
            where=address.database or url,
            expected="a database as `screening panel open` has made it",
            do="bring it back from a backup; nothing was changed",
        ) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def address_of(url: str) -> URL:
    """A store's URL, with the driver that is used for it; other databases are refused."""
    expected = "sqlite:///FILE or postgresql://USER@HOST/DATABASE"
    try:
        address = make_url(url)
    except ArgumentError as error:
        is_file = url.endswith((".db", ".sqlite"))
        do = f"write sqlite:///{url}" if is_file else "check --store and SCREENING_STORE"
        raise StoreError(f"{url!r} is no URL of a store", expected=expected, do=do) from error
    if address.drivername in DRIVERS:
        address = address.set(drivername=DRIVERS[address.drivername])
    if address.drivername not in DRIVERS.values():
        raise StoreError(
            f"a store cannot be kept in {address.drivername!r}",
            expected=expected,
            do="name a SQLite file or a PostgreSQL database with --store",
        )
    return address


def _check_file(address: URL, create: bool) -> None:
    """Refuse a SQLite store that is not there, unless it may be made, and one kept in memory."""
    name = address.database
    if not name or name == ":memory:":
        raise StoreError(
            "a store in memory is lost at once",
            expected="sqlite:///FILE",
            do="name a file for it, such as --store sqlite:///panel.db",
        )
    path = Path(name)
    if not path.exists() and not create:
        raise StoreError(
            "there is no store",
            where=name,
            expected="a store that `screening panel open` has made",
            do="name the store with --store, or open a panel first",
        )
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent}", where=name, do="make it first")


def engine_for(address: URL) -> Engine:
    """An engine whose connections are set for a record that must not be lost.

    Errors do not repeat what was to be written: it may be an applicant's words, and errors reach logs.
    """
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", _set_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        address, isolation_level="READ COMMITTED", connect_args={"connect_timeout": 10}, hide_parameters=True
    )


def _set_sqlite(connection: object, _record: object) -> None:
    """Set one connection: wait for others, write to the disk before saying so, overwrite what is erased."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # BEGIN is written by _begin_sqlite
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_S * 1000}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writer's takes the file's write lock at once, so it never has to upgrade."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(engine: Engine, create: bool) -> None:
    """Make the tables, or bring them to the newest revision; one process at a time."""
    with engine.connect() as connection:
        there = _revision(connection)
    if there == REVISION:
        return
    if there is None and not create:
        raise StoreError(
            "the database holds no store",
            where=engine.url.render_as_string(hide_password=True),
            do="name the store with --store, or open a panel first",
        )
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))
        if _revision(connection) != REVISION:
            _migrate(connection)


def _revision(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none of ours."""
    if not connection.execute(text(IS_THERE[connection.dialect.name])).scalar_one():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _use_wal(engine: Engine) -> None:
    """Turn on write-ahead logging."""
    raw = engine.raw_connection()
    try:
        write_ahead(raw.cursor().execute)
    except Exception as error:
        raise OperationalError("PRAGMA journal_mode = WAL", {}, error) from error
    finally:
        raw.close()


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"the store is of a newer kind: {error}",
            expected=f"a store of revision {REVISION} or earlier",
            do="use a newer version of this program",
        ) from error
