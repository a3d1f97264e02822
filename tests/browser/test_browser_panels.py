"""A panel in a browser: three members rate blind, the chair decides and closes, an auditor verifies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hearings import PANEL, given, held

from screening.panels import Member
from screening.stores.accounts import Account
from screening.stores.opening import open_accounts, open_store
from screening.web.doors.passwords import hash_password
from screening.web.settings import WebSettings

Tab = Any
Serve = Callable[..., str]
PATIENCE_MS = 240_000
PASSWORD = "a sentence for the tests alone"
KSAS = ("postal-products", "public-courtesy")
PEOPLE = {"m1": "chair", "m2": "member", "m3": "member", "aud": "auditor"}
MEMBERS = (Member(id="m1", role="chair"), Member(id="m2", role="member"), Member(id="m3", role="member"))
RATING = f"/panels/{PANEL}/rating/c-0001"
READING = f"/panels/{PANEL}/applications/c-0001"


@pytest.fixture
def team(serve: Serve, tmp_path: Path) -> tuple[str, str]:
    """A team's server with a panel over one application: its address, and its store's."""
    url = f"sqlite:///{tmp_path}/panel.db"
    held(url, ("c-0001",), members=MEMBERS, ksas=KSAS)
    book, hashed = open_accounts(url), hash_password(PASSWORD, "x")
    for person, role in PEOPLE.items():
        book.add(Account(id=person, roles=frozenset({role})), 0, hashed)
    book.close()
    return serve(WebSettings(store=url, team=True), warm=False), url


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Tab]]:
    """A browser of somebody's own, logged in."""
    contexts = []

    def come(address: str, person: str, **more: Any) -> Tab:
        context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900}, **more)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(PATIENCE_MS)
        tab.goto("/login")
        tab.fill("input[name=account]", person)
        tab.fill("input[name=password]", PASSWORD)
        tab.press("input[name=password]", "Enter")
        tab.get_by_role("link", name="Panels" if person != "aud" else "Audit").wait_for()
        return tab

    yield come
    for context in contexts:
        context.close()


def rate(tab: Tab, values: str, note: str = "") -> None:
    """Give a value for each KSA with the mouse, tick the box, lock."""
    tab.goto(RATING)
    for ksa, value in zip(KSAS, values, strict=True):
        tab.check(f'input[name="value:{ksa}"][value="{value}"]')
    if note:
        tab.fill(f"#note-{KSAS[0]}", note)
    tab.check("input[name=sure]")
    tab.click("button[value=lock]")
    tab.wait_for_url(f"**{READING}?done=locked")


def rate_by_keyboard(tab: Tab, values: str) -> None:
    """The same with Tab, arrows, Space and Enter alone, from the top of the page."""
    tab.goto(RATING)
    given_so_far = 0
    for _ in range(200):
        tab.keyboard.press("Tab")
        at = tab.evaluate("[document.activeElement.name || '', document.activeElement.value || '']")
        if at[0].startswith("value:"):
            tab.keyboard.press("Space")
            for _ in range("210".index(values[given_so_far])):
                tab.keyboard.press("ArrowDown")
            given_so_far += 1
        elif at[0] == "sure":
            tab.keyboard.press("Space")
        elif at == ["act", "lock"]:
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{READING}?done=locked")
    assert given_so_far == len(values)


def test_three_rate_blind_the_chair_decides_and_closes_and_an_auditor_verifies(
    team: tuple[str, str], visit: Callable[..., Tab]
) -> None:
    address, url = team
    first, second = visit(address, "m1"), visit(address, "m2")
    third = visit(address, "m3", java_script_enabled=False)
    rate(first, "21", note="seen-by-the-chair")
    second.goto(READING)
    assert "seen-by-the-chair" not in second.content()
    assert "m1 gave" not in second.inner_text("main")
    rate_by_keyboard(second, "20")
    assert "seen-by-the-chair" in second.content()
    rate(third, "21")
    assert "m2 gave 0" in third.inner_text(f"#{KSAS[1]}")
    assert open_store(url).entries()[-1].who == "m3"

    first.goto(f"/panels/{PANEL}")
    first.get_by_role("link", name=f"c-0001, {KSAS[1]}").click()
    deciding = first.locator(f"#{KSAS[1]} form.deed").first
    deciding.locator("input[name=value][value='1']").check()
    deciding.locator("input[name=note]").fill("the second case tells it")
    deciding.get_by_role("button", name="Record the decision").click()
    first.wait_for_url(f"**{READING}?done=decided**")
    first.goto(f"/panels/{PANEL}")
    first.check("input[name=sure] >> nth=0")
    first.get_by_role("button", name="Close the panel").click()
    first.wait_for_url("**?done=closed")

    auditor = visit(address, "aud")
    auditor.goto("/audit")
    auditor.get_by_text("The record is intact.").wait_for()
    with auditor.expect_download() as kept:
        auditor.get_by_role("link", name="Take the head along").click()
    head = Path(kept.value.path()).read_text()
    assert json.loads(head)["entries"] == len(open_store(url).entries())
    auditor.fill("#head", head)
    auditor.get_by_role("button", name="Verify against it").click()
    auditor.get_by_text("it agrees with the head").wait_for()
    before = open_store(url).head()
    auditor.goto(f"/panels/{PANEL}/slate")
    auditor.locator("table.heat td.cell a").first.click()
    auditor.locator(f"#{KSAS[0]} .given").wait_for()
    assert open_store(url).head() == before


# --- the heat map by keys ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sitting(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server for one person, with a panel half-way through."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sitting')}/panel.db"
    held(url, ("c-0001", "c-0002", "c-0003"), members=MEMBERS, ksas=KSAS)
    given(url, "m1", "21", ("c-0002", "c-0003"))
    given(url, "m2", "20", ("c-0002", "c-0003"))
    given(url, "m3", "21")
    return serve(WebSettings(store=url), warm=False)


def test_arrow_keys_go_from_cell_to_cell_of_the_heat_map(sitting: str, chromium: Any) -> None:
    context = chromium.new_context(base_url=sitting)
    context.add_cookies([{"name": "screening-8000-acting", "value": "m3", "url": sitting}])
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    tab.goto(f"/panels/{PANEL}/slate")
    tab.locator("table.heat td.cell a").first.focus()
    here = "document.activeElement.getAttribute('href')"
    begun = tab.evaluate(here)
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        before = tab.evaluate(here)
        tab.keyboard.press(key)
        assert tab.evaluate(here) != before, key
    assert tab.evaluate(here) == begun
    context.close()
