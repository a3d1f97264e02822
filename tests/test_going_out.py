"""Every file that a command writes out of a store is in the record before it is there, by its bytes' hash."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from commands import OPEN, PANEL, Run, engine, rated, run
from impacts import revised
from seated import KSAS

from screening.cli import app
from screening.cli.entries import BESIDES
from screening.records import Entry
from screening.stores.opening import open_store

__all__ = ["engine", "run"]  # fixtures
FIRST, _ = KSAS
MADE: dict[str, bytes] = {}
GROUPS = "candidate,sex\nc-1,f\nc-2,m\n"
SENT = (
    ("panel rank", f"{PANEL} --format csv --out it", 1, "slate-exported"),
    ("panel rank", f"{PANEL} --format html --out it", 1, "slate-exported"),
    ("panel rank", f"{PANEL} --format xlsx --out it", 1, "slate-exported"),
    ("panel rank", f"{PANEL} --format parquet --out it", 1, "slate-exported"),
    ("panel agreement", f"{PANEL} --out it", 0, "agreement-exported"),
    ("panel agreement", f"{PANEL} --format json --out it", 0, "agreement-exported"),
    ("panel agreement", f"{PANEL} --format html --out it", 0, "agreement-exported"),
    ("panel read", f"{PANEL} c-1 --out it", 0, "copy-exported"),
    ("panel read", f"{PANEL} c-1 {FIRST} --format json --out it", 0, "copy-exported"),
    ("panel export", f"{PANEL} --out it", 0, "panel-exported"),
    ("panel sheet", f"{PANEL} m1 --out it", 0, "sheet-written"),
    ("panel explain", f"{PANEL} c-2 --out it", 0, "result-explained"),
    ("panel explain", f"{PANEL} c-2 --format docx --out it", 0, "result-explained"),
    ("audit export", "--out it", 0, "record-exported"),
    ("fairness", "slate.json groups.csv --store sqlite:///panel.db --out it", 0, "fairness-exported"),
    ("rescore", "OLD NEW --what-if --out it", 1, "impact-exported"),
    ("rescore", "OLD NEW --what-if --format xlsx --out it", 1, "impact-exported"),
)
"""Command, the rest of the line, the code that it ends with, and the kind of the entry."""
ELSEWHERE = {"batch": "its parts lie where the run is, and the record holds the hash of their manifest"}
"""Commands that have a store and --out, and write nothing out of that store, with the reason."""


def commands(group: typer.Typer, before: str = "") -> Iterator[tuple[str, inspect.Signature]]:
    """Every command by the words that call it."""
    for one in group.registered_commands:
        assert one.callback is not None
        name = one.name or one.callback.__name__.replace("_", "-")
        yield f"{before}{name}", inspect.signature(one.callback, eval_str=True)
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        name = str(inner.name or inner.typer_instance.info.name)
        yield from commands(inner.typer_instance, f"{before}{name} ")


def record() -> tuple[Entry, ...]:
    store = open_store("sqlite:///panel.db")
    try:
        return store.entries()
    finally:
        store.close()


@pytest.fixture
def panel(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A panel whose raters have locked, a slate of it and groups, and a rescore that is told its impact.

    The store is made once; every test works on a copy of its own.
    """
    if not MADE:
        run(OPEN)
        for member in ("m1", "m2"):
            rated(run, member, "20")
        run(f"panel rank {PANEL} --format json --out slate.json --as m1", 1)
        MADE.update({name: Path(name).read_bytes() for name in ("panel.db", "slate.json")})
        assert not Path("panel.db-wal").exists(), "all is in the one file"
    for name, data in MADE.items():
        Path(name).write_bytes(data)
    Path("groups.csv").write_text(GROUPS)
    told = SimpleNamespace(revised=revised())
    monkeypatch.setattr("screening.batch.revising.again", lambda *_args, **_named: told)
    return run


def test_no_command_that_writes_a_file_out_of_a_store_is_left_out_of_the_table() -> None:
    found = {name for name, signature in commands(app) if {"store", "out"} <= set(signature.parameters)}
    assert found == {command for command, *_ in SENT} | set(ELSEWHERE)
    assert {kind for *_, kind in SENT} <= set(BESIDES), "kinds that `audit show` can be asked for"


@pytest.mark.parametrize(("command", "rest", "code", "kind"), SENT)
def test_a_file_that_goes_out_is_in_the_record_by_who_when_what_and_its_bytes(
    panel: Run, command: str, rest: str, code: int, kind: str
) -> None:
    if command == "panel explain":
        panel(f"panel close {PANEL} --as m1")
    if command == "panel sheet":
        rest = rest.replace("--out it", "--out it.xlsx")
    before = record()
    said = panel(f"{command} {rest} --as m1", code)
    file = Path(rest.split()[-1])
    assert f"{file}: written" in said, "whoever wrote a file is told so"
    assert ("ends with code 1: " in said) is (code == 1), "and why the code is not 0"
    (entry,) = (one for one in record()[len(before) :] if one.kind == kind)
    assert (entry.who, entry.at >= before[-1].at) == ("m1", True)
    data = file.read_bytes()
    if kind == "record-exported":  # which cannot hold its own hash: the lines before it
        data = b"".join(data.splitlines(keepends=True)[:-1])
    assert entry.body["sha256"] == sha256(data).hexdigest()
    told = json.loads(panel(f"audit file {file} --format json"))
    assert told["entries"] == [entry.number]
    file.write_bytes(file.read_bytes() + b" ")
    assert "no entry tells" in panel(f"audit file {file}", 1)


def test_a_letter_on_the_terminal_is_recorded_and_a_look_at_figures_is_not(panel: Run) -> None:
    panel(f"panel close {PANEL} --as m1")
    before = len(record())
    panel(f"panel agreement {PANEL} --as m1")
    panel(f"panel read {PANEL} c-1 --as m1")
    assert len(record()) == before
    said = panel(f"panel explain {PANEL} c-2 --as m1")
    assert record()[-1].body["sha256"] == sha256(said.encode()).hexdigest()


def test_no_entry_of_a_file_holds_a_word_of_an_applicant_or_who_is_in_which_group(panel: Run) -> None:
    panel(f"panel rank {PANEL} --format html --out it --as m1", 1)
    panel(f"panel read {PANEL} c-1 --out it --as m1")
    panel("fairness slate.json groups.csv --store sqlite:///panel.db --out it --as m1")
    said = "\n".join(entry.content for entry in record())
    assert "secret" not in said
    assert sha256(GROUPS.encode()).hexdigest() not in said


def test_who_exports_is_told_what_went_out_how_it_is_signed_and_why_it_ends_with_one(panel: Run) -> None:
    said = panel(f"panel rank {PANEL} --format json --out it --as m1", 1)
    number = record()[-1].number
    assert f"it: written, not signed; entry {number} of the record tells of it\n" in said
    assert "ends with code 1: the panel is open, so the slate is provisional" in said
    said = panel("audit export --out it --head head.json --as m1")
    assert "head.json: written, not signed; entry" in said
    said = panel("fairness slate.json groups.csv --out it")
    assert said == "it: written\n"


def test_figures_of_groups_go_into_a_store_only_as_a_file(panel: Run) -> None:
    assert "--out FILE beside --store" in panel(
        "fairness slate.json groups.csv --store sqlite:///panel.db", 2
    )


def test_a_record_that_was_exported_and_then_changed_is_no_file_of_the_record(panel: Run) -> None:
    panel("audit export --out it --as m1")
    whole = Path("it").read_text()
    assert "record-exported" in panel("audit file it")
    Path("it").write_text(whole.replace('"m2"', '"m9"', 1))
    panel("audit file it", 1)
    Path("it").write_text(whole[: whole.rstrip().rindex("\n") + 1])
    panel("audit file it", 1)
