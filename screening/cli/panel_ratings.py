"""`screening panel rate`, `lock`, `decide`, `override`, `close`: what members do, each in one transaction."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.output import counted
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    CandidateArgument,
    KsaArgument,
    PanelArgument,
    StoreOption,
    WhyOption,
    sitting_at,
)

if TYPE_CHECKING:
    from screening.panels.kinds import DecidedHow

ValueArgument = Annotated[
    str, typer.Argument(help="On the panel's scale: 2, 1 or 0; or demonstrated, not-demonstrated.")
]
NoteOption = Annotated[
    str, typer.Option("--note", help="A note; kept apart, erased with the candidate's data.")
]


class Justification(StrEnum):
    """Why a person sets the engine's rating aside."""

    INSUFFICIENT, UNKNOWN, OTHER = "insufficiently-demonstrated", "not-enough-information", "other"


def register(app: typer.Typer) -> None:
    """Join these commands to ``screening panel``."""
    example = "Example: screening panel "
    app.command("rate", epilog=example + "rate 2320-0012-1 c-0001 postal-products 2 --as m2")(rate)
    app.command("lock", epilog=example + "lock 2320-0012-1 c-0001 c-0002 --as m2")(lock)
    app.command("decide", epilog=example + "decide 2320-0012-1 c-0001 postal-products 1 --as m1")(decide)
    app.command(
        "override",
        epilog=example + "override 2320-0012-1 c-0001 postal-products 0 --code insufficiently-demonstrated "
        '--reason "says we throughout" --as m1',
    )(override)
    app.command("close", epilog=example + "close 2320-0012-1 --as m1")(close)


def rate(
    panel: PanelArgument,
    candidate: CandidateArgument,
    ksa: KsaArgument,
    value: ValueArgument,
    note: NoteOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Record your rating of one KSA; given again it supersedes the first, and both stay in the record."""
    from screening.panels import Mark

    mark = Mark(candidate=candidate, ksa=ksa, value=value, note=note)
    with sitting_at(store, who) as sitting:
        added = sitting.rate(panel, [mark])
    print(f"entry {added[0].number}" if added else "this rating stands already; nothing was added")


def lock(
    panel: PanelArgument,
    candidate: Annotated[list[str] | None, typer.Argument(help="Default: all candidates.")] = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Lock your ratings of candidates; from then on you see those of others, and yours stay as they are."""
    from screening.panels import lock as locked

    with sitting_at(store, who) as sitting:
        added = sitting.act(panel, lambda state, hand: locked(state, hand, candidate or ()))
    print(f"{counted(len(added), 'candidate')} locked")


def decide(
    panel: PanelArgument,
    candidate: CandidateArgument,
    ksa: KsaArgument,
    value: ValueArgument,
    consensus: Annotated[
        bool, typer.Option("--consensus", help="Record what the raters agree on now, as chair or HR.")
    ] = False,
    note: NoteOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Decide a disagreement, as the chair or as a member who has not rated it; or record a consensus."""
    from screening.panels import decide as decided

    how: DecidedHow = "consensus" if consensus else "tie-break"
    pair = (candidate, ksa)
    with sitting_at(store, who) as sitting:
        (entry,) = sitting.act(panel, lambda state, hand: decided(state, hand, pair, value, how, note))
    print(f"entry {entry.number}")


def override(
    panel: PanelArgument,
    candidate: CandidateArgument,
    ksa: KsaArgument,
    value: ValueArgument,
    code: Annotated[Justification, typer.Option(help="Why, in one of these.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence; erased with the candidate's data.")],
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Set the engine's rating of one KSA aside, where the panel has no consensus of its own."""
    from screening.panels import override as overridden

    pair = (candidate, ksa)
    with sitting_at(store, who) as sitting:
        (entry,) = sitting.act(
            panel, lambda state, hand: overridden(state, hand, pair, value, code.value, reason)
        )
    print(f"entry {entry.number}")


def close(
    panel: PanelArgument,
    why: WhyOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Close a complete panel: its consensus is recorded, and nothing can be added to it any more."""
    from screening.panels import close as closed

    with sitting_at(store, who) as sitting:
        (entry,) = sitting.act(panel, lambda state, hand: closed(state, hand, why))
    print(f"{panel} closed by entry {entry.number}\t{entry.digest}")
