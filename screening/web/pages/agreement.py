"""Agreement: how far members agree, with each other and the engine, over what the reader may see."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from screening.agreement import PanelAgreement, measure
from screening.agreement.ratings import Item, by_engine, by_member
from screening.panels import Panel, visible_to
from screening.panels.agreeing import rated_in, settled_in
from screening.panels.judging import advice_of
from screening.panels.settings import CONSENSUS, ENGINE
from screening.reports import agreement_html
from screening.results import LEVELS, Screened
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
    found: PanelAgreement = await run_in_threadpool(work)
    slate = request.app.url_path_for("slate", panel=panel)
    return desk.page(
        request, "agreement.html.j2", layout="report_frame.html.j2", panel=state, seat=seat,
        ksa_at=lambda ksa: f"{slate}?sort={ksa}",
        pair_at=lambda candidate, ksa: "{}#{}".format(
            request.app.url_path_for("application", panel=panel, candidate=candidate), ksa),
        behind_at=partial(_behind, request, panel), report_styles=("agreement.css",),
        **agreement_html.shown(found, f"Panel {panel} on {state.opening.standard}"),
    )  # fmt: skip


@router.get("/panels/{panel}/agreement/ratings", name="agreement-behind")
async def behind(
    request: Request, desk: AtDesk, seat: AtSeat, panel: str, ksa: str = "", one: str = "", other: str = ""
) -> Response:  # fmt: skip
    """The ratings behind a figure: each candidate and KSA that counts in it, where they differ first."""
    state = await run_in_threadpool(seat.panel, panel)
    engine = await _advice(seat, state)
    raters: dict[str, dict[Item, int]] = by_member(rated_in(state, seat.id))
    raters[ENGINE] = {item: LEVELS[rating.rating] for item, rating in by_engine(engine).items()}
    raters[CONSENSUS] = settled_in(state, seat.id)
    chosen = [name for name in (one, other) if name in raters]
    columns = chosen or [name for name in raters if name not in (ENGINE, CONSENSUS)]
    rows = _rows([raters[name] for name in columns], [pair for pair in state.pairs if ksa in ("", pair[1])])
    return desk.page(
        request, "agreement_behind.html.j2", panel=state, seat=seat, ksa=ksa, columns=columns, rows=rows,
        differing=sum(len(set(levels) - {None}) > 1 for _, levels in rows),
    )  # fmt: skip


def _rows(columns: list[dict[Item, int]], items: list[Item]) -> list[tuple[Item, list[int | None]]]:
    """What at least two gave, or all of two, for each item; the furthest apart first."""
    rows = [(item, [given.get(item) for given in columns]) for item in items]
    told = [row for row in rows if sum(level is not None for level in row[1]) > 1]
    return sorted(told, key=lambda row: -_apart(row[1]))


def _apart(levels: list[int | None]) -> int:
    given = [level for level in levels if level is not None]
    return max(given) - min(given)


def _behind(request: Request, panel: str, ksa: str | None, one: str = "", other: str = "") -> str:
    asked = {name: value for name, value in (("ksa", ksa), ("one", one), ("other", other)) if value}
    path = request.app.url_path_for("agreement-behind", panel=panel)
    return f"{path}?{urlencode(asked)}" if asked else str(path)


async def _advice(seat: Seat, panel: Panel) -> list[Screened]:
    """The engine's results that the reader may see; without words where they were erased."""
    seen = sorted(visible_to(panel, seat.id).engine)
    copies = await seat.read(panel, seen)
    whole = {candidate: advice for candidate, (_, advice) in copies.items() if advice is not None}
    return [whole.get(candidate) or advice_of(panel, candidate, None) for candidate in seen]
