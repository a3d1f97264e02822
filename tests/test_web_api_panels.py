"""Panels and the record by programs: what one may see, one's own ratings, whether anything was touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from seated import KSAS, TRIO, admission
from starlette.testclient import TestClient
from told_engine import V1, app, client, refused, told
from visiting import Visitor, serving, team_app

from screening.panels import PanelSettings
from screening.panels.kinds import Opened
from screening.records import sha256

__all__ = ["app", "client", "told"]  # fixtures
ADDRESS = "2320-0012@2019-03-16"


def opened(app: FastAPI) -> None:
    """A panel of three over two applications, in the server's store."""
    about = Opened(panel="p-1", standard=ADDRESS, ksas=KSAS, settings=PanelSettings(), members=TRIO)
    app.state.desk.sitting("m1").open(about, [admission("c-1"), admission("c-2")])


def given(member: str, value: str = "2", candidate: str = "c-1") -> dict[str, Any]:
    """A member's ratings of all KSAs of a candidate, as they are sent."""
    ratings = [{"candidate": candidate, "ksa": ksa, "value": value, "note": f"by {member}"} for ksa in KSAS]
    return {"ratings": ratings}


def values(client: TestClient, member: str) -> set[tuple[str, str]]:
    """The ratings that a member sees."""
    document = client.get(f"{V1}/panels/p-1?as={member}").json()
    return {(one["member"], one["value"]) for one in document["ratings"]}


def test_members_see_no_others_ratings_before_both_have_locked(app: FastAPI, client: TestClient) -> None:
    opened(app)
    assert client.post(f"{V1}/panels/p-1/ratings?as=m1", json=given("m1")).json() == {"entries": [6, 7]}
    assert client.post(f"{V1}/panels/p-1/ratings?as=m2", json=given("m2", "0")).status_code == 200
    assert (values(client, "m1"), values(client, "m2")) == ({("m1", "2")}, {("m2", "0")})
    for member in ("m1", "m2"):
        locked = client.post(f"{V1}/panels/p-1/locks?as={member}", json={"candidates": ["c-1"]})
        assert locked.status_code == 200
    assert values(client, "m1") == values(client, "m2") == {("m1", "2"), ("m2", "0")}


@pytest.mark.parametrize(("member", "body", "words"), [
    ("m3", given("m3"), "does not rate"),
    ("m1", given("m1", "7"), "not on the panel's scale"),
    ("m1", given("m1", candidate="c-9"), "not before panel"),
    ("m1", {"ratings": [*given("m1")["ratings"], *given("m1", "x")["ratings"]]}, "nothing was recorded"),
])  # fmt: skip
def test_ratings_that_the_panel_refuses_are_refused_whole(
    app: FastAPI, client: TestClient, member: str, body: dict[str, Any], words: str
) -> None:
    opened(app)
    before = app.state.desk.store().head()
    assert words in refused(client.post(f"{V1}/panels/p-1/ratings?as={member}", json=body), 422).found
    assert app.state.desk.store().head() == before


def test_a_rating_that_stands_already_adds_no_entry(app: FastAPI, client: TestClient) -> None:
    opened(app)
    client.post(f"{V1}/panels/p-1/ratings?as=m1", json=given("m1"))
    assert client.post(f"{V1}/panels/p-1/ratings?as=m1", json=given("m1")).json() == {"entries": []}


def test_in_a_team_everybody_is_themselves_and_a_stranger_finds_no_panel(tmp_path: Path) -> None:
    app = team_app(tmp_path)
    members = tuple(one.model_copy(update={"id": new}) for one, new in zip(
        TRIO, ("chair-1", "member-1", "hr-2"), strict=True))  # fmt: skip
    about = Opened(panel="p-1", standard=ADDRESS, ksas=KSAS, settings=PanelSettings(), members=members)
    app.state.desk.sitting("chair-1").open(about, [admission("c-1")])
    with serving(app) as client:
        member, stranger, auditor = (Visitor(client, who) for who in ("member-1", "hr-1", "auditor-1"))
        assert member.get(f"{V1}/panels/p-1").json()["panel"] == "p-1"
        assert refused(member.get(f"{V1}/panels/p-1?as=chair-1"), 403)
        assert refused(stranger.get(f"{V1}/panels/p-1"), 404)
        assert stranger.get(f"{V1}/panels").json() == {"panels": []}
        assert [one["panel"] for one in auditor.get(f"{V1}/panels").json()["panels"]] == ["p-1"]
        assert refused(auditor.send(f"{V1}/panels/p-1/ratings", json=given("auditor-1")), 403)
        assert member.send(f"{V1}/panels/p-1/ratings", json=given("member-1")).status_code == 200
        assert auditor.get(f"{V1}/panels/p-1").json()["ratings"] == []


# --- verification ----------------------------------------------------------------------------------------


def test_an_untouched_record_is_intact_and_agrees_with_its_head(app: FastAPI, client: TestClient) -> None:
    opened(app)
    found = client.get(f"{V1}/audit/verify").json()
    assert (found["intact"], found["faults"]) == (True, [])
    assert client.get(f"{V1}/audit/verify", params=found["head"]).json() == found


def test_a_record_that_was_rewritten_is_found_by_the_head_kept_outside(
    app: FastAPI, client: TestClient
) -> None:
    opened(app)
    outside = {"entries": 5, "digest": sha256("another chain")}
    told = client.get(f"{V1}/audit/verify", params=outside).json()
    assert not told["intact"]
    assert told["faults"][0]["kind"] == "rewritten"


def test_a_tampered_entry_is_found(app: FastAPI, client: TestClient, tmp_path: Path) -> None:
    opened(app)
    with sqlite3.connect(tmp_path / "panel.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE entries SET content = replace(content, 'c-1', 'c-3')")
    told = client.get(f"{V1}/audit/verify").json()
    assert not told["intact"]
    assert told["head"] is None
