"""The gates that no narrative can meet (examinations, physical), and the outcome of an application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from screening.applications import Application, ExamResult
from screening.results import Gate, GateResult, OutcomeValue, RatingValue
from screening.settings import Exams
from screening.standards import Examination, Standard

Verdict = tuple[GateResult, str]
BEST_FIRST: tuple[GateResult, ...] = ("pass", "fail", "unknown")
"""Of several results for one examination the best counts."""


class Judged(Protocol):
    """A KSA with the rating that counts: the engine's, or a panel's."""

    @property
    def ksa(self) -> str:
        """The KSA's id."""

    @property
    def rating(self) -> RatingValue:
        """What was decided of it."""


def gates_of(application: Application, standard: Standard, settings: Exams) -> tuple[Gate, ...]:
    """Every gate of the standard, in its order, with the applicant's result."""
    exams = [_exam(application, examination, settings) for examination in standard.examinations]
    unseen = {
        "physical": (standard.physical, "Not assessed here: never inferred from what an applicant writes."),
        "driving": (standard.driving, "Not assessed here: a license is seen, not written about."),
    }
    return (*exams, *(
        Gate(gate=name, result="not-assessed", because=because)
        for name, (asked, because) in unseen.items()
        if asked is not None
    ))  # fmt: skip


def _exam(application: Application, examination: Examination, settings: Exams) -> Gate:
    name = f"exam {examination.number}" if examination.number is not None else f"exam {examination.name}"
    taken = [e for e in application.exams if e.number == examination.number]
    verdicts = [_verdict(e, examination, settings, application.submitted_on) for e in taken]
    none: Verdict = ("unknown", "No result was given.")
    result, because = min(verdicts, key=lambda verdict: BEST_FIRST.index(verdict[0]), default=none)
    return Gate(gate=name, result=result, because=because)


def _verdict(exam: ExamResult, examination: Examination, settings: Exams, day: date | None) -> Verdict:
    expired = _expired(exam, settings, day)
    if expired:
        return "unknown", expired
    mark = examination.pass_mark if examination.pass_mark is not None else settings.pass_mark
    if exam.result is not None:
        return ("pass" if exam.result == "eligible" else "fail"), f"Reported as {exam.result}."
    if exam.score is None:
        return "unknown", "The result has neither a score nor a verdict."
    passed = exam.score >= mark
    return ("pass" if passed else "fail"), f"Score {exam.score:g}; {mark:g} of 100 is needed."


def _expired(exam: ExamResult, settings: Exams, day: date | None) -> str | None:
    if settings.valid_for_days is None or exam.taken_on is None or day is None:
        return None
    last = exam.taken_on + timedelta(days=settings.valid_for_days)
    return f"The score of {exam.taken_on} counted until {last}." if day > last else None


def outcome_of(ratings: Sequence[Judged], gates: Sequence[Gate]) -> tuple[OutcomeValue, tuple[str, ...]]:
    """One KSA not demonstrated or one gate failed disqualifies; one unclear leaves it to a person."""
    failed = [f"{r.ksa} is not demonstrated" for r in ratings if r.rating == "not-demonstrated"]
    failed += [f"{g.gate} was failed" for g in gates if g.result == "fail"]
    if failed:
        return "not-qualified", tuple(failed)
    open_ = [f"{r.ksa} needs review" for r in ratings if r.rating == "needs-review"]
    open_ += [f"the result of {g.gate} is unknown" for g in gates if g.result == "unknown"]
    return ("needs-review", tuple(open_)) if open_ else ("qualified", ("every KSA is demonstrated",))
