"""A panel's ratings as its agreement is measured: locked, counted, and such as the reader may see."""

from __future__ import annotations

from screening.agreement.ratings import Item, MemberRating
from screening.panels.consensus import consensus_of
from screening.panels.panel import Panel
from screening.panels.visibility import sees_final, visible_to


def rated_in(panel: Panel, who: str | None) -> tuple[MemberRating, ...]:
    """The locked ratings of everybody whose rating counts, as far as the reader may see them."""
    return tuple(
        MemberRating(
            member=event.entry.who,
            candidate=event.body.candidate,
            ksa=event.body.ksa,
            value=event.body.level,
            at=event.entry.at,
        )
        for event in visible_to(panel, who).ratings
        if (event.entry.who, event.body.candidate) in panel.locks
        and event.entry.who in panel.raters(event.body.candidate)
    )


def settled_in(panel: Panel, who: str | None) -> dict[Item, int]:
    """The level that the panel came to, where there is one that the reader may see.

    Raters who agree that a KSA is met and differ on its level have no level in common, and none is made up.
    """
    found = {}
    for candidate, ksa in panel.pairs:
        final = consensus_of(panel, (candidate, ksa)) if sees_final(panel, who, candidate) else None
        if final is not None and final.value is not None:
            found[(candidate, ksa)] = int(panel.level(final.value))
    return found
