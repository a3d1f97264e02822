"""Education and training completed: the standard accepts them beside experience."""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import EDUCATION_NOUNS, EDUCATION_VERBS

NAME = "learning.v2"

TEACHING = frozenset({"train", "certify", "qualify"})
CREDENTIALS = frozenset(
    {"degree", "certificate", "certification", "diploma", "license", "licence", "credential", "bachelor",
     "master", "ged"})


def find(passage: Passage) -> list[Finding]:
    """A course, degree, licence or training that the applicant says was completed, or that they have."""
    for clause in passage.clauses:
        mine = clause.actor == "applicant" or passage.is_self(clause.subject)
        if mine and not clause.negated and _learned(passage, clause):
            words = phrase(passage.sentence, clause)
            return found("learning", NAME, "education or training completed", words)
    return []


def _learned(passage: Passage, clause: Clause) -> bool:
    lemma, thing = clause.verb.lemma, clause.object
    if lemma in ("have", "hold"):
        return clause.mood in ("happened", "habit") and thing is not None and thing.lemma in CREDENTIALS
    if clause.mood != "happened" or lemma not in EDUCATION_VERBS:
        return False
    if lemma in TEACHING:  # to be trained is to learn, to train somebody is to teach
        return clause.passive or thing is None or thing.dep != "dobj"
    schooled = {t.lemma for t in passage.sentence.subtree(clause.verb)} & EDUCATION_NOUNS
    return bool(schooled) or lemma in ("study", "graduate")
