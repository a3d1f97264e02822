"""Runs that are complete: read from where they lie, and kept in the record as one entry each.

The entry, of the kind ``batch-run``, holds no words of anybody: the run's name, the standard, the versions,
the marks of input and parts, the counts, and where the parts lie. ``manifest`` is the SHA-256 of
``manifest.json``, which names every file of the run with its hash; so the chain of the record
holds the whole run.

For who builds on it (rescoring, reports)::

    recorded = find_run(store.entries(), "0340-0016@…")   # the newest run on that version
    run = open_run(recorded.at, expected=recorded.manifest)
    run.plan.document, run.plan.checklist, run.plan.versions, run.plan.elements
    run.columns("number", "candidate", "ksa", "strength", "fact_own_acts")   # NumPy, one row a pair
    for judged in run.judged(): judged.application, judged.screened           # as it was judged

A new run is written with :func:`screening.batch.parts.write_part` and :func:`finish`, whoever judged it, and
kept with :func:`record_run`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import ValidationError

from screening.batch.ledger import (
    MANIFEST,
    PLAN,
    RATINGS,
    REJECTS,
    InputMark,
    Manifest,
    Plan,
    Rejected,
    Seal,
    manifest_of,
    written,
)
from screening.batch.parts import JudgedApplication, file_mark, read_part, read_rejects, read_seal, read_table
from screening.batch.places import Location, place_at
from screening.errors import ScreeningError
from screening.models import Record
from screening.records import Draft, Entry, Hand
from screening.results import Versions
from screening.stores import Store

KIND = "batch-run"


class RecordedRun(Record):
    """What the record keeps of a run; ``at`` is the folder or URL under which its files lie."""

    run: str
    standard: str
    versions: Versions
    input: InputMark
    read: int
    scored: int
    rejected: int
    outcomes: dict[str, int]
    parts: int
    manifest: str
    at: str


@dataclass(frozen=True)
class Run:
    """A complete run, opened; its files are read when they are asked for."""

    place: Location
    plan: Plan
    manifest: Manifest

    def judged(self) -> Iterator[JudgedApplication]:
        """Every application with what came of it, in the order of the input, one part in memory at a time."""
        for seal in self.manifest.parts:
            yield from read_part(self.place, self.plan, seal.part)

    def rejected(self) -> Iterator[Rejected]:
        """Every unit that was not judged, in the order of the input."""
        for seal in self.manifest.parts:
            yield from read_rejects(self.place, seal.part)

    def columns(self, *names: str, file: str = RATINGS) -> dict[str, np.ndarray[Any, Any]]:
        """Columns of all parts as NumPy arrays of one length; texts are arrays of objects."""
        tables = [read_table(self.place, seal.part, file, names) for seal in self.manifest.parts]
        return {
            name: np.concatenate([table[name].to_numpy() for table in tables]) if tables else np.zeros(0)
            for name in names
        }

    def faults(self) -> tuple[str, ...]:
        """The parts of which anything is missing or changed since the manifest was written."""
        return tuple(
            f"part {seal.part}: a file is missing or was changed"
            for seal in self.manifest.parts
            if read_seal(self.place, seal.part) != seal
        )


# --- where the parts lie ---------------------------------------------------------------------------------


def read_plan(place: Location) -> Plan | None:
    """The plan of the run that lies there; None where there is none."""
    data = place.read(PLAN)
    if data is None:
        return None
    try:
        return Plan.model_validate_json(data)
    except ValidationError as error:
        raise ScreeningError(
            f"{PLAN} is no plan of a run", where=place.url, expected="what `screening batch` wrote",
            do="name another folder with --out",
        ) from error  # fmt: skip


def begin(place: Location, plan: Plan) -> None:
    """Write the plan, or go on under it; a place that holds another run is refused."""
    there = read_plan(place)
    if there is not None and there != plan:
        raise ScreeningError(
            f"another run lies here: {there.run}, of {there.standard} over {there.input.name}, "
            + _differing(there, plan),
            where=place.url,
            expected=f"an empty place, or run {plan.run}",
            do="name another place with --out; nothing was written",
        )
    if there is None:
        place.write(PLAN, written(plan).encode())


def _differing(there: Plan, plan: Plan) -> str:
    old, new = there.model_dump(), plan.model_dump()
    return "which differs in " + ", ".join(name for name in old if old[name] != new[name])


def finish(place: Location, plan: Plan, seals: Iterable[Seal]) -> Manifest:
    """Gather the rejects, write the manifest, and remove what interruptions left; all must be sealed."""
    ordered = sorted(seals, key=lambda seal: seal.part)
    if [seal.part for seal in ordered] != list(range(plan.parts)):
        raise ScreeningError(
            f"{len(ordered)} of {plan.parts} parts are sealed",
            where=place.url,
            expected="all of them",
            do="run the same command again: it does the parts that are missing",
        )
    lines = [
        one.model_dump_json() + "\n" for seal in ordered if seal.rejected
        for one in read_rejects(place, seal.part)
    ]  # fmt: skip
    rejects = "".join(lines).encode()
    place.write(REJECTS, rejects)
    manifest = manifest_of(plan, ordered, file_mark(rejects))
    place.write(MANIFEST, written(manifest).encode())
    place.tidy()
    return manifest


def open_run(url: str, expected: str | None = None) -> Run:
    """The complete run at a folder or URL; ``expected`` is the SHA-256 of its manifest of record."""
    place = place_at(url)
    plan, data = read_plan(place), place.read(MANIFEST)
    if plan is None or data is None:
        raise ScreeningError(
            "there is no complete run", where=url, expected=f"a folder with {PLAN} and {MANIFEST}",
            do="run the same `screening batch` again: it goes on where it was interrupted",
        )  # fmt: skip
    if expected is not None and file_mark(data).sha256 != expected:
        raise ScreeningError(
            "the run is not the one that the record holds", where=url, expected=f"a manifest {expected}",
            do="it was changed or replaced: restore it, or run the batch again",
        )  # fmt: skip
    return Run(place, plan, _manifest(data, plan, url))


def _manifest(data: bytes, plan: Plan, url: str) -> Manifest:
    """The manifest of a run under this plan."""
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise ScreeningError(
            f"{MANIFEST} is no manifest of a run", where=url, expected="what `screening batch` wrote",
            do="run the same `screening batch` again: it is written anew",
        ) from error  # fmt: skip
    if manifest.run != plan.run:
        raise ScreeningError(
            f"{PLAN} is of run {plan.run}, and {MANIFEST} of run {manifest.run}", where=url,
            expected="one run", do="restore the folder: one of the two was changed",
        )  # fmt: skip
    return manifest


# --- in the record ---------------------------------------------------------------------------------------


def record_run(store: Store, hand: Hand, place: Location, plan: Plan, manifest: Manifest) -> RecordedRun:
    """Keep a complete run in the record, once: one that is there already is not added again."""
    told = RecordedRun(
        run=manifest.run,
        standard=plan.standard,
        versions=plan.versions,
        input=plan.input,
        read=manifest.read,
        scored=manifest.scored,
        rejected=manifest.rejected,
        outcomes=manifest.outcomes,
        parts=len(manifest.parts),
        manifest=manifest.sha256,
        at=place.url,
    )

    def add(entries: Sequence[Entry]) -> Sequence[Draft]:
        if told in runs_in(entries):
            return ()
        return [Draft(who=hand.who, at=hand.at, kind=KIND, body=told.model_dump(mode="json"))]

    store.write(add)
    return told


def runs_in(entries: Iterable[Entry]) -> tuple[RecordedRun, ...]:
    """The runs that a record holds, oldest first."""
    return tuple(RecordedRun.model_validate(entry.body) for entry in entries if entry.kind == KIND)


def find_run(entries: Iterable[Entry], standard: str) -> RecordedRun:
    """The newest run on one version of a standard."""
    found = [run for run in runs_in(entries) if run.standard == standard]
    if not found:
        raise ScreeningError(
            f"the record holds no run on {standard}", expected=f"a `screening batch {standard}` before it",
            do="score the applications by that version first",
        )  # fmt: skip
    return found[-1]
