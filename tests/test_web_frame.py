"""The frame of the web: every route has a door, pages are dressed, refusals are told in both forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from visiting import routes

from screening.cli.serve import settings_for
from screening.errors import ScreeningError
from screening.web import create_app
from screening.web.doors.roles import ALLOWED
from screening.web.settings import WebSettings

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """A server for one person; nothing here needs the models."""
    folder: Path = tmp_path_factory.mktemp("web")
    return create_app(WebSettings(store=f"sqlite:///{folder}/panel.db"))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A browser without scripts on that machine."""
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def test_every_route_has_an_entry_in_the_table_of_roles(app: FastAPI) -> None:
    assert {route.name for route in routes(app)} <= set(ALLOWED)
    assert len(routes(app)) >= 2


def test_the_table_of_roles_names_no_route_that_is_not_served(app: FastAPI) -> None:
    assert set(ALLOWED) <= {route.name for route in routes(app)}


def test_a_route_that_nobody_gave_a_door_is_refused(tmp_path: Path) -> None:
    app = create_app(WebSettings(store=f"sqlite:///{tmp_path}/panel.db"))
    app.add_api_route("/forgotten", lambda: "open", name="forgotten")
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/forgotten").status_code == 403


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1:8000", 200), ("localhost", 200), ("LOCALHOST:9", 200), ("[::1]:8000", 200),
    ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421), ("evil.example:127.0.0.1", 421),
])  # fmt: skip
def test_only_names_of_this_machine_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("path", ["/", "/nowhere", "/assets/x/web.css", "/api/v1/nowhere"])
def test_every_answer_carries_a_strict_policy_and_is_kept_by_nobody(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_page_names_its_assets_by_their_content_and_they_are_kept(client: TestClient) -> None:
    page = client.get("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "nothing.css", "vendor", ""])
def test_only_known_assets_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/assets/x/{name}").status_code == 404


def test_a_refusal_is_a_page_for_people_and_a_problem_for_programs(client: TestClient) -> None:
    page, problem = client.get("/nowhere"), client.get("/api/v1/nowhere")
    assert page.status_code == problem.status_code == 404
    assert "There is no such page." in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert set(problem.json()) >= {"found", "where", "expected", "do"}


def test_a_page_holds_no_inline_script_and_no_inline_style(client: TestClient) -> None:
    page = client.get("/").text
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page


def test_an_address_that_others_reach_is_refused_without_accounts() -> None:
    with pytest.raises(ScreeningError, match="without a login"):
        settings_for("0.0.0.0", 8000, "sqlite:///panel.db", team=False, names=(), library=None)
