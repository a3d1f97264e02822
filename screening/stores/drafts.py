"""What one person saved before submitting it. Every statement names the owner, so nobody reads another's."""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, Row, delete, func, insert, select, update

from screening.applications import Application
from screening.errors import StoreError
from screening.models import Record
from screening.stores.tables import drafts
from screening.stores.transactions import transaction

MOST = 100
"""Drafts that one person may keep."""


class KeptDraft(Record):
    """A draft as it was saved: an application under its owner's id, and when, in seconds since 1970, UTC."""

    id: str
    saved_at: int
    application: Application


class Drafts:
    """The drafts of one owner."""

    def __init__(self, engine: Engine, owner: str) -> None:
        self._engine, self._owner = engine, owner
        self._theirs = drafts.c.owner == owner

    def keep(self, application: Application, at: int) -> str:
        """Save a draft; its id, which nobody can guess."""
        made = secrets.token_urlsafe(12)
        with transaction(self._engine, writes=True) as connection:
            kept = connection.execute(select(func.count()).select_from(drafts).where(self._theirs))
            if kept.scalar_one() >= MOST:
                raise StoreError(f"{MOST} drafts are kept already", do="remove one that is no longer needed")
            connection.execute(
                insert(drafts).values(
                    id=made, owner=self._owner, standard=application.standard, saved_at=at,
                    content=application.model_dump_json(),
                )
            )  # fmt: skip
        return made

    def keep_again(self, draft: str, application: Application, at: int) -> bool:
        """Save in the place of an earlier draft; False when the owner has none of that id."""
        values = {"standard": application.standard, "saved_at": at, "content": application.model_dump_json()}
        with transaction(self._engine, writes=True) as connection:
            changed = connection.execute(
                update(drafts).where(drafts.c.id == draft, self._theirs).values(**values)
            )
            return bool(changed.rowcount)

    def all(self) -> tuple[KeptDraft, ...]:
        """The owner's drafts, the latest first."""
        asked = select(drafts).where(self._theirs).order_by(drafts.c.saved_at.desc(), drafts.c.id)
        with transaction(self._engine) as connection:
            return tuple(map(_kept, connection.execute(asked)))

    def find(self, draft: str) -> KeptDraft | None:
        """One of the owner's drafts; None where it is not theirs, or is none."""
        with transaction(self._engine) as connection:
            row = connection.execute(select(drafts).where(drafts.c.id == draft, self._theirs)).one_or_none()
            return _kept(row) if row else None

    def forget(self, draft: str) -> bool:
        """Remove one of the owner's drafts; False when the owner has none of that id."""
        with transaction(self._engine, writes=True) as connection:
            gone = connection.execute(delete(drafts).where(drafts.c.id == draft, self._theirs))
            return bool(gone.rowcount)


def _kept(row: Row[tuple[object, ...]]) -> KeptDraft:
    return KeptDraft(
        id=row.id, saved_at=row.saved_at, application=Application.model_validate_json(row.content)
    )  # fmt: skip
