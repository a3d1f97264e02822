"""The API under ``/api/v1``: one router a file. A file added here is served and documented.

A route answers what the command of the same name writes with ``--format json``, to the byte.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.routing import APIRoute

from screening.models import Record


def section(tag: str) -> APIRouter:
    """A router whose operations are documented together and go by their routes' names."""
    return APIRouter(tags=[tag], generate_unique_id_function=_name)


def _name(route: APIRoute) -> str:
    return route.name


def gives(model: type[Record] | Any, says: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What a route answers, for its documentation; the route writes it itself."""
    return {status: {"model": model, "description": says}}


def written(json: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON that is written already, as an answer."""
    return Response(json, status, headers, media_type="application/json")
