"""Overrides whose ground a recorded rescoring took away: kept as they are, marked, and listed.

An override sets aside what the engine said of a pair. Where a revision had that pair judged again, or asks
for the KSA no longer, nobody has weighed it against what the engine says now: a person must look.
"""

from __future__ import annotations

from collections.abc import Iterable

from screening.models import Record
from screening.records import Entry
from screening.results import RatingValue

RESCORED = "run-rescored"
"""The kind of the entry that a rescoring leaves beside that of its new run."""


class Stale(Record):
    """Why an override is stale: what changed, what the engine says now, by which version, in which entry.

    ``engine_now`` is None where the KSA is no longer asked for.
    """

    why: tuple[str, ...]
    engine_now: RatingValue | None
    new: str
    entry: int


def stale_in(entries: Iterable[Entry], panel: str) -> dict[int, Stale]:
    """A panel's stale overrides by the number of their entry; of several rescorings the last one tells."""
    return {
        one["entry"]: Stale(
            why=tuple(one["why"]), engine_now=one["engine_now"], new=entry.body["new"], entry=entry.number
        )
        for entry in entries
        if entry.kind == RESCORED
        for one in entry.body["stale_overrides"]
        if one["panel"] == panel
    }
