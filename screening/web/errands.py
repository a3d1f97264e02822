"""Errands: work that outlasts a request. Whoever began one follows it, may stop it, and is led on to its end.

In memory alone, as jobs are: a restart of the server loses what is under way, and what is recorded is
recorded at the end of an errand or not at all.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse

from screening.errors import ScreeningError
from screening.web.desk import Asking, Desk
from screening.web.doors.logs import log_fault
from screening.web.judging import BusyError

State = Literal["running", "done", "failed", "stopped"]
GONE = "Nothing of yours is here: it was forgotten, or the server was started again since."
FAULT = "something went wrong on our side (fault {})"
KEPT = 5
"""Ended errands of one person that are kept; the oldest give way."""


class StoppedError(Exception):
    """The errand was stopped by whoever began it."""


@dataclass(eq=False)
class Errand:
    """One piece of work; ``steps`` is how many it has, 0 where nobody knows, and ``back`` where it began.

    ``onward`` is the address that it leads to when it is done; ``result`` what is shown there.
    """

    owner: str
    title: str
    back: str
    steps: int = 0
    done: int = 0
    state: State = "running"
    problem: ScreeningError | None = None
    onward: str = ""
    result: object = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0

    @property
    def seconds(self) -> int:
        """How long it takes or took."""
        return round((self.ended or time.monotonic()) - self.began)

    def step(self, done: int, steps: int = 0) -> None:
        """Tell how far it is; raises StoppedError where nobody wants it any more."""
        self.done, self.steps = done, steps or self.steps
        self.go_on()

    def go_on(self) -> None:
        """Nothing, while it is still wanted; else StoppedError."""
        if self.state == "stopped":
            raise StoppedError

    def end(self, state: State) -> None:
        """Nothing more comes of it."""
        self.state, self.ended = state, time.monotonic()


Work = Callable[[Errand], Awaitable[str]]
"""What an errand does; gives the address that it leads to."""


class Errands:
    """The errands of one server, as many under way as there may be jobs."""

    def __init__(self, desk: Desk) -> None:
        self._limits = desk.settings.limits
        self._all: dict[str, Errand] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, errand: Errand, work: Work) -> Errand:
        """Start it; raises BusyError where too many are under way."""
        self._forget_old()
        if len(self._tasks) >= self._limits.jobs_waiting:
            raise BusyError(self._limits.retry_after_s)
        self._all[errand.id] = errand
        task = self._tasks[errand.id] = asyncio.create_task(self._run(errand, work))
        task.add_done_callback(lambda _: self._tasks.pop(errand.id, None))
        return errand

    def find(self, owner: str, errand: str) -> Errand | None:
        """An errand of somebody's; None where there is none, or it is another's."""
        self._forget_old()
        found = self._all.get(errand)
        return found if found is not None and found.owner == owner else None

    def stop(self, errand: Errand) -> None:
        """Stop it at its next step."""
        if errand.state == "running":
            errand.end("stopped")

    async def close(self) -> None:
        """Stop everything."""
        for errand in self._all.values():
            self.stop(errand)
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self, errand: Errand, work: Work) -> None:
        try:
            onward = await work(errand)
        except StoppedError:
            return
        except ScreeningError as error:
            self._fail(errand, error)
        except Exception as error:
            do = "begin again, or tell who runs the server"
            self._fail(errand, ScreeningError(FAULT.format(log_fault(error)), do=do))
        else:
            errand.onward = onward
            errand.end("done")  # also where it was stopped too late: what is done is done

    def _fail(self, errand: Errand, problem: ScreeningError) -> None:
        if errand.state == "running":
            errand.problem = problem
            errand.end("failed")

    def _forget_old(self) -> None:
        """Let go of what ended long ago, and of more than somebody needs."""
        ended = [one for one in self._all.values() if one.ended]
        until = time.monotonic() - self._limits.job_kept_s
        mine: dict[str, int] = {}
        for one in sorted(ended, key=lambda one: -one.ended):
            mine[one.owner] = mine.get(one.owner, 0) + 1
            if one.ended <= until or mine[one.owner] > KEPT:
                del self._all[one.id]


def errands_of(request: Request) -> Errands:
    """The errands of the server that a request reached."""
    errands: Errands = request.app.state.errands
    return errands


AllErrands = Annotated[Errands, Depends(errands_of)]


def found(errands: AllErrands, who: Asking, errand: str) -> Errand:
    """The errand of whoever asks; 404 where it is nobody's or another's."""
    there = errands.find(who.id, errand)
    if there is None:
        raise HTTPException(404, GONE)
    return there


FoundErrand = Annotated[Errand, Depends(found)]


def follow(request: Request, errand: Errand) -> RedirectResponse:
    """To the page that tells how far an errand is."""
    return RedirectResponse(str(request.app.url_path_for("errand", errand=errand.id)), 303)
