"""What to tell an applicant whose result is adverse or unclear, in words that can go into a letter.

For each requirement: what was asked for, what was found in their own words, what was missing. No score and no
rule's name: they help nobody to answer. Who decides, and how to ask for a correction or for a person to read
it, stands in every letter. Sentences are fixed here, so that the same result gives the same letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.advice.findings import NOTED
from screening.evidence import Evidence
from screening.reports import Checked, missing_points
from screening.results import Gate, Rating
from screening.standards import Checklist, Ksa, Standard

EXAMPLES = 3
"""Examples of what shows a requirement; more would read as a form to fill in."""
PLACEHOLDER = "[name, address, telephone and e-mail of the office that answers]"
RESULTS = {"not-demonstrated": "not shown", "needs-review": "not clear"}

MISSING = {
    "an act of the applicant's own: what did they do?": "something that you did yourself: what did you do?",
    "anything that concerns this requirement": "a sentence that concerns this requirement",
    "what came of it": "what came of it: how did it end?",
    "when, where or with what: a detail that can be checked":
        "when, where or with what it was done: a detail that can be checked",
    "more of what was done, told as it happened": "more of what you did, told as it happened",
}  # fmt: skip
"""What is missing, said to the applicant; anything not listed is told as the rating has it."""

READ = (
    "A computer program read what you wrote and compared it with each requirement of the position. It was"
    " given the number and date of your application, your texts, your examination results, and nothing else."
)
OPENINGS = {
    "not-qualified": "What the position asks for was not found in full. Each point is explained below, with"
                     " the words that it rests on.",
    "needs-review": "For the points below, your application alone did not settle the matter. That counts"
                    " neither for nor against you: it is for a person to read them.",
    "qualified": "Everything that was read was found to be shown. There is nothing to explain.",
}  # fmt: skip
DECIDES = "The program does not decide. A person reads your application and decides."
DECIDED = "The program did not decide. The decision was made by: {decided}."
CORRECTION = (
    "You may ask for a correction if something in this letter is wrong: words that are not yours, a text or"
    " an examination result that is missing or out of date, a requirement that is not one of the position."
)
REVIEW = "You may ask for a person to read your application, or to read it again. You need not give a reason."
NAME_IT = "Please name application {candidate} and the number of the requirement."
WANTED = "An example of what you did or learned yourself, told so that a reader can see that it meets this."
USUALLY = "It is often shown by experience like this; other examples count as well:"
NOTHING = "No sentence was found that concerns this requirement."
KSA = "(A KSA is one of the requirements: knowledge, a skill or an ability.)"


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence of the applicant's, and what was noted about it."""

    words: str
    noted: str


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """One requirement that is not shown, or not clear; ``number`` counts from 1 in the standard's order."""

    number: int
    requirement: str
    result: str
    reason: str
    examples: tuple[str, ...]
    found: tuple[Found, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one applicant is told, in the order of the letter."""

    candidate: str
    position: str
    address: str
    total: int
    opening: tuple[str, ...]
    clause: str | None
    points: tuple[LetterPoint, ...]
    examinations: tuple[str, ...]
    rights: tuple[str, ...]
    contact: str
    record: str


def letter_for(
    checked: Checked, checklist: Checklist | None = None, contact: str = "", decided: str = ""
) -> Letter:
    """The letter about one application.

    ``checklist`` gives examples of what shows a requirement, if an expert has confirmed them; ``contact`` is
    whom to write to; ``decided`` names who decided and when, empty while nobody has.
    """
    screened, standard = checked.screened, checked.standard
    ratings = {rating.ksa: rating for rating in screened.ratings}
    numbered = [(n, ksa, ratings.get(ksa.id)) for n, ksa in enumerate(standard.ksas, start=1)]
    points = (_point(n, ksa, r, checklist) for n, ksa, r in numbered if r and r.rating in RESULTS)
    adverse = screened.outcome == "not-qualified"
    return Letter(
        candidate=screened.candidate,
        position=f"{standard.title}, grade {standard.grade}" if standard.grade else standard.title,
        address=screened.standard,
        total=len(standard.ksas),
        opening=(READ, OPENINGS[screened.outcome], _decision(decided)),
        clause=_clause(standard) if adverse else None,
        points=tuple(points),
        examinations=_examinations(screened.gates),
        rights=(CORRECTION, REVIEW, NAME_IT.format(candidate=screened.candidate)),
        contact=contact.strip() or PLACEHOLDER,
        record=f"{screened.standard}; {screened.versions.engine}; {screened.versions.ruleset}",
    )


def _point(number: int, ksa: Ksa, rating: Rating, checklist: Checklist | None) -> LetterPoint:
    confirmed = checklist.ksas if checklist and checklist.status == "confirmed" else {}
    examples = confirmed[ksa.id].shown_by[:EXAMPLES] if ksa.id in confirmed else ()
    quoted = dict.fromkeys((*rating.evidence, *rating.against))
    return LetterPoint(
        number, ksa.text, RESULTS[rating.rating], rating.because, examples,
        tuple(Found(" ".join(e.quote.split()), noted(e)) for e in quoted),
        tuple(MISSING.get(words, words) for words in missing_points(rating)),
    )  # fmt: skip


def _decision(decided: str) -> str:
    """Who decides, or who has decided as the caller tells it."""
    by = decided.strip().rstrip(".")
    return DECIDED.format(decided=by) if by else DECIDES


def noted(evidence: Evidence) -> str:
    """What was noted about one sentence, each thing once."""
    return "; ".join(dict.fromkeys(NOTED[finding.kind] for finding in evidence.findings))


def _clause(standard: Standard) -> str | None:
    """The standard's own words on what a failure means, with its abbreviation explained."""
    if standard.disqualification is None:
        return None
    said = f"The standard says: “{standard.disqualification.text}”"
    return f"{said} {KSA}" if "KSA" in standard.disqualification.text else said


def _examinations(gates: Iterable[Gate]) -> tuple[str, ...]:
    """The examinations that were failed, or whose result is not known."""
    open_ = {"fail": "not passed", "unknown": "no valid result is known"}
    return tuple(
        f"{gate.gate.replace('exam ', 'Examination ', 1)}: {open_[gate.result]}. {gate.because}"
        for gate in gates if gate.result in open_
    )  # fmt: skip
