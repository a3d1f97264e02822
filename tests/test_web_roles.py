"""Role by route by verdict: the table that people read in docs/web.md, and each of its cells asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from visiting import IDS, Visitor, routes, serving, team_app

from screening.web.doors.people import ROLES
from screening.web.doors.roles import ALLOWED

DOCS = Path(__file__).resolve().parent.parent / "docs" / "web.md"
COLUMNS = ("nobody", *ROLES)
OPEN, SHUT = "yes", "–"
CHANGED_BY_AUDITORS = {"log-in", "log-out", "account-password", "account-sessions"}
"""What an auditor may send: it changes nothing but their own way in."""


def table() -> dict[str, dict[str, str]]:
    """The table of the documentation: route -> role or nobody -> its cell."""
    lines = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    named = [row[0] for row in rows]
    assert len(named) == len(set(named)), "a route stands twice in the table"
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in rows}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return team_app(tmp_path_factory.mktemp("roles"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with serving(app) as client:
        yield client


def address(app: FastAPI, route: APIRoute) -> str:
    """An address of a route; what it names is not there, so nothing is judged or changed."""
    return str(app.url_path_for(route.name, **dict.fromkeys(route.param_convertors, "0")))


def asked(client: TestClient, route: APIRoute, method: str, who: str) -> int:
    """The status that somebody gets, who does all else as they should."""
    assert isinstance(client.app, FastAPI)
    visitor, path = Visitor(client, IDS.get(who, "")), address(client.app, route)
    if method == "GET":
        return visitor.get(path).status_code
    if path.startswith("/api/"):
        return visitor.send(path, method, json={}).status_code
    return visitor.send(path, method, data={}).status_code


def test_every_route_has_a_row_and_every_row_a_route(app: FastAPI) -> None:
    names = [route.name for route in routes(app)]
    assert sorted(names) == sorted(table()), "name each route once, and give it a row in docs/web.md"
    assert set(names) == set(ALLOWED), "give the route an entry in screening.web.doors.roles.ALLOWED"


def test_every_cell_says_yes_or_no() -> None:
    cells = {(route, who, cell) for route, row in table().items() for who, cell in row.items()}
    assert not [cell for cell in cells if cell[2] not in (OPEN, SHUT)]
    assert len(cells) == len(table()) * len(COLUMNS)


@pytest.mark.parametrize("who", COLUMNS)
def test_each_role_gets_exactly_what_the_table_says(app: FastAPI, client: TestClient, who: str) -> None:
    """401 tells a stranger to log in; 403 tells somebody with an account that this is not theirs."""
    wrong, refused = [], 401 if who == "nobody" else 403
    for route in routes(app):
        for method in sorted(route.methods - {"HEAD"}):
            status = asked(client, route, method, who)
            let_in = status not in (401, 403, 405, 421, 429) and status < 500
            said = table()[route.name][who]
            if let_in != (said == OPEN) or (said == SHUT and status != refused):
                wrong.append(f"{method} {route.name}: the table says {said}, the server {status}")
    assert not wrong


def test_the_auditor_reads_and_changes_nothing(app: FastAPI, client: TestClient) -> None:
    writing = {route.name for route in routes(app) if route.methods - {"GET", "HEAD"}}
    open_to_auditors = {name for name in writing if ALLOWED[name] & {"anyone", "auditor"}}
    assert open_to_auditors <= CHANGED_BY_AUDITORS
    before = app.state.desk.store().head()
    for route in routes(app):
        for method in sorted(route.methods - {"HEAD"}):
            asked(client, route, method, "auditor")
    assert app.state.desk.store().head() == before
    assert {each.id: each.disabled for each in app.state.desk.accounts().all()} == dict.fromkeys(
        sorted(IDS.values()), False
    )


def test_an_account_without_a_role_sees_only_what_everybody_sees(app: FastAPI, client: TestClient) -> None:
    accounts = app.state.desk.accounts()
    accounts.set_roles("hr-1", frozenset({"king", "anyone else"}))  # roles of no version of ours give nothing
    try:
        for route in routes(app):
            if "GET" in route.methods and "anyone" not in ALLOWED[route.name]:
                assert asked(client, route, "GET", "hr") == 403, route.name
    finally:
        accounts.set_roles("hr-1", frozenset({"hr"}))
