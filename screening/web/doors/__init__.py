"""Security, one concern a file: who may ask for what, from where, how much, and what a browser may do.

``install`` puts the doors around an application; ``admit`` stands before every route of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.web.doors.headers import SecurityHeaders
from screening.web.doors.hosts import HostCheck
from screening.web.doors.people import person_of
from screening.web.doors.roles import admit

if TYPE_CHECKING:
    from fastapi import FastAPI

    from screening.web.settings import WebSettings


def install(app: FastAPI, settings: WebSettings) -> None:
    """Put the doors around the application; the last one added is the first that a request meets."""
    app.add_middleware(HostCheck, accepted=settings.accepted_hosts)
    app.add_middleware(SecurityHeaders)


__all__ = ["admit", "install", "person_of"]
