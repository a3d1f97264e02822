"""Figures of agreement equal those of other hands, and every case is accounted for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from screening.cli import main
from screening.evaluation import Case, Prediction, auc, calibration_error, evaluate, kappa

SCORES = st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=1, max_size=30)
RATERS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40)


@given(SCORES, SCORES)
def test_auc_is_that_of_scikit_learn(yes: list[float], no: list[float]) -> None:
    """Ties included."""
    truth = [1] * len(yes) + [0] * len(no)
    assert auc(yes, no) == pytest.approx(roc_auc_score(truth, [*yes, *no]))


@given(RATERS)
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


def test_nothing_to_compare_gives_no_figure() -> None:
    """An empty comparison is no perfect one."""
    assert auc([], [0.5]) is None
    assert kappa([], []) is None
    assert calibration_error([]) is None


def test_calibration_error_of_a_worked_example() -> None:
    """Ten scores of .9 with nine hits are calibrated; ten of .9 with none are .9 off."""
    assert calibration_error([(1.0, 0.9)] * 9 + [(0.0, 0.9)]) == pytest.approx(0.0)
    assert calibration_error([(0.0, 0.9)] * 10) == pytest.approx(0.9)


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
