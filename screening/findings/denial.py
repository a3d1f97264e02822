"""Whether a sentence says that the applicant has not done it, or lacks it.

A negation is no denial by itself: "I never missed a delivery" is a success. What is denied must be
experience as such, or the act that the requirement asks for.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import ADVERSE, EXPERIENCE_NOUNS
from screening.language.sentences import Sentence

NAME = "denial.v1"

LACKING = re.compile(
    r"\b(?:no|little|limited|zero|without (?:any|much)|not (?:much|any|a lot of)|n't (?:much|any)|lack(?:ed|"
    r"ing|s)? (?:of |any |the )?)\s*"
    r"(?:\w+[\s-]){0,4}?(?:experience|training|background|exposure|knowledge|practice|education|"
    r"qualifications?)\b"
    r"|\byet to\b|\bI(?:'m| am) new to\b|\bnot something (?:that )?I\b|\b(?:wasn't|isn't|was not|is not|were "
    r"not|weren't|never)"
    r" (?:really )?(?:a |any )?(?:part of )?(?:my|our) (?:job|duties|duty|role|responsibility|place|"
    r"department|work|area|line)\b"
    r"|\bI lack\b|\bnever (?:had|got|been given) (?:the |a |any )?(?:chance|opportunity|occasion|need|reason|"
    r"cause)\b"
    r"|\b(?:I'm|I am|I was) (?:not|never) (?:a |an |the |in |really |yet |much of an? )?"
    r"(?:supervisor|manager|lead|leader|trained|certified|licensed|qualified|familiar|experienced|charge|"
    r"responsible)\b"
    r"|\bcannot (?:say|claim|point to|honestly)\b|\bcan't (?:say|claim|point to|honestly)\b",
    re.IGNORECASE,
)


def find(passage: Passage) -> list[Finding]:
    """The denials of a sentence, the plainest first."""
    match = LACKING.search(passage.sentence.text)
    if match:
        return found("denial", NAME, "says that this experience is lacking", match.group())
    for clause in passage.clauses:
        if _denies(passage, clause):
            return found("denial", NAME, "says that it was not done", phrase(passage.sentence, clause))
    return []


def _denies(passage: Passage, clause: Clause) -> bool:
    sentence, verb = passage.sentence, clause.verb
    mine = clause.actor == "applicant" or passage.is_self(clause.subject)
    if not clause.negated or not mine or verb.lemma in ADVERSE:
        return False
    if clause.mood not in ("happened", "habit"):
        return False
    below = {t.lemma for t in sentence.subtree(verb)}
    if below & EXPERIENCE_NOUNS:
        return True
    asked = bool(below & passage.requirement.lemmas)
    return asked and (clause.perfect or _never(sentence, clause) or verb.lemma in passage.requirement.lemmas)


def _never(sentence: Sentence, clause: Clause) -> bool:
    return any(c.lower == "never" for c in sentence.children(clause.verb))
