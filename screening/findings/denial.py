"""Whether a sentence says that the applicant has not done it, or lacks it.

A negation is no denial by itself: "I never missed a delivery" is a success. What is denied must be
experience as such, or the act that the requirement asks for.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import ADVERSE, EXPERIENCE_NOUNS, HARM
from screening.language.sentences import Sentence

NAME = "denial.v4"

_WILLING = (
    r"(?:can|could|will|would|(?:confident|sure|certain) of|(?:eager|willing|ready|hope|expect|want|like) to)"
)
_PICKING_UP = (
    r"(?:pick(?:ing)? (?:it|that|this|them|yours?|the rest) up|pick(?:ing)? up (?:your|the rest|whatever)"
    r"|learn(?:ing)? (?:it|this|yours?|your \w+|the rest|whatever|fast|quick|quickly|more)\b)"
)
LEARNING = re.compile(
    r"\b(?:don't|do not) (?:really |yet )?know (?:your|that particular|this particular)\b"
    rf"|\bI (?:\w+ ){{0,5}}?(?<!so I ){_WILLING} (?:(?:soon|quickly|easily|certainly|surely) )?{_PICKING_UP}",
    re.IGNORECASE,
)
"""Who would pick it up has not done it: "I don't know your system, but I am confident of picking it up"."""
NEEDING = frozenset({"need", "require", "want"})
"""Who needed no training lacked none."""

WITHOUT = re.compile(
    r"\b(?:no|little|limited|zero|without (?:any|much)|not (?:much|any|a lot of)|n't (?:much|any)|lack(?:ed|"
    r"ing|s)? (?:of |any |the )?)\s*"
    r"(?:\w+[\s-]){0,4}?(?:experience|training|background|exposure|knowledge|practice|education|"
    r"qualifications?)\b",
    re.IGNORECASE,
)
"""That somebody lacks something; whether it is the applicant, the grammar tells."""
LACKING = re.compile(
    r"\bmy (?:\w+ ){0,2}?(?:experience|training|background|exposure|knowledge|practice|education)\b"
    r"[^.,;]{0,40}?\b(?:is|was|has been|are) (?:\w+ ){0,2}?"
    r"(?:limited|minimal|little|small|slight|thin|none|basic|scarce)\b"
    r"|\byet to\b|\bI(?:'m| am) new to\b|\bnot something (?:that )?I\b|\b(?:wasn't|isn't|was not|is not|were "
    r"not|weren't|never)"
    r" (?:really )?(?:a |any )?(?:part of )?(?:my|our) (?:job|duties|duty|role|responsibility|place|"
    r"department|work|area|line)\b"
    r"|\bI lack\b|\bnever (?:had|got|been given) (?:the |a |any )?(?:chance|opportunity|occasion|need|reason|"
    r"cause)\b"
    r"|\b(?:I(?:'m| am| was) (?:not|never)|I wasn't) (?:a |an |the |in |really |yet |much of an? )?"
    r"(?:supervisor|manager|lead|leader|trained|certified|licensed|qualified|familiar|experienced|charge|"
    r"responsible)\b"
    r"|\bcannot (?:say|claim|point to|honestly)\b|\bcan't (?:say|claim|point to|honestly)\b",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\bnone of (?:this|that|it|these things|the above)\b[^.;]{0,25}"
    r"\b(?:happened|took place|is true|was (?:true|real|me))(?! (?:by|on|in|without|overnight|alone)\b)"
    r"|\b(?:this|that|it|the above) (?:never|did not|didn't) (?:really |actually )?(?:happen|take place)"
    r"|\bI (?:have|need|must|want|ought) (?:to )?correct (?:that|this|myself)\b"
    r"|\bI (?:have |had )?made (?:(?:all|most) of )?(?:that|this|it) up\b"
    r"(?! (?:by|to|with|for|in|on|as|from)\b)"
    r"|\bit was(?:n't| not) (?:really |actually )?(?:me|I) who\b"
    r"|\bit was (?:really |actually |in fact )?(?:my|our|the|[A-Z])[\w']* ?(?:[\w']+ ){0,3}who [^.;]{0,40}"
    r"\bdid (?:all|most|it|this|that)\b",
    re.IGNORECASE,
)
"""That what was told was not so, or was another's."""


def find(passage: Passage) -> list[Finding]:
    """The denials of a sentence, the plainest first."""
    text = passage.sentence.text
    if taken_back := TAKEN_BACK.search(text):
        return found("denial", NAME, "takes back what was told", taken_back.group())
    match = (
        LACKING.search(text)
        or LEARNING.search(text)
        or next((m for m in WITHOUT.finditer(text) if _lacks(passage, m)), None)
    )
    if match:
        return found("denial", NAME, "says that this experience is lacking", match.group())
    for clause in passage.clauses:
        if _denies(passage, clause):
            return found("denial", NAME, "says that it was not done", phrase(passage.sentence, clause))
    return []


def _lacks(passage: Passage, match: re.Match[str]) -> bool:
    """Whether what is lacking is the applicant's to have: not a trainee's, and not a manual's name."""
    sentence = passage.sentence
    inside = [t for t in sentence.tokens if match.start() <= t.start < match.end()]
    noun = inside[-1]
    denied = any(t.head == noun.index or noun in sentence.subtree(t) for t in inside[:-1])
    if noun.dep == "compound" or not denied:
        return False
    while noun.dep in ("conj", "pobj", "prep"):
        noun = sentence.head(noun)
        if noun.dep == "prep" and sentence.head(noun).pos in ("NOUN", "PROPN", "PRON"):
            return False
    verb = sentence.head(noun)
    clause = next((c for c in passage.clauses if c.verb.index in (noun.index, verb.index)), None)
    if clause is None:
        return True
    mine = clause.actor == "applicant" or passage.is_self(clause.subject)
    return mine and clause.verb.lemma not in NEEDING


def _denies(passage: Passage, clause: Clause) -> bool:
    sentence, verb = passage.sentence, clause.verb
    mine = clause.actor == "applicant" or passage.is_self(clause.subject)
    if not clause.negated or not mine or verb.lemma in ADVERSE | NEEDING:
        return False
    if clause.mood not in ("happened", "habit"):
        return False
    below = {t.lemma for t in sentence.subtree(verb) if t.dep != "compound"}
    if clause.object is not None and clause.object.lemma in HARM:
        return False
    if below & EXPERIENCE_NOUNS:
        return True
    asked = bool(below & passage.requirement.lemmas)
    return asked and (clause.perfect or _never(sentence, clause) or verb.lemma in passage.requirement.lemmas)


def _never(sentence: Sentence, clause: Clause) -> bool:
    return any(c.lower == "never" for c in sentence.children(clause.verb))
