"""Forms: sent by nobody but our own pages, and what is typed into any of them comes back as text alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from httpx import Response
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.routing import Match
from starlette.testclient import TestClient
from visiting import HERE, IDS, Visitor, routes, serving, team_app

from screening.applications import Application
from screening.web import create_app
from screening.web.doors.csrf import ELSEWHERE, STALE
from screening.web.doors.sessions import now
from screening.web.settings import WebSettings


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return team_app(tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with serving(app) as client:
        yield client


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server for one person."""
    folder = tmp_path_factory.mktemp("alone")
    with serving(create_app(WebSettings(store=f"sqlite:///{folder}/panel.db"))) as client:
        yield client


# --- from where a form may come --------------------------------------------------------------------------

OWN, EVIL = {"Origin": HERE}, "http://evil.example"
ORIGINS: dict[str, tuple[dict[str, str], bool]] = {
    "our page": (OWN, True),
    "our page, as a browser tells it": (OWN | {"Sec-Fetch-Site": "same-origin"}, True),
    "an old browser, by its referrer": ({"Referer": HERE + "/login"}, True),
    "a browser that tells nothing": ({}, True),
    "another site": ({"Origin": EVIL}, False),
    "another port of this machine": ({"Origin": "http://127.0.0.1:9000"}, False),
    "our name over TLS, which we do not speak": ({"Origin": "https://127.0.0.1:8000"}, False),
    "our name as a user of another": ({"Origin": "http://127.0.0.1:8000@evil.example"}, False),
    "our name as a part of another": ({"Origin": "http://127.0.0.1:8000.evil.example"}, False),
    "a frame without an origin": ({"Origin": "null"}, False),
    "no address at all": ({"Origin": "http://["}, False),
    "another site, by its referrer": ({"Referer": EVIL + "/127.0.0.1:8000"}, False),
    "cross-site, whatever the origin": (OWN | {"Sec-Fetch-Site": "cross-site"}, False),
    "same-site, whatever the origin": (OWN | {"Sec-Fetch-Site": "same-site"}, False),
}


@pytest.mark.parametrize("case", ORIGINS)
@pytest.mark.parametrize("path", ["/account/sessions", "/api/v1/check"])
def test_a_form_is_taken_only_from_where_our_pages_are(client: TestClient, case: str, path: str) -> None:
    """The token is right each time: the place alone decides."""
    told, taken = ORIGINS[case]
    visitor = Visitor(client, "hr-1")
    answer = visitor.ask("POST", path, headers=told | {"X-CSRF-Token": visitor.token()}, json={})
    assert (answer.status_code != 403) is taken
    assert taken or ELSEWHERE in answer.text


@pytest.mark.parametrize("case", ORIGINS)
def test_on_a_server_for_one_person_too(alone: TestClient, case: str) -> None:
    """There everybody who reaches the server has every role, so the place is all the more needed."""
    told, taken = ORIGINS[case]
    for path in ("/check/none-such", "/api/v1/check"):
        visitor = Visitor(alone)
        answer = visitor.ask("POST", path, headers=told | {"X-CSRF-Token": visitor.token()}, data={})
        assert (answer.status_code != 403) is taken, path


def test_what_another_site_embeds_is_refused_and_its_links_to_us_work(client: TestClient) -> None:
    for kind, mode, taken in (("image", "no-cors", False), ("script", "no-cors", False),
                              ("empty", "cors", False), ("iframe", "navigate", False),
                              ("document", "navigate", True)):  # fmt: skip
        told = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
        assert (client.get("/", headers=told).status_code == 200) is taken, kind


@dataclass
class Forged:
    """How somebody may come by a token that is not theirs."""

    client: TestClient

    def tokens(self) -> dict[str, str]:
        """Every kind of token but the right one."""
        other, stranger = Visitor(self.client, "chair-1"), Visitor(self.client)
        right = Visitor(self.client, "hr-1").token()
        return {"missing": "", "made up": "x.y", "of another account": other.token(), "cut": right[:-2],
                "of nobody": stranger.token(), "of another session of the same account": right,
                "with an empty signature": right.rpartition(".")[0] + "."}  # fmt: skip


def test_a_form_needs_the_token_of_its_own_session(client: TestClient) -> None:
    visitor = Visitor(client, "hr-1")
    for kind, token in Forged(client).tokens().items():
        for sent in ({"data": {"csrf": token}}, {"headers": {"X-CSRF-Token": token}}):
            headers = OWN | sent.pop("headers", {})
            answer = visitor.ask("POST", "/account/sessions", headers=headers, **sent)  # type: ignore[arg-type]
            assert answer.status_code == 403, kind
            assert STALE in answer.text
    sent = {"csrf": visitor.token()}
    assert visitor.ask("POST", "/account/sessions", headers=OWN, data=sent).status_code == 200
    assert visitor.ask("POST", "/account/sessions", headers=OWN, data=sent).status_code == 200


def test_a_login_needs_the_token_of_the_browser_that_got_the_form(client: TestClient) -> None:
    """Else somebody could log others in to an account of their own, and read what they write there."""
    one, two = Visitor(client), Visitor(client)
    token = one.token("/login")
    two.token("/login")
    fields = {"account": "hr-1", "password": "x", "csrf": token}
    assert two.ask("POST", "/login", headers=OWN, data=fields).status_code == 403
    assert one.ask("POST", "/login", headers=OWN, data=fields).status_code == 422
    assert Visitor(client).ask("POST", "/login", headers=OWN, data=fields).status_code == 403


def test_the_token_before_the_login_is_no_token_after_it(client: TestClient) -> None:
    visitor = Visitor(client)
    before = visitor.token("/login")
    assert visitor.log_in("hr-1").status_code == 303
    answer = visitor.ask("POST", "/account/sessions", headers=OWN, data={"csrf": before})
    assert answer.status_code == 403


def test_a_form_that_was_open_over_a_restart_is_still_taken(tmp_path: Path) -> None:
    """On a team's server, and on one for one person once there is a store."""
    settings = WebSettings(store=f"sqlite:///{tmp_path}/panel.db")
    with serving(create_app(settings)) as client:
        before = Visitor(client)
        token = before.token()
        client.app.state.desk.store()  # type: ignore[attr-defined]
        before.token()
    with serving(create_app(settings)) as client:
        after = Visitor(client)
        after.cookies = before.cookies
        answer = after.ask("POST", "/check/none-such", headers=OWN, data={"csrf": token})
        assert answer.status_code == 422
        assert Visitor(client).ask("POST", "/check/x", headers=OWN, data={"csrf": token}).status_code == 403


def test_a_server_for_one_person_makes_no_store_of_itself(tmp_path: Path) -> None:
    with serving(create_app(WebSettings(store=f"sqlite:///{tmp_path}/panel.db"))) as client:
        assert Visitor(client).send("/check/none-such", data={}).status_code == 422
    assert list(tmp_path.iterdir()) == []


# --- what is typed into any form -------------------------------------------------------------------------

PROBE = "xss-probe"
TYPED = (
    f"\"'></textarea></title></select><{PROBE} onfocus=alert(1) autofocus></{PROBE}>"
    "<img src=x onerror=alert(2)><a href=javascript:alert(3)>x</a>"
    "{{ 7 * 191919 }}${7*191919}#{7*191919}{% for x in range(9) %}<!--\r\nX-Injected: yes"
)
REACHED = "1343433"
PAGES_A_ROUTE, PAGES_A_ROLE = 2, 60


def fields(form: LexborNode) -> dict[str, str]:
    """A form's fields, every one that takes words with the worst of words in it."""
    filled: dict[str, str] = {}
    for one in form.css("input, textarea, select"):
        name, kind = one.attributes.get("name"), (one.attributes.get("type") or "text").lower()
        if not name or kind in ("file", "submit", "button"):
            continue
        if one.tag == "select":
            chosen = [option.attributes.get("value") or "" for option in one.css("option")]
            filled[name] = next(filter(None, chosen), "")
        elif kind in ("hidden", "radio", "checkbox"):
            filled[name] = one.attributes.get("value") or ""
        else:
            filled[name] = TYPED
    return filled


def must_be_clean(answer: Response, where: str) -> None:
    """Nothing that was typed became an element, an attribute, a heading or a sum."""
    assert answer.status_code < 500, where
    assert "x-injected" not in answer.headers, where
    if "html" not in answer.headers.get("content-type", ""):
        return
    assert REACHED not in answer.text, where
    page = LexborHTMLParser(answer.text)
    assert not page.css(PROBE), where
    assert not page.css("script:not([src])"), where
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), f"{where}: {name}"
            assert name != "style", where
            assert not (value or "").strip().lower().startswith("javascript:"), where


@dataclass
class Walk:
    """All pages that one person can reach by links, a few a route, and all forms on them sent."""

    app: FastAPI
    visitor: Visitor
    who: str
    sent: list[str]

    def go(self) -> None:
        """Walk until nothing new is left."""
        ahead, seen, by_route = ["/", "/login", "/account", "/nowhere"], set[str](), dict[str, int]()
        while ahead and len(seen) < PAGES_A_ROLE:
            path = ahead.pop(0)
            route = self.route(path)
            if path in seen or by_route.get(route, 0) >= PAGES_A_ROUTE or route == "asset":
                continue
            seen.add(path)
            by_route[route] = by_route.get(route, 0) + 1
            answer = self.visitor.get(path)
            must_be_clean(answer, f"{self.who} {path}")
            if "html" in answer.headers.get("content-type", ""):
                ahead += self.page(path, LexborHTMLParser(answer.text))

    def page(self, path: str, page: LexborHTMLParser) -> list[str]:
        """Send the forms of a page; its links."""
        for form in page.css("form"):
            self.form(path, form)
        links = [node.attributes.get("href") or "" for node in page.css("a[href]")]
        return [urlsplit(link)._replace(fragment="").geturl() for link in links if link.startswith("/")]

    def form(self, path: str, form: LexborNode) -> None:
        """Send a form by each of its buttons; one that leads out comes last by being left out."""
        method = (form.attributes.get("method") or "get").upper()
        action = form.attributes.get("action") or path
        if self.route(action) in ("log-out", "asset"):
            return
        if method == "POST":
            assert form.css_first("input[name=csrf]"), f"{path}: a form without csrf_field"
        buttons = form.css("button, input[type=submit]") or [form]
        for button in buttons:
            sent = fields(form)
            if name := button.attributes.get("name"):
                sent[name] = button.attributes.get("value") or ""
            to = button.attributes.get("formaction") or action
            if "engine" in self.costs(to, sent):
                continue
            where = f"{self.who} {method} {to} {sent.get('act', '')}"
            if method == "POST":
                answer = self.visitor.send(to, data=sent)
            else:
                answer = self.visitor.get(to, params=sent)
            self.sent.append(where)
            must_be_clean(answer, where)
            if answer.status_code == 303:
                must_be_clean(self.visitor.get(answer.headers["location"]), where + ", then")

    def costs(self, path: str, sent: dict[str, str]) -> str:
        """Whether a form would set the engine to work: those pages are tested where the engine is."""
        return "engine" if self.route(path, "POST") == "check-whole" and sent.get("act") in (
            "check", "aside", "compare") else ""  # fmt: skip

    def route(self, path: str, method: str = "GET") -> str:
        """The name of the route that a path leads to."""
        scope = {"type": "http", "method": method, "path": urlsplit(path).path, "headers": []}
        for route in routes(self.app):
            if route.matches(scope)[0] is not Match.NONE:
                return str(route.name)
        return path


@pytest.mark.parametrize("who", ["nobody", *IDS])
def test_what_is_typed_comes_back_as_text_on_every_page_and_from_every_form(
    app: FastAPI, client: TestClient, who: str
) -> None:
    """A walk: a page or form that is added is tried without being named here."""
    draft = Application(candidate="c-1", standard="2320-0012", narratives={"postal-products": TYPED})
    if who != "nobody":
        app.state.desk.accounts().drafts(IDS[who]).keep(draft, now())
    walk = Walk(app, Visitor(client, IDS.get(who, "")), who, [])
    walk.go()
    assert len(walk.sent) >= 1
    if who in ("applicant", "hr", "member", "chair"):
        assert any("keep" in where for where in walk.sent)


def test_what_is_typed_comes_back_as_text_to_one_person_alone(alone: TestClient) -> None:
    assert isinstance(alone.app, FastAPI)
    walk = Walk(alone.app, Visitor(alone), "local", [])
    walk.go()
    assert len(walk.sent) >= 1


@pytest.mark.parametrize("path", [
    "/" + "%3C" + PROBE + "%3E", "/check/%22%3E%3C" + PROBE + "%3E", "/login?next=%22%3E%3C" + PROBE + "%3E",
    "/saved/%3C" + PROBE + "%3E", "/check/2320-0012?mode=%22%3E%3C" + PROBE + "%3E",
    "/login/provider/return?error=%3C" + PROBE + "%3E", "/api/v1/standards/%3C" + PROBE + "%3E",
])  # fmt: skip
def test_what_an_address_says_comes_back_as_text(client: TestClient, path: str) -> None:
    for who in ("", "hr-1"):
        must_be_clean(Visitor(client, who).get(path), path)
        must_be_clean(Visitor(client, who).get(path, headers={"HX-Request": "true"}), path)


# --- one's own drafts ------------------------------------------------------------------------------------


def test_a_saved_draft_is_its_writers_and_nobody_elses(client: TestClient, app: FastAPI) -> None:
    """Not HR's, not the chair's, not another applicant's, and asking tells not even that it is there."""
    writer = Visitor(client, "applicant-1")
    fields = {"narrative:postal-products": "I weighed 40 parcels a day.", "mode": "boxes"}
    kept = writer.send("/check/2320-0012/keep", data=fields)
    assert kept.status_code == 303
    path = kept.headers["location"]
    assert "I weighed 40 parcels a day." in writer.get(path).text
    assert path in writer.get("/saved").text
    for who in ("hr-1", "member-1", "chair-1"):
        other = Visitor(client, who)
        assert other.get(path).status_code == other.get("/saved/none-such").status_code == 404
        assert other.send(path + "/forget").status_code == 404
        assert path not in other.get("/saved").text
        stolen = other.send("/check/2320-0012/keep", data=fields | {"saved": path.rpartition("/")[2]})
        assert stolen.headers["location"] != path
    assert Visitor(client).get(path).status_code == 401
    better = {"narrative:postal-products": "Better.", "saved": path.rpartition("/")[2]}
    again = writer.send("/check/2320-0012/keep", data=better)
    assert again.headers["location"] == path
    assert "Better." in writer.get(path).text
    assert writer.send(path + "/forget").status_code == 303
    assert writer.get(path).status_code == 404


def test_nothing_that_is_typed_is_kept_unless_it_is_saved(client: TestClient, app: FastAPI) -> None:
    """Words that were sent to the check page and its parts are in no file of the store."""
    words = "words-that-nobody-saved"
    visitor = Visitor(client, "applicant-1")
    for path in ("/check/none-such", "/api/v1/check"):
        visitor.send(path, data={"narrative:postal-products": words, "act": "save"})
    saved = visitor.send("/check/2320-0012", data={"narrative:postal-products": words, "act": "save"})
    assert words in saved.text
    folder = Path(app.state.settings.store.removeprefix("sqlite:///")).parent
    assert not [path for path in folder.iterdir() if words.encode() in path.read_bytes()]
