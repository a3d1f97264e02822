"""Under which names a server answers: its own, and no name that a page of elsewhere made resolve to it."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from screening.web.doors.hosts import HostCheck
from screening.web.settings import WebSettings

ALONE = WebSettings()
NAMED = WebSettings(hosts=("desk.lan",))
TEAM = WebSettings(team=True, url="https://Screening.example.org", hosts=("screening.internal",))
OWN = ("127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]")
FOREIGN = (
    "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example",
    "evil.example@127.0.0.1", "127.0.0.1@evil.example", "127.0.0.1 evil.example", "127.0.0.2", "0.0.0.0",
    "[::2]", "2130706433", "0x7f000001", "localhost.", "", "[", "screening.example.org.evil.example",
)  # fmt: skip
PUBLISHED = ("screening.example.org", "SCREENING.example.org:443", "screening.internal")


def status(settings: WebSettings, *hosts: str) -> int:
    """What a request with these Host headers is answered."""
    said: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            said.append(message["status"])

    scope: Scope = {
        "type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode()) for host in hosts],
    }  # fmt: skip
    served = HostCheck(PlainTextResponse("here"), settings.accepted_hosts)
    asyncio.run(served(scope, receive, send))
    return said[0]


@pytest.mark.parametrize("settings", [ALONE, NAMED, TEAM], ids=["alone", "named", "team"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_name_is_refused_whatever_the_mode(settings: WebSettings, host: str) -> None:
    assert status(settings, host) == 421


@pytest.mark.parametrize("host", OWN)
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    assert status(ALONE, host) == 200


@pytest.mark.parametrize("host", [*PUBLISHED, "desk.lan"])
def test_a_published_name_is_answered_where_it_was_configured_and_nowhere_else(host: str) -> None:
    answers = [status(settings, host) for settings in (ALONE, NAMED, TEAM)]
    assert answers == ([421, 200, 421] if host == "desk.lan" else [421, 421, 200])


@pytest.mark.parametrize("hosts", [(), ("127.0.0.1", "evil.example"), ("evil.example", "127.0.0.1"),
                                   ("127.0.0.1", "127.0.0.1")])  # fmt: skip
def test_a_request_with_no_host_or_with_two_is_refused(hosts: tuple[str, ...]) -> None:
    assert status(ALONE, *hosts) == 421
