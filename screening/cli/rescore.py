"""`screening rescore`: a recorded run by another version of the standard, and whom that touches."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.batch import CacheOption, cache_file, progress_bar
from screening.cli.library import LibraryOption, library_at
from screening.cli.outgoing import plainly, send
from screening.cli.output import OutOption, console, counted, ends_with_one, plain, write
from screening.cli.sittings import DEFAULT_STORE, AsOption, StoreOption, sitting_at
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.batch.revising import Again
    from screening.fairness import Groups
    from screening.reports.impact import Revised
    from screening.rescoring.impact import Impact


class ImpactFormat(StrEnum):
    """The formats that the impact is written in."""

    TEXT, JSON, HTML, XLSX = "text", "json", "html", "xlsx"


def rescore(
    old: Annotated[str, typer.Argument(help="The version that a run was judged by: CODE@VERSION.")],
    new: Annotated[str, typer.Argument(help="The version to judge it by: CODE@VERSION, or a YAML file.")],
    store: StoreOption = DEFAULT_STORE,
    what_if: Annotated[
        bool,
        typer.Option("--what-if", help="Tell the impact; no run is recorded, only a file that goes out."),
    ] = False,
    numbers: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=NUMBER",
            help="With --what-if: another number, such as "
            "bands.demonstrated=1800 or KSA.review=-500 (again for more).",
        ),
    ] = None,
    groups: Annotated[
        Path | None, typer.Option(help="A file of groups, as `screening fairness` takes: their rates too.")
    ] = None,
    format: Annotated[
        ImpactFormat, typer.Option("--format", help="How the impact is written.")
    ] = ImpactFormat.TEXT,
    out: OutOption = None,
    parts: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Where the parts of the new run go; default: screening-runs/RUN."),
    ] = None,
    cache: CacheOption = None,
    who: AsOption = None,
    library: LibraryOption = None,
) -> None:
    """Judge again what a revision touches, carry over the rest, and tell whom it moves and why.

    Ends with code 1 when somebody's outcome changes, an override is stale, a narrative is owed, or an
    application cannot be judged by the new version.
    """
    from screening.batch.revising import Asked, again

    if numbers and not what_if:
        raise ScreeningError("--set changes numbers of record", do="add --what-if, or edit the settings")
    if format is ImpactFormat.XLSX and out is None:
        raise ScreeningError("xlsx is no text", do="name a file with --out")
    people = _groups(groups)
    with sitting_at(store, who) as sitting, progress_bar() as progress:
        asked = Asked(
            old, new, what_if=what_if, numbers=tuple(numbers or ()), place=parts, cache=cache_file(cache)
        )
        done = again(sitting, library_at(library), asked, people, progress)
        if out is not None:
            impact = done.revised.impact
            about = {"old": impact.old, "new": impact.new, "format": format.value, "what_if": what_if}
            send(sitting, _rendered(done.revised, format), out, plainly("impact-exported", about))
    if out is None:
        _print(done, format)
    if done.revised.impact.needs_a_person:
        ends_with_one(out, _needed(done.revised.impact))
        raise typer.Exit(1)


def _needed(impact: Impact) -> list[str]:
    """What of a revision needs a person."""
    counts = (
        (len(impact.moved), "outcome", "changed"),
        (len(impact.stale), "override", "stale"),
        (len(impact.narratives), "KSA", "to be written about anew"),
        (len(impact.rejected), "application", "that the new version cannot judge"),
    )
    return [f"{counted(number, noun)} {what}" for number, noun, what in counts if number]


def _groups(path: Path | None) -> Groups | None:
    from screening.files.groups import read_groups

    return None if path is None else read_groups(path)


def _print(done: Again, format: ImpactFormat) -> None:
    from screening.reports import impact_text

    if format is not ImpactFormat.TEXT:
        write(_rendered(done.revised, format).decode(), None)
        return
    with console(None) as screen:
        impact_text.print_impact(done.revised, screen)
        screen.print()
        screen.print(done.answers.told, markup=False, highlight=False)
        if done.at:
            screen.print(f"the new run: {done.at}", markup=False, highlight=False)


def _rendered(revised: Revised, format: ImpactFormat) -> bytes:
    """The impact as a file holds it."""
    from screening.reports import impact, impact_text, impact_xlsx

    if format is ImpactFormat.XLSX:
        return impact_xlsx.render(revised)
    if format is ImpactFormat.HTML:
        return impact.render(revised).encode()
    if format is ImpactFormat.JSON:
        return impact.render_json(revised).encode()
    return plain(lambda screen: impact_text.print_impact(revised, screen)).encode()
