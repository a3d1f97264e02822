"""The one engine behind the web: texts are judged one after another, and the queue has an end.

One thread judges, because a rating must not depend on what runs beside it, and because two threads on busy
cores are slower than one. Long work that asks a model now and then takes its turn for each question alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """Too many requests wait already; ``retry_after_s`` is when to come back, in seconds."""

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"too many requests wait; come back in {retry_after_s} s")


class Judging:
    """A queue of at most ``waiting`` pieces of work before one thread."""

    def __init__(self, waiting: int, retry_after_s: int) -> None:
        self._most, self._retry_after_s = waiting, retry_after_s
        self._under_way = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="judging")
        self.turn = Lock()
        """Held while a piece of work is done; who asks the models from another thread takes it too."""

    async def do(self, work: Callable[[], T]) -> T:
        """The result of ``work``, in turn; raises BusyError and does nothing, when the queue is full."""
        if self._under_way > self._most:
            raise BusyError(self._retry_after_s)
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._in_turn, work)
        finally:
            self._under_way -= 1

    async def patiently(self, work: Callable[[], T]) -> T:
        """The result of ``work`` that nobody waits for: where too many wait, it is their turn first."""
        while True:
            try:
                return await self.do(work)
            except BusyError as busy:
                await asyncio.sleep(busy.retry_after_s)

    def begin(self, work: Callable[[], object]) -> None:
        """Start something before anybody asks; what becomes of it is not told."""
        self._thread.submit(self._in_turn, work)

    def _in_turn(self, work: Callable[[], T]) -> T:
        with self.turn:
            return work()

    def close(self) -> None:
        """Finish what is under way, and stop."""
        self._thread.shutdown(wait=True, cancel_futures=True)
