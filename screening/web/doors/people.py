"""Who asks: the one local person, who has every role, or the account that a session belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.requests import HTTPConnection

from screening.web.settings import WebSettings

Role = Literal["anyone", "applicant", "hr", "member", "chair", "auditor"]
ROLES: tuple[Role, ...] = ("applicant", "hr", "member", "chair", "auditor")
"""The roles that an account can have; ``anyone`` is what everybody has, also without one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who a request comes from; ``id`` is what the record names, ``local`` says that nobody logged in."""

    id: str
    roles: frozenset[Role]
    local: bool = False


NOBODY = Person("", frozenset({"anyone"}))


def person_of(request: HTTPConnection) -> Person:
    """The person behind a request; nobody, wherever the session was not looked up."""
    settings: WebSettings = request.app.state.settings
    if not settings.team:
        return Person(settings.local_id, frozenset({"anyone", *ROLES}), local=True)
    person: Person = request.scope.get("state", {}).get("person", NOBODY)
    return person


def person_for(account: str, roles: frozenset[str]) -> Person:
    """The person of an account; a role that this version does not know gives nothing."""
    return Person(account, frozenset({"anyone", *(role for role in ROLES if role in roles)}))
