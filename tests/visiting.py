"""Visitors of a team's server: one account a role, sessions begun at the store, forms sent by browsers."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx import Response
from starlette.testclient import TestClient

from screening.stores.accounts import Account, Session
from screening.web import create_app
from screening.web.doors.passwords import hash_password
from screening.web.doors.people import ROLES
from screening.web.doors.sessions import cookie_name, digest_of, now
from screening.web.settings import WebRates, WebSettings

HERE = "http://127.0.0.1:8000"
PASSWORD = "a sentence for the tests alone"
OFTEN = WebRates(**dict.fromkeys(WebRates.model_fields, "100000 per minute"))
IDS = {role: f"{role}-1" for role in ROLES}
TOKEN = re.compile(r'"X-CSRF-Token": "([^"]+)"')


def team_app(folder: Path, **more: Any) -> FastAPI:
    """A team's server on a fresh store, with an account for every role, all with the same password."""
    terms = {"store": f"sqlite:///{folder}/panel.db", "team": True, "rates": OFTEN} | more
    app = create_app(WebSettings(**terms))
    hashed = hash_password(PASSWORD, "x")
    for role, account in IDS.items():
        app.state.desk.accounts().add(Account(id=account, roles=frozenset({role})), now(), hashed)
    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[TestClient]:
    """The server without a browser's memory: whoever asks brings their own cookies."""
    with TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def routes(app: FastAPI) -> list[APIRoute]:
    """Every route of the application, those of its routers too."""
    found: list[APIRoute] = []
    ahead: list[object] = list(app.routes)
    while ahead:
        one = ahead.pop()
        if isinstance(one, APIRoute):
            found.append(one)
        ahead += getattr(getattr(one, "original_router", None), "routes", [])
    return found


def settings_of(app: FastAPI) -> WebSettings:
    """The settings that an application was made with."""
    settings: WebSettings = app.state.settings
    return settings


def begun(app: FastAPI, account: str, token: str) -> None:
    """A browser's session with a token that the test knows."""
    began = now()
    session = Session(digest=digest_of(token), account=account, begun_at=began, ends_at=began + 999)
    app.state.desk.accounts().begin(session)


def arrived(client: TestClient, sent: Response) -> Response:
    """Where an answer leads to at last: errands are waited for, and their ends are gone on to."""
    for _ in range(600):
        path = sent.headers.get("location", "")
        if sent.status_code != 303 or not path.startswith("/errands/"):
            return sent
        followed = client.get(path)
        if followed.status_code == 200 and 'hx-trigger="every 1s"' not in followed.text:
            return followed
        sent = followed if followed.status_code != 200 else sent
        time.sleep(0.02)
    raise AssertionError(f"{sent.headers['location']} does not end")


class Visitor:
    """A browser: it keeps cookies, and sends each form with the token of a page that it got before."""

    def __init__(self, client: TestClient, account: str = "") -> None:
        self.client, self.app = client, client.app
        assert isinstance(self.app, FastAPI)
        self.cookies: dict[str, str] = {}
        if account:
            token = secrets.token_urlsafe()
            begun(self.app, account, token)
            self.cookies[cookie_name(settings_of(self.app), "session")] = token

    def ask(self, method: str, path: str, **more: Any) -> Response:
        """One request as it is, with this browser's cookies; those that the answer sets are kept."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie.encode("latin-1")} | more.pop("headers", {})
        answer = self.client.request(method, path, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
            if "Max-Age=0" in line:
                del self.cookies[name]
        self.client.cookies.clear()
        return answer

    def get(self, path: str, **more: Any) -> Response:
        """A page."""
        return self.ask("GET", path, **more)

    def token(self, path: str = "/") -> str:
        """The token that a page gives to this browser."""
        answer = self.get(path)
        found = TOKEN.search(answer.text)
        assert found, answer.text[:500]
        return found[1]

    def send(self, path: str, method: str = "POST", **more: Any) -> Response:
        """A form or JSON with the token that belongs to it."""
        headers = {"X-CSRF-Token": self.token(), "Origin": HERE} | more.pop("headers", {})
        return self.ask(method, path, headers=headers, **more)

    def log_in(self, account: str, password: str = PASSWORD, **more: Any) -> Response:
        """The form of the login."""
        return self.send("/login", data={"account": account, "password": password} | more)
