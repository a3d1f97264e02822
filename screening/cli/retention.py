"""`screening audit retention` and `hold`: whose papers are past their period, and whose may not go yet."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    CandidateArgument,
    StoreOption,
    sitting_at,
)
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.panels.retention import Kept

DaysOption = Annotated[
    int,
    typer.Option(
        min=1, help="How long papers are kept, in days after the last of them or the panel's closing."
    ),
]


def register(app: typer.Typer) -> None:
    """Join these commands to ``screening audit``."""
    example = "Example: screening audit "
    app.command("retention", epilog=example + "retention --days 730 --erase --why 'schedule 4' --as hr1")(
        retention
    )
    app.command("hold", epilog=example + "hold c-0007 --why 'charge 17-22 is pending' --as hr1")(hold)


def retention(
    days: DaysOption,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Who will be due on that day; default: now."),
    ] = None,
    also_open: Annotated[
        bool, typer.Option("--also-open", help="Panels that nobody has closed do not stop it.")
    ] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Erase what is due; needs --why.")] = False,
    why: Annotated[str, typer.Option(help="On what ground, for the record.")] = "",
    format: FormatOption = Format.TEXT,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List what is kept of each applicant and until when; with --erase, remove what is past its period.

    The days are counted from the last paper about an applicant or the closing of their last panel, the later
    of both. Ratings by id stay, and the chain holds. Ends with code 1 while something is due and still there.
    """
    with sitting_at(store, who) as sitting:
        today = on.date() if on else sitting.today()
        if erase:
            _check_erasure(today, sitting.today(), why)
        kept = sitting.kept(days)
        due = [one for one in kept if one.due(today, also_open)]
        if erase:
            for one in due:
                sitting.erase(one.candidate, why, retention_days=days, rested=one.rests.isoformat())
    _tell(kept, due, today, erase, format)
    if due and not erase:
        raise typer.Exit(1)


def _check_erasure(on: date, today: date, why: str) -> None:
    """Refuse to erase by a day that has not come, or on no ground."""
    if on > today:
        raise ScreeningError(
            f"{on} has not come",
            expected="today, or a day that is past",
            do="leave out --on, or leave out --erase to see who will be due then",
        )
    if not why.strip():
        raise ScreeningError(
            "the erasure has no ground",
            expected="a ground for the record",
            do="add it with --why, such as --why 'schedule 4'",
        )


def _tell(kept: tuple[Kept, ...], due: list[Kept], today: date, erased: bool, format: Format) -> None:
    if format is Format.JSON:
        ids = [one.candidate for one in due]
        document = {"on": today.isoformat(), "due": ids, "erased": ids if erased else []}
        print(json.dumps(document | {"kept": [one.model_dump(mode="json") for one in kept]}, indent=1))
        return
    for one in kept:
        print(f"{one.candidate}\t{one.papers} papers\t{_standing(one, one in due, erased)}")
    if not kept:
        print("no papers are kept")


def _standing(one: Kept, due: bool, erased: bool) -> str:
    """What is to be said of one candidate's papers."""
    if due:
        return f"erased, due since {one.until}" if erased else f"due since {one.until}"
    if one.held:
        return f"held: {one.held}"
    if one.open:
        return f"kept: panel {', '.join(one.open)} is open"
    return f"kept until {one.until}"


def hold(
    candidate: CandidateArgument,
    why: Annotated[str, typer.Option(help="On what ground, for the record.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Let the hold go.")] = False,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Keep an applicant's papers from being erased while a charge or a complaint is pending."""
    from screening.panels.retention import hold as held
    from screening.panels.retention import release as released

    act = released if release else held
    with sitting_at(store, who) as sitting:
        hand = sitting.hand()
        (entry,) = sitting.store.write(lambda entries: act(entries, hand, candidate, why))
    print(f"{candidate} {'released' if release else 'held'} by entry {entry.number}")
