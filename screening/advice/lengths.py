"""How long the texts are against the form's limit, which is for all of them together."""

from __future__ import annotations

from collections.abc import Iterable

from screening.models import Record

SECTION_CHARACTERS = 6_000
"""Of the whole section, as third parties report of the form in use; dated, so every door can set it."""


class Length(Record):
    """Characters written, and how many the form takes."""

    characters: int
    most: int

    @property
    def left(self) -> int:
        """Characters that may still be written; below 0 when there are too many."""
        return self.most - self.characters

    @property
    def says(self) -> str:
        """The length in words."""
        head = f"{self.characters:,} of {self.most:,} characters"
        return f"{head}, {-self.left:,} too many" if self.left < 0 else f"{head}, {self.left:,} left"


def length_of(texts: Iterable[str], most: int = SECTION_CHARACTERS) -> Length:
    """The length of texts as a form counts it: every character, a line's end as one."""
    return Length(characters=sum(len(text.replace("\r\n", "\n").strip()) for text in texts), most=most)
