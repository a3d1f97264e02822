"""Education and training completed: the standard accepts them beside experience."""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.lexicon import EDUCATION_NOUNS, EDUCATION_VERBS

NAME = "learning.v1"


def find(passage: Passage) -> list[Finding]:
    """A course, degree, licence or training that the applicant says was completed."""
    for clause in passage.clauses:
        mine = clause.actor == "applicant" or passage.is_self(clause.subject)
        done = clause.mood == "happened" and not clause.negated
        if not mine or not done or clause.verb.lemma not in EDUCATION_VERBS:
            continue
        schooled = {t.lemma for t in passage.sentence.subtree(clause.verb)} & EDUCATION_NOUNS
        if schooled or clause.verb.lemma in ("study", "graduate"):
            words = phrase(passage.sentence, clause)
            return found("learning", NAME, "education or training completed", words)
    return []
