"""What panels read of applications: blind where they are blind, made once and kept in memory by their papers.

A copy is given only as long as the paper behind it is kept: what was erased is gone from here too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from screening.casebook import Reading, readings
from screening.panels import Panel
from screening.panels.visibility import sees_application, sees_engine
from screening.sitting import Sitting

KEPT = 1_000
"""Copies kept; the one longest unused gives way."""
Key = tuple[str, str, bool]
Made = Reading | None


class Judge(Protocol):
    """What gives work its turn before the models."""

    def __call__(self, work: Callable[[], Made]) -> Awaitable[Made]:
        """The result of the work."""
        ...


class Copies:
    """The copies that were made so far, by application, results, and whether they are blind."""

    def __init__(self, judge: Judge) -> None:
        self._made: dict[Key, Reading] = {}
        self._judge = judge

    async def seen(
        self, sitting: Sitting, panel: Panel, candidates: Iterable[str]
    ) -> dict[str, Reading]:
        """What the one who sits may read of candidates; the engine's results only where they show, else None.

        Whose papers were erased, or whom they may not read, is left out.
        """
        found: dict[str, Reading] = {}
        for candidate in candidates:
            if not sees_application(panel, sitting.who, candidate):
                continue
            copy = await self._copy(sitting, panel, candidate)
            if copy is not None:
                advice = copy[1] if sees_engine(panel, sitting.who, candidate) else None
                found[candidate] = (copy[0], advice)
        return found

    async def _copy(self, sitting: Sitting, panel: Panel, candidate: str) -> Made:
        key = (
            panel.applications[candidate].papers.get("application", ""),
            panel.engine[candidate].papers.get("screened", ""),
            panel.settings.blind,
        )
        made = self._made.pop(key, None)
        if await run_in_threadpool(sitting.paper, key[0]) is None:
            return None
        if made is None:
            work = partial(_read, sitting, panel, candidate)
            # what makes copies blind parses sentences, as the engine does
            made = await (self._judge(work) if panel.settings.blind else run_in_threadpool(work))
        if made is not None:
            self._made[key] = made
        while len(self._made) > KEPT:
            del self._made[next(iter(self._made))]
        return made


def _read(sitting: Sitting, panel: Panel, candidate: str) -> Made:
    return dict(readings(sitting, panel, [candidate], advice=True)).get(candidate)
