"""How a whole text speaks: as whom the writer appears, and whether it tells of things past at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from screening.language.clauses import FIRST, Clause, clauses, tells_state
from screening.language.lexicon import COLLEAGUES
from screening.language.quoting import Quoted, told_by_others
from screening.language.sentences import Sentence

FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
THIRD_PERSON = frozenset({"she", "he", "they"})
APPLICANT_NOUNS = frozenset({"applicant", "candidate", "undersigned"})
FRAGMENT = 4
"""Words in a fragment at most."""
FRAGMENTS = 6
"""Fragments that, where they are most of a text, are keywords and not the points of a list."""
DREAM = re.compile(
    r"^\W*(?:(?:in|playing|while playing) (?:the|a|my|this|that|one) "
    r"(?:dream|novel|film|movie|(?:video|computer|phone|board) ?game)\b"
    r"(?: (?-i:[A-Z])[\w'-]*)*,? (?:I|we|my)\b"
    r"|I dream(?:t|ed) (?:that|I)\b)",
    re.IGNORECASE,
)
"""What opens a tale of things that were not so, and goes on to the end of the text."""
SUPPOSED = re.compile(
    r"^\W*(?:suppose|assume|let(?:'s| us) (?:say|suppose|imagine|assume)|imagine that|"
    r"say (?:that )?there(?:'s| is| are)|(?:question|scenario|q\.?) ?#?\d+\b|"
    r"(?:in|for) (?:the|a|this|that|our|my) (?:case study|scenario|role[- ]?play|mock \w+)|"
    r"my (?:first|next|opening) (?:\w+ )?(?:days?|weeks?|months?|year|quarter) "
    r"(?:as (?:your|the|a|an)|in (?:this|the|your)|on the job|with you)|"
    r"my (?:plan|answer|approach) (?:is|would be|will be))\b",
    re.IGNORECASE,
)
"""What opens a supposed case, an exam's answer or a plan: what follows in the present tense was not done."""


@dataclass(frozen=True, slots=True)
class Voice:
    """``selves``: the subjects that stand for the writer; ``tells_past``: whether they did anything told;
    ``quoted``: the words that are another's; ``unreal``: where sentences begin that tell a dream or a game,
    ``supposed`` those whose present tense is of a supposed case or a plan;
    ``fragments``: where those begin that are keywords, each on its line or with its own full stop; ``led``:
    whether a superior or colleague is told to have acted."""

    selves: frozenset[str] = FIRST
    tells_past: bool = False
    quoted: Quoted = field(default_factory=dict)
    unreal: frozenset[int] = frozenset()
    supposed: frozenset[int] = frozenset()
    fragments: frozenset[int] = frozenset()
    led: bool = False


def voice_of(sentences: Sequence[Sentence]) -> Voice:
    """The voice of one text; a text without any first person may speak of its writer as "she"."""
    selves, quoted = FIRST | _third_person(sentences), told_by_others(sentences)
    supposed = _from(SUPPOSED, sentences)
    done = [
        clause
        for sentence in sentences
        for clause in clauses(sentence, selves)
        if clause.mood == "happened" and not clause.negated and not clause.conditional
        and clause.verb.index not in quoted.get(sentence.start, ()) and not tells_state(sentence, clause)
        and not (sentence.start in supposed and may_be_present(clause))
    ]
    told = any(clause.actor == "applicant" for clause in done)
    led = any(c.actor == "other" and c.subject and c.subject.lemma in COLLEAGUES for c in done)
    unreal = _from(DREAM, sentences)
    return Voice(selves, told, quoted, unreal, supposed, _fragments(sentences), led)


def may_be_present(clause: Clause) -> bool:
    """Whether a verb taken for a past reads the same in the present ("I put the phone on hold")."""
    past = clause.mood == "happened" and clause.verb.tag == "VBD"
    return past and clause.verb.lower == clause.verb.lemma


def _from(opening: re.Pattern[str], sentences: Sequence[Sentence]) -> frozenset[int]:
    """Where the sentences begin from the one that opens so on."""
    opened = next((i for i, sentence in enumerate(sentences) if opening.match(sentence.text)), len(sentences))
    return frozenset(sentence.start for sentence in sentences[opened:])


def _fragments(sentences: Sequence[Sentence]) -> frozenset[int]:
    found = frozenset(sentence.start for sentence in sentences if _is_fragment(sentence))
    return found if len(found) >= FRAGMENTS and 2 * len(found) > len(sentences) else frozenset()


def _is_fragment(sentence: Sentence) -> bool:
    """Whether few words stand alone, and no verb among them has something done to or by somebody."""
    told = (c for verb in sentence.tokens if verb.pos in ("VERB", "AUX") for c in sentence.children(verb))
    joined = any(c.dep in ("dobj", "prep", "dative") or c.pos == "PRON" for c in told)
    return len(sentence.words) <= FRAGMENT and not joined


def _third_person(sentences: Sequence[Sentence]) -> frozenset[str]:
    """What stands for the writer where nobody says "I": "the applicant", and a pronoun that the text opens
    with: as the subject of what it says first, so that it can mean nobody who was named before."""
    words = [t for s in sentences for t in s.tokens]
    if any(t.lower in FIRST_PERSON and t.pos != "NUM" for t in words):
        return frozenset()
    subjects = Counter(t.lower for t in words if t.dep in ("nsubj", "nsubjpass") and t.lower in THIRD_PERSON)
    if not subjects:
        return APPLICANT_NOUNS
    pronoun, _ = subjects.most_common(1)[0]
    named = any(t.lemma in APPLICANT_NOUNS for t in words)
    return APPLICANT_NOUNS | {pronoun} if named or pronoun in _opening(sentences[0]) else APPLICANT_NOUNS


def _opening(sentence: Sentence) -> set[str]:
    """The first subject of a sentence, and the subject of its main verb."""
    subjects = [t for t in sentence.tokens if t.dep in ("nsubj", "nsubjpass")]
    main = [t for t in subjects if sentence.head(t).dep == "ROOT"]
    return {t.lower for t in (*subjects[:1], *main)}
