"""Merges and splits: parts of a requirement that came up in another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.revisions.entries import StandardEntry
from screening.revisions.pairing import Pair
from screening.revisions.parts import Part

GAINED_AT_LEAST = 2
"""So many words of a part must have come with the change; a single word may have come from anywhere."""


@dataclass(frozen=True)
class Flow:
    """Parts of one entry that another one asks for in the other version: both by index, parts as printed."""

    source: int
    target: int
    parts: tuple[str, ...]
    whole: bool


def merges(old: Sequence[StandardEntry], new: Sequence[StandardEntry], pairs: Sequence[Pair]) -> list[Flow]:
    """What the new entries took over from old ones that have no successor of their own.

    A new entry without a predecessor needs two such sources: one alone would only be a rewording.
    """
    before = {j: i for i, j in pairs}
    left = [i for i in range(len(old)) if i not in before.values()]
    had = {j: old[before[j]].stems if j in before else frozenset[str]() for j in range(len(new))}
    gained = [entry.stems - had[j] for j, entry in enumerate(new)]
    flows = [flow for i in left for flow in _flows(i, old[i], new, gained)]
    counts = [flow.target for flow in flows]
    return [flow for flow in flows if flow.target in before or counts.count(flow.target) > 1]


def splits(old: Sequence[StandardEntry], new: Sequence[StandardEntry], pairs: Sequence[Pair]) -> list[Flow]:
    """What new entries without a predecessor took from old ones: merges, read from the new version back."""
    found = merges(new, old, [(j, i) for i, j in pairs])
    return [Flow(flow.target, flow.source, flow.parts, flow.whole) for flow in found]


def _flows(
    source: int, entry: StandardEntry, others: Sequence[StandardEntry], gained: Sequence[frozenset[str]]
) -> list[Flow]:
    """Where an entry went as a whole, or each of its parts; as a whole also among entries of another kind."""
    home = _home(Part(entry.text, entry.stems), others, gained)
    if home is not None:
        return [Flow(source, home, tuple(part.text for part in entry.parts), whole=True)]
    taken: dict[int, list[str]] = {}
    for part in entry.parts:
        best = _home(part, others, gained)
        if best is not None and others[best].kind == entry.kind:
            taken.setdefault(best, []).append(part.text)
    return [
        Flow(source, target, tuple(parts), whole=len(parts) == len(entry.parts))
        for target, parts in sorted(taken.items())
    ]


def _home(part: Part, others: Sequence[StandardEntry], gained: Sequence[frozenset[str]]) -> int | None:
    """The entry that gained most of a part's words, the first of equals; None when none gained enough."""
    gains = [_gain(part, other, new) for other, new in zip(others, gained, strict=True)]
    most = max(gains, default=0)
    return gains.index(most) if most else None


def _gain(part: Part, other: StandardEntry, gained: frozenset[str]) -> int:
    """How many words of a part came into another entry; 0 unless all are there and most are new there."""
    came = len(part.stems & gained)
    enough = came >= GAINED_AT_LEAST and 2 * came >= len(part.stems)
    return came if enough and part.stems <= other.stems else 0
