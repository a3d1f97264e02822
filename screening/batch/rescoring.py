"""A recorded run judged again by another version: what is touched is judged, the rest carried over.

Part by part, in bounded memory: a part of the new run covers the same units as the old run's. What is sealed
is not done again, so an interrupted rescoring goes on. Without a place to write to nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from screening.applications import Application, check_fit
from screening.batch.columns import arrow
from screening.batch.columnwise import judge_columns
from screening.batch.gathering import Gathered, Weighed, ksas_of, of_rows
from screening.batch.ledger import InputMark, Manifest, Plan, Rejected, Seal
from screening.batch.opened import Part, PartRatings, open_part
from screening.batch.parts import (
    JudgedApplication,
    rating_table,
    read_rejects,
    read_seal,
    write_part,
    write_tables,
)
from screening.batch.places import Location
from screening.batch.running import Progress, plan_of
from screening.batch.runs import Run, begin, finish
from screening.batch.unchanged import sheet_of
from screening.batch.workers import rejected
from screening.errors import ApplicationError
from screening.rescoring.carrying import Kept, carried, reasons_for, rescored
from screening.rescoring.measuring import Measured
from screening.rescoring.scope import Basis, Reason, Scope, scope_of
from screening.rescoring.tables import RISING_RATINGS, Results, worst_gate
from screening.revisions.narratives import owed
from screening.screener import Screener


def basis_of(plan: Plan) -> Basis:
    """What a run was judged by."""
    return Basis(plan.document, plan.checklist, plan.versions, plan.settings)


def basis_now(screener: Screener) -> Basis:
    """What a screener judges by."""
    return Basis(screener.standard, screener.checklist, screener.versions, screener.settings)


@dataclass(frozen=True, slots=True)
class RescoredApplicant:
    """An applicant whom the new version can judge: the row in the old part, and what is judged again."""

    row: int
    before: Application
    after: Application
    whys: Mapping[str, tuple[Reason, ...]]

    @property
    def again(self) -> list[str]:
        """The KSAs that are judged again."""
        return [ksa for ksa, reasons in self.whys.items() if reasons]


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
    place: Location | None = None,
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
    run: Run, screener: Screener, gathered: Gathered, plan: Plan, place: Location | None, part: int
) -> Seal | None:
    """Judge one part, and write it where it is not written yet: by columns where both versions read alike."""
    old = open_part(run.place, run.plan, part)
    seal = read_seal(place, part) if place else None
    sheet = None if seal else sheet_of(old, gathered.scope)
    if sheet is None:
        return _by_rows(run, old, screener, gathered, plan, place, seal, part)
    refused = read_rejects(run.place, part)
    done = judge_columns(old, sheet, screener, gathered.scope)
    gathered.take(done.weighed(), refused)
    return write_tables(place, plan, part, done.tables(plan, screener.caveats), refused) if place else None


def _by_rows(
    run: Run, old: Part, screener: Screener, gathered: Gathered, plan: Plan, place: Location | None,
    seal: Seal | None, part: int,
) -> Seal | None:  # fmt: skip
    """Judge one part application by application; one that is sealed is only counted."""
    takens, refused = _takens(old, gathered.scope)
    refused = sorted([*read_rejects(run.place, part), *refused], key=lambda one: one.number)
    if place and seal:
        new = open_part(place, plan, part)
        gathered.take(_weighed(old, takens, new.rated, new.results, gathered.scope), refused)
        return seal
    judged = [_judged(old, taken, screener, gathered.scope) for taken in takens]
    table = _spliced(old, takens, judged, plan)
    rated = PartRatings(ksas_of(gathered.scope.new), table, lambda: table)
    gates = np.array([worst_gate(one.screened.gates) for one in judged], dtype=np.int8)
    results = rated.results([one.screened.candidate for one in judged], gates)
    gathered.take(_weighed(old, takens, rated, results, gathered.scope), refused)
    return write_part(place, plan, part, judged, refused, table) if place else None


def _weighed(
    old: Part, takens: Sequence[RescoredApplicant], rated: PartRatings, after: Results, scope: Scope
) -> Weighed:
    """What came of a part, row by row."""
    return Weighed(
        before=of_rows(old.results, [taken.row for taken in takens]),
        after=after,
        judged=np.array(
            [[bool(taken.whys[one.ksa]) for one in scope.ksas] for taken in takens], dtype=np.bool_
        ).reshape(len(takens), len(scope.ksas)),
        own={
            (row, one.ksa): taken.whys[one.ksa]
            for row, taken in enumerate(takens)
            for one in scope.ksas
            if taken.whys[one.ksa] and not one.reasons
        },
        owed=_owed(takens, scope),
        known=lambda row, olds, news: (old.rated.of(takens[row].row, olds), rated.of(row, news)),
    )


def _owed(takens: Sequence[RescoredApplicant], scope: Scope) -> dict[int, tuple[str, ...]]:
    if not scope.anew:
        return {}
    return {row: owed(scope.comparison, taken.before).ksas for row, taken in enumerate(takens)}


def _takens(old: Part, scope: Scope) -> tuple[list[RescoredApplicant], list[Rejected]]:
    """The applicants with their applications to the new version; those whom it does not fit apart."""
    takens, refused = list[RescoredApplicant](), list[Rejected]()
    for row, told in enumerate(old.applicants):
        before = old.application(row)
        after = carried(before, scope)
        try:
            check_fit(after, scope.new.document, scope.new.settings.limits)
        except ApplicationError as error:
            refused.append(rejected(told["number"], told["where"], error, after.candidate))
        else:
            takens.append(RescoredApplicant(row, before, after, reasons_for(after, scope)))
    return takens, refused


def _judged(old: Part, taken: RescoredApplicant, screener: Screener, scope: Scope) -> JudgedApplication:
    """One applicant by the new version; the result holds the ratings that were judged again, no others."""
    told = old.applicants[taken.row]
    fresh = {rating.ksa: rating for rating in screener.judge(taken.after, taken.again)}
    levels = old.rated.levels[taken.row].tolist()
    ratings = {ksa: RISING_RATINGS[level] for ksa, level in zip(old.rated.ksas, levels, strict=True)}
    kept = Kept(taken.after.candidate, ratings, told["notices"])
    screened = rescored(kept, taken.after, fresh, scope, screener.caveats)
    return JudgedApplication(told["number"], told["where"], taken.after, screened)


def _spliced(
    old: Part, takens: Sequence[RescoredApplicant], judged: Sequence[JudgedApplication], plan: Plan
) -> Any:
    """All ratings by the new version: rows that are carried over as they were, and those judged again."""
    fresh = rating_table(plan, judged)
    width, place_of = len(old.rated.ksas), {ksa: place for place, ksa in enumerate(old.rated.ksas)}
    rows, next_fresh = list[int](), 0
    kept = 0 if all(all(taken.whys.values()) for taken in takens) else len(old.rated.table)
    for taken in takens:
        for ksa, reasons in taken.whys.items():
            if reasons:
                rows.append(kept + next_fresh)
                next_fresh += 1
            else:
                rows.append(taken.row * width + place_of[ksa])
    if not kept:
        return fresh
    carried_over = old.rated.table.select(fresh.column_names)
    address = arrow().array([plan.standard] * kept, type=arrow().string())
    carried_over = carried_over.set_column(fresh.column_names.index("standard"), "standard", address)
    both = arrow().concat_tables([carried_over.replace_schema_metadata(fresh.schema.metadata), fresh])
    return both.combine_chunks().take(arrow().array(rows, type=arrow().int64())).cast(fresh.schema)
