"""One text made ready to be judged: outline and vectors at once, its findings only where a sentence is read.

Every text is parsed once, because levelling names and pronouns needs its grammar. Most texts were written for
other KSAs than the one in question, and the likeness of their sentences tells. Such a text is not parsed
again, and is measured only for the KSAs that ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from screening.applications import Text
from screening.findings import instruction, tells
from screening.language.cleaning import visible
from screening.language.neutral import levelled
from screening.language.parsing import Parser, parse
from screening.language.sentences import Sentence, Token
from screening.language.voice import Voice, voice_of
from screening.similarity import Vectors, thousandths

Thousandths = NDArray[np.int64]
Grammar = Callable[[Sequence[str]], Sequence[tuple[Token, ...]]]
"""The words of each sentence with their grammar, as a parser gives them."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a text before anything is judged: the sentences that can speak for or against.

    ``spans`` are their places in the text as it was written, ``words`` what a reader sees of them,
    ``neutral`` what the models see: without names, places, genders and ages. ``notices`` tell what was set
    aside.
    """

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    neutral: tuple[str, ...]
    notices: tuple[str, ...]
    parsed: tuple[Sentence, ...] | None = field(default=None, repr=False, compare=False)
    """The same sentences with their grammar, where they had to be parsed."""


def outline_of(text: str, parser: Parser) -> Outline:
    """The outline of a text: words to whoever reads, courtesies, names and ages set aside."""
    sentences = parse(text, parser)
    kept = tuple(s for s in sentences if tells(s.text))
    notices = [
        f"{s.text[:120]!r} is addressed to the screener and counts for nothing"
        for s in sentences
        if instruction.read(s.text)
    ]
    hidden = visible(text).hidden
    if hidden:
        notices.append(f"{hidden} invisible characters were taken out before reading")
    return Outline(
        spans=tuple((s.start, s.end) for s in kept),
        words=tuple(s.text for s in kept),
        neutral=levelled(kept),
        notices=tuple(notices),
        parsed=kept,
    )


class Near(Mapping[str, Thousandths]):
    """For each KSA the likeness of each sentence by itself, in thousandths, measured when it is asked for."""

    def __init__(self, vectors: Vectors, indicators: Mapping[str, Vectors]) -> None:
        self._vectors, self._indicators = vectors, indicators
        self._known: dict[str, Thousandths] = {}

    def __getitem__(self, ksa: str) -> Thousandths:
        if ksa not in self._known:
            self._known[ksa] = likeness(self._vectors, self._indicators[ksa])
        return self._known[ksa]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    @property
    def rival(self) -> Thousandths:
        """The likeness of each sentence to the KSA that it is nearest to."""
        nearest: Thousandths = np.max(np.stack(list(self.values())), axis=0)
        return nearest


@dataclass(frozen=True)
class ReadText:
    """One text, split once for all KSAs; ``telling``: how each sentence reads, in thousandths of a logit."""

    written: Text
    outline: Outline
    vectors: Vectors
    near: Near
    telling: Thousandths
    grammar: Grammar = field(repr=False)

    @property
    def source(self) -> str:
        """Where it stands in the application."""
        return self.written.source

    @property
    def text(self) -> str:
        """The words as they were written."""
        return self.written.text

    @property
    def neutral(self) -> tuple[str, ...]:
        """Each sentence as the models see it."""
        return self.outline.neutral

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person must know of this text."""
        return tuple(f"{self.source}: {notice}" for notice in self.outline.notices)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences with their grammar."""
        if self.outline.parsed is not None:
            return self.outline.parsed
        spans, words = self.outline.spans, self.outline.words
        rows = zip(words, spans, self.grammar(words), strict=True)
        return tuple(Sentence(told, *span, tokens) for told, span, tokens in rows)

    @cached_property
    def voice(self) -> Voice:
        """How the whole text speaks."""
        return voice_of(self.sentences)


def likeness(vectors: Vectors, rows: Vectors) -> Thousandths:
    """The likeness of each vector to the nearest of the rows, in thousandths."""
    return thousandths((vectors @ rows.T).max(axis=1))
