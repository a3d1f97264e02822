"""Impact: a recorded run by another version or other numbers: who newly qualifies, who no longer, and why.

Here it is always a what-if: nothing is recorded. A revision is applied for good by `screening rescore`, and
what that left in the record is listed. Who still rates an applicant blind does not see it: it tells what the
engine says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from screening.errors import PanelError, ScreeningError
from screening.files.yaml import SUFFIXES
from screening.panels import Panel
from screening.panels.staleness import RESCORED
from screening.panels.visibility import sees_engine, sees_final
from screening.records import Entry
from screening.reports import impact, impact_xlsx
from screening.reports.impact import Revised
from screening.web.desk import AtDesk
from screening.web.errands import AllErrands, Errand, FoundErrand, follow
from screening.web.forms import Sent, files, text, text_of
from screening.web.seats import AtSeat, Seat
from screening.web.walking import NavigationEntry

if TYPE_CHECKING:
    from screening.batch.runs import RecordedRun
    from screening.fairness import Groups

router = APIRouter()
ENTRY = NavigationEntry("Revisions", "impact", 35)
STYLES = ("comparison.css", "impact.css")
MOST_NUMBERS = 20
FORMS: dict[str, str] = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Formats that an impact goes out in."""


@dataclass(frozen=True)
class Reckoned:
    """What an errand came to: the impact, with the run that it is about."""

    revised: Revised
    run: str


@router.get("/impact", name="impact")
def form(request: Request, desk: AtDesk, seat: AtSeat, old: str = "", new: str = "") -> Response:
    """The form: a run of the record, and by what it is judged now; and what was rescored for good."""
    entries = seat.sitting.record()
    standards = [one for one in desk.library.standards() if one.ksas]
    return desk.page(
        request, "impact_form.html.j2", runs=list(_runs(entries)), standards=standards, old=old, new=new,
        applied=[entry for entry in reversed(entries) if entry.kind == RESCORED],
    )  # fmt: skip


@router.post("/impact", name="impact-reckon")
async def reckon(
    request: Request, desk: AtDesk, seat: AtSeat, errands: AllErrands, sent: Sent
) -> Response:  # fmt: skip
    """Begin to reckon; what can be refused is refused now."""
    entries = await run_in_threadpool(seat.sitting.record)
    run = next((one for one in _runs(entries) if one.standard == text(sent, "old")), None)
    if run is None:
        raise ScreeningError(
            "there is no recorded run on that version", expected="a run of `screening batch`",
            do="choose a run of the list, or begin one with `screening batch`",
        )  # fmt: skip
    new = (await run_in_threadpool(desk.resolve, text(sent, "new") or run.standard)).standard.address
    numbers = _numbers(text(sent, "numbers"))
    groups = await _groups(desk, sent)

    async def work(errand: Errand) -> str:
        found = await run_in_threadpool(_again, seat, errand, (run.standard, new, numbers), groups)
        errand.result = Reckoned(found, run.run)
        return str(request.app.url_path_for("impact-shown", errand=errand.id))

    title, back = f"Impact of {new} on {run.standard}", str(request.url.path)
    return follow(request, errands.begin(Errand(seat.person.id, title, back, run.scored), work))


@router.get("/impact/{errand}", name="impact-shown")
async def shown(request: Request, desk: AtDesk, seat: AtSeat, errand: FoundErrand) -> Response:
    """The impact as a page: who moves, by which requirement, on which words."""
    revised = await run_in_threadpool(visible, seat, errand)
    return desk.page(
        request, "impact.html.j2", layout="impact_frame.html.j2", report_styles=STYLES, forms=FORMS,
        errand=errand, **impact.shown(revised),
    )  # fmt: skip


@router.get("/impact/{errand}/{form}", name="impact-export")
def export(seat: AtSeat, errand: FoundErrand, form: str) -> Response:
    """The same as a file."""
    if form not in FORMS:
        raise HTTPException(404)
    revised = visible(seat, errand)
    data = impact_xlsx.render(revised) if form == "xlsx" else (
        impact.render(revised) if form == "html" else impact.render_json(revised)).encode()  # fmt: skip
    name = f"impact-{revised.impact.old.partition('@')[0]}.{form}"
    return Response(data, media_type=FORMS[form], headers={
        "Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip


def visible(seat: Seat, errand: Errand) -> Revised:
    """The impact as far as the seat may see it now; refused to who still rates an applicant blind."""
    if not isinstance(errand.result, Reckoned):
        raise HTTPException(404)
    revised = errand.result.revised
    panels = seat.sitting.panels()
    candidates = {line.candidate for line in revised.impact.slate.lines}
    for panel in panels.values():
        _refuse_blind(panel, seat.id, candidates, by_group=bool(revised.impact.groups))
    stale = tuple(one for one in revised.impact.stale if _sees(panels.get(one.panel), seat.id, one.candidate))
    kept = revised.impact.model_copy(update={"stale": stale})
    return Revised(kept, revised.old, revised.new)


def _refuse_blind(panel: Panel, reader: str, candidates: set[str], by_group: bool) -> None:
    """Refuse a member of an open panel what it hides of a candidate, and figures of groups altogether."""
    if reader not in panel.members or panel.closing is not None:
        return
    present = [one for one in panel.candidates if one in candidates]
    if by_group and present:
        raise PanelError(
            "these applicants are before a panel of yours that is open", where=f"panel {panel.id}",
            expected="a closed panel, for figures of groups",
            do="close the panel first: nobody shall decide with an eye on groups",
        )  # fmt: skip
    blind = [one for one in present if not sees_engine(panel, reader, one)]
    if blind:
        raise PanelError(
            f"you still rate {len(blind)} of these applicants, or are recused, and this tells what the"
            " engine says of them", where=f"panel {panel.id}", expected="ratings that are locked",
            do="lock your ratings first, or ask somebody who does not rate",
        )  # fmt: skip


def _sees(panel: Panel | None, reader: str, candidate: str) -> bool:
    """Whether a reader may know of an override: what the panel says of the candidate shows to them."""
    return panel is not None and sees_final(panel, reader, candidate)


def _again(
    seat: Seat, errand: Errand, asked: tuple[str, str, tuple[str, ...]], groups: Groups | None
) -> Revised:
    from screening.batch.revising import Asked, again
    from screening.web.turns import in_turn

    old, new, numbers = asked
    what = Asked(old, new, what_if=True, numbers=numbers)
    assemble = in_turn(seat.desk.judging.turn, errand.go_on)
    return again(seat.sitting, seat.desk.library, what, groups, errand.step, assemble).revised


def _runs(entries: tuple[Entry, ...]) -> Iterator[RecordedRun]:
    """The newest run of each version that the record holds, the newest first."""
    from screening.batch.runs import runs_in

    newest = {run.standard: run for run in runs_in(entries)}
    yield from reversed(newest.values())


def _numbers(words: str) -> tuple[str, ...]:
    """Other numbers, one a line, as ``NAME=NUMBER``."""
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    if len(lines) > MOST_NUMBERS:
        raise ScreeningError(
            f"{len(lines)} numbers at once",
            expected=f"at most {MOST_NUMBERS}",
            do="remove the lines that you need not try",
        )
    return lines


async def _groups(desk: Any, sent: Any) -> Groups | None:
    from screening.files.groups import groups_in

    for upload in files(sent, "groups"):
        words, path = await text_of(desk, upload, (".csv", *SUFFIXES))
        return await run_in_threadpool(groups_in, words, path)
    return None
