"""A recorded run judged again by another version: what is touched is judged, the rest carried over.

Part by part, in bounded memory: a part of the new run covers the same units as the old run's. What is sealed
is not done again, so an interrupted rescoring goes on. Without a place to write to nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from screening.applications import Application, check_fit
from screening.batch.ledger import InputMark, Manifest, Plan, Rejected, Seal
from screening.batch.parts import Judged, read_part, read_rejects, read_seal, write_part
from screening.batch.places import Place
from screening.batch.running import plan_of
from screening.batch.runs import Run, begin, finish
from screening.batch.workers import rejected
from screening.errors import ApplicationError
from screening.rescoring.carrying import carried, reasons_for, rescored
from screening.rescoring.measuring import Known, Measured
from screening.rescoring.scope import Basis, Reason, Scope, scope_of
from screening.rescoring.tables import Results, results_of
from screening.results import Rating, Screened
from screening.revisions.narratives import owed
from screening.screener import Screener

KEPT = 5_000
"""Applicants who move and whose ratings are kept for their quotes; the report says so beyond them."""
Progress = Callable[[int, int], None]


def basis_of(plan: Plan) -> Basis:
    """What a run was judged by."""
    return Basis(plan.document, plan.checklist, plan.versions, plan.settings)


def basis_now(screener: Screener) -> Basis:
    """What a screener judges by."""
    return Basis(screener.standard, screener.checklist, screener.versions, screener.settings)


@dataclass(frozen=True, slots=True)
class Pair:
    """One applicant before and after; ``whys`` says for each new KSA why the pair was judged again."""

    before: Judged
    after: Judged
    whys: Mapping[str, tuple[Reason, ...]]


@dataclass
class Gathered:
    """What is kept of every applicant while parts go by: levels and scores, and a few ratings in full."""

    scope: Scope
    before: list[Results] = field(default_factory=list)
    after: list[Results] = field(default_factory=list)
    judged: list[list[bool]] = field(default_factory=list)
    reasons: Counter[Reason] = field(default_factory=Counter)
    owed: dict[int, tuple[str, ...]] = field(default_factory=dict)
    own: dict[tuple[int, str], tuple[Reason, ...]] = field(default_factory=dict)
    known: dict[int, Known] = field(default_factory=dict)
    rejects: dict[str, str] = field(default_factory=dict)

    def take(self, pairs: Sequence[Pair], refused: Iterable[Rejected]) -> None:
        """Count a part."""
        self.rejects |= {one.candidate: one.found for one in refused if one.candidate}
        start = len(self.judged)
        for row, pair in enumerate(pairs, start):
            self._take(row, pair)
        olds, news = (ksas_of(basis) for basis in (self.scope.old, self.scope.new))
        self.before.append(results_of([pair.before.screened for pair in pairs], olds))
        self.after.append(results_of([pair.after.screened for pair in pairs], news))

    def _take(self, row: int, pair: Pair) -> None:
        self.judged.append([bool(pair.whys[one.ksa]) for one in self.scope.ksas])
        self.reasons.update(reason for whys in pair.whys.values() for reason in whys)
        if self.scope.anew:
            self.owed[row] = owed(self.scope.comparison, pair.before.application).ksas
        for one in self.scope.ksas:
            if pair.whys[one.ksa] and not one.reasons:
                self.own[row, one.ksa] = pair.whys[one.ksa]
        old, new = pair.before.screened, pair.after.screened
        if old.outcome != new.outcome and len(self.known) < KEPT:
            self.known[row] = _by_ksa(old), _by_ksa(new)

    def measured(self) -> Measured:
        """All parts together."""
        judged = np.array(self.judged, dtype=np.bool_).reshape(-1, len(self.scope.ksas))
        return Measured(
            scope=self.scope, before=joined(self.before, ksas_of(self.scope.old)),
            after=joined(self.after, ksas_of(self.scope.new)), judged=judged, reasons=self.reasons,
            owed=self.owed, own=self.own, details=self.known.get,
        )  # fmt: skip


def ksas_of(basis: Basis) -> tuple[str, ...]:
    """The ids of its KSAs in order."""
    return tuple(ksa.id for ksa in basis.document.ksas)


def _by_ksa(screened: Screened) -> dict[str, Rating]:
    return {rating.ksa: rating for rating in screened.ratings}


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


@dataclass(frozen=True)
class Rescored:
    """What came of it; ``manifest`` is that of the new run, None where nothing was written."""

    measured: Measured
    rejects: Mapping[str, str]
    manifest: Manifest | None


def plan_again(run: Run, screener: Screener) -> Plan:
    """What the new run will be: over the old run, part by part."""
    mark = InputMark(kind="run", name=run.plan.run, sha256=run.manifest.sha256, units=run.plan.input.units)
    return plan_of(screener, mark, run.plan.part_size)


def rescore(
    run: Run,
    screener: Screener,
    plan: Plan,
    place: Place | None = None,
    progress: Progress = lambda done, total: None,
) -> Rescored:
    """Judge a run again by another screener, as far as that is needed.

    Each rating that is judged again is the one that the screener gives the application to the new version;
    the others are those of the record, unchanged. With a ``place`` the new run is written there, by its
    ``plan`` (:func:`plan_again`).
    """
    scope = scope_of(basis_of(run.plan), basis_now(screener))
    if place:
        begin(place, plan)
    gathered, seals = Gathered(scope), list[Seal]()
    for seal in run.manifest.parts:
        seals.append(_part(run, screener, gathered, plan, place, seal.part) or seal)
        progress(seal.first + seal.read, plan.input.units)
    manifest = finish(place, plan, seals) if place else None
    return Rescored(gathered.measured(), gathered.rejects, manifest)


def _part(
    run: Run, screener: Screener, gathered: Gathered, plan: Plan, place: Place | None, part: int
) -> Seal | None:
    """Judge one part, and write it where it is not written yet."""
    sealed = read_seal(place, part) if place else None
    done = {one.number: one for one in read_part(place, plan, part)} if place and sealed else {}
    pairs, refused = list[Pair](), list(read_rejects(run.place, part))
    for before in read_part(run.place, run.plan, part):
        one = _again(before, screener, gathered.scope, done.get(before.number))
        if isinstance(one, Pair):
            pairs.append(one)
        else:
            refused.append(one)
    refused.sort(key=lambda one: one.number)
    gathered.take(pairs, refused)
    if place is None or sealed:
        return sealed
    return write_part(place, plan, part, [pair.after for pair in pairs], refused)


def _again(before: Judged, screener: Screener, scope: Scope, done: Judged | None) -> Pair | Rejected:
    """One applicant: judged by what is asked now, unless that is ``done``; or why that cannot be."""
    application = carried(before.application, scope)
    try:
        check_fit(application, scope.new.document, scope.new.settings.limits)
    except ApplicationError as error:
        return rejected(before.number, before.where, error, application.candidate)
    whys = reasons_for(application, scope)
    screened = done.screened if done else _screened(before.screened, application, screener, scope, whys)
    return Pair(before, Judged(before.number, before.where, application, screened), whys)


def _screened(
    old: Screened,
    application: Application,
    screener: Screener,
    scope: Scope,
    whys: Mapping[str, tuple[Reason, ...]],
) -> Screened:
    again = [ksa for ksa, reasons in whys.items() if reasons]
    fresh = {rating.ksa: rating for rating in screener.judge(application, again)}
    return rescored(old, application, fresh, scope, screener.caveats)
