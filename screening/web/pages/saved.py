"""Saved drafts: what somebody with an account kept of their own, to go on with later. Nobody else sees it."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from screening.applications import Application
from screening.stores.drafts import Drafts
from screening.web.desk import Asking, AtDesk, Desk
from screening.web.doors.people import Person
from screening.web.doors.sessions import now
from screening.web.drafting import draft_from, draft_of
from screening.web.pages.check import draft_page

router = APIRouter()


@router.get("/saved", name="saved")
async def saved(request: Request, desk: AtDesk, who: Asking) -> Response:
    """One's own drafts, the latest first."""
    kept = await run_in_threadpool(_drafts(desk, who).all)
    shown = [(one, datetime.fromtimestamp(one.saved_at, UTC)) for one in kept]
    return desk.page(request, "saved.html.j2", drafts=shown)


@router.post("/check/{address}/keep", name="saved-keep")
async def keep(request: Request, desk: AtDesk, who: Asking, address: str) -> Response:
    """Keep what stands in the form, in place of the draft that it was opened from."""
    drafts, standard = _drafts(desk, who), desk.resolve(address).standard
    draft = draft_of(await request.form(), standard)
    application = draft.application(standard)
    kept = await run_in_threadpool(_keep, drafts, draft.saved, application)
    return RedirectResponse(str(request.app.url_path_for("saved-draft", draft=kept)), 303)


@router.get("/saved/{draft}", name="saved-draft")
async def open_again(request: Request, desk: AtDesk, who: Asking, draft: str) -> Response:
    """The check page with a saved draft in its boxes; somebody else's is not there."""
    kept = await run_in_threadpool(_drafts(desk, who).find, draft)
    if kept is None:
        raise HTTPException(404)
    standard = desk.resolve(kept.application.standard).standard
    return draft_page(request, desk, standard, draft_from(kept.application, standard, kept.id), None)


@router.post("/saved/{draft}/forget", name="saved-forget")
async def forget(request: Request, desk: AtDesk, who: Asking, draft: str) -> Response:
    """Remove a saved draft for good."""
    if not await run_in_threadpool(_drafts(desk, who).forget, draft):
        raise HTTPException(404)
    return RedirectResponse(str(request.app.url_path_for("saved")), 303)


def _keep(drafts: Drafts, saved: str, application: Application) -> str:
    """Keep a draft in its old place, or in a new one where the writer has none of that id."""
    again = bool(saved) and drafts.keep_again(saved, application, now())
    return saved if again else drafts.keep(application, now())


def _drafts(desk: Desk, who: Person) -> Drafts:
    """What belongs to who asks; a server for one person keeps nothing."""
    if who.local:
        raise HTTPException(404)
    return desk.accounts().drafts(who.id)
