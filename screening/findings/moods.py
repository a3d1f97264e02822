"""Whether an act is only intended, or only imagined."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.lexicon import STATES

NAME = "moods.v1"

OFTEN = re.compile(
    r"\b(?:every|each|always|often|usually|sometimes|whenever|most (?:days|nights|mornings|weeks)|daily|weekly|"
    r"at the (?:end|start) of|after (?:each|every)|then I(?:'d| would)|on (?:mondays|fridays|weekends)|used to)\b",
    re.IGNORECASE,
)
IF = re.compile(r"\b(?:if (?:I|you|given|hired|selected|chosen|needed|asked|the|a|an|any)|were I|should I|once (?:hired|trained|I am|I'm)|"
                r"as (?:a|your|the) (?:lead|agent|supervisor|manager|specialist))\b", re.IGNORECASE)
FORWARD = re.compile(
    r"\b(?:look(?:ing)? forward|plan to|plans to|intend to|hope to|hoping to|want to learn|would like to|eager to|excited to|"
    r"willing to|ready to|aspire|my goal is|if (?:hired|selected|given|chosen)|once (?:hired|selected|trained))\b", re.IGNORECASE)


def find(passage: Passage) -> list[Finding]:
    """Intentions and imagined acts of the applicant; "would" for what was done often is neither."""
    text = passage.sentence.text
    mine = [c for c in passage.clauses if c.actor == "applicant"]
    for clause in mine:
        if clause.mood == "intended" or FORWARD.search(text):
            return found("intention", NAME, "not done yet: a plan or a wish", phrase(passage.sentence, clause))
    for clause in mine:
        if clause.mood == "hypothetical" and not is_habit(text) and clause.verb.lemma not in ("say", "rather", "add"):
            return found("hypothetical", NAME, "imagined, not done", phrase(passage.sentence, clause))
    return []


def is_habit(text: str) -> bool:
    """Whether "would" tells what used to be done ("every morning I would…")."""
    return bool(OFTEN.search(text)) and not IF.search(text)


def habitual_would(passage: Passage) -> list[Finding]:
    """"Every morning I would print the sheets" as the past habit that it is."""
    for clause in passage.clauses:
        told = clause.mood == "hypothetical" and clause.actor == "applicant" and not clause.negated
        if told and clause.verb.lemma not in STATES and is_habit(passage.sentence.text):
            return found("own-act", NAME, "the applicant used to do this", phrase(passage.sentence, clause))
    return []
