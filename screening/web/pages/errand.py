"""An errand: how far it is, a way to stop it, and on to what came of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from screening.web.desk import AtDesk
from screening.web.errands import AllErrands, FoundErrand
from screening.web.refusals import told_of

router = APIRouter()


@router.get("/errands/{errand}", name="errand")
async def shown(request: Request, desk: AtDesk, errand: FoundErrand) -> Response:
    """How far it is; where it is done, on to where it leads."""
    by_script = request.headers.get("hx-request") == "true"
    if errand.state == "done":
        return Response(headers={"HX-Redirect": errand.onward}) if by_script else _to(errand.onward)
    template = "errand_progress.html.j2" if by_script else "errand.html.j2"
    told: dict[str, Any] = {}
    if problem := errand.problem:
        told |= told_of(request, problem.found, problem.where, problem.expected, problem.do)
    return desk.page(request, template, errand=errand, **told)


@router.post("/errands/{errand}/stop", name="errand-stop")
async def stopping(request: Request, errands: AllErrands, errand: FoundErrand) -> Response:
    """Stop it; nothing of it is recorded, unless it was done already."""
    errands.stop(errand)
    return _to(str(request.app.url_path_for("errand", errand=errand.id)))


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)
