"""A panel's slate with its heat map: sorted and narrowed by the address, so that it works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from screening.errors import PanelError
from screening.files.particulars import claims_in, seniority_in
from screening.panels import Panel
from screening.panels.slating import CandidateWords, PanelSlate, require_sees_all, slate_exported, slate_of
from screening.ranking import Claim
from screening.ranking.slate import ORDER
from screening.records import Head, head_of
from screening.reports import panel_slate, panel_slate_csv, panel_slate_html, panel_slate_xlsx, pdf
from screening.reports.panel_slate_html import Entrant
from screening.results import OUTCOMES, RATINGS
from screening.standards import Standard
from screening.web.desk import AtDesk, Desk
from screening.web.forms import Sent, files, text, text_of
from screening.web.seats import AtSeat, Seat

router = APIRouter()
FORMS: dict[str, tuple[str, str]] = {
    "html": ("text/html; charset=utf-8", "html"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "pdf": ("application/pdf", "pdf"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"),
}
"""Formats that a slate goes out in: media type and ending."""
WORDED = ("html", "xlsx", "pdf")
"""Those that can hold texts, quotes and notes."""


@dataclass(frozen=True)
class Narrowing:
    """How a slate is sorted and whom of it is shown, as the address says it."""

    path: str
    sort: str = "rank"
    outcome: str = ""
    ksa: str = ""
    rating: str = ""
    find: str = ""

    @property
    def backwards(self) -> bool:
        """Whether the order is turned round."""
        return self.sort.startswith("-")

    @property
    def narrowed(self) -> bool:
        """Whether anybody may be left out."""
        return any((self.outcome, self.rating, self.find))

    def href(self, name: str) -> str:
        """The address that sorts by a column; by the column that sorts already, the other way round."""
        return self.address(sort=f"-{name}" if self.sort == name else name)

    def state(self, name: str) -> str:
        """What ``aria-sort`` says of a column; empty where it does not sort."""
        if self.sort.lstrip("-") != name:
            return ""
        return "descending" if self.backwards else "ascending"

    def address(self, **changed: str) -> str:
        """This slate with something else chosen."""
        asked = {name: getattr(self, name) for name in ("sort", "outcome", "ksa", "rating", "find")}
        told = {name: value for name, value in (asked | changed).items() if value and value != "rank"}
        return f"{self.path}?{urlencode(told)}" if told else self.path

    def of(self, entrants: list[Entrant]) -> list[Entrant]:
        """The entrants who are shown, in the order asked for; equals stay in the slate's order."""
        return sorted(filter(self._shown, entrants), key=self._key, reverse=self.backwards)

    def _shown(self, entrant: Entrant) -> bool:
        rated = [d.rating for d in entrant.candidacy.decisions if self.ksa in ("", d.ksa)]
        return (
            self.outcome in ("", entrant.standing.outcome)
            and (self.rating in rated or not self.rating)
            and self.find.lower() in entrant.standing.candidate.lower()
        )

    def _key(self, entrant: Entrant) -> tuple[float, str]:
        name, standing = self.sort.lstrip("-"), entrant.standing
        if name == "candidate":
            return 0, standing.candidate
        if name == "outcome":
            return ORDER[standing.outcome], ""
        if name == "points":
            return -(standing.points or 0), ""
        worth = {one.ksa: float(one.worth) for one in entrant.candidacy.decisions}
        return (-worth[name], "") if name in worth else (standing.rank, "")


@router.get("/panels/{panel}/slate", name="slate")
def shown(
    request: Request, desk: AtDesk, seat: AtSeat, panel: str, sort: str = "rank", outcome: str = "",
    ksa: str = "", rating: str = "", find: str = "",
) -> Response:  # fmt: skip
    """The slate as the panel stands."""
    state = seat.panel(panel)
    if refused := hidden(state, seat.id):
        return desk.page(request, "slate_hidden.html.j2", panel=state, seat=seat, refused=refused)
    slate, standard = made(seat, state), standard_of(desk, state)
    narrowing = Narrowing(str(request.url.path), sort, outcome, ksa, rating, find)
    page = panel_slate_html.shown(slate, standard)
    return desk.page(
        request, "slate_read.html.j2", panel=state, seat=seat, narrowing=narrowing, outcomes=OUTCOMES,
        ratings=RATINGS, everybody=len(page["entrants"]), member=seat.member(state),
        applicant_at=lambda one: request.app.url_path_for("application", panel=panel, candidate=one),
        counted_at=lambda value: narrowing.address(outcome=value),
        tallied_at=lambda ksa, value: narrowing.address(ksa=ksa, rating=value),
        **page | {"entrants": narrowing.of(page["entrants"])},
    )  # fmt: skip


@router.post("/panels/{panel}/slate", name="slate-export")
async def export(request: Request, desk: AtDesk, seat: AtSeat, sent: Sent, panel: str) -> Response:
    """The slate as a file, with claims and seniority where they were given; that it went out is recorded."""
    form = text(sent, "form")
    if form not in FORMS:
        raise PanelError(
            f"{form!r} is no format of a slate",
            expected="one of " + ", ".join(FORMS),
            do="choose one of these under 'Take it along'",
        )
    if form == "pdf":
        await run_in_threadpool(pdf.ready)
    state = await run_in_threadpool(seat.panel, panel)
    require_sees_all(state, seat.id)
    claims, since = await _particulars(desk, sent)
    words = await _words(seat, state) if sent.get("words") == "yes" and form in WORDED else None
    standard = await run_in_threadpool(standard_of, desk, state)
    slate = await run_in_threadpool(partial(made, seat, state, claims, since, words))
    data = await run_in_threadpool(RENDER[form], slate, standard)
    entry = slate_exported(slate, seat.sitting.hand(), form, sha256(data).hexdigest(), text(sent, "why"))
    await run_in_threadpool(seat.sitting.store.append, entry)
    kind, ending = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="slate-{panel}.{ending}"'}
    return Response(data, media_type=kind, headers=headers)


def hidden(panel: Panel, reader: str) -> PanelError | None:
    """Why a reader may not see the slate yet; None where they may."""
    try:
        require_sees_all(panel, reader)
    except PanelError as refused:
        return refused
    return None


def made(
    seat: Seat, panel: Panel, claims: tuple[Claim, ...] = (), since: dict[str, date] | None = None,
    words: CandidateWords | None = None,
) -> PanelSlate:  # fmt: skip
    """The slate of a panel, from the record as it is now."""
    head: Head = head_of(seat.sitting.record())
    return slate_of(panel, head, claims, since, words)


def standard_of(desk: Desk, panel: Panel) -> Standard:
    """The version that a panel was opened on."""
    return desk.resolve(panel.opening.standard).standard


async def _particulars(desk: Desk, sent: FormData) -> tuple[tuple[Claim, ...], dict[str, date]]:
    """Claims to preference and seniority dates from the files of a form; they are kept with the export."""
    claims, since = tuple[Claim, ...](), dict[str, date]()
    for upload in files(sent, "claims"):
        claims = claims_in(*await text_of(desk, upload))
    for upload in files(sent, "seniority"):
        since = seniority_in(*await text_of(desk, upload))
    return claims, since


async def _words(seat: Seat, panel: Panel) -> CandidateWords:
    from screening.casebook import remarks_in

    copies = await seat.read(panel, panel.candidates)
    return CandidateWords(
        applications={candidate: one for candidate, (one, _) in copies.items()},
        advice={candidate: advice for candidate, (_, advice) in copies.items() if advice is not None},
        remarks=await run_in_threadpool(remarks_in, seat.sitting),
    )


RENDER: dict[str, Callable[[PanelSlate, Any], bytes]] = {
    "html": lambda slate, standard: panel_slate_html.render(slate, standard).encode(),
    "xlsx": lambda slate, standard: panel_slate_xlsx.render(slate),
    "pdf": lambda slate, standard: pdf.paper(panel_slate_html.render(slate, standard)),
    "csv": lambda slate, standard: panel_slate_csv.render(slate).encode(),
    "json": lambda slate, standard: panel_slate.render(slate).encode(),
}
