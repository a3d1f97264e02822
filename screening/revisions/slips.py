"""What looks like a slip of the revision rather than its purpose; changed by nobody, shown to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from screening.revisions.comparison import Piece
from screening.revisions.parts import WORD, is_content, parts_of

JOINTS = re.compile(r"(?:[\s,;]|\b(?:and|or|and/or)\b)+", re.IGNORECASE)
NEARBY = 2
"""So many words are quoted on either side of a lost joint, and looked ahead for a word that comes again."""


def slips(old: str, new: str, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The likely slips in a rewording, each a sentence: parts that run together, words said twice."""
    return tuple(dict.fromkeys((*_run_together(pieces), *_said_twice(old, new))))


def _run_together(pieces: Sequence[Piece]) -> Iterator[str]:
    """Joining words struck between two parts with nothing in their place."""
    for before, struck, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if (before.kind, struck.kind, after.kind) != ("kept", "struck", "kept"):
            continue
        left, right = WORD.findall(before.text)[-NEARBY:], WORD.findall(after.text)[:NEARBY]
        beside = left and right and is_content(left[-1]) and is_content(right[0])
        joint = struck.text.strip()
        if beside and joint and JOINTS.fullmatch(joint) and not _between(before, after).strip():
            words = " ".join([*left, *right])
            yield f"“{joint}” is struck with nothing in its place; two parts run together: “{words}”."


def _between(before: Piece, after: Piece) -> str:
    """What still stands between the words on either side of a struck piece."""
    return re.split(r"\w", before.text)[-1] + re.split(r"\w", after.text, maxsplit=1)[0]


def _said_twice(old: str, new: str) -> Iterator[str]:
    """A telling word twice within one part of the new words, and not so in the old ones."""
    known = {word for word, _ in _echoes(old)}
    for word, words in _echoes(new):
        if word not in known:
            yield f"“{words}” says “{word}” twice and may be garbled."


def _echoes(text: str) -> Iterator[tuple[str, str]]:
    """The words that come again after one other at most within one part, with the words around them."""
    for part in parts_of(text):
        words = WORD.findall(part.text)
        for first, word in enumerate(words):
            again = [other.casefold() for other in words[first + 1 : first + 1 + NEARBY]]
            if is_content(word) and word.casefold() in again:
                last = first + 1 + again.index(word.casefold())
                yield word.casefold(), " ".join(words[max(0, first - 1) : last + 2])
