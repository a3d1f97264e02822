"""How a whole text speaks: as whom the writer appears, and whether it tells of things past at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from screening.language.clauses import FIRST, clauses, tells_state
from screening.language.sentences import Sentence

FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
THIRD_PERSON = frozenset({"she", "he", "they"})
APPLICANT_NOUNS = frozenset({"applicant", "candidate", "undersigned"})


@dataclass(frozen=True, slots=True)
class Voice:
    """``selves``: the subjects that stand for the writer; ``tells_past``: whether they did anything told."""

    selves: frozenset[str] = FIRST
    tells_past: bool = False


def voice_of(sentences: Sequence[Sentence]) -> Voice:
    """The voice of one text; a text without any first person may speak of its writer as "she"."""
    selves = FIRST | _third_person(sentences)
    told = (
        not tells_state(sentence, clause)
        for sentence in sentences
        for clause in clauses(sentence, selves)
        if clause.actor == "applicant" and clause.mood == "happened"
        and not clause.negated and not clause.conditional
    )
    return Voice(selves, any(told))


def _third_person(sentences: Sequence[Sentence]) -> frozenset[str]:
    """What stands for the writer where nobody says "I": "the applicant", and the opening pronoun."""
    words = [t for s in sentences for t in s.tokens]
    if any(t.lower in FIRST_PERSON and t.pos != "NUM" for t in words):
        return frozenset()
    subjects = Counter(t.lower for t in words if t.dep in ("nsubj", "nsubjpass") and t.lower in THIRD_PERSON)
    if not subjects:
        return APPLICANT_NOUNS
    pronoun, _ = subjects.most_common(1)[0]
    named = any(t.lemma in APPLICANT_NOUNS for t in words)
    opening = {t.lower for t in sentences[0].tokens if t.dep in ("nsubj", "nsubjpass")}
    return APPLICANT_NOUNS | {pronoun} if named or pronoun in opening else APPLICANT_NOUNS
