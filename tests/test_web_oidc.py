"""Logging in by an identity provider: a small one of the test's own, over a real connection."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from httpx import Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.testclient import TestClient
from visiting import Visitor, serving, team_app

from screening.stores.accounts import Account
from screening.web.doors.sessions import now
from screening.web.settings import OidcSettings

CLIENT, HUSH = "screening", "a secret of the test"
SESSION = "screening-8000-session"
Changed = dict[str, Any]


@dataclass
class Provider:
    """What the provider knows, and how it misbehaves."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    asked: dict[str, str] = field(default_factory=dict)
    claims: Changed = field(default_factory=dict)
    signed_by: RSAKey | OctKey | None = None
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "k1"})
    known: Changed = field(default_factory=dict)

    def reset(self) -> None:
        """Behave again."""
        self.claims, self.signed_by, self.known = {}, None, {}
        self.header = {"alg": "RS256", "kid": "k1"}

    def discovery(self) -> Changed:
        at = self.issuer
        return {"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token",
                "jwks_uri": at + "/keys"} | self.known  # fmt: skip

    def token(self, form: dict[str, str]) -> tuple[int, Changed]:
        """The token for a code, for whoever shows the verifier that the code was asked with."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form.get("code") != "the-code" or challenge != self.asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed()}

    def signed(self) -> str:
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "sub-7", "iat": now(), "exp": now() + 300,
                  "nonce": self.asked.get("nonce", "")} | self.claims  # fmt: skip
        given = {name: value for name, value in claims.items() if value is not None}
        if self.header["alg"] == "none":
            parts = (json.dumps(each).encode() for each in (self.header, given))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        return jwt.encode(
            dict(self.header), given, self.signed_by or self.key, algorithms=[self.header["alg"]]
        )


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    """The provider's door."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, said: Changed) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            keys = {"keys": [provider.key.as_dict(private=False)]}
            said = {"/.well-known/openid-configuration": provider.discovery(), "/keys": keys}.get(self.path)
            self.answer(200 if said else 404, said or {})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            shown = "Basic " + base64.b64encode(f"{CLIENT}:{HUSH}".encode()).decode()
            right = self.headers.get("Authorization") == shown
            self.answer(*(provider.token(form) if right else (401, {"error": "invalid_client"})))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture
def provider(running: Provider) -> Provider:
    """A provider that behaves."""
    running.reset()
    return running


def told(provider: Provider, **more: Any) -> OidcSettings:
    return OidcSettings(issuer=provider.issuer, client_id=CLIENT, client_secret=HUSH, **more)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, running: Provider) -> FastAPI:
    """A team's server that asks the provider; one account is known there."""
    app = team_app(tmp_path_factory.mktemp("oidc"), oidc=told(running))
    app.state.desk.accounts().set_subject("member-1", "sub-7")
    return app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with serving(app) as client:
        yield client


def sent_away(visitor: Visitor, provider: Provider, next: str = "/account") -> dict[str, str]:
    """Begin a login; what the provider is asked."""
    answer = visitor.get("/login/provider", params={"next": next})
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == provider.issuer + "/authorize"
    provider.asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    return provider.asked


def back(visitor: Visitor, provider: Provider, **changed: str) -> Response:
    """Come back from the provider, as a browser does: from elsewhere."""
    said = {"code": "the-code", "state": provider.asked["state"]} | changed
    told = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    return visitor.get("/login/provider/return", params=said, headers=told)


def test_whom_the_provider_names_is_in_with_the_roles_that_we_know(
    client: TestClient, provider: Provider
) -> None:
    visitor = Visitor(client)
    assert "Log in with your organisation" in visitor.get("/login").text
    asked = sent_away(visitor, provider)
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/login/provider/return"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    answer = back(visitor, provider)
    assert answer.status_code == 200, answer.text
    assert answer.headers["refresh"] == "0; url=/account"
    assert "SameSite=Strict" in next(c for c in answer.headers.get_list("set-cookie") if SESSION in c)
    page = visitor.get("/account").text
    assert "member-1" in page
    assert not [name for name in visitor.cookies if "oidc" in name]


def test_the_flows_cookie_comes_back_from_elsewhere_and_nothing_else_does(
    client: TestClient, provider: Provider
) -> None:
    visitor = Visitor(client)
    lines = visitor.get("/login/provider").headers.get_list("set-cookie")
    (flow,) = [line for line in lines if "oidc" in line]
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in flow.split(";")}
    assert provider.asked == {} or provider.asked["state"] not in flow.partition("=")[0]


STRANGER = RSAKey.generate_key(2048, {"kid": "k1"})
HUSH_KEY = OctKey.import_key(HUSH)
LIES: dict[str, dict[str, Any]] = {
    "for another client": {"claims": {"aud": "another"}},
    "for several, by another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "for several, by nobody": {"claims": {"aud": [CLIENT, "another"]}},
    "by another issuer": {"claims": {"iss": "https://evil.example"}},
    "of another login": {"claims": {"nonce": "another"}},
    "without a nonce": {"claims": {"nonce": None}},
    "over": {"claims": {"exp": now() - 3600}},
    "without an end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": now() + 3600}},
    "of nobody": {"claims": {"sub": None}},
    "of nobody we know": {"claims": {"sub": "sub-8"}},
    "of a number": {"claims": {"sub": 7}},
    "signed by a stranger": {"signed_by": STRANGER},
    "unsigned": {"header": {"alg": "none"}},
    "signed by the shared secret": {"header": {"alg": "HS256", "kid": "k1"}, "signed_by": HUSH_KEY},
    "a provider that says it is another": {"known": {"issuer": "https://evil.example"}},
    "keys that anybody could send": {"known": {"jwks_uri": "http://evil.example/keys"}},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_fit_lets_nobody_in(client: TestClient, provider: Provider, lie: str) -> None:
    visitor = Visitor(client)
    sent_away(visitor, provider)
    for name, value in LIES[lie].items():
        setattr(provider, name, value)
    answer = back(visitor, provider)
    assert answer.status_code in (403, 422), answer.text
    assert SESSION not in visitor.cookies


@pytest.mark.parametrize("changed", [
    {"state": "another"}, {"state": ""}, {"code": ""}, {"code": "another"},
    {"error": "access_denied", "code": ""},
])  # fmt: skip
def test_an_answer_that_was_not_asked_for_lets_nobody_in(
    client: TestClient, provider: Provider, changed: dict[str, str]
) -> None:
    visitor = Visitor(client)
    sent_away(visitor, provider)
    assert back(visitor, provider, **changed).status_code in (403, 422)
    assert SESSION not in visitor.cookies
    assert back(visitor, provider).status_code == 403  # and the login that was begun is used up


def test_the_answer_to_one_browser_is_no_answer_to_another(client: TestClient, provider: Provider) -> None:
    one, two = Visitor(client), Visitor(client)
    sent_away(two, provider)
    sent_away(one, provider)
    assert back(two, provider).status_code == 403
    assert back(Visitor(client), provider).status_code == 403
    assert back(one, provider).status_code == 200


def test_a_disabled_account_is_not_let_in(client: TestClient, provider: Provider, app: FastAPI) -> None:
    visitor = Visitor(client)
    sent_away(visitor, provider)
    app.state.desk.accounts().disable("member-1", now())
    try:
        assert back(visitor, provider).status_code == 403
    finally:
        app.state.desk.accounts().enable("member-1")


@pytest.mark.parametrize(("claims", "status"), [
    ({"email": "a@example.org", "email_verified": True}, 200),
    ({"email": "a@example.org", "email_verified": False}, 403), ({"email": "a@example.org"}, 403),
    ({"email": "a@example.org", "email_verified": "true"}, 403), ({"email_verified": True}, 403),
    ({"email": ["a@example.org"], "email_verified": True}, 403), ({"email": "", "email_verified": True}, 403),
])  # fmt: skip
def test_an_address_counts_only_when_the_provider_has_verified_it(
    tmp_path: Path, provider: Provider, claims: Changed, status: int
) -> None:
    app = team_app(tmp_path, oidc=told(provider, claim="email"))
    account = Account(id="m-9", roles=frozenset({"member"}), subject="a@example.org")
    app.state.desk.accounts().add(account, now())
    provider.claims = claims
    with serving(app) as client:
        visitor = Visitor(client)
        assert "email" in sent_away(visitor, provider)["scope"]
        assert back(visitor, provider).status_code == status


@pytest.mark.parametrize("issuer", ["http://id.example", "ftp://127.0.0.1", ""])
def test_a_provider_that_others_could_stand_in_for_is_not_asked(tmp_path: Path, issuer: str) -> None:
    app = team_app(tmp_path, oidc=OidcSettings(issuer=issuer, client_id=CLIENT, client_secret=HUSH))
    with serving(app) as client:
        answer = Visitor(client).get("/login/provider")
    assert answer.status_code == 422
    assert "not https" in answer.text


def test_a_provider_that_is_away_is_told_and_passwords_still_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with serving(
        team_app(tmp_path, oidc=OidcSettings(issuer=nobody, client_id="c", client_secret="s"))
    ) as client:
        answer = Visitor(client).get("/login/provider")
        assert answer.status_code == 422
        assert "log in with a password" in answer.text
        assert Visitor(client).log_in("hr-1").status_code == 303


def test_the_secret_is_in_no_print_of_the_settings(provider: Provider) -> None:
    assert HUSH not in repr(told(provider))


def test_without_a_provider_there_is_no_such_page(tmp_path: Path) -> None:
    with serving(team_app(tmp_path)) as client:
        assert Visitor(client).get("/login/provider").status_code == 404
        assert Visitor(client).get("/login/provider/return").status_code == 404
        assert "organisation" not in Visitor(client).get("/login").text
