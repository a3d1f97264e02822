"""Check: what a panel will find in an application, and what its writer can still mend."""

from __future__ import annotations

from fastapi import Response

from screening.advice import Advice
from screening.files.narratives import NarrativesFile
from screening.reports import Checked
from screening.reports.json import render_checked
from screening.web.api import gives, section, written
from screening.web.desk import AtDesk
from screening.web.messages import ChecklistsShape, ToAdvise, ToCheck
from screening.web.submissions import fitting, judged, placed, version_of

router = section("Check")


@router.post("/check", name="api-check", responses=gives(ChecklistsShape, "As `screening check`."))
async def check(desk: AtDesk, asked: ToCheck) -> Response:
    """Judge applications KSA by KSA, and quote: what `screening check --format json` writes."""
    fits = []
    for where, one in placed(asked.applications):
        named = one.standard.partition("@")[0] if asked.on else one.standard
        address = version_of(desk, asked.standard or named, asked.on)
        fits.append((one, fitting(desk, address, [(where, one)])))
    checked = []
    for one, standard in fits:
        (screened,) = await judged(desk, standard.address, [one])
        checked.append(Checked(screened, standard, one))
    return written(render_checked(checked))


@router.post("/advice", name="api-advice", responses=gives(Advice, "What its writer is told."))
async def advice(desk: AtDesk, asked: ToAdvise) -> Response:
    """Tell the writer of a draft what to mend: what `screening check --advice --format json` writes.

    It asks and points out; it never writes a sentence for the applicant.
    """
    address = version_of(desk, asked.standard)
    draft = NarrativesFile(asked.narratives, asked.essays).application(desk.resolve(address).standard)
    fitting(desk, address, [("draft", draft)])
    most = desk.settings.limits.section_characters
    told = await desk.judge(lambda: desk.checker(address).advise(draft, most))
    return written(told.model_dump_json(indent=1) + "\n")
