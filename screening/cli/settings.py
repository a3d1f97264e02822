"""Which settings a command judges by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from screening.settings import Settings

SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="FILE",
        help="Judge by the settings in this file, laid over the packaged ones (for every command: "
        "SCREENING_SETTINGS).",
    ),
]


def settings_at(file: Path | None) -> Settings | None:
    """The settings of a file; None leaves it to the settings of record."""
    from screening.opening import settings_of_record

    return None if file is None else settings_of_record(file)
