"""Security, one concern a file: who may ask for what, from where, how much, and what a browser may do.

``install`` puts the doors around an application; ``admit`` stands before every route of it. Whoever adds a
page does this:

- **Name the route** (``@router.get("/slate/{panel}", name="slate")``), one name a route: GET and POST of the
  same address are two routes with two names.
- **Say who may**: put the name into ``roles.ALLOWED`` with the roles that may ask, and a row into the table
  of ``docs/web.md``. ``tests/test_web_roles.py`` asks for every route as every role and compares both;
  without an entry the route answers 403, also to the one local person. An auditor gets no route that changes
  anything.
- **Name what costs**: a route that calls ``desk.judge`` goes into ``limits.ENGINE``.
- **Get the person** by ``who: Asking`` (from ``screening.web.desk``): ``who.id`` is what the record names
  and what a panel knows its member by, ``who.roles`` the account's roles, ``who.local`` says that nobody
  logged in (one person with every role; panel pages then ask "act as"). In templates: ``who``,
  ``may("route-name")``. A role opens the page; what of a panel somebody sees there is
  ``screening.panels.visibility``'s to say.
- **Put ``{{ csrf_field }}`` into every form** with ``method="post"``. htmx sends the token by itself, from
  ``hx-headers`` in the frame. The API needs none from programs.
- **Read an uploaded file** with ``await desk.readers.read(upload, lambda raw, name: ...)``: bounded in bytes,
  seconds and how many at once.
- **Save a draft** with ``desk.accounts().drafts(who.id)``: it reaches that person's drafts and no other's.
- **Say who may have what in the handler too** where it depends on the thing: answer 404, not 403, for what is
  somebody else's.
- **Log nothing that somebody wrote**; a job that runs after its request ends tells its faults by
  ``logs.log_fault``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from screening.web.doors import csrf, limits
from screening.web.doors.csrf import OwnPagesOnly
from screening.web.doors.headers import SecurityHeaders
from screening.web.doors.hosts import HostCheck
from screening.web.doors.keyring import Keyring
from screening.web.doors.limits import Rates
from screening.web.doors.logs import Access, Faults
from screening.web.doors.people import person_of
from screening.web.doors.roles import require_role
from screening.web.doors.sessions import Sessions
from screening.web.doors.uploads import BoundedBodies

if TYPE_CHECKING:
    from fastapi import FastAPI

    from screening.web.settings import WebSettings


def install(app: FastAPI, settings: WebSettings) -> None:
    """Put the doors around the application; the last one added is the first that a request meets."""
    app.state.keyring, app.state.rates = Keyring(settings), Rates(settings)
    app.add_middleware(BoundedBodies, settings=settings)
    app.add_middleware(OwnPagesOnly, settings=settings)
    app.add_middleware(Sessions, settings=settings)
    app.add_middleware(Faults)
    app.add_middleware(HostCheck, accepted=settings.accepted_hosts)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Access)


async def admit(request: Request) -> None:
    """Let a request through to its route, or refuse it: by role, by how often, by where its form is from."""
    require_role(request)
    limits.spend(request, request.scope["route"].name)
    await csrf.require_token(request)


__all__ = ["admit", "install", "person_of"]
