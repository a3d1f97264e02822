"""Forms that another site makes a browser send are refused: by where they come from, and by a signed token.

The token is bound to the session, or to a mark of the browser before it has one.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from itsdangerous import BadSignature, Signer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from screening.web.doors.keyring import Keyring
from screening.web.doors.sessions import API, Stay, stay_of
from screening.web.refusals import refuse
from screening.web.settings import WebSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD, HEADER = "csrf", "X-CSRF-Token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
STALE = "The form is from another session, or from no page of ours."
ELSEWHERE = "The request comes from another site."


class OwnPagesOnly:
    """Refuses what a browser says that another site made it send, and pictures or scripts taken by one."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403."""
        if scope["type"] == "http" and self._foreign(scope["method"], Headers(scope=scope)):
            await refuse(Request(scope), 403, ELSEWHERE, do="Open the page here, and send it from there.")(
                scope, receive, send
            )
            return
        await self.app(scope, receive, send)

    def _foreign(self, method: str, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site in ("cross-site", "same-site"):  # another port of this machine is "same-site"
            return method not in SAFE or headers.get("sec-fetch-mode") != "navigate" or (
                headers.get("sec-fetch-dest") not in (None, "document")
            )  # fmt: skip
        if method in SAFE:
            return False
        told = headers.getlist("origin") or headers.getlist("referer")[:1]
        return any(not self._own(origin, headers.get("host", "")) for origin in told)

    def _own(self, origin: str, host: str) -> bool:
        """Whether an origin is ours: the one that is published, or else the host that was asked."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        if self.settings.url and f"{parts.scheme}://{parts.netloc}".lower() == self.settings.url.lower():
            return True
        return parts.scheme == "http" and not self.settings.secure and parts.netloc.lower() == host.lower()


def token_for(request: Request) -> str:
    """A token for the forms of a page; a browser without a session gets a mark to bind it to."""
    stay = stay_of(request)
    if not stay.session and not stay.visit:
        stay.visit = stay.cookies["visit"] = secrets.token_urlsafe(16)
    return _signer(request.app.state.keyring, stay).sign(secrets.token_urlsafe(9)).decode()


def _signer(keyring: Keyring, stay: Stay) -> Signer:
    bound = stay.session.digest if stay.session else f"visit {stay.visit}"
    return Signer(keyring.key(), salt=f"csrf {bound}")


async def require_token(request: Request) -> None:
    """Refuse what changes something and carries no token of ours.

    A program shows who it is in a header that no form can set, and needs none; nor does, on a server for one
    person, a program that asks the API: a browser would have said where the request comes from.
    """
    if request.method in SAFE or _needs_none(request):
        return
    stay = stay_of(request)
    if not stay.session and not stay.visit:
        raise HTTPException(403, STALE)
    shown = request.headers.get(HEADER) or await _in_form(request)
    try:
        (await run_in_threadpool(_signer, request.app.state.keyring, stay)).unsign(shown)
    except BadSignature:
        raise HTTPException(403, STALE) from None


def _needs_none(request: Request) -> bool:
    if not request.url.path.startswith(API):
        return False
    session = stay_of(request).session
    return session is None or session.kind == "program"


async def _in_form(request: Request) -> str:
    """The token in a form's field; the form stays read for the route."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in FORMS:
        return ""
    value = (await request.form()).get(FIELD, "")
    return value if isinstance(value, str) else ""
