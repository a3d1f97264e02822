"""Under which names the server may be asked: a page of elsewhere must not reach it under a name of its own.

A browser lets a page of ``evil.example`` talk to whatever that name resolves to, also to 127.0.0.1; its Host
header tells.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class HostCheck:
    """Refuses a request whose Host header names none of ``accepted``; ports are not looked at."""

    def __init__(self, app: ASGIApp, accepted: frozenset[str]) -> None:
        self.app, self.accepted = app, accepted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 421."""
        if scope["type"] in ("http", "websocket") and host_of(Headers(scope=scope)) not in self.accepted:
            refusal = PlainTextResponse("This server is not known by that name.\n", status_code=421)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def host_of(headers: Headers) -> str:
    """The name in the one Host header, in lower case, without port or brackets; empty if there is not one."""
    named = headers.getlist("host")
    if len(named) != 1:
        return ""
    name = named[0].strip().lower()
    return name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
