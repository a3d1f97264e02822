"""Coming in with a password, and changing it. An answer tells nothing about whether there is an account."""

from __future__ import annotations

import re

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from screening.errors import AccountError
from screening.web.desk import Desk
from screening.web.doors import sessions
from screening.web.doors.limits import address_of, rates_of
from screening.web.doors.passwords import hash_password, is_dated, matches
from screening.web.doors.people import Person

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\Z")
"""As candidates' and members' ids: an account may be one."""
NEXT = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*\Z")
"""An address of ours to go on to: no other host's, however a browser may read it."""
WRONG = "That id and that password do not belong together."


async def log_in(request: Request, account: str, password: str) -> bool:
    """Let somebody in by a password; False where it opens nothing. Too many tries are refused with 429."""
    desk: Desk = request.app.state.desk
    rates, address = rates_of(request), address_of(request.scope, desk.settings.proxies)
    rates.spend("login", address)
    known = account if ID.match(account) else ""
    rates.require_left("wrong", address, known)
    rates.require_left("guessed", known)
    kept = await run_in_threadpool(desk.accounts().password, known)
    if not await desk.hashing.do(lambda: matches(kept, password)):
        for kind, whom in (("wrong", (address, known)), ("guessed", (known,))):
            rates.spend(kind, *whom)
        return False
    rates.forgive("wrong", address, known)
    await _renew(desk, known, kept, password)
    await sessions.begin(request, known)
    return True


async def _renew(desk: Desk, account: str, kept: str | None, password: str) -> None:
    """Hash a password anew that was hashed under weaker terms."""
    if kept is not None and is_dated(kept):
        hashed = await desk.hashing.do(lambda: hash_password(password, account))
        await run_in_threadpool(desk.accounts().rehash, account, hashed)


async def change_password(request: Request, who: Person, old: str, new: str) -> None:
    """Set one's own password; all other sessions end. Raises AccountError; the old one counts as a try."""
    desk: Desk = request.app.state.desk
    rates, address = rates_of(request), address_of(request.scope, desk.settings.proxies)
    rates.require_left("wrong", address, who.id)
    kept = await run_in_threadpool(desk.accounts().password, who.id)
    if not await desk.hashing.do(lambda: matches(kept, old)):
        rates.spend("wrong", address, who.id)
        raise AccountError("the old password is another", do="type the password that you logged in with")
    hashed = await desk.hashing.do(lambda: hash_password(new, who.id))
    session = sessions.stay_of(request).session
    await run_in_threadpool(desk.accounts().set_password, who.id, hashed, session.digest if session else "")


def local_path(asked: str) -> str:
    """The address to go on to after a login; what is no plain address of ours is the first page."""
    return asked if NEXT.match(asked) else "/"
