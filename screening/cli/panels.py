"""`screening panel`: opening a panel, its applications and its people; the other commands are joined here."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import panel_ratings, panel_reading, panel_results, panel_sheets, panel_views
from screening.cli.applications import AddendumOption, PathsArgument, check_all_fit
from screening.cli.library import LibraryOption, library_at
from screening.cli.output import counted, progress
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    PanelArgument,
    StoreOption,
    WhyOption,
    sitting_at,
)
from screening.errors import few

if TYPE_CHECKING:
    from screening.panels import Admission, Member, Panel
    from screening.panels.kinds import Opened
    from screening.screener import Screener

app = typer.Typer(
    name="panel",
    help="The selection panel: ratings by people, agreement, tie-break, override; every act is recorded.",
    no_args_is_help=True,
    epilog="Example: screening panel show --store sqlite:///panel.db",
)


class Scale(StrEnum):
    """The scales that members rate on."""

    LEVELS, YES_OR_NO = "2/1/0", "demonstrated/not"


class EvidenceTiming(StrEnum):
    """When a member sees the engine's evidence: before or after their own ratings are locked."""

    BEFORE, AFTER = "before", "after"


class DifferOn(StrEnum):
    """What counts as a disagreement."""

    MET, LEVEL = "met", "level"


class RankingChoice(StrEnum):
    """The rules that rank."""

    EVIDENCE, CATEGORY, SME_QA, SENIOR = "evidence", "category", "sme-qa", "senior-qualified"


class ScoredBy(StrEnum):
    """Where the points of category rating come from."""

    EVIDENCE, SME_QA = "evidence", "sme-qa"


MembersOption = Annotated[
    list[str],
    typer.Option(
        "--member",
        metavar="ID:ROLE",
        help="A member: chair, member or hr. Chair and members rate, HR does not; :rates or :decides "
        "after the role says otherwise.",
    ),
]


@app.command(
    "open",
    epilog="Example: screening panel open 2320-0012 candidates/2320-0012 --member m1:chair "
    "--member m2:member --member m3:member --as m1",
)
def open_(
    address: Annotated[str, typer.Argument(help="The standard: CODE, or CODE@DATE.")],
    paths: PathsArgument,
    member: MembersOption,
    panel: Annotated[str | None, typer.Option(help="The panel's id; default: CODE-NUMBER.")] = None,
    scale: Annotated[Scale, typer.Option(help="What members give for a KSA.")] = Scale.LEVELS,
    blind: Annotated[bool, typer.Option("--blind/--open-copies", help="Whether copies are redacted.")] = True,
    evidence: Annotated[
        EvidenceTiming, typer.Option(help="The engine's evidence shows before or after own ratings.")
    ] = EvidenceTiming.AFTER,
    differ_on: Annotated[
        DifferOn, typer.Option(help="A disagreement: on whether a KSA is met, or on its level.")
    ] = DifferOn.MET,
    rule: Annotated[RankingChoice, typer.Option(help="How the panel will rank.")] = RankingChoice.EVIDENCE,
    category: Annotated[
        list[str] | None,
        typer.Option(metavar="POINTS:NAME:DEFINITION", help="A quality category, the best first."),
    ] = None,
    scored_by: Annotated[ScoredBy, typer.Option(help="Points of category rating.")] = ScoredBy.EVIDENCE,
    professional: Annotated[
        bool, typer.Option(help="A professional position, where preference floats nobody to the top.")
    ] = False,
    why: WhyOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
    addendum: AddendumOption = None,
) -> None:
    """Open a panel on a standard and applications, which the engine screens; settings stay as they are given.

    Prints the panel's id. Scale, copies, evidence and ranking cannot be changed afterwards.
    """
    from screening.opening import open_screener
    from screening.panels import open_panel
    from screening.panels.convening import category_from, free_id, settings_from
    from screening.panels.kinds import Opened

    settings = settings_from(
        scale=scale.value,
        blind=blind,
        evidence=evidence.value,
        differ_on=differ_on.value,
        ranking={
            "rule": rule.value,
            "categories": [category_from(one) for one in category or ()],
            "scored_by": scored_by.value,
            "professional": professional,
        },
    )
    members = tuple(member_of(text) for text in member)
    screener = open_screener(address, library_at(library), addenda=addendum or ())
    with sitting_at(store, who, create=True) as sitting:
        known = sitting.panels()
        opened = Opened(
            panel=panel or free_id(screener.standard.occupation_code, set(known)),
            standard=screener.standard.address,
            ksas=tuple(ksa.id for ksa in screener.standard.ksas),
            settings=settings,
            members=members,
        )
        open_panel(known, sitting.hand(), opened, ())  # refused before anything is screened
        admissions = admitted(paths, screener)
        sitting.open(opened, admissions, why)
    _tell_opened(opened, admissions)


def _tell_opened(opened: Opened, admissions: list[Admission]) -> None:
    print(
        f"{opened.panel}\topened on {opened.standard}\t{counted(len(admissions), 'application')}\t"
        f"{counted(len(opened.members), 'member')}"
    )


@app.command("add", epilog="Example: screening panel add 2320-0012-1 late/c-0021.yaml --as m1")
def add(
    panel: PanelArgument,
    paths: PathsArgument,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
    addendum: AddendumOption = None,
) -> None:
    """Put more applications before an open panel; the engine screens them as it did the others."""
    from screening.opening import open_screener
    from screening.panels import add_applications

    with sitting_at(store, who) as sitting:
        state = sitting.panel(panel)
        add_applications(state, sitting.hand(), ())  # refused before anything is screened
        screener = open_screener(state.opening.standard, library_at(library), addenda=addendum or ())
        admissions = admitted(paths, screener)
        sitting.act(panel, lambda now, hand: add_applications(now, hand, admissions))
    print(f"{counted(len(admissions), 'application')} added to {panel}")


@app.command("members", epilog="Example: screening panel members 2320-0012-1 --add m4:member:decides --as m1")
def members(
    panel: PanelArgument,
    add: Annotated[str | None, typer.Option(metavar="ID:ROLE", help="Add a member.")] = None,
    leave: Annotated[str | None, typer.Option(metavar="ID", help="Let a member go.")] = None,
    why: WhyOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """List who sits on a panel; add a member, or let one go (whose locked ratings stand)."""
    from screening.panels import join
    from screening.panels import leave as left

    with sitting_at(store, who) as sitting:
        if add is not None:
            newcomer = member_of(add)
            sitting.act(panel, lambda state, hand: join(state, hand, newcomer, why))
        if leave is not None:
            sitting.act(panel, lambda state, hand: left(state, hand, leave, why))
        state = sitting.panel(panel)
    for member in state.members.values():
        print(f"{member.id}\t{member.role}\t{'rates' if member.rates else 'does not rate'}")
    if add is not None:
        _tell_crowd(state)


def _tell_crowd(panel: Panel) -> None:
    """Say, before anybody rates in vain, for whom somebody is to be recused where two make the points."""
    from screening.panels.locking import SHOWN, crowded_of

    if crowded := crowded_of(panel, panel.candidates):
        print(
            f"by sme-qa two rate each applicant, and {few(crowded, SHOWN)} would have more:"
            f" `screening panel recuse {panel.id} MEMBER {crowded[0]} …` for who is not to rate them,"
            " or nobody's ratings of them can be locked",
            file=sys.stderr,
        )


@app.command(
    "recuse",
    epilog='Example: screening panel recuse 2320-0012-1 m2 c-0007 --reason "a former supervisor" --as m2',
)
def recuse(
    panel: PanelArgument,
    member: Annotated[str, typer.Argument(help="The member who takes no part.")],
    candidate: Annotated[list[str], typer.Argument(help="The candidates' ids.")],
    reason: Annotated[str, typer.Option(help="Why; kept apart, erased with the candidate's data.")] = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Record that a member takes no part for some candidates, and from now on sees nothing of them."""
    from screening.panels import recuse as recused

    with sitting_at(store, who) as sitting:
        added = sitting.act(panel, lambda state, hand: recused(state, hand, member, candidate, reason))
    print(f"{member} recused for {counted(len(added), 'candidate')}")


def member_of(text: str) -> Member:
    """A member as told on the command line: ``m1:chair``, ``m3:hr``, ``m4:member:decides``."""
    from screening.panels.convening import member_from

    name, _, rest = text.partition(":")
    role, _, duty = rest.partition(":")
    return member_from(name, role, duty)


def admitted(paths: list[Path], screener: Screener) -> list[Admission]:
    """The applications under the paths, each screened; all refusals come before any is rated."""
    from screening.files.applications import read_applications
    from screening.panels import Admission

    filed = read_applications(paths)
    check_all_fit(filed, screener)
    each = (Admission(one.application, screener.screen(one.application)) for one in filed)
    return list(progress(each, len(filed), "screening"))


panel_ratings.register(app)
panel_views.register(app)
panel_reading.register(app)
panel_sheets.register(app)
panel_results.register(app)
