"""Which store, who acts: the options that every command on a panel's record has."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.sitting import Sitting

DEFAULT_STORE = "sqlite:///panel.db"


StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="SCREENING_STORE",
        metavar="URL",
        help="Where the record is kept: sqlite:///FILE or postgresql://USER@HOST/DATABASE.",
    ),
]
AsOption = Annotated[
    str | None,
    typer.Option(
        "--as", envvar="SCREENING_AS", metavar="ID", help="Who acts, by id; default: your login name."
    ),
]
WhyOption = Annotated[
    str, typer.Option("--why", help="Why, for the record; never with words about an applicant.")
]
PanelArgument = Annotated[str, typer.Argument(help="The panel's id.")]
CandidateArgument = Annotated[str, typer.Argument(help="The candidate's id.")]
KsaArgument = Annotated[str, typer.Argument(help="The KSA's id.")]


@contextmanager
def sitting_at(store: str, who: str | None, create: bool = False) -> Iterator[Sitting]:
    """A sitting on a store that is let go of at the end."""
    from screening.sitting import Sitting
    from screening.stores.opening import open_store

    opened = open_store(store, create=create)
    try:
        yield Sitting(opened, who or _login_name())
    finally:
        opened.close()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ScreeningError("nobody is logged in by a name", do="say who acts, with --as ID") from error
