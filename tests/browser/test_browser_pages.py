"""Every page, and what comes of its forms, before an accessibility checker: one browser, one server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import impacts
import pytest
from fastapi import FastAPI
from hearings import PANEL, given, held, sample, told
from told_engine import Told
from visiting import routes

from screening.errors import ScreeningError
from screening.panels import Admission, Mark, Member, PanelSettings, close, lock
from screening.panels.kinds import Opened
from screening.sitting import Sitting
from screening.standards import Standard
from screening.stores.accounts import Account, Session
from screening.stores.opening import open_accounts, open_store
from screening.web import create_app
from screening.web.desk import Desk
from screening.web.doors.people import ROLES
from screening.web.doors.sessions import cookie_name, digest_of, now
from screening.web.errands import Errand
from screening.web.pages.impact import Reckoned
from screening.web.settings import WebSettings

Tab = Any
PATIENCE_MS = 120_000
"""How long a page may take on a machine whose cores are busy with something else."""
ME, TOKEN = "m1", "a token of the tests"
KSAS = ("postal-products", "public-courtesy")
CANDIDATES = ("c-0001", "c-0002", "c-0003")
MEMBERS = (Member(id=ME, role="chair"), Member(id="m2", role="member"), Member(id="m3", role="member"))
STANDARD = "2320-0012@2019-03-16"
GROUPS = "candidate,sex\nc-0001,a\nc-0002,b\nc-0003,a\n"
WORDS = "I sold 40 stamps a day in 2019. If selected I would sell more."


@dataclass
class House:
    """A team's server whose engine is told, with a session of somebody who has every role."""

    app: FastAPI
    address: str
    settings: WebSettings


@pytest.fixture(scope="module")
def house(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A panel half-way, a closed one, an impact that was reckoned, an errand that runs, one that failed."""
    url = f"sqlite:///{tmp_path_factory.mktemp('house')}/panel.db"
    held(url, CANDIDATES, members=MEMBERS, ksas=KSAS)
    for member, values in ((ME, "21"), ("m2", "22"), ("m3", "21")):
        given(url, member, values, CANDIDATES if member != "m3" else CANDIDATES[1:])
    _closed(url)
    book = open_accounts(url)
    book.add(Account(id=ME, roles=frozenset(ROLES)), 0)
    book.begin(Session(digest=digest_of(TOKEN), account=ME, begun_at=now(), ends_at=now() + 9_999))
    book.close()
    kept: dict[str, Told] = {}

    def checker(desk: Desk, address: str) -> Told:
        standard: Standard = desk.resolve(address).standard
        return kept.setdefault(standard.address, Told(standard))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "checker", checker)
        Told.let.set()
        settings = WebSettings(store=url, team=True)
        app = create_app(settings)
        address = serve(app, warm=False)
        for errand in _errands():
            app.state.errands._all[errand.id] = errand
        yield House(app, address, settings)


def _closed(url: str) -> None:
    """Another panel, which agrees and is closed."""
    store = open_store(url)
    opened = Opened(panel="closed-1", standard=STANDARD, ksas=KSAS, settings=PanelSettings(blind=False),
                    members=MEMBERS)  # fmt: skip
    people = [sample(one) for one in CANDIDATES]
    Sitting(store, ME).open(opened, [Admission(one, told(one, n, KSAS)) for n, one in enumerate(people)])
    for member in MEMBERS:
        sitting = Sitting(store, member.id)
        values = {candidate: "0" if candidate == "c-0002" else "2" for candidate in CANDIDATES}
        marks = [Mark(candidate=c, ksa=ksa, value=value) for c, value in values.items() for ksa in KSAS]
        sitting.rate("closed-1", marks)
        sitting.act("closed-1", lambda panel, hand: lock(panel, hand, CANDIDATES))
    Sitting(store, ME).act("closed-1", lambda panel, hand: close(panel, hand, ""))
    store.close()


def _errands() -> Iterator[Errand]:
    done = Errand(ME, "Impact", "/impact", id="reckoned")
    done.result = Reckoned(impacts.revised(), "run")
    done.end("done")
    failed = Errand(ME, "Opening panel p-9", "/open-panel", id="failed")
    failed.problem = ScreeningError("the file is gone", where="a.yaml", expected="a file", do="try again")
    failed.end("failed")
    yield from (done, failed, Errand(ME, "Opening panel p-8", "/open-panel", 12, 5, id="running"))


@pytest.fixture(scope="module")
def tab(house: House, chromium: Any) -> Iterator[Tab]:
    """One tab for all pages, logged in."""
    context = chromium.new_context(base_url=house.address, bypass_csp=True)
    name = cookie_name(house.settings, "session")
    context.add_cookies([{"name": name, "value": TOKEN, "url": house.address}])
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    yield tab
    context.close()


READ: dict[str, str] = {
    "home": "/", "account": "/account", "check": "/check", "check-form": f"/check/{STANDARD}",
    "essay": f"/check/{STANDARD}?mode=essay", "drafts": "/drafts", "saved": "/saved",
    "standards": "/standards", "standard": f"/standards/{STANDARD}", "comparison form": "/comparison",
    "standards-compare": "/comparison?old=0340-0016@2019-12-12.redline&new=0340-0016@2019-12-12",
    "panels": "/panels", "panel": f"/panels/{PANEL}", "closed panel": "/panels/closed-1",
    "application": f"/panels/{PANEL}/applications/c-0002", "rating": f"/panels/{PANEL}/rating/c-0001",
    "slate": "/panels/closed-1/slate", "slate not yet": f"/panels/{PANEL}/slate",
    "agreement": "/panels/closed-1/agreement",
    "agreement-behind": "/panels/closed-1/agreement/ratings?one=engine&other=m2",
    "panel-opening": "/open-panel", "fairness": "/fairness", "impact": "/impact",
    "impact-shown": "/impact/reckoned", "errand": "/errands/running", "failed errand": "/errands/failed",
    "audit": "/audit", "audit-entry": "/audit/entries/3", "refusal": "/nowhere",
}  # fmt: skip
APART = {"login", "oidc-begin", "oidc-return", "asset", "audit-head", "impact-export", "saved-draft"}
"""Routes of pages that this list leaves out: seen below, or no page."""


@pytest.mark.parametrize("page", READ)
def test_a_page_has_no_fault_and_fits(tab: Tab, faults_of: Callable[[Tab], list[str]], page: str) -> None:
    answer = tab.goto(READ[page])
    assert answer.status == (404 if page == "refusal" else 200)
    assert faults_of(tab) == []


def test_no_page_is_left_out(house: House) -> None:
    names = {route.name for route in routes(house.app) if "GET" in (route.methods or ())}
    pages = {name for name in names if not name.startswith("api-")}
    assert pages - APART - set(READ) == set()


def test_what_comes_of_a_check_has_no_fault(tab: Tab, faults_of: Callable[[Tab], list[str]]) -> None:
    tab.goto(READ["check-form"])
    tab.fill("#box-postal-products", WORDS)
    tab.get_by_role("button", name="Check everything").click()
    tab.locator("#panel-postal-products .pill").wait_for()
    assert faults_of(tab) == []


def test_two_drafts_beside_each_other_have_no_fault(tab: Tab, faults_of: Callable[[Tab], list[str]]) -> None:
    tab.goto("/drafts")
    tab.select_option("#standard", STANDARD)
    tab.fill("#before-text", WORDS)
    tab.fill("#after-text", f"{WORDS} I closed the drawer with no difference.")
    tab.click("button.main")
    tab.get_by_text("Two drafts compared").wait_for()
    assert faults_of(tab) == []


def test_rates_by_group_have_no_fault(tab: Tab, faults_of: Callable[[Tab], list[str]]) -> None:
    tab.goto("/fairness?panel=closed-1")
    groups = {"name": "groups.csv", "mimeType": "text/csv", "buffer": GROUPS.encode()}
    tab.set_input_files("#groups", groups)
    tab.click("button.main")
    tab.get_by_text("Impact ratio").first.wait_for(state="attached")
    assert faults_of(tab) == []


def test_a_saved_draft_and_the_login_have_no_fault(
    house: House, tab: Tab, chromium: Any, faults_of: Callable[[Tab], list[str]]
) -> None:
    tab.goto(READ["check-form"])
    tab.fill("#box-postal-products", WORDS)
    tab.get_by_role("button", name="Keep it here").click()
    tab.wait_for_url("**/saved/**")
    assert faults_of(tab) == []
    stranger = chromium.new_context(base_url=house.address, bypass_csp=True)
    door = stranger.new_page()
    for path in ("/login", "/panels"):
        door.goto(path)
        assert faults_of(door) == []
    stranger.close()


def test_progress_is_followed_by_itself_and_leads_on(house: House, tab: Tab) -> None:
    tab.goto("/errands/running")
    errand = house.app.state.errands.find(ME, "running")
    tab.get_by_text("5 of 12 done.").wait_for()
    errand.step(7)
    tab.get_by_text("7 of 12 done.").wait_for()
    errand.onward = "/panels"
    errand.end("done")
    tab.wait_for_url("**/panels")
    errand.end("running")
    errand.ended = 0.0
