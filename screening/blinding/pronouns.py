"""Pronouns and words for kin that tell a gender; the words are those that the models' view levels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View, Word
from screening.language.neutral import KIN, pronoun

PAIR = re.compile(r"\b(?:s/he|\(s\)he|he/she|she/he|he or she|she or he)\b", re.IGNORECASE)
PAIRED = re.compile(r"\b(?:his/her|her/his|his or her|her or his)\b", re.IGNORECASE)


def find(view: View) -> Iterator[Found]:
    """Every "he", "she" and the like as a form of "they"; kin as spouse, parent, child, sibling."""
    shapes = ((PAIR, "they"), (PAIRED, "their"))
    pairs = [(match, instead) for shape, instead in shapes for match in shape.finditer(view.text)]
    inside = {i for match, _ in pairs for i in range(*match.span())}
    for match, instead in pairs:
        yield Found(*match.span(), "pronoun", "pronouns for either", _cased(instead, match[0]))
    for word in view.words:
        if word.start not in inside and not _is_acronym(view, word):
            yield from _in_word(view, word)


def _in_word(view: View, word: Word) -> Iterator[Found]:
    written = view.text[word.start : word.end]
    they, kin = pronoun(word.token), KIN.get(word.token.lower)
    if they:
        end, tail = _contracted(word)
        yield Found(word.start, end, "pronoun", "tells a gender", _cased(they, written) + tail)
    elif kin and word.token.tag in ("NN", "NNS"):
        yield Found(word.start, word.end, "kin", "tells a gender", _cased(kin, written))


def _contracted(word: Word) -> tuple[int, str]:
    """Where the pronoun ends with its verb, and the verb's form after "they": "he's" is "they're"."""
    verb = word.next
    follows = verb is not None and verb.start == word.end and verb.token.text == "'s"
    if verb is None or not follows or word.token.lower not in ("he", "she"):
        return word.end, ""
    perfect = verb.token.dep == "aux" and verb.head.token.tag == "VBN"
    return verb.end, "'ve" if perfect else "'re"


def _is_acronym(view: View, word: Word) -> bool:
    """Whether the word stands in capitals among words that do not: "the HIS screen"."""
    written = view.text[word.start : word.end]
    around = view.text[word.sentence.start : word.sentence.end]
    return len(written) > 1 and written.isupper() and any(c.islower() for c in around)


def _cased(words: str, written: str) -> str:
    if len(written) > 1 and written.isupper():
        return words.upper()
    return words[:1].upper() + words[1:] if written[:1].isupper() else words
