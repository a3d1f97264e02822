"""Whether an act is only intended, or only imagined.

"I would" and "I'll" are also how people tell what they do as a rule ("if a shaft wears I'll turn a bushing").
So in a text that tells of things done they are read as habits, unless the sentence speaks of being hired.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause, Mood, tells_state

NAME = "moods.v1"

OFTEN = re.compile(
    r"\b(?:every|each|always|often|usually|sometimes|whenever|most (?:days|nights|mornings|weeks)|daily|"
    r"weekly|"
    r"at the (?:end|start) of|after (?:each|every)|on (?:mondays|fridays|weekends)|used to)\b",
    re.IGNORECASE,
)
HIRED = re.compile(
    r"\bif (?:I(?:'m| am| was| were| get| got)? )?(?:hired|selected|chosen|appointed|promoted|given|offered|"
    r"trained|needed|asked|called|allowed)\b"
    r"|\b(?:if|were|should) I (?:were|was|be|get|am)\b|\bif you (?:hire|select|choose|give|let|take)\b"
    r"|\bonce (?:hired|trained|selected|I am|I'm|I get)\b"
    r"|\bin (?:this|the|that|your|such a) (?:position|job|role|capacity)\b|\bas (?:a|an|your|the) "
    r"(?:new )?(?:lead|agent|supervisor|manager|specialist)\b"
    r"|\bgiven (?:the|a|an) (?:chance|opportunity)\b|\bwould have\b|\bfor the postal service\b|\bif (?:a|an|"
    r"the|any|one|some)\w* \w+ (?:were|was|came|ever)\b",
    re.IGNORECASE,
)
WISHES = re.compile(
    r"\b(?:look(?:ing)? forward to|plan(?:ning)? (?:on|to)|intend to|hop(?:e|ing) to|want to learn|would "
    r"(?:like|love) to|aspire|"
    r"my (?:goal|plan|hope|aim) is|eager to|excited to|willing to (?:learn|be|do|take|train|work))\b",
    re.IGNORECASE,
)


def find(passage: Passage) -> list[Finding]:
    """Intentions and imagined acts of the applicant."""
    text = passage.sentence.text
    for clause in passage.clauses:
        if clause.actor != "applicant" or clause.conditional:
            continue
        mood = mood_in(passage, clause)
        if mood == "intended":
            words = phrase(passage.sentence, clause)
            return found("intention", NAME, "not done yet: a plan or a wish", words)
        if mood == "hypothetical" and clause.verb.lemma not in ("say", "guess", "call", "think", "add"):
            return found("hypothetical", NAME, "imagined, not done", phrase(passage.sentence, clause))
    wish = WISHES.search(text)
    mine = any(c.actor == "applicant" for c in passage.clauses) or not passage.clauses
    return found("intention", NAME, "not done yet: a plan or a wish", wish.group()) if wish and mine else []


def mood_in(passage: Passage, clause: Clause) -> Mood:
    """The mood of a clause in its text: "would" and "will" may tell a habit."""
    if clause.mood not in ("hypothetical", "intended") or not _is_modal(clause):
        return clause.mood
    text = passage.sentence.text
    if HIRED.search(text) or WISHES.search(text) or tells_state(passage.sentence, clause):
        return clause.mood
    told = passage.voice.tells_past or bool(OFTEN.search(text))
    return "habit" if told else clause.mood


def _is_modal(clause: Clause) -> bool:
    """Whether the mood is the verb's own auxiliary's, not lent by "plan", "hope" or "eager"."""
    return clause.modal in ("would", "'d", "will", "'ll")
