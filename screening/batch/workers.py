"""What one worker does: judge the units of a part and write the part, whatever process or machine it is in.

A job is plain data, so that it can be sent anywhere. Doing one twice, or in two places at once, writes the
same bytes: a part that was lost with its worker is simply done again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from screening.applications import Application
from screening.batch.cache import Cache, NoCache
from screening.batch.ledger import Plan, Rejected, Seal
from screening.batch.models import Answers, CachedAppraiser, CachedEncoder, CachedParser, CachedReader
from screening.batch.parts import JudgedApplication, write_part
from screening.batch.places import place_at
from screening.batch.remembering import RememberingScreener
from screening.batch.sharing import SharedCache
from screening.errors import ApplicationError, ModelError, RulesetError, ScreeningError, StoreError
from screening.files.library import Library
from screening.opening import open_screener
from screening.screener import Screener

FATAL = (ModelError, StoreError, OSError, MemoryError, ImportError)
"""What is wrong with the machine, not with an application: it ends the work, and rejects nobody."""

Opening = Callable[[], Screener]
"""How a worker comes to its screener; it must be picklable."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Opens a screener by its address, on a library that every worker sees under the same path."""

    address: str
    library: Path | None = None
    on: date | None = None
    addenda: tuple[Path, ...] = ()

    def __call__(self) -> Screener:
        """The screener, as `screening check` opens it."""
        books = Library(self.library) if self.library else Library()
        return open_screener(self.address, books, on=self.on, addenda=self.addenda)


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit of the input that is an application; ``number`` and ``where`` are its place."""

    number: int
    where: str
    application: Application


Unit = Taken | Rejected


@dataclass(frozen=True, slots=True)
class RunJob:
    """What all parts of a run have in common.

    ``cache`` is a file of the worker's machine, None for none; ``shared`` a place where workers of several
    machines exchange what they have cached.
    """

    opening: Opening
    plan: Plan
    place: str
    cache: Path | None
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is sealed, and what it took."""

    seal: Seal
    asked: Answers = field(default_factory=Answers)
    decided: int = 0
    notices: tuple[str, ...] = ()


class WorkerScreener:
    """A worker's screener with its cache; one thread judges at a time."""

    def __init__(self, job: RunJob) -> None:
        screener = job.opening()
        self.asked = Answers()
        self.cache = cache_for(job)
        self.screener = remembering(screener, self.cache, self.asked)
        if self.screener.versions != job.plan.versions:
            raise ScreeningError(
                "a worker has other versions than the run: " + _differing(self.screener, job.plan),
                expected="the same program, models and library on every machine",
                do="install the same versions on the workers; what is done stays",
            )

    def do(self, job: RunJob, part: int, units: Sequence[Unit]) -> Done:
        """Judge the units of a part and write it."""
        before, decided = self.asked.plus(Answers()), self.screener.decided
        judged, rejected = list[JudgedApplication](), list[Rejected]()
        for unit in units:
            one = unit if isinstance(unit, Rejected) else judge(self.screener, unit)
            (judged if isinstance(one, JudgedApplication) else rejected).append(one)  # type: ignore[arg-type]
        seal = write_part(place_at(job.place), job.plan, part, judged, rejected)
        self.cache.exchange()
        return Done(seal, self.asked.minus(before), self.screener.decided - decided, self.notices)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know of the cache."""
        failed = f"the cache is not used any more: {self.cache.failed}" if self.cache.failed else ""
        damaged = f"{self.cache.damaged} damaged rows of the cache were made again"
        return tuple(told for told in (failed, damaged if self.cache.damaged else "") if told)


def cache_for(job: RunJob) -> Cache | NoCache:
    """The cache that a job asks for, open."""
    if job.cache is None:
        return NoCache()
    cache = Cache(job.cache)
    return SharedCache(cache, job.shared) if job.shared else cache


def judge(screener: Screener, taken: Taken) -> JudgedApplication | Rejected:
    """One application judged, or why it is not; what is wrong with the machine is raised."""
    try:
        screened = screener.screen(taken.application)
    except FATAL:
        raise
    except (ApplicationError, RulesetError) as error:
        return rejected(taken.number, taken.where, error, taken.application.candidate)
    except Exception as error:  # one application must not end the run of all the others
        failure = ScreeningError(
            f"the engine failed on it: {type(error).__name__}", do="report it; nobody judged this application"
        )
        return rejected(taken.number, taken.where, failure, taken.application.candidate)
    return JudgedApplication(taken.number, taken.where, taken.application, screened)


def rejected(number: int, where: str, error: ScreeningError, candidate: str | None = None) -> Rejected:
    """A refusal as the rejects file holds it."""
    return Rejected(
        number=number, where=where, candidate=candidate,
        found=error.found, expected=error.expected, do=error.do,
    )  # fmt: skip


_desks: dict[str, WorkerScreener] = {}
_one_at_a_time = threading.Lock()


def do_part(job: RunJob, part: int, units: Sequence[Unit]) -> Done:
    """Do one part in this process; the screener is opened once and stays."""
    with _one_at_a_time:
        key = f"{job.plan.run} {job.place} {job.cache}"
        if key not in _desks:
            _desks.clear()
            _desks[key] = WorkerScreener(job)
        return _desks[key].do(job, part, units)


def remembering(screener: Screener, cache: Cache | NoCache, asked: Answers) -> RememberingScreener:
    """A screener that reads its models through a cache and judges nothing twice."""
    encoder = CachedEncoder(screener.encoder, cache, asked)
    parser = CachedParser(screener.parser, cache, asked)
    appraiser = CachedAppraiser(screener.appraiser, cache, asked) if screener.appraiser else None
    return RememberingScreener(screener, encoder, parser, appraiser, CachedReader(parser, cache, asked))


def _differing(screener: Screener, plan: Plan) -> str:
    here, there = screener.versions.model_dump(), plan.versions.model_dump()
    return "; ".join(f"{k} {here[k]!r}, not {there[k]!r}" for k in here if here[k] != there[k])
