"""The record, its papers, its mark; entries may only be added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_GUARD = """
CREATE TRIGGER entries_refuse_{act} BEFORE {act} ON entries
BEGIN SELECT RAISE(ABORT, 'an entry of the record is never changed or removed'); END
"""
POSTGRESQL_REFUSAL = """
CREATE FUNCTION refuse_change_of_entries() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an entry of the record is never changed or removed'; END $$
"""
POSTGRESQL_GUARD = """
CREATE TRIGGER entries_refuse_{act} BEFORE {act} ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_entries()
"""


def upgrade() -> None:
    """Make the three tables, put the first mark, and guard the entries."""
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("previous", sa.Text, nullable=False, unique=True),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "papers",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("candidate", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_papers_candidate", "papers", ["candidate"])
    mark = op.create_table(
        "mark",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="one_mark"),
    )
    op.bulk_insert(mark, [{"id": 1, "entries": 0, "digest": "0" * 64}])
    _guard_entries()


def _guard_entries() -> None:
    """Triggers against a change by mistake; whoever means harm can drop them, and verification finds it."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(SQLITE_GUARD.format(act=act))
    else:
        op.execute(POSTGRESQL_REFUSAL)
        for act in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(POSTGRESQL_GUARD.format(act=act))
