"""Appraisal: how a reader trained on rated cases takes a whole text for a requirement. One file a back end.

Likeness says where to look; an appraisal is one step of the strength among the named ones, and the rules
decide. What an appraiser may read is the neutral text: no names, places, genders or ages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

LONGEST = 1_500
"""Characters that an appraiser reads at once; a longer text is read in stretches of whole sentences."""


class Appraiser(Protocol):
    """Anything that has learned from rated pairs to say how a text answers a requirement."""

    name: str

    def appraise(self, requirement: str, words: str) -> int:
        """Thousandths of a logit that a panel finds the requirement demonstrated in these words alone."""


def stretches(sentences: Sequence[str], longest: int = LONGEST) -> list[str]:
    """The sentences joined to texts of at most ``longest`` characters, about equally long; a sentence by
    itself may be longer."""
    whole = sum(len(s) + 1 for s in sentences)
    share = whole / max(1, -(-whole // longest))
    texts: list[list[str]] = [[]]
    filled = 0
    for sentence in sentences:
        if texts[-1] and filled + len(sentence) / 2 > share * len(texts):
            texts.append([])
        texts[-1].append(sentence)
        filled += len(sentence) + 1
    return [" ".join(text) for text in texts if text]
