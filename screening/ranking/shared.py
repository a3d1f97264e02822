"""Passages that several applicants have word for word: a panel should know of them before it credits any.

No rating depends on this: each application is judged by its own words alone, whatever else is on the slate.
Who wrote a passage first, or whether both took it from a third, no text tells; that is the panel's to ask.
What the standard prints is left out: copying it is found in each application by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from screening.applications import Application, texts_of
from screening.models import Record
from screening.standards import Standard

WORDS = 12
"""Words in a row from which a passage counts; people who tell of the same work share fewer by chance."""
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

Run = tuple[str, ...]
Place = tuple[str, str]
"""A candidate, and which of their texts: ``narrative:ID`` or ``essay:N``."""


class Shared(Record):
    """A passage as the first of its holders wrote it, and the texts of all who have it, by candidate."""

    quote: str
    words: int
    held_by: tuple[Place, ...]


def shared_passages(applications: Iterable[Application], standard: Standard) -> tuple[Shared, ...]:
    """The passages that two or more candidates have in common, longest first; none within one application."""
    texts = [(place, text) for one in sorted(applications, key=_id) for place, text in _texts(one)]
    printed = {run for text in standard.printed() for _, _, run in _runs(text)}
    holders: dict[Run, list[Place]] = defaultdict(list)
    for place, text in texts:
        for run in dict.fromkeys(run for _, _, run in _runs(text)):
            holders[run].append(place)
    found: dict[tuple[Place, ...], dict[str, Shared]] = defaultdict(dict)
    for place, text in texts:
        for held_by, passage in _passages(text, holders, printed):
            if len({candidate for candidate, _ in held_by}) > 1 and held_by[0] == place:
                found[held_by].setdefault(" ".join(_words(passage.quote)), passage)
    passages = [passage for told in found.values() for passage in told.values()]
    return tuple(sorted(passages, key=lambda p: (-p.words, p.held_by)))


def _id(application: Application) -> str:
    return application.candidate


def _texts(application: Application) -> Iterator[tuple[Place, str]]:
    for text in texts_of(application):
        yield (application.candidate, text.source), text.text


def _passages(
    text: str, holders: dict[Run, list[Place]], printed: set[Run]
) -> Iterator[tuple[tuple[Place, ...], Shared]]:
    """The stretches of a text that the same others have too, each as long as it goes."""
    alike = groupby(_runs(text), key=lambda one: () if one[2] in printed else tuple(holders[one[2]]))
    for held_by, runs in alike:
        if len(held_by) > 1:
            stretch = list(runs)
            start, end = stretch[0][0], stretch[-1][1]
            words = len(stretch) + WORDS - 1
            yield held_by, Shared(quote=text[start:end], words=words, held_by=held_by)


def _runs(text: str) -> list[tuple[int, int, Run]]:
    """Every run of words in a row with where it stands in the text."""
    found = list(WORD.finditer(text))
    words = _words(text)
    return [
        (found[i].start(), found[i + WORDS - 1].end(), tuple(words[i : i + WORDS]))
        for i in range(len(found) - WORDS + 1)
    ]


def _words(text: str) -> Sequence[str]:
    return [match.group().lower().replace("’", "'") for match in WORD.finditer(text)]
