"""What every page needs: the library, screeners, a sitting on the store, and templates.

A page gets it as ``desk: AtDesk``; the person who asks as ``who: Asking``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from screening.files.library import Library
from screening.reports.html import furnish
from screening.web.assets import assets
from screening.web.doors.people import Person, person_of
from screening.web.doors.roles import may
from screening.web.judging import Judging
from screening.web.settings import WebSettings
from screening.web.walking import entries

if TYPE_CHECKING:
    from screening.screener import Screener
    from screening.sitting import Sitting
    from screening.stores import Store

T = TypeVar("T")
KEPT = 32
"""Screeners kept ready; the one longest unused gives way."""


class Desk:
    """The shared things of one server; heavy ones are made when first asked for."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self.library = Library(settings.library) if settings.library else Library()
        self.assets = assets()
        self.judging = Judging(settings.limits.waiting, settings.limits.retry_after_s)
        self._screeners: dict[str, Screener] = {}
        self._opening = Lock()
        self._store: Store | None = None

    async def judge(self, work: Callable[[], T]) -> T:
        """Do what needs the models, in turn with all others; every call to a screener goes through here."""
        return await self.judging.do(work)

    def screener(self, address: str) -> Screener:
        """The screener for a version of a standard, kept as long as the files that it was made from stay."""
        from screening.opening import open_screener

        resolved = self.library.resolve(address)
        key = f"{resolved.standard.address} {resolved.standard_sha256} {resolved.checklist_sha256}"
        made = self._screeners.pop(key, None) or open_screener(resolved.standard.address, self.library)
        self._screeners[key] = made
        while len(self._screeners) > KEPT:
            del self._screeners[next(iter(self._screeners))]
        return made

    def store(self) -> Store:
        """The store, opened once; made if it is not there yet."""
        from screening.stores.opening import open_store

        with self._opening:
            if self._store is None:
                self._store = open_store(self.settings.store, create=True)
            return self._store

    def sitting(self, who: str) -> Sitting:
        """A sitting of somebody, by the id that the record will name."""
        from screening.sitting import Sitting

        return Sitting(self.store(), who)

    def close(self) -> None:
        """Let go of the engine's thread and the store."""
        self.judging.close()
        if self._store is not None:
            self._store.close()

    def page(
        self, request: Request, template: str, *, status: int = 200,
        headers: Mapping[str, str] | None = None, **shown: Any,
    ) -> HTMLResponse:  # fmt: skip
        """A template filled with what is shown, and with what every page has."""
        who = person_of(request)
        everywhere = {
            "request": request,
            "who": who,
            "team": self.settings.team,
            "entries": [one for one in self._entries if may(who, one.route)],
            "url": lambda name, **parts: request.app.url_path_for(name, **parts),
            "may": lambda route: may(who, route),
        }
        text = self._templates.get_template(template).render(**everywhere, **shown)
        return HTMLResponse(text, status_code=status, headers=dict(headers or {}))

    def asset(self, name: str) -> str:
        """The address of an asset, with its content's mark."""
        return f"/assets/{self.assets[name].mark}/{name}"

    @cached_property
    def _entries(self) -> list[Any]:
        return entries("screening.web.pages")

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=ChoiceLoader([PackageLoader("screening.web"), PackageLoader("screening.reports")]),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        furnish(environment)
        environment.globals |= {"asset": self.asset}
        return environment


def desk_of(request: Request) -> Desk:
    """The desk of the application that a request reached."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
Asking = Annotated[Person, Depends(person_of)]
