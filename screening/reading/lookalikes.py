"""What a scanner confuses: a text of the same length in which digits inside words are letters again."""

from __future__ import annotations

import re

_ANY = r"[A-Za-z0-9|!]{0,40}"
MIXED = re.compile(rf"(?<![\w-])(?={_ANY}[A-Za-z]{{2}})(?={_ANY}[0-9|!l])[A-Za-z0-9|!]{{4,40}}(?![\w-])")
UPPER = str.maketrans(
    {"0": "O", "1": "I", "|": "I", "!": "I", "l": "I", "5": "S", "8": "B", "6": "G", "4": "A", "3": "E"}
)
LOWER = str.maketrans(
    {"0": "o", "1": "l", "|": "l", "!": "l", "5": "s", "8": "b", "6": "b", "4": "a", "3": "e"}
)
DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8"})


def fold(text: str, one: str = "l") -> str:
    """The text with digits and bars inside words read as letters; every character keeps its place.

    ``one`` is what a 1 in a word of small letters stands for: an l, or an i.
    """
    return MIXED.sub(lambda match: _letters(match.group(), one), text)


def readings(text: str) -> list[str]:
    """The readings of a text that may have been scanned: one where it has nothing to doubt, else two."""
    first = fold(text)
    return [first] if first == text else [first, fold(text, "i")]


def _letters(word: str, one: str) -> str:
    letters = [c for c in word if c.isalpha() and c != "l"]
    capitals = sum(c.isupper() for c in letters)
    if capitals > len(letters) / 2 and capitals > 1:
        return word.translate(UPPER)
    return word.replace("1", one).translate(LOWER)


def digits(printed: str) -> str:
    """A number with the letters that a scanner took for digits turned back."""
    return printed.translate(DIGITS)
