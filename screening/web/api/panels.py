"""Panels: what of one you may see, and your own ratings.

Who sees what is for ``screening.panels.visibility`` to say; here only who may open a panel at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from screening.panels import Mark, Panel, lock
from screening.panels.settings import ID
from screening.panels.telling import document_of, line_of
from screening.records import Entry
from screening.web.api import gives, section, written
from screening.web.desk import Asking, AtDesk, Desk
from screening.web.doors.people import Person
from screening.web.messages import EntriesShape, PanelsShape, ToLock, ToRate

router = section("Panels")
InPath = Annotated[str, Path(max_length=100, examples=["2320-0012-1"])]
NO_PANEL = "There is no such panel that you may open."
YOURSELF = "You act as yourself here: leave out `as`."


def acting(
    who: Asking,
    member: Annotated[str | None, Query(
        alias="as", pattern=ID, description="Where nobody logs in: the member who acts.",
    )] = None,
) -> str:  # fmt: skip
    """The id by which a panel knows whoever asks; in a team everybody is themselves."""
    if who.local:
        return member or who.id
    if member not in (None, who.id):
        raise HTTPException(403, YOURSELF)
    return who.id


Acting = Annotated[str, Depends(acting)]


def _may_open(panel: Panel, who: Person, member: str) -> bool:
    """Whether somebody may open a panel at all: its members, auditors, and anybody once it is closed."""
    return who.local or panel.closing is not None or member in panel.members or "auditor" in who.roles


def _open(desk: Desk, who: Person, member: str, panel: str) -> Panel:
    """A panel that somebody may open; 404 where there is none, or it is not for them."""
    state = desk.sitting(member).panels().get(panel)
    if state is None or not _may_open(state, who, member):
        raise HTTPException(404, NO_PANEL)
    return state


@router.get("/panels", name="api-panels", responses=gives(PanelsShape, "Those that you may open."))
def panels(desk: AtDesk, who: Asking, member: Acting) -> Response:
    """List the panels that you may open: those that you sit on, and those that are closed."""
    states = desk.sitting(member).panels().values()
    told = [line_of(state) for state in states if _may_open(state, who, member)]
    return written(json.dumps({"panels": told}, ensure_ascii=False, indent=1) + "\n")


@router.get("/panels/{panel}", name="api-panel", responses=gives(dict[str, Any], "What you may see."))
def panel(desk: AtDesk, who: Asking, member: Acting, panel: InPath) -> Response:
    """Show a panel as far as you may see it: what `screening panel show --format json` writes.

    Ratings of others are in it when yours of the same candidate are locked.
    """
    document = document_of(_open(desk, who, member, panel), member)
    return written(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


@router.post("/panels/{panel}/ratings", name="api-panel-rate", responses=gives(EntriesShape, "Recorded."))
async def rate(desk: AtDesk, who: Asking, member: Acting, panel: InPath, asked: ToRate) -> Response:
    """Record your ratings, all or none; one given again supersedes the first, and both stay in the record."""
    marks = [Mark(**one.model_dump(), where=f"ratings.{n}") for n, one in enumerate(asked.ratings)]
    await run_in_threadpool(_open, desk, who, member, panel)
    return _told(await run_in_threadpool(desk.sitting(member).rate, panel, marks))


@router.post("/panels/{panel}/locks", name="api-panel-lock", responses=gives(EntriesShape, "Locked."))
async def lock_ratings(desk: AtDesk, who: Asking, member: Acting, panel: InPath, asked: ToLock) -> Response:
    """Lock your ratings of candidates: from then on you see those of others, and yours stay as they are."""
    await run_in_threadpool(_open, desk, who, member, panel)
    act = desk.sitting(member).act
    return _told(await run_in_threadpool(act, panel, lambda s, hand: lock(s, hand, asked.candidates)))


def _told(added: Sequence[Entry]) -> Response:
    return written(EntriesShape(entries=tuple(entry.number for entry in added)).model_dump_json())
