"""`screening explain`: for each application a letter on what was not shown, and how to answer it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.applications import (
    AddendumOption,
    OnOption,
    PathsArgument,
    check_all_fit,
    day_of,
)
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import OutOption, progress, tell_written, write, write_bytes
from screening.cli.settings import SettingsOption, settings_at
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.reports.letter import Letter


class LetterFormat(StrEnum):
    """The formats that letters are written in."""

    TEXT, HTML, DOCX = "text", "html", "docx"


def explain(
    paths: PathsArgument,
    standard: Annotated[
        str | None, typer.Option(help="The version to explain by; default: the one named inside.")
    ] = None,
    contact: Annotated[
        str, typer.Option(help="Whom the applicant may write to; default: a place to fill in.")
    ] = "",
    decided: Annotated[
        str, typer.Option(help="Who decided and when, if somebody has: 'the selection panel on 2 May'.")
    ] = "",
    format: Annotated[
        LetterFormat, typer.Option("--format", help="How the letters are written.")
    ] = LetterFormat.TEXT,
    out: OutOption = None,
    library: LibraryOption = None,
    on: OnOption = None,
    addendum: AddendumOption = None,
    settings: SettingsOption = None,
) -> None:
    """Explain a result to the applicant: what was looked for, found and missing, and how to answer.

    One letter for each application, without scores. Ends with 0 whatever the result is.
    """
    from screening.files.applications import read_applications
    from screening.opening import open_screener
    from screening.reports import Checked
    from screening.reports.letter import letter_for

    check_ready(format, out)
    filed, books, day = read_applications(paths), library_at(library), day_of(on, standard)
    named = [standard or _named(one.application.standard, by_day=day is not None) for one in filed]
    chosen = settings_at(settings)
    screeners = {
        a: open_screener(a, books, chosen, on=day, addenda=addendum or ()) for a in dict.fromkeys(named)
    }
    for one, address in zip(filed, named, strict=True):
        check_all_fit([one], screeners[address])

    def letter(number: int) -> Letter:
        screener, application = screeners[named[number]], filed[number].application
        checked = Checked(screener.screen(application), screener.standard, application)
        return letter_for(checked, screener.checklist, contact, decided)

    write_letters(list(progress(map(letter, range(len(filed))), len(filed), "screening")), format, out)


def _named(address: str, by_day: bool) -> str:
    """The version that an application names; with a day, only its code."""
    return address.partition("@")[0] if by_day else address


def check_ready(format: LetterFormat, out: Path | None) -> None:
    """Refuse before anything is rated what could not be written after it."""
    if format is not LetterFormat.DOCX:
        return
    from screening.reports import letter_docx

    if out is None:
        raise ScreeningError(
            "docx is no text that a terminal can show",
            expected="a file for it", do="name one with --out letters.docx",
        )  # fmt: skip
    letter_docx.ready()


def write_letters(letters: list[Letter], format: LetterFormat, out: Path | None) -> None:
    """The letters in a format, on stdout or in a file."""
    from screening.reports import letter_docx, letter_text

    if format is LetterFormat.DOCX and out is not None:
        write_bytes(letter_docx.render(letters), out)
        tell_written(out)
    else:
        write(
            letter_text.render_html(letters) if format is LetterFormat.HTML else letter_text.render(letters),
            out,
        )
