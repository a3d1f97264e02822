"""The models of record, read through the cache: each gives what its model gives, and counts what it asked it.

Every answer of a model depends on its own words alone (sentences are encoded and parsed one at a time), so an
answer that was kept is the answer.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from screening.appraisal import Appraiser
from screening.batch.cache import Cache, NoCache, key_of
from screening.batch.reader_hash import reader_hash
from screening.language.parsing import Parser
from screening.language.sentences import Token
from screening.language.tongue import other_language
from screening.similarity import Encoder, Vectors
from screening.texts import Outline, outline_of


@dataclass(slots=True)
class Answers:
    """How often each model was asked, and how often the cache knew."""

    encoded: int = 0
    parsed: int = 0
    appraised: int = 0
    known: int = 0

    def plus(self, other: Answers) -> Answers:
        """Both together."""
        return Answers(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def told(self) -> str:
        """The counts in a sentence."""
        return (
            f"models asked: {self.encoded:,} sentences embedded, {self.parsed:,} parsed, "
            f"{self.appraised:,} texts appraised; {self.known:,} answers were known"
        )

    def minus(self, before: Answers) -> Answers:
        """What was asked since."""
        return Answers(*(a - b for a, b in zip(astuple(self), astuple(before), strict=True)))


class CachedEncoder:
    """An encoder that asks its model only for sentences that nobody has encoded before."""

    def __init__(self, encoder: Encoder, cache: Cache | NoCache, asked: Answers) -> None:
        self.name = encoder.name
        self._encoder, self._cache, self._asked = encoder, cache, asked

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, in order, exactly as the model gives it."""
        keys = [key_of("vector", self.name, text) for text in texts]
        kept = self._cache.read(list(dict.fromkeys(keys)))
        rows = {key: np.frombuffer(value, dtype="<f4") for key, value in kept.items() if len(value) % 4 == 0}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        self._asked.known += len(texts) - len(missing)
        if missing or not texts:
            made = self._encoder.encode(list(missing.values()))
            self._asked.encoded += len(missing)
            if not texts:
                return made
            fresh = dict(zip(missing, made, strict=True))
            self._cache.keep({key: np.asarray(row, dtype="<f4").tobytes() for key, row in fresh.items()})
            rows |= fresh
        return np.stack([rows[key] for key in keys]).astype(np.float32, copy=False)


class CachedParser:
    """A parser that asks its model only for sentences that nobody has parsed before."""

    def __init__(self, parser: Parser, cache: Cache | NoCache, asked: Answers) -> None:
        self.name = parser.name
        self._parser, self._cache, self._asked = parser, cache, asked

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of one sentence with their grammar, exactly as the model gives them."""
        return self.each([text])[0]

    def each(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """As :meth:`tokens` of several sentences; the cache is asked once."""
        keys = {text: key_of("parse", self.name, text) for text in texts}
        kept = self._cache.read(list(keys.values()))
        read = {text: _unpacked(kept.get(key)) for text, key in keys.items()}
        known = {text: tokens for text, tokens in read.items() if tokens is not None}
        missing = [text for text in keys if text not in known]
        fresh = dict(zip(missing, self._parser.each(missing), strict=True))
        self._cache.keep({keys[text]: _packed(tokens) for text, tokens in fresh.items()})
        self._asked.known += sum(text in known for text in texts)
        self._asked.parsed += len(fresh)
        return [(known | fresh)[text] for text in texts]


class CachedAppraiser:
    """An appraiser that asks its model only for pairs that nobody has appraised before."""

    def __init__(self, appraiser: Appraiser, cache: Cache | NoCache, asked: Answers) -> None:
        self.name = appraiser.name
        self._appraiser, self._cache, self._asked = appraiser, cache, asked

    def appraise(self, requirement: str, words: str) -> int:
        """Thousandths of a logit, exactly as the model gives them."""
        key = key_of("appraisal", self.name, requirement, words)
        kept = self._cache.read([key]).get(key)
        if kept is not None and len(kept) == 8:
            self._asked.known += 1
            return int.from_bytes(kept, "big", signed=True)
        self._asked.appraised += 1
        appraisal = self._appraiser.appraise(requirement, words)
        self._cache.keep({key: appraisal.to_bytes(8, "big", signed=True)})
        return appraisal


class CachedReader:
    """Gives the outline and the language of a text, made only where nobody has read the same words before."""

    def __init__(self, parser: Parser, cache: Cache | NoCache, asked: Answers) -> None:
        self._parser, self._cache, self._asked = parser, cache, asked

    def outline(self, text: str) -> Outline:
        """The sentences of a text, exactly as :func:`screening.texts.outline_of` gives them."""
        key = key_of("outline", f"{self._parser.name} {reader_hash()}", text)
        kept = self._cache.read([key]).get(key)
        outline = None if kept is None else _outline(kept)
        if outline is not None:
            self._asked.known += 1
            return outline
        outline = outline_of(text, self._parser)
        told = (outline.spans, outline.words, outline.neutral, outline.notices)
        self._cache.keep({key: zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 1)})
        return outline

    def language(self, text: str) -> str | None:
        """The language of a text where it is clearly not English, else None."""
        key = key_of("language", reader_hash(), text)
        kept = self._cache.read([key]).get(key)
        if kept is not None and kept.isascii():
            self._asked.known += 1
            return kept.decode() or None
        code = other_language(text)
        self._cache.keep({key: (code or "").encode()})
        return code


def _outline(data: bytes) -> Outline | None:
    """The outline, or None where the bytes are not what this version writes."""
    try:
        spans, *told = json.loads(zlib.decompress(data))
        words, neutral, notices = map(tuple, told)
        return Outline(tuple((start, end) for start, end in spans), words, neutral, notices)
    except (zlib.error, ValueError, TypeError):
        return None


def _packed(tokens: tuple[Token, ...]) -> bytes:
    rows = [
        (t.index, t.text, t.start, t.end, t.lemma, t.pos, t.tag, t.dep, t.head, t.entity) for t in tokens
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def _unpacked(data: bytes | None) -> tuple[Token, ...] | None:
    """The tokens, or None where there are none or the bytes are not what this version writes."""
    if data is None:
        return None
    try:
        return tuple(Token(*row) for row in json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, TypeError):
        return None
