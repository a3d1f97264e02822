"""Panels: those that one may open, and one of them: its people, how far it is, what is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response

from screening.errors import PanelError
from screening.panels import Panel, disagreements
from screening.panels.closing import unfinished
from screening.panels.locking import unrated
from screening.panels.visibility import sees_final
from screening.web.desk import AtDesk
from screening.web.forms import Sent, done, go, text
from screening.web.seats import AN_ID, AtSeat, Seat, sit_down
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Panels", "panels", 40)


@dataclass(frozen=True)
class Progress:
    """How far each rater is with a candidate: counts, which anybody may know who may open the panel."""

    candidate: str
    rated: dict[str, int]
    locked: frozenset[str]
    recused: tuple[str, ...]
    mine: bool
    """Whether the reader still rates this candidate."""


@router.get("/panels", name="panels")
def listed(request: Request, desk: AtDesk, seat: AtSeat) -> Response:
    """The panels that one may open."""
    states = seat.panels()
    left = {state.id: left_for(state, seat.id) for state in states}
    members = sorted({member for state in states for member in state.members})
    return desk.page(
        request, "panels.html.j2", panels=states, left=left, seat=seat, members=members, done=done(request)
    )


@router.post("/seat", name="seat")
def sit(request: Request, seat: AtSeat, sent: Sent) -> Response:
    """Choose which member to act as; where people log in, everybody is themselves."""
    if not seat.person.local:
        raise HTTPException(404)
    member = text(sent, "member")
    if member and not AN_ID.fullmatch(member):
        raise PanelError(
            f"{member!r} is no member's id",
            expected="letters, digits and . _ : -",
            do="choose a member in the list",
        )
    sit_down(request, member)
    panel = text(sent, "panel")
    return go(request, "panel", "seated", panel=panel) if panel else go(request, "panels", "seated")


@router.get("/panels/{panel}", name="panel")
def shown(request: Request, desk: AtDesk, seat: AtSeat, panel: str) -> Response:
    """A panel: settings, people, progress, and what may be done now."""
    state = seat.panel(panel)
    differing = [one for one in disagreements(state) if sees_final(state, seat.id, one.candidate)]
    return desk.page(
        request, "panel.html.j2", panel=state, seat=seat, member=seat.member(state),
        title=title_of(seat, state), progress=[progress_of(state, c, seat.id) for c in state.candidates],
        differing=differing, complete=not unfinished(state), todo=todo_of(state), done=done(request),
        next=next_for(state, seat.id), left=left_for(state, seat.id),
    )  # fmt: skip


def todo_of(panel: Panel) -> tuple[str, ...]:
    """What keeps a panel from being closed, but for disagreements, which not everybody may know of."""
    if panel.closing is not None:
        return ()
    undecided = {f"{one.candidate}, {one.ksa} is not decided" for one in disagreements(panel)}
    return tuple(words for words in unfinished(panel) if words not in undecided)


def title_of(seat: Seat, panel: Panel) -> str:
    """The title of the panel's standard; its address where the library has it no more."""
    code, _, version = panel.opening.standard.partition("@")
    known = {each.version: each for each in seat.desk.library.series(code).versions} if (
        code in seat.desk.library.codes()) else {}
    return known[version].title if version in known else panel.opening.standard


def progress_of(panel: Panel, candidate: str, reader: str) -> Progress:
    """How far the raters are with a candidate."""
    raters = panel.raters(candidate)
    counts = {rater: len(panel.ksas) - len(unrated(panel, rater, candidate)) for rater in raters}
    locked = frozenset(rater for rater in raters if (rater, candidate) in panel.locks)
    recused = tuple(sorted(member for member, about in panel.recusals if about == candidate))
    return Progress(candidate, counts, locked, recused, candidate in waiting_for(panel, reader))


def waiting_for(panel: Panel, reader: str) -> tuple[str, ...]:
    """The candidates whom a reader has still to rate or to lock, in the panel's order."""
    member = panel.members.get(reader)
    if panel.closing is not None or member is None or not member.rates:
        return ()
    settled = panel.locks | panel.recusals
    return tuple(c for c in panel.candidates if (reader, c) not in settled)


def next_for(panel: Panel, reader: str) -> str:
    """The candidate whom a reader rates next; empty when all are locked."""
    return next(iter(waiting_for(panel, reader)), "")


def left_for(panel: Panel, reader: str) -> int:
    """How many candidates a reader has still to rate or to lock."""
    return len(waiting_for(panel, reader))
