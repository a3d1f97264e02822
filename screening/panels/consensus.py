"""From ratings to what the panel says: agreement, disagreement, the third who decides, and what counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from screening.errors import PanelError
from screening.models import Record
from screening.panels.kinds import Decided, DecidedHow, Verdict
from screening.panels.panel import Pair, Panel
from screening.panels.settings import FEWEST_RATERS, Level
from screening.ranking.candidacies import Decision, Origin
from screening.records import Draft, Hand, Paper
from screening.results import RatingValue


class Disagreement(Record):
    """Raters who differ on one KSA of one candidate: what each gave, and what it was resolved to."""

    candidate: str
    ksa: str
    values: dict[str, str]
    resolved: str | None = None


class Final(Verdict):
    """The rating that counts for one KSA of one candidate, and where it comes from."""

    candidate: str
    ksa: str
    value: str | None = None
    """On the panel's scale; None where raters agree that it is met at different levels, or the engine's."""
    entry: int | None = None
    """The entry that decided, where one did."""


def met(level: int) -> RatingValue:
    """What a level says: 1 and 2 demonstrate, 0 does not."""
    return "demonstrated" if level > 0 else "not-demonstrated"


def levels_of(panel: Panel, pair: Pair) -> dict[str, Level]:
    """What those whose rating counts gave, in their order; only when all of them have locked."""
    candidate, ksa = pair
    if not panel.settled(candidate):
        return {}
    raters = panel.raters(candidate)
    if len(raters) < FEWEST_RATERS:
        return {}
    return {rater: panel.ratings[(candidate, ksa, rater)].body.level for rater in raters}


def differ(panel: Panel, levels: Mapping[str, Level]) -> bool:
    """Whether levels disagree, in the sense that the panel has fixed."""
    seen = {met(level) if panel.settings.differ_on == "met" else level for level in levels.values()}
    return len(seen) > 1


def disagreements(panel: Panel) -> tuple[Disagreement, ...]:
    """Every KSA of a candidate on which locked raters differ, resolved or not, in the panel's order."""
    found = []
    for pair in panel.pairs:
        levels = levels_of(panel, pair)
        if differ(panel, levels):
            values = {rater: panel.ratings[(*pair, rater)].body.value for rater in levels}
            decision = panel.decisions.get(pair)
            resolved = decision.body.value if decision else None
            found.append(Disagreement(candidate=pair[0], ksa=pair[1], values=values, resolved=resolved))
    return tuple(found)


def decide(
    panel: Panel,
    hand: Hand,
    pair: Pair,
    value: str,
    how: DecidedHow = "tie-break",
    note: str = "",
) -> list[Draft]:
    """Resolve a disagreement, by a third or by what the raters agree on since; the last decision counts.

    A third is a member who has not rated the pair, or the chair; a consensus is recorded by the chair or HR.
    """
    candidate, ksa = pair
    panel.require_open()
    member = panel.require_member(hand.who)
    panel.require_candidate(candidate)
    panel.require_ksa(ksa)
    level = panel.level(value)
    if (member.id, candidate) in panel.recusals:
        raise PanelError(
            f"{member.id!r} is recused for {candidate}",
            expected="a member who is not",
            do="leave the decision to the other members",
        )
    if not differ(panel, levels_of(panel, pair)):
        raise _nothing_to_decide(panel, pair)
    rated = (candidate, ksa, member.id) in panel.ratings
    if how == "tie-break" and rated and member.role != "chair":
        raise PanelError(
            f"{member.id!r} has rated {candidate}, {ksa}",
            expected="a member who has not rated it, or the chair, to decide between the others",
            do="have one of them decide, or the chair record a consensus with --consensus",
        )
    if how == "consensus" and member.role == "member":
        raise PanelError(
            f"{member.id!r} records a consensus",
            expected="the chair or HR to record it",
            do="have one of these record it, or break a tie without --consensus",
        )
    body = Decided(panel=panel.id, candidate=candidate, ksa=ksa, value=value, level=level, how=how)
    return [panel.draft(hand, body, [Paper(candidate=candidate, name="note", text=note)])]


def _nothing_to_decide(panel: Panel, pair: Pair) -> PanelError:
    candidate, ksa = pair
    waiting = [r for r in panel.raters(candidate) if (r, candidate) not in panel.locks]
    if waiting:
        found = f"{', '.join(waiting)} did not lock their ratings of {candidate} yet"
    elif len(panel.raters(candidate)) < FEWEST_RATERS:
        found = f"{candidate} has fewer than {FEWEST_RATERS} raters"
    else:
        found = f"the raters agree on {candidate}, {ksa}"
    return PanelError(
        found,
        expected="a disagreement between locked ratings",
        do="`screening panel disagreements` lists what there is to decide",
    )


def consensus_of(panel: Panel, pair: Pair) -> Final | None:
    """What the panel says of a pair: raters agree, or a disagreement was resolved; None where neither is."""
    levels = levels_of(panel, pair)
    if not levels:
        return None
    given = tuple(levels.values())
    if not differ(panel, levels):
        values = {panel.ratings[(*pair, rater)].body.value for rater in levels}
        value = values.pop() if len(values) == 1 else None
        return _final(pair, met(given[0]), "agreed", given, value)
    decision = panel.decisions.get(pair)
    if decision is None:
        return None
    level = decision.body.level
    counted = (*given, level) if decision.body.how == "tie-break" else (level,) * len(given)
    return _final(pair, met(level), decision.body.how, counted, decision.body.value, decision.entry.number)


def final_of(panel: Panel, pair: Pair) -> Final:
    """The rating that counts: the panel's consensus, else an override of the engine, else the engine's."""
    agreed = consensus_of(panel, pair)
    if agreed is not None:
        return agreed
    overridden = panel.overrides.get(pair)
    if overridden is not None:
        body = overridden.body
        return _final(pair, met(body.level), "override", (), body.value, overridden.entry.number)
    return _final(pair, panel.engine[pair[0]].ratings[pair[1]].rating, "engine")


def finals(panel: Panel) -> dict[Pair, Final]:
    """The rating that counts for every pair, in the panel's order."""
    return {pair: final_of(panel, pair) for pair in panel.pairs}


def decisions_for(panel: Panel, candidate: str) -> dict[str, Decision]:
    """By KSA, what people have decided of a candidate, as the ranking takes it; the engine fills the rest."""
    found = {ksa: final_of(panel, (candidate, ksa)) for ksa in panel.ksas}
    return {
        ksa: Decision(ksa=ksa, rating=final.rating, origin=origin_of(final), levels=final.levels)
        for ksa, final in found.items()
        if final.how != "engine"
    }


def origin_of(final: Final) -> Origin:
    """Whose word a final rating is, as the ranking marks it."""
    if final.how == "override" or final.how == "engine":
        return final.how
    return "consensus"


def _final(
    pair: Pair,
    rating: RatingValue,
    how: Literal["agreed", "consensus", "tie-break", "override", "engine"],
    levels: tuple[Level, ...] = (),
    value: str | None = None,
    entry: int | None = None,
) -> Final:
    return Final(
        candidate=pair[0], ksa=pair[1], rating=rating, how=how, levels=levels, value=value, entry=entry
    )
