"""Whether a sentence gives the requirement's own words back, or strings its keywords, and tells nothing."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import RUN, Passage, found, plain_words
from screening.language.lexicon import ABSTRACT_NOUNS, PRAISE, VAGUE_VERBS, content_lemmas
from screening.language.sentences import Sentence
from screening.language.voice import FIRST_PERSON

NAME = "echo.v2"
SHARE = 0.5
"""Share of a sentence's content words that are the requirement's, from which it is an echo."""
FRESH = 4
"""Content words of its own that make a sentence more than an echo."""
ITEMS = 8
"""Items in a row, of which none is told anything, that make a sentence a string of keywords."""
ITEM_WORDS = 3.5
"""Words in an item of a string of keywords, on the average, at most."""
BETWEEN = re.compile(r"[,;/|•·\n]+")
TELLING = frozenset({"VBD", "VBN", "VBP", "VBZ", "MD"})
"""Penn tags of verbs that tell something; in a bare list a noun is sometimes taken for one."""
TOLD = 4
"""One such verb in so many items ("rebuilt pumps, aligned shafts"), and they tell what was done."""


def find(passage: Passage) -> list[Finding]:
    """A string of keywords, a copied run of words, or content that is mostly the requirement's."""
    if is_keywords(passage.sentence):
        return found("echo", NAME, "a string of keywords, of which nothing is told")
    copied = copied_words(passage)
    words = max(1, len(passage.sentence.words))
    fresh = fresh_lemmas(passage)
    if copied and (copied >= 0.5 * words or len(fresh) < FRESH):
        return found("echo", NAME, f"{copied} of {words} words stand in the standard")
    content = content_lemmas([t.lemma for t in passage.sentence.words])
    shared = [lemma for lemma in content if lemma in passage.requirement.lemmas]
    if len(shared) >= 3 and len(shared) >= SHARE * len(content) and len(fresh) < FRESH:
        return found("echo", NAME, "gives the requirement's words back", ", ".join(dict.fromkeys(shared)))
    return []


def is_keywords(sentence: Sentence) -> bool:
    """Whether a sentence strings short items together, names nobody who writes, and tells nothing of any."""
    items = [item for item in BETWEEN.split(sentence.text) if item.strip()]
    if len(items) < ITEMS or sum(len(item.split()) for item in items) > ITEM_WORDS * len(items):
        return False
    telling = sum(t.tag in TELLING for t in sentence.tokens)
    return TOLD * telling < len(items) and not any(t.lower in FIRST_PERSON for t in sentence.tokens)


def fresh_lemmas(passage: Passage) -> set[str]:
    """Content words that are neither the requirement's nor anybody's."""
    stock = passage.requirement.lemmas | ABSTRACT_NOUNS | PRAISE | VAGUE_VERBS
    return set(content_lemmas([t.lemma for t in passage.sentence.words])) - stock


def copied_words(passage: Passage) -> int:
    """How many of the sentence's words lie in a run of five that the standard has too."""
    words = [w for w in plain_words(passage.sentence.text) if w]
    covered: set[int] = set()
    for i in range(len(words) - RUN + 1):
        if tuple(words[i : i + RUN]) in passage.requirement.copied:
            covered.update(range(i, i + RUN))
    return len(covered)
