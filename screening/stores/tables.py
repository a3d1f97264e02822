"""The tables of a store. An entry is kept as the very text that is hashed: no column type changes it."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text

REVISION = "0002"
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

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("roles", Text, nullable=False),  # their names in alphabetical order, a space between
    Column("password", Text),  # an argon2 hash; null: no password opens this account
    Column("subject", Text, unique=True),  # who this is at the identity provider; null: unknown there
    Column("made_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
)
"""Who may come in. All times here and below are whole seconds since 1970, UTC."""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the token: who reads the table cannot come in
    Column("account", Text, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # browser or program
    Column("begun_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("standard", Text, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
    Column("content", Text, nullable=False),  # an application as JSON
)
"""What people saved of their own before submitting it; no part of the record."""

keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the web signs with, kept so that forms opened before a restart still work after it."""
