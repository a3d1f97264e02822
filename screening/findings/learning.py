"""Education and training completed: the standard accepts them beside experience."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import EDUCATION_NOUNS, EDUCATION_VERBS

NAME = "learning.v3"

TEACHING = frozenset({"train", "certify", "qualify"})
CREDENTIALS = frozenset(
    {"degree", "certificate", "certification", "diploma", "license", "licence", "credential", "bachelor",
     "master", "ged"})

TITLED = re.compile(
    r"^\W*(?:(?:an?|my) )?(?:associate|bachelor|master|doctor)(?:'?s?|s'?) (?:of|in|degree)\b"
    r"|^\W*(?-i:[BMA]\.?[AS]\.?S?\.?|Ph\.?D\.?|MBA|GED)(?=[\s,])",
    re.IGNORECASE,
)
"""A degree by its title, as the line of a résumé begins."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
UNFINISHED = re.compile(
    r"\b(?:expected|pursuing|in progress|towards?|candidate|student|not|never|no|if|will|would|require[sd]?|"
    r"preferred|or equivalent|incomplete|ongoing|anticipated)\b",
    re.IGNORECASE,
)


def find(passage: Passage) -> list[Finding]:
    """A course, degree, licence or training that the applicant says was completed, or that they have."""
    for clause in passage.clauses:
        mine = clause.actor == "applicant" or passage.is_self(clause.subject)
        if mine and not clause.negated and _learned(passage, clause):
            words = phrase(passage.sentence, clause)
            return found("learning", NAME, "education or training completed", words)
    listed = _listed(passage)
    return found("learning", NAME, "a degree or certificate, with its year", listed) if listed else []


def _listed(passage: Passage) -> str:
    """The front of a résumé's line that names a degree or certificate and its year, where it is one."""
    sentence = passage.sentence
    year = YEAR.search(sentence.text)
    if year is None or UNFINISHED.search(sentence.text) or any(c.actor != "nobody" for c in passage.clauses):
        return ""
    first = next((t for t in sentence.tokens[:6] if t.lemma in CREDENTIALS), None)
    before = sentence.tokens[: first.index] if first else ()
    named = first is not None and all(t.pos in ("NOUN", "PROPN", "ADJ") for t in before)
    return sentence.text[: year.end()] if named or TITLED.match(sentence.text) else ""


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
