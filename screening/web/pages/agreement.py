"""Agreement: how far members agree, with each other and the engine, over what the reader may see."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from screening.agreement import Agreement, measure
from screening.panels import Panel, visible_to
from screening.panels.agreeing import rated_in, settled_in
from screening.panels.judging import advice_of
from screening.reports import agreement_html
from screening.results import Screened
from screening.web.desk import AtDesk
from screening.web.seats import AtSeat, Seat

router = APIRouter()


@router.get("/panels/{panel}/agreement", name="agreement")
async def shown(request: Request, desk: AtDesk, seat: AtSeat, panel: str) -> Response:
    """The figures, each with its interval, and where panel and engine differ most."""
    state = await run_in_threadpool(seat.panel, panel)
    ratings = rated_in(state, seat.id)
    if not ratings:
        return desk.page(request, "agreement_none.html.j2", panel=state, seat=seat)
    engine = await _advice(seat, state)
    work = partial(measure, ratings, engine=engine, consensus=settled_in(state, seat.id))
    found: Agreement = await run_in_threadpool(work)
    slate = request.app.url_path_for("slate", panel=panel)
    return desk.page(
        request, "agreement.html.j2", layout="report_frame.html.j2", panel=state, seat=seat,
        ksa_at=lambda ksa: f"{slate}?sort={ksa}",
        pair_at=lambda candidate, ksa: "{}#{}".format(
            request.app.url_path_for("application", panel=panel, candidate=candidate), ksa),
        report_styles=("agreement.css",),
        **agreement_html.shown(found, f"panel {panel} on {state.opening.standard}"),
    )  # fmt: skip


async def _advice(seat: Seat, panel: Panel) -> list[Screened]:
    """The engine's results that the reader may see; without words where they were erased."""
    seen = sorted(visible_to(panel, seat.id).engine)
    copies = await seat.read(panel, seen)
    whole = {candidate: advice for candidate, (_, advice) in copies.items() if advice is not None}
    return [whole.get(candidate) or advice_of(panel, candidate, None) for candidate in seen]
