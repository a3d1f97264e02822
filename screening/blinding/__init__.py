"""Blind copies: an applicant's words without what tells who the applicant is; what was done and when stays.

Each recogniser is a function from a text to stretches with a kind and a reason; the texts are searched again
until nothing more is found, so blinding a blind copy changes nothing. A copy is a help and no guarantee: a
rare name or a village can stay, and a person who hands copies on should read them first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from screening.blinding import (
    addresses,
    ages,
    census,
    contacts,
    names,
    phones,
    photos,
    places,
    pronouns,
    titles,
    years,
)
from screening.blinding.found import KINDS, MARK, Found, Kind, Recogniser, View
from screening.language.cleaning import visible
from screening.language.parsing import Parser, SpacyParser

RECOGNISERS: dict[str, Recogniser] = {
    "photos.v1": photos.find, "contacts.v1": contacts.find, "phones.v1": phones.find,
    "addresses.v1": addresses.find, "titles.v1": titles.find, "names.v1": names.find,
    "places.v1": places.find, "pronouns.v1": pronouns.find, "ages.v1": ages.find, "years.v1": years.find,
}  # fmt: skip
NAME_WORD = re.compile(r"[A-Z][\w'’-]{2,}")


@dataclass(frozen=True)
class Blinded:
    """A text and what was taken out of it: ``spans`` are in order, apart, and count in the original."""

    original: str
    spans: tuple[Found, ...] = ()

    @cached_property
    def text(self) -> str:
        """The blind copy."""
        return "".join(shown for _, _, shown in self._pieces())

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many stretches of each kind were taken out, in order of precedence; no kind counts nought."""
        counts = {kind: sum(span.kind == kind for span in self.spans) for kind in KINDS}
        return {kind: count for kind, count in counts.items() if count}

    def in_copy(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the original stands in the copy; a mark that it touches is inside whole."""
        first, last, place = -1, 0, 0
        for begins, ends, shown in self._pieces():
            if begins < end and ends > start:
                same = self.original[begins:ends] == shown
                first = place + (max(start - begins, 0) if same else 0) if first < 0 else first
                last = place + (min(end, ends) - begins if same else len(shown))
            place += len(shown)
        return max(first, 0), last

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """Which stretch of the original a stretch of the copy stands for; marks stand for all they hide."""
        first, last, place = -1, 0, 0
        for begins, ends, shown in self._pieces():
            if place < end and place + len(shown) > start:
                same = self.original[begins:ends] == shown
                first = begins + (max(start - place, 0) if same else 0) if first < 0 else first
                last = min(end - place + begins, ends) if same else ends
            place += len(shown)
        return max(first, 0), last

    def _pieces(self) -> Iterator[tuple[int, int, str]]:
        """The original in stretches, each with what the copy says for it."""
        at = 0
        for span in self.spans:
            if at < span.start:
                yield at, span.start, self.original[at : span.start]
            yield span.start, span.end, span.shown
            at = span.end
        if at < len(self.original):
            yield at, len(self.original), self.original[at:]


def blind(text: str, *, known: frozenset[str] = frozenset(), parser: Parser | None = None) -> Blinded:
    """A text without what tells who wrote it; ``known``: name words (lower case) from other texts of theirs.

    Searched round after round, each in the copy so far, until a round finds nothing.
    """
    blinded = Blinded(text)
    while True:
        more = _round(blinded, known, parser or _parser())
        if not more:
            return blinded
        known |= name_words(text, more)
        blinded = Blinded(text, tuple(sorted((*blinded.spans, *more), key=lambda span: span.start)))


def name_words(text: str, spans: Iterable[Found]) -> frozenset[str]:
    """The words, in lower case, of the names among the spans, but those that are also ordinary words."""
    found = {w.lower() for s in spans if s.kind == "name" for w in NAME_WORD.findall(text[s.start : s.end])}
    return frozenset(word for word in found if not census.is_word_too(word))


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return SpacyParser()


def _round(blinded: Blinded, known: frozenset[str], parser: Parser) -> list[Found]:
    """What all recognisers find in the copy so far, each stretch once, placed in the original."""
    seen = visible(blinded.text)
    view = View(seen.text, parser, known)
    marks = [match.span() for match in MARK.finditer(seen.text)]
    found = [part for find in RECOGNISERS.values() for one in find(view) for part in _around(one, marks)]
    taken: list[Found] = []
    for one in sorted(found, key=lambda f: (KINDS.index(f.kind), f.start - f.end, f.start)):
        if _has_words(seen.text, one) and all(one.end <= t.start or one.start >= t.end for t in taken):
            taken.append(one)
    placed = (one.moved(*blinded.in_original(*seen.span(one.start, one.end))) for one in taken)
    return [one for one in placed if all(one.end <= s.start or one.start >= s.end for s in blinded.spans)]


def _around(found: Found, marks: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """The parts of a stretch that lie outside the marks of earlier rounds."""
    at = found.start
    for start, end in marks:
        if start < found.end and end > at:
            if at < start:
                yield found.moved(at, start)
            at = end
    if at < found.end:
        yield found.moved(at, found.end)


def _has_words(text: str, found: Found) -> bool:
    """Whether a stretch holds more than punctuation, and something else than what would take its place."""
    written = text[found.start : found.end]
    return any(c.isalnum() for c in written) and written != found.shown
