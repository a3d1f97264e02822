"""Closing a panel: when all is rated, locked and decided, the consensus is recorded and the panel locked."""

from __future__ import annotations

from screening.errors import PanelError, few
from screening.panels.consensus import consensus_of, disagreements
from screening.panels.kinds import Closed, Verdict
from screening.panels.locking import crowded_of
from screening.panels.panel import Panel
from screening.panels.settings import FEWEST_RATERS
from screening.records import Draft, Hand

SHOWN = 8
"""So many things that keep a panel open are told before the others are counted."""


def close(panel: Panel, hand: Hand, why: str = "") -> list[Draft]:
    """Close a complete panel; what is missing is told. The chair or HR closes."""
    panel.require_open()
    if panel.require_member(hand.who).role == "member":
        raise PanelError(
            f"{hand.who!r} may not close the panel",
            expected="the chair or HR to close it",
            do=f"have it done by {_conveners(panel)}",
        )
    missing = unfinished(panel)
    if missing:
        raise PanelError(
            f"panel {panel.id} is not complete: " + few(missing, SHOWN, "; ", "; "),
            expected="every KSA rated and locked by all raters, and every disagreement decided",
            do=f"`screening panel show {panel.id}` lists what is still to do, by applicant",
        )
    consensus: dict[str, dict[str, Verdict]] = {candidate: {} for candidate in panel.candidates}
    for candidate, ksa in panel.pairs:
        final = consensus_of(panel, (candidate, ksa))
        assert final is not None  # unfinished() has found nothing
        consensus[candidate][ksa] = Verdict(rating=final.rating, how=final.how, levels=final.levels)
    return [panel.draft(hand, Closed(panel=panel.id, consensus=consensus), why=why)]


def _conveners(panel: Panel) -> str:
    """Who may close the panel, by id."""
    return " or ".join(m.id for m in panel.members.values() if m.role != "member")


def unfinished(panel: Panel) -> tuple[str, ...]:
    """What keeps a panel from being closed, in sentences; empty when nothing does."""
    found = [] if panel.candidates else ["no application is before it"]
    for candidate in panel.candidates:
        raters = panel.raters(candidate)
        waiting = [rater for rater in raters if (rater, candidate) not in panel.locks]
        if len(raters) < FEWEST_RATERS:
            found.append(f"{candidate} has {len(raters)} raters, and needs {FEWEST_RATERS}: add a member")
        elif waiting and crowded_of(panel, [candidate]):
            who = waiting[0] if len(waiting) == 1 else f"one of {', '.join(waiting)}"
            found.append(f"{', '.join(raters)} rate {candidate}, and by sme-qa only two may: recuse {who}")
        elif waiting:
            found.append(f"{', '.join(waiting)} did not lock {candidate}")
    found += [f"{d.candidate}, {d.ksa} is not decided" for d in disagreements(panel) if d.resolved is None]
    return tuple(found)
