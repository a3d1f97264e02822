"""Locking: a member declares their ratings of a candidate final, and may from then on see those of others."""

from __future__ import annotations

from collections.abc import Sequence

from screening.errors import PanelError
from screening.panels.kinds import Locked
from screening.panels.panel import Panel
from screening.records import Draft, Hand


def lock(panel: Panel, hand: Hand, candidates: Sequence[str] = ()) -> list[Draft]:
    """Lock a member's ratings of these candidates, or of all before the panel; half-rated are refused."""
    panel.require_open()
    if not panel.require_member(hand.who).rates:
        raise PanelError(f"{hand.who!r} does not rate, so there is nothing to lock", expected="a rater")
    for candidate in candidates:
        panel.require_candidate(candidate)
    chosen = [c for c in candidates or panel.candidates if (hand.who, c) not in panel.recusals]
    gaps = {c: open_ for c in chosen if (open_ := unrated(panel, hand.who, c))}
    if gaps:
        told = "; ".join(f"{candidate}: {', '.join(ksas)}" for candidate, ksas in gaps.items())
        raise PanelError(
            f"{hand.who!r} has not rated {told}",
            expected="a rating of every KSA before locking",
            do="rate these, or lock only the candidates whom you have rated in full",
        )
    fresh = [c for c in dict.fromkeys(chosen) if (hand.who, c) not in panel.locks]
    return [panel.draft(hand, Locked(panel=panel.id, candidate=candidate)) for candidate in fresh]


def unrated(panel: Panel, member: str, candidate: str) -> tuple[str, ...]:
    """The KSAs of a candidate that a member has not rated yet."""
    return tuple(ksa for ksa in panel.ksas if (candidate, ksa, member) not in panel.ratings)
