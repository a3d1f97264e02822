"""Retention: whose papers are past their period, who is held, and a chain that holds when they are erased."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from commands import Run, engine, run
from hypothesis import given
from hypothesis import strategies as st
from seated import ADDRESS, KSAS, TRIO, admission

from screening.errors import PanelError
from screening.panels import Mark, PanelSettings, close, lock
from screening.panels.kinds import Opened
from screening.panels.retention import HELD, Kept, hold, kept_in, release
from screening.records import Hand
from screening.sitting import Sitting
from screening.stores.opening import open_store

__all__ = ["engine", "run"]  # fixtures
LONG_AGO = datetime(2019, 3, 1, 9, tzinfo=UTC)
ERASE = "audit retention --days 730 --erase --as hr1"


class Past:
    """A clock that stands at a day long ago, and goes on a day when told to."""

    def __init__(self) -> None:
        self.now = LONG_AGO

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(run: Run) -> Run:
    """Long ago: panel p-1 over c-1 and c-2, closed ten days later; panel p-2 over c-3, never closed."""
    clock = Past()
    kept = open_store("sqlite:///panel.db", create=True)
    sittings = {who: Sitting(kept, who, clock) for who in ("m1", "m2", "m3")}
    for panel, candidates in (("p-1", ("c-1", "c-2")), ("p-2", ("c-3",))):
        opening = Opened(
            panel=panel, standard=ADDRESS, ksas=KSAS, settings=PanelSettings(blind=False), members=TRIO
        )
        sittings["m1"].open(opening, [admission(c) for c in candidates])
    for who in ("m1", "m2"):
        marks = [Mark(candidate=c, ksa=k, value="2", note=f"about {c}") for c in ("c-1", "c-2") for k in KSAS]
        sittings[who].rate("p-1", marks)
        sittings[who].act("p-1", lock)
    clock.now += timedelta(days=10)
    sittings["m1"].act("p-1", close)
    kept.close()
    return run


def test_what_is_past_its_period_is_listed_with_its_day_and_nothing_else_is_due(store: Run) -> None:
    assert store("audit retention --days 730 --on 2021-03-09").splitlines() == [
        "c-3\t2 papers\tkept: panel p-2 is open",
        "c-1\t6 papers\tkept until 2021-03-10",
        "c-2\t6 papers\tkept until 2021-03-10",
    ]
    document = json.loads(store("audit retention --days 730 --on 2021-03-10 --format json", 1))
    assert (document["due"], document["erased"]) == (["c-1", "c-2"], [])
    assert {one["candidate"]: one["rests"] for one in document["kept"]} == {
        "c-1": "2019-03-11", "c-2": "2019-03-11", "c-3": "2019-03-01",
    }  # fmt: skip


def test_what_is_due_is_erased_and_ratings_and_chain_stay(store: Run) -> None:
    store("audit export --out before.jsonl --head head.json --as m1")
    told = store(ERASE, 0, "--why", "schedule 4")
    assert "c-1\t6 papers\terased, due since 2021-03-10" in told
    assert "c-3\t2 papers\tkept: panel p-2 is open" in told
    assert "agrees" in store("audit verify --head head.json")
    shown = store("audit show --kind papers-erased --format json").splitlines()
    assert [json.loads(line)["body"]["candidate"] for line in shown] == ["c-1", "c-2"]
    assert {json.loads(line)["body"]["retention_days"] for line in shown} == {730}
    assert {json.loads(line)["why"] for line in shown} == {"schedule 4"}
    assert f"c-1\t{KSAS[0]}\tm1 2" in store("panel show p-1 c-1 --as m1")
    files = b"".join(path.read_bytes() for path in Path().glob("panel.db*"))
    assert b"secret-of-c-1," not in files
    assert b"secret-of-c-3," in files
    assert "c-1" not in store(ERASE, 0, "--why", "again")


def test_a_panel_that_nobody_closed_stops_it_unless_that_is_said(store: Run) -> None:
    store(ERASE, 0, "--why", "schedule 4")
    assert "c-3\t2 papers\tdue since 2021-02-28" in store("audit retention --days 730 --also-open", 1)
    store(ERASE + " --also-open", 0, "--why", "schedule 4")
    assert store("audit retention --days 730") == "no papers are kept\n"
    assert "intact" in store("audit verify")


def test_a_letter_written_later_begins_the_period_anew(store: Run) -> None:
    """The letter is a paper of today: the applicant may still answer it."""
    store("panel explain p-1 c-1 --out letter.txt --as m1")
    document = json.loads(store("audit retention --days 730 --format json", 1))
    assert document["due"] == ["c-2"]


def test_who_is_held_is_not_erased_neither_by_period_nor_by_name_until_released(store: Run) -> None:
    store("audit hold c-1 --as hr1", 0, "--why", "charge 17-22")
    assert "c-1\t6 papers\theld: charge 17-22" in store(ERASE, 0, "--why", "schedule 4")
    assert "held: charge 17-22" in store("audit erase c-1 --why asked-for --as hr1", 2)
    assert "held already" in store("audit hold c-1 --why again --as hr1", 2)
    store("audit hold c-1 --release --why settled --as hr1")
    assert "is not held" in store("audit hold c-1 --release --as hr1", 2)
    assert "c-1\t6 papers\terased" in store(ERASE, 0, "--why", "schedule 4")
    assert "intact" in store("audit verify")


@pytest.mark.parametrize(("line", "found"), [
    ("audit retention --days 730 --erase --why x --on 2999-01-01 --as hr1", "2999-01-01 has not come"),
    ("audit retention --days 730 --erase --as hr1", "no ground"),
    ("audit retention --days 0", "Invalid value"),
    ("audit hold c-1 --as hr1", "no ground"),
    ("audit hold c-9 --why x --as hr1", "before no panel"),
])  # fmt: skip
def test_what_is_refused_erases_nothing(store: Run, line: str, found: str) -> None:
    before = store("audit show")
    assert found in store(line, 2)
    assert store("audit show") == before


# --- the rules -------------------------------------------------------------------------------------------


def kept(**changed: object) -> Kept:
    given_ = {"candidate": "c", "papers": 1, "panels": ("p",), "open": (), "rests": date(2020, 1, 1)}
    return Kept.model_validate(given_ | {"until": date(2021, 1, 1)} | changed)


@given(st.dates(date(2020, 1, 1), date(2022, 1, 1)), st.booleans(), st.booleans(), st.booleans())
def test_papers_are_due_from_their_day_on_unless_held_or_in_use(
    today: date, held: bool, open_: bool, also: bool
) -> None:
    one = kept(held="a charge" if held else "", open=("p",) if open_ else ())
    assert one.due(today, also) == (today >= date(2021, 1, 1) and not held and (also or not open_))


def test_papers_that_no_entry_tells_of_are_refused(store: Run) -> None:
    record = open_store("sqlite:///panel.db")
    papers, entries = record.papers(), record.entries()
    record.close()
    with pytest.raises(PanelError, match="no entry tells"):
        kept_in(tuple(e for e in entries if not e.papers and e.kind != "panel-closed"), papers, 730)


def test_a_hold_is_an_entry_and_so_is_its_release(store: Run) -> None:
    record = open_store("sqlite:///panel.db")
    hand = Hand(who="hr1", at=LONG_AGO)
    record.write(lambda entries: hold(entries, hand, "c-1", "a charge"))
    record.write(lambda entries: release(entries, hand, "c-1", ""))
    kinds = [entry.kind for entry in record.entries()[-2:]]
    record.close()
    assert kinds == [HELD, "retention-released"]
