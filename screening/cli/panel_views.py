"""`screening panel show`, `disagreements`, `export`: a panel as far as its reader may see it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.outgoing import plainly, send
from screening.cli.output import OutOption, counted
from screening.cli.signatures import SignOption, refuse_unsignable
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    PanelArgument,
    StoreOption,
    sitting_at,
)
from screening.errors import PanelError

if TYPE_CHECKING:
    from screening.panels import Panel
    from screening.sitting import Sitting


def register(app: typer.Typer) -> None:
    """Join these commands to ``screening panel``."""
    example = "Example: screening panel "
    app.command("show", epilog=example + "show 2320-0012-1 c-0001 --as m2")(show)
    app.command("disagreements", epilog=example + "disagreements 2320-0012-1 --as m1")(show_disagreements)
    app.command("export", epilog=example + "export 2320-0012-1 --out panel.json --as m1")(export)


def show(
    panel: Annotated[str | None, typer.Argument(help="The panel's id; default: list all.")] = None,
    candidate: Annotated[str | None, typer.Argument(help="Show the ratings of this candidate.")] = None,
    format: FormatOption = Format.TEXT,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List the panels, or show one: its settings, its people, how far it is, and what you may see of it."""
    from screening.panels.staleness import stale_in
    from screening.panels.telling import document_of

    with sitting_at(store, who) as sitting:
        if panel is None:
            _list(sitting, format)
            return
        state = sitting.panel(panel)
        if candidate is not None:
            state.require_candidate(candidate)
        document = document_of(state, sitting.who, stale_in(sitting.record(), panel))
        if format is Format.JSON:
            print(json.dumps(document, ensure_ascii=False, indent=1))
        elif candidate is not None:
            _print_candidate(document, candidate, _notes(state, sitting, candidate))
        else:
            _print_panel(document)


def show_disagreements(
    panel: PanelArgument,
    format: FormatOption = Format.TEXT,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List where locked ratings differ. Ends with code 1 while any of them is not decided."""
    from screening.panels.telling import document_of

    with sitting_at(store, who) as sitting:
        document = _as_seen(sitting, panel, document_of)
    found = document["disagreements"]
    if format is Format.JSON:
        print(json.dumps({"panel": panel, "disagreements": found}, ensure_ascii=False, indent=1))
    else:
        for one in found:
            values = ", ".join(f"{member} {value}" for member, value in one["values"].items())
            print(f"{one['candidate']}\t{one['ksa']}\t{values}\t{one['resolved'] or 'not decided'}")
        if not found:
            print(_none_found(document["progress"]))
    if any(one["resolved"] is None for one in found):
        raise typer.Exit(1)


def _none_found(progress: list[dict[str, Any]]) -> str:
    """Why there is no disagreement to be listed: who has not locked, or that nothing differs."""
    owing = [set(one["rated"]) - set(one["locked"]) for one in progress]
    pending = [members for members in owing if members]
    if not pending:
        return "none: nothing that is locked differs"
    members = sorted(set[str]().union(*pending))
    have = "has" if len(members) == 1 else "have"
    return f"none yet: {' and '.join(members)} {have} not locked {counted(len(pending), 'applicant')}"


def export(
    panel: PanelArgument,
    out: OutOption = None,
    sign: SignOption = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write a panel as one JSON document, as far as you may see it; the export is recorded."""
    from screening.panels.telling import document_of

    refuse_unsignable(sign, out)
    with sitting_at(store, who) as sitting:
        document = _as_seen(sitting, panel, document_of)
        document["record"] = sitting.head().model_dump()
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        about = {"panel": panel, "state": document["state"]}
        send(sitting, text.encode(), out, plainly("panel-exported", about), sign)


def _as_seen(sitting: Sitting, panel: str, document_of: Any) -> dict[str, Any]:
    """The panel's document; while it is open, for members only."""
    state = sitting.panel(panel)
    if state.closing is None and sitting.who not in state.members:
        raise PanelError(
            f"panel {panel} is open, and {sitting.who!r} is no member of it",
            expected="one of " + ", ".join(state.members),
            do="say which member you are, with --as ID",
        )
    from screening.panels.staleness import stale_in

    document: dict[str, Any] = document_of(state, sitting.who, stale_in(sitting.record(), panel))
    return document


def _list(sitting: Sitting, format: Format) -> None:
    from screening.panels.telling import line_of

    found = [line_of(state) for state in sitting.panels().values()]
    if format is Format.JSON:
        print(json.dumps({"panels": found}, ensure_ascii=False, indent=1))
        return
    for one in found:
        print(f"{one['panel']}\t{one['standard']}\t{one['state']}\t{one['candidates']} applications")


def _notes(state: Panel, sitting: Sitting, candidate: str) -> dict[tuple[str, str], str]:
    """The notes on a candidate that the reader may see, by KSA and member; erased ones are left out."""
    from screening.panels import visible_to

    notes = {}
    for event in visible_to(state, sitting.who).ratings:
        paper = sitting.paper(event.body.papers.get("note", ""))
        if event.body.candidate == candidate and paper is not None:
            notes[(event.body.ksa, event.entry.who)] = paper.text
    return notes


def _print_panel(document: dict[str, Any]) -> None:
    settings = document["settings"]
    print(f"panel {document['panel']} on {document['standard']}: {document['state']}")
    print(
        f"scale {settings['scale']}; {'blind' if settings['blind'] else 'open'} copies; the engine's "
        f"evidence {settings['evidence']} own ratings; ranked by {settings['ranking']['rule']} "
        f"({settings['terms']})"
    )
    for member in document["members"]:
        print(f"  {member['id']}\t{member['role']}\t{'rates' if member['rates'] else 'does not rate'}")
    for one in document["recusals"]:
        print(f"  {one['member']} is recused for {one['candidate']}")
    for one in document["progress"]:
        rated = ", ".join(
            f"{member} locked" if member in one["locked"] else f"{member} {count} rated"
            for member, count in one["rated"].items()
        )
        print(f"{one['candidate']}\t{rated}")
    for one in document["overrides"]:
        if one["stale"]:
            pair = f"{one['candidate']}, {one['ksa']}"
            print(f"stale: {one['by']} overrode the engine on {pair}: {_stale(one)}")
    for sentence in document["unfinished"]:
        print(f"to do: {sentence}")


def _stale(override: dict[str, Any]) -> str:
    """Why a person has to look at an override again."""
    found = override["stale"]
    now = f"the engine now says {found['engine_now']}" if found["engine_now"] else "nobody asks for it now"
    return f"{'; '.join(found['why'])}; by {found['new']} {now} (entry {found['entry']})"


def _print_candidate(document: dict[str, Any], candidate: str, notes: dict[tuple[str, str], str]) -> None:
    """One line a KSA: ratings that the reader may see, the engine's if they may, and what counts."""
    engine = document["engine"].get(candidate, {"ratings": {}})["ratings"]
    finals = {one["ksa"]: one for one in document["finals"] if one["candidate"] == candidate}
    last = {one["ksa"]: one for one in document["overrides"] if one["candidate"] == candidate}
    stale = {ksa: one for ksa, one in last.items() if one["stale"]}
    ratings: dict[str, list[str]] = {}
    for one in document["ratings"]:
        if one["candidate"] == candidate:
            note = notes.get((one["ksa"], one["member"]))
            told = f"{one['member']} {one['value']}" + (f" ({note})" if note else "")
            ratings.setdefault(one["ksa"], []).append(told)
    for ksa in dict.fromkeys([*ratings, *engine, *finals]):
        parts = [", ".join(ratings.get(ksa, ())) or "no rating to see"]
        if ksa in engine:
            parts.append(f"engine {engine[ksa]['rating']} {engine[ksa]['score']:.2f}")
        if ksa in finals:
            parts.append(f"counts: {finals[ksa]['rating']} ({finals[ksa]['how']})")
        if ksa in stale:
            parts.append(f"stale override: {_stale(stale[ksa])}")
        print(f"{candidate}\t{ksa}\t" + "\t".join(parts))
