"""`screening serve`: the web application, for one person on this machine or for a team behind a proxy."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from screening.cli.library import LibraryOption
from screening.cli.sittings import DEFAULT_STORE, StoreOption
from screening.errors import ScreeningError, StoreError

if TYPE_CHECKING:
    from screening.web.settings import WebSettings


class OidcClaim(StrEnum):
    """What of an identity provider's answer an account is found by."""

    SUB, EMAIL, PREFERRED_USERNAME = "sub", "email", "preferred_username"


HostOption = Annotated[str, typer.Option("--host", help="The address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
NameOption = Annotated[
    list[str] | None,
    typer.Option("--name", help="A host name by which browsers reach the server; may be repeated."),
]
TeamOption = Annotated[
    bool, typer.Option("--team", help="Ask for a login: accounts and roles instead of one local person.")
]
UrlOption = Annotated[
    str,
    typer.Option("--url", help="Where a team's browsers reach the server: https://NAME, by a proxy."),
]
ProxyOption = Annotated[
    list[str] | None,
    typer.Option("--proxy", help="A proxy's address or network, whose X-Forwarded-For is believed."),
]
IssuerOption = Annotated[
    str, typer.Option("--oidc-issuer", help="An identity provider (OpenID Connect) that says who comes in.")
]
ClientOption = Annotated[str, typer.Option("--oidc-client", help="How the provider knows this server.")]
SecretOption = Annotated[
    str,
    typer.Option(
        "--oidc-secret", envvar="SCREENING_OIDC_SECRET",
        help="What this server shows the provider; put it into the environment, not on the command line.",
    ),
]  # fmt: skip
ClaimOption = Annotated[
    OidcClaim, typer.Option("--oidc-claim", help="What the provider tells that is an account's subject.")
]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    store: StoreOption = DEFAULT_STORE,
    team: TeamOption = False,
    name: NameOption = None,
    library: LibraryOption = None,
    url: UrlOption = "",
    proxy: ProxyOption = None,
    oidc_issuer: IssuerOption = "",
    oidc_client: ClientOption = "",
    oidc_secret: SecretOption = "",
    oidc_claim: ClaimOption = OidcClaim.SUB,
) -> None:
    """Serve the web application until it is stopped.

    By default it listens on this machine only, and whoever sits at it has every role. Any other address
    needs --team, accounts (`screening accounts add`) and --url https://…; a proxy before it does the TLS.
    """
    settings = settings_for(
        host, port, store, team, tuple(name or ()), library, url=url.rstrip("/"), proxies=tuple(proxy or ())
    )
    if oidc_issuer:
        settings = with_provider(settings, oidc_issuer, oidc_client, oidc_secret, oidc_claim)
    try:
        import uvicorn

        from screening.web import create_app
        from screening.web.doors import logs

        app = create_app(settings)
    except ModuleNotFoundError as error:
        raise ScreeningError(
            f"the web application is not installed (there is no {error.name})",
            expected="the extra `web`",
            do="pip install 'screening-ksa[web]'",
        ) from error
    print(f"http://{host}:{port} – stop with Ctrl+C", flush=True)
    logs.to_stderr()
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False,
        proxy_headers=False,  # whom to believe is told by --proxy, and read by our own doors
    )  # fmt: skip


def settings_for(
    host: str, port: int, store: str, team: bool, names: tuple[str, ...], library: Path | None,
    *, url: str = "", proxies: tuple[str, ...] = (),
) -> WebSettings:  # fmt: skip
    """The settings of a server; an address that others can reach is refused without accounts and TLS."""
    from screening.web.settings import LOOPBACK, WebSettings

    if host not in LOOPBACK and not team:
        raise ScreeningError(
            f"--host {host} would let others in without a login",
            expected="an address of this machine alone, such as 127.0.0.1, or --team",
            do="leave out --host, or make accounts and serve with --team",
        )
    if team:
        _require_accounts(store)
        _require_tls((host, *names), url)
    _require_addresses(url, proxies)
    if library is not None and not library.is_dir():
        raise ScreeningError(
            "there is no such folder",
            where=str(library),
            expected="a library of standards",
            do="check --library and SCREENING_LIBRARY; `standards import FILE --out FOLDER` makes one",
        )
    return WebSettings(
        library=library, store=store, host=host, port=port, hosts=(*names, host), team=team, warm=True,
        url=url, proxies=proxies,
    )  # fmt: skip


def _require_accounts(store: str) -> None:
    """Refuse to serve a team of which nobody could come in."""
    from screening.stores.opening import open_accounts

    do = f"screening accounts add ID --role chair --store {store}"
    try:
        with closing(open_accounts(store)) as book:
            if any(not account.disabled for account in book.all()):
                return
    except StoreError as error:
        if not error.found.startswith(("there is no store", "the database holds no store")):
            raise
    raise ScreeningError("nobody could come in: there is no account", where=store, do=do)


def _require_tls(names: tuple[str, ...], url: str) -> None:
    """Refuse to take passwords over a network in the clear."""
    from screening.web.settings import LOOPBACK

    if any(name not in LOOPBACK for name in names) and not url.startswith("https://"):
        raise ScreeningError(
            "passwords would cross the network for everybody to read",
            expected="--url https://NAME, where a proxy does the TLS",
            do="put a proxy before the server, as docs/web.md shows, and say where browsers reach it",
        )


def _require_addresses(url: str, proxies: tuple[str, ...]) -> None:
    """Refuse what is no address of a server or of a proxy."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query):
        raise ScreeningError(
            f"--url {url} is no server's address",
            expected="https://screening.example.org",
            do="give --url the scheme and the host alone, with a port if there is one",
        )
    for proxy in proxies:
        try:
            ip_network(proxy, strict=False)
        except ValueError as error:
            raise ScreeningError(
                f"--proxy {proxy} is no network address",
                expected="127.0.0.1, or 10.1.0.0/16",
                do="give --proxy the address or network that the proxy connects from, in numbers",
            ) from error


def with_provider(
    settings: WebSettings, issuer: str, client: str, secret: str, claim: OidcClaim
) -> WebSettings:
    """The same settings with an identity provider."""
    from screening.web.settings import OidcSettings

    if not settings.team or not client or not secret:
        raise ScreeningError(
            "an identity provider needs more than its address",
            expected="a server with logins, its id at the provider, and its secret",
            do="add --team and --oidc-client, and put the secret into SCREENING_OIDC_SECRET",
        )
    provider = OidcSettings(issuer=issuer, client_id=client, client_secret=secret, claim=claim.value)
    return settings.model_copy(update={"oidc": provider})
