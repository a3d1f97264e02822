"""What forms send, and where one goes after an act: to a page that says what was done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from screening.errors import ScreeningError
from screening.files.parsed import decode
from screening.files.yaml import SUFFIXES
from screening.web.desk import Desk
from screening.web.drafting import field

DONE: Mapping[str, str] = {
    "opened": "The panel is open. Its settings stay as they are from now on.",
    "added": "The applications are before the panel, each with the engine’s advice.",
    "saved": "Your ratings are saved. They are yours alone until you lock them.",
    "locked": "Your ratings are locked. You may see now what others gave, where they have locked too.",
    "nothing": "Nothing was different from what is recorded, so nothing was added.",
    "recused": "The recusal is recorded.",
    "joined": "The member is on the panel.",
    "left": "The member has left. What they had locked stands.",
    "decided": "The decision is recorded.",
    "overridden": "The override is recorded, with its reason.",
    "closed": "The panel is closed, and its record is locked.",
    "seated": "You act as the member whom you chose.",
}
"""What a page says after an act, by the word in its address."""


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]
"""The form of a request, for routes that run in a thread."""


def text(form: FormData, name: str) -> str:
    """A text field without blanks around it; empty where it is missing."""
    return field(form, name).strip()


def done(request: Request) -> str:
    """What the act that led to this page has done, in words; empty where none did."""
    return DONE.get(request.query_params.get("done", ""), "")


def go(request: Request, route: str, done: str, anchor: str = "", **parts: str) -> RedirectResponse:
    """To a page after an act, so that loading it again does not act again."""
    path = request.app.url_path_for(route, **parts)
    return RedirectResponse(f"{path}{f'?done={done}' if done else ''}{anchor}", 303)


def require_sure(form: FormData, what: str) -> None:
    """Refuse an act that cannot be taken back, where its box was not ticked."""
    if form.get("sure") != "yes":
        raise ScreeningError(
            f"{what} cannot be taken back, and the box beside it is not ticked",
            expected="a tick in the box", do="go back, tick it if you are sure, and send the form again",
        )  # fmt: skip


def files(form: FormData, name: str) -> list[UploadFile]:
    """The files that were chosen in a field."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


async def text_of(desk: Desk, upload: UploadFile, endings: tuple[str, ...] = SUFFIXES) -> tuple[str, Path]:
    """The text of an uploaded file, and its name as a path, which tells what it is."""
    most = desk.settings.limits.upload_bytes
    return await desk.readers.read(
        upload, lambda raw, name: (decode(raw, Path(name), most), Path(name)), endings
    )  # fmt: skip
