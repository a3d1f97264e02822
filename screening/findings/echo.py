"""Whether a sentence gives the requirement's own words back, and tells nothing."""

from __future__ import annotations

from screening.evidence import Finding
from screening.findings.context import RUN, Passage, found, plain_words
from screening.language.lexicon import ABSTRACT_NOUNS, PRAISE, VAGUE_VERBS, content_lemmas

NAME = "echo.v3"
SHARE = 0.5
"""Share of a sentence's content words that are the requirement's, from which it is an echo."""
FRESH = 4
"""Content words of its own that make a sentence more than an echo."""

SPRINKLED = 3
"""Names in a sentence that are not counted as content of its own, where there are so many."""


def find(passage: Passage) -> list[Finding]:
    """A copied run of words, or content that is mostly the requirement's."""
    copied = copied_words(passage)
    words = max(1, len(passage.sentence.words))
    named = _names(passage)
    fresh = fresh_lemmas(passage) - named
    if copied and (copied >= 0.5 * words or len(fresh) < FRESH):
        return found("echo", NAME, f"{copied} of {words} words stand in the standard")
    content = content_lemmas([t.lemma for t in passage.sentence.words])
    if len(named) >= SPRINKLED:
        content = [lemma for lemma in content if lemma not in named]
    shared = [lemma for lemma in content if lemma in passage.requirement.lemmas]
    if len(shared) >= 3 and len(shared) >= SHARE * len(content) and len(fresh) < FRESH:
        return found("echo", NAME, "gives the requirement's words back", ", ".join(dict.fromkeys(shared)))
    return []


def fresh_lemmas(passage: Passage) -> set[str]:
    """Content words that are neither the requirement's nor anybody's."""
    stock = passage.requirement.lemmas | ABSTRACT_NOUNS | PRAISE | VAGUE_VERBS
    return set(content_lemmas([t.lemma for t in passage.sentence.words])) - stock


def _names(passage: Passage) -> set[str]:
    """Names and days that are not the requirement's: who sprinkles them over its words tells nothing yet."""
    named = {t.lemma for t in passage.sentence.tokens if t.pos == "PROPN" and t.text[:1].isupper()}
    return named - passage.requirement.lemmas


def copied_words(passage: Passage) -> int:
    """How many of the sentence's words lie in a run of five that the standard has too."""
    words = [w for w in plain_words(passage.sentence.text) if w]
    covered: set[int] = set()
    for i in range(len(words) - RUN + 1):
        if tuple(words[i : i + RUN]) in passage.requirement.copied:
            covered.update(range(i, i + RUN))
    return len(covered)
