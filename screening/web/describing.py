"""The OpenAPI document: what FastAPI reads from the routes, and what every operation has in common."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fastapi import FastAPI

from screening.web.doors.roles import ALLOWED
from screening.web.messages import APPLICATIONS_AT_ONCE, CASES_AT_ONCE, Problem

ABOUT = f"""
Decides, requirement by requirement, whether an applicant's own words *demonstrate* a KSA of a qualification
standard, and quotes the sentences that say so. What is doubtful is left to people.

**The same as the commands.** An operation answers what the command of the same name writes with
`--format json`, to the byte, and the same words give the same answer whoever else asks at the time.

**Who asks.** A server for one person (`screening serve`) asks nobody. A team's server wants
`Authorization: Bearer TOKEN`; `screening accounts token ACCOUNT` makes one. Each operation names the roles
that it is open to.

**Refusals** are `application/problem+json` with four words: `found`, `where`, `expected`, `do`. 422: the
input is refused; nothing was rated. 429 and 503 say in `Retry-After` how many seconds to wait; nothing was
begun. 401, 403: not open to you. 413, 415: too large, or of a kind that is not read.

**How much.** A request takes {APPLICATIONS_AT_ONCE} applications or {CASES_AT_ONCE} cases and waits for them;
more applications make a job, which tells its progress. Jobs are kept in memory only.
"""
TAGS = {
    "Standards": "What is asked for: the library's versions.",
    "Check": "One application before it is submitted.",
    "Rank": "Applications against one standard, best first.",
    "Evaluate": "The engine against people's ratings.",
    "Jobs": "Many applications, judged while nobody waits.",
    "Panels": "What people rate, as far as you may see it.",
    "Audit": "Whether the record is what it was.",
    "About": "This document.",
}
REFUSAL = {
    "description": "Refused; `found`, `where`, `expected` and `do` say why and what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def described(app: FastAPI) -> dict[str, Any]:
    """The document of an application's API."""
    document = deepcopy(app.openapi())
    document["info"]["description"] = ABOUT.strip()
    document["tags"] = [{"name": name, "description": says} for name, says in TAGS.items()]
    parts = document.setdefault("components", {})
    parts["schemas"] = _schemas(parts.get("schemas", {}))
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{}, {"token": []}]
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return document


def _schemas(read: dict[str, Any]) -> dict[str, Any]:
    """Ours, without the errors that FastAPI expects to be told as it tells them."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    ours = {name: one for name, one in read.items() if name not in ("HTTPValidationError", "ValidationError")}
    return dict(sorted((ours | {"Problem": problem}).items()))


def _complete(operation: dict[str, Any]) -> None:
    """Say of an operation who may ask for it, and how it refuses."""
    name = operation["operationId"]
    roles = ALLOWED.get(name, frozenset())
    told = "anyone" if "anyone" in roles else ", ".join(sorted(roles))
    operation["description"] = f"{operation.get('description', '')}\n\nOpen to: {told}.".strip()
    operation["summary"] = name.removeprefix("api-").replace("-", " ")
    operation["responses"].pop("422", None)
    operation["responses"] |= {"4XX": REFUSAL, "503": {**REFUSAL, "description": "Busy; come back later."}}
