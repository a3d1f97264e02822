"""Who did something in a sentence: the applicant, a team, somebody else, nobody named, or done to them."""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import (
    ABSTRACT_NOUNS,
    PRAISE,
    RECEIVING_VERBS,
    STATES,
    SUPERIORS,
    VAGUE_VERBS,
)
from screening.language.sentences import Sentence

NAME = "acts.v1"


def find(passage: Passage) -> list[Finding]:
    """At most one finding of each kind, for the first clause that shows it."""
    findings: dict[str, Finding] = {}
    for clause in passage.clauses:
        for finding in _read(passage.sentence, clause):
            findings.setdefault(finding.kind, finding)
    return list(findings.values())


def _read(sentence: Sentence, clause: Clause) -> list[Finding]:
    if clause.negated or clause.mood not in ("happened", "habit"):
        return []
    words = phrase(sentence, clause)
    if _is_received(sentence, clause):
        return found("received", NAME, "done to or for the applicant", words)
    if clause.verb.lemma in STATES:
        return []
    if clause.actor == "applicant":
        return _own(sentence, clause, words)
    if clause.actor == "team":
        return found("team-act", NAME, "done by a team, own part not said", words)
    if clause.passive:
        return found("agentless", NAME, "done by nobody named", words) if clause.actor == "nobody" else []
    if clause.subject is not None and clause.subject.lemma in SUPERIORS:
        return found("others-act", NAME, f"done by somebody else ({clause.subject.text})", words)
    return []


def _is_received(sentence: Sentence, clause: Clause) -> bool:
    first = clause.subject is not None and clause.subject.lower in ("i", "me")
    if clause.passive:
        handed_on = any(c.dep == "xcomp" for c in sentence.children(clause.verb))
        return first and not handed_on and clause.verb.lower not in ("used", "promoted", "certified", "trained")
    return first and clause.verb.lemma in RECEIVING_VERBS


def _own(sentence: Sentence, clause: Clause, words: str) -> list[Finding]:
    if is_hollow(sentence, clause):
        return found("claim", NAME, "an act is named, but nothing that was done", words)
    if clause.mood == "happened":
        return found("own-act", NAME, "the applicant did this", words)
    return found("habit", NAME, "the applicant does this", words)


def is_hollow(sentence: Sentence, clause: Clause) -> bool:
    """An act without substance: a vague verb, or praise, with nothing concrete hanging on it."""
    below = [t for t in sentence.subtree(clause.verb) if t.index != clause.verb.index]
    concrete = [t for t in below if is_concrete(t)]
    praised = any(t.lemma in PRAISE or (t.pos == "ADV" and t.lower.endswith("ly")) for t in below)
    vague = clause.verb.lemma in VAGUE_VERBS
    return len(concrete) < (2 if vague and praised else 1 if vague or praised else 0) + (clause.mood == "habit")


def is_concrete(token: object) -> bool:
    """A noun, name or number that could not stand in just anybody's application."""
    pos, lemma = getattr(token, "pos", ""), getattr(token, "lemma", "")
    return pos in ("PROPN", "NUM") or (pos == "NOUN" and lemma not in ABSTRACT_NOUNS)
