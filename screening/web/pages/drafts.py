"""Two drafts compared: an earlier and a later file of the same application."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from screening.advice import compare
from screening.errors import ApplicationError
from screening.web.desk import AtDesk
from screening.web.drafting import blank_draft, field
from screening.web.pages.check import advised, filled
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Compare drafts", "drafts", 20)


@router.get("/drafts", name="drafts")
async def form(request: Request, desk: AtDesk) -> Response:
    """The form: a standard, and two files."""
    standards = list(desk.library.standards())
    return desk.page(request, "drafts_form.html.j2", standards=standards)


@router.post("/drafts", name="drafts-compared")
async def compared(request: Request, desk: AtDesk) -> Response:
    """The two drafts side by side."""
    sent = await request.form()
    standard = desk.resolve(str(sent.get("standard") or "")).standard
    advice = []
    for name in ("before", "after"):
        text = field(sent, f"{name}-text")
        draft = await filled(desk, standard, blank_draft(standard), sent.get(name), "", text)
        if draft.blank:
            raise ApplicationError(
                f"the {name} draft is empty",
                expected="two drafts with words in them",
                do=f"choose a file for the {name} draft, or paste its text",
            )
        advice.append(await advised(desk, standard, draft))
    return desk.page(
        request, "drafts.html.j2", standard=standard, draft=draft, comparison=compare(*advice)
    )
