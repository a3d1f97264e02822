"""What is said without telling an act: self-praise, ability claims, opinions, and job-description duties."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import ABSTRACT_NOUNS, PRAISE
from screening.language.sentences import Sentence

NAME = "claims.v1"

SAYING_WHAT_ONE_IS = frozenset(
    {"be", "have", "possess", "consider", "bring", "pride", "excel", "believe", "know"})

DUTY = re.compile(
    r"^\W*(?:responsible|accountable|tasked|charged)\b|\b(?:my|the) (?:job |main |primary |daily |core |"
    r"key )*"
    r"(?:duties|responsibilities|functions)\b|\b(?:I (?:am|was)|is|was) (?:\w+ )?(?:responsible|accountable|"
    r"tasked) (?:for|with)\b|"
    r"\bduties (?:include|included|consist)|\bthe (?:position|incumbent|role) (?:requires|required|includes|"
    r"involves|entails)\b",
    re.IGNORECASE,
)


def find(passage: Passage) -> list[Finding]:
    """A duty, or the first claim of the sentence."""
    duty = DUTY.search(passage.sentence.text)
    if duty:
        return found("duty", NAME, "what the job was to do, not what was done", duty.group().strip())
    for clause in passage.clauses:
        if _claims(passage.sentence, clause):
            return found("claim", NAME, "a general claim about oneself", phrase(passage.sentence, clause))
    return []


def _claims(sentence: Sentence, clause: Clause) -> bool:
    if clause.actor != "applicant" or clause.negated:
        return False
    if clause.mood == "able":
        return True
    below = sentence.subtree(clause.verb)
    praised = any(t.lemma in PRAISE for t in below)
    boasts = any(t.lemma in ABSTRACT_NOUNS for t in below)
    return clause.verb.lemma in SAYING_WHAT_ONE_IS and (praised or (boasts and clause.verb.lemma != "be"))
