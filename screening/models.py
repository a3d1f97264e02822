"""The base of every record in the project: immutable, and closed to fields that nobody defined."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen pydantic model that refuses unknown fields and values of the wrong type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
