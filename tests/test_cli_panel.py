"""`screening panel` and `screening audit` from the command line, from opening to closing to erasing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from commands import OPEN, Run, Told, engine, opened, rated, run
from seated import ADDRESS, KSAS, VERSIONS, admission
from typer.testing import CliRunner

from screening.cli import app
from screening.cli.entries import BESIDES
from screening.panels.kinds import KINDS

__all__ = ["engine", "opened", "run"]  # fixtures
FIRST, SECOND = KSAS


def test_a_panel_goes_from_opening_to_closing_and_its_record_is_intact(opened: Run) -> None:
    run = opened
    rated(run, "m1", "22")
    assert "m2" not in run("panel show 2320-0012-1 c-1 --as m1")
    rated(run, "m2", "02")
    assert "m2 0" in run("panel show 2320-0012-1 c-1 --as m1")
    assert "not decided" in run("panel disagreements 2320-0012-1 --as m1", 1)
    assert "c-1, postal-products is not decided" in run("panel close 2320-0012-1 --as m1", 2)
    for candidate in ("c-1", "c-2"):
        run(f"panel decide 2320-0012-1 {candidate} {FIRST} 2 --as m3")
    run("panel disagreements 2320-0012-1 --as m1")
    run("panel close 2320-0012-1 --as m1")
    assert "is closed" in run(f"panel rate 2320-0012-1 c-1 {FIRST} 0 --as m1", 2)
    run("panel export 2320-0012-1 --out panel.json --as auditor")
    document = json.loads(Path("panel.json").read_text())
    assert (document["state"], len(document["finals"]), len(document["ratings"])) == ("closed", 4, 8)
    assert "secret" not in Path("panel.json").read_text()
    assert "intact" in run("audit verify")
    assert "panel-exported" in run("audit show --kind panel-exported")


@pytest.mark.parametrize(
    ("scale", "step"),
    [("2/1/0", "give 2, 1 or 0: "), ("demonstrated/not", "give demonstrated or not-demonstrated: ")],
)
def test_a_value_that_is_not_on_the_scale_is_refused_with_one_step(run: Run, scale: str, step: str) -> None:
    run(f"{OPEN} --scale {scale}")
    said = run(f"panel rate 2320-0012-1 c-1 {FIRST} 5 --as m2", 2)
    assert said.count("  do: ") == 1
    assert f"  do: {step}" in said


def test_no_disagreement_is_told_with_who_has_not_locked_yet(opened: Run) -> None:
    asked = "panel disagreements 2320-0012-1 --as m1"
    assert opened(asked) == "none yet: m1 and m2 have not locked 2 applicants\n"
    assert json.loads(opened(asked + " --format json"))["disagreements"] == []
    rated(opened, "m1", "22")
    assert opened(asked) == "none yet: m2 has not locked 2 applicants\n"
    rated(opened, "m2", "22")
    assert opened(asked) == "none: nothing that is locked differs\n"


def test_settings_cannot_be_changed_by_opening_again(opened: Run) -> None:
    assert "scale would change" in opened(OPEN + " --panel 2320-0012-1 --scale demonstrated/not", 2)


def test_a_panel_that_would_be_refused_is_refused_before_anything_is_screened(
    run: Run, engine: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "screen", lambda _: pytest.fail("screened"), raising=False)
    found = run(f"panel open {ADDRESS} applications --member m1:chair --member m2:member --as m1", 2)
    assert "2 members" in found


def test_an_override_needs_a_code_of_the_list_and_is_recorded_with_it(opened: Run) -> None:
    line = f"panel override 2320-0012-1 c-1 {FIRST} 0 --as m3 --reason we-throughout --code "
    assert "Invalid value" in opened(line + "because", 2)
    opened(line + "insufficiently-demonstrated")
    assert "why: insufficiently-demonstrated" in opened("audit show --kind engine-overridden")


def test_late_applications_are_added_once(opened: Run) -> None:
    late = admission("c-3").application.model_dump(mode="json", exclude={"exams", "essays"})
    Path("late.yaml").write_text(yaml.safe_dump(late))
    assert "1 application added" in opened("panel add 2320-0012-1 late.yaml --as m1")
    assert "already" in opened("panel add 2320-0012-1 late.yaml --as m1", 2)
    assert "3 applications" in opened("panel show")


def test_members_are_added_and_recused_by_commands(opened: Run) -> None:
    assert "m4\tmember\tdoes not rate" in opened("panel members 2320-0012-1 --add m4:member:decides --as m1")
    assert "no member" in opened("panel members 2320-0012-1 --add m5 --as m1", 2)
    opened("panel recuse 2320-0012-1 m2 c-1 --reason cousin --as m2")
    assert "m2 is recused for c-1" in opened("panel show 2320-0012-1 --as m1")


def test_who_adds_a_third_rater_where_two_make_the_points_is_told_to_recuse_one(run: Run) -> None:
    run(f"{OPEN} --rule sme-qa")
    run("panel recuse 2320-0012-1 m2 c-2 --reason cousin --as m2")
    said = run("panel members 2320-0012-1 --add m4:member --as m1")
    assert "two rate each applicant, and c-1 would have more: `screening panel recuse 2320-0012-1" in said
    assert "to do: m1, m2, m4 rate c-1, and by sme-qa only two may" in run("panel show 2320-0012-1 --as m1")
    run("panel recuse 2320-0012-1 m4 c-1 --reason two-rate --as m1")
    assert "to do: m1, m2 did not lock c-1" in run("panel show 2320-0012-1 --as m1")
    assert "recuse" not in run("panel members 2320-0012-1 --add m5:member:decides --as m1")


def test_a_member_reads_the_words_and_the_engines_evidence_only_after_locking(opened: Run) -> None:
    before = opened("panel read 2320-0012-1 c-1 --as m1")
    assert "| I, secret-of-c-1, explained the services." in before
    assert "shows when your own ratings are locked" in before
    assert "engine:" not in before
    rated(opened, "m1", "20")
    after = opened("panel read 2320-0012-1 c-1 --as m1")
    assert "your rating: 2" in after
    assert "engine: demonstrated 0.75: a told act" in after
    assert "+ “I, secret-of-c-1, explained the services.”" in after
    other = json.loads(opened("panel read 2320-0012-1 c-1 --as m2 --format json"))
    assert [one["engine"] for one in other["ksas"]] == [None, None]
    assert [one["own"] for one in other["ksas"]] == [None, None]


def test_nobody_reads_without_a_seat_nor_a_candidate_for_whom_they_are_recused(opened: Run) -> None:
    assert "no member" in opened("panel read 2320-0012-1 c-1 --as x", 2)
    opened("panel recuse 2320-0012-1 m2 c-1 --reason cousin --as m2")
    assert "is recused" in opened("panel read 2320-0012-1 c-1 --as m2", 2)
    assert f"2. {SECOND}" in opened(f"panel read 2320-0012-1 c-2 {SECOND} --as m2")
    assert "has no KSA" in opened("panel read 2320-0012-1 c-2 flying --as m2", 2)
    opened("audit erase c-2 --why request --as hr1")
    assert "was erased" in opened("panel read 2320-0012-1 c-2 --as m2", 2)


def test_an_open_panel_tells_strangers_nothing_of_ratings(opened: Run) -> None:
    rated(opened, "m1", "20")
    assert json.loads(opened("panel show 2320-0012-1 --format json --as x"))["ratings"] == []
    assert "no member" in opened("panel export 2320-0012-1 --as x", 2)
    assert "no member" in opened("panel disagreements 2320-0012-1 --as x", 2)


def test_the_record_is_exported_with_its_head_and_verified_against_it(opened: Run) -> None:
    opened("audit export --out record.jsonl --head head.json --as m1")
    lines = [json.loads(line) for line in Path("record.jsonl").read_text().splitlines()]
    head = json.loads(Path("head.json").read_text())
    assert (len(lines), lines[-1]["digest"]) == (head["entries"], head["digest"])
    assert lines[-1]["kind"] == "record-exported"
    assert "secret" not in Path("record.jsonl").read_text()
    assert "agrees" in opened("audit verify --head head.json")
    Path("head.json").write_text(json.dumps(head | {"digest": "0" * 64}))
    told = json.loads(opened("audit verify --head head.json --format json", 1))
    assert [fault["kind"] for fault in told["faults"]] == ["rewritten"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("--kind ratd", "did you mean --kind rated?"),
        ("--kind frobnicated", "one of panel-opened, application-added"),
        ("--panel 2320-0012-7", "did you mean --panel 2320-0012-1?"),
        ("--candidate c-9", "one of c-1, c-2"),
    ],
)
def test_what_the_record_does_not_know_is_refused_and_not_met_with_silence(
    opened: Run, asked: str, told: str
) -> None:
    assert told in opened(f"audit show {asked}", 2)
    assert opened("audit show --kind panel-closed --panel 2320-0012-1 --candidate c-1") == ""


def test_the_kinds_of_entries_are_those_that_the_auditors_page_tells_of() -> None:
    page = (Path(__file__).parent.parent / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|", page.partition("## Verify")[0], re.MULTILINE)
    assert sorted(re.findall(r"`([a-z-]+)`", " ".join(rows))) == sorted([*KINDS, *BESIDES])


def test_replay_says_the_same_bytes_or_which_version_differs(
    opened: Run, engine: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the same bytes" in opened(f"audit replay 2320-0012-1 c-1 {FIRST}")
    changed = VERSIONS.model_copy(update={"model": "another"})
    monkeypatch.setattr(engine, "versions", changed, raising=False)
    other = admission("c-1", ("not-demonstrated", "needs-review")).screened.ratings[0]
    monkeypatch.setattr(engine, "rate", lambda *_: other, raising=False)
    told = opened(f"audit replay 2320-0012-1 c-1 {FIRST}", 1)
    assert "NOT the same bytes" in told
    assert "model differs\tthen: m\tnow: another" in told


def test_erasing_an_applicant_leaves_the_ratings_and_the_chain(opened: Run) -> None:
    rated(opened, "m1", "20")
    assert "papers of c-1 erased" in opened("audit erase c-1 --why request --as hr1")
    assert "nothing of 'c-1'" in opened("audit erase c-1 --why request --as hr1", 2)
    assert "intact" in opened("audit verify")
    assert "was erased" in opened(f"audit replay 2320-0012-1 c-1 {FIRST}", 2)
    assert f"c-1\t{FIRST}\tm1 2" in opened("panel show 2320-0012-1 c-1 --as m1")
    assert b"secret-of-c-1" not in b"".join(path.read_bytes() for path in Path().glob("panel.db*"))


@pytest.mark.parametrize("line", ["panel show", "audit verify", f"panel rate p c-1 {FIRST} 2 --as m1"])
def test_a_store_that_is_not_there_is_refused_and_none_is_made(run: Run, line: str) -> None:
    assert "there is no store" in run(line, 2)
    assert not list(Path().glob("panel.db*"))


COMMANDS = [
    *map(
        "panel {}".format,
        ["open", "add", "members", "recuse", "read", "rate", "lock", "show", "disagreements", "decide"],
    ),
    *map("panel {}".format, ["override", "close", "export"]),
    *map("audit {}".format, ["verify", "export", "show", "erase", "replay", "retention", "hold"]),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "120"})
    assert told.exit_code == 0
    assert f"Example: screening {command}" in " ".join(told.stdout.split())
