"""Panels: what of one you may see, and your own ratings.

Who may open a panel is for ``screening.web.seats`` to say, who sees what of it for
``screening.panels.visibility``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from screening.panels import Mark, lock
from screening.panels.settings import ID
from screening.panels.staleness import stale_in
from screening.panels.telling import document_of, line_of
from screening.records import Entry
from screening.web.api import gives, section, written
from screening.web.desk import Asking, AtDesk
from screening.web.messages import EntriesShape, PanelsShape, ToLock, ToRate
from screening.web.seats import Seat

router = section("Panels")
InPath = Annotated[str, Path(max_length=100, examples=["2320-0012-1"])]
YOURSELF = "You act as yourself here: leave out `as`."


def seat(
    desk: AtDesk, who: Asking,
    member: Annotated[str | None, Query(
        alias="as", pattern=ID, description="Where nobody logs in: the member who acts.",
    )] = None,
) -> Seat:  # fmt: skip
    """The seat of whoever asks: where nobody logs in a member's, in a team their own."""
    if not who.local and member not in (None, who.id):
        raise HTTPException(403, YOURSELF)
    return Seat(who, member or who.id, desk)


AtSeat = Annotated[Seat, Depends(seat)]


@router.get("/panels", name="api-panels", responses=gives(PanelsShape, "Those that you may open."))
def panels(seat: AtSeat) -> Response:
    """List the panels that you may open: those that you sit on, and those that are closed."""
    told = [line_of(state) for state in reversed(seat.panels())]
    return written(json.dumps({"panels": told}, ensure_ascii=False, indent=1) + "\n")


@router.get("/panels/{panel}", name="api-panel", responses=gives(dict[str, Any], "What you may see."))
def panel(seat: AtSeat, panel: InPath) -> Response:
    """Show a panel as far as you may see it: what `screening panel show --format json` writes.

    Ratings of others are in it when yours of the same candidate are locked.
    """
    document = document_of(seat.panel(panel), seat.id, stale_in(seat.sitting.record(), panel))
    return written(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


@router.post("/panels/{panel}/ratings", name="api-panel-rate", responses=gives(EntriesShape, "Recorded."))
async def rate(seat: AtSeat, panel: InPath, asked: ToRate) -> Response:
    """Record your ratings, all or none; one given again supersedes the first, and both stay in the record."""
    marks = [Mark(**one.model_dump(), where=f"ratings.{n}") for n, one in enumerate(asked.ratings)]
    await run_in_threadpool(seat.panel, panel)
    return _told(await run_in_threadpool(seat.sitting.rate, panel, marks))


@router.post("/panels/{panel}/locks", name="api-panel-lock", responses=gives(EntriesShape, "Locked."))
async def lock_ratings(seat: AtSeat, panel: InPath, asked: ToLock) -> Response:
    """Lock your ratings of candidates: from then on you see those of others, and yours stay as they are."""
    await run_in_threadpool(seat.panel, panel)
    act = seat.sitting.act
    return _told(await run_in_threadpool(act, panel, lambda s, hand: lock(s, hand, asked.candidates)))


def _told(added: Sequence[Entry]) -> Response:
    return written(EntriesShape(entries=tuple(entry.number for entry in added)).model_dump_json())
