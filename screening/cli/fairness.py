"""`screening fairness`: a slate and a file of groups in, impact ratios by group and requirement out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import PageFormat
from screening.cli.outgoing import plainly, send
from screening.cli.output import OutOption, console, counted, ends_with_one, plain, write
from screening.cli.sittings import AsOption, sitting_at
from screening.errors import ScreeningError, few

if TYPE_CHECKING:
    from screening.fairness import Groups, Report, Sample


SHOWN_IDS = 20
"""Candidates that an error names before it counts the others."""


def fairness(
    slate: Annotated[Path, typer.Argument(help="What `screening rank --format json` wrote.")],
    groups: Annotated[
        Path, typer.Argument(help="CSV or YAML: candidate, then any attributes (sex, race_ethnicity, …).")
    ],
    format: Annotated[
        PageFormat, typer.Option("--format", help="How the report is written.")
    ] = PageFormat.TEXT,
    out: OutOption = None,
    intersect: Annotated[
        list[str] | None,
        typer.Option(help="Attributes to intersect, with commas (again for more); default: sex,race."),
    ] = None,
    least_share: Annotated[
        float,
        typer.Option(min=0, max=1, help="Leave groups below this part of all out of the ratios; 0: none."),
    ] = 0.02,
    allow_unmatched: Annotated[
        bool,
        typer.Option(
            "--allow-unmatched", help="Count applicants without groups as unknown, instead of refusing."
        ),
    ] = False,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Record in this store that the report went out; needs --out."),
    ] = None,
    who: AsOption = None,
) -> None:
    """Compare how often each group comes through: four fifths, exact test, scores above the median.

    Ends with 1 when an impact ratio lies below four fifths, with 2 when the two files name other candidates.
    """
    from screening.fairness import report
    from screening.files.groups import read_groups
    from screening.files.slates import read_sample

    if store is not None and out is None:
        raise ScreeningError(
            "there is no file to record",
            expected="a report that goes to a file",
            do="add --out FILE beside --store, or leave out --store",
        )
    sample, known = read_sample(slate), read_groups(groups)
    if not allow_unmatched:
        _refuse_unmatched(sample, known, slate, groups)
    crossings = [_names(one) for one in intersect] if intersect else None
    made = report(sample.model_copy(update={"versions": sample.versions | _hashes(slate, groups)}),
                  known, crossings, least_share)  # fmt: skip
    if store is not None and out is not None:
        _send(made, format, out, store, who)
    else:
        _write(made, format, out)
    if made.flags:
        ends_with_one(out, [f"{counted(len(made.flags), 'impact ratio')} below four fifths"])
        raise typer.Exit(1)


def _refuse_unmatched(sample: Sample, groups: Groups, slate: Path, file: Path) -> None:
    """Name every candidate that only one of the files has."""
    from screening.fairness.reporting import unmatched

    missing, strangers = unmatched(sample, groups)
    sides = (
        (f"on the slate and not in {file}", missing),
        (f"in {file} and not on the slate", strangers),
    )
    listed = [(where, [repr(one) for one in ids]) for where, ids in sides if ids]
    found = "; ".join(f"{len(ids)} {where}: {few(ids, SHOWN_IDS)}" for where, ids in listed)
    if found:
        raise ScreeningError(
            found, where=str(slate), expected="the same candidates in both files",
            do="give who said nothing a line with blank cells, or use --allow-unmatched",
        )  # fmt: skip


def _names(crossing: str) -> list[str]:
    names = [name.strip() for name in crossing.split(",")]
    if len(names) < 2 or len(set(names)) < len(names):
        raise ScreeningError(
            f"--intersect {crossing}",
            expected="two attributes or more: sex,race_ethnicity",
            do="write the attributes with a comma between them, none of them twice",
        )
    return names


def _hashes(slate: Path, groups: Path) -> dict[str, str]:
    """The two files by their hashes, so that a report can be tied to what it was made from."""
    files = {"slate_file": slate, "groups_file": groups}
    return {name: "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def _send(made: Report, format: PageFormat, out: Path, store: str, who: str | None) -> None:
    """The report in a file that the record tells of: which slate it is of, never who belongs to which group.

    The file of groups is not named by its hash: of a few applicants it could be guessed from that.
    """
    about = {"format": format.value, "slate": made.versions["slate_file"], "flags": len(made.flags)}
    with sitting_at(store, who) as sitting:
        send(sitting, _rendered(made, format).encode(), out, plainly("fairness-exported", about))


def _write(made: Report, format: PageFormat, out: Path | None) -> None:
    from screening.reports import fairness_text

    if out is not None or format is not PageFormat.TEXT:
        write(_rendered(made, format), out)
    else:
        with console(None) as screen:
            fairness_text.print_report(made, screen)


def _rendered(made: Report, format: PageFormat) -> str:
    """The report as a file holds it."""
    from screening.reports import fairness, fairness_text

    if format is PageFormat.HTML:
        return fairness.render(made)
    if format is PageFormat.JSON:
        return made.model_dump_json(indent=1) + "\n"
    return plain(lambda screen: fairness_text.print_report(made, screen))
