"""The impact as text, JSON, a page and a workbook; overrides that lose their ground; groups; the command."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import batches
import impacts
import pytest
import test_rescore as shared
import yaml
from openpyxl import load_workbook
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from screening.batch.places import Folder
from screening.batch.revising import Again, Asked, again
from screening.batch.runs import Run, record_run, runs_in
from screening.cli import main
from screening.errors import ScreeningError
from screening.fairness import Groups
from screening.files.library import Library
from screening.files.writing import standard_yaml
from screening.panels import Admission, Member, PanelSettings, open_panel, override
from screening.panels.consensus import final_of
from screening.panels.kinds import Opened
from screening.panels.staleness import RESCORED
from screening.records import Hand
from screening.reports import impact as page
from screening.reports import impact_text, impact_xlsx
from screening.reports.impact import Revised
from screening.rescoring.impact import DIRECTIONS
from screening.rescoring.scope import REASONS
from screening.screener import Fingerprints, Screener
from screening.settings import Settings
from screening.sitting import Sitting
from screening.standards import Checklist, Standard
from screening.stores.opening import open_store

old_run, given = shared.old_run, shared.given  # fixtures

HAND = Hand(who="m1", at=datetime(2026, 3, 2, tzinfo=UTC))
GROUPS = Groups(
    attributes=("sex",),
    members={f"g-{n:05d}": {"sex": "female" if n % 2 else "male"} for n in range(shared.SIZE)},
)


def assembled(
    standard: Standard, checklist: Checklist, settings: Settings | None, marks: Fingerprints
) -> Screener:
    """The small screener in the place of the models of record."""
    return shared.screener_of(standard, checklist, settings)


def written(folder: Path, name: str) -> str:
    """A revision as the file that somebody edited."""
    path = folder / "edited.yaml"
    path.write_text(standard_yaml(shared.REVISIONS[name]), encoding="utf-8")
    return str(path)


@pytest.fixture
def sitting(tmp_path: Path, old_run: Run) -> Sitting:
    """A store in which the run is recorded, and a panel has set two ratings of the engine aside."""
    sitting = Sitting(open_store(f"sqlite:///{tmp_path}/panel.db", create=True), "operator")
    record_run(sitting.store, HAND, Folder(Path(old_run.place.url)), old_run.plan, old_run.manifest)
    judged = [one for one in old_run.judged() if one.application.candidate in ("g-00001", "g-00002")]
    opened = Opened(
        panel="p-1",
        standard=old_run.plan.standard,
        ksas=tuple(ksa.id for ksa in old_run.plan.document.ksas),
        settings=PanelSettings(),
        members=(
            Member(id="m1", role="chair"), Member(id="m2", role="member"),
            Member(id="hr", role="hr", rates=False),
        ),
    )  # fmt: skip
    sitting.store.append(
        *open_panel({}, HAND, opened, [Admission(one.application, one.screened) for one in judged])
    )
    for candidate, ksa, level in (("g-00001", "explaining", "2"), ("g-00002", "training", "2"),
                                  ("g-00002", "sorting", "0")):  # fmt: skip
        panel = sitting.panel("p-1")
        hand = HAND.model_copy(update={"who": "hr"})
        sitting.store.append(*override(panel, hand, (candidate, ksa), level, "other", "It was misread."))
    return sitting


Rescoring = Callable[..., Again]


@pytest.fixture
def judge(sitting: Sitting, tmp_path: Path, old_run: Run) -> Rescoring:
    """Judges the recorded run again by a revision, or with other numbers."""

    def run(name: str, *numbers: str, what_if: bool = True) -> Again:
        new = old_run.plan.standard if numbers else written(tmp_path, name)
        asked = Asked(old_run.plan.standard, new, what_if, numbers, place=str(tmp_path / "new"))
        return again(sitting, Library(), asked, GROUPS, assemble=assembled)

    return run


# --- the record ------------------------------------------------------------------------------------------


def test_a_what_if_writes_nothing(judge: Rescoring, sitting: Sitting, tmp_path: Path) -> None:
    before = sitting.store.head()
    judge("one KSA gone")
    judge("nothing", "bands.demonstrated=2500")
    assert sitting.store.head() == before
    assert not (tmp_path / "new").exists()


def test_other_words_under_the_same_address_are_tried_but_not_recorded(
    sitting: Sitting, tmp_path: Path, old_run: Run
) -> None:
    """Else the next rescoring would take the new run for the old one's version."""
    edited = shared.REVISIONS["one KSA gone"].model_copy(update={"edition": None})
    path, head = tmp_path / "edited.yaml", sitting.store.head()
    path.write_text(standard_yaml(edited), encoding="utf-8")
    asked = Asked(old_run.plan.standard, str(path), what_if=True, place=str(tmp_path / "new"))
    assert again(sitting, Library(), asked, assemble=assembled).revised.impact.applicants == shared.SIZE
    with pytest.raises(ScreeningError, match="still has the address"):
        again(sitting, Library(), replace(asked, what_if=False), assemble=assembled)
    assert sitting.store.head() == head
    assert not (tmp_path / "new").exists()


def test_a_rescoring_is_kept_once_with_its_run_and_the_stale_overrides(
    judge: Rescoring, sitting: Sitting
) -> None:
    first = judge("one KSA gone", what_if=False)
    again_ = judge("one KSA gone", what_if=False)
    assert first.revised.impact == again_.revised.impact
    runs = runs_in(sitting.record())
    (entry,) = (entry for entry in sitting.record() if entry.kind == RESCORED)
    assert [run.standard for run in runs] == [first.revised.impact.old, first.revised.impact.new]
    assert (entry.body["old_run"], entry.body["new_run"]) == (runs[0].run, runs[1].run)
    assert [one["ksa"] for one in entry.body["stale_overrides"]] == ["training"]
    assert sitting.store.verify() == ()
    assert "I trained" not in json.dumps(entry.body)


def test_a_panel_shows_which_overrides_a_recorded_rescoring_made_stale(
    judge: Rescoring, sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Kept and counting as before, but marked; a what-if marks nothing."""

    def shown(*more: str) -> str:
        store = f"sqlite:///{tmp_path}/panel.db"
        command = ["screening", "panel", "show", "p-1", *more, "--store", store, "--as", "hr"]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().out

    counted = final_of(sitting.panel("p-1"), ("g-00002", "training"))
    judge("one KSA gone")
    before = json.loads(shown("--format", "json"))
    assert [one["stale"] for one in before["overrides"]] == [None, None, None]
    judge("one KSA gone", what_if=False)
    after = json.loads(shown("--format", "json"))
    assert {one["ksa"]: bool(one["stale"]) for one in after["overrides"]} == {
        "explaining": False, "training": True, "sorting": False
    }  # fmt: skip
    assert final_of(sitting.panel("p-1"), ("g-00002", "training")) == counted
    (line,) = (line for line in shown().splitlines() if line.startswith("stale: "))
    assert "hr overrode the engine on g-00002, training" in line
    assert "nobody asks for it now" in line
    told = {line.split("\t")[1]: line for line in shown("g-00002").splitlines()}
    assert [ksa for ksa, line in told.items() if "stale override" in line] == ["training"]


def test_an_interrupted_rescoring_goes_on_and_ends_with_the_same_bytes(
    judge: Rescoring, tmp_path: Path
) -> None:
    judge("two KSAs merged", what_if=False)
    whole = batches.tree(tmp_path / "new")
    (tmp_path / "new" / "manifest.json").unlink()
    (tmp_path / "new" / "parts" / "00001.json").unlink()
    (tmp_path / "new" / "parts" / "00002.ratings.parquet").write_bytes(b"half")
    judge("two KSAs merged", what_if=False)
    assert batches.tree(tmp_path / "new") == whole


# --- overrides and groups --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "stale", "why"), [
    ("one KSA gone", ["training"], "it is no longer asked for"),
    ("one KSA in other words", ["explaining"], REASONS["wording"]),
    ("two KSAs merged", ["training", "sorting"], REASONS["wording"]),
    ("another order", [], ""),
])  # fmt: skip
def test_an_override_is_stale_exactly_where_its_pair_was_judged_again(
    name: str, stale: list[str], why: str, judge: Rescoring
) -> None:
    impact = judge(name).revised.impact
    assert sorted(one.ksa for one in impact.stale) == sorted(stale)
    assert all(why in one.why for one in impact.stale)
    assert impact.standing_overrides == 3 - len(stale)


def test_with_other_numbers_an_override_is_stale_where_the_engine_says_otherwise_now(
    judge: Rescoring,
) -> None:
    impact = judge("nothing", "explaining.demonstrated=-9000", "explaining.review=-9000").revised.impact
    assert [(one.ksa, one.engine_now) for one in impact.stale] == [("explaining", "demonstrated")]


def test_the_groups_rates_are_those_of_the_outcomes(judge: Rescoring) -> None:
    impact = judge("one KSA gone").revised.impact
    (table,) = impact.groups
    assert table.attributes == ("sex",)
    lines = {line.candidate: line.outcomes for line in impact.slate.lines}
    for row in table.rows:
        mine = [who for who, of in GROUPS.members.items() if of["sex"] == row.group and who in lines]
        for place, side in enumerate((row.before, row.after)):
            if row.group != "unknown":
                assert side.selected == sum(lines[who][place] == "qualified" for who in mine)


# --- what is written -------------------------------------------------------------------------------------


@pytest.fixture
def revised(judge: Rescoring) -> Revised:
    return judge("two KSAs merged").revised


def said(revised: Revised) -> str:
    screen = Console(record=True, width=160, file=io.StringIO(), highlight=False, markup=False)
    impact_text.print_impact(revised, screen)
    return screen.export_text()


def test_every_format_names_everybody_who_moves_and_the_ksas_that_move_them(revised: Revised) -> None:
    html, text = page.render(revised), said(revised)
    book = load_workbook(io.BytesIO(impact_xlsx.render(revised)))
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    document = json.loads(page.render_json(revised))
    assert revised.impact.moved
    for one in revised.impact.moved:
        for told in (html, text, cells):
            assert one.candidate in told
        for cause in one.causes:
            assert page.because(cause) in cells
    assert [one["candidate"] for one in document["moved"]] == [one.candidate for one in revised.impact.moved]
    assert document["carried"] == document["pairs"] - document["judged"]


def test_the_page_shows_struck_and_inserted_words_and_loads_nothing(revised: Revised) -> None:
    html = LexborHTMLParser(page.render(revised))
    assert "and to train and instruct new employees in their work" in " ".join(
        node.text() for node in html.css("ins")
    )
    assert html.css_first("script") is None
    assert not [n for n in html.css("[src], [href]") if not (n.attributes.get("href") or "#").startswith("#")]


def test_what_applicants_wrote_cannot_become_markup_or_a_formula(judge: Rescoring, revised: Revised) -> None:
    evil = "=1+1 <script>alert(1)</script>"
    moved = revised.impact.moved[0]
    cause = moved.causes[0]
    bad = cause.model_copy(update={"before": tuple(
        one.model_copy(update={"because": evil}) for one in cause.before
    )})  # fmt: skip
    changed = moved.model_copy(update={"causes": (bad, *moved.causes[1:])})
    impact = revised.impact.model_copy(update={"moved": (changed, *revised.impact.moved[1:])})
    other = Revised(impact, revised.old, revised.new)
    assert "<script>" not in page.render(other)
    book = load_workbook(io.BytesIO(impact_xlsx.render(other)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("script" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_same_impact_gives_the_same_bytes(revised: Revised) -> None:
    assert impact_xlsx.render(revised) == impact_xlsx.render(revised)
    assert page.render(revised) == page.render(revised)


def test_the_bands_of_the_drawing_add_up_to_its_bars(revised: Revised) -> None:
    befores, afters, flows = page.drawn(revised.impact)
    for block in befores:
        assert block.count == sum(flow.count for flow in flows if flow.before == block.level)
    for block in afters:
        assert block.count == sum(flow.count for flow in flows if flow.after == block.level)


def test_a_what_if_says_so_in_every_format(revised: Revised) -> None:
    assert "nothing was recorded" in page.render(revised)
    assert "nothing was recorded" in said(revised)
    assert json.loads(page.render_json(revised))["what_if"] is True


def test_numbers_that_are_tried_are_told(judge: Rescoring) -> None:
    told = judge("nothing", "bands.demonstrated=2500").revised
    assert "bands.demonstrated: 1,400 → 2,500" in said(told) or "bands.demonstrated" in said(told)
    assert told.impact.judged == 0
    assert told.impact.decided == shared.SIZE * 4
    assert told.impact.towards("newly-qualified") == ()


# --- the command -----------------------------------------------------------------------------------------

Run_ = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
            capsys: pytest.CaptureFixture[str], old_run: Run) -> Run_:  # fmt: skip
    """Runs `screening rescore` on the recorded run, with the small screener for the models of record."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("screening.batch.revising.assembled", assembled)

    def run(new: str, *more: str) -> tuple[int, str, str]:
        line = [
            "screening",
            "rescore",
            old_run.plan.standard,
            new,
            "--store",
            f"sqlite:///{tmp_path}/panel.db",
        ]
        monkeypatch.setattr(sys, "argv", [*line, "--cache", "none", "--as", "operator", *more])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_trying_a_threshold_on_the_command_line_opens_no_model(command: Run_, old_run: Run) -> None:
    code, out, _ = command(old_run.plan.standard, "--what-if", "--set", "bands.demonstrated=2500",
                           "--format", "json")  # fmt: skip
    told = json.loads(out)
    assert code == 1
    assert told["decided"] == shared.SIZE * 4
    assert {one["direction"] for one in told["moved"]} <= set(DIRECTIONS)


def test_what_changes_nobody_ends_with_0(command: Run_, old_run: Run) -> None:
    code, out, err = command(old_run.plan.standard, "--what-if", "--set", "bands.review=-1000")
    assert (code, err) == (0, "")
    assert f"{shared.SIZE} stay where they are" in out


@pytest.mark.parametrize(("more", "told"), [
    (("--set", "bands.review=1"), "--what-if"),
    (("--what-if", "--format", "xlsx"), "--out"),
    (("--what-if", "--set", "nothing=1"), "no number of the settings"),
])  # fmt: skip
def test_usage_that_cannot_be_meant_is_refused(
    more: Sequence[str], told: str, command: Run_, old_run: Run
) -> None:
    code, out, err = command(old_run.plan.standard, *more)
    assert (code, out) == (2, "")
    assert told in err


def test_a_file_that_is_no_standard_is_refused_with_its_place(command: Run_, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(yaml.safe_dump({"title": "x"}))
    code, _, err = command("odd.yaml", "--what-if")
    assert code == 2
    assert "odd.yaml" in err
    assert command("nowhere.yaml", "--what-if")[0] == 2


def test_reasons_that_overlap_are_said_to() -> None:
    """Seven pairs each for its own reason add up; seven for two reasons each are not fourteen."""
    impact = impacts.revised().impact
    twice = "A pair that has several of these reasons is counted under each."
    apart = impact.model_copy(update={"judged": 14, "reasons": {"wording": 7, "new": 7}})
    both = impact.model_copy(update={"judged": 7, "reasons": {"wording": 7, "new": 7}})
    assert [told[-1] == twice for told in (page.summary(apart), page.summary(both))] == [False, True]
