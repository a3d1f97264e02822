"""What every recogniser takes and gives: a text as it is seen, and the stretches that tell who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from screening.language.neutral import names_in
from screening.language.parsing import Parser, parse
from screening.language.sentences import Sentence, Token

Kind = Literal["photo", "e-mail", "link", "phone", "id number", "handle", "address", "title", "name",
               "place", "pronoun", "kin", "age", "year"]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In order of precedence: of two stretches that overlap, the one whose kind comes first is taken."""
MARK = re.compile(r"\[(?:" + "|".join(map(re.escape, KINDS)) + r")\]")
"""What stands in a blind copy for something taken out; no recogniser's finding reaches into one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch to take out: characters ``start`` to ``end``, its kind, and in words why it was found.

    ``instead`` is what takes its place; empty: the mark of its kind.
    """

    start: int
    end: int
    kind: Kind
    why: str
    instead: str = ""

    @property
    def shown(self) -> str:
        """What a blind copy says in its place."""
        return self.instead or f"[{self.kind}]"

    def moved(self, start: int, end: int) -> Found:
        """The same finding at another place."""
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Word:
    """A token, its sentence, and its place in the whole text."""

    token: Token
    sentence: Sentence
    start: int
    end: int

    @classmethod
    def of(cls, token: Token, sentence: Sentence) -> Word:
        """A token of a sentence, where it stands in the text."""
        return cls(token, sentence, sentence.start + token.start, sentence.start + token.end)

    @property
    def next(self) -> Word | None:
        """The word after it in its sentence; None at the end."""
        return self._at(self.token.index + 1)

    @property
    def head(self) -> Word:
        """The word that it hangs on."""
        return self._at(self.token.head) or self

    @property
    def modifies_a_thing(self) -> bool:
        """Whether it stands before a common noun that it tells apart, as in "Lincoln welder"."""
        after = self.next
        while after is not None and after.token.tag in ("NNP", "NNPS", "CD", "HYPH", "JJ"):
            after = after.next
        return after is not None and after.token.tag in ("NN", "NNS") and after.token.text.islower()

    def _at(self, index: int) -> Word | None:
        if not 0 <= index < len(self.sentence.tokens):
            return None
        return Word.of(self.sentence.tokens[index], self.sentence)


@dataclass(frozen=True)
class View:
    """A text without hidden characters; the names known from the applicant's other texts, in lower case."""

    text: str
    parser: Parser
    known: frozenset[str] = frozenset()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The text's sentences, parsed when first asked for."""
        return tuple(parse(self.text, self.parser))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every token with its place in the text."""
        return tuple(Word.of(token, sentence) for sentence in self.sentences for token in sentence.tokens)

    @cached_property
    def named(self) -> tuple[tuple[str, tuple[Word, ...]], ...]:
        """What the parser takes for names: the kind (OntoNotes' labels) and the words."""
        return tuple(
            (label, tuple(Word.of(token, sentence) for token in tokens))
            for sentence in self.sentences
            for label, tokens in names_in(sentence)
        )


Recogniser = Callable[[View], Iterable[Found]]
"""The one interface: a text in, what it would take out of it, with explanations."""


def every(
    pattern: re.Pattern[str], view: View, kind: Kind, why: str, group: int | str = 0
) -> Iterator[Found]:
    """All matches of a pattern, or of one group of it, as findings of one kind."""
    for match in pattern.finditer(view.text):
        start, end = match.span(group)
        if start < end:
            yield Found(start, end, kind, why)
