"""`screening evaluate`: labelled cases in, agreement and errors out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.output import console, progress, write
from screening.cli.standards import LibraryOption, library_at

if TYPE_CHECKING:
    from screening.evaluation import Report


class Format(StrEnum):
    """The formats that a report is written in."""

    TEXT, JSON = "text", "json"


def evaluate(
    cases: Annotated[list[Path], typer.Argument(help="Files of cases, one JSON object a line.")],
    predictions: Annotated[Path | None, typer.Option(help="Write each case's rating to this file.")] = None,
    format: Annotated[Format, typer.Option(help="How the report is written.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option("--out", help="Write the report to this file.")] = None,
    library: LibraryOption = None,
) -> None:
    """Rate labelled cases and compare the ratings with the labels."""
    from screening.evaluation import evaluate as compare
    from screening.evaluation import prediction_of
    from screening.files.cases import read_cases
    from screening.opening import Requirements

    read = read_cases(cases)
    requirements = Requirements(library_at(library))
    rated = progress(
        (prediction_of(case, requirements.rate(case.ksa, case.text)) for case in read), len(read), "rating"
    )
    predicted = list(rated)
    if predictions is not None:
        write("".join(f"{one.model_dump_json()}\n" for one in predicted), predictions)
    _write_report(compare(read, predicted), format, out)


def _write_report(report: Report, format: Format, out: Path | None) -> None:
    from screening.evaluation import summary

    if format is Format.JSON:
        write(json.dumps(report.model_dump(), indent=1) + "\n", out)
        return
    with console(out) as screen:
        for name, value in summary(report).items():
            screen.print(f"{name:<32} {value}")
        for title, table in (("by label", report.table), ("by kind (label)", report.by_kind)):
            if table:
                screen.print(f"\n{title}")
            for row, counts in table.items():
                screen.print(f"  {row:<32} " + ", ".join(f"{n} {rating}" for rating, n in counts.items()))
