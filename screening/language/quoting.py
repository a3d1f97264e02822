"""Whose words stand between quotation marks: the writer's own, or another's who is quoted and says "I".

An act told in another's words is another's act, and a customer's "I have never …" denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screening.language.clauses import FIRST, person, subject_of
from screening.language.sentences import Sentence, Token

MARKS = frozenset('"“”„«»')
SAYING = frozenset({"say", "write", "state", "read", "tell", "ask", "reply", "put", "describe", "explain",
                    "note", "answer", "claim", "go", "begin", "report", "shout", "yell", "complain", "add"})
NEAR = 4
"""Words after a quotation within which its speaker is named ("…," the customer said)."""

Place = tuple[int, int]
"""Where a sentence starts, and the place of a word in it."""


def told_by_others(sentences: Sequence[Sentence]) -> frozenset[Place]:
    """The words of others who are quoted and say "I"; a quotation that does not end is none."""
    found: set[Place] = set()
    for words, theirs in _quotations(sentences):
        if theirs and any(token.lower in FIRST for _, token in words):
            found.update((sentence.start, token.index) for sentence, token in words)
    return frozenset(found)


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
