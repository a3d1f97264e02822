"""Sessions: who a request comes from, by a cookie or a program's token. The store has digests of both.

A browser's token is made anew at every login, so one that somebody planted before is worth nothing after it.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screening.stores.accounts import Account, Session
from screening.web.doors.people import NOBODY, Person, person_for
from screening.web.settings import WebSettings

TOKEN_BYTES = 32
API = "/api/"
ASSETS = "/assets/"
GONE = "Max-Age=0"


@dataclass(slots=True)
class Stay:
    """What the doors know of a request: its session, and which cookies its answer will set."""

    session: Session | None = None
    visit: str = ""
    """A browser's own mark before it logs in, which binds a form to it."""
    cookies: dict[str, str] = field(default_factory=dict)
    """What the answer sets, by the cookie's name without prefix; empty: the browser shall forget it."""


def now() -> int:
    """The clock of sessions, in seconds since 1970."""
    return int(time.time())


def digest_of(token: str) -> str:
    """What the store knows a token by."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def stay_of(request: HTTPConnection) -> Stay:
    """What the doors know of a request."""
    stay: Stay = request.scope.setdefault("state", {}).setdefault("stay", Stay())
    return stay


def cookie_name(settings: WebSettings, short: str) -> str:
    """A cookie's full name. Over TLS no other host can set it; else ports are kept apart by the name."""
    if settings.secure:
        return f"__Host-screening-{short}"
    return f"screening-{settings.port}-{short}"


class Sessions:
    """Looks up who asks, before anything else looks at a request; and sets what cookies the answer needs."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with ``state`` telling its person and stay."""
        if scope["type"] != "http" or scope["path"].startswith(ASSETS):
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        stay = Stay(visit=request.cookies.get(cookie_name(self.settings, "visit"), ""))
        state = scope.setdefault("state", {})
        state |= {"stay": stay, "person": NOBODY}
        if self.settings.team and (found := await run_in_threadpool(self._present, request)) is not None:
            account, stay.session = found
            state["person"] = person_for(account.id, account.roles)

        async def with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for short, value in stay.cookies.items():
                    headers.append("Set-Cookie", self._cookie(short, value))
            await send(message)

        await self.app(scope, receive, with_cookies)

    def _present(self, request: HTTPConnection) -> tuple[Account, Session] | None:
        """The account and session of a request. A program's token opens the API alone."""
        token, kind = _bearer(request.headers), "program"
        if not token or not request.url.path.startswith(API):
            token, kind = request.cookies.get(cookie_name(self.settings, "session"), ""), "browser"
        if not token:
            return None
        book = request.app.state.desk.accounts()
        found: tuple[Account, Session] | None = book.present(
            digest_of(token), now(), self.settings.session_idle_s
        )
        return found if found and found[1].kind == kind else None

    def _cookie(self, short: str, value: str) -> str:
        secure = "; Secure" if self.settings.secure else ""
        # the answer of an identity provider comes from elsewhere, and its cookie must come with it
        same_site = "Lax" if short == "oidc" else "Strict"
        end = "" if value else f"; {GONE}"
        name = cookie_name(self.settings, short)
        return f"{name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}{end}"


def _bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def begin(request: HTTPConnection, account: str) -> Person:
    """Let somebody in: a new session and token, in place of whatever the browser came with."""
    desk, stay, began = request.app.state.desk, stay_of(request), now()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ends = began + desk.settings.session_s
    session = Session(digest=digest_of(token), account=account, begun_at=began, ends_at=ends)
    before = stay.session.digest if stay.session else ""
    await run_in_threadpool(desk.accounts().begin, session, before)
    stay.session = session
    stay.cookies |= {"session": token, "visit": ""}
    found = await run_in_threadpool(desk.accounts().find, account)
    return person_for(account, found.roles if found else frozenset())


async def end(request: HTTPConnection) -> None:
    """Let somebody out: the session is removed, not only forgotten by the browser."""
    stay = stay_of(request)
    if stay.session is not None:
        await run_in_threadpool(request.app.state.desk.accounts().end, stay.session.digest)
    stay.session = None
    stay.cookies["session"] = ""


def program_token(account: str, days: int) -> tuple[str, Session]:
    """A token for a program that acts for an account, and what the store keeps of it."""
    token, began = secrets.token_urlsafe(TOKEN_BYTES), now()
    session = Session(
        digest=digest_of(token), account=account, kind="program",
        begun_at=began, ends_at=began + days * 86_400,
    )  # fmt: skip
    return token, session
