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
RANKERS: frozenset[Role] = frozenset({"hr", "chair"})
"""Whoever may set applicants side by side outside a panel."""
SEATED: frozenset[Role] = frozenset({"hr", "member", "chair"})
"""Whoever may sit on a panel; the panel says who does."""

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
    "saved": WRITERS,
    "saved-keep": WRITERS,
    "saved-draft": WRITERS,
    "saved-forget": WRITERS,
    # standards
    "standards": EVERYBODY,
    "standard": EVERYBODY,
    "standards-compare": EVERYBODY,
    # panels: a role opens the page, and the panel says who sits on it and sees what
    "panels": SEATED | {"auditor"},
    "panel": SEATED | {"auditor"},
    "application": SEATED | {"auditor"},
    "slate": SEATED | {"auditor"},
    "agreement": SEATED | {"auditor"},
    "agreement-behind": SEATED | {"auditor"},
    "seat": SEATED,
    "panel-opening": RANKERS,
    "panel-open": RANKERS,
    "panel-add": RANKERS,
    "panel-people": RANKERS,
    "panel-close": RANKERS,
    "panel-recuse": SEATED,
    "rating": SEATED,
    "rating-send": SEATED,
    "application-decide": SEATED,
    "application-override": SEATED,
    "slate-export": SEATED,
    # work that outlasts a request: whoever began it, by the route that began it
    "errand": SEATED,
    "errand-stop": SEATED,
    # a recorded run by another version: the results of all its applicants
    "impact": RANKERS,
    "impact-reckon": RANKERS,
    "impact-shown": RANKERS,
    "impact-export": RANKERS,
    # who came through, by group: not for those who only rate
    "fairness": RANKERS,
    "fairness-report": RANKERS,
    # the record
    "audit": frozenset({"auditor"}),
    "audit-entry": frozenset({"auditor"}),
    "audit-head": frozenset({"auditor"}),
    # the API
    "api-document": ANYONE,
    "api-standards": EVERYBODY,
    "api-standard": EVERYBODY,
    "api-comparison": EVERYBODY,
    "api-check": WRITERS,
    "api-advice": WRITERS,
    "api-rank": RANKERS,
    "api-evaluate": RANKERS,
    "api-predict": RANKERS,
    "api-jobs": RANKERS,
    "api-job-begin": RANKERS,
    "api-job-upload": RANKERS,
    "api-job": RANKERS,
    "api-job-slate": RANKERS,
    "api-job-cancel": RANKERS,
    "api-job-forget": RANKERS,
    "api-panels": SEATED | {"auditor"},
    "api-panel": SEATED | {"auditor"},
    "api-panel-rate": SEATED,
    "api-panel-lock": SEATED,
    "api-audit-verify": frozenset({"hr", "chair", "auditor"}),
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
