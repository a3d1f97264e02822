"""Logging in and out of a team's server: sessions, cookies, limits on guessing, what an answer gives away."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from visiting import HERE, IDS, OFTEN, PASSWORD, Visitor, begun, serving, settings_of, team_app

from screening.stores.accounts import Account
from screening.web.doors import passwords, sessions
from screening.web.doors.accounts import local_path
from screening.web.doors.limits import address_of
from screening.web.doors.sessions import cookie_name, digest_of, now, program_token
from screening.web.settings import WebSettings

SESSION = "screening-8000-session"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return team_app(tmp_path_factory.mktemp("sessions"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with serving(app) as client:
        yield client


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    """Somebody who has not logged in."""
    return Visitor(client)


def is_in(visitor: Visitor) -> bool:
    """Whether a browser is logged in."""
    return visitor.get("/account").status_code == 200


# --- coming in and going out -----------------------------------------------------------------------------


def test_a_password_lets_in_and_logging_out_ends_the_session_in_the_store(visitor: Visitor) -> None:
    answer = visitor.log_in("hr-1", next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert is_in(visitor)
    kept = visitor.cookies[SESSION]
    left = visitor.send("/logout")
    assert left.status_code == 303
    assert SESSION not in visitor.cookies
    assert "storage" in left.headers["clear-site-data"]
    visitor.cookies[SESSION] = kept
    assert not is_in(visitor)


@pytest.mark.parametrize(("account", "password"), [
    ("hr-1", "another sentence altogether"), ("nobody-1", PASSWORD), ("", ""), ("hr-1", ""),
    ("hr-1", PASSWORD + " "), ("HR-1", PASSWORD), ("hr-1\0", PASSWORD), ("' OR 1=1 --", PASSWORD),
    ("x" * 5000, "y" * 50_000), ("hr-1", "\ud83d\ude00" * 99),
])  # fmt: skip
def test_nothing_else_lets_in_and_the_answer_does_not_say_why(
    visitor: Visitor, account: str, password: str
) -> None:
    sent = {"account": account, "password": password.encode("utf-16", "surrogatepass").decode("utf-16")}
    answer = visitor.log_in(**sent)
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert SESSION not in visitor.cookies
    assert not is_in(visitor)


def told(page: str) -> str:
    """A page without the tokens, which differ each time."""
    return re.sub(r'csrf" value="[^"]+"|Token": "[^"]+"', "", page)


def test_a_wrong_id_reads_and_lasts_as_a_wrong_password(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is hashed once under the same terms: without that an unknown id would answer many times faster."""
    hashed: list[str] = []
    real = passwords._hasher.verify
    app.state.desk.accounts().add(Account(id="gone-1", roles=frozenset({"hr"})), now())
    app.state.desk.accounts().disable("gone-1", now())

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            hashed.append(kept.rpartition("p=")[0])  # the terms, without salt and hash
            return real(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    pages, times = {}, dict[str, list[float]]()
    for _ in range(3):
        for account in ("hr-1", "nobody-1", "gone-1"):
            visitor = Visitor(client)
            token = visitor.token()
            began = time.process_time()
            answer = visitor.ask("POST", "/login", headers={"X-CSRF-Token": token, "Origin": HERE},
                                 data={"account": account, "password": "a wrong sentence"})  # fmt: skip
            times.setdefault(account, []).append(time.process_time() - began)
            pages[account] = (answer.status_code, told(answer.text))
    assert len(hashed) == 9
    assert len(set(hashed)) == 1
    assert len(set(pages.values())) == 1
    medians = [median(each) for each in times.values()]
    assert max(medians) < 2 * min(medians), times


def test_a_session_planted_before_the_login_is_worth_nothing_after_it(visitor: Visitor, app: FastAPI) -> None:
    begun(app, IDS["applicant"], "planted-by-somebody-else")
    visitor.cookies[SESSION] = "planted-by-somebody-else"
    assert visitor.log_in("hr-1").status_code == 303
    assert visitor.cookies[SESSION] != "planted-by-somebody-else"
    assert app.state.desk.accounts().present(digest_of("planted-by-somebody-else"), now(), 999) is None
    assert "hr-1" in visitor.get("/account").text


def test_every_login_gets_a_token_of_its_own_and_others_go_on(client: TestClient) -> None:
    first, second = Visitor(client), Visitor(client)
    first.log_in("hr-1")
    second.log_in("hr-1")
    assert first.cookies[SESSION] != second.cookies[SESSION]
    assert len(first.cookies[SESSION]) >= 43  # 256 bits
    assert is_in(first)
    assert is_in(second)


@pytest.mark.parametrize("token", ["", "x", "x" * 9000, "ünïcode", "../..", "null", "'; DROP TABLE sessions"])
def test_a_token_that_was_never_given_lets_nobody_in(visitor: Visitor, token: str) -> None:
    visitor.cookies[SESSION] = token.encode().decode("latin-1")
    assert not is_in(visitor)


def test_a_disabled_account_is_out_at_once(client: TestClient, app: FastAPI) -> None:
    accounts, visitor = app.state.desk.accounts(), Visitor(client, "member-1")
    assert is_in(visitor)
    accounts.disable("member-1", now())
    try:
        assert visitor.get("/account").status_code == 401
        assert visitor.log_in("member-1").status_code == 422
    finally:
        accounts.enable("member-1")
    assert not is_in(visitor)


def test_a_session_ends_when_unused_and_in_any_case(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client)
    visitor.log_in("hr-1")
    began, settings = now(), WebSettings()
    for later, still in ((60, True), (settings.session_idle_s + 200, False)):
        monkeypatch.setattr(sessions, "now", lambda later=later: began + later)
        assert is_in(visitor) is still, later


# --- cookies ---------------------------------------------------------------------------------------------


def set_cookies(visitor: Visitor, account: str) -> list[str]:
    """The lines that a login sets."""
    return visitor.log_in(account).headers.get_list("set-cookie")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(visitor: Visitor) -> None:
    lines = set_cookies(visitor, "hr-1")
    assert any(line.startswith(f"{SESSION}=") for line in lines)
    for line in lines:
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in line.split(";")}
        assert "domain" not in line.lower()


def test_over_tls_cookies_are_sent_over_nothing_else_and_by_this_host_alone(tmp_path: Path) -> None:
    app = team_app(tmp_path, url="https://screening.example.org")
    with serving(app) as client:
        visitor = Visitor(client)
        headers = {"Host": "screening.example.org", "Origin": "https://screening.example.org"}
        answer = visitor.send("/login", headers=headers, data={"account": "hr-1", "password": PASSWORD})
        lines = answer.headers.get_list("set-cookie")
        assert answer.status_code == 303
        assert all(line.startswith("__Host-screening-") and "; Secure" in line for line in lines)
        refused = visitor.send("/logout", headers=headers | {"Origin": "http://screening.example.org"})
        assert refused.status_code == 403


@pytest.mark.parametrize(("asked", "given"), [
    ("/account", "/account"), ("/check/2320-0012?x=1", "/check/2320-0012?x=1"), ("", "/"), ("account", "/"),
    ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("/a\\b", "/"),
    ("/\t/evil.example", "/"), ("/a\r\nX-Injected: 1", "/"), ("javascript:alert(1)", "/"),
])  # fmt: skip
def test_a_login_leads_on_to_our_own_pages_only(asked: str, given: str) -> None:
    assert local_path(asked) == given


# --- guessing --------------------------------------------------------------------------------------------


def rated(folder: Path, **rates: str) -> FastAPI:
    return team_app(folder, rates=OFTEN.model_copy(update=rates), proxies=("10.0.0.0/8",))


def tried(client: TestClient, account: str, password: str = "wrong", address: str = "192.0.2.1") -> Any:
    visitor = Visitor(client)
    return visitor.send("/login", headers={"X-Forwarded-For": address},
                        data={"account": account, "password": password})  # fmt: skip


def test_guessing_at_an_account_is_stopped_also_for_ids_that_are_none(tmp_path: Path) -> None:
    """And a right password does not help any more, or the limit would tell that it was right."""
    with serving(rated(tmp_path, wrong="2 per hour")) as client:
        for account in ("hr-1", "nobody-1"):
            assert [tried(client, account).status_code for _ in range(3)] == [422, 422, 429]
        last = tried(client, "hr-1", PASSWORD)
        assert last.status_code == 429
        assert 3000 < int(last.headers["retry-after"]) <= 3600
        assert tried(client, "chair-1", PASSWORD).status_code == 303


def test_a_right_password_forgets_the_wrong_ones_before_it(tmp_path: Path) -> None:
    with serving(rated(tmp_path, wrong="2 per hour")) as client:
        statuses = [tried(client, "hr-1", word).status_code for word in ("x", PASSWORD, "x", PASSWORD, "x")]
        assert statuses == [422, 303, 422, 303, 422]


def test_one_address_may_try_so_many_logins_for_all_accounts_together(tmp_path: Path) -> None:
    with serving(rated(tmp_path, login="2 per hour")) as client:
        statuses = [tried(client, account).status_code for account in ("a", "b", "c")]
        assert statuses == [422, 422, 429]


def test_what_one_person_asks_does_not_count_for_another(tmp_path: Path) -> None:
    with serving(rated(tmp_path, everything="5 per hour")) as client:
        one, two = Visitor(client, "hr-1"), Visitor(client, "chair-1")
        assert [one.get("/account").status_code for _ in range(6)] == [200] * 5 + [429]
        assert two.get("/account").status_code == 200


def test_checks_are_counted_apart_and_say_when_to_come_back(tmp_path: Path) -> None:
    with serving(rated(tmp_path, engine="2 per hour")) as client:
        visitor = Visitor(client, "applicant-1")
        answers = [visitor.send("/check/none-such", data={}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [422, 422, 429]
        assert int(answers[2].headers["retry-after"]) > 3000
        assert is_in(visitor)


@pytest.mark.parametrize(("peer", "told", "found"), [
    ("192.0.2.1", "203.0.113.9", "192.0.2.1"),  # a stranger may say what they like
    ("10.0.0.2", "203.0.113.9", "203.0.113.9"), ("10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    ("10.0.0.2", "203.0.113.9, 10.0.0.7", "203.0.113.9"), ("10.0.0.2", "", "unknown"),
    ("10.0.0.2", "junk", "unknown"), ("2001:db8::1:2", "", "2001:db8::/64"),
    ("2001:db8::ffff", "", "2001:db8::/64"),
])  # fmt: skip
def test_only_a_proxy_of_ours_says_for_whom_it_asks(peer: str, told: str, found: str) -> None:
    headers = [(b"x-forwarded-for", told.encode())] if told else []
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    assert address_of(scope, ("10.0.0.0/8",)) == found


# --- one's own password, and programs --------------------------------------------------------------------


def test_changing_ones_password_ends_every_other_session_of_ones_own(
    client: TestClient, app: FastAPI
) -> None:
    here, elsewhere, other = (Visitor(client, who) for who in ("chair-1", "chair-1", "hr-1"))
    new = "another sentence for the tests"
    answer = here.send("/account/password", data={"old": PASSWORD, "new": new, "again": new})
    try:
        assert "The password is changed" in answer.text
        assert [is_in(here), is_in(elsewhere), is_in(other)] == [True, False, True]
        assert Visitor(client).log_in("chair-1").status_code == 422
        assert Visitor(client).log_in("chair-1", new).status_code == 303
    finally:
        app.state.desk.accounts().set_password("chair-1", passwords.hash_password(PASSWORD, "chair-1"))


@pytest.mark.parametrize(("old", "new", "again", "found"), [
    ("wrong", "a good long sentence", "a good long sentence", "old password is another"),
    (PASSWORD, "a good long sentence", "a good long sentance", "in two ways"),
    (PASSWORD, "short", "short", "5 characters"), (PASSWORD, "a" * 20, "a" * 20, "first that would be tried"),
    (PASSWORD, "x" * 10 + "auditor-1 wx", "x" * 10 + "auditor-1 wx", "first that would be tried"),
])  # fmt: skip
def test_a_password_that_cannot_be_set_leaves_the_old_one(
    client: TestClient, app: FastAPI, old: str, new: str, again: str, found: str
) -> None:
    before = app.state.desk.accounts().password("auditor-1")
    visitor = Visitor(client, "auditor-1")
    answer = visitor.send("/account/password", data={"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert found in answer.text
    assert app.state.desk.accounts().password("auditor-1") == before
    assert is_in(visitor)


def test_ones_other_sessions_and_tokens_end_at_a_word(client: TestClient, app: FastAPI) -> None:
    here, elsewhere = Visitor(client, "hr-1"), Visitor(client, "hr-1")
    token, session = program_token("hr-1", 1)
    app.state.desk.accounts().begin(session)
    assert here.send("/account/sessions").status_code == 200
    assert [is_in(here), is_in(elsewhere)] == [True, False]
    assert app.state.desk.accounts().present(digest_of(token), now(), 999) is None


def test_a_programs_token_opens_the_api_without_a_form_and_no_page(client: TestClient, app: FastAPI) -> None:
    token, session = program_token("hr-1", 1)
    app.state.desk.accounts().begin(session)
    bearer = {"Authorization": f"Bearer {token}"}
    visitor = Visitor(client)
    assert visitor.get("/api/v1/standards", headers=bearer).status_code == 200
    assert visitor.get("/api/v1/standards").status_code == 401
    assert visitor.get("/api/v1/standards", headers={"Authorization": f"Basic {token}"}).status_code == 401
    assert visitor.get("/account", headers=bearer).status_code == 401
    visitor.cookies[cookie_name(settings_of(app), "session")] = token
    assert visitor.get("/account").status_code == 401
    browser = Visitor(client, "hr-1")
    stolen = {"Authorization": f"Bearer {browser.cookies[SESSION]}"}
    assert visitor.get("/api/v1/standards", headers=stolen).status_code == 401
