"""What a finding may look at besides its sentence: the requirement, and the standard's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from screening.evidence import Finding, FindingKind
from screening.language.clauses import Clause, clauses
from screening.language.lexicon import content_lemmas
from screening.language.sentences import Sentence, Token
from screening.language.voice import Voice

RUN = 5
"""Words in a row, shared with the standard, that count as copied."""


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, punctuation dropped."""
    return ["".join(c for c in word if c.isalnum() or c in "'-").strip("'-") for word in text.lower().split()]


def runs(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    """Every stretch of ``length`` words in a text."""
    words = [w for w in plain_words(text) if w]
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One KSA as the findings see it: its content lemmas, and word runs of the whole standard."""

    lemmas: frozenset[str] = frozenset()
    copied: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, tokens: Iterable[Token], texts: Iterable[str] = ()) -> Requirement:
        """From the parsed requirement, and the texts of the standard that an applicant could copy."""
        lemmas = frozenset(content_lemmas([t.lemma for t in tokens]))
        return cls(lemmas, frozenset().union(*(runs(text) for text in texts)))


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, its clauses, and the requirement it is read for."""

    sentence: Sentence
    requirement: Requirement = field(default_factory=Requirement)
    voice: Voice = field(default_factory=Voice)
    clauses: tuple[Clause, ...] = ()

    @classmethod
    def of(
        cls, sentence: Sentence, requirement: Requirement | None = None, voice: Voice | None = None
    ) -> Passage:
        """A sentence made ready for the findings."""
        voice = voice or Voice()
        theirs = voice.quoted.get(sentence.start, ())
        told = tuple(c for c in clauses(sentence, voice.selves) if c.verb.index not in theirs)
        return cls(sentence, requirement or Requirement(), voice, told)

    def is_self(self, token: Token | None) -> bool:
        """Whether a word stands for the writer."""
        return token is not None and bool({token.lower, token.lemma} & self.voice.selves)


def found(kind: FindingKind, source: str, reason: str, words: str = "") -> list[Finding]:
    """One finding in a list, as finders return them."""
    return [Finding(kind=kind, source=source, reason=reason, words=words)]


def phrase(sentence: Sentence, clause: Clause, most: int = 8) -> str:
    """The clause's verb with what follows it, for a reader's eye."""
    tokens = [t for t in sentence.tokens if clause.verb.index <= t.index < clause.verb.index + most]
    return sentence.text[tokens[0].start : tokens[-1].end] if tokens else clause.verb.text
