"""Retention: until when an applicant's papers are kept, and who is held back from erasure.

The period runs from the last paper that was made about a candidate or from the closing of their last panel,
whichever is later, as 29 CFR 1602.14 counts it. A hold (a charge or a complaint is pending) stops erasure,
until it is released; both are entries of the record. Nothing here knows what day it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from screening.errors import PanelError
from screening.models import Record
from screening.panels.copies import COPIED
from screening.panels.panel import Panel, panels_in
from screening.records import Draft, Entry, Hand, Sealed

HELD, RELEASED = "retention-held", "retention-released"
"""The kinds of the entries that stop an erasure, and let it go on."""


class Kept(Record):
    """What is kept of one candidate: how many papers, since when it rests, and what is in the way."""

    candidate: str
    papers: int
    panels: tuple[str, ...]
    open: tuple[str, ...]
    """The candidate's panels that are not closed."""
    rests: date
    """The day (UTC) of the last paper or closing: the period is counted from here."""
    until: date
    """The first day on which the papers may be erased."""
    held: str = ""
    """Why the papers are held; empty where they are not."""

    def due(self, today: date, also_open: bool = False) -> bool:
        """Whether the period is over, nothing is held, and no panel is open (or that is no matter)."""
        return self.until <= today and not self.held and (also_open or not self.open)


def kept_in(entries: Sequence[Entry], papers: Iterable[Sealed], days: int) -> tuple[Kept, ...]:
    """What is kept of every candidate, the earliest first; ``days`` is how long papers are to be kept."""
    panels, holds, made = panels_in(entries), holds_in(entries), _made(entries)
    digests: dict[str, list[str]] = {}
    for paper in papers:
        digests.setdefault(paper.candidate, []).append(paper.digest)
    found = [_kept(c, own, panels, made, days, holds.get(c, "")) for c, own in digests.items()]
    return tuple(sorted(found, key=lambda kept: (kept.until, kept.candidate)))


def _kept(
    candidate: str,
    digests: Sequence[str],
    panels: Mapping[str, Panel],
    made: Mapping[str, datetime],
    days: int,
    held: str,
) -> Kept:
    mine = [panel for panel in panels.values() if candidate in panel.applications]
    moments = [made[digest] for digest in digests if digest in made]
    moments += [at for panel in mine if (at := panel.closed_at) is not None]
    if not moments:
        raise PanelError(f"no entry tells of the papers of {candidate!r}", do="`screening audit verify`")
    rests = max(moments).date()
    return Kept(
        candidate=candidate,
        papers=len(digests),
        panels=tuple(panel.id for panel in mine),
        open=tuple(panel.id for panel in mine if panel.closing is None),
        rests=rests,
        until=rests + timedelta(days=days),
        held=held,
    )


def _made(entries: Iterable[Entry]) -> dict[str, datetime]:
    """When each paper was made, by digest; that somebody read a blind copy of it begins no new period."""
    return {
        digest: entry.at for entry in entries if entry.kind != COPIED for digest in entry.papers.values()
    }


def holds_in(entries: Iterable[Entry]) -> dict[str, str]:
    """Who is held now, and why."""
    holds: dict[str, str] = {}
    for entry in entries:
        if entry.kind == HELD:
            holds[entry.body["candidate"]] = entry.why
        elif entry.kind == RELEASED:
            holds.pop(entry.body["candidate"], None)
    return holds


def hold(entries: Sequence[Entry], hand: Hand, candidate: str, why: str) -> list[Draft]:
    """Hold a candidate's papers back from erasure; someone who is on no panel, or no ground, is refused."""
    if not any(candidate in panel.applications for panel in panels_in(entries).values()):
        raise PanelError(
            f"{candidate!r} is before no panel",
            expected="the id of a candidate",
            do="correct the id; `screening panel show` lists who is before a panel",
        )
    if not why.strip():
        raise PanelError(
            "the hold has no ground",
            expected="a ground for the record, without words about the applicant",
            do="add it with --why, such as --why 'charge 17-22 is pending'",
        )
    if candidate in holds_in(entries):
        raise PanelError(
            f"{candidate!r} is held already",
            expected="a candidate who is not",
            do="leave it so; for another ground release it first: `screening audit hold ID --release`",
        )
    return [Draft(who=hand.who, at=hand.at, kind=HELD, body={"candidate": candidate}, why=why)]


def release(entries: Sequence[Entry], hand: Hand, candidate: str, why: str) -> list[Draft]:
    """Let a hold go; the record keeps both."""
    if candidate not in holds_in(entries):
        raise PanelError(
            f"{candidate!r} is not held",
            expected="a candidate who is",
            do="correct the id; `screening audit retention --days DAYS` tells who is held",
        )
    return [Draft(who=hand.who, at=hand.at, kind=RELEASED, body={"candidate": candidate}, why=why)]


def require_not_held(entries: Iterable[Entry], candidate: str) -> None:
    """Refuse to erase what is held."""
    why = holds_in(entries).get(candidate)
    if why is not None:
        raise PanelError(
            f"the papers of {candidate!r} are held: {why}",
            expected="a candidate whose papers nobody holds",
            do="`screening audit hold ID --release` when the ground is gone",
        )
