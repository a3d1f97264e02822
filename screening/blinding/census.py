"""The more common given names and surnames, and which of them are also words, makes or places."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=3)
def _list(name: str) -> frozenset[str]:
    lines = files("screening.blinding").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


def is_given(word: str) -> bool:
    """Whether a word is a common given name, in whatever case."""
    return word.lower() in _list("given_names.txt")


def is_surname(word: str) -> bool:
    """Whether a word, or each part of a double name, is a common surname."""
    return all(part in _list("surnames.txt") for part in word.lower().split("-"))


def is_word_too(word: str) -> bool:
    """Whether a name is also an ordinary word, a make or a place: alone it is no sign of a person."""
    return word.lower() in _list("words_too.txt")
