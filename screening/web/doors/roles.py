"""Who may ask for what: one table of every route by its name. A route that is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import HTTPException, Request

from screening.web.doors.people import NOBODY, ROLES, Person, Role, person_of

ANYONE: frozenset[Role] = frozenset({"anyone"})
EVERYBODY: frozenset[Role] = frozenset(ROLES)
"""Whoever has an account."""
WRITERS: frozenset[Role] = frozenset({"applicant", "hr", "member", "chair"})
"""Whoever may have a text checked; an auditor reads and changes nothing."""

ALLOWED: Mapping[str, frozenset[Role]] = {
    # what every page is made of
    "asset": ANYONE,
    "home": ANYONE,
    # coming in and going out; one's own password
    "login": ANYONE,
    "log-in": ANYONE,
    "log-out": ANYONE,
    "oidc-begin": ANYONE,
    "oidc-return": ANYONE,
    "account": EVERYBODY,
    "account-password": EVERYBODY,
    "account-sessions": EVERYBODY,
    # a narrative before it is submitted
    "check": WRITERS,
    "check-form": WRITERS,
    "check-whole": WRITERS,
    "check-part": WRITERS,
    "drafts": WRITERS,
    "drafts-compared": WRITERS,
}


def may(person: Person, route: str) -> bool:
    """Whether somebody may ask for a route; nobody may ask for one without an entry."""
    return bool(ALLOWED.get(route, frozenset()) & person.roles)


def require_role(request: Request) -> None:
    """Refuse a request that its person may not make: 401 where a login would help, else 403.

    Where no route was found there is nothing to refuse.
    """
    if (route := request.scope.get("route")) is None:
        return
    person = person_of(request)
    if not may(person, getattr(route, "name", "")):
        raise HTTPException(401 if person == NOBODY else 403)
