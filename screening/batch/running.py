"""A run: the input in parts, each judged by an executor and sealed; what is sealed is never done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from screening.batch import PART_SIZE
from screening.batch.ledger import InputMark, Manifest, Plan
from screening.batch.models import Answers
from screening.batch.parts import read_seal
from screening.batch.places import Location
from screening.batch.runs import begin, finish
from screening.batch.workers import Done, Opening, RunJob, Unit
from screening.errors import ScreeningError
from screening.screener import Screener

Chunk = tuple[int, Sequence[Unit]]
"""The number of a part and its units."""
Progress = Callable[[int, int], None]
"""Told after each part: how many units are done, and how many there are."""


class InputSource(Protocol):
    """An input that has been looked through once: its mark, and its units in order, as often as asked."""

    mark: InputMark

    def units(self) -> Iterator[Unit]:
        """Every unit, numbered from 0; each is an application or says why it is none."""
        ...


class Executor(Protocol):
    """Whatever does parts: here, in other processes, on other machines."""

    name: str

    def each(self, job: RunJob, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Do every chunk, in any order, holding no more than a few of them at a time."""
        ...


@dataclass
class Took:
    """What a sitting took: how often models were asked, how many decisions durable-rules made."""

    asked: Answers = field(default_factory=Answers)
    decided: int = 0
    notices: tuple[str, ...] = ()

    def add(self, done: Done) -> None:
        """Count a part."""
        self.asked = self.asked.plus(done.asked)
        self.decided += done.decided
        self.notices = tuple(dict.fromkeys((*self.notices, *done.notices)))


@dataclass(frozen=True)
class Ran:
    """A complete run; ``resumed`` units were there already; for the others this sitting ``took`` it."""

    manifest: Manifest
    resumed: int
    took: Took


def plan_of(screener: Screener, mark: InputMark, part_size: int = PART_SIZE) -> Plan:
    """What a run over an input will be, before anything is judged."""
    first = screener.standard.ksas[0].id
    return Plan(
        standard=screener.standard.address,
        versions=screener.versions,
        input=mark,
        part_size=part_size,
        facts=tuple(screener.rate(first, []).facts),
        document=screener.standard,
        checklist=screener.checklist,
        settings=screener.settings,
        elements={ksa: tuple(names) for ksa, names in screener.elements.items()},
    )


def run(
    source: InputSource,
    plan: Plan,
    place: Location,
    *,
    opening: Opening,
    executor: Executor,
    cache: Path | None = None,
    shared: str | None = None,
    progress: Progress = lambda done, total: None,
) -> Ran:
    """Judge a whole input, or what is left of it, and write the manifest.

    Interrupted at any point and run again, it gives the bytes of a run that nobody interrupted. Raises
    ``ScreeningError`` where the place cannot be written or holds another run, or the input changed meanwhile.
    """
    begin(place, plan)
    seals = {part: seal for part in range(plan.parts) if (seal := read_seal(place, part))}
    resumed = done = sum(seal.read for seal in seals.values())
    progress(done, plan.input.units)
    took = Took()
    if len(seals) < plan.parts:
        job = RunJob(opening, plan, place.url, cache, shared)
        for one in executor.each(job, chunks(source, plan, frozenset(seals))):
            seals[one.seal.part] = one.seal
            done += one.seal.read
            took.add(one)
            progress(done, plan.input.units)
    return Ran(finish(place, plan, seals.values()), resumed, took)


def chunks(source: InputSource, plan: Plan, sealed: frozenset[int]) -> Iterator[Chunk]:
    """The parts that are not sealed, with their units; the input must still hold what its mark says."""
    units: list[Unit] = []
    count = 0
    for unit in source.units():
        part = count // plan.part_size
        count += 1
        if count > plan.input.units:
            break
        if part not in sealed:
            units.append(unit)
        if units and (count % plan.part_size == 0 or count == plan.input.units):
            yield part, units
            units = []
    if count != plan.input.units:
        raise ScreeningError(
            f"the input changed while it was read: it had {plan.input.units} units",
            where=plan.input.name,
            expected="an input that nobody writes to",
            do="run the batch again, on a copy",
        )
