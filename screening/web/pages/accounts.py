"""Logging in and out, and one's own account. Accounts are made by `screening accounts`, never here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from screening.errors import AccountError
from screening.web.desk import Asking, AtDesk, Desk
from screening.web.doors import oidc, sessions
from screening.web.doors.accounts import WRONG, change_password, local_path, log_in

router = APIRouter()
LEAVING = {"Clear-Site-Data": '"cache", "storage"'}
Field = Annotated[str, Form()]


@router.get("/login", name="login")
async def login(request: Request, desk: AtDesk, who: Asking, next: str = "/") -> Response:
    """The form to log in; whoever is in goes on to where they wanted."""
    if who.id:
        return RedirectResponse(local_path(next), 303)
    return _form(request, desk, local_path(next))


@router.post("/login", name="log-in")
async def send_login(
    request: Request, desk: AtDesk, account: Field = "", password: Field = "", next: Field = "/"
) -> Response:
    """Let somebody in, or show the form again without saying what was wrong."""
    if not desk.settings.team:
        return RedirectResponse("/", 303)
    if await log_in(request, account.strip(), password):
        return RedirectResponse(local_path(next), 303)
    return _form(request, desk, local_path(next), WRONG)


def _form(request: Request, desk: Desk, next: str, wrong: str = "") -> Response:
    provider = desk.settings.oidc
    return desk.page(
        request, "login.html.j2", status=422 if wrong else 200, next=next, wrong=wrong,
        provider=provider.label if provider else "",
    )  # fmt: skip


@router.post("/logout", name="log-out")
async def logout(request: Request, desk: AtDesk) -> Response:
    """End the session, here and in the store."""
    if desk.settings.team:
        await sessions.end(request)
    return RedirectResponse("/", 303, LEAVING)


@router.get("/login/provider", name="oidc-begin")
async def begin_at_provider(request: Request, desk: AtDesk, next: str = "/") -> Response:
    """Send the browser to the identity provider."""
    if not desk.settings.team or desk.settings.oidc is None:
        raise HTTPException(404)
    return RedirectResponse(await oidc.begin(request, local_path(next)), 303)


@router.get("/login/provider/return", name="oidc-return")
async def return_from_provider(request: Request, desk: AtDesk) -> Response:
    """What the provider says; whom it names and we know is in.

    The answer is a page that goes on by itself, not a redirect: the browser came from elsewhere, and would
    not send the new session's cookie along with one.
    """
    if not desk.settings.team or desk.settings.oidc is None:
        raise HTTPException(404)
    onward = await oidc.finish(request)
    return desk.page(
        request, "logged_in.html.j2", headers={"Refresh": f"0; url={onward}"}, onward=onward
    )  # fmt: skip


@router.get("/account", name="account")
async def account(request: Request, desk: AtDesk, who: Asking) -> Response:
    """What one may do here by one's account, and how to change its password."""
    return await _account(request, desk, who)


@router.post("/account/password", name="account-password")
async def set_password(
    request: Request, desk: AtDesk, who: Asking, old: Field = "", new: Field = "", again: Field = ""
) -> Response:
    """Change one's own password."""
    _require_account(who)
    try:
        if new != again:
            raise AccountError("the new password was typed in two ways", do="type it again")
        await change_password(request, who, old, new)
    except AccountError as error:
        return await _account(request, desk, who, wrong=error)
    return await _account(request, desk, who, done="The password is changed, and every other session ended.")


@router.post("/account/sessions", name="account-sessions")
async def end_sessions(request: Request, desk: AtDesk, who: Asking) -> Response:
    """End every other session of one's own, and the tokens of one's programs."""
    _require_account(who)
    session = sessions.stay_of(request).session
    await run_in_threadpool(desk.accounts().end_all, who.id, session.digest if session else "")
    return await _account(request, desk, who, done="Every other session is ended.")


def _require_account(who: Asking) -> None:
    """Refuse where there are no accounts: on a server for one person."""
    if who.local:
        raise HTTPException(404)


async def _account(
    request: Request, desk: Desk, who: Asking, wrong: AccountError | None = None, done: str = ""
) -> Response:
    _require_account(who)
    found = await run_in_threadpool(desk.accounts().find, who.id)
    return desk.page(
        request, "account.html.j2", status=422 if wrong else 200, wrong=wrong, done=done,
        has_password=bool(found and found.has_password),
    )  # fmt: skip
