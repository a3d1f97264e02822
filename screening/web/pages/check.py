"""Check: paste or upload a narrative and see, KSA by KSA, what a panel will find, while it can be mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from starlette.datastructures import UploadFile

from screening.advice import Advice, compare
from screening.advice.bringing import sections
from screening.applications import check_standard, texts_for
from screening.errors import ApplicationError
from screening.files.narratives import read_narratives
from screening.files.yaml import dump_yaml
from screening.standards import Standard
from screening.web.desk import AtDesk, Desk
from screening.web.drafting import FormDraft, Mode, blank_draft, draft_of, earlier_of
from screening.web.marks import NotedStretch, pieces
from screening.web.walking import NavigationEntry

router = APIRouter()
ENTRY = NavigationEntry("Check a narrative", "check", 10)
PASTED = "the pasted text"


@router.get("/check", name="check")
async def choose(request: Request, desk: AtDesk) -> Response:
    """The standards to choose from: of each position what is in force, other versions behind it."""
    series = [desk.library.series(code) for code in desk.library.codes()]
    shown = []
    for each in series:
        current = [s for s in each.versions if s.status in ("in-force", "new")] or list(each.versions)
        shown.append((current[-1], [s for s in each.versions if s is not current[-1]]))
    return desk.page(request, "check_choose.html.j2", series=shown)


@router.get("/check/{address}", name="check-form")
async def form(request: Request, desk: AtDesk, address: str, mode: str = "boxes") -> Response:
    """The empty form for a standard."""
    standard = desk.resolve(address).standard
    way: Mode = "essay" if mode == "essay" else "boxes"
    return draft_page(request, desk, standard, blank_draft(standard, way), None)


@router.post("/check/{address}", name="check-whole")
async def whole(request: Request, desk: AtDesk, address: str) -> Response:
    """The form sent whole, which works without scripts: check, fill, set aside, compare or save."""
    standard = desk.resolve(address).standard
    sent = await request.form()
    draft, act = draft_of(sent, standard), sent.get("act")
    if act == "fill":
        draft = await filled(desk, standard, draft, sent.get("file"), str(sent.get("into") or ""))
    elif act == "aside":
        draft = replace(draft, earlier=draft.kept())
    elif act == "compare":
        return await _compared(request, desk, standard, draft)
    elif act == "save":
        return _saved(standard, draft)
    return draft_page(request, desk, standard, draft, await advised(desk, standard, draft))


@router.post("/check/{address}/changes", name="check-part")
async def changes(request: Request, desk: AtDesk, address: str) -> Response:
    """What is different on the page since it was last shown: panels, summary, and a word on the changed box.

    The page sends the mark of every panel that it shows; only panels that would differ are sent back.
    """
    standard = desk.resolve(address).standard
    sent = await request.form()
    draft = draft_of(sent, standard)
    shown = _shown(request, desk, standard, draft, await advised(desk, standard, draft))
    panels = [panel for panel in shown["panels"].values() if sent.get(f"seen:{panel.ksa}") != panel.mark]
    changed = str(sent.get("changed") or "")
    return desk.page(request, "check_changes.html.j2", different=panels, changed=changed, **shown)


@dataclass(frozen=True, slots=True)
class RequirementPane:
    """One requirement's panel as it is shown; the mark changes with anything in it."""

    ksa: str
    html: Markup

    @property
    def mark(self) -> str:
        """A short hash of what is shown."""
        return hashlib.sha256(self.html.encode()).hexdigest()[:12]


def draft_page(
    request: Request, desk: Desk, standard: Standard, draft: FormDraft, advice: Advice | None
) -> Response:
    """The check page with a draft in its boxes, and the advice on it where it was judged."""
    return desk.page(request, "check.html.j2", **_shown(request, desk, standard, draft, advice))


def _shown(
    request: Request, desk: Desk, standard: Standard, draft: FormDraft, advice: Advice | None
) -> dict[str, Any]:
    """What the templates of this page are given."""
    copies = _copies(standard, draft, advice) if advice else {}
    panels = {
        ksa.id: RequirementPane(ksa.id, Markup(desk.fill(
            request, "check_panel.html.j2", standard=standard, ksa=ksa, copies=copies.get(ksa.id, []),
            advice=advice.ksa(ksa.id) if advice else None,
        )))
        for ksa in standard.ksas
    }  # fmt: skip
    limit = desk.settings.limits.section_characters
    return {"standard": standard, "draft": draft, "advice": advice, "panels": panels, "limit": limit,
            "beside": sections(standard)}  # fmt: skip


def _copies(
    standard: Standard, draft: FormDraft, advice: Advice
) -> dict[str, list[tuple[str, list[NotedStretch]]]]:
    """For each requirement the texts written for it, cut at the sentences that were read for it."""
    application = draft.application(standard)
    return {
        one.ksa: [
            (text.source, pieces(text.text, [s for s in one.sentences if s.span.source == text.source]))
            for text in texts_for(application, one.ksa)
        ]
        for one in advice.ksas
    }


async def advised(desk: Desk, standard: Standard, draft: FormDraft) -> Advice:
    """The advice on a draft, in turn with all other requests."""
    most = desk.settings.limits.section_characters
    application = draft.application(standard)
    return await desk.judge(lambda: desk.checker(standard.address).advise(application, most))


async def filled(
    desk: Desk, standard: Standard, draft: FormDraft, file: object, into: str, pasted: str = ""
) -> FormDraft:
    """The draft with an uploaded file's texts in it, or with pasted ones; the file itself is not kept.

    ``into`` is the requirement that all of it was written for; empty: it is cut at its headings.
    """
    chosen = into if any(ksa.id == into for ksa in standard.ksas) else None
    if pasted.strip():
        return draft.filled(read_narratives(pasted.encode(), PASTED, standard, chosen))
    if not isinstance(file, UploadFile) or not file.filename:
        raise ApplicationError("no file was chosen", expected="a text, DOCX, PDF, JSON or YAML file",
                               do="choose a file, or paste the text")  # fmt: skip
    found = await desk.readers.read(file, lambda raw, name: read_narratives(raw, name, standard, chosen))
    if found.whole:
        check_standard(found.whole, standard)
    return draft.filled(found)


async def _compared(request: Request, desk: Desk, standard: Standard, draft: FormDraft) -> Response:
    """The draft set aside beside the present one."""
    earlier = earlier_of(draft, standard)
    before, after = await advised(desk, standard, earlier), await advised(desk, standard, draft)
    return desk.page(
        request, "drafts.html.j2", standard=standard, draft=draft, comparison=compare(before, after)
    )


def _saved(standard: Standard, draft: FormDraft) -> Response:
    """The draft as an application file, for ``screening check`` or for another day."""
    text = dump_yaml(draft.application(standard).model_dump(mode="json", exclude_defaults=True))
    name = f"draft-{standard.occupation_code}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)
