"""One application before a panel: the words with the evidence marked, who gave what, and what was decided."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from screening.errors import PanelError
from screening.panels import decide, override
from screening.panels.kinds import Code, DecidedHow
from screening.panels.settings import VALUES
from screening.reports.panel_slate_html import HOW
from screening.web.desk import AtDesk
from screening.web.forms import Sent, done, go, text
from screening.web.pages.rating import LABELS, read
from screening.web.seats import AtSeat

router = APIRouter()
CODES: dict[str, Code] = {
    "insufficiently-demonstrated": "insufficiently-demonstrated",
    "not-enough-information": "not-enough-information",
    "other": "other",
}


@router.get("/panels/{panel}/applications/{candidate}", name="application")
async def shown(request: Request, desk: AtDesk, seat: AtSeat, panel: str, candidate: str) -> Response:
    """An application as far as the reader may see it."""
    dossier = await read(seat, panel, candidate)
    state = dossier.panel
    place = state.candidates.index(candidate)
    return desk.page(
        request, "application_read.html.j2", panel=state, dossier=dossier, seat=seat, how=HOW,
        member=seat.member(state), scale=tuple(VALUES[state.settings.scale]), labels=LABELS,
        codes=list(CODES), done=done(request), entry_address=partial(_entry, request),
        before=state.candidates[place - 1] if place else "",
        after=state.candidates[place + 1] if place + 1 < len(state.candidates) else "",
    )  # fmt: skip


def _entry(request: Request, number: int) -> str:
    return str(request.app.url_path_for("audit-entry", number=number))


@router.post("/panels/{panel}/applications/{candidate}/decision", name="application-decide")
def deciding(request: Request, seat: AtSeat, sent: Sent, panel: str, candidate: str) -> Response:
    """Resolve a disagreement: as a third, or as what the raters agree on since."""
    seat.panel(panel)
    ksa, value, note = text(sent, "ksa"), text(sent, "value"), text(sent, "note")
    how: DecidedHow = "consensus" if sent.get("how") == "consensus" else "tie-break"
    seat.sitting.act(panel, lambda now, hand: decide(now, hand, (candidate, ksa), value, how, note))
    return go(request, "application", "decided", f"#{ksa}", panel=panel, candidate=candidate)


@router.post("/panels/{panel}/applications/{candidate}/override", name="application-override")
def overriding(request: Request, seat: AtSeat, sent: Sent, panel: str, candidate: str) -> Response:
    """Set the engine's rating of a KSA aside, with a code and a reason."""
    seat.panel(panel)
    ksa, value, reason = text(sent, "ksa"), text(sent, "value"), text(sent, "reason")
    code = CODES.get(text(sent, "code"))
    if code is None:
        raise PanelError(
            "the override has no code",
            expected="one of " + ", ".join(CODES),
            do="choose why in the list, and send the form again",
        )
    seat.sitting.act(panel, lambda now, hand: override(now, hand, (candidate, ksa), value, code, reason))
    return go(request, "application", "overridden", f"#{ksa}", panel=panel, candidate=candidate)
