"""Standards: the library, one version word for word with how it is read, and two versions compared."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from screening.applications import Application
from screening.errors import StandardError
from screening.panels import Panel
from screening.reports import comparison
from screening.reports.comparison import Review
from screening.revisions.comparing import compare
from screening.revisions.narratives import owed
from screening.standards import Standard
from screening.web.desk import AtDesk, Desk
from screening.web.doors.roles import may
from screening.web.seats import AtSeat, Seat
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Standards", "standards", 30)


@router.get("/standards", name="standards")
def listed(request: Request, desk: AtDesk) -> Response:
    """The positions, each with its versions, what is in force first."""
    series = [desk.library.series(code) for code in desk.library.codes()]
    return desk.page(request, "standards.html.j2", series=series)


@router.get("/standards/{address}", name="standard")
def shown(request: Request, desk: AtDesk, address: str) -> Response:
    """One version: what the document says, and how each requirement is read."""
    resolved = desk.resolve(address)
    read_by = resolved.checklist.ksas if resolved.checklist else {}
    versions = desk.library.series(resolved.standard.occupation_code).versions
    others = [each for each in versions if each.address != resolved.standard.address]
    return desk.page(
        request, "standard.html.j2", standard=resolved.standard, checklist=resolved.checklist,
        read_by=read_by, others=others, digests=(resolved.standard_sha256, resolved.checklist_sha256),
    )  # fmt: skip


@router.get("/comparison", name="standards-compare")
async def compared(
    request: Request, desk: AtDesk, seat: AtSeat, old: str = "", new: str = "", panel: str = ""
) -> Response:
    """Two versions side by side; with a panel also what its applicants must write for the new one."""
    standards = await run_in_threadpool(lambda: list(desk.library.standards()))
    panels = await run_in_threadpool(_readable, seat) if may(seat.person, "panels") else []
    if not old or not new:
        return desk.page(
            request, "comparison_form.html.j2", standards=standards, old=old, new=new, panels=panels
        )
    before = await run_in_threadpool(_version, desk, old)
    after = await run_in_threadpool(_version, desk, new)
    made = await run_in_threadpool(compare, before, after)
    applications = await _applications(seat, panel, before, panels)
    told = None if applications is None else tuple(owed(made, one) for one in applications)
    return desk.page(
        request, "comparison.html.j2", layout="report_frame.html.j2", report_styles=("comparison.css",),
        versions=(), **comparison.shown(Review(made, before, after, told)),
    )  # fmt: skip


def _version(desk: Desk, address: str) -> Standard:
    return desk.resolve(address).whole().standard


def _readable(seat: Seat) -> list[Panel]:
    """The panels whose applications the seat may read in part at least."""
    return [state for state in seat.panels() if state.closing is not None or seat.member(state)]


async def _applications(
    seat: Seat, panel: str, before: Standard, panels: list[Panel]
) -> list[Application] | None:
    """A panel's applications, as far as they are kept and may be read; None where no panel is asked for."""
    if not panel:
        return None
    state = next((one for one in panels if one.id == panel), None)
    if state is None or state.opening.standard != before.address:
        raise StandardError(
            f"panel {panel} was not opened on {before.address}", expected="a panel on the old version",
            do="choose a panel on that version, or none",
        )  # fmt: skip
    copies = await seat.read(state, state.candidates)
    return [application for application, _ in copies.values()]
