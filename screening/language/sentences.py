"""Words and sentences as plain values, so that everything that judges them is free of any parser."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its place in the sentence text, its grammar (Penn tag, ClearNLP dependency), its name.

    ``entity`` says of which kind of name it is part, as "B-GPE" where one begins and "I-GPE" within.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence: ``text`` as a reader sees it, ``start`` and ``end`` its place in the source."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    _below: dict[int, list[Token]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What hangs on each word, by its place; made when it is first asked for."""

    def children(self, token: Token) -> list[Token]:
        """The words that hang directly on ``token``, in order."""
        if not self._below and self.tokens:
            below: dict[int, list[Token]] = {t.index: [] for t in self.tokens}
            for t in self.tokens:
                if t.head != t.index:
                    below.setdefault(t.head, []).append(t)
            self._below.update(below)
        return list(self._below.get(token.index, ()))

    def head(self, token: Token) -> Token:
        """The word that ``token`` hangs on; the root is its own head."""
        return self.tokens[token.head]

    def subtree(self, token: Token) -> list[Token]:
        """``token`` with everything below it, in the order of the sentence."""
        wanted, frontier = {token.index}, [token]
        while frontier:
            for child in self.children(frontier.pop()):
                if child.index not in wanted:
                    wanted.add(child.index)
                    frontier.append(child)
        return [t for t in self.tokens if t.index in wanted]

    @property
    def words(self) -> list[Token]:
        """The tokens that are words or numbers."""
        return [t for t in self.tokens if any(c.isalnum() for c in t.text)]
