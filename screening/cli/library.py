"""Which library of standards a command reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.errors import StandardError

if TYPE_CHECKING:
    from screening.files.library import Library

LibraryOption = Annotated[
    Path | None, typer.Option("--library", envvar="SCREENING_LIBRARY", help="The folder of standards to use.")
]


def library_at(folder: Path | None) -> Library:
    """The library in a folder, or the one that the package brings."""
    from screening.files.library import Library

    if folder is not None and not folder.is_dir():
        raise StandardError(
            "there is no such folder", where=str(folder), expected="a library of standards",
            do="check --library and SCREENING_LIBRARY; `standards import FILE --out FOLDER` makes one",
        )  # fmt: skip
    return Library() if folder is None else Library(folder)
