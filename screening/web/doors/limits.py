"""How often somebody may ask: logins by address and account, checks and everything by person.

Counted in memory: a restart begins anew, and each server counts for itself. A server for one person counts
nothing; the queue before the engine bounds it.
"""

from __future__ import annotations

import time
from ipaddress import ip_address, ip_network

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import Scope

from screening.web.doors.people import NOBODY, person_of
from screening.web.settings import WebSettings

ENGINE = frozenset({
    "check-whole", "check-part", "drafts-compared", "panel-open", "panel-add",
    "api-check", "api-advice", "api-rank", "api-evaluate",
    "api-predict", "api-job-begin", "api-job-upload",
})  # fmt: skip
"""The routes that set the engine to work, by name: they are counted apart."""


class Rates:
    """What was asked of late, by kind and by whom."""

    def __init__(self, settings: WebSettings) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._rates = {name: parse(rate) for name, rate in settings.rates.model_dump().items()}

    def spend(self, kind: str, *whom: str) -> None:
        """Count one request of a kind; refuse it with 429 when there were too many."""
        rate = self._rates[kind]
        if not self._window.hit(rate, kind, *whom):
            raise _too_many(self._window, rate, kind, *whom)

    def require_left(self, kind: str, *whom: str) -> None:
        """Refuse with 429 where there were too many already; count nothing."""
        rate = self._rates[kind]
        if not self._window.test(rate, kind, *whom):
            raise _too_many(self._window, rate, kind, *whom)

    def forgive(self, kind: str, *whom: str) -> None:
        """Forget what was counted."""
        self._window.clear(self._rates[kind], kind, *whom)


def _too_many(window: MovingWindowRateLimiter, rate: RateLimitItem, *whom: str) -> HTTPException:
    wait = max(1, round(window.get_window_stats(rate, *whom).reset_time - time.time()))
    return HTTPException(429, headers={"Retry-After": str(wait)})


def rates_of(request: Request) -> Rates:
    """The counts of the application that a request reached."""
    rates: Rates = request.app.state.rates
    return rates


def spend(request: Request, route: str) -> None:
    """Count a request against whoever it comes from."""
    settings: WebSettings = request.app.state.settings
    if not settings.team:
        return
    person = person_of(request)
    whom = "address " + address_of(request.scope, settings.proxies) if person == NOBODY else person.id
    rates_of(request).spend("everything", whom)
    if route in ENGINE:
        rates_of(request).spend("engine", whom)


def address_of(scope: Scope, proxies: tuple[str, ...]) -> str:
    """The network address that a request comes from; what a proxy says counts only from a proxy of ours.

    Of an IPv6 address its network of 64 bits, which one household or office has to itself.
    """
    address = (scope.get("client") or ("", 0))[0]
    told = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    while told and _within(address, proxies):
        address = told.pop().strip()
    return _network(address)


def _within(address: str, networks: tuple[str, ...]) -> bool:
    try:
        return any(ip_address(address) in ip_network(one, strict=False) for one in networks)
    except ValueError:
        return False


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
