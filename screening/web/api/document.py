"""The OpenAPI document, for programs and for those who write them."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from screening.web.api import section
from screening.web.describing import described

router = section("About")


@router.get("/openapi.json", name="api-document", response_model=dict[str, Any])
async def document(request: Request) -> dict[str, Any]:
    """This document: every operation, what it takes and gives, with examples."""
    return described(request.app)
