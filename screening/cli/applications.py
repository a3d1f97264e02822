"""`screening rank` and `screening check`: applications in, a slate or checklists out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import PageFormat
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import (
    OutOption,
    console,
    counted,
    ends_with_one,
    progress,
    tell_written,
    write,
    write_bytes,
)
from screening.cli.settings import SettingsOption, settings_at
from screening.cli.slates import BINARY, SlateFormat, check_ready
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.files.applications import Filed
    from screening.reports import Checked, Slated
    from screening.screener import Screener

AlsoOption = Annotated[
    list[Path] | None, typer.Option("--also", help="Write it to this file too; the ending names the format.")
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Use the version in force on that day; default: the newest in force.",
    ),
]
AddendumOption = Annotated[
    list[Path] | None,
    typer.Option("--addendum", help="A local addendum: adds examination 718 or a driving requirement."),
]
AdviceOption = Annotated[
    bool, typer.Option("--advice", help="Tell the writer what to mend: questions, elements, copied passages.")
]
WatchOption = Annotated[
    bool, typer.Option("--watch", help="Tell it again each time the file is saved, until Ctrl+C.")
]
PathsArgument = Annotated[
    list[Path], typer.Argument(help="Applications (*.yaml, *.json), or folders of them.")
]


def rank(
    address: Annotated[str, typer.Argument(help="The standard: CODE, or CODE@DATE.")],
    paths: PathsArgument,
    format: Annotated[SlateFormat, typer.Option(help="How the slate is written.")] = SlateFormat.TEXT,
    out: OutOption = None,
    also: AlsoOption = None,
    library: LibraryOption = None,
    on: OnOption = None,
    addendum: AddendumOption = None,
    settings: SettingsOption = None,
) -> None:
    """Rank applications against a standard, with the evidence quoted."""
    from screening.files.applications import read_applications
    from screening.opening import open_screener
    from screening.ranking import rank as ranked
    from screening.reports import Slated

    copies = {path: format_of(path) for path in also or ()}
    check_ready(format, out, copies.values())
    filed = read_applications(paths)
    day = day_of(on, address)
    screener = open_screener(
        address, library_at(library), settings_at(settings), on=day, addenda=addendum or ()
    )
    check_all_fit(filed, screener)
    screened = progress((screener.screen(f.application) for f in filed), len(filed), "screening")
    slate = ranked(screened, screener.standard.address, screener.versions)
    applications = {f.application.candidate: f.application for f in filed}
    slated = Slated(slate, screener.standard, applications)
    for path, copy in copies.items():
        _write_slate(slated, copy, path)
    _write_slate(slated, format, out)


def format_of(path: Path) -> SlateFormat:
    """The format that a file's ending names; other endings are refused before anything is rated."""
    endings = {".txt": SlateFormat.TEXT, **{f".{f.value}": f for f in SlateFormat}}
    if path.suffix.lower() not in endings:
        raise ScreeningError(
            f"the ending {path.suffix!r} names no format",
            where=str(path),
            expected="one of " + ", ".join(endings),
            do="give the file one of these endings",
        )
    return endings[path.suffix.lower()]


def _write_slate(slated: Slated, format: SlateFormat, out: Path | None) -> None:
    from screening.reports import csv, html, json, terminal

    if format in BINARY and out is not None:
        write_bytes(_bytes_of(slated, format), out)
        tell_written(out)
        return
    if format is SlateFormat.TEXT:
        with console(out) as screen:
            terminal.print_slate(slated, screen)
        return
    texts = {SlateFormat.JSON: json.render, SlateFormat.CSV: csv.render, SlateFormat.HTML: html.render}
    write(texts[format](slated), out)


def _bytes_of(slated: Slated, format: SlateFormat) -> bytes:
    from screening.reports import parquet, pdf, xlsx

    files = {SlateFormat.XLSX: xlsx.render, SlateFormat.PARQUET: parquet.render, SlateFormat.PDF: pdf.render}
    return files[format](slated)


def check(
    paths: PathsArgument,
    standard: Annotated[
        str | None, typer.Option(help="The version to check against; default: the one named inside.")
    ] = None,
    format: Annotated[PageFormat, typer.Option(help="How the checklist is written.")] = PageFormat.TEXT,
    out: OutOption = None,
    library: LibraryOption = None,
    on: OnOption = None,
    addendum: AddendumOption = None,
    settings: SettingsOption = None,
    advice: AdviceOption = False,
    watch: WatchOption = False,
) -> None:
    """Print an application's checklist: what a panel will find in it, and what it will miss.

    Ends with code 1 when an application is not qualified or a person has to read it. With --advice and
    --watch the file may also be a text, DOCX, PDF or JSON Resume; --standard then names the position, or
    one KSA of it.
    """
    if advice or watch:
        _advise(paths, standard, format, out, library, watch, settings)
        return
    from screening.files.applications import read_applications
    from screening.opening import open_screener
    from screening.reports import Checked

    filed, books, day = read_applications(paths), library_at(library), day_of(on, standard)

    def address_for(one: Filed) -> str:
        """The version asked for; with a day, the one of that day, whichever the application names."""
        named = one.application.standard
        return standard or (named.partition("@")[0] if day else named)

    addresses = dict.fromkeys(address_for(one) for one in filed)
    chosen = settings_at(settings)
    screeners = {a: open_screener(a, books, chosen, on=day, addenda=addendum or ()) for a in addresses}
    checked = []
    for one in filed:
        screener = screeners[address_for(one)]
        check_all_fit([one], screener)
        checked.append(Checked(screener.screen(one.application), screener.standard, one.application))
    _write_checked(checked, format, out)
    if left := sum(c.screened.outcome != "qualified" for c in checked):
        ends_with_one(out, [f"{left} of {counted(len(checked), 'application')} not qualified, or unclear"])
        raise typer.Exit(1)


def _advise(
    paths: list[Path], standard: str | None, format: PageFormat, out: Path | None, library: Path | None,
    watching: bool, settings: Path | None,
) -> None:  # fmt: skip
    """What a writer is told of one draft, once or as often as it is saved."""
    from screening.cli.drafts import Drafting, watch
    from screening.reports.advice_text import print_advice

    if len(paths) != 1 or format is PageFormat.HTML or (watching and format is not PageFormat.TEXT):
        raise ScreeningError(
            "advice is told of one draft at a time, as text or JSON; a watched one as text",
            expected="one file", do="leave out --format, or use `screening serve` for pages",
        )  # fmt: skip
    drafting = Drafting(paths[0], standard, library_at(library), settings_at(settings))
    if format is PageFormat.JSON:
        write(drafting.advice().model_dump_json(indent=1) + "\n", out)
        return
    with console(out) as screen:
        if watching:
            watch(drafting, screen)
        else:
            told = drafting.advice()
            print_advice(told, screen, drafting.shown(told, None), alone=drafting.ksa is not None)


def day_of(on: datetime | None, address: str | None) -> date | None:
    """The day of ``--on``; refused beside an address that names its version."""
    if on is not None and address and "@" in address:
        raise ScreeningError(
            f"{address} names a version, and --on {on:%Y-%m-%d} asks for one by its day",
            expected="one of the two",
            do=f"leave out --on, or name {address.partition('@')[0]}",
        )
    return on.date() if on else None


def _write_checked(checked: list[Checked], format: PageFormat, out: Path | None) -> None:
    from screening.reports import html, json, terminal

    if format is PageFormat.TEXT:
        with console(out) as screen:
            for one in checked:
                terminal.print_application(one.screened, one.standard, screen)
    elif format is PageFormat.JSON:
        write(json.render_checked(checked), out)
    elif len(checked) == 1:
        write(html.render_application(checked[0].screened, checked[0].standard, checked[0].application), out)
    else:
        raise ScreeningError(
            f"{len(checked)} applications for one page",
            expected="one application with --format html",
            do="check them one by one, or use `screening rank … --format html`",
        )


def check_all_fit(filed: Iterable[Filed], screener: Screener) -> None:
    """Refuse applications that do not fit the standard before any is rated; all refusals are told at once."""
    from screening.applications import check_all_fit as all_fit

    named = ((str(one.path), one.application) for one in filed)
    all_fit(named, screener.standard, screener.settings.limits)
