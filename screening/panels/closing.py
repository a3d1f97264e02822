"""Closing a panel: when all is rated, locked and decided, the consensus is recorded and the panel locked."""

from __future__ import annotations

from screening.errors import PanelError
from screening.panels.consensus import consensus_of, disagreements
from screening.panels.kinds import Closed, Verdict
from screening.panels.panel import Panel
from screening.panels.settings import FEWEST_RATERS
from screening.records import Draft, Hand


def close(panel: Panel, hand: Hand, why: str = "") -> list[Draft]:
    """Close a complete panel; what is missing is told, all of it. The chair or HR closes."""
    panel.require_open()
    if panel.require_member(hand.who).role == "member":
        raise PanelError(f"{hand.who!r} closes the panel", expected="the chair or HR to close it")
    missing = unfinished(panel)
    if missing:
        raise PanelError(
            f"panel {panel.id} is not complete: " + "; ".join(missing),
            expected="every KSA rated and locked by all raters, and every disagreement decided",
        )
    consensus: dict[str, dict[str, Verdict]] = {candidate: {} for candidate in panel.candidates}
    for candidate, ksa in panel.pairs:
        final = consensus_of(panel, (candidate, ksa))
        assert final is not None  # unfinished() has found nothing
        consensus[candidate][ksa] = Verdict(rating=final.rating, how=final.how, levels=final.levels)
    return [panel.draft(hand, Closed(panel=panel.id, consensus=consensus), why=why)]


def unfinished(panel: Panel) -> tuple[str, ...]:
    """What keeps a panel from being closed, in sentences; empty when nothing does."""
    found = [] if panel.candidates else ["no application is before it"]
    for candidate in panel.candidates:
        raters = panel.raters(candidate)
        waiting = [rater for rater in raters if (rater, candidate) not in panel.locks]
        if len(raters) < FEWEST_RATERS:
            found.append(f"{candidate} has {len(raters)} raters, and needs {FEWEST_RATERS}: add a member")
        elif waiting:
            found.append(f"{', '.join(waiting)} did not lock {candidate}")
    found += [f"{d.candidate}, {d.ksa} is not decided" for d in disagreements(panel) if d.resolved is None]
    return tuple(found)
