"""The first page: what one can do here, and what the machine does not do."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from screening.web.desk import AtDesk

router = APIRouter()


@router.get("/", name="home")
async def home(request: Request, desk: AtDesk) -> Response:
    """The ways into the application."""
    return desk.page(request, "home.html.j2")
