"""How much a request may bring and how long it may take; what an uploaded file must be like to be read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import TypeVar

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screening.errors import ApplicationError
from screening.web.doors.people import NOBODY, person_of
from screening.web.doors.roles import require_role
from screening.web.judging import BusyError
from screening.web.refusals import refuse
from screening.web.settings import WebSettings

T = TypeVar("T")
STRANGERS_BYTES = 65_536
"""Of whoever has not logged in: the form of a login needs no more."""
ENVELOPE_BYTES = 65_536
"""What a form may add around an uploaded file."""
ENDINGS = (".txt", ".md", ".docx", ".pdf", ".json", ".yaml", ".yml", ".html", ".htm")
NAME_CHARACTERS = 100


class BoundedBodies:
    """Bounds every body by size and time, and reads none for a route that is closed to who asks."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a body that cannot grow or last beyond its bounds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most, request = self._most(Request(scope)), Request(scope)
        if declared_bytes(request.headers) > most:
            await refuse(request, 413)(scope, receive, send)
            return
        bounded = _Bounded(request, receive, most, self.settings.limits.body_s)
        await self.app(scope, bounded.receive, send)

    def _most(self, request: Request) -> int:
        """The bytes that a body may have."""
        limits = self.settings.limits
        if person_of(request) == NOBODY:
            return STRANGERS_BYTES
        if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            return limits.upload_bytes + ENVELOPE_BYTES
        return limits.body_bytes


class _Bounded:
    """One body as it comes in."""

    def __init__(self, request: Request, receive: Receive, most: int, seconds: float) -> None:
        self._request, self._receive, self._most = request, receive, most
        self._read, self._begun, self._ended = 0, False, False
        self._until = time.monotonic() + seconds

    async def receive(self) -> Message:
        """The next part of the body, or what comes after it."""
        if self._ended:
            return await self._receive()
        if not self._begun:
            self._begun = True
            require_role(self._request)
        message = await self._next()
        self._read += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        if self._read > self._most:
            raise HTTPException(413)
        return message

    async def _next(self) -> Message:
        try:
            return await asyncio.wait_for(self._receive(), max(0.0, self._until - time.monotonic()))
        except TimeoutError:
            self._ended = True
            raise HTTPException(408, headers={"Connection": "close"}) from None


class Readers:
    """Two threads that read uploaded files; a file that takes too long is given up."""

    def __init__(self, settings: WebSettings) -> None:
        self._limits = settings.limits
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reading")
        self._under_way = 0

    async def read(
        self, upload: UploadFile, reader: Callable[[bytes, str], T], endings: tuple[str, ...] = ENDINGS
    ) -> T:
        """What ``reader`` makes of the file's bytes and its name; what is no file to read is refused.

        ``reader`` decides by the bytes what the file is. Raises BusyError when too many wait.
        """
        name = plain_name(upload.filename or "")
        content = await upload.read(self._limits.upload_bytes + 1)
        if len(content) > self._limits.upload_bytes:
            raise HTTPException(413)
        if not content:
            raise ApplicationError("the file is empty", where=name, do="choose the file again")
        if not name.lower().endswith(endings):
            raise HTTPException(415)
        if self._under_way >= self._limits.readers_waiting:
            raise BusyError(self._limits.retry_after_s)
        return await self._in_time(lambda: reader(content, name), name)

    async def _in_time(self, work: Callable[[], T], name: str) -> T:
        """The work's result; a thread cannot be stopped, so what is given up still counts as under way."""
        self._under_way += 1
        task = asyncio.get_running_loop().run_in_executor(self._threads, work)
        task.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._limits.reading_s)
        except TimeoutError:
            raise ApplicationError(
                f"the file was not read within {self._limits.reading_s:g} seconds", where=name,
                do="save it as plain text, or paste the text",
            ) from None  # fmt: skip

    def _done(self, task: asyncio.Future[T]) -> None:
        self._under_way -= 1
        if not task.cancelled():
            task.exception()  # looked at, so that nobody logs it

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def plain_name(name: str) -> str:
    """The last part of a file's name as a browser tells it, without what could stand for something else."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-NAME_CHARACTERS:] or "file"


def declared_bytes(headers: Headers) -> int:
    """The length that a request says its body has; 0 where it says none."""
    told = headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() else 0
