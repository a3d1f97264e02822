"""What is written down of requests and faults: never a body, a query, a heading or an error's own words.

An error's message may quote what an applicant wrote, so a fault is logged as its type and the places in the
code that it passed through.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from types import TracebackType

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screening.web.refusals import refuse

ACCESS = logging.getLogger("screening.web.access")
FAULTS = logging.getLogger("screening.web.faults")


class Faults:
    """Answers a fault of ours with a page that tells its number, and logs it under that number."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; whatever error comes back ends here."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except ClientDisconnect:
            return
        except Exception as error:
            number = log_fault(error)
            if scope["type"] == "http" and not begun:
                await refuse(Request(scope), 500, where=f"fault {number}")(scope, receive, send)


class Access:
    """Logs a line a request: method, route, status, milliseconds, who. A route's name tells no text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = 0, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, noting)
        took = round((time.perf_counter() - began) * 1000)
        route = getattr(scope.get("route"), "name", "-")
        who = getattr(scope.get("state", {}).get("person"), "id", "") or "-"
        ACCESS.info("%s %s %d %d ms %s", _method(scope), route, status, took, who)


def _method(scope: Scope) -> str:
    """The method, if it is one of HTTP's: a client may send any word in its place."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "OTHER"


def log_fault(error: BaseException) -> str:
    """Log an error by its type and places, without its words; the number that finds it again."""
    number = secrets.token_hex(4)
    FAULTS.error("fault %s: %s\n%s", number, _kinds(error), _places(error.__traceback__))
    return number


def _kinds(error: BaseException | None) -> str:
    """The type of an error and of those that led to it."""
    found: list[str] = []
    while error is not None and len(found) < 10:
        found.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return " after ".join(found)


def _places(trace: TracebackType | None) -> str:
    """Where an error came through, the last place last; code, never values."""
    frames = traceback.extract_tb(trace)
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def to_stderr() -> None:
    """Write our logs to stderr, a line each, with the time in UTC."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)sZ %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    assert handler.formatter is not None
    handler.formatter.converter = time.gmtime
    logger = logging.getLogger("screening.web")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
