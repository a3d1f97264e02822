"""Rating: a member's form for one application, KSA by KSA, the words beside the answer; blind where it is."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from screening.casebook import REMARKS
from screening.errors import PanelError, ScreeningError
from screening.panels import Mark, Panel, lock
from screening.panels.kinds import Decided, Overridden, Rated
from screening.panels.settings import VALUES
from screening.web.desk import AtDesk
from screening.web.dossiers import Dossier, dossier_of
from screening.web.forms import Sent, done, go, require_sure, text
from screening.web.pages.panels import waiting_for
from screening.web.seats import AtSeat, Seat

router = APIRouter()
LABELS: Mapping[str, str] = {
    "2": "Shown well beyond the minimum",
    "1": "Shown at the minimum",
    "0": "Not shown",
    "demonstrated": "Demonstrated",
    "not-demonstrated": "Not demonstrated",
}
"""What each value says; 1 meets the KSA at its minimum."""


@router.get("/panels/{panel}/rating/{candidate}", name="rating")
async def form(request: Request, desk: AtDesk, seat: AtSeat, panel: str, candidate: str) -> Response:
    """The form with what the member has given so far."""
    dossier = await read(seat, panel, candidate)
    if not dossier.rates:
        return go(request, "application", "", panel=panel, candidate=candidate)
    return _page(request, seat, dossier, *_standing(dossier))


@router.post("/panels/{panel}/rating/{candidate}", name="rating-send")
async def send(
    request: Request, desk: AtDesk, seat: AtSeat, sent: Sent, panel: str, candidate: str
) -> Response:
    """Save what is filled in; with ``act=lock`` lock it too. What is refused is shown again."""
    state = await run_in_threadpool(seat.panel, panel)
    state.require_candidate(candidate)
    try:
        added = await run_in_threadpool(seat.sitting.rate, panel, _marks(sent, state, candidate))
        if sent.get("act") == "lock":
            require_sure(sent, "a lock")
            act = seat.sitting.act
            await run_in_threadpool(act, panel, lambda now, hand: lock(now, hand, [candidate]))
            return go(request, "application", "locked", panel=panel, candidate=candidate)
    except ScreeningError as error:
        dossier = await read(seat, panel, candidate)
        values = {ksa: str(sent.get(f"value:{ksa}") or "") for ksa in state.ksas}
        notes = {ksa: text(sent, f"note:{ksa}") for ksa in state.ksas}
        return _page(request, seat, dossier, values, notes, error)
    if sent.get("act") == "next" and (after := _after(state, seat.id, candidate)):
        return go(request, "rating", "saved", panel=panel, candidate=after)
    said = "saved" if added else "nothing"
    return go(request, "rating", said, panel=panel, candidate=candidate)


async def read(seat: Seat, panel: str, candidate: str) -> Dossier:
    """An application before a panel, as the seat sees it."""
    state = await run_in_threadpool(seat.panel, panel)
    state.require_candidate(candidate)
    standard = (await run_in_threadpool(seat.desk.resolve, state.opening.standard)).standard
    copies = await seat.read(state, [candidate])
    remarks = await run_in_threadpool(_remarks, seat, state, candidate)
    return dossier_of(state, candidate, seat.id, standard, copies.get(candidate), remarks)


def _remarks(seat: Seat, panel: Panel, candidate: str) -> dict[str, str]:
    """What was written beside ratings, decisions and overrides of a candidate, by the papers' digests."""
    kinds = (panel.ratings, panel.decisions, panel.overrides)
    bodies: list[Rated | Decided | Overridden] = [e.body for kind in kinds for e in kind.values()]
    about = [body for body in bodies if body.candidate == candidate]
    digests = {digest for body in about for name, digest in body.papers.items() if name in REMARKS}
    papers = (seat.sitting.paper(digest) for digest in digests)
    return {paper.digest: paper.text for paper in papers if paper is not None}


def _page(
    request: Request, seat: Seat, dossier: Dossier, values: Mapping[str, str], notes: Mapping[str, str],
    refused: ScreeningError | None = None,
) -> Response:  # fmt: skip
    panel = dossier.panel
    return seat.desk.page(
        request, "rating.html.j2", status=422 if refused else 200, panel=panel, dossier=dossier, seat=seat,
        values=values, notes=notes, refused=refused, labels=LABELS, member=seat.member(panel),
        scale=tuple(VALUES[panel.settings.scale]), done=done(request),
        after=_after(panel, seat.id, dossier.candidate),
    )  # fmt: skip


def _standing(dossier: Dossier) -> tuple[dict[str, str], dict[str, str]]:
    """The values and notes that the reader has given, by KSA."""
    mine = {item.block.ksa.id: item.mine for item in dossier.items if item.mine is not None}
    values = {ksa: event.body.value for ksa, event in mine.items()}
    return values, {ksa: dossier.remark(event, "note") for ksa, event in mine.items()}


def _marks(sent: FormData, panel: Panel, candidate: str) -> list[Mark]:
    """What a form gives; a note beside no value is refused, for it would be lost."""
    marks = []
    for number, ksa in enumerate(panel.ksas, start=1):
        value, note = str(sent.get(f"value:{ksa}") or ""), text(sent, f"note:{ksa}")
        if value:
            where = f"requirement {number}"
            marks.append(Mark(candidate=candidate, ksa=ksa, value=value, note=note, where=where))
        elif note:
            raise PanelError(
                f"requirement {number} has a note and no rating",
                expected="a rating beside every note",
                do="choose a rating for it, or empty the note",
            )
    return marks


def _after(panel: Panel, reader: str, candidate: str) -> str:
    """The next candidate whom the reader rates, after this one; empty where there is none."""
    waiting = [one for one in waiting_for(panel, reader) if one != candidate]
    later = [one for one in waiting if panel.candidates.index(one) > panel.candidates.index(candidate)]
    return next(iter(later or waiting), "")
