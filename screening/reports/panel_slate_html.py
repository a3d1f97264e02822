"""A panel's slate as one HTML page that needs no script and nothing from outside."""

from __future__ import annotations

from screening.panels.slating import PanelSlate
from screening.reports import html
from screening.reports.panel_slate import LETTERS, ORIGINS, PROVISIONAL, heading, points, reach, versions


def render(slate: PanelSlate) -> str:
    """The page: the slate as a table, then each applicant's decisions and whose word each is."""
    outcomes: list[str] = [standing.outcome for standing in slate.ranking.standings]
    return html.page(
        "panel_slate.html.j2",
        slate=slate,
        lines=list(slate.lines()),
        heading=heading(slate),
        provisional=PROVISIONAL if slate.state == "open" else "",
        counts=[(value, outcomes.count(value)) for value in html.OUTCOMES],
        origins=ORIGINS,
        letters=LETTERS,
        reach=reach,
        points=points,
        versions=[*_basis(slate), *((html.VERSION_LABELS.get(k, k), v) for k, v in versions(slate).items())],
    )


def _basis(slate: PanelSlate) -> list[tuple[str, str]]:
    return [
        ("Rule", f"{slate.ranking.rule}: {slate.ranking.source}"),
        ("Terms, fixed at the opening", slate.ranking.version),
        ("Record", f"{slate.record.entries} entries, head {slate.record.digest}"),
    ]
