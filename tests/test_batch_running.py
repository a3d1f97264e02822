"""A run gives the bytes that each application gets alone: whatever the parts, workers, cache, kills."""

from __future__ import annotations

import random
from pathlib import Path

import batches
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.applications import Application
from screening.batch.local import Local
from screening.batch.parts import read_part
from screening.batch.places import Folder
from screening.batch.running import Ran, plan_of, run
from screening.batch.runs import Run, open_run
from screening.batch.sources import open_source
from screening.errors import ScreeningError


def ran(path: Path, out: Path, *, part_size: int = 7, workers: int = 1, cache: Path | None = None) -> Ran:
    """A run of the small screener."""
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, part_size)
    return run(
        source, plan, Folder(out), opening=batches.small_screener, executor=Local(workers), cache=cache
    )


def told(run: Run) -> dict[str, str]:
    """What each candidate was told, as JSON."""
    return {one.screened.candidate: one.screened.model_dump_json() for one in run.judged()}


@pytest.fixture(scope="module")
def alone() -> dict[str, str]:
    """Each of the applications judged alone, by a screener that has seen nothing else."""
    return {
        one.candidate: batches.small_screener().screen(one).model_dump_json()
        for one in batches.applications(60)
    }


def test_the_applications_are_of_many_kinds(alone: dict[str, str]) -> None:
    """The comparisons below compare something: all ratings occur, and evidence from elsewhere does."""
    everything = " ".join(alone.values())
    for part in ('"rating":"demonstrated"', '"rating":"needs-review"', '"rating":"not-demonstrated"',
                 '"elsewhere":[{', '"against":[{', '"evidence":[{', "is addressed to the screener",
                 "invisible characters", '"elements":{"explained prices":true'):
        assert part in everything, part


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), part_size=st.integers(1, 70), kept=st.booleans())
def test_order_parts_and_cache_change_no_byte_of_a_rating(
    tmp_path_factory: pytest.TempPathFactory, alone: dict[str, str], seed: int, part_size: int, kept: bool
) -> None:
    folder = tmp_path_factory.mktemp("shuffled")
    shuffled = batches.applications(60)
    random.Random(seed).shuffle(shuffled)
    path = batches.write_lines(folder / "in.jsonl", shuffled)
    cache = tmp_path_factory.getbasetemp() / "cache.sqlite" if kept else None
    ran(path, folder / "out", part_size=part_size, cache=cache)
    assert told(open_run(str(folder / "out"))) == alone


def test_what_was_handed_in_is_read_back(tmp_path: Path) -> None:
    """Applications with blanks, essays, examinations and dates come back equal, in the order of the input."""
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(60))
    ran(path, tmp_path / "out")
    back = [one.application for one in open_run(str(tmp_path / "out")).judged()]
    assert back == [Application.model_validate_json(line) for line in path.read_text().splitlines()]


def test_workers_and_cache_change_no_byte_of_any_file(tmp_path: Path) -> None:
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(60))
    ran(path, tmp_path / "one")
    ran(path, tmp_path / "three", workers=3, cache=tmp_path / "cache.sqlite")
    again = ran(path, tmp_path / "warm", cache=tmp_path / "cache.sqlite")
    one, three, warm = (batches.tree(tmp_path / name) for name in ("one", "three", "warm"))
    assert one == three == warm
    assert (again.took.asked.encoded, again.took.asked.parsed, again.took.asked.appraised) == (0, 0, 0)


def test_a_run_goes_on_where_it_stopped_and_does_nothing_twice(tmp_path: Path) -> None:
    """Stopped after any number of parts and run again, it has the files of a run that nobody stopped."""
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(30))
    ran(path, tmp_path / "whole", part_size=5)
    for stop in range(6):
        out = tmp_path / f"stopped-{stop}"
        screener = batches.small_screener()
        source = open_source(path, screener)
        plan = plan_of(screener, source.mark, 5)

        def interrupt(done: int, _total: int, stop: int = stop) -> None:
            if done >= 5 * stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(source, plan, Folder(out), opening=batches.small_screener, executor=Local(),
                progress=interrupt)  # fmt: skip
        resumed = ran(path, out, part_size=5)
        assert resumed.resumed == 5 * stop
        assert batches.tree(out) == batches.tree(tmp_path / "whole")


@pytest.mark.parametrize("name", ["00001.ratings.parquet", "00001.texts.parquet", "00001.rejects.jsonl",
                                  "00001.json"])
@pytest.mark.parametrize("harm", ["missing", "changed", "cut"])
def test_a_part_that_was_harmed_is_done_again(tmp_path: Path, name: str, harm: str) -> None:
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(12))
    out = tmp_path / "out"
    ran(path, out, part_size=5)
    whole = batches.tree(out)
    file = out / "parts" / name
    data = file.read_bytes()
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(data[: len(data) // 2] if harm == "cut" and data else data + b"x")
    assert open_run(str(out)).faults()
    assert ran(path, out, part_size=5).resumed == 7
    assert batches.tree(out) == whole


def test_another_run_is_not_written_over(tmp_path: Path) -> None:
    one = batches.write_lines(tmp_path / "one.jsonl", batches.applications(5))
    two = batches.write_lines(tmp_path / "two.jsonl", batches.applications(6))
    ran(one, tmp_path / "out")
    before = batches.tree(tmp_path / "out")
    with pytest.raises(ScreeningError, match="another run lies here"):
        ran(two, tmp_path / "out")
    with pytest.raises(ScreeningError, match="another run lies here"):
        ran(one, tmp_path / "out", part_size=3)
    assert batches.tree(tmp_path / "out") == before


def test_an_input_that_changes_while_it_is_read_ends_the_run(tmp_path: Path) -> None:
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(9))
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark, 5)
    for count in (8, 10):
        batches.write_lines(path, batches.applications(count))
        with pytest.raises(ScreeningError, match="changed while it was read"):
            run(source, plan, Folder(tmp_path / f"out{count}"), opening=batches.small_screener,
                executor=Local())  # fmt: skip


def test_a_worker_with_other_versions_is_refused(tmp_path: Path) -> None:
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(3))
    screener = batches.small_screener()
    source = open_source(path, screener)
    plan = plan_of(screener, source.mark)
    old = plan.model_copy(update={"versions": plan.versions.model_copy(update={"model": "another"})})
    with pytest.raises(ScreeningError, match="other versions"):
        run(source, old, Folder(tmp_path / "out"), opening=batches.small_screener, executor=Local())


def test_an_empty_input_is_a_run_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\n\n")
    assert ran(path, tmp_path / "out").manifest.read == 0
    assert list(open_run(str(tmp_path / "out")).judged()) == []


def test_columns_come_as_arrays_a_row_a_pair(tmp_path: Path) -> None:
    """Strength and facts of all parts, in the order of the ratings."""
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(20))
    ran(path, tmp_path / "out")
    run = open_run(str(tmp_path / "out"))
    columns = run.columns("candidate", "ksa", "strength", "fact_own_acts")
    expected = [
        (one.screened.candidate, r.ksa, r.strength, r.facts["own_acts"])
        for one in run.judged() for r in one.screened.ratings
    ]  # fmt: skip
    assert list(zip(*(columns[name].tolist() for name in columns), strict=True)) == expected
    assert len(expected) == 80


def test_the_steps_of_every_rating_add_up(tmp_path: Path) -> None:
    path = batches.write_lines(tmp_path / "in.jsonl", batches.applications(20))
    ran(path, tmp_path / "out")
    place, plan = Folder(tmp_path / "out"), open_run(str(tmp_path / "out")).plan
    for one in read_part(place, plan, 0):
        for rating in one.screened.ratings:
            assert sum(step.points for step in rating.steps) == rating.strength
