"""The web: pages and an API over the same functions that the command line uses. Nothing happens at import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from screening.web.settings import WebSettings


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """The application for these settings; by default for one person on this machine."""
    from screening.web.app import assemble
    from screening.web.settings import WebSettings

    return assemble(settings or WebSettings())


__all__ = ["create_app"]
