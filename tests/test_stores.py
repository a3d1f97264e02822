"""Stores: one suite on SQLite and on a real PostgreSQL: writers at once, kills, tampering, erasure."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from postgresql import server, url
from sqlalchemy import text

from screening.errors import RecordError, ScreeningError, StoreError
from screening.records import Draft, Entry, Head, Paper
from screening.stores import Store, opening
from screening.stores.opening import address_of, engine_for, open_store
from screening.stores.tables import REVISION, metadata

__all__ = ["server", "url"]  # fixtures
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "secret-words-of-an-applicant"
KILLS = 50


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A fresh store."""
    with closing(open_store(url, create=True)) as opened:
        yield opened


def draft(number: int, who: str = "m1", note: str = "") -> Draft:
    papers = (Paper(candidate="c-1", name="note", text=note),) if note else ()
    return Draft(who=who, at=NOON, kind="rated", body={"n": number}, papers=papers)


def tamper(url: str, *statements: str) -> None:
    """Change a store as somebody would who has the database: the guards are dropped first."""
    with engine_for(address_of(url)).begin() as connection:
        drop = "DROP TRIGGER entries_refuse_{}" + (
            " ON entries" if connection.dialect.name == "postgresql" else ""
        )
        for act in ("update", "delete"):
            connection.execute(text(drop.format(act)))
        for statement in statements:
            connection.exec_driver_sql(statement)


# --- reading and writing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["plain", "", "nul \0, quotes ' \" \\, ünïcode 郵便 🙂, =1+1", "\n\t\r\n"])
def test_what_is_written_reads_back_the_same_entries_and_papers(store: Store, words: str) -> None:
    body = {"words": words, "score": 0.1 + 0.2, "deep": [{"x": None, "y": 2**60}]}
    paper = Paper(candidate="c-1", name="note", text=words)
    (written,) = store.append(Draft(who="m1", at=NOON, kind="rated", body=body, why=words, papers=(paper,)))
    (read,) = store.entries()
    assert read == written
    assert {name: read.body[name] for name in body} == body
    kept = store.paper(read.papers["note"])
    assert kept is not None
    assert kept.text == words
    assert store.verify() == ()


def test_an_act_sees_the_record_and_what_it_refuses_leaves_no_trace(store: Store) -> None:
    store.append(draft(1), draft(2))
    seen: list[int] = []

    def refuse(entries: Sequence[Entry]) -> Sequence[Draft]:
        seen.extend(entry.number for entry in entries)
        raise ScreeningError("no")

    with pytest.raises(ScreeningError, match="no"):
        store.write(refuse)
    assert seen == [1, 2]
    with pytest.raises(RecordError):  # the second draft is no JSON: the first is not written either
        store.append(draft(3), Draft(who="m1", at=NOON, kind="rated", body={"n": float("inf")}))
    assert store.head().entries == len(store.entries()) == 2
    assert store.verify() == ()


def test_opening_again_changes_nothing_and_tables_are_as_the_migrations_make_them(url: str) -> None:
    with closing(open_store(url, create=True)) as store:
        store.append(draft(1))
    with closing(open_store(url)) as again:
        assert again.head().entries == 1
    with engine_for(address_of(url)).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_revision_that_is_asked_for_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert scripts.get_current_head() == REVISION


def test_a_store_of_a_newer_kind_is_refused(url: str) -> None:
    open_store(url, create=True).close()
    with engine_for(address_of(url)).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer"):
        open_store(url)


def test_sqlite_writes_ahead_and_overwrites_what_is_erased(tmp_path: Path) -> None:
    expected = {"journal_mode": "wal", "secure_delete": 1, "synchronous": 2, "busy_timeout": 30_000}
    url = f"sqlite:///{tmp_path}/a.db"
    open_store(url, create=True).close()
    with engine_for(address_of(url)).connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in expected}
    assert found == expected


@pytest.mark.parametrize(("url", "found"), [
    ("panel.db", "no URL"), ("mysql://x/y", "cannot be kept"), ("sqlite://", "memory"),
    ("sqlite:///nowhere.db", "no store"),    ("postgresql://u:hidden@127.0.0.1:1/x", "refuses"),
])  # fmt: skip
def test_a_url_that_leads_nowhere_is_refused_without_its_password(
    url: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=found) as caught:
        open_store(url)
    assert "hidden" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


# --- nothing is overwritten, and tampering is found ------------------------------------------------------


@pytest.mark.parametrize("statement", ["UPDATE entries SET digest = 'x'", "DELETE FROM entries"])
def test_the_database_itself_refuses_to_change_or_remove_an_entry(
    url: str, store: Store, statement: str
) -> None:
    store.append(draft(1), draft(2))
    with pytest.raises(Exception, match="never changed or removed"), engine_for(address_of(url)).begin() as c:
        c.execute(text(statement))
    assert store.verify() == ()


SET_CONTENT = "UPDATE entries SET content = replace(content, {}) WHERE number = 3"
MOVE = "UPDATE entries SET number = {} WHERE number = {}"
TAMPERED: dict[str, tuple[list[str], str]] = {
    "changed": ([SET_CONTENT.format("'\"n\":3', '\"n\":4'")], "changed"),
    "spaced": ([SET_CONTENT.format("',', ', '")], "changed"),
    "dropped": (["DELETE FROM entries WHERE number = 3"], "missing"),
    "swapped": ([MOVE.format(99, 3), MOVE.format(3, 4), MOVE.format(4, 99)], "re-ordered"),
    "cut off": (["DELETE FROM entries WHERE number > 3"], "truncated"),
    "emptied": (["DELETE FROM entries"], "truncated"),
    "mark moved": (["UPDATE mark SET entries = 4"], "added"),
    "mark gone": (["DELETE FROM mark"], "missing"),
    "paper changed": (["UPDATE papers SET text = '\"kind words\"'"], "paper"),
    "paper dropped": (["DELETE FROM papers"], "paper"),
}  # fmt: skip


@pytest.mark.parametrize("way", TAMPERED)
def test_a_store_that_was_tampered_with_is_found_and_no_longer_written_to(
    url: str, store: Store, way: str
) -> None:
    statements, kind = TAMPERED[way]
    store.append(*(draft(n, note=SECRET if n == 2 else "") for n in range(1, 7)))
    tamper(url, *statements)
    assert kind in {fault.kind for fault in store.verify()}
    if kind != "paper" and way not in ("changed",):
        with pytest.raises(RecordError):
            store.write(lambda entries: [draft(7)])


def test_a_store_rewritten_whole_is_found_by_the_exported_head(url: str, tmp_path: Path) -> None:
    """The forger writes a record of their own with this very program, so all but the outside head agrees."""
    with closing(open_store(url, create=True)) as store:
        store.append(*(draft(n) for n in range(1, 5)))
        kept = store.head()
    with engine_for(address_of(url)).begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION refuse_change_of_entries"))
    with closing(open_store(url, create=True)) as forged:
        forged.append(*(draft(n) for n in (1, 2, 3, 5)))
        assert forged.verify() == ()
        assert [fault.kind for fault in forged.verify(kept)] == ["rewritten"]
        assert [f.kind for f in forged.verify(Head(entries=9, digest="x"))] == ["truncated"]


# --- erasure ---------------------------------------------------------------------------------------------


def test_an_erased_applicants_words_are_gone_and_the_chain_holds(store: Store) -> None:
    store.append(draft(1, note=SECRET), draft(2, note=SECRET + "2"))
    other = Paper(candidate="c-2", name="note", text="stays")
    store.append(Draft(who="m1", at=NOON, kind="rated", body={}, papers=(other,)))
    before = store.entries()
    request = Draft(who="hr1", at=NOON, kind="papers-erased", body={}, why="asked for")
    entry = store.erase("c-1", request)
    assert (entry.body["candidate"], len(entry.body["erased"]), entry.why) == ("c-1", 2, "asked for")
    assert [paper.candidate for paper in store.papers()] == ["c-2"]
    assert store.entries()[:3] == before
    assert store.verify() == ()


def test_erased_words_are_in_none_of_sqlites_files(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/a.db", create=True)) as store:
        store.append(*(draft(n, note=f"{SECRET} {'x' * 300}") for n in range(40)))
        assert any(SECRET.encode() in path.read_bytes() for path in tmp_path.iterdir())
        store.erase("c-1", Draft(who="hr1", at=NOON, kind="papers-erased", body={}))
        assert not [path for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]


# --- writers at once, and killed -------------------------------------------------------------------------


def forked(work: Callable[[], None]) -> int:
    """Run something in a process of its own; its id. The child ends without the tests' own endings."""
    child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):
            work()
            status = 0
        os._exit(status)
    return child


def test_two_processes_that_write_at_once_never_fork_the_chain(url: str) -> None:
    each = 15

    def write(who: str) -> None:
        store = open_store(url, create=True)
        for number in range(each):
            store.write(lambda entries, n=number: [draft(n, who), draft(len(entries), who)])

    children = [forked(lambda who=who: write(who)) for who in ("m1", "m2", "m3")]
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert statuses == [0, 0, 0]
    with closing(open_store(url)) as store:
        entries = store.entries()
        assert store.verify() == ()
    assert [entry.number for entry in entries] == list(range(1, 6 * each + 1))
    for who in ("m1", "m2", "m3"):
        own = [entry for entry in entries if entry.who == who]
        assert [entry.body["n"] for entry in own[::2]] == list(range(each))
        # the second of each two says how long the record was when its transaction began
        assert all(entry.body["n"] == entry.number - 2 for entry in own[1::2])


def session(url: str, tell: int) -> None:
    """A session that goes on where the record ends, and tells each number once it is written."""
    store = open_store(url, create=True)
    while True:
        (entry,) = store.write(lambda entries: [draft(len(entries) + 1, note=f"note {len(entries) + 1}")])
        os.write(tell, entry.number.to_bytes(4, "big"))


def test_a_process_killed_at_random_points_loses_nothing_and_doubles_nothing(url: str) -> None:
    """From before the store is made on: what was told as written is there once, in order, with its paper.

    50 kills on either store. A write takes some milliseconds, so within 40 of them a kill can fall anywhere
    in several writes; what a session needs is loaded before it is forked, so that it is at work at once.
    """
    chance = random.Random(5)
    engine_for(address_of(url)).dispose()  # loads the driver
    told, kills = 0, 0
    while kills < KILLS:
        hear, tell = os.pipe()
        child = forked(lambda tell=tell: session(url, tell))
        os.close(tell)
        if kills >= 3:  # the first three may die while the store is being made
            select.select([hear], [], [], 10)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(hear, "rb") as pipe:
            numbers = pipe.read()
        told = max(
            [told, *(int.from_bytes(numbers[i : i + 4], "big") for i in range(0, len(numbers) - 3, 4))]
        )
        kills += 1
    with closing(open_store(url, create=True)) as store:
        entries = store.entries()
        assert store.verify() == ()
        assert len(store.papers()) == len(entries)
    assert [entry.body["n"] for entry in entries] == list(range(1, len(entries) + 1))
    assert told <= len(entries)
    assert told > 0
    print(f"{kills} kills, {len(entries)} entries, {told} told")


def test_a_writer_that_dies_with_the_lock_held_leaves_the_next_one_free(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    open_store(f"sqlite:///{file}", create=True).close()

    def hold() -> None:
        sqlite3.connect(file, isolation_level=None).execute("BEGIN IMMEDIATE")
        time.sleep(60)

    child = forked(hold)
    time.sleep(0.3)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with closing(open_store(f"sqlite:///{file}")) as store:
        assert store.append(draft(1))[0].number == 1
