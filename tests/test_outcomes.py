"""The gates that no narrative can meet, and what follows for an application."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.applications import Application, Essay, ExamResult, check_fit, texts_for
from screening.errors import ApplicationError
from screening.outcomes import gates_of, outcome_of
from screening.results import Gate, GateResult, Rating, RatingValue
from screening.settings import Exams, Limits
from screening.standards import Examination, Ksa, Passage, Source, Standard

RATINGS: tuple[RatingValue, ...] = ("demonstrated", "needs-review", "not-demonstrated")
GATES: tuple[GateResult, ...] = ("pass", "fail", "unknown", "not-assessed")


def standard(*examinations: Examination, physical: str | None = None) -> Standard:
    """A standard with these gates."""
    return Standard(
        occupation_code="5201-0001",
        title="BOAT BUILDER",
        ksas=(Ksa(id="caulking", kind="skill", text="Skill in caulking hulls."),),
        examinations=examinations,
        physical=Passage(text=physical) if physical else None,
        source=Source(file="x.txt", sha256="ab"),
    )


def application(*exams: ExamResult, day: date | None = date(2019, 4, 2)) -> Application:
    """An application with these results."""
    return Application(candidate="c-1", standard="5201-0001", submitted_on=day, exams=exams)


def exam(number: int = 477, pass_mark: int | None = None) -> Examination:
    """An examination that a standard asks for."""
    return Examination(number=number, text=f"Examination {number}.", pass_mark=pass_mark)


def result(gates: tuple[Gate, ...]) -> GateResult:
    """The result of the one gate there is."""
    assert len(gates) == 1
    return gates[0].result


@pytest.mark.parametrize(
    ("taken", "outcome"),
    [
        ((), "unknown"),
        ((ExamResult(number=477, score=84),), "pass"),
        ((ExamResult(number=477, score=70),), "pass"),
        ((ExamResult(number=477, score=69.9),), "fail"),
        ((ExamResult(number=477, score=0),), "fail"),
        ((ExamResult(number=477, result="eligible"),), "pass"),
        ((ExamResult(number=477, result="ineligible"),), "fail"),
        ((ExamResult(number=477, result="ineligible", score=90),), "fail"),
        ((ExamResult(number=477),), "unknown"),
        ((ExamResult(number=474, score=99),), "unknown"),
        ((ExamResult(number=477, score=50), ExamResult(number=477, score=75)), "pass"),
        ((ExamResult(number=477, score=75), ExamResult(number=477, score=50)), "pass"),
        ((ExamResult(number=477), ExamResult(number=477, score=50)), "fail"),
        ((ExamResult(number=474, score=99), ExamResult(number=477, score=60)), "fail"),
    ],
)
def test_an_examination_is_keyed_by_its_number(taken: tuple[ExamResult, ...], outcome: GateResult) -> None:
    """The best result counts, a verdict beats a score, and no result is unknown and no failure."""
    gates = gates_of(application(*taken), standard(exam()), Exams())
    assert result(gates) == outcome
    assert gates[0].gate == "exam 477"
    assert gates[0].because


@pytest.mark.parametrize(("mark", "score", "outcome"), [(80, 79, "fail"), (80, 80, "pass"), (60, 65, "pass")])
def test_a_printed_pass_mark_beats_the_setting(mark: int, score: float, outcome: GateResult) -> None:
    """Where the standard says what is needed, that is what is needed, and the gate says so."""
    taken = application(ExamResult(number=477, score=score))
    gates = gates_of(taken, standard(exam(pass_mark=mark)), Exams())
    assert result(gates) == outcome
    assert str(mark) in gates[0].because


@pytest.mark.parametrize(
    ("taken_on", "submitted", "days", "outcome"),
    [
        (date(2018, 4, 2), date(2019, 4, 2), 365, "pass"),
        (date(2018, 4, 1), date(2019, 4, 2), 365, "unknown"),
        (date(2001, 1, 1), date(2019, 4, 2), None, "pass"),
        (None, date(2019, 4, 2), 365, "pass"),
        (date(2001, 1, 1), None, 365, "pass"),
    ],
)
def test_a_score_counts_as_long_as_the_agency_says(
    taken_on: date | None, submitted: date | None, days: int | None, outcome: GateResult
) -> None:
    """Up to and with the last day; an expired score is unknown, not failed; by default nothing expires."""
    taken = ExamResult(number=477, taken_on=taken_on, score=84)
    gates = gates_of(application(taken, day=submitted), standard(exam()), Exams(valid_for_days=days))
    assert result(gates) == outcome


def test_gates_come_in_the_standards_order_and_the_physical_one_is_never_assessed() -> None:
    """Whatever an applicant writes about their health."""
    wanted = standard(exam(718), exam(477), physical="Must lift 70 pounds.")
    gates = gates_of(application(ExamResult(number=477, score=84)), wanted, Exams())
    assert [(g.gate, g.result) for g in gates] == [
        ("exam 718", "unknown"), ("exam 477", "pass"), ("physical", "not-assessed"),
    ]  # fmt: skip
    assert gates_of(application(), standard(), Exams()) == ()


def test_an_examination_without_a_number_goes_by_its_name() -> None:
    """No number can be given for it, so it is left to a person."""
    named = Examination(name="Road Test", text="Road test.")
    gates = gates_of(application(ExamResult(number=477, score=90)), standard(named), Exams())
    assert [(g.gate, g.result) for g in gates] == [("exam Road Test", "unknown")]


def rating(ksa: str, value: RatingValue) -> Rating:
    """A rating of that value."""
    return Rating(ksa=ksa, rating=value, score=0.5, rule="r#r", code="other", because="Because.")


def gate(name: str, value: GateResult) -> Gate:
    """A gate with that result."""
    return Gate(gate=name, result=value, because="Because.")


@given(st.lists(st.sampled_from(RATINGS), max_size=14), st.lists(st.sampled_from(GATES), max_size=4))
def test_one_failure_disqualifies_and_one_doubt_leaves_it_open(
    values: list[RatingValue], results: list[GateResult]
) -> None:
    """Failure to demonstrate any KSA is disqualifying; what is not assessed here neither helps nor hurts."""
    ratings = [rating(f"k-{n}", value) for n, value in enumerate(values)]
    gates = [gate(f"g-{n}", value) for n, value in enumerate(results)]
    outcome, because = outcome_of(ratings, gates)
    failed = "not-demonstrated" in values or "fail" in results
    open_ = "needs-review" in values or "unknown" in results
    assert outcome == ("not-qualified" if failed else "needs-review" if open_ else "qualified")
    assert because
    wrong = [r.ksa for r in ratings if r.rating == "not-demonstrated"]
    wrong += [g.gate for g in gates if g.result == "fail"]
    assert all(any(name in reason.split() for reason in because) for name in (wrong if failed else []))


@given(st.permutations(["demonstrated", "needs-review", "not-demonstrated", "demonstrated"]))
def test_the_outcome_does_not_depend_on_the_order_of_the_ratings(values: list[RatingValue]) -> None:
    """The gate is a conjunction."""
    outcome, because = outcome_of([rating(value, value) for value in values], [])
    assert (outcome, because) == ("not-qualified", ("not-demonstrated is not demonstrated",))


@pytest.mark.parametrize("candidate", ["c-1", "2019.04:77_a", "A", "9" * 100])
def test_a_candidate_is_an_id(candidate: str) -> None:
    """Letters, digits and . _ : - are enough for an id."""
    assert Application(candidate=candidate, standard="5201-0001").candidate == candidate


@pytest.mark.parametrize(
    "candidate",
    ["", "Ana Ruiz", "-c", "9" * 101, "c/1", "c\t1", "ç-1", "<b>", "=1+1", "c-1\n"],
)
def test_a_name_or_a_formula_is_no_id(candidate: str) -> None:
    """Spaces, markup, formulas and endless ids are refused."""
    with pytest.raises(ValueError, match="candidate"):
        Application(candidate=candidate, standard="5201-0001")


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -1.0, 840.0])
def test_a_score_is_a_number_that_a_test_can_give(score: float) -> None:
    """Not infinite, not negative, and not 840 of 100."""
    with pytest.raises(ValueError, match="score"):
        ExamResult(number=477, score=score)


def written(essays: tuple[Essay, ...] = (), **narratives: str) -> Application:
    """An application with these texts."""
    return Application(candidate="c-1", standard="5201-0001@2019-03-16", narratives=narratives, essays=essays)


def test_a_narrative_comes_first_and_an_essay_serves_the_ksas_it_names_or_all() -> None:
    """Each text by its place in the application; what is blank is not there."""
    essays = (Essay(text="one"), Essay(ksas=("rigging",), text="2"), Essay(ksas=("caulking",), text="three"))
    texts = texts_for(written(essays, caulking="own"), "caulking")
    assert [(t.source, t.text) for t in texts] == [
        ("narrative:caulking", "own"), ("essay:1", "one"), ("essay:3", "three"),
    ]  # fmt: skip
    assert texts_for(written(caulking=" \n"), "caulking") == ()
    assert texts_for(written(rigging="own"), "caulking") == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (written(rigging="I rigged."), ("'rigging'", "caulking")),
        (written((Essay(ksas=("sails",), text="x"),)), ("'sails'", "caulking")),
        (written(caulking="x" * 51), ("51", "50")),
        (written((Essay(text="x" * 51),)), ("51", "50")),
        (Application(candidate="c-1", standard="1910-0030"), ("1910-0030", "5201-0001")),
    ],
)
def test_what_does_not_fit_the_standard_is_refused(wrong: Application, words: tuple[str, ...]) -> None:
    """With the application, what was found and what is expected; nothing is cut or guessed."""
    with pytest.raises(ApplicationError) as refused:
        check_fit(wrong, standard(), Limits(narrative_characters=50))
    assert "c-1" in refused.value.where
    assert refused.value.do
    assert all(word in str(refused.value) for word in words)


def test_the_greatest_length_is_let_through_and_no_more() -> None:
    """With a version in the address and an essay for all."""
    fits = written((Essay(text="x" * 50),), caulking="x" * 50)
    check_fit(fits, standard(), Limits(narrative_characters=50))
    with pytest.raises(ApplicationError, match="at most 49"):
        check_fit(fits, standard(), Limits(narrative_characters=49))
