"""Whether a sentence only strings keywords: nothing is told in it, whatever its participles look like.

Listed ("stamps, holds, boxes, …"), tagged ("#mail #holds"), heaped ("letters reports drafted edited …"), or
one of the fragments of which the text is made, each on its line. What carries a verb with something to it
("rebuilt pumps, aligned shafts") tells.
"""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found
from screening.language.lexicon import FUNCTION_WORDS
from screening.language.sentences import Sentence, Token
from screening.language.tongue import other_language
from screening.language.voice import FIRST_PERSON

NAME = "keywords.v1"

BETWEEN = re.compile(r"[,;/|•·#\n]+")
ITEMS, LONG = 8, 3.5
"""Items side by side, and words in each on the average at most, that are a string of keywords."""
BEFORE, SHORT = 6, 2.5
"""The same where the writer is named after them ("stamps, holds, boxes, tape, meters, labels, I swept")."""
GOING_ON = frozenset({"and", "but", "so", "then"})
"""Before "I" these go on with a sentence that began with a list."""
TELLING = frozenset({"VBD", "VBN", "VBP", "VBZ", "MD"})
"""Penn tags of verbs that tell something; in a bare list a noun is sometimes taken for one."""
TOLD = 4
"""One such verb in so many items, but not one alone ("traced, resolved"), and they tell what was done."""
TAG = re.compile(r"#[A-Za-z]\w+")
TAGS = 5
"""Hashtags in one sentence that are a string of keywords."""
HEAP = 9
"""Words in a row, numbers aside, with nothing that joins them: no English that tells anything has so many."""
JOINING = frozenset({"DET", "ADP", "PRON", "CCONJ", "SCONJ", "AUX", "PART"})
"""Parts of speech of the words that join others."""


def find(passage: Passage) -> list[Finding]:
    """That a sentence strings keywords; it counts as an echo, since keywords are what a posting gives."""
    if is_keywords(passage):
        return found("echo", NAME, "a string of keywords, of which nothing is told")
    return []


def is_keywords(passage: Passage) -> bool:
    """Whether a sentence only strings keywords."""
    sentence = passage.sentence
    if sentence.start in passage.voice.fragments or len(TAG.findall(sentence.text)) >= TAGS:
        return True
    return _is_listed(sentence) or (_is_heaped(sentence) and other_language(sentence.text) is None)


def _is_listed(sentence: Sentence) -> bool:
    """Whether short items stand side by side of which nothing is told; before the writer is named, if so."""
    mine = next((t.start for t in sentence.tokens if t.lower in FIRST_PERSON), None)
    text, (least, most) = sentence.text[:mine], (ITEMS, LONG) if mine is None else (BEFORE, SHORT)
    items = [item.strip(" .").lower() for item in BETWEEN.split(text) if item.strip()]
    if len(items) < least or sum(len(item.split()) for item in items) > most * len(items):
        return False
    verbs = (t for t in sentence.tokens if t.tag in TELLING and t.end <= len(text))
    goes_on = mine is not None and items[-1] in GOING_ON
    return not goes_on and TOLD * sum(t.lower not in items for t in verbs) < len(items)


def _is_heaped(sentence: Sentence) -> bool:
    """Whether so many words stand in a row, with nothing between them, that no clause holds them together."""
    row = "".join("x" if _is_bare(t) else " " for t in sentence.tokens if t.pos not in ("SPACE", "NUM"))
    return max(map(len, row.split()), default=0) >= HEAP


def _is_bare(token: Token) -> bool:
    """A word that names something, and joins nothing."""
    joins = token.pos in JOINING or token.lower in FUNCTION_WORDS
    return not joins and any(c.isalpha() for c in token.text)
