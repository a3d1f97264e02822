"""A panel's slate as one HTML page that needs no script and nothing from outside, and as PDF of the same.

The table first, then how the applicants stand KSA by KSA, then for each applicant what was decided, who gave
what, what the engine had found, and the text with the sentences marked, as far as words may be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.panels.judging import advice_of
from screening.panels.slating import PanelSlate
from screening.ranking import Candidacy, Decision, Standing
from screening.ranking.shared import shared_passages
from screening.reports import MARKS, html
from screening.reports.panel_slate import (
    LETTERS,
    ORIGINS,
    PROVISIONAL,
    gates_of,
    heading,
    points,
    reach,
    versions,
)
from screening.results import OUTCOMES, RatingValue
from screening.standards import Standard

HOW = {
    "agreed": "the members agree, each having read alone",
    "consensus": "the members differed, and agreed after talking it over",
    "tie-break": "the members differed, and a third decided",
    "override": "a person set the engine's rating aside",
    "engine": "the engine's advice, which nobody has decided on",
}
"""How a rating was come to, in words."""


@dataclass(frozen=True)
class Entrant:
    """One applicant on the page; ``shown`` says whether their words are."""

    standing: Standing
    candidacy: Candidacy
    sheet: html.ApplicantSheet
    shown: bool

    @property
    def rows(self) -> list[tuple[Decision, html.Block]]:
        """Each KSA: what was decided, and what the engine had found."""
        return list(zip(self.candidacy.decisions, self.sheet.blocks, strict=True))

    @property
    def gates(self) -> Mapping[str, str]:
        """The result of each gate."""
        return {gate.gate: gate.result for gate in self.candidacy.gates}

    def rated(self, value: RatingValue) -> int:
        """How many KSAs have that rating."""
        return sum(decision.rating == value for decision in self.candidacy.decisions)


def render(slate: PanelSlate, standard: Standard) -> str:
    """The whole page; ``standard`` is the version that the panel was opened on, and gives the KSAs' words."""
    return html.page("panel_slate.html.j2", **shown(slate, standard))


def shown(slate: PanelSlate, standard: Standard) -> dict[str, Any]:
    """What the template is given."""
    standard = standard.model_copy(update={"ksas": tuple(map(standard.ksa, slate.panel.ksas))})
    entrants = [_entrant(slate, standard, *line) for line in slate.lines()]
    outcomes: list[str] = [standing.outcome for standing in slate.ranking.standings]
    return {
        "slate": slate,
        "standard": standard,
        "entrants": entrants,
        "shared": shared_passages(slate.words.applications.values(), standard),
        "gates": gates_of(slate),
        "heading": heading(slate),
        "provisional": PROVISIONAL if slate.state == "open" else "",
        "counts": [(value, outcomes.count(value)) for value in OUTCOMES],
        "tallies": [_tally(entrants, number) for number, _ in enumerate(standard.ksas)],
        "origins": ORIGINS,
        "letters": LETTERS,
        "how": HOW,
        "reach": reach,
        "points": points,
        "versions": [
            *_basis(slate), *((html.VERSION_LABELS.get(k, k), v) for k, v in versions(slate).items()),
        ],
    }  # fmt: skip


def _entrant(slate: PanelSlate, standard: Standard, standing: Standing, candidacy: Candidacy) -> Entrant:
    candidate = standing.candidate
    advice = slate.words.advice.get(candidate)
    sheet = html.sheet(
        advice or advice_of(slate.panel, candidate, None),
        standard,
        slate.words.applications.get(candidate),
        standing.rank,
        bool(standing.ties),
    )
    return Entrant(standing, candidacy, sheet, advice is not None)


def _tally(entrants: Sequence[Entrant], number: int) -> dict[str, int]:
    """How often each rating stands for one KSA over the whole slate."""
    values: list[str] = [entrant.candidacy.decisions[number].rating for entrant in entrants]
    return {value: values.count(value) for value in MARKS}


def _basis(slate: PanelSlate) -> list[tuple[str, str]]:
    return [
        ("Rule", f"{slate.ranking.rule}: {slate.ranking.source}"),
        ("Terms, fixed at the opening", slate.ranking.version),
        ("Copies", "blind" if slate.panel.settings.blind else "as submitted"),
        ("Record", f"{slate.record.entries} entries, head {slate.record.digest}"),
    ]
