"""A real browser before a real server on this machine; without a browser the tests are skipped, loudly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from chromium import PATIENCE_MS, RULES, launched
from fastapi import FastAPI

from screening.web import create_app
from screening.web.settings import WebSettings

Tab = Any
"""A tab of Playwright's, which is no dependency of the package."""
BY_COLOUR = ("color-contrast", "link-in-text-block")
BY_WIDTH = ("target-size", "scrollable-region-focusable", "meta-viewport")
"""What of the checker's rules may end otherwise in the dark, and on a narrow screen."""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for a module's tests (its loop must end with them), or a skip that nobody overlooks."""
    with launched("NO PAGE WAS TRIED IN A BROWSER") as browser:
        yield browser


@pytest.fixture
def tab(chromium: Any) -> Iterator[Tab]:
    """A new tab with nothing remembered; what goes wrong in its scripts fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    tab, faults = context.new_page(), list[str]()
    tab.set_default_timeout(PATIENCE_MS)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield tab
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[WebSettings], str]]:
    """Serves an application at a free port, until the tests end; gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(settings: WebSettings | FastAPI, warm: bool = True) -> str:
        app = settings if isinstance(settings, FastAPI) else create_app(settings)
        if warm:
            app.state.desk.warm()  # no page has to be patient with models that load
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="session")
def alone(serve: Callable[[WebSettings], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server for one person."""
    return serve(WebSettings(store=f"sqlite:///{tmp_path_factory.mktemp('alone')}/panel.db"))


@pytest.fixture(scope="session")
def faults_of() -> Callable[[Tab], list[str]]:
    """What is held against the page that a tab shows, everything on it opened.

    An accessibility checker looks at it in the light, and at what may differ in the dark and at 360 px, where
    nothing may reach over the edge. The page is loaded once.
    """

    def check(tab: Tab) -> list[str]:
        from axe_playwright_python.base import AXE_SCRIPT

        tab.emulate_media(color_scheme="light")
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        tab.evaluate(AXE_SCRIPT)
        faults = [*_held(tab, RULES, "tag"), *_sideways(tab)]
        tab.emulate_media(color_scheme="dark")
        faults += [f"dark: {fault}" for fault in _held(tab, BY_COLOUR, "rule")]
        tab.set_viewport_size({"width": 360, "height": 900})
        narrow = [*_held(tab, BY_WIDTH, "rule"), *_sideways(tab)]
        return [*faults, *(f"narrow: {fault}" for fault in narrow)]

    return check


def _held(tab: Tab, rules: tuple[str, ...], kind: str) -> list[str]:
    """What the checker, which the page has been given, holds against it by some of its rules."""
    options = {"runOnly": {"type": kind, "values": list(rules)}, "resultTypes": ["violations"]}
    faults = tab.evaluate("options => axe.run(options).then(told => told.violations)", options)
    return [f"{one['id']}: {node['html'][:200]}" for one in faults for node in one["nodes"]]


def _sideways(tab: Tab) -> list[str]:
    over = tab.evaluate(SIDEWAYS)
    return [f"{over} px reach over the edge"] if over > 0 else []
