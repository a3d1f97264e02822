"""Replay: whether rating again gives the same bytes, and if not, which version differs."""

from __future__ import annotations

from screening.models import Record
from screening.records import canonical, sha256
from screening.results import Rating, Versions


class Replay(Record):
    """A rating of record beside the same rating made again; digests are of their canonical JSON."""

    ksa: str
    recorded: str
    again: str
    differs: dict[str, tuple[str, str]]
    """The versions that are not the same: then, and now."""

    @property
    def same(self) -> bool:
        """Whether the rating came out the same, byte for byte."""
        return self.recorded == self.again


def replay(recorded: Rating, then: Versions, again: Rating, now: Versions) -> Replay:
    """Compare a rating of record with the one that the same words get now."""
    before, after = then.model_dump(), now.model_dump()
    return Replay(
        ksa=recorded.ksa,
        recorded=sha256(canonical(recorded.model_dump(mode="json"))),
        again=sha256(canonical(again.model_dump(mode="json"))),
        differs={name: (before[name], after[name]) for name in before if before[name] != after[name]},
    )
