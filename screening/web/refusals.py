"""How a request is refused: a page for people, problem+json (RFC 9457) under ``/api``; the same four words.

``found`` says what is the matter, ``where``, ``expected`` what would have been accepted, ``do`` what to do.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from screening.errors import ScreeningError
from screening.web.judging import BusyError

API = "/api/"
SAID: dict[int, tuple[str, str]] = {
    400: ("The request cannot be understood.", "Go back, and try again."),
    401: ("You are not logged in.", "Log in, and open the page again."),
    403: ("This is not open to you.", "Ask whoever keeps the accounts if you should see it."),
    404: ("There is no such page.", "Check the address, or begin at the first page."),
    405: ("This page does not take that kind of request.", "Open it by a link or by its form."),
    413: ("What was sent is too large.", "Shorten the text, or send a smaller file."),
    415: ("This kind of file is not read.", "Send text, DOCX, PDF or JSON."),
    429: ("Too many requests came from you.", "Wait a moment, and try again."),
    500: ("Something went wrong on our side.", "Try again; if it happens again, tell who runs the server."),
    503: ("The server is busy.", "Wait a few seconds, and try again. Nothing that you wrote is lost."),
}


def refuse(
    request: Request, status: int, found: str = "", where: str = "", expected: str = "", do: str = "",
    headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    """A refusal in the form that its reader takes."""
    said, advice = SAID.get(status, (HTTPStatus(status).phrase, ""))
    told = told_of(request, found or said, where, expected, do or advice)
    if request.url.path.startswith(API):
        problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **told}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    template = "refusal_part.html.j2" if request.headers.get("HX-Request") else "refusal.html.j2"
    page: Response = request.app.state.desk.page(
        request, template, status=status, headers=headers, code=status, **told
    )
    return page


def told_of(request: Request, found: str, where: str, expected: str, do: str) -> dict[str, str]:
    """A refusal as it may leave the server: where its library lies is nobody's business."""
    root = str(request.app.state.desk.library.root)
    words = {"found": found, "where": where, "expected": expected, "do": do}
    return {name: text.replace(root, "the library") for name, text in words.items()}


async def on_deliberate(request: Request, error: Exception) -> Response:
    """Input or usage that the program refuses."""
    assert isinstance(error, ScreeningError)
    return refuse(request, 422, error.found, error.where, error.expected, error.do)


async def on_http(request: Request, error: Exception) -> Response:
    """What the web refuses by a status."""
    assert isinstance(error, HTTPException)
    detail = "" if error.detail == HTTPStatus(error.status_code).phrase else str(error.detail)
    return refuse(request, error.status_code, detail, headers=dict(error.headers or {}))


async def on_invalid(request: Request, error: Exception) -> Response:
    """Fields that are missing or of the wrong kind; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    found, do = "a field is missing or of the wrong kind", "Send it as docs/api.md tells, and try again."
    return refuse(request, 422, found, where, str(first["msg"]), do)


async def on_busy(request: Request, error: Exception) -> Response:
    """The engine's queue is full."""
    assert isinstance(error, BusyError)
    return refuse(request, 503, headers={"Retry-After": str(error.retry_after_s)})


async def on_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: nothing of it is told outside."""
    return refuse(request, 500)


def install(app: FastAPI) -> None:
    """Answer every kind of error with a refusal."""
    app.add_exception_handler(ScreeningError, on_deliberate)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(BusyError, on_busy)
    app.add_exception_handler(Exception, on_fault)
