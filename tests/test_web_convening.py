"""Opening a panel by its form, acting as its members on one machine, the record, groups; without a model."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from fastapi import FastAPI
from hearings import PANEL, TRIO, first, given, held, sample
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from told_engine import Told, app, told
from visiting import HERE, Visitor, arrived, serving, team_app

from screening.files.yaml import dump_yaml
from screening.panels import Panel, close
from screening.sitting import Sitting
from screening.stores.opening import open_store
from screening.web import create_app
from screening.web.settings import WebSettings

__all__ = ["app", "told"]  # fixtures
KSAS = ("postal-products", "public-courtesy")
ADDRESS = "2320-0012@2019-03-16"


@pytest.fixture
def alone(app: FastAPI) -> Iterator[TestClient]:
    """The one browser of a server for one person, whose engine is told."""
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/open-panel").text)
    assert found
    return found[1]


def form(**changed: object) -> dict[str, object]:
    """The opening form as a browser sends it."""
    return {
        "standard": ADDRESS, "panel": "", "id": ["m1", "m2", "m3", ""],
        "role": ["chair", "member", "hr", "member"], "duty": ["", "", "", ""],
        "scale": "2/1/0", "evidence": "after", "differ_on": "met", "rule": "evidence",
        "scored_by": "evidence", "categories": "", "why": "posted on 2 March",
    } | changed  # fmt: skip


def filed(candidate: str) -> tuple[str, tuple[str, bytes, str]]:
    """An application as a file of the form."""
    text = dump_yaml(sample(candidate).model_dump(mode="json", exclude_defaults=True))
    return "applications", (f"{candidate}.yaml", text.encode(), "application/yaml")


def opened(client: TestClient, **changed: object) -> Panel | str:
    """The panel that a form opens, or the words that refuse it."""
    files = [filed("c-0001"), filed("c-0002")]
    data = {"csrf": token(client)} | form(**changed)
    sent = arrived(client, client.post("/open-panel", data=data, files=files))
    if sent.status_code != 303:
        assert sent.status_code == 422, sent.text
        return first(LexborHTMLParser(sent.text), "main").text()
    desk = client.app.state.desk  # type: ignore[attr-defined]
    name = sent.headers["location"].partition("/panels/")[2].partition("?")[0]
    panel: Panel = desk.sitting("x").panel(name)
    return panel


# --- opening ---------------------------------------------------------------------------------------------


def test_a_form_opens_a_panel_over_uploaded_applications_which_the_engine_judges(alone: TestClient) -> None:
    panel = opened(alone, blind="yes")
    assert isinstance(panel, Panel)
    assert (panel.id, panel.candidates) == (PANEL, ("c-0001", "c-0002"))
    assert [(m.id, m.role, m.rates) for m in panel.members.values()] == [
        ("m1", "chair", True), ("m2", "member", True), ("m3", "hr", False)
    ]  # fmt: skip
    assert panel.settings.blind
    assert panel.engine["c-0001"].ratings[KSAS[0]].score == 0.9
    second = opened(alone)
    assert isinstance(second, Panel)
    assert (second.id, second.settings.blind) == ("2320-0012-2", False)


@pytest.mark.parametrize(("changed", "told_so"), [
    ({"id": ["m1", "m2", "", ""]}, "the panel has 2 members"),
    ({"role": ["member", "member", "hr", "member"]}, "the panel has 0 chairs"),
    ({"id": ["m1", "m1", "m3", ""]}, "named twice"),
    ({"id": ["m1", "<b>", "m3", ""]}, "is no member"),
    ({"duty": ["decides", "decides", "", ""]}, "of the members rate"),
    ({"scale": "5 stars"}, "the settings do not go together"),
    ({"rule": "category"}, "two or more categories"),
    ({"rule": "category", "categories": "best"}, "is no category"),
    ({"rule": "evidence", "categories": "95: best: all\n70: rest: others"}, "has no categories"),
    ({"standard": "9999-9999"}, "no standard"),
    ({"panel": "../x"}, "is no id of a panel"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused_before_anything_is_judged(
    alone: TestClient, told: Event, changed: dict[str, object], told_so: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(Told, "screen", refuse)
    words = opened(alone, **changed)
    assert isinstance(words, str)
    assert told_so in words
    assert not alone.app.state.desk.sitting("x").panels()  # type: ignore[attr-defined]


def test_a_file_that_is_no_application_is_refused_with_its_name_and_nothing_is_opened(
    alone: TestClient,
) -> None:
    bad = ("applications", ("broken.yaml", b"candidate: [", "application/yaml"))
    sent = alone.post("/open-panel", data={"csrf": token(alone)} | form(), files=[filed("c-0001"), bad])
    assert sent.status_code == 422
    assert "broken.yaml" in sent.text
    assert not alone.app.state.desk.sitting("x").panels()  # type: ignore[attr-defined]


def test_more_applications_come_before_an_open_panel_and_a_twin_does_not(alone: TestClient) -> None:
    assert isinstance(opened(alone), Panel)
    act_as(alone, "m1")
    for candidate, status in (("c-0003", 303), ("c-0003", 422)):
        path = f"/panels/{PANEL}/applications"
        sent = arrived(alone, alone.post(path, data={"csrf": token(alone)}, files=[filed(candidate)]))
        assert sent.status_code == status
    panel = alone.app.state.desk.sitting("x").panel(PANEL)  # type: ignore[attr-defined]
    assert panel.candidates == ("c-0001", "c-0002", "c-0003")


# --- on one machine --------------------------------------------------------------------------------------


def act_as(client: TestClient, member: str) -> None:
    sent = client.post("/seat", data={"csrf": token(client), "member": member})
    assert sent.status_code == 303


def test_on_one_machine_one_acts_as_a_member_and_the_record_names_them(alone: TestClient) -> None:
    assert isinstance(opened(alone), Panel)
    path = f"/panels/{PANEL}/rating/c-0001"
    assert alone.get(path).status_code == 303  # nobody rates as nobody
    act_as(alone, "m2")
    sent = alone.post(path, data={"csrf": token(alone), "act": "save", f"value:{KSAS[0]}": "2"})
    assert sent.status_code == 303
    last = alone.app.state.desk.sitting("x").record()[-1]  # type: ignore[attr-defined]
    assert (last.who, last.kind, last.body["value"]) == ("m2", "rated", "2")
    act_as(alone, "")
    assert alone.get(path).status_code == 303


@pytest.mark.parametrize("member", ["<script>", "m1; Path=/", "a b", "é", "m" * 200])
def test_only_an_id_can_be_acted_as(alone: TestClient, member: str) -> None:
    sent = alone.post("/seat", data={"csrf": token(alone), "member": member})
    assert sent.status_code == 422
    alone.cookies.set("screening-8000-acting", "m1 m2")
    assert alone.get("/panels").status_code == 200


def test_who_acts_as_a_member_finds_the_trail_closed_over_what_is_blind_to_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/panel.db"
    held(url, ("c-0001",), ksas=KSAS)
    given(url, "m1", "21")
    with TestClient(create_app(WebSettings(store=url)), base_url=HERE, follow_redirects=False) as client:
        rated = next(e for e in client.app.state.desk.sitting("x").record() if e.kind == "rated")  # type: ignore[attr-defined]
        assert '"value": "2"' in LexborHTMLParser(client.get(f"/audit/entries/{rated.number}").text).text()
        act_as(client, "m2")
        assert "hidden until you have locked" in client.get("/audit?kind=rated").text
        assert "value" not in LexborHTMLParser(client.get(f"/audit/entries/{rated.number}").text).text()


# --- the record ------------------------------------------------------------------------------------------


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[tuple[Visitor, Path]]:
    """An auditor before the record of a panel with ratings."""
    application = team_app(tmp_path)
    url = f"sqlite:///{tmp_path}/panel.db"
    held(url, ("c-0001", "c-0002"), ksas=KSAS)
    given(url, "m1", "21")
    with serving(application) as client:
        yield Visitor(client, "auditor-1"), tmp_path / "panel.db"


def test_an_auditor_keeps_the_head_and_verifies_against_it_and_nothing_changes(
    audited: tuple[Visitor, Path],
) -> None:
    auditor, _ = audited
    page = LexborHTMLParser(auditor.get("/audit").text)
    assert "The record is intact." in page.text()
    kept = auditor.get("/audit/head.json")
    digest = kept.json()["digest"]
    assert first(page, ".digest code").text() == digest
    again = auditor.get("/audit", params={"head": kept.text})
    assert f"agrees with the head of {kept.json()['entries']} entries" in again.text
    assert auditor.get("/audit/head.json").json() == kept.json()
    assert auditor.get("/audit", params={"head": "no head"}).status_code == 422


def test_entries_are_narrowed_and_each_stands_whole_behind_its_number(audited: tuple[Visitor, Path]) -> None:
    auditor, _ = audited
    page = LexborHTMLParser(auditor.get("/audit?kind=rated&candidate=c-0002&by=m1").text)
    rows = page.css("table.trail tbody tr")
    assert len(rows) == len(KSAS)
    link = str(rows[0].css("a")[0].attributes["href"])
    assert '"kind": "rated"' in LexborHTMLParser(auditor.get(link).text).text()
    assert auditor.get("/audit/entries/9999").status_code == 404


@pytest.mark.parametrize(("statement", "kind"), [
    ("UPDATE entries SET content = replace(content, '\"value\":\"2\"', '\"value\":\"0\"')", "changed"),
    ("DELETE FROM entries WHERE number = 5", "missing"),
    ("DELETE FROM entries WHERE number > 5", "truncated"),
])  # fmt: skip
def test_a_record_that_was_tampered_with_is_told_and_no_panel_is_shown_from_it(
    audited: tuple[Visitor, Path], statement: str, kind: str
) -> None:
    auditor, file = audited
    with sqlite3.connect(file) as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(statement).rowcount
    page = auditor.get("/audit")
    assert page.status_code == 200
    assert "The record is not what it was" in page.text
    assert kind in first(LexborHTMLParser(page.text), ".verified").text()
    assert auditor.get("/audit/head.json").status_code == 422


def test_a_record_rewritten_whole_is_found_by_the_head_that_was_kept(
    audited: tuple[Visitor, Path], tmp_path: Path
) -> None:
    auditor, _ = audited
    (tmp_path / "other").mkdir()
    other = f"sqlite:///{tmp_path}/other/panel.db"
    held(other, ("c-0001",), ksas=KSAS)
    store = open_store(other)
    foreign = store.head().model_dump_json()
    store.close()
    assert "rewritten" in auditor.get("/audit", params={"head": foreign}).text


# --- groups ----------------------------------------------------------------------------------------------

GROUPS = b"candidate,sex\nc-0001,kindling-a\nc-0002,kindling-b\n"


@pytest.fixture
def reckoning(tmp_path: Path) -> Iterator[tuple[Visitor, str]]:
    """HR before a panel that all have locked."""
    application = team_app(tmp_path)
    url = f"sqlite:///{tmp_path}/panel.db"
    held(url, ("c-0001", "c-0002"), ksas=KSAS)
    for member in TRIO:
        given(url, member.id, "21")
    with serving(application) as client:
        yield Visitor(client, "hr-1"), url


def closed(url: str) -> None:
    store = open_store(url)
    Sitting(store, "m1").act(PANEL, close)
    store.close()


def reckoned(visitor: Visitor, groups: bytes = GROUPS, **fields: str) -> tuple[int, str]:
    files = [("groups", ("groups.csv", groups, "text/csv"))]
    answer = visitor.send("/fairness", data={"panel": PANEL} | fields, files=files)
    return answer.status_code, answer.text


def test_of_an_open_panel_nothing_is_reckoned_by_group(reckoning: tuple[Visitor, str]) -> None:
    status, _ = reckoned(reckoning[0])
    assert status == 404


def test_of_a_closed_panel_rates_are_told_by_group_and_the_groups_are_stored_nowhere(
    reckoning: tuple[Visitor, str], tmp_path: Path
) -> None:
    visitor, url = reckoning
    closed(url)
    head = open_store(url).head()
    status, page = reckoned(visitor)
    assert status == 200
    assert {"kindling-a", "kindling-b"} <= set(re.findall(r"kindling-[ab]", page))
    assert open_store(url).head() == head
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"kindling" not in kept


@pytest.mark.parametrize(("groups", "fields", "told_so"), [
    (b"candidate,sex\nc-0001,a\n", {}, "not in the file of groups: c-0002"),
    (b"name,sex\nc-0001,a\n", {}, "no column is called candidate"),
    (b"candidate,sex\nc-0001\n", {}, "cells stand in this line"),
    (b"\x00\x01", {}, "binary"),
    (GROUPS, {"panel": ""}, "no slate was chosen"),
])  # fmt: skip
def test_groups_that_do_not_fit_are_refused(
    reckoning: tuple[Visitor, str], groups: bytes, fields: dict[str, str], told_so: str
) -> None:
    closed(reckoning[1])
    status, page = reckoned(reckoning[0], groups, **fields)
    assert status == 422
    assert told_so in page


# --- standards -------------------------------------------------------------------------------------------

OLD, NEW = "0340-0016@2019-12-12.as-it-stands", "0340-0016@2019-12-12"


def test_standards_are_shown_word_for_word_and_compared(alone: TestClient) -> None:
    shown = LexborHTMLParser(alone.get(f"/standards/{ADDRESS}").text)
    assert len(shown.css(".requirements .printed")) >= 13
    listed = LexborHTMLParser(alone.get("/standards").text)
    links = {str(a.attributes["href"]) for a in listed.css("ul.versions-of a")}
    assert f"/standards/{ADDRESS}" in links
    page = alone.get("/comparison", params={"old": OLD, "new": NEW})
    assert page.status_code == 200
    assert "What applicants write" in page.text
    assert alone.get("/standards/9999-0000").status_code == 422
    one_ksa = {"old": f"{ADDRESS}#postal-products", "new": NEW}
    assert alone.get("/comparison", params=one_ksa).status_code == 422


def test_a_revision_tells_for_a_panels_applicants_what_they_must_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/panel.db"
    held(url, ("c-0001", "c-0002"), ksas=KSAS)
    with TestClient(create_app(WebSettings(store=url)), base_url=HERE, follow_redirects=False) as client:
        asked = {"old": ADDRESS, "new": NEW, "panel": PANEL}
        assert client.get("/comparison", params=asked).status_code == 422  # nobody of the panel asks
        act_as(client, "m1")
        page = LexborHTMLParser(client.get("/comparison", params=asked).text)
        assert [row.text(strip=True) for row in page.css("table.owed tbody th")] == ["c-0001", "c-0002"]
        assert client.get("/comparison", params=asked | {"old": OLD}).status_code == 422
