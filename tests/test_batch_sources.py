"""Every unit of an input is scored, or rejected with place and reason: nothing lost, nothing guessed."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import batches
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.applications import Application
from screening.batch.ledger import Rejected
from screening.batch.local import Local
from screening.batch.places import Folder
from screening.batch.running import plan_of, run
from screening.batch.runs import open_run
from screening.batch.sources import LINE_BYTES, open_source
from screening.batch.workers import Taken, Unit
from screening.errors import ScreeningError
from screening.screener import Screener


@pytest.fixture(scope="module")
def screener() -> Screener:
    return batches.small_screener()


def units(path: Path, screener: Screener) -> list[Unit]:
    """All units, which are as many as the mark says, numbered in order."""
    source = open_source(path, screener)
    found = list(source.units())
    assert [unit.number for unit in found] == list(range(source.mark.units))
    assert list(source.units()) == found, "an input is read the same way twice"
    return found


GOOD = '{"candidate": "c-1", "standard": "9999-0001", "narratives": {"sorting": "I sorted parcels."}}'
BAD_LINES = [
    ("not JSON", "{", "this is not JSON"),
    ("no object", "[1, 2]", "this is no application"),
    ("a number", "7", "this is no application"),
    ("cut off", GOOD[:40], "this is not JSON"),
    ("two values", GOOD + GOOD, "this is not JSON"),
    ("a key twice", '{"candidate": "c-1", "candidate": "c-2", "standard": "9999-0001"}', "is given twice"),
    ("no candidate", '{"standard": "9999-0001"}', "'candidate' is missing"),
    ("a name", '{"candidate": "two words", "standard": "9999-0001"}', "'candidate' is text"),
    ("an unknown field", '{"candidate": "c-1", "standard": "9999-0001", "age": 40}', "'age' is unknown"),
    ("a wrong kind", '{"candidate": "c-1", "standard": "9999-0001", "narratives": 5}', "a number"),
    ("NaN", '{"candidate": "c-1", "standard": "x", "exams": [{"number": NaN}]}', "NaN is no number"),
    ("half a character", '{"candidate": "c-1", "standard": "x", "narratives": {"a": "\\ud800"}}', ""),
    ("too deep", "[" * 100_000, "nested too deep"),
    ("huge digits", '{"candidate": ' + "9" * 5000 + "}", "this is not JSON"),
]


@pytest.mark.parametrize(("line", "reason"), [(bad, why) for _, bad, why in BAD_LINES],
                         ids=[name for name, _, _ in BAD_LINES])
def test_a_bad_line_is_rejected_with_its_place_and_the_next_is_read(
    tmp_path: Path, screener: Screener, line: str, reason: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"\n{line}\n{GOOD}\n")
    bad, good = units(path, screener)
    assert isinstance(bad, Rejected)
    assert (bad.where, reason in bad.found) == ("in.jsonl:2", True), bad
    assert isinstance(good, Taken)
    assert good.where == "in.jsonl:3"


def test_bytes_that_are_no_text_spoil_their_line_only(tmp_path: Path, screener: Screener) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"candidate": "c-\xff"}\n' + GOOD.encode() + b"\n\x00\n" + GOOD.encode("utf-16"))
    kinds = [type(unit) for unit in units(path, screener)]
    assert kinds[:3] == [Rejected, Taken, Rejected]
    assert set(kinds[3:]) == {Rejected}


def test_a_line_without_end_is_rejected_unread(tmp_path: Path, screener: Screener) -> None:
    """A line longer than is read costs no memory, and what follows it is read."""
    path = tmp_path / "in.jsonl"
    with path.open("w") as stream:
        stream.write('{"candidate": "')
        for _ in range(8):
            stream.write("x" * LINE_BYTES)
        stream.write(f"\n{GOOD}")
    tracemalloc.start()
    bad, good = units(path, screener)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(bad, Rejected)
    assert "longer than" in bad.found
    assert isinstance(good, Taken)
    assert peak < 4 * LINE_BYTES


def test_a_candidate_who_comes_twice_is_rejected_the_second_time(tmp_path: Path, screener: Screener) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"{GOOD}\n{GOOD}\n")
    first, second = units(path, screener)
    assert isinstance(first, Taken)
    assert isinstance(second, Rejected)
    assert second.candidate == "c-1"
    assert "in.jsonl:1" in second.found


# --- tables ----------------------------------------------------------------------------------------------


def csv_file(
    path: Path, rows: list[list[str]], header: tuple[str, ...] = ("candidate", "ksa", "text")
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(header), *rows])
    return path


def parquet_file(path: Path, rows: list[list[str]]) -> Path:
    columns = list(zip(*rows, strict=True))
    pq.write_table(pa.table(dict(zip(("candidate", "ksa", "text"), columns, strict=True))), path)
    return path


def parquet_made(folder: Path, rows: list[list[str]]) -> Path:
    return parquet_file(folder / "in.parquet", rows)


def csv_made(folder: Path, rows: list[list[str]]) -> Path:
    return csv_file(folder / "in.csv", rows)


Make = Callable[[Path, list[list[str]]], Path]
TABLES = pytest.mark.parametrize("make", [csv_made, parquet_made])


@TABLES
def test_scattered_rows_make_the_same_applications(tmp_path: Path, screener: Screener, make: Make) -> None:
    """Rows of a candidate that lie far apart are one application, at the place of the first."""
    rows = [["b", "sorting", "one"], ["a", "sorting", "two\nlines"], ["b", "records", 'a "quote", here'],
            ["a", "training", ""], ["b", "training", "three"]]  # fmt: skip
    first, second = units(make(tmp_path, rows), screener)
    assert isinstance(first, Taken)
    assert isinstance(second, Taken)
    assert first.application.narratives == {
        "sorting": "one", "records": 'a "quote", here', "training": "three"
    }  # fmt: skip
    assert second.application == Application(
        candidate="a", standard=batches.CODE, narratives={"sorting": "two\nlines", "training": ""}
    )


@TABLES
@pytest.mark.parametrize(("row", "reason"), [
    (["b", "sorting", "again"], "a second text for 'sorting'"),
    (["b", "", "text"], "there is no ksa"),
])  # fmt: skip
def test_one_bad_row_rejects_its_candidate_whole(
    tmp_path: Path, screener: Screener, make: Make, row: list[str], reason: str
) -> None:
    """Rated without the bad row, the candidate would be rated wrongly; others are not touched."""
    rows = [["b", "sorting", "one"], ["a", "sorting", "two"], row, ["b", "records", "three"]]
    bad, good = units(make(tmp_path, rows), screener)
    assert isinstance(bad, Rejected)
    assert (bad.candidate, bad.where[-2:]) == ("b", ":4" if make is csv_made else ":3")
    assert reason in bad.found
    assert isinstance(good, Taken)


@TABLES
def test_a_row_without_a_usable_candidate_is_a_unit_by_itself(
    tmp_path: Path, screener: Screener, make: Make
) -> None:
    rows = [["", "sorting", "1"], ["a", "sorting", "2"], ["A. Name", "sorting", "3"], ["", "sorting", "4"]]
    kinds = [type(unit) for unit in units(make(tmp_path, rows), screener)]
    assert kinds == [Rejected, Taken, Rejected, Rejected]


@pytest.mark.parametrize(("line", "reason"), [
    ("a,sorting", "the row has 2 fields"),
    ("a,sorting,x,y", "the row has 4 fields"),
    ('a,sorting,"x" y', "this is no CSV"),
    ("a,sorting,x\x00y", "NUL"),
])  # fmt: skip
def test_a_broken_row_of_csv_is_rejected_with_its_line(
    tmp_path: Path, screener: Screener, line: str, reason: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"candidate,ksa,text\nb,sorting,one\n{line}\nc,sorting,two\n", newline="")
    found = units(path, screener)
    assert [type(unit) for unit in found] == [Taken, Rejected, Taken]
    bad = found[1]
    assert isinstance(bad, Rejected)
    assert (bad.where, reason in bad.found) == ("in.csv:3", True), bad


def test_a_quote_that_never_ends_rejects_what_it_swallows_and_says_how_far(
    tmp_path: Path, screener: Screener
) -> None:
    path = tmp_path / "in.csv"
    path.write_text('candidate,ksa,text\nb,sorting,one\na,sorting,"no end\nc,sorting,two\n')
    good, bad = units(path, screener)
    assert isinstance(good, Taken)
    assert isinstance(bad, Rejected)
    assert "to line 4" in bad.found


def test_bytes_of_csv_that_are_no_text_spoil_their_candidate_only(tmp_path: Path, screener: Screener) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"candidate,ksa,text\na,sorting,caf\xe9\nb,sorting,two\n\xff,sorting,x\n")
    kinds = [type(unit) for unit in units(path, screener)]
    assert kinds == [Rejected, Taken, Rejected]


@pytest.mark.parametrize("header", [
    "candidate,ksa", "candidate,ksa,text,name", "a,b,c", "", "text,text,ksa,candidate"
])  # fmt: skip
def test_a_table_with_other_columns_is_refused(tmp_path: Path, screener: Screener, header: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"{header}\nx,y,z\n")
    with pytest.raises(ScreeningError, match="the table has"):
        open_source(path, screener)


def test_nulls_and_other_types_of_parquet_are_rejected(tmp_path: Path, screener: Screener) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"candidate": ["a", None, "c"], "ksa": ["sorting"] * 3,
                             "text": pa.array([None, "x", "fine"])}), path)  # fmt: skip
    assert [type(unit) for unit in units(path, screener)] == [Rejected, Rejected, Taken]
    pq.write_table(pa.table({"candidate": ["a"], "ksa": ["sorting"], "text": [7]}), path)
    (bad,) = units(path, screener)
    assert isinstance(bad, Rejected)
    assert "text is no text but int" in bad.found


def test_a_parquet_file_that_is_cut_is_refused(tmp_path: Path, screener: Screener) -> None:
    path = parquet_file(tmp_path / "in.parquet", [["a", "sorting", "x"]])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ScreeningError, match="cannot be read as Parquet"):
        open_source(path, screener)


def test_a_day_of_submission_is_read_and_a_bad_one_rejected(tmp_path: Path, screener: Screener) -> None:
    header = ("candidate", "ksa", "text", "submitted_on")
    rows = [["a", "sorting", "x", "2019-04-02"], ["b", "sorting", "x", "April 2"], ["c", "sorting", "x", ""]]
    good, bad, none = units(csv_file(tmp_path / "in.csv", rows, header), screener)
    assert isinstance(good, Taken)
    assert str(good.application.submitted_on) == "2019-04-02"
    assert isinstance(bad, Rejected)
    assert isinstance(none, Taken)
    assert none.application.submitted_on is None


# --- folders ---------------------------------------------------------------------------------------------


def test_every_file_of_a_folder_is_accounted_for(tmp_path: Path, screener: Screener) -> None:
    """Files that are no applications are rejected by name, without the folders of this machine."""
    folder = tmp_path / "in"
    (folder / "more").mkdir(parents=True)
    (folder / "a.json").write_text(GOOD)
    (folder / "b.yaml").write_text("candidate: c-2\nstandard: '9999-0001'\nnarratives: [1]\n")
    (folder / "more" / "c.yaml").write_text("candidate: c-3\nstandard: '9999-0001'\n")
    (folder / "notes.txt").write_text("notes")
    found = units(folder, screener)
    assert [type(unit) for unit in found] == [Taken, Rejected, Taken, Rejected]
    assert str(tmp_path) not in "".join(u.model_dump_json() for u in found if isinstance(u, Rejected))


@pytest.mark.parametrize("name", ["missing.jsonl", "missing", "in.txt"])
def test_a_path_that_is_no_input_is_refused(tmp_path: Path, screener: Screener, name: str) -> None:
    (tmp_path / "in.txt").write_text("x")
    with pytest.raises(ScreeningError):
        open_source(tmp_path / name, screener)


# --- all together ----------------------------------------------------------------------------------------

LINES = st.lists(st.one_of(
    st.sampled_from([bad for name, bad, _ in BAD_LINES if name != "too deep"]),
    st.integers(0, 6).map(lambda n: json.dumps({"candidate": f"c-{n}", "standard": batches.CODE})),
    st.sampled_from([
        json.dumps({"candidate": "x", "standard": "0000-0000"}),
        json.dumps({"candidate": "y", "standard": batches.CODE, "narratives": {"unknown": "x"}}),
        json.dumps({"candidate": "z", "standard": batches.CODE, "narratives": {"sorting": "x" * 70_000}}),
    ]),
), max_size=12)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, part_size=st.integers(1, 5))
def test_as_many_come_out_as_went_in(
    tmp_path_factory: pytest.TempPathFactory, screener: Screener, lines: list[str], part_size: int
) -> None:
    """N in = N scored + N rejected, each unit once, each reject with a place and a reason."""
    folder = tmp_path_factory.mktemp("mixed")
    path = folder / "in.jsonl"
    path.write_text("".join(line + "\n" for line in lines))
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, part_size)
    run(source, plan, Folder(folder / "out"), opening=batches.small_screener, executor=Local())
    done = open_run(str(folder / "out"))
    numbers = [one.number for one in done.judged()] + [one.number for one in done.rejected()]
    assert sorted(numbers) == list(range(len(lines)))
    assert done.manifest.read == len(lines) == done.manifest.scored + done.manifest.rejected
    told = [json.loads(line) for line in (folder / "out" / "rejects.jsonl").read_text().splitlines()]
    assert [one["number"] for one in told] == [one.number for one in done.rejected()]
    assert all(one["where"] and one["found"] for one in told)
