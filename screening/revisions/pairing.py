"""Which old entry became which new one, and which of them changed their place among the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from screening.revisions.entries import StandardEntry
from screening.revisions.parts import likeness

ALIKE = 400
"""Likeness of words, in thousandths, from which entries of different keys may be the same requirement."""
SAME_WORDS = 1001
"""The likeness of two equal texts, above that of any two others."""

Pair = tuple[int, int]


def pair(old: Sequence[StandardEntry], new: Sequence[StandardEntry]) -> list[Pair]:
    """The pairs of old and new entries, by index, in the new order; each entry is in one pair at most.

    Entries of one key first, whatever their words; then entries whose words are alike. Each time the pairs
    are those whose likeness adds up to the most, and equal sums are settled by the printed order.
    """
    pairs = _assigned(range(len(old)), range(len(new)), lambda i, j: _by_key(old[i], new[j]))
    taken, used = {i for i, _ in pairs}, {j for _, j in pairs}
    left = [i for i in range(len(old)) if i not in taken]
    right = [j for j in range(len(new)) if j not in used]
    pairs += _assigned(left, right, lambda i, j: _by_words(old[i], new[j]))
    return sorted(pairs, key=lambda found: found[1])


def _by_key(old: StandardEntry, new: StandardEntry) -> int:
    """How well two entries of one key fit, from 1; 0 for entries that share none."""
    return 1 + _alike(old, new) if old.key is not None and old.key == new.key else 0


def _by_words(old: StandardEntry, new: StandardEntry) -> int:
    """How alike the words of two entries are, 0 where they are too unlike to be one requirement."""
    if old.firm and old.key is not None and new.key is not None:
        return 0
    alike = _alike(old, new)
    return alike if alike >= ALIKE else 0


def _alike(old: StandardEntry, new: StandardEntry) -> int:
    return SAME_WORDS if old.text == new.text else int(1000 * likeness(old.stems, new.stems))


def _assigned(left: Sequence[int], right: Sequence[int], score: Callable[[int, int], int]) -> list[Pair]:
    """The pairs with the greatest sum of scores; the squared distances in print settle equal sums.

    Squares, so that equal entries keep their order: crossing over always costs more. Where several pairings
    cost the same, the table and its mirror image are settled alike: backwards the same entries are paired.
    """
    if not left or not right:
        return []
    scores = [[score(i, j) for j in right] for i in left]
    likely = [(r, c) for r, row in enumerate(scores) for c, points in enumerate(row) if points]
    if len({r for r, _ in likely}) == len({c for _, c in likely}) == len(likely):
        return [(left[r], right[c]) for r, c in likely]  # nobody has a choice
    far = 1 + min(len(left), len(right)) * max(*left, *right, 1) ** 2
    costs = [
        [(i - j) ** 2 - points * far if points else 0 for j, points in zip(right, row, strict=True)]
        for i, row in zip(left, scores, strict=True)
    ]
    from scipy.optimize import linear_sum_assignment  # imported late: few entries have a choice

    mirrored = [list(column) for column in zip(*costs, strict=True)]
    if mirrored < costs:
        columns, rows = linear_sum_assignment(mirrored)
    else:
        rows, columns = linear_sum_assignment(costs)
    return [(left[r], right[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if scores[r][c]]


def moved(pairs: Sequence[Pair], alone: Collection[Pair] = ()) -> set[Pair]:
    """The pairs that left their place: all but the longest run of pairs that stand in the same order in both.

    Of several longest runs the one counts whose members keep nearest to their old positions, then that with
    most of those of which a move would be all there is to tell (``alone``), then the first: so that backwards
    as many are moved as forwards.
    """
    ordered = sorted(pairs)
    best: list[tuple[int, int, int, tuple[Pair, ...]]] = []
    for at, (i, j) in enumerate(ordered):
        before = [run for run, (_, other) in zip(best, ordered[:at], strict=True) if other < j]
        length, nearness, kept, run = max(before, key=lambda found: found[:3], default=(0, 0, 0, ()))
        best.append((length + 1, nearness - abs(i - j), kept + ((i, j) in alone), (*run, (i, j))))
    stays = max(best, key=lambda found: found[:3], default=(0, 0, 0, ()))[3]
    return set(ordered) - set(stays)
