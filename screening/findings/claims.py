"""What is said without telling an act: self-praise, ability claims, opinions, and job-description duties."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import ABSTRACT_NOUNS, PRAISE
from screening.language.sentences import Sentence

NAME = "claims.v2"

SAYING_WHAT_ONE_IS = frozenset(
    {"be", "have", "possess", "consider", "bring", "pride", "excel", "believe", "know"})

DUTY = re.compile(
    r"^\W*(?:(?:responsible|accountable) for|(?:tasked|charged) with)\b"
    r"|\bmy (?:\w+ )?(?:job|role|task|work|position) (?:(?:is|was) to|includes?d?|involve[sd]?|"
    r"entail(?:s|ed)|consist(?:s|ed) of)\b|\bit (?:is|was) my (?:job|duty|task|responsibility) to\b"
    r"|\bI(?:'m| am| was) (?:\w+ )?in charge of\b"
    r"|\bmy (?:(?:job|main|primary|daily|core|key|other) )*(?:duties|responsibilities|functions)\b"
    r"|\bduties (?:include|included|consist)"
    r"|\bthe (?:position|incumbent|role) (?:requires|required|includes|involves|entails)\b",
    re.IGNORECASE,
)
BURDEN = re.compile(
    r"\b(?:responsible|accountable) for\b|\btasked with\b"
    r"|\bthe (?:(?:job|main|primary|daily|core|key) )*(?:duties|responsibilities|functions)\b",
    re.IGNORECASE,
)
"""A duty when it is said of the applicant, a team or a position; a fault may be responsible for a fire."""
HOLDERS = frozenset(
    {"position", "job", "role", "incumbent", "employee", "duty", "responsibility", "function"})
OTHERS = frozenset(
    {"customer", "client", "people", "team", "stakeholder", "individual", "employee", "public"})


def find(passage: Passage) -> list[Finding]:
    """A duty, or the first claim of the sentence."""
    text = passage.sentence.text
    duty = DUTY.search(text) or next((m for m in BURDEN.finditer(text) if _is_held(passage, m)), None)
    if duty:
        return found("duty", NAME, "what the job was to do, not what was done", duty.group().strip())
    for clause in passage.clauses:
        if _claims(passage, clause):
            return found("claim", NAME, "a general claim about oneself", phrase(passage.sentence, clause))
    return []


def _is_held(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the burden named is somebody's: the clause is said of the applicant, a team or a position."""
    sentence = passage.sentence
    words = [t for t in sentence.tokens if match.start() <= t.start < match.end()]
    named = next((t for t in words if t.lemma in HOLDERS), None)
    if named is not None:
        return named.dep in ("nsubj", "nsubjpass", "ROOT")
    verb = words[0] if words[0].pos == "VERB" else sentence.head(words[0])
    clause = next((c for c in passage.clauses if c.verb.index == verb.index), None)
    if clause is None:
        return False
    held = passage.is_self(clause.subject) or (clause.subject is not None and clause.subject.lemma in HOLDERS)
    return held or clause.actor in ("applicant", "team")


def _claims(passage: Passage, clause: Clause) -> bool:
    sentence = passage.sentence
    if clause.negated or (clause.actor != "applicant" and not _is_quality(sentence, clause)):
        return False
    if clause.mood == "able":
        return True
    below = sentence.subtree(clause.verb)
    praised = any(t.lemma in PRAISE for t in below)
    boasts = any(t.lemma in ABSTRACT_NOUNS for t in below)
    return clause.verb.lemma in SAYING_WHAT_ONE_IS and (praised or (boasts and clause.verb.lemma != "be"))


def _is_quality(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause is said of what the applicant has ("my communication skills are…")."""
    if clause.subject is None or clause.subject.lemma not in ABSTRACT_NOUNS - OTHERS:
        return False
    return any(c.lower == "my" for c in sentence.children(clause.subject))
