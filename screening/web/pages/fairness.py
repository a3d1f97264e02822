"""Adverse impact: a closed panel's slate, or one from a file, beside a file of groups.

The file of groups is read, reckoned with, and let go of: it is not stored, and nothing that scores sees it.
Of a panel that is open nothing is reckoned here: who still decides must not decide by it.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from screening.errors import ScreeningError, few
from screening.fairness import Groups, Report, Sample, report
from screening.fairness.reporting import unmatched
from screening.files.groups import groups_in
from screening.files.slates import sample_in
from screening.files.yaml import SUFFIXES
from screening.reports import fairness, panel_slate
from screening.web.desk import AtDesk, Desk
from screening.web.forms import Sent, files, text, text_of
from screening.web.pages.slate import made
from screening.web.seats import AtSeat, Seat
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Adverse impact", "fairness", 50)
SHOWN_IDS = 20


@router.get("/fairness", name="fairness")
def form(request: Request, desk: AtDesk, seat: AtSeat, panel: str = "") -> Response:
    """The form: a closed panel or the file of a slate, and the file of groups."""
    closed = [state for state in seat.panels() if state.closing is not None]
    return desk.page(request, "fairness_form.html.j2", panels=closed, chosen=panel, seat=seat)


@router.post("/fairness", name="fairness-report")
async def reckon(request: Request, desk: AtDesk, seat: AtSeat, sent: Sent) -> Response:
    """Selection rates and impact ratios by group."""
    slate, told = await _slate(desk, seat, sent)
    uploads = files(sent, "groups")
    if not uploads:
        raise ScreeningError(
            "no file of groups was chosen",
            expected="CSV, YAML or JSON by candidate",
            do="choose the file that says who belongs to which groups",
        )
    known, digest = await _groups(desk, uploads[0])
    sample = sample_in(slate, Path(told))
    if sent.get("unmatched") != "yes":
        refuse_unmatched(sample, known)
    hashes = {"slate_file": _hash(slate), "groups_file": digest}
    sample = sample.model_copy(update={"versions": sample.versions | hashes})
    made_report: Report = await run_in_threadpool(report, sample, known)
    return desk.page(
        request, "fairness.html.j2", layout="report_frame.html.j2",
        report_styles=("evaluation.css", "fairness.css"), **fairness.shown(made_report),
    )  # fmt: skip


async def _slate(desk: Desk, seat: Seat, sent: FormData) -> tuple[str, str]:
    """The slate as JSON, and what it is called: of a closed panel, or of a file."""
    if uploads := files(sent, "slate"):
        words, path = await text_of(desk, uploads[0], (".json",))
        return words, path.name
    name = text(sent, "panel")
    if not name:
        raise ScreeningError(
            "no slate was chosen",
            expected="a closed panel, or the file of a slate",
            do="choose one of them in the form",
        )
    state = await run_in_threadpool(seat.panel, name)
    if state.closing is None:
        raise ScreeningError(
            f"panel {name} is open, and its members still decide", expected="a closed panel",
            do="close the panel first: nobody shall decide with an eye on groups",
        )  # fmt: skip
    slate = await run_in_threadpool(made, seat, state)
    return panel_slate.render(slate), f"slate of {name}"


async def _groups(desk: Desk, upload: object) -> tuple[Groups, str]:
    from starlette.datastructures import UploadFile

    assert isinstance(upload, UploadFile)
    words, path = await text_of(desk, upload, (*SUFFIXES, ".csv"))
    return await run_in_threadpool(groups_in, words, path), _hash(words)


def refuse_unmatched(sample: Sample, known: Groups) -> None:
    """Name the candidates that only the slate, or only the file of groups, has."""
    missing, strangers = unmatched(sample, known)
    sides = (
        ("on the slate and not in the file of groups", missing),
        ("in the file of groups and not on the slate", strangers),
    )
    found = "; ".join(f"{len(ids)} {where}: {few(ids, SHOWN_IDS)}" for where, ids in sides if ids)
    if found:
        raise ScreeningError(
            found, expected="the same candidates in both",
            do="give who said nothing a line with blank cells, or tick that they count as unknown",
        )  # fmt: skip




def _hash(words: str) -> str:
    return "sha256:" + sha256(words.encode()).hexdigest()
