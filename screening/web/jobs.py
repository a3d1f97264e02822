"""Jobs: many applications judged while nobody waits. In memory alone: a restart loses them, and they say so.

One job runs at a time, and between two applications whoever types gets their turn. What a job was given is
let go of when it ends; its slate is kept for a while, for whoever began it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from screening.applications import Application
from screening.errors import ApplicationError, ScreeningError
from screening.ranking import rank
from screening.reports import Slated
from screening.results import Screened
from screening.sitting import wall_clock
from screening.standards import Standard
from screening.web.desk import Desk
from screening.web.doors.logs import log_fault
from screening.web.judging import BusyError
from screening.web.messages import JobShape, JobState
from screening.web.submissions import fitting, placed, screen

NOTE = "Kept in memory only: a restart of the server loses it."
FAULT = "Something went wrong on our side (fault {}); begin the job again, or tell who runs the server."


@dataclass(eq=False)
class Job:
    """Applications against one version of a standard, and what came of them so far."""

    owner: str
    standard: Standard
    given: tuple[Application, ...]
    begun_at: datetime
    keep: timedelta
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    state: JobState = "waiting"
    problem: str = ""
    ended_at: datetime | None = None
    slated: Slated | None = None
    judged: int = 0
    applications: int = 0

    def __post_init__(self) -> None:
        self.applications = len(self.given)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.ended_at is not None

    @property
    def kept_until(self) -> datetime | None:
        """When it is forgotten; None while it waits or runs."""
        return self.ended_at + self.keep if self.ended_at else None

    def end(self, state: JobState, at: datetime, problem: str = "") -> None:
        """Nothing more comes of it; what it was given is let go of."""
        self.state, self.ended_at, self.problem, self.given = state, at, problem, ()

    def shape(self) -> JobShape:
        """The job as it is told."""
        return JobShape(
            id=self.id, standard=self.standard.address, state=self.state, applications=self.applications,
            judged=self.judged, begun_at=self.begun_at, ended_at=self.ended_at,
            kept_until=self.kept_until, problem=self.problem, note=NOTE,
        )  # fmt: skip


class Jobs:
    """The jobs of one server: a bounded queue, and what has ended of late."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime] = wall_clock) -> None:
        self._desk, self._limits, self._clock = desk, desk.settings.limits, clock
        self._jobs: dict[str, Job] = {}
        self._runner: asyncio.Task[None] | None = None

    def begin(self, owner: str, address: str, applications: Sequence[Application]) -> Job:
        """Put a job at the end of the queue; refused where that is full, or an application does not fit."""
        self._forget_old()
        _refuse_more(applications, self._limits.job_applications)
        self._require_room()
        standard = fitting(self._desk, address, placed(applications))
        keep = timedelta(seconds=self._limits.job_kept_s)
        job = Job(owner, standard, tuple(applications), self._clock(), keep)
        self._jobs[job.id] = job
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        return job

    def of(self, owner: str) -> list[Job]:
        """Somebody's jobs, the newest first."""
        self._forget_old()
        return [job for job in reversed(self._jobs.values()) if job.owner == owner]

    def find(self, owner: str, job: str) -> Job | None:
        """A job of somebody's; None where there is none, or it is another's."""
        self._forget_old()
        found = self._jobs.get(job)
        return found if found is not None and found.owner == owner else None

    def cancel(self, job: Job) -> None:
        """Stop a job: at once if it waits, else after the application that is being judged."""
        if not job.ended:
            job.end("cancelled", self._clock())

    def forget(self, job: Job) -> None:
        """Stop a job, and let go of what came of it."""
        self.cancel(job)
        self._jobs.pop(job.id, None)

    async def close(self) -> None:
        """Stop everything."""
        for job in list(self._jobs.values()):
            self.forget(job)
        if self._runner is not None:
            self._runner.cancel()
            with suppress(asyncio.CancelledError):
                await self._runner

    def _require_room(self) -> None:
        if sum(not job.ended for job in self._jobs.values()) >= self._limits.jobs_waiting:
            raise BusyError(self._limits.retry_after_s)

    def _forget_old(self) -> None:
        now = self._clock()
        for job in [one for one in self._jobs.values() if one.kept_until and one.kept_until <= now]:
            del self._jobs[job.id]

    async def _run(self) -> None:
        """Work through the queue, first come first served; a fault ends its job and no other."""
        while waiting := next((job for job in self._jobs.values() if job.state == "waiting"), None):
            waiting.state = "running"
            try:
                await self._judge(waiting)
            except ScreeningError as error:
                self._fail(waiting, error.render())
            except Exception as error:
                self._fail(waiting, FAULT.format(log_fault(error)))

    def _fail(self, job: Job, problem: str) -> None:
        if not job.ended:
            job.end("failed", self._clock(), problem)

    async def _judge(self, job: Job) -> None:
        address, given, screened = job.standard.address, job.given, list[Screened]()
        for application in given:
            work = partial(screen, self._desk, address, application)
            screened.append(await self._desk.judging.patiently(work))
            if job.ended:
                return
            job.judged += 1
        slate = rank(screened, address, screened[0].versions)
        job.slated = Slated(slate, job.standard, {})  # of what was written only the quotes stay
        job.end("done", self._clock())


def _refuse_more(applications: Sequence[Application], most: int) -> None:
    """Refuse more applications than a job may have."""
    if len(applications) > most:
        raise ApplicationError(
            f"{len(applications):,} applications for one job", expected=f"at most {most:,}",
            do="use `screening batch`, which has no such bound",
        )  # fmt: skip
