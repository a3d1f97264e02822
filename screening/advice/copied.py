"""Passages of the standard that stand in a text word for word: they tell a panel nothing about the writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.evidence import Span
from screening.language.words import Words
from screening.models import Record
from screening.standards import Standard

WORDS = 6
"""Words in a row, the standard's too, from which a passage counts as copied."""


class Copied(Record):
    """A passage of a text that stands in the standard, and where there."""

    span: Span
    quote: str
    of: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The standard's words in order of place, and where each run of them stands."""

    places: tuple[tuple[str, tuple[str, ...]], ...]
    runs: dict[tuple[str, ...], tuple[int, int]]

    @classmethod
    def of(cls, standard: Standard) -> Printed:
        """Everything that the standard prints and an applicant could copy."""
        texts = [(label, Words.of(text)) for label, text in standard.labelled()]
        runs: dict[tuple[str, ...], tuple[int, int]] = {}
        for number, (_, text) in enumerate(texts):
            for at, run in enumerate(text.runs(WORDS)):
                runs.setdefault(run, (number, at))
        return cls(tuple((label, text.words) for label, text in texts), runs)


def copied(source: str, text: str, printed: Printed) -> tuple[Copied, ...]:
    """The copied passages of a text, each as long as it goes, in order."""
    told = Words.of(text)
    passages: list[Copied] = []
    at = 0
    while at <= len(told.words) - WORDS:
        length, label = _longest(told.words, at, printed)
        if length:
            start, end = told.span(at, length)
            span = Span(source=source, start=start, end=end)
            passages.append(Copied(span=span, quote=text[start:end], of=label))
        at += length or 1
    return tuple(passages)


def _longest(words: Sequence[str], at: int, printed: Printed) -> tuple[int, str]:
    """How many words from ``at`` on stand in the standard, and where; 0 where it is no run."""
    place = printed.runs.get(tuple(words[at : at + WORDS]))
    if place is None:
        return 0, ""
    label, there = printed.places[place[0]]
    length = WORDS
    while (
        at + length < len(words)
        and place[1] + length < len(there)
        and words[at + length] == there[place[1] + length]
    ):
        length += 1
    return length, label
