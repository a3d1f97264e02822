"""What is kept of every applicant while the parts of a rescoring go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from screening.batch.ledger import Rejected
from screening.rescoring.measuring import Known, Measured
from screening.rescoring.scope import REASONS, Basis, Reason, Scope
from screening.rescoring.tables import Results, results_of

KEPT = 5_000
"""Applicants who move and whose ratings are kept for their quotes; the report says so beyond them."""


@dataclass(frozen=True)
class Weighed:
    """A part judged again: results before and after, and for each of its rows what :class:`Measured` asks.

    ``known`` gives the ratings of a row, before and after, of the KSAs that are named: old ones, new ones.
    """

    before: Results
    after: Results
    judged: npt.NDArray[np.bool_]
    own: Mapping[tuple[int, str], tuple[Reason, ...]]
    owed: Mapping[int, tuple[str, ...]]
    known: Callable[[int, Sequence[str], Sequence[str]], Known]


@dataclass
class Gathered:
    """Levels and scores of everybody, and of those who move a few ratings in full."""

    scope: Scope
    before: list[Results] = field(default_factory=list)
    after: list[Results] = field(default_factory=list)
    judged: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    owed: dict[int, tuple[str, ...]] = field(default_factory=dict)
    own: dict[tuple[int, str], tuple[Reason, ...]] = field(default_factory=dict)
    known: dict[int, Known] = field(default_factory=dict)
    rejects: dict[str, str] = field(default_factory=dict)

    def take(self, part: Weighed, refused: Iterable[Rejected]) -> None:
        """Count a part, and keep the ratings of those who move."""
        self.rejects |= {one.candidate: one.found for one in refused if one.candidate}
        start = sum(map(len, self.judged))
        self.before.append(part.before)
        self.after.append(part.after)
        self.judged.append(part.judged)
        self.own |= {(start + row, ksa): reasons for (row, ksa), reasons in part.own.items()}
        self.owed |= {start + row: ksas for row, ksas in part.owed.items()}
        for row in np.flatnonzero(part.before.outcomes != part.after.outcomes).tolist():
            if len(self.known) < KEPT:
                self.known[start + row] = part.known(row, *self._telling(part, row))

    def _telling(self, part: Weighed, row: int) -> tuple[list[str], list[str]]:
        """The KSAs, old and new, by which somebody may move: those with another rating, and those gone."""
        place = {ksa: n for n, ksa in enumerate(part.before.ksas)}
        before, after = part.before.ratings[row], part.after.ratings[row]
        news = [
            one
            for one, level in zip(self.scope.ksas, after.tolist(), strict=True)
            if not one.sources or min(before[place[source]] for source in one.sources) != level
        ]
        olds = [*chain.from_iterable(one.sources for one in news), *self.scope.removed]
        return list(dict.fromkeys(olds)), [one.ksa for one in news]

    def measured(self) -> Measured:
        """All parts together."""
        width = len(self.scope.ksas)
        judged = np.concatenate([np.zeros((0, width), dtype=np.bool_), *self.judged])
        return Measured(
            scope=self.scope, before=joined(self.before, ksas_of(self.scope.old)),
            after=joined(self.after, ksas_of(self.scope.new)), judged=judged, reasons=self._reasons(judged),
            owed=self.owed, own=self.own, details=self.known.get,
        )  # fmt: skip

    def _reasons(self, judged: npt.NDArray[np.bool_]) -> dict[Reason, int]:
        """How many pairs were judged again for each reason."""
        found: Counter[Reason] = Counter(chain.from_iterable(self.own.values()))
        for place, one in enumerate(self.scope.ksas):
            found.update(dict.fromkeys(one.reasons, int(judged[:, place].sum())))
        return {reason: found[reason] for reason in REASONS if found[reason]}


def ksas_of(basis: Basis) -> tuple[str, ...]:
    """The ids of its KSAs in order."""
    return tuple(ksa.id for ksa in basis.document.ksas)


def of_rows(results: Results, rows: Sequence[int]) -> Results:
    """The results of some applicants."""
    return Results(
        results.ksas, [results.candidates[row] for row in rows], results.ratings[rows],
        results.scores[rows], results.gates[rows],
    )  # fmt: skip


def joined(results: Sequence[Results], ksas: tuple[str, ...]) -> Results:
    """The results of several parts as those of one."""
    if not results:
        return results_of([], ksas)
    return Results(
        ksas=ksas,
        candidates=list(chain.from_iterable(one.candidates for one in results)),
        ratings=np.concatenate([one.ratings for one in results]),
        scores=np.concatenate([one.scores for one in results]),
        gates=np.concatenate([one.gates for one in results]),
    )
