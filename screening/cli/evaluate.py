"""`screening evaluate`: labelled cases in, agreement and errors out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.output import OutOption, console, progress, write
from screening.cli.standards import LibraryOption, library_at

if TYPE_CHECKING:
    from screening.evaluation import Case
    from screening.opening import Requirements
    from screening.reports.evaluation import Evaluated


class Format(StrEnum):
    """The formats that a report is written in."""

    TEXT, JSON, HTML = "text", "json", "html"


ENGINE_PARTS = ("engine", "ruleset", "model", "parser", "settings")
"""What all cases have in common of the versions that a rating depends on."""


def evaluate(
    cases: Annotated[list[Path], typer.Argument(help="Files of cases, one JSON object a line.")],
    predictions: Annotated[Path | None, typer.Option(help="Write each case's rating to this file.")] = None,
    format: Annotated[Format, typer.Option(help="How the report is written.")] = Format.TEXT,
    out: OutOption = None,
    library: LibraryOption = None,
    seen: Annotated[
        list[Path] | None,
        typer.Option(help="A file of cases that were fitted on (again for more); else splits.yaml says."),
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines/--no-baselines", help="Rate by plain methods too, and compare.")
    ] = True,
) -> None:
    """Rate labelled cases and compare the ratings with the labels.

    Every figure comes with its interval; `--format html` makes a page that shows each case rated wrongly.
    """
    from screening.evaluation import evaluate as compare
    from screening.evaluation import prediction_of
    from screening.files.cases import read_cases
    from screening.opening import Requirements
    from screening.reports.evaluation import Evaluated

    read = read_cases(cases)
    requirements = Requirements(library_at(library))
    ratings = list(progress((requirements.rate(c.ksa, c.text) for c in read), len(read), "rating"))
    predicted = [prediction_of(case, rating) for case, rating in zip(read, ratings, strict=True)]
    if predictions is not None:
        write("".join(f"{one.model_dump_json()}\n" for one in predicted), predictions)
    labelled = [case for case in read if case.label is not None]
    fitted, notices = _fitted(cases, seen)
    report = compare(
        read,
        predicted,
        baselines=_baselines(labelled, requirements) if baselines and labelled else None,
        seen=_seen(labelled, fitted, requirements) if fitted else None,
        versions=_versions(requirements, read[0], cases),
        notices=notices,
    )
    _write_report(Evaluated(report, read, ratings, [requirements.wording(c.ksa) for c in read]), format, out)


def _baselines(cases: Sequence[Case], requirements: Requirements) -> dict[str, list[float]]:
    """The scores of the plain methods, the sentence model as it comes among them."""
    from screening.baselines import baseline_scores
    from screening.similarity.minilm import MiniLM

    return baseline_scores([requirements.wording(c.ksa) for c in cases], [c.text for c in cases], MiniLM())


def _fitted(cases: Sequence[Path], named: Sequence[Path] | None) -> tuple[list[Path], list[str]]:
    """The files that were fitted on, and what to say of those that a splits.yaml names and are not there."""
    from screening.files.cases import SPLITS, fitted_beside

    if named:
        return list(named), []
    fitted = fitted_beside(cases)
    gone = [path.name for path in fitted if not path.is_file()]
    told = f"{SPLITS} names {', '.join(gone)}, not at hand: what only they require counts as unseen."
    return [path for path in fitted if path.is_file()], [told] if gone else []


def _seen(cases: Sequence[Case], fitted: Sequence[Path], requirements: Requirements) -> list[bool]:
    """Whether each case's requirement, whatever its spacing and capitals, is one of the fitted cases'."""
    from screening.files.cases import read_cases

    def wording(case: Case) -> str:
        return " ".join(requirements.wording(case.ksa).split()).casefold()

    known = {wording(case) for case in read_cases(fitted)}
    return [wording(case) in known for case in cases]


def _versions(requirements: Requirements, case: Case, paths: Sequence[Path]) -> dict[str, str]:
    """What the report depends on: the parts of the engine, and the files of cases by name and hash."""
    versions = requirements.versions(case.ksa).model_dump()
    hashes = [f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return {**{part: versions[part] for part in ENGINE_PARTS}, "cases": "; ".join(hashes)}


def _write_report(evaluated: Evaluated, format: Format, out: Path | None) -> None:
    from screening.reports import evaluation, evaluation_text

    if format is Format.HTML:
        write(evaluation.render(evaluated), out)
    elif format is Format.JSON:
        write(json.dumps(evaluated.report.model_dump(), indent=1) + "\n", out)
    else:
        with console(out) as screen:
            evaluation_text.print_report(evaluated.report, screen)
