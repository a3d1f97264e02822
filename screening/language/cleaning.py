"""The text as a person sees it: invisible characters taken out, with a map back to the original offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

STRAIGHTEN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "–": "-", "\u2011": "-"})

BLANK = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164,
                            *range(0xFE00, 0xFE10), 0xFFA0, *range(0xE0100, 0xE01F0))))
"""Letters and marks that Unicode counts as such and no font shows: joiners, fillers, variation selectors."""


@dataclass(frozen=True, slots=True)
class Visible:
    """What a reader sees of a text; ``origin[i]`` is the offset in the original of ``text[i]``."""

    text: str
    origin: tuple[int, ...]
    hidden: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that shows as ``text[start:end]``."""
        if start >= end:
            return (0, 0)
        return self.origin[start], self.origin[end - 1] + 1


def is_hidden(char: str) -> bool:
    """True of zero-width, bidirectional and other format characters, and of controls but line ends."""
    return char in BLANK or (char not in "\n\r\t" and unicodedata.category(char) in ("Cf", "Cc", "Co", "Cs"))


def visible(text: str) -> Visible:
    """Take out what cannot be seen and straighten quotes and dashes, one character for one."""
    kept = [(i, c) for i, c in enumerate(text) if c != "\r" and not is_hidden(c)]
    shown = "".join(c for _, c in kept).translate(STRAIGHTEN)
    return Visible(shown, tuple(i for i, _ in kept), sum(map(is_hidden, text)))


def unshout(text: str) -> str:
    """Lower the case of a sentence typed in capitals, so that it parses; the length never changes."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 12 or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return text
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _capitalise_i(lowered[:1].upper() + lowered[1:])


def _capitalise_i(text: str) -> str:
    chars = list(text)
    for i, char in enumerate(chars):
        alone = (i == 0 or not chars[i - 1].isalnum()) and (i + 1 == len(chars) or not chars[i + 1].isalnum())
        if char == "i" and alone:
            chars[i] = "I"
    return "".join(chars)
