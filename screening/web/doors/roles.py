"""Who may ask for what: one table of every route by its name. A route that is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import HTTPException, Request

from screening.web.doors.people import NOBODY, Person, Role, person_of

ANYONE: frozenset[Role] = frozenset({"anyone"})
WRITERS: frozenset[Role] = frozenset({"applicant", "hr", "member", "chair"})
"""Whoever may have a text checked; an auditor reads and changes nothing."""

ALLOWED: Mapping[str, frozenset[Role]] = {
    # what every page is made of
    "asset": ANYONE,
    "home": ANYONE,
}


def may(person: Person, route: str) -> bool:
    """Whether somebody may ask for a route; nobody may ask for one without an entry."""
    return bool(ALLOWED.get(route, frozenset()) & person.roles)


def admit(request: Request) -> None:
    """Let a request through to its route, or refuse it: 401 where a login would help, else 403."""
    person, route = person_of(request), getattr(request.scope.get("route"), "name", "")
    if not may(person, route):
        raise HTTPException(401 if person == NOBODY else 403)
