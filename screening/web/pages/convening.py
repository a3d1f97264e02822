"""Convening: opening a panel, its applications and people, and closing it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from screening.applications import Application
from screening.errors import ApplicationError, PanelError
from screening.files.applications import application_in
from screening.files.parsed import decode
from screening.files.submissions import LINES, read_submissions
from screening.files.yaml import SUFFIXES
from screening.panels import (
    Admission,
    Member,
    Panel,
    PanelSettings,
    add_applications,
    close,
    join,
    leave,
    open_panel,
    recuse,
)
from screening.panels.convening import category_from, free_id, member_from, settings_from
from screening.panels.kinds import Opened
from screening.web.desk import AtDesk, Desk
from screening.web.errands import AllErrands, Errand, follow
from screening.web.forms import Sent, files, go, require_sure, text
from screening.web.seats import AN_ID, AtSeat, Seat
from screening.web.submissions import fitting, placed, screen

if TYPE_CHECKING:
    from screening.sitting import Sitting

router = APIRouter()
ROWS = 6
"""Members that the form has rows for; more can be added once the panel is open."""
AT_ONCE = 100
"""Applications that one form may bring before a panel; the next form brings more."""


@router.get("/open-panel", name="panel-opening")
def form(request: Request, desk: AtDesk, seat: AtSeat, standard: str = "") -> Response:
    """The form: a standard, the members, and what is fixed from the opening on."""
    standards = [one for one in desk.library.standards() if one.ksas]
    return desk.page(
        request, "panel_opening.html.j2", standards=standards, chosen=standard, seat=seat, rows=ROWS
    )


@router.post("/open-panel", name="panel-open")
async def opening(
    request: Request, desk: AtDesk, seat: AtSeat, errands: AllErrands, sent: Sent
) -> Response:
    """Open a panel; everything that can be refused is refused before an application is judged."""
    standard = (await run_in_threadpool(desk.resolve, text(sent, "standard"))).standard
    sitting = seat.sitting
    known = await run_in_threadpool(sitting.panels)
    opened = Opened(
        panel=_id(text(sent, "panel")) or free_id(standard.occupation_code, set(known)),
        standard=standard.address,
        ksas=tuple(ksa.id for ksa in standard.ksas),
        settings=_settings(sent),
        members=_members(sent),
    )
    open_panel(known, sitting.hand(), opened, ())
    applications, why = await _brought(desk, opened.standard, sent), text(sent, "why")
    onward = go(request, "panel", "opened", panel=opened.panel)
    if not applications:
        await run_in_threadpool(sitting.open, opened, (), why)
        return onward

    async def work(errand: Errand) -> str:
        admissions = await _admitted(desk, opened.standard, applications, errand)
        await run_in_threadpool(sitting.open, opened, admissions, why)
        return onward.headers["location"]

    title, back = f"Opening panel {opened.panel}", str(request.url.path)
    return follow(request, errands.begin(Errand(seat.person.id, title, back, len(applications)), work))


@router.post("/panels/{panel}/applications", name="panel-add")
async def add(
    request: Request, desk: AtDesk, seat: AtSeat, errands: AllErrands, sent: Sent, panel: str
) -> Response:
    """Put more applications before an open panel; the engine judges them as it did the others."""
    state = await run_in_threadpool(seat.panel, panel)
    add_applications(state, seat.sitting.hand(), ())
    applications = await _brought(desk, state.opening.standard, sent)
    if not applications:
        raise ApplicationError(
            "no file was chosen",
            expected="applications, one a file or one a line",
            do="choose the files, and send the form again",
        )
    _refuse_present(state, applications)
    onward = go(request, "panel", "added", panel=panel)

    async def work(errand: Errand) -> str:
        admissions = await _admitted(desk, state.opening.standard, applications, errand)
        await _act(seat, panel, lambda now, hand: add_applications(now, hand, admissions))
        return onward.headers["location"]

    title, back = f"Applications for panel {panel}", str(request.app.url_path_for("panel", panel=panel))
    return follow(request, errands.begin(Errand(seat.person.id, title, back, len(applications)), work))


@router.post("/panels/{panel}/members", name="panel-people")
def people(request: Request, seat: AtSeat, sent: Sent, panel: str) -> Response:
    """Add a member, or let one go."""
    seat.panel(panel)
    why, gone = text(sent, "why"), text(sent, "leave")
    if gone:
        seat.sitting.act(panel, lambda now, hand: leave(now, hand, gone, why))
        return go(request, "panel", "left", panel=panel)
    newcomer = member_from(text(sent, "id"), text(sent, "role"), text(sent, "duty"))
    seat.sitting.act(panel, lambda now, hand: join(now, hand, newcomer, why))
    return go(request, "panel", "joined", panel=panel)


@router.post("/panels/{panel}/recusals", name="panel-recuse")
def recusing(request: Request, seat: AtSeat, sent: Sent, panel: str) -> Response:
    """Take a member out for a candidate."""
    seat.panel(panel)
    member, reason = text(sent, "member") or seat.id, text(sent, "reason")
    about = [str(one) for one in sent.getlist("candidate")]
    require_sure(sent, "a recusal")
    seat.sitting.act(panel, lambda now, hand: recuse(now, hand, member, about, reason))
    return go(request, "panel", "recused", panel=panel)


@router.post("/panels/{panel}/close", name="panel-close")
def closing(request: Request, seat: AtSeat, sent: Sent, panel: str) -> Response:
    """Close a complete panel."""
    seat.panel(panel)
    require_sure(sent, "closing a panel")
    seat.sitting.act(panel, lambda now, hand: close(now, hand, text(sent, "why")))
    return go(request, "panel", "closed", panel=panel)


async def _act(seat: Seat, panel: str, act: Any) -> None:
    sitting: Sitting = seat.sitting
    await run_in_threadpool(sitting.act, panel, act)


async def _brought(desk: Desk, address: str, sent: FormData) -> list[Application]:
    """The applications of a form; all refusals come before any is judged."""
    applications: list[Application] = []
    for upload in files(sent, "applications"):
        applications += await desk.readers.read(upload, _applications, (*SUFFIXES, *LINES))
    if len(applications) > AT_ONCE:
        raise ApplicationError(
            f"{len(applications)} applications at once", expected=f"at most {AT_ONCE}",
            do="open the panel with some, and add the others on its page",
        )  # fmt: skip
    if applications:
        fitting(desk, address, placed(applications))
    return applications


def _refuse_present(panel: Panel, applications: list[Application]) -> None:
    """Refuse an application that is before the panel already, before anybody waits for the engine."""
    twins = [one.candidate for one in applications if one.candidate in panel.candidates]
    if twins:
        raise PanelError(
            f"{', '.join(twins)} is before the panel already", where=f"panel {panel.id}",
            expected="one application for each candidate",
            do="leave it out; a corrected application needs another panel",
        )  # fmt: skip


async def _admitted(
    desk: Desk, address: str, applications: list[Application], errand: Errand
) -> list[Admission]:
    """Each application with the engine's advice, judged one by one while others take their turns."""
    admissions: list[Admission] = []
    for number, one in enumerate(applications):
        errand.step(number)
        screened = await desk.judging.patiently(partial(screen, desk, address, one))
        admissions.append(Admission(one, screened))
    errand.step(len(applications))
    return admissions


def _applications(raw: bytes, name: str) -> list[Application]:
    if name.lower().endswith(LINES):
        return read_submissions(raw, name)
    return [application_in(decode(raw, Path(name)), Path(name))]


def _members(sent: FormData) -> tuple[Member, ...]:
    rows = zip(*(map(str, sent.getlist(name)) for name in ("id", "role", "duty")), strict=False)
    return tuple(member_from(name.strip(), role, duty) for name, role, duty in rows if name.strip())


def _settings(sent: FormData) -> PanelSettings:
    """The settings of a form; what does not go together is refused with the reason."""
    lines = [line for line in text(sent, "categories").splitlines() if line.strip()]
    ranking = {
        "rule": text(sent, "rule"), "scored_by": text(sent, "scored_by") or "evidence",
        "categories": [category_from(line) for line in lines],
        "professional": sent.get("professional") == "yes",
    }  # fmt: skip
    given = {name: text(sent, name) for name in ("scale", "evidence", "differ_on")}
    return settings_from(**given, blind=sent.get("blind") == "yes", ranking=ranking)


def _id(name: str) -> str:
    """An id for a panel, which stands in addresses; empty where none was chosen."""
    if name and not AN_ID.fullmatch(name):
        raise PanelError(
            f"{name!r} is no id of a panel",
            expected="letters, digits and . _ : -",
            do="write the id without spaces, or leave the field empty",
        )
    return name
