"""`screening serve`: the web application, for one person on this machine or for a team behind a proxy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.sittings import DEFAULT_STORE, StoreOption
from screening.cli.standards import LibraryOption
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.web.settings import WebSettings

HostOption = Annotated[str, typer.Option("--host", help="The address to listen on.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
NameOption = Annotated[
    list[str] | None,
    typer.Option("--name", help="A host name by which browsers reach the server; may be repeated."),
]
TeamOption = Annotated[
    bool, typer.Option("--team", help="Ask for a login: accounts and roles instead of one local person.")
]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    store: StoreOption = DEFAULT_STORE,
    team: TeamOption = False,
    name: NameOption = None,
    library: LibraryOption = None,
) -> None:
    """Serve the web application until it is stopped.

    By default it listens on this machine only, and whoever sits at it has every role. Any other address
    needs --team; TLS is the business of a proxy before it.
    """
    settings = settings_for(host, port, store, team, tuple(name or ()), library)
    try:
        import uvicorn

        from screening.web import create_app

        app = create_app(settings)
    except ModuleNotFoundError as error:
        raise ScreeningError(
            f"the web application is not installed (there is no {error.name})",
            expected="the extra `web`",
            do="pip install 'screening-ksa[web]'",
        ) from error
    print(f"http://{host}:{port} – stop with Ctrl+C", flush=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


def settings_for(
    host: str, port: int, store: str, team: bool, names: tuple[str, ...], library: Path | None
) -> WebSettings:
    """The settings of a server; an address that others can reach is refused without accounts."""
    from screening.web.settings import LOOPBACK, WebSettings

    if host not in LOOPBACK and not team:
        raise ScreeningError(
            f"--host {host} would let others in without a login",
            expected="an address of this machine alone, such as 127.0.0.1, or --team",
            do="leave out --host, or make accounts and serve with --team",
        )
    if library is not None and not library.is_dir():
        raise ScreeningError("there is no such folder", where=str(library), expected="a library of standards")
    return WebSettings(
        library=library, store=store, host=host, port=port, hosts=(*names, host), team=team
    )
