"""Setting the engine's rating aside: by a person, with a code and a reason."""

from __future__ import annotations

from screening.errors import PanelError
from screening.panels.consensus import consensus_of, met
from screening.panels.kinds import Code, Overridden
from screening.panels.panel import Pair, Panel
from screening.records import Draft, Hand, Paper


def override(panel: Panel, hand: Hand, pair: Pair, value: str, code: Code, reason: str) -> list[Draft]:
    """Replace the engine's rating of a pair on which the panel has no consensus; the last override counts.

    A rater must have locked the candidate first: an override shows their hand. The reason is a paper.
    """
    candidate, ksa = pair
    panel.require_open()
    member = panel.require_member(hand.who)
    panel.require_candidate(candidate)
    panel.require_ksa(ksa)
    level = panel.level(value)
    _refuse_early(panel, member.id, member.rates, pair)
    if not reason.strip():
        raise PanelError(
            "the override has no reason",
            expected="a code and a reason",
            do="say in a sentence what the engine missed or misread",
        )
    engine = panel.engine[candidate].ratings[ksa].rating
    if met(level) == engine:
        raise PanelError(
            f"the engine says {engine} of {candidate}, {ksa} too",
            expected="a value that says otherwise",
            do="give another value, or leave the engine's rating as it stands",
        )
    body = Overridden(
        panel=panel.id, candidate=candidate, ksa=ksa, value=value, level=level, engine=engine, code=code
    )
    return [panel.draft(hand, body, [Paper(candidate=candidate, name="reason", text=reason)], why=code)]


def _refuse_early(panel: Panel, member: str, rates: bool, pair: Pair) -> None:
    candidate, ksa = pair
    if (member, candidate) in panel.recusals:
        raise PanelError(
            f"{member!r} is recused for {candidate}",
            expected="a member who is not",
            do="leave the override to the other members",
        )
    if rates and (member, candidate) not in panel.locks:
        raise PanelError(
            f"{member!r} did not lock their ratings of {candidate} yet",
            expected="own ratings first, then a word on the engine's",
            do=f"`screening panel lock {panel.id} {candidate}`",
        )
    if consensus_of(panel, pair) is not None:
        raise PanelError(
            f"the panel has its own consensus on {candidate}, {ksa}, which counts before the engine",
            expected="a rating on which there is none",
            do="nothing is needed: the consensus stands on the slate, and not the engine's rating",
        )
