"""`screening standards compare`: two versions of a standard, and what changed from one to the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import PageFormat
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import OutOption, console, write

if TYPE_CHECKING:
    from screening.reports.comparison import Review
    from screening.revisions.comparison import Comparison
    from screening.revisions.narratives import Owed
    from screening.standards import Standard


def compare(
    old: Annotated[str, typer.Argument(help="The version to start from: CODE, or CODE@VERSION.")],
    new: Annotated[str, typer.Argument(help="The version to compare it with: CODE, or CODE@VERSION.")],
    format: Annotated[
        PageFormat, typer.Option("--format", help="How the comparison is written.")
    ] = PageFormat.TEXT,
    out: OutOption = None,
    applications: Annotated[
        list[Path] | None,
        typer.Option(
            "--applications", help="Tell for these applications (files, folders) what they must write."
        ),
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Compare two versions: for each KSA, duty and examination what became of it, word by word.

    Also which KSAs an applicant must write about anew. `--format html` makes a page to print for the review.
    """
    from screening.reports.comparison import Review
    from screening.revisions.comparing import compare as compared

    books = library_at(library)
    before, after = (books.resolve(address).whole().standard for address in (old, new))
    comparison = compared(before, after)
    owed = None if applications is None else _owed(comparison, before, applications)
    _write(Review(comparison, before, after, owed), format, out)


def _owed(comparison: Comparison, old: Standard, paths: list[Path]) -> tuple[Owed, ...]:
    """What each application to the old version must write for the new one, in the order of the files."""
    from screening.applications import check_fit
    from screening.files.applications import read_applications
    from screening.opening import settings_of_record
    from screening.revisions.narratives import owed

    limits = settings_of_record().limits
    filed = [one.application for one in read_applications(paths)]
    for application in filed:
        check_fit(application, old, limits)
    return tuple(owed(comparison, application) for application in filed)


def _write(review: Review, format: PageFormat, out: Path | None) -> None:
    from screening.reports import comparison, comparison_text

    if format is PageFormat.HTML:
        write(comparison.render(review), out)
    elif format is PageFormat.JSON:
        document = review.comparison.model_dump(mode="json")
        if review.owed is not None:
            document["applications"] = [one.model_dump(mode="json") for one in review.owed]
        write(json.dumps(document, ensure_ascii=False, indent=1) + "\n", out)
    else:
        with console(out) as screen:
            comparison_text.print_review(review, screen)
