"""Accounts, sessions and drafts in the store: one suite on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from postgresql import server, url
from sqlalchemy import inspect, text

from screening.applications import Application
from screening.errors import AccountError, StoreError
from screening.stores import opening
from screening.stores.accounts import SEEN_EVERY_S, Account, Accounts, Session
from screening.stores.drafts import MOST
from screening.stores.opening import address_of, engine_for, open_accounts, open_store
from screening.stores.transactions import WRITES

__all__ = ["server", "url"]  # fixtures
NOON, IDLE = 1_900_000_000, 7200
ANN = Account(id="ann", roles=frozenset({"chair", "member"}))
BEN = Account(id="ben", roles=frozenset({"applicant"}), subject="sub-7")
WORDS = "I weighed the parcel \0 ' \" \\ 郵便"


@pytest.fixture
def book(url: str) -> Iterator[Accounts]:
    """The accounts of a fresh store, with two in them."""
    with closing(open_accounts(url, create=True)) as opened:
        opened.add(ANN, NOON, "hash-a")
        opened.add(BEN, NOON)
        yield opened


def stay(digest: str, account: str = "ann", begun: int = NOON, **more: object) -> Session:
    return Session.model_validate({"digest": digest, "account": account, "begun_at": begun,
                                   "ends_at": begun + 43_200, **more})  # fmt: skip


def draft(owner: str, words: str = WORDS) -> Application:
    return Application(candidate=owner, standard="2320-0012", narratives={"postal-products": words})


def test_a_store_of_the_first_kind_is_brought_up_and_keeps_its_record(url: str) -> None:
    """What version 0.1 made: the record alone. Opening it adds the accounts and touches no entry."""
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    engine = engine_for(address_of(url))
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        assert "accounts" not in inspect(connection).get_table_names()
    with closing(open_accounts(url)) as book:
        book.add(ANN, NOON)
        assert book.find("ann") == ANN
    with closing(open_store(url)) as store:
        assert store.verify() == ()


def test_an_account_reads_back_as_it_was_made(book: Accounts) -> None:
    assert book.all() == (ANN.model_copy(update={"has_password": True}), BEN)
    assert book.find("nobody") is None
    assert (book.password("ann"), book.password("ben"), book.password("nobody")) == ("hash-a", None, None)
    assert book.of_subject("sub-7") == BEN
    assert book.of_subject("sub-8") is None


def test_an_id_and_a_subject_belong_to_one_account(book: Accounts) -> None:
    with pytest.raises(AccountError, match="already"):
        book.add(ANN, NOON)
    with pytest.raises(AccountError, match="'ben' has this subject"):
        book.add(Account(id="cyd", roles=frozenset(), subject="sub-7"), NOON)
    with pytest.raises(AccountError, match="'ben' has this subject"):
        book.set_subject("ann", "sub-7")
    book.set_subject("ben", "sub-7")
    assert [account.id for account in book.all()] == ["ann", "ben"]


@pytest.mark.parametrize("act", [
    lambda book: book.disable("x", NOON), lambda book: book.enable("x"), lambda book: book.remove("x"),
    lambda book: book.set_password("x", "h"), lambda book: book.set_roles("x", frozenset()),
    lambda book: book.set_subject("x", "s"),
])  # fmt: skip
def test_an_account_that_is_not_there_cannot_be_changed(book: Accounts, act: object) -> None:
    assert callable(act)
    with pytest.raises(AccountError, match="no account 'x'"):
        act(book)


def test_a_session_goes_on_while_it_is_used_and_ends_at_its_end(book: Accounts) -> None:
    book.begin(stay("d1"))
    now = NOON
    while now < NOON + 43_200:
        assert book.present("d1", now, IDLE) is not None
        now += IDLE - SEEN_EVERY_S
    assert book.present("d1", NOON + 43_200, 10**9) is None
    assert book.present("d2", NOON, IDLE) is None


def test_a_session_left_alone_is_over_but_not_that_of_a_program(book: Accounts) -> None:
    book.begin(stay("d1"))
    book.begin(stay("p1", kind="program"))
    assert book.present("d1", NOON + IDLE, IDLE) is None
    assert book.present("p1", NOON + IDLE, IDLE) is not None


def test_disabling_ends_all_at_once_and_enabling_brings_no_session_back(book: Accounts) -> None:
    book.begin(stay("d1"))
    book.begin(stay("p1", kind="program"))
    book.disable("ann", NOON)
    assert (book.present("d1", NOON, IDLE), book.present("p1", NOON, IDLE)) == (None, None)
    assert book.password("ann") is None
    book.enable("ann")
    assert book.present("d1", NOON, IDLE) is None
    assert book.password("ann") == "hash-a"


def test_roles_change_for_sessions_under_way(book: Accounts) -> None:
    book.begin(stay("d1"))
    book.set_roles("ann", frozenset({"auditor"}))
    found = book.present("d1", NOON, IDLE)
    assert found is not None
    assert found[0].roles == {"auditor"}


def test_a_new_password_ends_every_session_but_the_one_that_set_it(book: Accounts) -> None:
    for digest in ("d1", "d2", "d3"):
        book.begin(stay(digest))
    book.begin(stay("d4", "ben"))
    book.set_password("ann", "hash-b", keep="d2")
    still = [digest for digest in ("d1", "d2", "d3", "d4") if book.present(digest, NOON, IDLE)]
    assert still == ["d2", "d4"]
    book.rehash("ann", "hash-c")
    assert book.present("d2", NOON, IDLE) is not None
    assert book.password("ann") == "hash-c"


def test_a_session_begun_instead_of_another_ends_it_and_sweeps_what_is_over(url: str, book: Accounts) -> None:
    book.begin(stay("old", begun=NOON - 50_000))
    book.begin(stay("d1"))
    book.begin(stay("d2"), instead_of="d1")
    assert book.present("d1", NOON, IDLE) is None
    with engine_for(address_of(url)).connect() as connection:
        assert connection.execute(text("SELECT digest FROM sessions")).scalars().all() == ["d2"]


def test_removing_an_account_removes_what_it_saved_and_nothing_of_others(book: Accounts) -> None:
    book.drafts("ben").keep(draft("ben"), NOON)
    book.drafts("ann").keep(draft("ann"), NOON)
    book.begin(stay("d1", "ben"))
    book.remove("ben")
    assert (book.find("ben"), book.present("d1", NOON, IDLE)) == (None, None)
    assert book.drafts("ben").all() == ()
    assert len(book.drafts("ann").all()) == 1


def test_nobody_reaches_a_draft_of_another_by_any_call(book: Accounts) -> None:
    kept = book.drafts("ben").keep(draft("ben"), NOON)
    others = book.drafts("ann")
    assert others.all() == ()
    assert others.find(kept) is None
    assert not others.keep_again(kept, draft("ann", "mine now"), NOON)
    assert not others.forget(kept)
    found = book.drafts("ben").find(kept)
    assert found is not None
    assert (found.application, found.saved_at) == (draft("ben"), NOON)


def test_a_draft_is_saved_again_listed_and_forgotten(book: Accounts) -> None:
    own = book.drafts("ben")
    first, second = own.keep(draft("ben"), NOON), own.keep(draft("ben"), NOON + 1)
    assert [one.id for one in own.all()] == [second, first]
    assert own.keep_again(first, draft("ben", "better"), NOON + 2)
    assert [one.id for one in own.all()] == [first, second]
    assert own.forget(first)
    assert not own.forget(first)
    assert [one.id for one in own.all()] == [second]


def test_a_person_keeps_so_many_drafts_and_no_more(book: Accounts) -> None:
    own = book.drafts("ben")
    for number in range(MOST):
        own.keep(draft("ben"), NOON + number)
    with pytest.raises(StoreError, match="kept already"):
        own.keep(draft("ben"), NOON)


def test_a_forgotten_draft_is_in_none_of_sqlites_files_once_the_store_is_closed(tmp_path: Path) -> None:
    secret = "words-that-were-taken-back"
    with closing(open_accounts(f"sqlite:///{tmp_path}/a.db", create=True)) as book:
        book.add(BEN, NOON)
        kept = book.drafts("ben").keep(draft("ben", secret), NOON)
        assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
        book.drafts("ben").forget(kept)
    assert not [path for path in tmp_path.iterdir() if secret.encode() in path.read_bytes()]


def test_the_first_key_of_a_name_stays(url: str, book: Accounts) -> None:
    assert book.key("web", "one") == "one"
    assert book.key("web", "two") == "one"
    with closing(open_accounts(url)) as again:
        assert again.key("web", "three") == "one"


def test_what_a_database_refuses_is_told_without_what_was_to_be_written(book: Accounts) -> None:
    with pytest.raises(StoreError) as caught:
        book.drafts("nobody").keep(draft("nobody", "secret-words"), NOON)
    assert "secret-words" not in repr(caught.value) + repr(caught.value.__cause__)
