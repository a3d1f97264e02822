"""`screening accounts`: who may come into a team's server; made by whoever keeps the store, only here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    StoreOption,
    sitting_at,
)
from screening.errors import AccountError, ScreeningError

if TYPE_CHECKING:
    from screening.stores.accounts import Account, Accounts

EXAMPLE = "Example: screening accounts "
app = typer.Typer(
    name="accounts",
    help="Who may come into a team's server, and as what; every change is noted in the record.",
    no_args_is_help=True,
    epilog=EXAMPLE + "add ann --role chair --store sqlite:///panel.db",
)


class RoleName(StrEnum):
    """The roles that an account can have; ``screening.web.doors.people`` says the same."""

    APPLICANT, HR, MEMBER, CHAIR, AUDITOR = "applicant", "hr", "member", "chair", "auditor"


AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="The account's id, never a person's name.")
]
RoleOption = Annotated[list[RoleName], typer.Option("--role", help="What it may do; may be repeated.")]


@app.command("add", epilog=EXAMPLE + "add ann --role chair --role member")
def add(
    account: AccountArgument,
    role: RoleOption,
    subject: Annotated[
        str | None, typer.Option(help="Who this is at the identity provider (OpenID Connect).")
    ] = None,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Only the identity provider opens it.")
    ] = False,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make an account; its password is asked for, or read from a pipe as one line.

    The id is what the record names: for a panel's member the id that they have on the panel.
    """
    from screening.stores.accounts import Account
    from screening.web.doors.sessions import now

    if no_password and subject is None:
        raise AccountError(
            "nothing would open this account",
            expected="a password, or a subject at the identity provider",
            do="leave out --no-password, or name the subject with --subject",
        )
    _require_id(account)
    made = Account(id=account, roles=frozenset(map(str, role)), subject=subject)
    password = None if no_password else _asked_hash(account)
    with _noted(store, who, "account-added", made, create=True) as book:
        book.add(made, now(), password)
    print(f"{account}\tadded\t{_roles(made)}")


@app.command("list", epilog=EXAMPLE + "list --format json")
def list_accounts(format: FormatOption = Format.TEXT, store: StoreOption = DEFAULT_STORE) -> None:
    """List every account: its roles, how it is opened, and whether it is disabled."""
    with _book(store) as book:
        accounts = book.all()
    if format is Format.JSON:
        shown = [{**one.model_dump(mode="json"), "roles": sorted(one.roles)} for one in accounts]
        print(json.dumps({"accounts": shown}, indent=2, ensure_ascii=False))
        return
    for one in accounts:
        ways = ("password" if one.has_password else "", "provider" if one.subject else "")
        print(one.id, _roles(one), "+".join(filter(None, ways)), "disabled" if one.disabled else "", sep="\t")


@app.command("disable", epilog=EXAMPLE + "disable m2")
def disable(account: AccountArgument, who: AsOption = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Shut an account at once: its sessions and tokens end, and nothing opens it."""
    from screening.web.doors.sessions import now

    with _noted(store, who, "account-disabled", account) as book:
        book.disable(account, now())
    print(f"{account}\tdisabled")


@app.command("enable", epilog=EXAMPLE + "enable m2")
def enable(account: AccountArgument, who: AsOption = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Open a disabled account again; its old sessions and tokens stay ended."""
    with _noted(store, who, "account-enabled", account) as book:
        book.enable(account)
    print(f"{account}\tenabled")


@app.command("roles", epilog=EXAMPLE + "roles m2 --role member --role auditor")
def roles(
    account: AccountArgument, role: RoleOption, who: AsOption = None, store: StoreOption = DEFAULT_STORE
) -> None:
    """Give an account these roles instead of those it has, from its next request on."""
    from screening.stores.accounts import Account

    changed = Account(id=account, roles=frozenset(map(str, role)))
    with _noted(store, who, "account-roles", changed) as book:
        book.set_roles(account, changed.roles)
    print(f"{account}\t{_roles(changed)}")


@app.command("subject", epilog=EXAMPLE + "subject m2 248289761001")
def subject(
    account: AccountArgument,
    subject: Annotated[str, typer.Argument(help="Who this is at the identity provider.")],
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say who an account is at the identity provider."""
    with _noted(store, who, "account-subject", account) as book:
        book.set_subject(account, subject)
    print(f"{account}\tknown to the provider")


@app.command("password", epilog=EXAMPLE + "password m2")
def password(account: AccountArgument, who: AsOption = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Set another password, asked for or read from a pipe; every session of the account ends."""
    hashed = _asked_hash(account)
    with _noted(store, who, "account-password", account) as book:
        book.set_password(account, hashed)
    print(f"{account}\tpassword changed")


@app.command("token", epilog=EXAMPLE + "token hr1 --days 30")
def token(
    account: AccountArgument,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it is good for.")] = 30,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Print a token by which a program uses the API as this account: `Authorization: Bearer TOKEN`.

    It is shown once. Disabling the account, or a new password, ends it.
    """
    from screening.web.doors.sessions import program_token

    made, session = program_token(account, days)
    with _noted(store, who, "account-token", account) as book:
        if book.find(account) is None:
            raise AccountError(f"there is no account {account!r}", do="`screening accounts list` names all")
        book.begin(session)
    print(made)


@app.command("remove", epilog=EXAMPLE + "remove c-0007")
def remove(account: AccountArgument, who: AsOption = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Remove an account with its sessions and every draft that it saved; the record keeps its id."""
    with _noted(store, who, "account-removed", account) as book:
        book.remove(account)
    print(f"{account}\tremoved")


@contextmanager
def _book(store: str, create: bool = False) -> Iterator[Accounts]:
    from screening.stores.opening import open_accounts

    with closing(open_accounts(store, create=create)) as book:
        yield book


@contextmanager
def _noted(
    store: str, who: str | None, kind: str, about: Account | str, create: bool = False
) -> Iterator[Accounts]:
    """The accounts of a store; what was done to them without an error is noted in its record."""
    with sitting_at(store, who, create=create) as sitting, _book(store) as book:
        yield book
        account, roles = (about, "") if isinstance(about, str) else (about.id, _roles(about))
        sitting.note(kind, {"account": account, **({"roles": roles} if roles else {})})


def _roles(account: Account) -> str:
    return ",".join(sorted(account.roles))


def _require_id(account: str) -> None:
    from screening.web.doors.accounts import ID

    if not ID.match(account):
        raise AccountError(
            f"{account!r} is no id",
            expected="letters, digits and . _ : - without spaces, up to 100 (never a name)",
            do="choose a short id, such as m2 or hr1",
        )


def _asked_hash(account: str) -> str:
    """The hash of a password that is typed twice, or comes through a pipe."""
    try:
        from screening.web.doors.passwords import hash_password
    except ModuleNotFoundError as error:
        raise ScreeningError(
            f"accounts need the web application (there is no {error.name})",
            expected="the extra `web`", do="pip install 'screening-ksa[web]'",
        ) from error  # fmt: skip
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    return hash_password(typed, account)
