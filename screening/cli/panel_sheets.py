"""`screening panel sheet` and `take`: a member's score sheet as a workbook, out and back in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.library import LibraryOption, library_at
from screening.cli.outgoing import send
from screening.cli.output import progress
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    PanelArgument,
    StoreOption,
    sitting_at,
)
from screening.errors import PanelError, few
from screening.files.contents import bytes_of

if TYPE_CHECKING:
    from screening.applications import Application
    from screening.panels import Panel
    from screening.records import Draft, Hand
    from screening.sheets import Returned, Sheet, Taken
    from screening.sitting import Sitting
SHOWN = 5
"""So many KSAs of a candidate are named before the others are counted; the JSON has all."""


def register(app: typer.Typer) -> None:
    """Join these commands to ``screening panel``."""
    example = "Example: screening panel "
    app.command("sheet", epilog=example + "sheet 2320-0012-1 m2 --out m2.xlsx --as m2")(sheet)
    app.command("take", epilog=example + "take m2.xlsx --as m2")(take)


def sheet(
    panel: PanelArgument,
    member: Annotated[str, typer.Argument(help="The member who will fill the sheet in.")],
    out: Annotated[Path, typer.Option("--out", help="The .xlsx file to write; one that is there is kept.")],
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
) -> None:
    """Write a member's score sheet: a row for each candidate and KSA, to be rated 2/1/0 or demonstrated/not.

    The texts are blind copies where the panel is blind; candidates for whom the member is recused are left
    out, and so is the engine's advice. The sheet is recorded, so that no other will be taken for it.
    """
    from screening.sheets import render, written

    if out.exists():
        raise PanelError(
            "this is there already", where=str(out), expected="a new file: this one may have ratings in it",
            do="take it with `screening panel take`, or name another with --out",
        )  # fmt: skip
    with sitting_at(store, who) as sitting:
        made = _sheet(sitting, panel, member, library)
        # a sheet that was written and not recorded would never be taken
        send(sitting, render(made), out, lambda hand, digest: written(made, hand, digest))
    candidates = len({line.candidate for line in made.lines})
    print(f"{out}\t{len(made.lines)} rows\t{candidates} candidates")
    if made.without:
        print(f"left out, their data was erased: {', '.join(made.without)}")


def _sheet(sitting: Sitting, panel: str, member: str, library: Path | None) -> Sheet:
    from screening.sheets import sheet_of
    from screening.sheets.issuing import check_may_write

    state = sitting.panel(panel)
    check_may_write(state, member, sitting.who)  # refused before anything is made blind
    standard = library_at(library).resolve(state.opening.standard).standard
    copies = _copies(sitting, state, member)
    return sheet_of(state, member, sitting.who, standard, copies, _notes(sitting), secrets.token_hex(16))


def _copies(sitting: Sitting, state: Panel, member: str) -> dict[str, Application]:
    """What the member reads of each candidate; erased ones, and those who are not theirs, are left out."""
    from screening.casebook import readings

    mine = [candidate for candidate in state.candidates if (member, candidate) not in state.recusals]
    read = readings(sitting, state, mine, advice=False)
    return {candidate: copy for candidate, (copy, _) in progress(read, len(mine), "copying")}


def _applications(sitting: Sitting, state: Panel) -> dict[str, str]:
    """The applications' texts as they came in, by candidate; empty where they were erased."""
    papers = {c: sitting.paper(body.papers.get("application", "")) for c, body in state.applications.items()}
    return {candidate: paper.text if paper else "" for candidate, paper in papers.items()}


def _notes(sitting: Sitting) -> dict[str, str]:
    return {paper.digest: paper.text for paper in sitting.store.papers() if paper.name == "note"}


def take(
    file: Annotated[Path, typer.Argument(help="A score sheet that `screening panel sheet` wrote.")],
    format: FormatOption = Format.TEXT,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take your ratings from your score sheet: what is filled in is recorded, what is empty is told.

    The sheet may be sorted, filtered, half-filled, and have its columns moved. Anything else that was changed
    is refused with its cell, all at once, and nothing is taken. Taken twice it changes nothing.
    """
    from screening.sheets import read

    data = bytes_of(file, expected="an .xlsx file")
    returned = read(data, str(file))
    with sitting_at(store, who) as sitting:
        taken = _take(sitting, returned, file, sha256(data).hexdigest())
    if format is Format.JSON:
        told = {name: value for name, value in asdict(taken).items() if name != "drafts"}
        print(json.dumps({"panel": returned.panel.text, "member": returned.member.text} | told, indent=1))
    else:
        _tell(taken)


def _take(sitting: Sitting, returned: Returned, file: Path, digest: str) -> Taken:
    """One transaction: what the sheet says is held against the panel as it is then, and recorded."""
    from screening.sheets import take as taken_from
    from screening.sheets.taking import Known, sheets_in

    panels = sitting.panels()
    results: list[Taken] = []
    if returned.panel.text not in panels:
        raise PanelError(
            f"{returned.panel.where}: found {returned.panel.told}, and there is no such panel",
            where=str(file),
            expected="one of " + ", ".join(panels) if panels else "a panel that was opened",
            do="name that panel's store with --store, or write a new sheet with `screening panel sheet`",
        )
    state = panels[returned.panel.text]
    texts = _applications(sitting, state)
    erased = frozenset(candidate for candidate, text in texts.items() if not text)
    known = Known(sheets_in(sitting.record()), _notes(sitting), erased)

    def act(now: Panel, hand: Hand) -> Sequence[Draft]:
        results[:] = [taken_from(now, hand, returned, known, str(file), digest)]
        return results[0].drafts

    sitting.act(state.id, act)
    return results[0]


def _tell(taken: Taken) -> None:
    print(f"{taken.ratings} ratings taken, {taken.standing} stand already, {len(taken.empty)} empty")
    for what, pairs in {"empty": taken.empty, "no longer in the sheet": taken.removed}.items():
        for candidate, ksas in _by_candidate(pairs).items():
            print(f"{what}\t{candidate}\t{few(ksas, SHOWN)}")
    for where in taken.unrated_notes:
        print(f"not taken\t{where}\ta note without a rating")
    for candidate in taken.erased:
        print(f"left aside\t{candidate}\tthe candidate's data was erased")
    for candidate in taken.elsewhere:
        print(f"not on this sheet\t{candidate}\twrite a new one with `screening panel sheet`")


def _by_candidate(pairs: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for candidate, ksa in pairs:
        grouped.setdefault(candidate, []).append(ksa)
    return grouped
