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
from markupsafe import Markup

from screening.advice.findings import STANDINGS
from screening.files.library import Library, Resolved
from screening.reports.html import furnish
from screening.standards import Address
from screening.web.assets import assets
from screening.web.doors.csrf import FIELD, token_for
from screening.web.doors.people import Person, person_of
from screening.web.doors.roles import may
from screening.web.doors.uploads import Readers
from screening.web.judging import Judging
from screening.web.settings import WebSettings
from screening.web.walking import entries

if TYPE_CHECKING:
    from screening.checking import Checker
    from screening.screener import Screener
    from screening.sitting import Sitting
    from screening.stores import Store
    from screening.stores.accounts import Accounts
    from screening.web.copies import Copies

T = TypeVar("T")
KEPT = 32
"""Checkers kept ready; the one longest unused gives way."""


class Desk:
    """The shared things of one server; heavy ones are made when first asked for."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self.library = Library(settings.library) if settings.library else Library()
        self.assets = assets()
        self.judging = Judging(settings.limits.waiting, settings.limits.retry_after_s)
        self._checkers: dict[str, Checker] = {}
        self._resolved: dict[str, tuple[object, Resolved]] = {}
        self._opening = Lock()
        self._store: Store | None = None
        self._accounts: Accounts | None = None
        # argon2 is made to be slow, and takes 64 MiB a time: one after another, apart from the engine
        self.hashing = Judging(settings.limits.waiting, settings.limits.retry_after_s)
        self.readers = Readers(settings)

    @cached_property
    def copies(self) -> Copies:
        """The copies of applications that panels read."""
        from screening.web.copies import Copies

        return Copies(self.judge)

    async def judge(self, work: Callable[[], T]) -> T:
        """Do what needs the models, in turn with all others; every call to a screener goes through here."""
        return await self.judging.do(work)

    def resolve(self, address: str) -> Resolved:
        """What an address stands for; its files are read again when one of their folder changed."""
        folder = self.library.root / Address.parse(address).code
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        stamp = tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
        known = self._resolved.get(address)
        if known is None or known[0] != stamp:
            known = self._resolved[address] = (stamp, self.library.resolve(address))
        while len(self._resolved) > KEPT:
            self._resolved.pop(next(iter(self._resolved)), None)
        return known[1]

    def checker(self, address: str) -> Checker:
        """What checks drafts against a version of a standard, kept as long as the files behind it stay."""
        from screening.checking import Checker
        from screening.opening import open_screener

        resolved = self.resolve(address)
        key = f"{resolved.standard.address} {resolved.standard_sha256} {resolved.checklist_sha256}"
        made = self._checkers.pop(key, None)
        made = made or Checker(open_screener(resolved.standard.address, self.library))
        self._checkers[key] = made
        while len(self._checkers) > KEPT:
            del self._checkers[next(iter(self._checkers))]
        return made

    def screener(self, address: str) -> Screener:
        """The screener for a version of a standard."""
        return self.checker(address).screener

    def warm(self) -> None:
        """Load the models, by checking a sentence against a standard of the library if there is one."""
        from screening.applications import Application

        for code in self.library.codes()[:1]:
            checker = self.checker(self.library.series(code).versions[-1].address)
            words = {checker.standard.ksas[0].id: "I sorted the mail and counted 12 trays."}
            checker.screen(
                Application(candidate="warm-up", standard=checker.standard.address, narratives=words)
            )

    def store(self) -> Store:
        """The store, opened once; made if it is not there yet."""
        from screening.stores.opening import open_store

        with self._opening:
            if self._store is None:
                self._store = open_store(self.settings.store, create=True)
            return self._store

    def accounts(self) -> Accounts:
        """A team's accounts, and what each of them saved; opened once, in the database of the store."""
        from screening.stores.opening import open_accounts

        with self._opening:
            if self._accounts is None:
                self._accounts = open_accounts(self.settings.store, create=True)
            return self._accounts

    def sitting(self, who: str) -> Sitting:
        """A sitting of somebody, by the id that the record will name."""
        from screening.sitting import Sitting

        return Sitting(self.store(), who)

    def close(self) -> None:
        """Let go of the threads and the store."""
        for threads in (self.judging, self.hashing, self.readers):
            threads.close()
        for opened in (self._store, self._accounts):
            if opened is not None:
                opened.close()

    def page(
        self, request: Request, template: str, *, status: int = 200,
        headers: Mapping[str, str] | None = None, **shown: Any,
    ) -> HTMLResponse:  # fmt: skip
        """A template filled with what is shown, and with what every page has; forms get their token."""
        token = token_for(request)
        field = Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)
        text = self.fill(request, template, csrf=token, csrf_field=field, **shown)
        return HTMLResponse(text, status, dict(headers or {}))

    def fill(self, request: Request, template: str, **shown: Any) -> str:
        """A part of a page as text, filled with what is shown and with what every page has."""
        who = person_of(request)
        everywhere = {
            "request": request,
            "who": who,
            "team": self.settings.team,
            "entries": [one for one in self._entries if may(who, one.route)],
            "url": lambda name, **parts: request.app.url_path_for(name, **parts),
            "may": lambda route: may(who, route),
        }
        return self._templates.get_template(template).render(**everywhere, **shown)

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
            auto_reload=False,
        )  # fmt: skip
        furnish(environment)
        environment.globals |= {"asset": self.asset, "STANDINGS": STANDINGS}
        return environment


def desk_of(request: Request) -> Desk:
    """The desk of the application that a request reached."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
Asking = Annotated[Person, Depends(person_of)]
