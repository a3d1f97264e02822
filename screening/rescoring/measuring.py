"""From results before and after to the impact of a revision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from screening.evidence import Evidence
from screening.rescoring.impact import (
    DIRECTIONS,
    Cause,
    Direction,
    Fate,
    Impact,
    Judgement,
    KsaImpact,
    Line,
    Moved,
    Owing,
    Quote,
    SlateShift,
)
from screening.rescoring.scope import Reason, Scope
from screening.rescoring.tables import RISING_OUTCOMES, RISING_RATINGS, UNASKED, Levels, Results, stand_ins
from screening.results import Rating

Known = tuple[Mapping[str, Rating], Mapping[str, Rating]]
Details = Callable[[int], Known | None]
"""The ratings of the applicant in a row, before and after, by KSA id; None where they are not at hand."""
FRONTS = (10, 25, 100)
"""First places of the slate that are watched."""
MOST_QUOTES = 3
"""Quotes of one rating that an impact report holds."""


@dataclass(frozen=True)
class Measured:
    """What :func:`measure` needs: both results in the same order of applicants, and how they came about.

    ``judged`` says for each applicant and new KSA whether the pair was judged again; ``owed`` has for each
    row the KSAs that the applicant must write about anew; ``own`` why a pair of a row and a KSA was judged
    again that the KSA itself gives no reason for.
    """

    scope: Scope
    before: Results
    after: Results
    judged: npt.NDArray[np.bool_]
    reasons: Mapping[Reason, int]
    owed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    own: Mapping[tuple[int, str], tuple[Reason, ...]] = field(default_factory=dict)
    details: Details | None = None

    @cached_property
    def earlier(self) -> Levels:
        """For each applicant and new KSA the level before: the worst of the KSAs that it follows."""
        columns = [stand_ins(self.before, one.sources) for one in self.scope.ksas]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.before.candidates), 0), np.int8)

    @cached_property
    def removed(self) -> Levels:
        """For each applicant and KSA that is gone the level before."""
        columns = [self.before.column(ksa) for ksa in self.scope.removed]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.before.candidates), 0), np.int8)

    @cached_property
    def shift(self) -> npt.NDArray[np.int8]:
        """How each outcome moves, in levels: below 0 for the worse."""
        moved: npt.NDArray[np.int8] = self.after.outcomes - self.before.outcomes
        return moved

    @cached_property
    def telling(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Which KSAs (new ones, then those that are gone) are among the causes of an applicant's move.

        For the better: ratings that rose, and open or failed ones that are no longer asked for. For the
        worse: ratings that fell, and new KSAs that are not demonstrated.
        """
        better, worse = (self.shift > 0)[:, None], (self.shift < 0)[:, None]
        asked = np.where(self.earlier == UNASKED, 2, self.earlier)
        now = self.after.ratings
        return (better & (now > asked)) | (worse & (now < asked)), better & (self.removed < 2)

    @cached_property
    def waiting(self) -> npt.NDArray[np.bool_]:
        """Who fails only by KSAs that nobody was asked to write about, and by no gate."""
        fresh = np.array([not one.sources for one in self.scope.ksas], dtype=bool)
        failed = self.after.ratings == 0
        by_new_alone = failed[:, fresh].any(axis=1) & ~failed[:, ~fresh].any(axis=1)
        found: npt.NDArray[np.bool_] = by_new_alone & (self.after.gates > 0)
        return found

    def direction(self, row: int) -> Direction:
        """What the move of the applicant in a row is called."""
        before, after = self.before.outcomes[row], self.after.outcomes[row]
        if after > 0:
            return "newly-qualified" if after == 2 else "to-review"
        if self.waiting[row]:
            return "awaits-narrative"
        return "no-longer-qualified" if before == 2 else "screened-out"

    def fate(self, ksa: str) -> Fate:
        """What became of a KSA, read anew where its words are the same and its reading is not."""
        verdict = self.scope.revisions[ksa].verdict
        one = next((one for one in self.scope.ksas if one.ksa == ksa), None)
        return "read-anew" if one and one.reasons and verdict in ("unchanged", "moved") else verdict


def measure(measured: Measured, *, what_if: bool, changed: Sequence[str], decided: int = 0) -> Impact:
    """The impact, as far as the results tell it; overrides and groups are added where they are known.

    ``decided`` pairs were decided from stored facts, without a look at the words.
    """
    known = {row: measured.details(row) if measured.details else None for row in moving(measured)}
    old, new = measured.scope.old, measured.scope.new
    versions = new.versions.model_dump()
    return Impact(
        old=old.document.address,
        new=new.document.address,
        what_if=what_if,
        changed=tuple(changed),
        applicants=len(measured.before.candidates),
        pairs=int(measured.judged.size),
        judged=int(measured.judged.sum()),
        decided=decided,
        reasons=dict(measured.reasons),
        matrix=_matrix(measured.before.outcomes, measured.after.outcomes),
        ksas=(*_ksas(measured), *_gone(measured)),
        moved=tuple(_moved(measured, row, found) for row, found in known.items()),
        quoted=sum(found is not None for found in known.values()),
        slate=_slate(measured),
        narratives=_owing(measured),
        versions={name: (value, versions[name]) for name, value in old.versions.model_dump().items()},
    )


def _matrix(
    before: Levels, after: Levels
) -> tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]]:
    first, second, third = (_tally(after[before == level]) for level in range(3))
    return first, second, third


def _tally(levels: Levels) -> tuple[int, int, int]:
    """How many of each level."""
    none, some, all_ = (int(n) for n in np.bincount(levels[levels >= 0], minlength=3))
    return none, some, all_


def moving(measured: Measured) -> list[int]:
    """The rows of those whose outcome changes: by direction, then by rank, then by id."""
    order = {direction: place for place, direction in enumerate(DIRECTIONS)}
    ranks, candidates = measured.after.ranks, measured.after.candidates
    rows = np.flatnonzero(measured.shift).tolist()
    return sorted(rows, key=lambda row: (order[measured.direction(row)], ranks[row], candidates[row]))


# --- KSA by KSA ------------------------------------------------------------------------------------------


def _ksas(measured: Measured) -> Iterator[KsaImpact]:
    telling, _ = measured.telling
    for place, one in enumerate(measured.scope.ksas):
        before, after = measured.earlier[:, place], measured.after.ratings[:, place]
        asked = before != UNASKED
        yield KsaImpact(
            ksa=one.ksa,
            fate=measured.fate(one.ksa),
            pieces=measured.scope.revisions[one.ksa].pieces,
            sources=one.sources,
            before=_tally(before) if one.sources else None,
            after=_tally(after),
            judged=int(measured.judged[:, place].sum()),
            raised=int((asked & (after > before)).sum()),
            lowered=int((asked & (after < before)).sum()),
            decides=int(telling[:, place].sum()),
            anew=one.anew,
        )


def _gone(measured: Measured) -> Iterator[KsaImpact]:
    """The KSAs that nothing follows; they decide where an applicant gains who did not demonstrate them."""
    _, telling = measured.telling
    for place, ksa in enumerate(measured.scope.removed):
        row = measured.scope.revisions[ksa]
        yield KsaImpact(
            ksa=ksa, fate=row.verdict, pieces=row.pieces, before=_tally(measured.removed[:, place]),
            after=None, decides=int(telling[:, place].sum()),
        )  # fmt: skip


# --- applicant by applicant ------------------------------------------------------------------------------


def _moved(measured: Measured, row: int, known: Known | None) -> Moved:
    before, after = measured.before, measured.after
    return Moved(
        candidate=after.candidates[row],
        direction=measured.direction(row),
        before=RISING_OUTCOMES[before.outcomes[row]],
        after=RISING_OUTCOMES[after.outcomes[row]],
        ranks=(int(before.ranks[row]), int(after.ranks[row])),
        causes=tuple(_causes(measured, row, known)),
        owed=tuple(ksa for ksa in measured.owed.get(row, ()) if ksa in measured.scope.anew),
    )


def _causes(measured: Measured, row: int, known: Known | None) -> Iterator[Cause]:
    """The KSAs by which the applicant in a row moves, those that are gone last."""
    olds, news = known or ({}, {})
    telling, gone = measured.telling
    for place in np.flatnonzero(telling[row]).tolist():
        one = measured.scope.ksas[place]
        whys = one.reasons or measured.own.get((row, one.ksa), ())
        yield Cause(
            ksa=one.ksa, fate=measured.fate(one.ksa), reasons=whys,
            before=tuple(_judgement(measured.before, row, ksa, olds) for ksa in one.sources),
            after=_judgement(measured.after, row, one.ksa, news),
        )  # fmt: skip
    for place in np.flatnonzero(gone[row]).tolist():
        ksa = measured.scope.removed[place]
        before = (_judgement(measured.before, row, ksa, olds),)
        yield Cause(ksa=ksa, fate=measured.fate(ksa), reasons=(), before=before, after=None)


def _judgement(results: Results, row: int, ksa: str, known: Mapping[str, Rating]) -> Judgement:
    place = results.ksas.index(ksa)
    level, score = RISING_RATINGS[results.ratings[row, place]], int(results.scores[row, place]) / 1000
    rating = known.get(ksa)
    if rating is None:
        return Judgement(ksa=ksa, rating=level, score=score)
    return Judgement(
        ksa=ksa, rating=level, score=score, because=rating.because, missing=rating.missing,
        quotes=tuple(_quotes(rating)),
    )  # fmt: skip


def _quotes(rating: Rating) -> list[Quote]:
    """The first sentences that a rating rests on: evidence, then what speaks against."""
    both = [(one, False) for one in rating.evidence]
    shown = {one.span for one, _ in both}
    both += [(one, True) for one in rating.against if one.span not in shown]
    return [Quote(words=one.quote, found=_found(one), against=side) for one, side in both[:MOST_QUOTES]]


def _found(evidence: Evidence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.kind for finding in evidence.findings))


# --- the slate, and who must write -----------------------------------------------------------------------


def _slate(measured: Measured) -> SlateShift:
    before, after = measured.before, measured.after
    rise = before.ranks - after.ranks
    order = np.lexsort((np.array(after.candidates, dtype=str), after.ranks)).tolist()
    return SlateShift(
        up=int((rise > 0).sum()),
        down=int((rise < 0).sum()),
        same=int((rise == 0).sum()),
        median=float(np.median(np.abs(rise))) if len(rise) else 0.0,
        front=tuple(_fronts(before.ranks, after.ranks)),
        lines=tuple(
            Line(
                candidate=after.candidates[row],
                outcomes=(RISING_OUTCOMES[before.outcomes[row]], RISING_OUTCOMES[after.outcomes[row]]),
                ranks=(int(before.ranks[row]), int(after.ranks[row])),
            )
            for row in order
        ),
    )


def _fronts(before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """For each number of first places how many of those before are there still, ties at the end included."""
    for front in FRONTS:
        if front < len(before):
            yield front, int(((before <= front) & (after <= front)).sum())


def _owing(measured: Measured) -> tuple[Owing, ...]:
    """For each KSA that is to be written about anew, who must; a KSA that nobody must is left out."""
    owing: dict[str, list[str]] = {ksa.ksa: [] for ksa in measured.scope.ksas if ksa.anew}
    for row, ksas in measured.owed.items():
        for ksa in ksas:
            if ksa in owing:
                owing[ksa].append(measured.after.candidates[row])
    return tuple(Owing(ksa=ksa, candidates=tuple(who)) for ksa, who in owing.items() if who)
