"""Whether an act is only intended, or only imagined.

"I would" and "I'll" are also how people tell what they do as a rule ("if a shaft wears I'll turn a bushing").
So in a text that tells of things done they are read as habits, unless the sentence speaks of being hired.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause, Mood, tells_state
from screening.language.sentences import Sentence, Token
from screening.language.voice import may_be_present

NAME = "moods.v4"

OFTEN = re.compile(
    r"\b(?:(?:every|each) (?:\w+ )?(?:time|hour|day|night|morning|noon|afternoon|evening|week|weekend|month|"
    r"year|season|spring|summer|fall|autumn|winter|shift|christmas|harvest|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day)|often|usually|sometimes|whenever|most (?:days|nights|mornings|weeks)|daily|weekly|"
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
PERCEIVING = frozenset({"hear", "see", "feel", "smell", "taste", "tell", "sense", "notice", "remember"})
"""What one could hear was heard."""


def find(passage: Passage) -> list[Finding]:
    """Intentions and imagined acts of the applicant."""
    text = passage.sentence.text
    if passage.sentence.start in passage.voice.unreal and passage.clauses:
        return found("hypothetical", NAME, "told of a dream, a game or a film, not done")
    for clause in passage.clauses:
        if clause.actor != "applicant" or clause.conditional or _is_told(passage, clause):
            continue
        mood = mood_in(passage, clause)
        if mood == "intended":
            words = phrase(passage.sentence, clause)
            return found("intention", NAME, "not done yet: a plan or a wish", words)
        if mood == "hypothetical" and not _softens(passage, clause):
            return found("hypothetical", NAME, "imagined, not done", phrase(passage.sentence, clause))
    wish = WISHES.search(text)
    mine = any(c.actor == "applicant" or _mine(passage, c.subject) for c in passage.clauses)
    if wish is None or (passage.clauses and not mine):
        return []
    return found("intention", NAME, "not done yet: a plan or a wish", wish.group())


def mood_in(passage: Passage, clause: Clause) -> Mood:
    """The mood of a clause in its text: "would" and "will" may tell a habit."""
    if passage.sentence.start in passage.voice.unreal:
        return "hypothetical"
    supposed = passage.sentence.start in passage.voice.supposed
    if supposed and (clause.mood in ("habit", "hypothetical", "intended") or may_be_present(clause)):
        return "hypothetical"
    if clause.mood not in ("hypothetical", "intended") or _is_past_chance(passage.sentence, clause):
        return clause.mood
    above = next((c for c in passage.clauses if c.verb.index == clause.verb.head), clause)
    if above is not clause and not clause.modal and clause.verb.dep == "xcomp" and above.mood == clause.mood:
        return mood_in(passage, above)  # in "I would stay to teach" the teaching is meant as the staying is
    if not _is_modal(clause):
        return clause.mood
    text = passage.sentence.text
    if HIRED.search(text) or WISHES.search(text):
        return clause.mood
    if OFTEN.search(text) or _whenever(passage.sentence, clause):
        return "habit"
    told = passage.voice.tells_past and not tells_state(passage.sentence, clause)
    return "habit" if told else clause.mood


def _is_past_chance(sentence: Sentence, clause: Clause) -> bool:
    """Whether it is told as missed ("I'd have called him"): that was never done, nor a habit."""
    helpers = (c.lower for c in sentence.children(clause.verb) if c.dep == "aux")
    return bool(clause.modal) and any(helper in ("have", "'ve") for helper in helpers)


def _whenever(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause tells what was done each time ("when it snowed I would…")."""
    times = (c for c in sentence.children(clause.verb) if c.dep == "advcl" and c.tag == "VBD")
    return any(c.lower == "when" for time in times for c in sentence.children(time))


def _is_told(passage: Passage, clause: Clause) -> bool:
    """Whether "could" and its like tell what was so: perceived, impossible, said by another, or a purpose."""
    if clause.modal in ("could", "can") and (clause.negated or clause.verb.lemma in PERCEIVING):
        return True
    below = {c.lower for c in passage.sentence.children(clause.verb) if c.dep == "mark"}
    if clause.verb.dep == "advcl" and below & {"that", "so"}:
        return True
    above = passage.sentence.head(clause.verb)
    said = next((c for c in passage.clauses if c.verb.index == above.index), None)
    return clause.verb.dep == "ccomp" and said is not None and said.actor == "other" and above.lemma != "be"


def _softens(passage: Passage, clause: Clause) -> bool:
    """Whether the clause only softens what it says ("I'd say…", "I would call it luck")."""
    if clause.verb.lemma == "call":
        return any(c.dep in ("oprd", "ccomp", "xcomp") for c in passage.sentence.children(clause.verb))
    return clause.verb.lemma in ("say", "guess", "think", "add")


def _mine(passage: Passage, subject: Token | None) -> bool:
    return subject is not None and any(c.lower == "my" for c in passage.sentence.children(subject))


def _is_modal(clause: Clause) -> bool:
    """Whether the mood is the verb's own auxiliary's, not lent by "plan", "hope" or "eager"."""
    return clause.modal in ("would", "'d", "will", "'ll")
