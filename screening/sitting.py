"""A sitting: one person acting on the panels of one store. Here clock and identity meet the pure rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from screening.panels import Admission, Mark, Panel, open_panel, panel_of, panels_in, rate
from screening.panels.kinds import Opened
from screening.panels.retention import Kept, kept_in, require_not_held
from screening.records import Draft, Entry, Hand, Head, Sealed, check
from screening.stores import Store

PanelAct = Callable[[Panel, Hand], Sequence[Draft]]
"""One of the acts of ``screening.panels``, with what it does filled in."""


def wall_clock() -> datetime:
    """The instant that what is done now is dated with."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Sitting:
    """Who acts in which store; ``who`` is the id that the record will name."""

    store: Store
    who: str
    clock: Callable[[], datetime] = wall_clock

    def hand(self) -> Hand:
        """Who acts, now."""
        return Hand(who=self.who, at=self.clock())

    def panel(self, panel: str) -> Panel:
        """A panel as the record has it; a record that somebody tampered with is refused."""
        return panel_of(self.record(), panel)

    def panels(self) -> dict[str, Panel]:
        """All panels of the store, by id."""
        return panels_in(self.record())

    def record(self) -> tuple[Entry, ...]:
        """The whole record, checked."""
        entries = self.store.entries()
        check(entries)
        return entries

    def open(self, opened: Opened, admissions: Sequence[Admission], why: str = "") -> tuple[Entry, ...]:
        """Open a panel, with the applications before it."""

        def opening(entries: Sequence[Entry]) -> Sequence[Draft]:
            check(entries)
            first, *rest = open_panel(panels_in(entries), self.hand(), opened, admissions)
            return [first.model_copy(update={"why": why}), *rest]

        return self.store.write(opening)

    def act(self, panel: str, act: PanelAct) -> tuple[Entry, ...]:
        """Do something in a panel: state, rules and writing in one transaction of the store."""

        def checked(entries: Sequence[Entry]) -> Sequence[Draft]:
            check(entries)
            return act(panel_of(entries, panel), self.hand())

        return self.store.write(checked)

    def rate(self, panel: str, marks: Sequence[Mark]) -> tuple[Entry, ...]:
        """Record a member's ratings, one or a whole sheet's, all or none; what repeats adds no entry."""
        notes = {p.digest: p.text for p in self.store.papers() if p.name == "note"} if _noted(marks) else {}
        return self.act(panel, lambda state, hand: rate(state, hand, marks, notes))

    def paper(self, digest: str) -> Sealed | None:
        """A paper that is kept; None when it was erased."""
        return self.store.paper(digest)

    def note(self, kind: str, body: dict[str, object], why: str = "") -> Entry:
        """Record something that is no act of a panel's: that an export was made, for example."""
        (entry,) = self.store.append(Draft(who=self.who, at=self.clock(), kind=kind, body=body, why=why))
        return entry

    def erase(self, candidate: str, why: str, **terms: object) -> Entry:
        """Remove everything that was written by or about a candidate; ratings and chain stay.

        Whose papers are held is refused. ``terms`` go into the entry: the period that is over, for example.
        """
        require_not_held(self.record(), candidate)
        draft = Draft(who=self.who, at=self.clock(), kind="papers-erased", body=terms, why=why)
        return self.store.erase(candidate, draft)

    def today(self) -> date:
        """The day by the sitting's clock, in UTC as all of the record."""
        return self.clock().astimezone(UTC).date()

    def keeps(self, candidate: str) -> bool:
        """Whether any paper of a candidate is kept."""
        return any(paper.candidate == candidate for paper in self.store.papers())

    def kept(self, days: int) -> tuple[Kept, ...]:
        """What is kept of each candidate, and until when, if papers are kept so many days."""
        return kept_in(self.record(), self.store.papers(), days)

    def head(self) -> Head:
        """The head to export and to keep elsewhere."""
        return self.store.head()


def _noted(marks: Sequence[Mark]) -> bool:
    return any(mark.note.strip() for mark in marks)
