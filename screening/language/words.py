"""The words of a text where they stand: what copying is compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in small letters, and the stretch of characters that each takes."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Letters and digits with the hyphens and apostrophes inside them; both apostrophes are one."""
        found = list(WORD.finditer(text))
        words = tuple(match.group().lower().replace("’", "'") for match in found)
        return cls(text, words, tuple(match.span() for match in found))

    def span(self, at: int, length: int) -> tuple[int, int]:
        """The characters from the word at ``at`` to the end of the last of ``length`` words."""
        return self.places[at][0], self.places[at + length - 1][1]

    def runs(self, length: int) -> list[tuple[str, ...]]:
        """Every stretch of ``length`` words in a row; none where the text is shorter."""
        return [self.words[at : at + length] for at in range(len(self.words) - length + 1)]
