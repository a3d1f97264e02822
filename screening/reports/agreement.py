"""A panel's agreement, for a terminal (within 100 columns) and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screening.agreement import Difference, PanelAgreement
from screening.evaluation import Estimate
from screening.reports.evaluation import interval, said
from screening.reports.lettering import INDENT, WIDEST, lettered, ruled

SHOWN = 10
"""How many differences a terminal shows with their quotes; the JSON has all of them."""
DRIFT = (
    "severity and drift: the consensus less the member's rating, above 0 is stricter; change: from the first "
    "rating to the last"
)
"""The heading of the members' severity."""
UNDEFINED = "– : undefined, for want of ratings or because everybody always gave the same"
CERTAIN = "an interval of one point says only that no resample differed"


def render_json(agreement: PanelAgreement) -> str:
    """One JSON document with every figure, its interval, and every difference."""
    return json.dumps(agreement.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def print_agreement(agreement: PanelAgreement, console: Console) -> None:
    """The whole report; a part that has nothing to say is left out."""
    width = min(WIDEST, console.width)
    head = f"{len(agreement.members)} members, {agreement.candidates} candidates, {agreement.ratings} ratings"
    console.print(lettered(head, "bold"), width=width)
    console.print(lettered(f"in brackets 95 % intervals; {UNDEFINED}; {CERTAIN}", "dim"), width=width)
    for title, table in _parts(agreement):
        if table.row_count:
            console.print(lettered(f"\n{title}", "bold"), width=width)
            console.print(Padding(table, INDENT, expand=False), width=width)
    _print_differences(agreement.differences, console, width)


def _parts(agreement: PanelAgreement) -> Iterable[tuple[str, Table]]:
    yield "all members together: Krippendorff's alpha (ordinal) and ICC(2,1)", _wholes(agreement)
    yield "two by two over all KSAs: kappa, and kappa weighted by squared distance", _pairs(agreement)
    yield "two by two for each KSA", _pairs_by_ksa(agreement)
    yield DRIFT, _drifts(agreement)


def _wholes(agreement: PanelAgreement) -> Table:
    table = ruled("", ">rated", ">alpha", "", ">by all", ">ICC", "")
    for one in agreement.wholes:
        alpha, icc = _cells(one.alpha_ordinal), _cells(one.icc)
        table.add_row(_ksa(one.ksa), str(one.items), *alpha, str(one.complete), *icc)
    return table


def _pairs(agreement: PanelAgreement) -> Table:
    table = ruled("", ">rated", ">same", ">kappa", "", ">weighted", "")
    for one in agreement.pairs:
        if one.ksa is None:
            name = lettered(f"{one.one} with {one.other}")
            figures = (*_cells(one.kappa), *_cells(one.weighted_kappa))
            table.add_row(name, str(one.items), said(one.same), *figures)
    return table


def _pairs_by_ksa(agreement: PanelAgreement) -> Table:
    table = ruled("", "", ">rated", ">same", ">weighted kappa", "")
    for one in agreement.pairs:
        if one.ksa is not None:
            name = lettered(f"{one.one} with {one.other}")
            table.add_row(_ksa(one.ksa), name, str(one.items), said(one.same), *_cells(one.weighted_kappa))
    return table


def _drifts(agreement: PanelAgreement) -> Table:
    table = ruled("", ">rated", ">severity", "", ">change", "", "in order of time")
    for one in agreement.drifts:
        blocks = ", ".join(f"{block.severity:+.2f}" for block in one.blocks)
        figures = (*_cells(one.severity), *_cells(one.change))
        table.add_row(lettered(one.member), str(one.ratings), *figures, blocks)
    return table


def _print_differences(differences: tuple[Difference, ...], console: Console, width: int) -> None:
    if not differences:
        return
    shown = differences[:SHOWN]
    title = f"\nwhere panel and engine differ most ({len(shown)} of {len(differences)})"
    console.print(lettered(title, "bold"), width=width)
    for one in shown:
        console.print(Padding(lettered(told(one)), INDENT), width=width)
        for quote in one.quotes:
            words = " ".join(quote.split())
            console.print(Padding(lettered(f"“{words}”", "dim"), (0, 0, 0, 4)), width=width)


def told(difference: Difference) -> str:
    """A difference in a line: what the panel said and how it came to it, what the engine said and why."""
    how = "consensus" if difference.settled else "mean of the members"
    members = ", ".join(f"{member} {value}" for member, value in difference.members.items())
    panel = f"{how} {difference.panel:g}" + (f" ({members})" if members else "")
    engine = f"engine {difference.engine} ({difference.score:.3f})"
    return f"{difference.candidate}, {difference.ksa}: {panel}; {engine}: {difference.because}"


def _cells(figure: Estimate) -> tuple[str, Text]:
    ends = f"[{interval(figure)}]" if figure.low is not None else ""
    return said(figure), Text(ends, style="dim", no_wrap=True)


def _ksa(ksa: str | None) -> Text:
    return lettered("all KSAs" if ksa is None else ksa)
