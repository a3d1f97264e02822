"""A panel as its entries make it: a fold over the record, and the questions that its rules ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import ValidationError

from screening.errors import PanelError, RecordError
from screening.panels.kinds import (
    KINDS,
    NAMES,
    About,
    ApplicationAdded,
    Closed,
    Decided,
    EngineRated,
    Joined,
    Left,
    Locked,
    Opened,
    Overridden,
    Rated,
    Recused,
)
from screening.panels.settings import VALUES, Level, Member, PanelSettings
from screening.records import Draft, Entry, Hand, Paper

B = TypeVar("B", bound=About)
Pair = tuple[str, str]
"""A candidate's id and a KSA's."""


@dataclass(frozen=True)
class Event(Generic[B]):
    """An entry with what it says."""

    entry: Entry
    body: B


@dataclass(frozen=True)
class Panel:
    """The state of one panel; every list is in the order of the record."""

    events: Mapping[type[About], Sequence[Event[About]]]

    def of(self, kind: type[B]) -> tuple[Event[B], ...]:
        """The events of one kind."""
        return tuple(e for e in self.events.get(kind, ()))  # type: ignore[misc]

    @cached_property
    def opening(self) -> Opened:
        """What the panel was opened with."""
        return self.of(Opened)[0].body

    @property
    def id(self) -> str:
        """The panel's id."""
        return self.opening.panel

    @property
    def settings(self) -> PanelSettings:
        """What was fixed at the opening."""
        return self.opening.settings

    @property
    def ksas(self) -> tuple[str, ...]:
        """The KSAs' ids in the standard's order."""
        return self.opening.ksas

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """Who sits on the panel now, by id."""
        joined = (event.body.member for event in self.of(Joined))
        left = {event.body.member for event in self.of(Left)}
        return {m.id: m for m in (*self.opening.members, *joined) if m.id not in left}

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The candidates' ids in the order in which their applications came."""
        return tuple(event.body.candidate for event in self.of(ApplicationAdded))

    @cached_property
    def applications(self) -> Mapping[str, ApplicationAdded]:
        """What came in, by candidate."""
        return {event.body.candidate: event.body for event in self.of(ApplicationAdded)}

    @cached_property
    def engine(self) -> Mapping[str, EngineRated]:
        """The engine's advice by candidate."""
        return {event.body.candidate: event.body for event in self.of(EngineRated)}

    @cached_property
    def ratings(self) -> Mapping[tuple[str, str, str], Event[Rated]]:
        """The ratings that stand, by candidate, KSA and member: of several the last."""
        found = {}
        for event in self.of(Rated):
            found[(event.body.candidate, event.body.ksa, event.entry.who)] = event
        return found

    @cached_property
    def locks(self) -> frozenset[tuple[str, str]]:
        """Which members have locked which candidates: (member, candidate)."""
        return frozenset((event.entry.who, event.body.candidate) for event in self.of(Locked))

    @cached_property
    def recusals(self) -> frozenset[tuple[str, str]]:
        """Which members take no part for which candidates: (member, candidate)."""
        return frozenset((event.body.member, event.body.candidate) for event in self.of(Recused))

    @cached_property
    def decisions(self) -> Mapping[Pair, Event[Decided]]:
        """What disagreements were resolved to; of several decisions the last."""
        return {(event.body.candidate, event.body.ksa): event for event in self.of(Decided)}

    @cached_property
    def overrides(self) -> Mapping[Pair, Event[Overridden]]:
        """Where a person has set the engine's rating aside; of several overrides the last."""
        return {(event.body.candidate, event.body.ksa): event for event in self.of(Overridden)}

    @cached_property
    def closing(self) -> Closed | None:
        """What the panel ended with; None while it is open."""
        closed = self.of(Closed)
        return closed[-1].body if closed else None

    @property
    def closed_at(self) -> datetime | None:
        """When the panel was closed; None while it is open."""
        closed = self.of(Closed)
        return closed[-1].entry.at if closed else None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Everything that is to be rated, candidate by candidate, KSAs in the standard's order."""
        return tuple((candidate, ksa) for candidate in self.candidates for ksa in self.ksas)

    def raters(self, candidate: str) -> tuple[str, ...]:
        """Whose ratings of a candidate count: raters not recused; of those who left, who had locked."""
        known = (*self.opening.members, *(event.body.member for event in self.of(Joined)))
        return tuple(
            member.id
            for member in dict.fromkeys(known)
            if member.rates
            and (member.id, candidate) not in self.recusals
            and (member.id in self.members or (member.id, candidate) in self.locks)
        )

    def settled(self, candidate: str) -> bool:
        """Whether everybody whose rating of a candidate counts has locked it."""
        raters = self.raters(candidate)
        return bool(raters) and all((rater, candidate) in self.locks for rater in raters)

    # --- what is refused everywhere ---

    def require_open(self) -> None:
        """Refuse to act on a panel that is closed."""
        if self.closing is not None:
            raise PanelError(
                f"panel {self.id} is closed, and its record is locked",
                expected="an open panel",
                do="to correct a closed panel's decision, open another one on the same applications",
            )

    def require_member(self, who: str) -> Member:
        """The member who acts; strangers are refused."""
        if who not in self.members:
            raise PanelError(
                f"{who!r} is no member of panel {self.id}",
                expected="one of " + ", ".join(self.members),
                do="say which member acts (--as ID, or SCREENING_AS), or have the chair add you",
            )
        return self.members[who]

    def require_candidate(self, candidate: str) -> None:
        """Refuse a candidate who is not before the panel."""
        if candidate not in self.applications:
            raise PanelError(
                f"candidate {candidate!r} is not before panel {self.id}",
                expected=f"one of its {len(self.candidates)} candidates: {_some(self.candidates)}",
                do="correct the id, or add the application",
            )

    def require_ksa(self, ksa: str) -> None:
        """Refuse a KSA that the panel's standard does not have."""
        if ksa not in self.ksas:
            raise PanelError(
                f"{self.opening.standard} has no KSA {ksa!r}",
                expected="one of " + ", ".join(self.ksas),
                do="correct the id, or act on the panel whose standard has this KSA",
            )

    def level(self, value: str) -> Level:
        """The level of a value on the panel's scale; another value is refused."""
        values = VALUES[self.settings.scale]
        if value not in values:
            raise PanelError(
                f"{value!r} is not on the panel's scale",
                expected="one of " + ", ".join(values),
                do=f"give {', '.join([*values][:-1])} or {[*values][-1]}: the panel was opened on this scale",
            )
        return values[value]

    def draft(self, hand: Hand, body: About, papers: Sequence[Paper] = (), why: str = "") -> Draft:
        """A draft of an entry of this panel."""
        return draft_of(hand, body, papers, why)


def draft_of(hand: Hand, body: About, papers: Sequence[Paper] = (), why: str = "") -> Draft:
    """An entry's draft: the kind is the body's; papers that say nothing are left out."""
    plain = body.model_dump(mode="json", exclude={"papers"})
    kept = tuple(paper for paper in papers if paper.text.strip())
    return Draft(who=hand.who, at=hand.at, kind=NAMES[type(body)], body=plain, why=why, papers=kept)


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:10]) + (", …" if len(ids) > 10 else "")


def panels_in(entries: Iterable[Entry]) -> dict[str, Panel]:
    """Every panel of a record by id, in the order of their opening."""
    gathered: dict[str, dict[type[About], list[Event[About]]]] = {}
    for entry in entries:
        body = KINDS.get(entry.kind)
        if body is None:
            continue
        event = Event(entry, _read(body, entry))
        gathered.setdefault(event.body.panel, {}).setdefault(body, []).append(event)
    return {name: Panel(events) for name, events in gathered.items() if Opened in events}


def panel_of(entries: Iterable[Entry], panel: str) -> Panel:
    """One panel of a record; an unknown one is refused with those that there are."""
    mine = [e for e in entries if e.kind == "panel-opened" or e.body.get("panel") == panel]
    known = panels_in(mine)
    if panel not in known:
        raise PanelError(
            f"there is no panel {panel!r}",
            expected="one of " + ", ".join(known) if known else "a panel that was opened",
            do="`screening panel show` lists them; `screening panel open` opens one",
        )
    return known[panel]


def _read(body: type[B], entry: Entry) -> B:
    try:
        return body.model_validate(entry.body)
    except ValidationError as error:
        raise RecordError(
            f"entry {entry.number} says {entry.kind!r}, and its body does not",
            expected=", ".join(body.model_fields),
            do="it was written by another version of this program: use that one, or a newer one",
        ) from error
