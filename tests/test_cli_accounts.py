"""`screening accounts`, and `serve --team`, which is refused without an account or without TLS."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from screening.cli import main
from screening.cli.accounts import RoleName
from screening.cli.serve import OidcClaim, settings_for, with_provider
from screening.errors import ScreeningError
from screening.stores.opening import open_accounts, open_store
from screening.web.doors.passwords import matches
from screening.web.doors.people import ROLES
from screening.web.doors.sessions import digest_of, now
from screening.web.settings import OidcSettings

SENTENCE = "correct horses eat staples"
Run = Callable[..., str]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store that is not there yet."""
    return f"sqlite:///{tmp_path}/panel.db"


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `screening accounts …` on the store, with a line on stdin; gives what it says."""
    monkeypatch.setenv("SCREENING_STORE", url)

    def command(line: str, code: int = 0, typed: str = "") -> str:
        monkeypatch.setattr(sys, "argv", ["screening", "accounts", *line.split()])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            main()
            ended = 0
        except SystemExit as end:
            ended = int(end.code or 0)
        out, err = capsys.readouterr()
        assert ended == code, out + err
        return out + err

    return command


@pytest.fixture
def ann(run: Run) -> Run:
    """The same, with an account made."""
    assert run("add ann --role chair --role member --as root", typed=SENTENCE + "\n") == (
        "ann\tadded\tchair,member\n"
    )
    return run


def test_an_account_opens_by_the_password_it_was_made_with_and_by_no_other(ann: Run, url: str) -> None:
    with closing(open_accounts(url)) as book:
        kept = book.password("ann")
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert SENTENCE not in kept
    assert matches(kept, SENTENCE)
    assert not matches(kept, SENTENCE + " ")
    assert not matches(None, SENTENCE)


def test_the_list_tells_roles_and_ways_in_and_never_a_hash(ann: Run) -> None:
    ann("add c-1 --role applicant --subject sub-1 --no-password")
    ann("disable c-1")
    assert ann("list") == "ann\tchair,member\tpassword\t\nc-1\tapplicant\tprovider\tdisabled\n"
    listed = json.loads(ann("list --format json"))["accounts"]
    assert [one["roles"] for one in listed] == [["chair", "member"], ["applicant"]]
    assert "argon2" not in json.dumps(listed)


@pytest.mark.parametrize(("line", "typed", "found"), [
    ("add ann --role chair", SENTENCE, "already"),
    ("add b --role chair", "short", "5 characters"),
    ("add b --role chair", "", "0 characters"),
    ("add b --role chair", "ab" * 10, "first that would be tried"),
    ("add benjamin --role hr", "my name is Benjamin x", "first that would be tried"),
    ("add ../b --role chair", SENTENCE, "no id"),
    ("add b --role chair --no-password", "", "nothing would open"),
    ("add b --role admin", SENTENCE, "admin"),
    ("disable b", "", "no account"), ("enable b", "", "no account"), ("password b", SENTENCE, "no account"),
    ("roles b --role hr", "", "no account"), ("subject b x", "", "no account"),
    ("token b", "", "no account"), ("remove b", "", "no account"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    ann: Run, url: str, line: str, typed: str, found: str
) -> None:
    before = ann("list")
    assert found in ann(line, 2, typed + "\n")
    assert ann("list") == before
    with closing(open_store(url)) as store:
        assert [entry.kind for entry in store.entries()] == ["account-added"]


def test_every_change_is_noted_in_the_record_with_who_made_it(ann: Run, url: str) -> None:
    lines = {"roles ann --role auditor": "account-roles", "subject ann s-1": "account-subject",
             "password ann": "account-password", "token ann": "account-token",
             "disable ann": "account-disabled", "enable ann": "account-enabled",
             "remove ann": "account-removed"}  # fmt: skip
    for line in lines:
        ann(f"{line} --as root", typed="another long sentence\n")
    with closing(open_store(url)) as store:
        entries = store.entries()
        assert store.verify() == ()
    assert [entry.kind for entry in entries] == ["account-added", *lines.values()]
    assert {(entry.who, entry.body["account"]) for entry in entries} == {("root", "ann")}
    assert entries[1].body["roles"] == "auditor"
    assert "sentence" not in "".join(entry.content for entry in entries)


def test_a_token_is_shown_once_and_ends_with_the_account(ann: Run, url: str) -> None:
    token = ann("token ann --days 2").strip()
    with closing(open_accounts(url)) as book:
        assert book.present(digest_of(token), now() + 2 * 86_400 - 9, 1) is not None
        assert book.present(digest_of(token), now() + 2 * 86_400 + 9, 1) is None
        ann("disable ann")
        assert book.present(digest_of(token), now(), 1) is None
    assert token.encode() not in b"".join(
        path.read_bytes() for path in Path(url.removeprefix("sqlite:///")).parent.iterdir()
    )


def test_the_command_offers_the_roles_and_claims_that_the_web_knows() -> None:
    assert tuple(RoleName) == ROLES
    assert tuple(OidcClaim) == get_args(OidcSettings.model_fields["claim"].annotation)


# --- serving a team --------------------------------------------------------------------------------------


def serving(store: str, host: str = "127.0.0.1", names: tuple[str, ...] = (), **more: object) -> object:
    return settings_for(host, 8000, store, True, names, None, **more)  # type: ignore[arg-type]


def test_a_team_without_an_account_that_opens_is_not_served(ann: Run, url: str, tmp_path: Path) -> None:
    assert serving(url)
    ann("disable ann")
    for store in (url, f"sqlite:///{tmp_path}/none.db"):
        with pytest.raises(ScreeningError, match="nobody could come in"):
            serving(store)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("host", "names", "url_", "served"), [
    ("127.0.0.1", (), "", True), ("localhost", (), "http://localhost:8000", True),
    ("0.0.0.0", (), "", False), ("0.0.0.0", (), "http://a.example", False),
    ("0.0.0.0", (), "https://a.example", True), ("127.0.0.1", ("a.example",), "", False),
    ("127.0.0.1", ("a.example",), "https://a.example", True), ("127.0.0.1", (), "https://a.example/x", False),
    ("127.0.0.1", (), "a.example", False), ("127.0.0.1", (), "ftp://a.example", False),
])  # fmt: skip
def test_a_team_is_served_to_others_only_where_browsers_use_tls(
    ann: Run, url: str, host: str, names: tuple[str, ...], url_: str, served: bool
) -> None:
    if served:
        assert serving(url, host, names, url=url_)
        return
    with pytest.raises(ScreeningError):
        serving(url, host, names, url=url_)


def test_a_proxy_that_is_no_address_is_refused(ann: Run, url: str) -> None:
    assert serving(url, proxies=("127.0.0.1", "10.0.0.0/8", "::1"))
    with pytest.raises(ScreeningError, match="no network address"):
        serving(url, proxies=("proxy.example",))


def test_a_provider_needs_a_client_a_secret_and_a_team(ann: Run, url: str) -> None:
    team = settings_for("127.0.0.1", 8000, url, True, (), None)
    alone = settings_for("127.0.0.1", 8000, url, False, (), None)
    assert with_provider(team, "https://id.example", "c", "hush", OidcClaim.EMAIL).oidc is not None
    for settings, client, secret in ((alone, "c", "hush"), (team, "", "hush"), (team, "c", "")):
        with pytest.raises(ScreeningError, match="identity provider"):
            with_provider(settings, "https://id.example", client, secret, OidcClaim.SUB)
