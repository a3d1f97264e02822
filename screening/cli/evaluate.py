"""`screening evaluate`: labelled cases in, agreement and errors out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import PageFormat
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import OutOption, console, progress, write
from screening.cli.settings import SettingsOption, settings_at

if TYPE_CHECKING:
    from screening.reports.evaluation import Evaluated


def evaluate(
    cases: Annotated[list[Path], typer.Argument(help="Files of cases, one JSON object a line.")],
    predictions: Annotated[Path | None, typer.Option(help="Write each case's rating to this file.")] = None,
    format: Annotated[PageFormat, typer.Option(help="How the report is written.")] = PageFormat.TEXT,
    out: OutOption = None,
    library: LibraryOption = None,
    seen: Annotated[
        list[Path] | None,
        typer.Option(help="A file of cases that were fitted on (again for more); else splits.yaml says."),
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines/--no-baselines", help="Rate by plain methods too, and compare.")
    ] = True,
    settings: SettingsOption = None,
) -> None:
    """Rate labelled cases and compare the ratings with the labels.

    Every figure comes with its interval; `--format html` makes a page that shows each case rated wrongly.
    """
    from screening.evaluating import evaluated, predictions_of
    from screening.files.cases import read_cases
    from screening.opening import Requirements

    read = read_cases(cases)
    requirements = Requirements(library_at(library), settings_at(settings))
    ratings = list(progress((requirements.rate(c.ksa, c.text) for c in read), len(read), "rating"))
    if predictions is not None:
        told = predictions_of(read, ratings)
        write("".join(f"{one.model_dump_json()}\n" for one in told), predictions)
    fitted, notices = _fitted(cases, seen)
    result = evaluated(
        read, ratings, requirements, _told(cases),
        baselines=baselines, fitted=read_cases(fitted), notices=notices,
    )  # fmt: skip
    _write_report(result, format, out)


def _fitted(cases: Sequence[Path], named: Sequence[Path] | None) -> tuple[list[Path], list[str]]:
    """The files that were fitted on, and what to say of those that a splits.yaml names and are not there."""
    from screening.files.cases import SPLITS, fitted_beside

    if named:
        return list(named), []
    fitted = fitted_beside(cases)
    gone = [path.name for path in fitted if not path.is_file()]
    told = f"{SPLITS} names {', '.join(gone)}, not at hand: what only they require counts as unseen."
    return [path for path in fitted if path.is_file()], [told] if gone else []


def _told(paths: Sequence[Path]) -> str:
    """The files of cases by name and hash."""
    return "; ".join(f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)


def _write_report(evaluated: Evaluated, format: PageFormat, out: Path | None) -> None:
    from screening.reports import evaluation, evaluation_text

    if format is PageFormat.HTML:
        write(evaluation.render(evaluated), out)
    elif format is PageFormat.JSON:
        write(json.dumps(evaluated.report.model_dump(), indent=1) + "\n", out)
    else:
        with console(out) as screen:
            evaluation_text.print_report(evaluated.report, screen)
