"""What a member may see: their own ratings always, those of others when their own are locked."""

from __future__ import annotations

from dataclasses import dataclass

from screening.panels.kinds import Rated
from screening.panels.panel import Event, Panel


@dataclass(frozen=True)
class View:
    """What one reader may see of a panel: ratings that stand, and for whom the engine's advice."""

    ratings: tuple[Event[Rated], ...]
    engine: frozenset[str]


def visible_to(panel: Panel, who: str | None) -> View:
    """What a reader may see now; None is somebody without a name, who sees a closed panel only."""
    shown = (e for (c, _, rater), e in panel.ratings.items() if sees_rating(panel, who, rater, c))
    return View(tuple(shown), frozenset(c for c in panel.candidates if sees_engine(panel, who, c)))


def sees_rating(panel: Panel, who: str | None, rater: str, candidate: str) -> bool:
    """Whether a reader may see a rater's ratings of a candidate.

    Ratings of others show when both have locked; who does not rate sees them when all raters have, so that
    whoever decides between two is not swayed by the first. Who is recused sees nothing of the candidate.
    """
    if panel.closing is not None:
        return True
    member = panel.members.get(who or "")
    if member is None or (member.id, candidate) in panel.recusals:
        return False
    if member.id == rater:
        return True
    if not member.rates:
        return panel.settled(candidate)
    return {(member.id, candidate), (rater, candidate)} <= panel.locks


def sees_final(panel: Panel, who: str | None, candidate: str) -> bool:
    """Whether a reader may see what the panel says of a candidate: all have locked, the reader takes part."""
    if panel.closing is not None:
        return True
    taking_part = who in panel.members and (who, candidate) not in panel.recusals
    return taking_part and panel.settled(candidate)


def sees_override(panel: Panel, who: str | None, by: str, candidate: str) -> bool:
    """Whether a reader may see an override: their own always, those of others with what the panel says."""
    own = who == by and (by, candidate) not in panel.recusals
    return own or sees_final(panel, who, candidate)


def sees_result(panel: Panel, who: str | None, candidate: str) -> bool:
    """Whether a reader may see which ratings of a candidate count now, and so a rank.

    Once all have locked it is what the panel says; before that the engine's advice, where the reader may see
    it and nobody has set it aside, for an override shows a member's hand.
    """
    if sees_final(panel, who, candidate):
        return sees_engine(panel, who, candidate)
    overridden = any(about == candidate for about, _ in panel.overrides)
    return not panel.settled(candidate) and not overridden and sees_engine(panel, who, candidate)


def sees_engine(panel: Panel, who: str | None, candidate: str) -> bool:
    """Whether a reader may see the engine's advice on a candidate, before or after rating, as was fixed."""
    if panel.closing is not None:
        return True
    member = panel.members.get(who or "")
    if member is None or (member.id, candidate) in panel.recusals:
        return False
    return panel.settings.evidence == "before" or not member.rates or (member.id, candidate) in panel.locks


def sees_application(panel: Panel, who: str | None, candidate: str) -> bool:
    """Whether a reader may read what a candidate wrote: members who take part, and anybody once it is closed.

    It is the copy that the panel's settings say, blind or as it came.
    """
    if panel.closing is not None:
        return True
    return who in panel.members and (who, candidate) not in panel.recusals
