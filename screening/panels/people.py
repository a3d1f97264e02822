"""Who sits on a panel: joining, leaving, and taking no part for a candidate."""

from __future__ import annotations

from collections.abc import Sequence

from screening.errors import PanelError
from screening.panels.kinds import Joined, Left, Recused
from screening.panels.opening import check_members
from screening.panels.panel import Panel
from screening.panels.settings import Member
from screening.records import Draft, Hand, Paper


def join(panel: Panel, hand: Hand, member: Member, why: str = "") -> list[Draft]:
    """Add a member to an open panel; an id that was ever on it is refused."""
    _require_convener(panel, hand)
    known = {m.id for m in panel.opening.members} | {event.body.member.id for event in panel.of(Joined)}
    if member.id in known:
        raise PanelError(
            f"{member.id!r} is or was a member of panel {panel.id}",
            expected="somebody new",
            do="who left does not come back: what they have seen cannot be undone",
        )
    check_members([*panel.members.values(), member])
    return [panel.draft(hand, Joined(panel=panel.id, member=member), why=why)]


def leave(panel: Panel, hand: Hand, member: str, why: str = "") -> list[Draft]:
    """Let a member go; the panel must stay one of three with a chair. What they have locked stands."""
    _require_convener(panel, hand)
    panel.require_member(member)
    check_members([m for m in panel.members.values() if m.id != member])
    return [panel.draft(hand, Left(panel=panel.id, member=member), why=why)]


def recuse(panel: Panel, hand: Hand, member: str, candidates: Sequence[str], reason: str = "") -> list[Draft]:
    """Take a member out for some candidates: their ratings of these no longer count, and they see none.

    A member does it for themselves, the chair or HR for anybody. The reason is a paper.
    """
    panel.require_open()
    actor = panel.require_member(hand.who)
    panel.require_member(member)
    if hand.who != member and actor.role == "member":
        raise PanelError(
            f"{hand.who!r} recuses {member!r}",
            expected="members to recuse themselves; the chair or HR anybody",
            do=f"have {member!r} or the chair do it: `screening panel recuse`",
        )
    drafts = []
    for candidate in dict.fromkeys(candidates):
        panel.require_candidate(candidate)
        if (member, candidate) in panel.recusals:
            continue
        papers = [Paper(candidate=candidate, name="reason", text=reason)]
        body = Recused(panel=panel.id, member=member, candidate=candidate)
        drafts.append(panel.draft(hand, body, papers))
    return drafts


def _require_convener(panel: Panel, hand: Hand) -> None:
    panel.require_open()
    if panel.require_member(hand.who).role == "member":
        raise PanelError(
            f"{hand.who!r} is a member of panel {panel.id} without office",
            expected="the chair or HR to change who sits on it",
            do="have one of these do it: `screening panel members`",
        )
