"""`screening fit`: a panel's past ratings in, a proposal of other weights and bands out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import console, progress, write, write_bytes
from screening.cli.settings import SettingsOption, settings_at

if TYPE_CHECKING:
    from screening.fitting import Change


def fit(
    cases: Annotated[
        list[Path], typer.Argument(help="Files of rated cases, one JSON object a line, as `evaluate` takes.")
    ],
    format: Annotated[Format, typer.Option("--format", help="How the change is told.")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the proposed settings to this file, for --settings.")
    ] = None,
    library: LibraryOption = None,
    settings: SettingsOption = None,
) -> None:
    """Fit weights and bands to a panel's own past ratings, and show what that would change.

    The figures of the proposal are held out: each case is rated by a fit that saw nothing of its writer.
    Nothing is adopted: --out writes a file, and --settings FILE judges by it.
    """
    from screening.files.cases import read_cases
    from screening.opening import Requirements
    from screening.refitting import as_json, check_enough, rated, refitted, told_of

    read = read_cases(cases)
    requirements = Requirements(library_at(library), settings_at(settings))
    check_enough(read, requirements.settings)
    labelled = [case for case in read if case.label is not None]
    ratings = progress((requirements.rate(c.ksa, c.text) for c in labelled), len(labelled), "rating")
    known = rated(labelled, list(ratings), requirements)
    proposed, change = refitted(known, told_of({path.name: path.read_bytes() for path in cases}))
    if out is not None:
        write_bytes(as_json(proposed).encode(), out)
    _tell(change, format, out)


def _tell(change: Change, format: Format, out: Path | None) -> None:
    from screening.reports.change_text import print_change

    if format is Format.JSON:
        write(change.model_dump_json(indent=1) + "\n", None)
        return
    with console(None) as screen:
        print_change(change, screen, out)
