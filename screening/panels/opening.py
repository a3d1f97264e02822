"""Opening a panel, and putting applications before it, each with the engine's advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screening.applications import Application
from screening.errors import PanelError
from screening.panels.kinds import ApplicationAdded, EngineRated, EngineRating, Opened
from screening.panels.panel import Panel, draft_of
from screening.panels.settings import CONSENSUS, ENGINE, FEWEST, FEWEST_RATERS, Member, PanelSettings
from screening.ranking.candidacies import margin_of
from screening.records import Draft, Hand, Paper, canonical
from screening.results import Screened

RESERVED = frozenset({ENGINE, CONSENSUS})


@dataclass(frozen=True)
class Admission:
    """An application and what the engine says of it."""

    application: Application
    screened: Screened


def open_panel(
    known: Mapping[str, Panel],
    hand: Hand,
    opened: Opened,
    admissions: Sequence[Admission],
) -> list[Draft]:
    """Open a panel of at least three, one of them the chair; an id that is taken is refused."""
    if opened.panel in known:
        raise _open_already(known[opened.panel], opened)
    if not opened.ksas:
        raise PanelError(
            f"{opened.standard} asks for no KSA",
            expected="a standard with KSAs to rate",
            do="name another version; `screening standards show ADDRESS` lists the KSAs of one",
        )
    check_members(opened.members)
    _check_scored(opened.settings, opened.members)
    return [draft_of(hand, opened), *_admitted(opened.panel, opened.standard, hand, (), admissions)]


def add_applications(panel: Panel, hand: Hand, admissions: Sequence[Admission]) -> list[Draft]:
    """Put more applications before an open panel."""
    panel.require_open()
    panel.require_member(hand.who)
    return _admitted(panel.id, panel.opening.standard, hand, panel.candidates, admissions)


def check_members(members: Sequence[Member]) -> None:
    """Refuse a panel of fewer than three, without exactly one chair, or with fewer than two who rate."""
    ids = [member.id for member in members]
    chairs = sum(member.role == "chair" for member in members)
    raters = sum(member.rates for member in members)
    found = ""
    if RESERVED.intersection(ids):
        found = f"a member is called {' and '.join(sorted(RESERVED.intersection(ids)))}"
    elif len(set(ids)) < len(ids):
        found = "a member is named twice"
    elif len(members) < FEWEST:
        found = f"the panel has {len(members)} members"
    elif chairs != 1:
        found = f"the panel has {chairs} chairs"
    elif raters < FEWEST_RATERS:
        found = f"{raters} of the members rate"
    if found:
        raise PanelError(
            found,
            expected=f"at least {FEWEST} members, one of them the chair, at least {FEWEST_RATERS} who rate",
            do="name them ID:chair, ID:member, ID:hr; who rates may be told: ID:hr:rates, ID:chair:decides",
        )


def _check_scored(settings: PanelSettings, members: Sequence[Member]) -> None:
    """SME-QA makes points of what two have given on 2/1/0, so it asks for exactly that."""
    raters = sum(member.rates for member in members)
    if settings.two_rate and (raters != 2 or settings.scale != "2/1/0" or settings.differ_on != "met"):
        raise PanelError(
            f"points by sme-qa, with {raters} raters on the scale {settings.scale}",
            expected="two raters on 2/1/0 who differ only on whether a KSA is met, and a third who decides",
            do="let the others stand by (ID:chair:decides), or choose another rule",
        )


def _open_already(panel: Panel, opened: Opened) -> PanelError:
    """Why a panel is not opened again; settings that would differ are named."""
    old, new = panel.settings.model_dump(), opened.settings.model_dump()
    changed = [name for name in old if old[name] != new[name]]
    fixed = f"; {', '.join(changed)} would change, and settings are fixed at the opening" if changed else ""
    return PanelError(
        f"panel {panel.id} is open already{fixed}",
        expected="an id that no panel has",
        do="add applications with `screening panel add`; other settings need another panel",
    )


def _admitted(
    panel: str, standard: str, hand: Hand, there: Iterable[str], admissions: Sequence[Admission]
) -> list[Draft]:
    seen, drafts = set(there), list[Draft]()
    for one in admissions:
        candidate = one.application.candidate
        if candidate in seen:
            raise PanelError(
                f"candidate {candidate!r} is before panel {panel} already",
                expected="one application for each candidate",
                do="leave it out; a corrected application needs another panel",
            )
        _check_same(one, standard)
        seen.add(candidate)
        drafts += [_application(panel, hand, one.application), _advice(panel, hand, one.screened)]
    return drafts


def _check_same(one: Admission, standard: str) -> None:
    found = (one.screened.candidate, one.screened.standard)
    if found != (one.application.candidate, standard):
        raise PanelError(
            f"the engine's results are for {found[0]} and {found[1]}",
            expected=f"results for {one.application.candidate} and {standard}",
            do="screen the application by this standard, and pass what comes of it",
        )


def _application(panel: str, hand: Hand, application: Application) -> Draft:
    body = ApplicationAdded(panel=panel, candidate=application.candidate)
    text = canonical(application.model_dump(mode="json"))
    return draft_of(hand, body, [Paper(candidate=application.candidate, name="application", text=text)])


def _advice(panel: str, hand: Hand, screened: Screened) -> Draft:
    """The engine's ratings without a word of the applicant; the whole, with quotes, is a paper."""
    fields = ("rating", "score", "strength", "rule", "code")
    body = EngineRated(
        panel=panel,
        candidate=screened.candidate,
        outcome=screened.outcome,
        gates={gate.gate: gate.result for gate in screened.gates},
        ratings={
            r.ksa: EngineRating.model_validate(
                {name: getattr(r, name) for name in fields} | {"margin": margin_of(r)}
            )
            for r in screened.ratings
        },
        versions=screened.versions,
    )
    text = canonical(screened.model_dump(mode="json"))
    return draft_of(hand, body, [Paper(candidate=screened.candidate, name="screened", text=text)])
