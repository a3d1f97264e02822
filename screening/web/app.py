"""Assembly alone: doors, pages, the API, refusals and assets, put together for some settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException, Response

from screening import __version__
from screening.web import doors, refusals
from screening.web.desk import AtDesk, Desk
from screening.web.errands import Errands
from screening.web.jobs import Jobs
from screening.web.settings import WebSettings
from screening.web.walking import routers

FOR_EVER = "public, max-age=31536000, immutable"


def assemble(settings: WebSettings) -> FastAPI:
    """The application; the models load with the first text, or when the server warms up."""

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        if settings.warm:
            app.state.desk.judging.begin(app.state.desk.warm)
        yield
        await app.state.jobs.close()
        await app.state.errands.close()
        app.state.desk.close()

    app = FastAPI(
        title="Screening", version=__version__, lifespan=living, dependencies=[Depends(doors.admit)],
        docs_url=None, redoc_url=None, openapi_url=None,
    )  # fmt: skip
    app.state.settings, app.state.desk = settings, Desk(settings)
    app.state.jobs, app.state.errands = Jobs(app.state.desk), Errands(app.state.desk)
    doors.install(app, settings)
    refusals.install(app)
    app.add_api_route("/assets/{mark}/{name:path}", asset, name="asset", include_in_schema=False)
    for router in routers("screening.web.pages"):
        app.include_router(router, include_in_schema=False)
    for router in routers("screening.web.api"):
        app.include_router(router, prefix="/api/v1")
    return app


async def asset(mark: str, name: str, desk: AtDesk) -> Response:
    """A style sheet or script; an address with an old mark still gives the file, but is not to be kept."""
    found = desk.assets.get(name)
    if found is None:
        raise HTTPException(404)
    kept = {"Cache-Control": FOR_EVER if mark == found.mark else "no-store"}
    return Response(found.content, media_type=found.kind, headers=kept)
