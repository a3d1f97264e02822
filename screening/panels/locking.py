"""Locking: a member declares their ratings of a candidate final, and may from then on see those of others."""

from __future__ import annotations

from collections.abc import Sequence

from screening.errors import PanelError, few
from screening.panels.kinds import Locked
from screening.panels.panel import Panel
from screening.panels.settings import FEWEST_RATERS
from screening.records import Draft, Hand

SHOWN = 5
"""So many candidates, or KSAs, are named before the others are counted."""


def lock(panel: Panel, hand: Hand, candidates: Sequence[str] = ()) -> list[Draft]:
    """Lock a member's ratings of these candidates, or of all before the panel; half-rated are refused."""
    panel.require_open()
    if not panel.require_member(hand.who).rates:
        raise PanelError(
            f"{hand.who!r} does not rate, so there is nothing to lock",
            expected="a rater",
            do="act as a member who rates (--as ID)",
        )
    for candidate in candidates:
        panel.require_candidate(candidate)
    chosen = [c for c in candidates or panel.candidates if (hand.who, c) not in panel.recusals]
    gaps = {c: open_ for c in chosen if (open_ := unrated(panel, hand.who, c))}
    if gaps:
        told = few([f"{c}: {_ksas(ksas, len(panel.ksas))}" for c, ksas in gaps.items()], SHOWN, "; ", "; ")
        raise PanelError(
            f"{hand.who!r} has not rated {told}",
            expected="a rating of every KSA before locking",
            do="rate these, or lock only the candidates whom you have rated in full",
        )
    _refuse_crowd(panel, chosen)
    fresh = [c for c in dict.fromkeys(chosen) if (hand.who, c) not in panel.locks]
    return [panel.draft(hand, Locked(panel=panel.id, candidate=candidate)) for candidate in fresh]


def _refuse_crowd(panel: Panel, candidates: Sequence[str]) -> None:
    """Refuse, before anything is final, a third rater where points are made of what two have given."""
    crowded = crowded_of(panel, candidates)
    if crowded:
        raters = ", ".join(panel.raters(crowded[0]))
        raise PanelError(
            f"{raters} rate {few(crowded, SHOWN)}, and points by sme-qa are made of what two have given",
            expected="two raters of each candidate, and a third who decides where they differ",
            do=f"`screening panel recuse {panel.id} MEMBER {crowded[0]}` for who is not to rate them",
        )


def crowded_of(panel: Panel, candidates: Sequence[str]) -> list[str]:
    """The candidates whom more rate than points are made of: nobody's ratings of them can be locked."""
    return [c for c in candidates if panel.settings.two_rate and len(panel.raters(c)) > FEWEST_RATERS]


def _ksas(missing: Sequence[str], asked: int) -> str:
    """The KSAs that are missing of so many."""
    return f"any of {asked} KSAs" if len(missing) == asked else few(missing, SHOWN)


def unrated(panel: Panel, member: str, candidate: str) -> tuple[str, ...]:
    """The KSAs of a candidate that a member has not rated yet."""
    return tuple(ksa for ksa in panel.ksas if (candidate, ksa, member) not in panel.ratings)
