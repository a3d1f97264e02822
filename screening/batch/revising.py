"""`screening rescore` as one act: a run of record, the version it is judged by now, the impact, its entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.batch.cache import Cache, NoCache
from screening.batch.ledger import Manifest, Plan
from screening.batch.models import Answers
from screening.batch.places import Location, place_at
from screening.batch.proposals import Assemble, proposed, screener_for
from screening.batch.rescoring import basis_now, basis_of, plan_again, rescore
from screening.batch.running import Progress
from screening.batch.runs import Run, find_run, open_run, record_run
from screening.batch.what_if import what_if
from screening.batch.workers import remembering
from screening.errors import ScreeningError
from screening.fairness import Groups
from screening.files.library import Library
from screening.opening import assembled
from screening.panels import Panel
from screening.panels.staleness import RESCORED
from screening.records import Draft, Entry, sha256
from screening.reports.impact import Revised
from screening.rescoring.adjusting import adjusted_basis
from screening.rescoring.groups import group_tables
from screening.rescoring.impact import Impact
from screening.rescoring.measuring import Measured, measure
from screening.rescoring.overrides import Ground, overrides_on
from screening.rescoring.scope import Basis, Reason, differences
from screening.rescoring.tables import RISING_RATINGS
from screening.rescoring.thresholds import beyond_facts
from screening.results import RatingValue
from screening.rules import load_ruleset
from screening.rules.engine import RulesEngine
from screening.screener import Screener
from screening.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: the run of ``old`` by ``new``, with other ``numbers``, as a what-if or for good."""

    old: str
    new: str
    what_if: bool = False
    numbers: tuple[str, ...] = ()
    place: str | None = None
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What came of it; ``answers`` says how often models were asked, ``at`` where the new run lies."""

    revised: Revised
    answers: Answers
    at: str | None = None


def again(
    sitting: Sitting,
    library: Library,
    asked: Asked,
    groups: Groups | None = None,
    progress: Progress = lambda done, total: None,
    assemble: Assemble | None = None,
) -> Again:
    """The impact of judging a run of record by another version; unless it is a what-if, with a new run."""
    record = sitting.record()
    address = asked.old if "@" in asked.old else library.resolve(asked.old).standard.address
    found = find_run(record, address)
    run = open_run(found.at, expected=found.manifest)
    panels = list(sitting.panels().values())
    if asked.what_if and asked.numbers and asked.new in (asked.old, address):
        old = basis_of(run.plan)
        new = adjusted_basis(old, asked.numbers)
        if not beyond_facts(old, new):
            return Again(_from_facts(run, old, new, panels, groups), Answers())
    screener = screener_for(proposed(asked.new, library, run.plan), asked.numbers, assemble or assembled)
    old, new = basis_of(run.plan), basis_now(screener)
    if asked.what_if and not beyond_facts(old, new):
        return Again(_from_facts(run, old, new, panels, groups), Answers())
    return _judged(sitting, run, screener, asked, panels, groups, progress)


def _from_facts(run: Run, old: Basis, new: Basis, panels: Sequence[Panel], groups: Groups | None) -> Revised:
    """A what-if that stored facts can answer."""
    measured = what_if(run, new, old, lambda name: RulesEngine(load_ruleset(name)))
    impact = measure(
        measured, what_if=True, changed=differences(old, new), decided=measured.before.ratings.size
    )
    return Revised(_completed(impact, measured, panels, groups), old.document, new.document)


def _judged(
    sitting: Sitting,
    run: Run,
    screener: Screener,
    asked: Asked,
    panels: Sequence[Panel],
    groups: Groups | None,
    progress: Progress,
) -> Again:
    """The run judged again as far as that is needed; recorded unless it is a what-if."""
    answers = Answers()
    cache = Cache(asked.cache) if asked.cache else NoCache()
    reading = remembering(screener, cache, answers)
    old, new = basis_of(run.plan), basis_now(reading)
    if not asked.what_if:
        _refuse_same_address(old, new)
    plan = plan_again(run, reading)
    place = None if asked.what_if else place_at(asked.place or f"screening-runs/{plan.run}")
    done = rescore(run, reading, plan, place, progress)
    cache.close()
    impact = measure(done.measured, what_if=asked.what_if, changed=differences(old, new))
    impact = impact.model_copy(update={"rejected": dict(done.rejects)})
    impact = _completed(impact, done.measured, panels, groups)
    if place and done.manifest:
        _record(sitting, run, place, plan, done.manifest, impact)
    return Again(Revised(impact, old.document, new.document), answers, place.url if place else None)


def _refuse_same_address(old: Basis, new: Basis) -> None:
    """A run of record is found by its version's address: other words need another one."""
    if old.document.address == new.document.address and old.document != new.document:
        raise ScreeningError(
            f"the edited standard still has the address {new.document.address}",
            expected="an address of its own, for the record to tell both runs apart",
            do="give the file an `edition`, such as `edition: draft`; or try it with --what-if",
        )


def _completed(impact: Impact, measured: Measured, panels: Sequence[Panel], groups: Groups | None) -> Impact:
    """The impact with what it does to overrides and to groups."""
    stale, standing = overrides_on(panels, measured.scope, _grounds(measured))
    tables = group_tables(measured.before, measured.after, groups) if groups else ()
    return impact.model_copy(update={"stale": tuple(stale), "standing_overrides": standing, "groups": tables})


def _grounds(measured: Measured) -> Ground:
    """Why a pair was judged again, and what the engine says of it now; who is in no run keeps their ground.

    Where all was decided from stored facts, a pair whose rating changed has lost its ground by the settings.
    """
    row_of = {candidate: row for row, candidate in enumerate(measured.after.candidates)}
    reasons = {one.ksa: one.reasons for one in measured.scope.ksas}

    def ground(candidate: str, ksa: str) -> tuple[tuple[Reason, ...], RatingValue | None]:
        row = row_of.get(candidate)
        if row is None:
            return (), None
        place = measured.after.ksas.index(ksa)
        now = RISING_RATINGS[measured.after.ratings[row, place]]
        if measured.judged[row, place]:
            return reasons[ksa] or measured.own.get((row, ksa), ()), now
        changed = measured.after.ratings[row, place] != measured.earlier[row, place]
        return (("settings",) if changed else ()), now

    return ground


def _record(
    sitting: Sitting, run: Run, place: Location, plan: Plan, manifest: Manifest, impact: Impact
) -> None:
    """Keep the new run, and beside it what came of it: ids, counts and hashes, and the stale overrides."""
    record_run(sitting.store, sitting.hand(), place, plan, manifest)
    body = {
        "old_run": run.manifest.run,
        "new_run": manifest.run,
        "old": impact.old,
        "new": impact.new,
        "applicants": impact.applicants,
        "judged": impact.judged,
        "carried": impact.carried,
        "matrix": [list(row) for row in impact.matrix],
        "impact": sha256(impact.model_dump_json()),
        "stale_overrides": [one.model_dump(mode="json") for one in impact.stale],
    }

    def add(entries: Sequence[Entry]) -> Sequence[Draft]:
        if any(entry.kind == RESCORED and entry.body == body for entry in entries):
            return ()
        hand = sitting.hand()
        return [Draft(who=hand.who, at=hand.at, kind=RESCORED, body=body)]

    sitting.store.write(add)
