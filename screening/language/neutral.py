"""What a sentence says with people, places, schools, ages and genders levelled: what the models may see.

A rating must not depend on whose words they are. Names of persons and places become common nouns, "he" and
"she" become "they", kin lose their gender, ages go. What was done, with what and when, stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.language.quoting import told_by_others
from screening.language.sentences import Sentence, Token

NAMED = {"PERSON": "someone", "GPE": "a town", "LOC": "a region", "FAC": "a place"}
"""What stands for each kind of name (OntoNotes' labels); peoples stay: their languages can be the skill."""
SCHOOL = re.compile(r"\b(?:university|college|school|academy|institute|seminary|polytechnic)\b", re.I)
PRONOUNS = {"he": "they", "she": "they", "him": "them", "himself": "themselves", "herself": "themselves",
            "his": "their", "hers": "theirs"}
KIN = {"husband": "spouse", "wife": "spouse", "father": "parent", "mother": "parent", "dad": "parent",
       "mom": "parent", "mum": "parent", "son": "child", "daughter": "child", "brother": "sibling",
       "sister": "sibling", "grandfather": "grandparent", "grandmother": "grandparent", "uncle": "relative",
       "aunt": "relative", "man": "person", "woman": "person", "men": "people", "women": "people",
       "gentleman": "person", "lady": "person", "boy": "child", "girl": "child"}
TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss"})
AGE = re.compile(
    r",? ?\b(?:(?:aged|at (?:the )?age(?: of)?) (?:\d+|[a-z]+(?:teen|ty)(?:-[a-z]+)?)"
    r"|(?:\d{2}|[a-z]+(?:teen|ty)(?:-[a-z]+)?)[- ]years?[- ]old)\b,?",
    re.IGNORECASE,
)


def levelled(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The sentences of a text as the models see them; another's story that is quoted is left out."""
    quoted = told_by_others(sentences)
    return tuple(neutral(s, quoted.get(s.start, frozenset())) for s in sentences)


def neutral(sentence: Sentence, quoted: frozenset[int] = frozenset()) -> str:
    """The sentence's words, everything levelled that tells who the writer is and not what they did.

    ``quoted``: the places of words that are another's; they are left out.
    """
    pieces: list[str] = []
    end = 0
    for start, stop, words in _replacements(sentence, quoted):
        pieces += [sentence.text[end:start], words]
        end = stop
    return " ".join(AGE.sub("", "".join([*pieces, sentence.text[end:]])).split())


def _replacements(sentence: Sentence, quoted: frozenset[int]) -> list[tuple[int, int, str]]:
    """Stretches of the sentence with what takes their place, in order and apart."""
    theirs = [t for t in sentence.tokens if t.index in quoted]
    found: list[tuple[int, int, str]] = [(t.start, t.end, "") for t in theirs]
    hidden = {i for t in theirs for i in range(t.start, t.end)}
    for label, tokens in names_in(sentence):
        start, stop = tokens[0].start, tokens[-1].end
        if hidden & {start, stop - 1}:
            continue
        school = label in ("ORG", "FAC", "PERSON") and SCHOOL.search(sentence.text[start:stop])
        stands = "a school" if school else NAMED.get(label)
        if stands:
            found.append((start, stop, stands))
    named = {i for start, stop, _ in found for i in range(start, stop)}
    level = ((t, _level(t)) for t in sentence.tokens if t.start not in named)
    return sorted([*found, *((t.start, t.end, words) for t, words in level if words is not None)])


def names_in(sentence: Sentence) -> list[tuple[str, tuple[Token, ...]]]:
    """What the parser takes for names: the kind (OntoNotes' labels), and the tokens that carry one name."""
    stretches: list[tuple[str, tuple[Token, ...]]] = []
    for token in sentence.tokens:
        label, begins = token.entity[2:], token.entity.startswith("B-")
        if label and not begins and stretches:
            stretches[-1] = (label, (*stretches[-1][1], token))
        elif label:
            stretches.append((label, (token,)))
    return stretches


def _level(token: Token) -> str | None:
    """What stands for a word that tells a gender; None where the word stays."""
    if token.lower in TITLES:
        return ""
    return pronoun(token) or KIN.get(token.lower)


def pronoun(token: Token) -> str | None:
    """The form of "they" that stands for a pronoun of one gender; None for any other word."""
    if token.lower == "her":
        return "their" if token.tag == "PRP$" else "them"
    return PRONOUNS.get(token.lower)
