"""A panel's agreement as one HTML page: every figure with its interval, and where panel and engine differ."""

from __future__ import annotations

from typing import Any

from screening.agreement import PanelAgreement
from screening.evaluation import Estimate
from screening.reports import html
from screening.reports.agreement import CERTAIN, UNDEFINED, told
from screening.reports.evaluation import interval, said


def render(agreement: PanelAgreement, title: str) -> str:
    """The page; ``title`` says whose agreement it is."""
    return html.page("agreement.html.j2", styles=("report.css", "agreement.css"), **shown(agreement, title))


def shown(agreement: PanelAgreement, title: str) -> dict[str, Any]:
    """What the template is given."""
    return {
        "agreement": agreement,
        "title": title,
        "over_all": [pair for pair in agreement.pairs if pair.ksa is None],
        "by_ksa": [pair for pair in agreement.pairs if pair.ksa is not None],
        "said": said,
        "bracketed": bracketed,
        "told": told,
        "notes": (UNDEFINED, CERTAIN),
        "versions": [("Resamples for each interval", f"{agreement.resamples:,}")],
    }


def bracketed(figure: Estimate) -> str:
    """A figure's interval in words; empty where there is none."""
    return interval(figure) if figure.low is not None else ""
