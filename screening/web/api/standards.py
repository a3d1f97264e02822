"""Standards: the library's versions, one of them whole, and what changed from one to another."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from screening.errors import StandardError
from screening.reports.json import listed
from screening.revisions.comparing import compare
from screening.revisions.comparison import Comparison
from screening.standards import Standard
from screening.web.api import gives, section, written
from screening.web.desk import AtDesk
from screening.web.messages import StandardLine
from screening.web.refusals import refuse

router = section("Standards")
ADDRESS = "`CODE` (the newest version in force) or `CODE@VERSION`."
InPath = Annotated[str, Path(description=ADDRESS, max_length=200, examples=["2320-0012@2019-03-16"])]
Asked = Annotated[str, Query(description=ADDRESS, max_length=200, examples=["0340-0016@2019-12-12"])]


@router.get("/standards", name="api-standards", responses=gives(list[StandardLine], "Every version."))
def standards(desk: AtDesk) -> Response:
    """List the versions in the library."""
    return written(json.dumps(listed(desk.library.standards()), ensure_ascii=False, indent=2) + "\n")


@router.get("/standards/{address}", name="api-standard", responses=gives(Standard, "The version."))
async def standard(request: Request, desk: AtDesk, address: InPath) -> Response:
    """Show a version whole: its KSAs word for word, examinations, clauses, and where each is printed."""
    try:
        found = desk.resolve(address).standard
    except StandardError as error:
        return refuse(request, 404, error.found, "address", error.expected, error.do)
    return written(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")


@router.get("/comparison", name="api-comparison", responses=gives(Comparison, "What changed."))
async def comparison(desk: AtDesk, old: Asked, new: Asked) -> Response:
    """Compare two versions: what became of each KSA, duty and examination, word by word."""
    before, after = desk.resolve(old).standard, desk.resolve(new).standard
    found = await run_in_threadpool(compare, before, after)
    return written(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
