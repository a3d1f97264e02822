"""`screening audit show`: entries of the record, by kind, panel and candidate; the unknown is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format, FormatOption
from screening.cli.sittings import DEFAULT_STORE, StoreOption, sitting_at
from screening.errors import RecordError, few

if TYPE_CHECKING:
    from screening.records import Entry

BESIDES = (
    "sheet-written", "sheet-taken", "blind-copied", "slate-exported", "panel-exported", "agreement-exported",
    "copy-exported", "result-explained", "fairness-exported", "impact-exported", "record-exported",
    "papers-erased", "retention-held", "retention-released", "batch-run", "run-rescored", "account-added",
    "account-disabled", "account-enabled", "account-roles", "account-subject", "account-password",
    "account-token", "account-removed",
)  # fmt: skip
"""The kinds of entries besides those that make up a panel's state (``screening.panels.kinds.KINDS``)."""
SHOWN = 10
"""Ids that a refusal names before it counts the others."""


def register(app: typer.Typer) -> None:
    """Join this command to ``screening audit``."""
    app.command("show", epilog="Example: screening audit show --panel 2320-0012-1 --candidate c-0007")(show)


def show(
    panel: Annotated[str | None, typer.Option(help="Only entries of this panel.")] = None,
    candidate: Annotated[str | None, typer.Option(help="Only entries about this candidate.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only entries of this kind, e.g. rated.")] = None,
    format: FormatOption = Format.TEXT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Print the entries of the record, everybody's: for the auditor, not for members who still rate."""
    with sitting_at(store, "nobody") as sitting:
        entries = sitting.record()
    wanted = {"panel": panel, "candidate": candidate}
    _refuse_unknown(entries, kind, wanted)
    for entry in entries:
        if kind not in (None, entry.kind):
            continue
        if any(value not in (None, entry.body.get(name)) for name, value in wanted.items()):
            continue
        print_entry(entry, format)


def _refuse_unknown(entries: Sequence[Entry], kind: str | None, wanted: dict[str, str | None]) -> None:
    """Refuse a kind that no entry can have, and an id that no entry names: silence would look like none."""
    from screening.panels.kinds import KINDS

    kinds = dict.fromkeys([*KINDS, *BESIDES, *(entry.kind for entry in entries)])
    if kind is not None and kind not in kinds:
        raise RecordError(
            f"there is no kind of entry {kind!r}",
            expected="one of " + ", ".join(kinds),
            do=_nearest("kind", kind, kinds),
        )
    for name, value in wanted.items():
        known = dict.fromkeys(str(entry.body[name]) for entry in entries if entry.body.get(name))
        if value is not None and value not in known:
            raise RecordError(
                f"the record knows no {name} {value!r}",
                expected=f"one of {few([*known], SHOWN)}" if known else f"a {name}; no entry names one",
                do=_nearest(name, value, known),
            )


def _nearest(option: str, given: str, known: Iterable[str]) -> str:
    """The step for a word that is unknown: the nearest that is known, or to leave the option out."""
    near = get_close_matches(given, [*known], 1)
    return f"did you mean --{option} {near[0]}?" if near else f"leave out --{option} to see all entries"


def print_entry(entry: Entry, format: Format) -> None:
    """An entry as a line: what is short of it as text, or all of it as JSON."""
    if format is Format.JSON:
        print(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False))
        return
    short = {
        name: value for name, value in entry.body.items() if isinstance(value, (str, int)) and value != ""
    }
    said = " ".join(f"{name}={value}" for name, value in short.items())
    why = f"\twhy: {entry.why}" if entry.why else ""
    print(f"{entry.number}\t{entry.at:%Y-%m-%d %H:%M:%S}Z\t{entry.who}\t{entry.kind}\t{said}{why}")
