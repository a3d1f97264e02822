"""The tables of a store. An entry is kept as the very text that is hashed: no column type changes it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text

REVISION = "0001"
"""The newest migration; a store at another revision is brought up to it when it is opened."""

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("previous", Text, nullable=False, unique=True),  # no two entries follow the same one: no fork
    Column("digest", Text, nullable=False, unique=True),
    Column("content", Text, nullable=False),
)
"""Append-only: triggers refuse to change or to remove a row."""

papers = Table(
    "papers",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("candidate", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("text", Text, nullable=False),  # as a JSON string, which every database keeps unchanged
)

mark = Table(
    "mark",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_mark"), primary_key=True, autoincrement=False),
    Column("entries", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)
"""One row: the head of the chain. It is what writers lock, and what a cut at the end is found by."""
