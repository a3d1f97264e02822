"""Overrides of the engine that a revision makes stale: kept, marked, and listed for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from screening.panels import Panel
from screening.panels.consensus import consensus_of
from screening.rescoring.impact import StaleOverride
from screening.rescoring.scope import REASONS, Reason, Scope
from screening.results import RatingValue

Ground = Callable[[str, str], tuple[tuple[Reason, ...], RatingValue | None]]
"""For a candidate and a new KSA: why the pair was judged again, if it was, and what the engine says now."""
GONE = "it is no longer asked for"


def overrides_on(panels: Iterable[Panel], scope: Scope, ground: Ground) -> tuple[list[StaleOverride], int]:
    """The overrides on panels of the old version that have lost their ground, and how many keep it.

    An override answers one reading of one wording. It is stale where the KSA is gone, or the pair was judged
    again; a consensus of the panel counts before it, and then nothing hangs on the override.
    """
    address = scope.old.document.address
    stale, standing = list[StaleOverride](), 0
    for panel in panels:
        if panel.opening.standard == address:
            found = list(_of(panel, scope, ground))
            stale += [one for one in found if one is not None]
            standing += sum(one is None for one in found)
    return stale, standing


def _of(panel: Panel, scope: Scope, ground: Ground) -> Iterator[StaleOverride | None]:
    """Each override of a panel that counts: what has become of it, None where it stands."""
    for (candidate, ksa), event in panel.overrides.items():
        if consensus_of(panel, (candidate, ksa)) is not None:
            continue
        followers = [one.ksa for one in scope.ksas if ksa in one.sources]
        grounds = [ground(candidate, follower) for follower in followers]
        why = [REASONS[reason] for reasons, _ in grounds for reason in reasons] if followers else [GONE]
        body = event.body
        yield (
            StaleOverride(
                panel=panel.id, candidate=candidate, ksa=ksa, by=event.entry.who, value=body.value,
                code=body.code, entry=event.entry.number, engine_then=body.engine,
                engine_now=grounds[0][1] if grounds else None, why=tuple(dict.fromkeys(why)),
            )
            if why
            else None
        )  # fmt: skip
