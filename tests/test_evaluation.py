"""Figures of agreement equal those of other hands, and every case is accounted for."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, cohen_kappa_score, roc_auc_score

from screening.cli import main
from screening.errors import ScreeningError
from screening.evaluation import Case, Prediction, Report, auc, evaluate
from screening.evaluation.figures import (
    average_precisions,
    calibration_errors,
    crossed,
    distances,
    kappas,
    only,
)
from screening.evaluation.measuring import HOLLOW
from screening.files.cases import fitted_beside

SCORES = st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=1, max_size=30)
RATERS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40)


def average_precision(yes: Sequence[float], no: Sequence[float]) -> float | None:
    """Over the cases as they are."""
    scores = np.array([*yes, *no], dtype=float)
    return only(average_precisions(np.ones((1, len(scores))), np.arange(len(scores)) < len(yes), scores))


def kappa(ours: Sequence[int], theirs: Sequence[int], *, weighted: bool = False) -> float | None:
    """Over ratings from 0 to 2."""
    rows, columns = np.array(ours, dtype=np.int64), np.array(theirs, dtype=np.int64)
    tables = crossed(np.ones((1, len(rows))), rows, columns)
    return only(kappas(tables, distances((0, 1, 2), weighted=weighted)))


def calibration_error(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """Over pairs of an outcome and a score."""
    outcomes, scores = np.array(pairs, dtype=float).reshape(-1, 2).T
    return only(calibration_errors(np.ones((1, len(pairs))), outcomes > 0, scores))


@given(SCORES, SCORES)
@settings(deadline=None)
def test_auc_is_that_of_scikit_learn(yes: list[float], no: list[float]) -> None:
    """Ties included."""
    truth = [1] * len(yes) + [0] * len(no)
    assert auc(yes, no) == pytest.approx(roc_auc_score(truth, [*yes, *no]))


@given(RATERS)
@settings(deadline=None)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    """Plain and with squared weights; undefined where chance agrees with certainty."""
    ours, theirs = zip(*pairs, strict=True)
    if len({*ours, *theirs}) == 1:
        assert kappa(ours, theirs) is None
        return
    assert kappa(ours, theirs) == pytest.approx(cohen_kappa_score(ours, theirs))
    weighted = cohen_kappa_score(ours, theirs, weights="quadratic")
    assert kappa(ours, theirs, weighted=True) == pytest.approx(weighted)


def test_kappa_of_a_worked_example() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: observed .70, expected .50, kappa .40."""
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa([a for a, _ in pairs], [b for _, b in pairs]) == pytest.approx(0.40)


COHEN = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
"""Two diagnosticians, three diagnoses: the joint proportions of Cohen (1968), Psychological Bulletin 70."""


def test_kappa_of_a_published_table() -> None:
    """Observed .70, expected .41: .49; with his weights of disagreement .90 of 1.38: .348."""
    cells = [(i, j) for i in range(3) for j in range(3) for _ in range(round(100 * COHEN[i][j]))]
    assert kappa([i for i, _ in cells], [j for _, j in cells]) == pytest.approx(0.29 / 0.59)
    weights = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], dtype=float)
    assert kappas(np.array([COHEN]), weights)[0] == pytest.approx(0.348, abs=5e-4)


@given(SCORES, SCORES)
@settings(deadline=None)
def test_average_precision_is_that_of_scikit_learn(yes: list[float], no: list[float]) -> None:
    """Ties included, and nothing interpolated."""
    truth = [1] * len(yes) + [0] * len(no)
    assert average_precision(yes, no) == pytest.approx(average_precision_score(truth, [*yes, *no]))


def test_average_precision_of_a_worked_example() -> None:
    """A hit, a miss, a hit: precision 1 and 2/3 at the two hits."""
    assert average_precision([0.9, 0.7], [0.8]) == pytest.approx((1 + 2 / 3) / 2)


def test_nothing_to_compare_gives_no_figure() -> None:
    """An empty comparison is no perfect one."""
    assert auc([], [0.5]) is None
    assert average_precision([], [0.5]) is None
    assert kappa([], []) is None
    assert calibration_error([]) is None


def test_calibration_error_of_a_worked_example() -> None:
    """Ten scores of .9 with nine hits are calibrated; ten of .9 with none are .9 off."""
    assert calibration_error([(True, 0.9)] * 9 + [(False, 0.9)]) == pytest.approx(0.0)
    assert calibration_error([(False, 0.9)] * 10) == pytest.approx(0.9)


def test_false_credit_and_false_rejection_are_counted_over_their_own_labels() -> None:
    """Two of three not demonstrated were credited; one of two demonstrated was rejected."""
    ratings = ["demonstrated", "demonstrated", "needs-review", "not-demonstrated", "demonstrated"]
    cases = [Case(id=str(i), ksa="x", text="y", label=label) for i, label in enumerate((0, 0, 0, 2, 2))]
    predictions = [
        Prediction.model_validate({"id": str(i), "rating": r, "score": 0.5, "reasons": [], "quotes": []})
        for i, r in enumerate(ratings)
    ]
    report = evaluate(cases, predictions)
    assert (report.false_credit.part, report.false_credit.whole) == (2, 3)
    assert (report.false_rejection.part, report.false_rejection.whole) == (1, 2)
    assert (report.review.part, report.review.whole) == (1, 5)


def rated(*rows: tuple[int, str, float, str]) -> tuple[list[Case], list[Prediction]]:
    """Cases and predictions of (label, rating, score, kind)."""
    cases = [
        Case.model_validate({"id": str(i), "ksa": "x", "text": "y " * (i + 1), "label": label, "kind": kind})
        for i, (label, _, _, kind) in enumerate(rows)
    ]
    predictions = [
        Prediction.model_validate({"id": str(i), "rating": r, "score": s, "reasons": [], "quotes": []})
        for i, (_, r, s, _) in enumerate(rows)
    ]
    return cases, predictions


YES, REVIEW, NO = "demonstrated", "needs-review", "not-demonstrated"
EXAMPLE = (
    (2, YES, 0.95, "star"), (2, YES, 0.85, "star"), (2, REVIEW, 0.45, "esl"), (2, NO, 0.05, "esl"),
    (1, YES, 0.75, "thin"),
    (0, YES, 0.85, "echo"), (0, NO, 0.15, "echo"), (0, NO, 0.15, "near-miss"), (0, REVIEW, 0.55, "near-miss"),
)  # fmt: skip


def test_precision_and_recall_of_a_worked_example() -> None:
    """Four were rated demonstrated, two of them rightly; of four demonstrated two were found."""
    figures = evaluate(*rated(*EXAMPLE)).figures
    counted = {name: (f.part, f.whole) for name, f in figures.items() if f.whole is not None}
    assert counted == {
        "review": (2, 9), "false_credit": (1, 4), "false_credit_hollow": (1, 2), "false_rejection": (1, 4),
        "precision_demonstrated": (2, 4), "recall_demonstrated": (2, 4),
        "precision_not_demonstrated": (2, 3), "recall_not_demonstrated": (2, 4),
    }  # fmt: skip


def test_errors_are_counted_by_kind() -> None:
    """Each kind over its own label, one that made no error too; and the cases are named."""
    report = evaluate(*rated(*EXAMPLE))
    credit = {kind: (share.part, share.whole) for kind, share in report.false_credit_by_kind.items()}
    rejection = {kind: (share.part, share.whole) for kind, share in report.false_rejection_by_kind.items()}
    assert credit == {"echo": (1, 2), "near-miss": (0, 2)}
    assert rejection == {"esl": (1, 2), "star": (0, 2)}
    assert (report.wrongly_credited, report.wrongly_rejected) == (("5",), ("3",))


def test_hollow_failures_are_not_those_that_tell_an_act() -> None:
    """A near miss tells something done, an echo does not."""
    report = evaluate(*rated(*((0, YES, 0.9, kind) for kind in (*HOLLOW, "near-miss", "star"))))
    assert report.figures["false_credit_hollow"].whole == len(HOLLOW)


def test_the_reliability_curve_holds_every_clear_case_and_gives_the_calibration_error() -> None:
    """Ten bins; the borderline case is in none; the gaps, weighted, are the calibration error."""
    report = evaluate(*rated(*EXAMPLE))
    bins = report.reliability
    assert len(bins) == 10
    assert sum(b.count for b in bins) == 8
    gaps = [b.count * abs(b.share - b.mean_score) for b in bins
            if b.share is not None and b.mean_score is not None]  # fmt: skip
    assert report.calibration_error == pytest.approx(sum(gaps) / 8)
    eighth = bins[8]
    assert (eighth.count, eighth.mean_score, eighth.share) == (2, pytest.approx(0.85), 0.5)


def test_raters_are_compared_over_what_both_rated() -> None:
    """A third rater, who saw two of four cases, is compared over those two."""
    said = ({"a": 2, "b": 2}, {"a": 0, "b": 0}, {"a": 2, "b": 0, "c": 0}, {"a": 1, "b": 2, "c": 2})
    cases = [Case.model_validate({"id": str(i), "ksa": "x", "text": "y", "label": label, "ratings": ratings})
             for i, (ratings, label) in enumerate(zip(said, (2, 0, 0, 2), strict=True))]  # fmt: skip
    _, predictions = rated((2, YES, 0.9, ""), (0, NO, 0.1, ""), (0, NO, 0.1, ""), (2, REVIEW, 0.5, ""))
    found = {(a.one, a.other): a for a in evaluate(cases, predictions).agreements}
    assert set(found) == {("engine", w) for w in ("label", "a", "b", "c")} | {
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    }
    assert [(a.cases, a.of, a.decided) for a in (found["a", "b"], found["a", "c"])] == [(4, 4, 3), (2, 4, 1)]
    # decided by both: (2, 2), (0, 0), (2, 0); observed 2/3, expected (2/3)(1/3) + (1/3)(2/3) = 4/9
    assert found["a", "b"].kappa.value == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    assert found["engine", "b"].kappa.value == 1
    assert (found["engine", "b"].same.part, found["engine", "b"].same.whole) == (3, 4)


@pytest.mark.parametrize("ratings", [{"a": 5}, {"a": 1.0}, {"a": True}, [2, 2], "2", None])
def test_ratings_on_another_scale_are_another_tools(ratings: object) -> None:
    """They are let pass unread, as every field is that the contract does not name."""
    assert Case.model_validate({"id": "x", "ksa": "k", "text": "t", "ratings": ratings}).ratings == {}


def test_baselines_are_ranked_over_the_same_cases() -> None:
    """Scores that are the labels reach 1, constant ones .5, and the lead is the difference."""
    cases, predictions = rated(*EXAMPLE)
    scores = {"oracle": [float(c.label or 0) for c in cases], "constant": [0.5] * len(cases)}
    ours, _, oracle, constant = evaluate(cases, predictions, baselines=scores).baselines
    assert (oracle.auc.value, constant.auc.value) == (1, 0.5)
    assert ours.auc.value is not None
    assert constant.lead.value == pytest.approx(ours.auc.value - 0.5)
    assert (ours.lead.value, ours.lead.low, ours.lead.high) == (0, 0, 0)


def test_adversarial_cases_are_the_demonstrated_against_the_likest_failures() -> None:
    """A score that only tells a boast from the demonstrated is worth nothing against an echo."""
    cases, predictions = rated((2, YES, 0.9, "star"), (0, NO, 0.9, "echo"), (0, NO, 0.1, "boast"))
    ours = evaluate(cases, predictions, baselines={}).baselines[0]
    assert (ours.auc.value, ours.adversarial.value) == (0.75, 0.5)


def test_known_and_new_requirements_are_told_apart() -> None:
    """A case either way, and the AUC of each part is its own."""
    cases, predictions = rated((2, YES, 0.9, ""), (0, NO, 0.1, ""), (2, NO, 0.2, ""), (0, YES, 0.8, ""))
    known = evaluate(cases, predictions, seen=[True, True, False, False]).familiarity
    assert known is not None
    assert (known.seen_cases, known.seen_auc.value) == (2, 1)
    assert (known.unseen_cases, known.unseen_auc.value) == (2, 0)


def test_cases_without_labels_give_a_report_without_figures() -> None:
    """Nothing to compare is no error, and no figure."""
    cases, predictions = rated((2, YES, 0.9, "star"))
    report = evaluate([cases[0].model_copy(update={"label": None})], predictions, baselines={}, seen=[])
    assert (report.cases, report.labelled, report.auc) == (1, 0, None)
    assert all(figure.value is None and figure.low is None for figure in report.figures.values())
    assert report.agreements == ()


def test_the_fields_of_the_first_report_are_those_of_its_figures() -> None:
    """Readers of the first version find everything where it was."""
    report = evaluate(*rated(*EXAMPLE))
    dumped = report.model_dump()
    for name in ("auc", "kappa", "weighted_kappa", "calibration_error"):
        assert dumped[name] == report.figures[name].value
    for name in ("review", "false_credit", "false_rejection", "precision_demonstrated"):
        assert dumped[name] == {"part": report.figures[name].part, "whole": report.figures[name].whole}
    assert dumped["table"]["0"] == {YES: 1, REVIEW: 1, NO: 2}
    assert dumped["by_kind"]["echo (0)"] == {YES: 1, NO: 1}
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_what_was_fitted_on_is_read_beside_the_cases(tmp_path: Path) -> None:
    """The files of every split but the one for testing, in folders below too; without splits, none."""
    assert fitted_beside([tmp_path / "c.jsonl"]) == []
    (tmp_path / "splits.yaml").write_text(
        "train: [more/a]\nfit: [b]\ntune: [d]\ntest: [c]\n", encoding="utf-8"
    )
    found = [p.relative_to(tmp_path).as_posix() for p in fitted_beside([tmp_path / "c.jsonl"])]
    assert found == ["more/a.jsonl", "b.jsonl", "d.jsonl"]


@pytest.mark.parametrize("splits", ["[a, b]", "fit: a", "fit: [1]", "fit: {a: b}"])
def test_splits_that_name_no_files_are_refused(splits: str, tmp_path: Path) -> None:
    """A silent misreading would call known requirements new."""
    (tmp_path / "splits.yaml").write_text(splits, encoding="utf-8")
    with pytest.raises(ScreeningError, match=r"splits\.yaml"):
        fitted_beside([tmp_path / "c.jsonl"])


def test_predictions_come_in_the_order_of_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By address, by wording, blank and in another language: one line out for each line in."""
    rows = [
        {"id": "b", "ksa": "2320-0012@2019-03-16#public-courtesy", "text": "I sold stamps.", "label": 1},
        {"id": "a", "ksa": "Ability to operate a forklift safely.", "text": "", "label": 0, "source": "kept"},
        {"id": "c", "ksa": "Ability to operate a forklift safely.", "label": 2,
         "text": "Durante nueve años conduje la carretilla en el almacén del puerto sin ningún accidente."},
    ]  # fmt: skip
    cases, out = tmp_path / "cases.jsonl", tmp_path / "out.jsonl"
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arguments = ["evaluate", str(cases), "--predictions", str(out), "--format", "json"]
    monkeypatch.setattr(sys, "argv", ["screening", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None)
    report = json.loads(capsys.readouterr().out)
    assert (report["cases"], report["labelled"]) == (3, 3)
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [a["id"] for a in answers] == ["b", "a", "c"]
    assert answers[1]["rating"] == "not-demonstrated"
    assert answers[2]["rating"] == "needs-review"
    for row, answer in zip(rows, answers, strict=True):
        assert 0 <= answer["score"] <= 1
        assert all(quote in str(row["text"]) for quote in answer["quotes"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "x"', ("not JSON",)),
        ('{"id": "x", "text": "y"}', ("'ksa' is missing",)),
        ('{"id": "x", "ksa": "k", "text": "y", "label": 3}', ("label",)),
        ("[1]", ("no case",)),
        ('{"id": "x", "ksa": "2320-0012@2019-03-16#nope", "text": "y"}', ("no KSA 'nope'",)),
        ('{"id": "x", "ksa": "...", "text": "y"}', ("no requirement",)),
    ],
)
def test_a_malformed_case_is_refused_with_its_line(
    line: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Code 2, what was found, and where."""
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "ok", "ksa": "Ability to type.", "text": ""}\n' + line + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["screening", "evaluate", str(cases)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    err = capsys.readouterr().err
    for word in words:
        assert word in err, err
