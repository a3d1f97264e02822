"""Rank: applications against one standard, best first, with the evidence."""

from __future__ import annotations

from fastapi import Response

from screening.ranking import rank as ranked
from screening.reports import Slated
from screening.reports.json import render
from screening.web.api import gives, section, written
from screening.web.desk import AtDesk
from screening.web.messages import SlateShape, ToRank
from screening.web.submissions import fitting, judged, placed, version_of

router = section("Rank")


@router.post("/rank", name="api-rank", responses=gives(SlateShape, "As `screening rank`."))
async def rank(desk: AtDesk, asked: ToRank) -> Response:
    """Rank applications: what `screening rank --format json` writes. More than these make a job."""
    address = version_of(desk, asked.standard, asked.on)
    standard = fitting(desk, address, placed(asked.applications))
    screened = await judged(desk, address, asked.applications)
    slate = ranked(screened, address, screened[0].versions)
    applications = {one.candidate: one for one in asked.applications}
    return written(render(Slated(slate, standard, applications)))
