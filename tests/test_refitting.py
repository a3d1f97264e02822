"""A fit to a panel's own ratings: what it may change, what its figures rest on, and what it refuses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from batches import SETTINGS, applications, small_screener
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from screening.cli import main
from screening.errors import ScreeningError
from screening.evaluation import Case
from screening.files.library import Library
from screening.files.settings import read_settings
from screening.fitted import fitted_settings
from screening.fitting import CREDITS, Change, folds_of
from screening.opening import Requirements, open_screener
from screening.refitting import LEAST, RatedCases, _decided, check_enough, refitted
from screening.reports.change_text import print_change
from screening.results import Rating, Versions
from screening.screener import Screener
from screening.settings import Bands, Settings
from screening.standards import KsaChecklist

START = SETTINGS.model_copy(update={"telling": (), "bands": Bands(demonstrated=500, review=-500)})
"""A small engine's numbers, of which only linear parts count."""


@pytest.fixture(scope="module")
def small() -> Screener:
    screener = small_screener()
    screener.settings = START
    return screener


@pytest.fixture(scope="module")
def known(small: Screener) -> RatedCases:
    """Ratings of invented applications; this panel wants an act told, and no denial beside it."""
    cases, ratings = list[Case](), list[Rating]()
    for application in applications(64):
        for rating in small.screen(application).ratings:
            shown = rating.facts["own_acts"] > 0 and rating.facts["denials"] == 0
            name = f"{application.candidate}-{rating.ksa}"
            label = 2 if shown else 0
            cases.append(Case(id=name, ksa=rating.ksa, text=name, label=label, author=application.candidate))
            ratings.append(rating)
    entries = [KsaChecklist(shown_by=("any",))] * len(cases)
    return RatedCases(cases, ratings, entries, START, small.versions)


@pytest.fixture(scope="module")
def fitted(known: RatedCases) -> tuple[Settings, Change]:
    return refitted(known, "past.jsonl")


def test_what_is_in_force_is_decided_as_the_engine_decided_it(known: RatedCases) -> None:
    """The old column of the change is the engine's own ratings and scores, one by one."""
    again = _decided(known, known.settings, range(len(known.cases)))
    assert [p.rating for p in again] == [rating.rating for rating in known.ratings]
    assert [p.score for p in again] == [rating.score for rating in known.ratings]
    assert len({rating.rating for rating in known.ratings}) == 3


def test_what_is_proposed_is_what_the_engine_would_decide_by_it(
    known: RatedCases, fitted: tuple[Settings, Change]
) -> None:
    """The moves that are told are the moves that adopting the file makes."""
    proposed, change = fitted
    adopted = small_screener()
    adopted.settings = proposed
    again = [rating for one in applications(64) for rating in adopted.screen(one).ratings]
    moved = {
        (case.id, before.rating, after.rating)
        for case, before, after in zip(known.cases, known.ratings, again, strict=True)
        if before.rating != after.rating
    }
    assert moved == {(name, one.before, one.after) for one in change.moved for name in one.cases}
    assert change.moving == len(moved) > 0


def test_a_proposal_changes_linear_parts_and_nothing_else(fitted: tuple[Settings, Change]) -> None:
    """Gates, limits, examinations and rivals stay; the file says what it was fitted on."""
    proposed, change = fitted
    free = {"base", "weights", "appraisal", "bands", "fitted_on"}
    assert proposed.model_dump(exclude=free) == START.model_dump(exclude=free)
    assert proposed.fitted_on.endswith("past.jsonl")
    assert {one.name.partition(".")[0] for one in change.numbers} == free - {"fitted_on"}
    assert (change.settings_in_force, change.settings_proposed) == (START.version, proposed.version)
    for name, weight in proposed.weights.items():
        assert weight.points >= 0 if name in CREDITS else weight.points <= 0


def test_a_panel_that_holds_otherwise_is_followed_on_writers_not_seen(
    fitted: tuple[Settings, Change],
) -> None:
    """It counts acts and denials more than the numbers in force; the proposal separates its cases better."""
    change = fitted[1]
    now, then = (report.figures["auc"].value for report in (change.in_force, change.held_out))
    assert now is not None
    assert then is not None
    assert then > now


@given(st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=60))
def test_nobody_is_on_both_sides_of_a_fit(writers: list[str]) -> None:
    """A writer's cases lie in one fold, whatever the order, and folds differ by one writer at most."""
    folds = folds_of(writers)
    where = dict(zip(writers, folds, strict=True))
    assert [where[writer] for writer in writers] == list(folds)
    assert dict(zip(reversed(writers), folds_of(writers[::-1]), strict=True)) == where
    sizes = [list(where.values()).count(fold) for fold in set(folds)]
    assert max(sizes) - min(sizes) <= 1


def invented(yes: int, no: int, writers: int = 20) -> list[Case]:
    labels = [2] * yes + [0] * no
    return [
        Case(id=str(n), ksa="k", text=str(n), label=2 if label else 0, author=f"w{n % writers}")
        for n, label in enumerate(labels)
    ]


@pytest.mark.parametrize(("cases", "word"), [
    (invented(LEAST - 1, LEAST), f"{LEAST - 1} cases labelled 2"),
    (invented(LEAST, LEAST - 1), f"{LEAST - 1} labelled 0"),
    (invented(LEAST, LEAST, writers=3), "by 3 writers"),
    ([], "0 cases labelled 2"),
])  # fmt: skip
def test_too_few_cases_are_refused_before_anything_is_rated(cases: list[Case], word: str) -> None:
    with pytest.raises(ScreeningError, match=word) as refusal:
        check_enough(cases, fitted_settings())
    assert str(LEAST) in refusal.value.expected
    assert refusal.value.do


def test_enough_cases_pass_and_the_base_model_alone_is_not_fitted() -> None:
    check_enough(invented(LEAST, LEAST), fitted_settings())
    with pytest.raises(ScreeningError, match="base model alone"):
        check_enough(invented(LEAST, LEAST), fitted_settings(trained=False))


# --- the file of settings --------------------------------------------------------------------------------

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> Path:
        path = tmp_path / "ours.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_a_file_leaves_out_is_as_packaged(written: Written) -> None:
    packaged = fitted_settings()
    ours = read_settings(written("credit_elsewhere: true\nbands: {review: -2000}\n"), packaged)
    assert ours.credit_elsewhere
    assert ours.bands == packaged.bands.model_copy(update={"review": -2000})
    assert ours.weights == packaged.weights
    assert ours.version != packaged.version
    assert read_settings(written("{}"), packaged) == packaged


@pytest.mark.parametrize(("text", "words"), [
    ("[1]", "no settings"),
    ("bands: {demonstratd: 1}", "demonstratd"),
    ("threshold: 4", "'threshold' is unknown"),
    ("bands: {review: 9000}", "review begins at 9000"),
    ("weights: {luck: {points: 5, most: 1}}", "no finding is called 'luck'"),
    ("weights: {results: {points: -5}}", "would lower a rating"),
    ("weights: {denials: {points: 5}}", "would raise a rating"),
    ("telling: [1, 2]", "2 numbers"),
    ("appraisal: -1", "counts -1"),
    ("exams: {pass_mark: 101}", "a mark of 101"),
    ("limits: {narrative_characters: 0}", "a limit of 0"),
    ("base: much", "'base' is text"),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused_with_their_line(written: Written, text: str, words: str) -> None:
    path = written(f"# ours\n{text}\n")
    with pytest.raises(ScreeningError, match=words) as refusal:
        read_settings(path, fitted_settings())
    assert str(path) in refusal.value.where
    if not text.startswith("["):
        assert refusal.value.where.endswith(":2")


def test_every_door_judges_by_the_file_that_the_variable_names(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is in every result; without the variable the packaged settings are of record."""
    assert open_screener("2320-0012").versions.settings == fitted_settings().version
    file = written("exams: {valid_for_days: 365}\n")
    monkeypatch.setenv("SCREENING_SETTINGS", str(file))
    ours = read_settings(file, fitted_settings()).version
    assert open_screener("2320-0012").versions.settings == ours != fitted_settings().version
    assert Requirements(Library()).settings.version == ours


@pytest.mark.parametrize("line", ["rank 2320-0012 {a}", "check {a}", "explain {a}", "check --advice {a}"])
def test_a_command_judges_by_the_file_that_it_is_given(
    line: str, written: Written, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:  # fmt: skip
    """The screener is opened with it; the engine itself is stopped before it reads anything."""
    opened: list[str] = []

    def stop(address: str, library: Library, settings: Settings, **_: object) -> Screener:
        opened.append(settings.version)
        raise ScreeningError("stopped")

    monkeypatch.setattr("screening.opening.open_screener", stop)
    told = {"candidate": "c-1", "standard": "2320-0012", "narratives": {"public-courtesy": "I smiled."}}
    application, file = tmp_path / "c-1.json", written("credit_elsewhere: true\n")
    application.write_text(json.dumps(told), encoding="utf-8")
    words = [word.replace("{a}", str(application)) for word in line.split()]
    monkeypatch.setattr(sys, "argv", ["screening", *words, "--settings", str(file)])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err == "error: stopped\n"
    assert opened == [read_settings(file, fitted_settings()).version]


class Told:
    """Requirements whose ratings are told, in the place of the engine."""

    def __init__(self, known: RatedCases) -> None:
        self.settings, self._known = known.settings, known

    def rate(self, ksa: str, text: str) -> Rating:
        return self._known.ratings[[case.text for case in self._known.cases].index(text)]

    def entry(self, ksa: str) -> KsaChecklist:
        return self._known.entries[0]

    def versions(self, ksa: str) -> Versions:
        return self._known.versions


def test_the_command_shows_the_change_and_writes_a_file_that_settings_takes(
    known: RatedCases, fitted: tuple[Settings, Change], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    """The same change each time; nothing but the file that was asked for is written."""
    monkeypatch.setattr("screening.opening.Requirements", lambda *_: Told(known))
    monkeypatch.chdir(tmp_path)
    cases = tmp_path / "past.jsonl"
    cases.write_text("".join(case.model_dump_json(exclude_none=True) + "\n" for case in known.cases))
    line = ["screening", "fit", str(cases), "--format", "json", "--out", "ours.json"]
    monkeypatch.setattr(sys, "argv", line)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code in (0, None)
    again, (proposed, change) = Change.model_validate_json(capsys.readouterr().out), fitted
    assert (again.numbers, again.moved, again.held_out) == (change.numbers, change.moved, change.held_out)
    assert {path.name for path in tmp_path.iterdir()} == {"past.jsonl", "ours.json"}
    written = read_settings(tmp_path / "ours.json", fitted_settings())
    assert written.version == again.settings_proposed
    assert written.model_copy(update={"fitted_on": proposed.fitted_on}) == proposed


@pytest.mark.parametrize("out", [None, Path("ours.json")])
def test_the_change_is_told_with_what_to_do(fitted: tuple[Settings, Change], out: Path | None) -> None:
    """Both versions, every number, the figures; that nothing is adopted, and where the proposal lies."""
    change, page = fitted[1], StringIO()
    print_change(change, Console(file=page, width=120), out)
    told = " ".join(page.getvalue().split())
    for words in (change.settings_in_force, change.settings_proposed, *(one.name for one in change.numbers)):
        assert words in told
    assert f"{change.moving} of {change.cases} ratings would move" in told
    assert "Nothing is adopted by this." in told
    assert ("--settings ours.json" in told) == (out is not None)
