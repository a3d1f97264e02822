"""At which seat somebody sits before panels: their own in a team, else that of the member they act as.

Which panels somebody may open at all is said here; what of a panel they see there is
``screening.panels.visibility``'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Request

from screening.panels import Panel
from screening.panels.settings import ID, Member
from screening.web.desk import Asking, AtDesk, Desk
from screening.web.doors.people import Person
from screening.web.doors.sessions import cookie_name, stay_of

if TYPE_CHECKING:
    from screening.casebook import Reading
    from screening.sitting import Sitting

ACTING = "acting"
"""The cookie that keeps, on a server for one person, which member they act as."""
AN_ID = re.compile(ID)
NO_PANEL = "There is no such panel that you may open."


@dataclass(frozen=True)
class Seat:
    """Somebody before the panels; ``id`` is what the record names and panels know a member by."""

    person: Person
    id: str
    desk: Desk

    @property
    def sitting(self) -> Sitting:
        """What this somebody may do in the store, under their id."""
        return self.desk.sitting(self.id)

    def panels(self) -> list[Panel]:
        """The panels that may be opened from here, the newest first."""
        return [p for p in reversed(self.sitting.panels().values()) if may_open(p, self.person, self.id)]

    def panel(self, panel: str) -> Panel:
        """A panel that may be opened from here; 404 where there is none, or it is not for this seat."""
        state = self.sitting.panels().get(panel)
        if state is None or not may_open(state, self.person, self.id):
            raise HTTPException(404, NO_PANEL)
        return state

    async def read(self, panel: Panel, candidates: Iterable[str]) -> dict[str, Reading]:
        """The copies of applications that may be read from here; see ``Copies.seen``."""
        return await self.desk.copies.seen(self.sitting, panel, candidates)

    def member(self, panel: Panel) -> Member | None:
        """Whom of a panel's members this is; None for a stranger to it."""
        return panel.members.get(self.id)


def may_open(panel: Panel, person: Person, member: str) -> bool:
    """Whether somebody may open a panel: its members, auditors, and anybody with a role once it is closed."""
    if person.local or panel.closing is not None:
        return True
    return member in panel.members or "auditor" in person.roles


def seat_of(request: Request, desk: AtDesk, who: Asking) -> Seat:
    """The seat of whoever asks."""
    if not who.local:
        return Seat(who, who.id, desk)
    acting = request.cookies.get(cookie_name(desk.settings, ACTING), "")
    return Seat(who, acting if AN_ID.fullmatch(acting) else who.id, desk)


def sit_down(request: Request, member: str) -> None:
    """Act as a member from now on; empty: as oneself."""
    stay_of(request).cookies[ACTING] = member


AtSeat = Annotated[Seat, Depends(seat_of)]
