"""The impact of a revision in the web: a small recorded run by another version, and by other numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from batches import SETTINGS, LengthAppraiser, WordEncoder, WordParser, applications, standard
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from test_rescore import STRONG
from visiting import HERE, Visitor, arrived

from screening.applications import Application, ExamResult
from screening.batch.ledger import InputMark
from screening.batch.parts import JudgedApplication, write_part
from screening.batch.places import Folder
from screening.batch.running import plan_of
from screening.batch.runs import begin, finish, record_run
from screening.files.library import Library
from screening.files.yaml import dump_yaml
from screening.panels import Admission, Mark, Member, PanelSettings, lock
from screening.panels.kinds import Opened
from screening.reading.indicators import draft_checklist
from screening.records import Hand
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.sitting import Sitting
from screening.standards import Checklist, Ksa, Standard
from screening.stores.opening import open_store
from screening.web import create_app
from screening.web.settings import WebSettings

OLD = standard()
NEW = OLD.model_copy(update={
    "edition": "revised",
    "ksas": (OLD.ksas[0], Ksa(id="driving", kind="ability", text="Ability to drive a van in heavy snow.")),
})  # fmt: skip
STRICT = "bands.demonstrated=9000"


def small(
    document: Standard, checklist: Checklist, settings: Settings | None, marks: Fingerprints
) -> Screener:
    """A screener on models that are quick; it is put together as the one with the models of record."""
    return Screener(
        document, checklist, encoder=WordEncoder(), parser=WordParser(), appraiser=LengthAppraiser(),
        settings=settings or SETTINGS, fingerprints=marks,
    )  # fmt: skip


@dataclass
class Site:
    """A server for one person over a small library and a store that holds a run; the applicants of it."""

    app: FastAPI
    client: TestClient
    url: str
    given: list[Application]
    screener: Screener

    def reckoned(self, **fields: Any) -> Any:
        """Where the form leads to."""
        form = {"old": OLD.address, "new": "", "numbers": ""} | fields
        visitor = Visitor(self.client)
        data = form | {"csrf": visitor.token("/impact")}
        self.client.cookies.update(visitor.cookies)
        return arrived(self.client, self.client.post("/impact", data=data))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    library = Library(tmp_path / "library")
    for version in (OLD, NEW):
        path = library.path_of(version)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump_yaml(version.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8")
    monkeypatch.setattr("screening.web.turns.assembled", small)
    resolved = library.resolve(OLD.address)
    screener = small(
        resolved.standard, draft_checklist(resolved.standard), None,
        Fingerprints(f"{OLD.address} sha256:{resolved.standard_sha256}", "draft"),
    )  # fmt: skip
    exams = (ExamResult(number=477, score=90.0),)
    strong = [
        Application(candidate=f"g-{n}", standard=OLD.occupation_code, narratives=STRONG, exams=exams)
        for n in range(3)
    ]
    given = [*strong, *applications(5, seed=1)]
    url = f"sqlite:///{tmp_path}/panel.db"
    record(url, Folder(tmp_path / "run"), screener, given)
    app = create_app(WebSettings(store=url, library=library.root))
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield Site(app, client, url, given, screener)


def record(url: str, place: Folder, screener: Screener, given: list[Application]) -> None:
    """Judge the applications as `screening batch` does, and keep the run in a record."""
    plan = plan_of(screener, InputMark(kind="jsonl", name="x", sha256="0" * 64, units=len(given)), 100)
    begin(place, plan)
    judged = [JudgedApplication(n, f"x:{n}", one, screener.screen(one)) for n, one in enumerate(given)]
    seals = [write_part(place, plan, 0, judged, [])]
    store = open_store(url, create=True)
    record_run(store, Hand(who="hr", at=datetime(2026, 3, 2, tzinfo=UTC)), place, plan,
               finish(place, plan, seals))  # fmt: skip
    store.close()


def test_the_form_offers_the_recorded_run_and_every_version(site: Site) -> None:
    page = LexborHTMLParser(site.client.get("/impact").text)
    old, new = ({one.attributes["value"] for one in page.css(f"#{name} option")} for name in ("old", "new"))
    assert (old, new) == ({OLD.address}, {"", OLD.address, NEW.address})


def test_a_version_tells_who_moves_by_which_requirement_and_records_nothing(site: Site) -> None:
    before = open_store(site.url).head()
    led = site.reckoned(new=NEW.address)
    assert led.status_code == 303
    page = site.client.get(led.headers["location"])
    assert page.status_code == 200
    told = LexborHTMLParser(page.text)
    main = told.css_first("main")
    assert main is not None
    words = " ".join(main.text().split())
    assert "nothing was recorded" in words
    assert f"{OLD.address} → {NEW.address}" in words
    rows = told.css(".ksas tbody tr")
    fates = {row.css("code")[0].text(): row.css(".pill")[0].text().split()[-1] for row in rows}
    assert fates["driving"] == "added"
    assert fates["training"] == "removed"
    assert not told.css("style, [style], script:not([src])")
    assert open_store(site.url).head() == before


def test_other_numbers_tell_who_no_longer_qualifies_with_their_words_and_come_as_files(site: Site) -> None:
    led = site.reckoned(numbers=STRICT)
    path = led.headers["location"]
    told = site.client.get(path + "/json").json()
    rated = {one.candidate: site.screener.screen(one) for one in site.given}
    qualified = {name for name, one in rated.items() if one.outcome == "qualified"}
    assert qualified, "the fixture has somebody who can lose"
    lost = {one["candidate"] for one in told["moved"] if one["before"] == "qualified"}
    assert lost == qualified
    page = site.client.get(path).text
    quotes = [words["words"] for one in told["moved"] for cause in one["causes"]
              for side in cause["before"] for words in side["quotes"]]  # fmt: skip
    assert quotes
    assert quotes[0].partition("'")[0] in page
    assert site.client.get(path + "/xlsx").content[:2] == b"PK"
    assert site.client.get(path + "/html").text.startswith("<!DOCTYPE html>")
    assert site.client.get(path + "/exe").status_code == 404


@pytest.mark.parametrize(("fields", "status", "words"), [
    ({"old": NEW.address}, 422, "there is no recorded run"),
    ({"new": "9999-0001@1999-01-01"}, 422, "9999-0001"),
    ({"new": "../../etc/passwd.yaml"}, 422, "is no address"),
    ({"numbers": "bands.demonstrated"}, 200, "bands.demonstrated"),
    ({"numbers": "no.such=1"}, 200, "no.such"),
    ({"numbers": "a=1\n" * 21}, 422, "21 numbers"),
])  # fmt: skip
def test_what_cannot_be_reckoned_is_refused_in_words(
    site: Site, fields: dict[str, str], status: int, words: str
) -> None:
    answer = site.reckoned(**fields)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text


def seated(site: Site) -> None:
    """A panel of three over one applicant of the run; the second member has not locked."""
    store = open_store(site.url)
    members = (
        Member(id="m1", role="chair"), Member(id="m2", role="member"),
        Member(id="m3", role="member", rates=False),
    )  # fmt: skip
    opened = Opened(panel="p-1", standard=OLD.address, ksas=tuple(k.id for k in OLD.ksas),
                    settings=PanelSettings(blind=False), members=members)  # fmt: skip
    one = site.given[0]
    Sitting(store, "m1").open(opened, [Admission(one, site.screener.screen(one))])
    first = Sitting(store, "m1")
    first.rate("p-1", [Mark(candidate=one.candidate, ksa=k.id, value="2") for k in OLD.ksas])
    first.act("p-1", lambda panel, hand: lock(panel, hand, [one.candidate]))
    store.close()


def test_who_still_rates_an_applicant_does_not_learn_here_what_the_engine_says(site: Site) -> None:
    seated(site)
    path = site.reckoned(numbers=STRICT).headers["location"]
    verdicts = {}
    for member in ("m1", "m2", "m3", "stranger"):
        site.client.cookies.set("screening-8000-acting", member)
        verdicts[member] = [site.client.get(path + more).status_code for more in ("", "/json")]
    assert verdicts == {"m1": [200, 200], "m2": [422, 422], "m3": [200, 200], "stranger": [200, 200]}


def test_an_impact_is_nobody_elses(site: Site) -> None:
    path = site.reckoned(numbers=STRICT).headers["location"]
    errand = site.app.state.errands.find("local", path.rpartition("/")[2])
    assert errand is not None
    assert site.app.state.errands.find("somebody-else", errand.id) is None
    assert site.client.get("/impact/0123456789abcdef").status_code == 404


def test_an_errand_is_stopped_and_then_leads_nowhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    let, parse = Event(), WordParser.tokens

    def slowly(parser: WordParser, text: str) -> Any:
        assert let.wait(60)
        return parse(parser, text)

    monkeypatch.setattr(WordParser, "tokens", slowly)
    visitor = Visitor(site.client)
    token = visitor.token("/impact")
    site.client.cookies.update(visitor.cookies)
    data = {"old": OLD.address, "new": NEW.address, "csrf": token}
    path = site.client.post("/impact", data=data).headers["location"]
    assert "under way" in site.client.get(path).text
    assert site.client.get(path, headers={"HX-Request": "true"}).text.startswith('<div id="progress" hx-get')
    assert site.client.post(f"{path}/stop", data={"csrf": token}).status_code == 303
    let.set()
    page = site.client.get(path).text
    assert "It was stopped." in page
    assert "hx-trigger" not in page
