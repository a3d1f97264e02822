"""Who may come in: accounts, the sessions that they hold, and keys. Times are whole seconds since 1970, UTC.

Passwords come and go as hashes, and tokens as digests: nothing here opens a door by being read.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update

from screening.errors import AccountError, StoreError
from screening.models import Record
from screening.stores.drafts import Drafts
from screening.stores.tables import accounts, drafts, keys, sessions
from screening.stores.transactions import transaction

SEEN_EVERY_S = 60
"""A session's last use is written at most this often, so that reading pages does not wait for writers."""


class Account(Record):
    """Somebody who may come in; ``id`` is what the record names, and what panels know a member by."""

    id: str
    roles: frozenset[str]
    disabled: bool = False
    has_password: bool = False
    subject: str | None = None
    """Who this is at the identity provider."""


class Session(Record):
    """One stay of an account: of a browser that logged in, or of a program with a token."""

    digest: str
    account: str
    kind: Literal["browser", "program"] = "browser"
    begun_at: int
    ends_at: int


class Accounts:
    """Accounts and what belongs to them, over an engine that ``screening.stores.opening`` has migrated."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, account: Account, at: int, password: str | None = None) -> None:
        """Make an account, with the hash of its password; an id or a subject that is taken is refused."""
        row = {"id": account.id, "roles": _written(account.roles), "subject": account.subject,
               "password": password, "made_at": at}  # fmt: skip
        with transaction(self._engine, writes=True) as connection:
            if connection.execute(select(accounts.c.id).where(accounts.c.id == account.id)).first():
                raise AccountError(f"there is an account {account.id!r} already", do="choose another id")
            _refuse_taken(connection, account.id, account.subject)
            connection.execute(insert(accounts).values(row))

    def find(self, account: str) -> Account | None:
        """The account of that id."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == account)).one_or_none()
            return _account(row) if row else None

    def of_subject(self, subject: str) -> Account | None:
        """The account of whom the identity provider knows as ``subject``."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(accounts).where(accounts.c.subject == subject)).one_or_none()
            return _account(row) if row else None

    def all(self) -> tuple[Account, ...]:
        """Every account, by id."""
        with transaction(self._engine) as connection:
            return tuple(map(_account, connection.execute(select(accounts).order_by(accounts.c.id))))

    def password(self, account: str) -> str | None:
        """The hash of a password that opens an account; None where there is none, or it is disabled."""
        with transaction(self._engine) as connection:
            asked = (accounts.c.id == account) & accounts.c.disabled_at.is_(None)
            return connection.scalar(select(accounts.c.password).where(asked))

    def set_password(self, account: str, password: str, keep: str = "") -> None:
        """Change the hash; every session of the account ends, but the one of the digest ``keep``."""
        with transaction(self._engine, writes=True) as connection:
            _change(connection, account, password=password)
            _end_all(connection, account, keep)

    def rehash(self, account: str, password: str) -> None:
        """Keep the same password under a newer hash; sessions go on."""
        with transaction(self._engine, writes=True) as connection:
            _change(connection, account, password=password)

    def set_roles(self, account: str, roles: frozenset[str]) -> None:
        """Give an account these roles instead; its sessions have them from the next request on."""
        with transaction(self._engine, writes=True) as connection:
            _change(connection, account, roles=_written(roles))

    def set_subject(self, account: str, subject: str | None) -> None:
        """Say who an account is at the identity provider."""
        with transaction(self._engine, writes=True) as connection:
            _refuse_taken(connection, account, subject)
            _change(connection, account, subject=subject)

    def disable(self, account: str, at: int) -> None:
        """Shut an account: nobody comes in by it, and whoever is in is out."""
        with transaction(self._engine, writes=True) as connection:
            _change(connection, account, disabled_at=at)
            _end_all(connection, account)

    def enable(self, account: str) -> None:
        """Open a disabled account again; its old sessions stay ended."""
        with transaction(self._engine, writes=True) as connection:
            _change(connection, account, disabled_at=None)

    def remove(self, account: str) -> None:
        """Remove an account with its sessions and all that it saved; what the record says of it stays."""
        with transaction(self._engine, writes=True) as connection:
            _end_all(connection, account)
            connection.execute(delete(drafts).where(drafts.c.owner == account))
            if not connection.execute(delete(accounts).where(accounts.c.id == account)).rowcount:
                raise _unknown(account)

    def begin(self, session: Session, instead_of: str = "") -> None:
        """Begin a session, in place of the one of that digest; sessions that are over are swept out."""
        with transaction(self._engine, writes=True) as connection:
            over = or_(sessions.c.ends_at <= session.begun_at, sessions.c.digest == instead_of)
            connection.execute(delete(sessions).where(over))
            connection.execute(insert(sessions).values(**session.model_dump(), seen_at=session.begun_at))

    def present(self, digest: str, now: int, idle_s: int) -> tuple[Account, Session] | None:
        """Who holds a token, if their session goes on: not over, not left alone too long, not disabled."""
        awake = or_(sessions.c.kind == "program", sessions.c.seen_at > now - idle_s)
        asked = (sessions.c.digest == digest) & (sessions.c.ends_at > now) & awake
        with transaction(self._engine) as connection:
            row = connection.execute(
                select(accounts, sessions).join(sessions, sessions.c.account == accounts.c.id)
                .where(asked, accounts.c.disabled_at.is_(None))
            ).one_or_none()  # fmt: skip
        if row is None:
            return None
        if now - row.seen_at >= SEEN_EVERY_S:
            self._see(digest, now)
        session = Session.model_validate({name: getattr(row, name) for name in Session.model_fields})
        return _account(row), session

    def end(self, digest: str) -> None:
        """End one session."""
        with transaction(self._engine, writes=True) as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def end_all(self, account: str, keep: str = "") -> None:
        """End every session of an account, but the one of the digest ``keep``."""
        with transaction(self._engine, writes=True) as connection:
            _end_all(connection, account, keep)

    def drafts(self, owner: str) -> Drafts:
        """What one account saved; nothing of anybody else's can be reached through it."""
        return Drafts(self._engine, owner)

    def key(self, name: str, value: str) -> str:
        """The key of that name; ``value`` becomes it where there is none yet."""
        asked = select(keys.c.value).where(keys.c.name == name)
        with transaction(self._engine) as connection:
            found = connection.scalar(asked)
        if found is None:
            with transaction(self._engine, writes=True) as connection:
                found = connection.scalar(asked)
                if found is None:
                    connection.execute(insert(keys).values(name=name, value=value))
        return value if found is None else str(found)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _see(self, digest: str, now: int) -> None:
        """Write when a session was last used; a database that is busy with writers may miss it."""
        with suppress(StoreError), transaction(self._engine, writes=True) as connection:
            connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=now))


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id, roles=frozenset(row.roles.split()), disabled=row.disabled_at is not None,
        has_password=row.password is not None, subject=row.subject,
    )  # fmt: skip


def _written(roles: frozenset[str]) -> str:
    return " ".join(sorted(roles))


def _change(connection: Connection, account: str, **values: object) -> None:
    """Change an account that must be there."""
    if not connection.execute(update(accounts).where(accounts.c.id == account).values(**values)).rowcount:
        raise _unknown(account)


def _refuse_taken(connection: Connection, account: str, subject: str | None) -> None:
    """Refuse a subject that is another account's."""
    theirs = (accounts.c.subject == subject) & (accounts.c.id != account)
    if subject is not None and (other := connection.scalar(select(accounts.c.id).where(theirs))):
        raise AccountError(
            f"account {other!r} has this subject at the identity provider already",
            do=f"check the subject; or give {other!r} another with `screening accounts subject` first",
        )


def _unknown(account: str) -> AccountError:
    return AccountError(
        f"there is no account {account!r}", do="`screening accounts list` names all; check the store's URL"
    )


def _end_all(connection: Connection, account: str, keep: str = "") -> None:
    connection.execute(
        delete(sessions).where(sessions.c.account == account, sessions.c.digest != keep)
    )  # fmt: skip
