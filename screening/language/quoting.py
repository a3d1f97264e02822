"""Whose words stand between quotation marks: the writer's own, or another's who is quoted and says "I".

An act told in another's words is another's act, and a customer's "I have never …" denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from screening.language.clauses import FIRST, person, subject_of
from screening.language.sentences import Sentence, Token

MARKS = frozenset('"“”„«»')
SAYING = frozenset({"say", "write", "state", "read", "tell", "ask", "reply", "put", "describe", "explain",
                    "note", "answer", "claim", "go", "begin", "report", "shout", "yell", "complain", "add"})
NEAR = 4
"""Words after a quotation within which its speaker is named ("…," the customer said)."""

Quoted = Mapping[int, frozenset[int]]
"""By where a sentence starts: the places of the words in it that are another's."""


def told_by_others(sentences: Sequence[Sentence]) -> Quoted:
    """The words of others who are quoted and say "I"; a quotation that does not end is none."""
    found: dict[int, frozenset[int]] = {}
    for words, theirs in _quotations(sentences):
        if theirs and any(token.lower in FIRST for _, token in words):
            for start, told in groupby(words, key=lambda one: one[0].start):
                found[start] = found.get(start, frozenset()) | {token.index for _, token in told}
    return found


def _quotations(sentences: Sequence[Sentence]) -> Iterator[tuple[list[tuple[Sentence, Token]], bool]]:
    """The words of each quotation, and whether somebody else is said to have said them."""
    words: list[tuple[Sentence, Token]] | None = None
    theirs = False
    for sentence in sentences:
        for token in sentence.tokens:
            if token.text not in MARKS:
                if words is not None:
                    words.append((sentence, token))
            elif _opens(sentence, token):
                words, theirs = [], _names_another(sentence, sentence.tokens[: token.index][::-1])
            elif words is not None:
                after = sentence.tokens[token.index + 1 : token.index + 1 + NEAR]
                yield words, theirs or _names_another(sentence, after)
                words = None


def _opens(sentence: Sentence, mark: Token) -> bool:
    """Whether a mark begins a quotation: nothing stands right before it (an inch mark has its number)."""
    return mark.start == 0 or sentence.text[mark.start - 1] in " \t([—–"


def _names_another(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether the first verb of saying among some words has a subject, and it is not the writer."""
    verb = next((t for t in tokens if t.lemma in SAYING and t.pos == "VERB"), None)
    subject, _ = subject_of(sentence, verb) if verb else (None, False)
    return subject is not None and person(sentence, subject) != "applicant"
