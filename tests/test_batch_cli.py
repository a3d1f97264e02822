"""`screening batch`: a run in a folder, one entry in the record, an exit code for what was rejected."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import batches
import pytest

from screening.applications import Application
from screening.batch.runs import find_run, open_run, runs_in
from screening.cli import main
from screening.errors import ScreeningError
from screening.results import Screened
from screening.stores.opening import open_store

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder and checks its exit code; gives stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))

    def command(line: str, code: int = 0) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["screening", *line.split()])
        try:
            main()
            ended = 0
        except SystemExit as end:
            ended = int(end.code or 0)
        told = capsys.readouterr()
        assert ended == code, told
        return told.out, told.err

    return command


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The small screener in place of the models of record, and an input for it."""
    monkeypatch.setattr(
        "screening.batch.workers.open_screener", lambda *_args, **_named: batches.small_screener()
    )
    batches.write_lines(tmp_path / "in.jsonl", batches.applications(12))


COMMAND = f"batch {batches.CODE} in.jsonl --store sqlite:///runs.db --workers 1 --as clerk"


@pytest.mark.usefixtures("small")
def test_without_parquet_nothing_is_begun(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The refusal names the extra, before a model is loaded or a store is made."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "screening-ksa[parquet]" in run(COMMAND, 2)[1]
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.usefixtures("small")
def test_a_run_is_written_and_recorded_once(run: Run, tmp_path: Path) -> None:
    """Run again, it does nothing again: neither judges nor records."""
    out, err = run(f"{COMMAND} --part-size 5")
    assert "12 in = 12 scored + 0 rejected" in out
    assert err == ""
    store = open_store("sqlite:///runs.db")
    recorded = find_run(store.entries(), batches.standard().address)
    done = open_run(recorded.at, expected=recorded.manifest)
    assert recorded.at == str(tmp_path / "screening-runs" / recorded.run)
    assert recorded.scored == len(list(done.judged())) == 12
    before = batches.tree(tmp_path / "screening-runs")
    out, _ = run(f"{COMMAND} --part-size 5")
    assert "12 applications were done before" in out
    assert batches.tree(tmp_path / "screening-runs") == before
    entries = store.entries()
    assert len(entries) == len(runs_in(entries)) == 1
    assert (entries[0].who, store.verify()) == ("clerk", ())


@pytest.mark.usefixtures("small")
def test_no_word_of_an_applicant_is_in_the_record(run: Run) -> None:
    run(COMMAND)
    (entry,) = open_store("sqlite:///runs.db").entries()
    assert not [s for s in batches.SENTENCES if s in entry.content]
    assert "c-00001" not in entry.content


@pytest.mark.usefixtures("small")
def test_what_was_rejected_is_told_by_the_exit_code_and_the_file(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "in.jsonl").open("a") as stream:
        stream.write("{\n")
    out, _ = run(f"{COMMAND} --out here --format json", code=1)
    told = json.loads(out)
    assert (told["read"], told["scored"], told["rejected"]) == (13, 12, 1)
    (line,) = (tmp_path / "here" / "rejects.jsonl").read_text().splitlines()
    assert json.loads(line)["where"] == "in.jsonl:13"


@pytest.mark.usefixtures("small")
def test_two_batches_on_one_store_are_both_recorded(run: Run, tmp_path: Path) -> None:
    batches.write_lines(tmp_path / "more.jsonl", batches.applications(3, seed=9))
    run(COMMAND)
    run(COMMAND.replace("in.jsonl", "more.jsonl"))
    store = open_store("sqlite:///runs.db")
    assert [one.input.name for one in runs_in(store.entries())] == ["in.jsonl", "more.jsonl"]
    assert store.verify() == ()


@pytest.mark.usefixtures("small")
def test_a_run_that_was_changed_is_not_the_one_of_record(run: Run, tmp_path: Path) -> None:
    run(f"{COMMAND} --out here")
    recorded = runs_in(open_store("sqlite:///runs.db").entries())[0]
    manifest = tmp_path / "here" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"scored":12', '"scored":11'))
    with pytest.raises(ScreeningError, match="not the one that the record holds"):
        open_run(recorded.at, expected=recorded.manifest)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("change", "told"), [
    (("in.jsonl", "missing.jsonl"), "there is no such file"),
    (("--workers 1", "--executor dask"), "no scheduler is named"),
    (("--workers 1", "--scheduler tcp://127.0.0.1:1"), "add --executor dask"),
    (("sqlite:///runs.db", "sqlite:////nowhere/runs.db"), "there is no folder"),
    (("--workers 1", "--workers 1 --out in.jsonl/x"), "cannot be written"),
    (("--workers 1", "--workers 1 --cache in.jsonl"), "cache cannot be opened"),
    (("--workers 1", "--library nowhere"), "there is no such folder"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused_in_a_sentence(run: Run, change: tuple[str, str], told: str) -> None:
    out, err = run(COMMAND.replace(*change), code=2)
    assert told in err
    assert "Traceback" not in err
    assert out == ""


def test_with_the_models_of_record_a_batch_gives_what_a_check_gives(
    run: Run, samples: dict[str, Application], screened: dict[str, Screened], tmp_path: Path
) -> None:
    """Cold and with a warm cache, every third sample gets its bytes; warm, nothing is embedded."""
    some = list(samples)[::3]
    batches.write_lines(tmp_path / "in.jsonl", [samples[candidate] for candidate in some])
    line = "batch 2320-0012@2019-03-16 in.jsonl --store sqlite:///runs.db --workers 1 --format json"
    for out, asks in (("cold", True), ("warm", False)):
        told = json.loads(run(f"{line} --out {out}")[0])
        assert (told["asked"]["encoded"] > 0) == (told["asked"]["appraised"] > 0) == asks
        judged = {one.screened.candidate: one.screened for one in open_run(out).judged()}
        assert {c: s.model_dump_json() for c, s in judged.items()} == {
            candidate: screened[candidate].model_dump_json() for candidate in some
        }
    assert batches.tree(tmp_path / "cold") == batches.tree(tmp_path / "warm")
