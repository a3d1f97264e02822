"""Passages that several applicants have word for word: a panel should know of them before it credits any.

No rating depends on this: each application is judged by its own words alone, whatever else is on the slate.
Who wrote a passage first, or whether both took it from a third, no text tells; that is the panel's to ask.
What the standard prints is left out: copying it is found in each application by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from screening.applications import Application, texts_of
from screening.language.words import Words
from screening.models import Record
from screening.standards import Standard

WORDS = 12
"""Words in a row from which a passage counts; people who tell of the same work share fewer by chance."""

Place = tuple[str, str]
"""A candidate, and which of their texts: ``narrative:ID`` or ``essay:N``."""


class Shared(Record):
    """A passage as the first of its holders wrote it, and the texts of all who have it, by candidate."""

    quote: str
    words: int
    held_by: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One text of a candidate: its words, and each run of them as a number."""

    place: Place
    words: Words
    runs: tuple[int, ...]


def shared_passages(applications: Iterable[Application], standard: Standard) -> tuple[Shared, ...]:
    """The passages that two or more candidates have in common, longest first; none within one application."""
    told = [one for application in sorted(applications, key=_id) for one in _told(application)]
    printed = {run for text in standard.printed() for run in _runs(Words.of(text))}
    holders: dict[int, list[Place]] = defaultdict(list)
    for text in told:
        for run in set(text.runs) - printed:
            holders[run].append(text.place)
    common = {run: tuple(places) for run, places in holders.items() if len(places) > 1}
    found: dict[tuple[Place, ...], dict[str, Shared]] = defaultdict(dict)
    for text in told:
        for passage in _passages(text, common):
            first, *others = passage.held_by
            if first == text.place and any(candidate != first[0] for candidate, _ in others):
                found[passage.held_by].setdefault(" ".join(Words.of(passage.quote).words), passage)
    passages = [passage for alike in found.values() for passage in alike.values()]
    return tuple(sorted(passages, key=lambda p: (-p.words, p.held_by)))


def _id(application: Application) -> str:
    return application.candidate


def _told(application: Application) -> Iterator[_Told]:
    for text in texts_of(application):
        words = Words.of(text.text)
        yield _Told((application.candidate, text.source), words, tuple(_runs(words)))


def _runs(words: Words) -> Iterator[int]:
    """Each run as a number of 64 bits: a slate of thousands has millions of runs, and few recur."""
    for run in words.runs(WORDS):
        yield int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest(), "big")


def _passages(text: _Told, common: dict[int, tuple[Place, ...]]) -> Iterator[Shared]:
    """The stretches of a text that the same others have too, each as long as it goes."""
    for held_by, runs in groupby(enumerate(text.runs), key=lambda one: common.get(one[1], ())):
        if held_by:
            places = [at for at, _ in runs]
            words = len(places) + WORDS - 1
            start, end = text.words.span(places[0], words)
            yield Shared(quote=text.words.text[start:end], words=words, held_by=held_by)
