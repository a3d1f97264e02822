"""An evaluation for a terminal: the figures with their intervals, then the tables; fits 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screening.evaluation import Baseline, Estimate, Report
from screening.reports.evaluation import (
    FIGURES,
    LABELS,
    Kind,
    counts_in,
    drawn,
    familiarity,
    interval,
    kinds,
    said,
    who,
)
from screening.reports.terminal import STEERING

WIDEST = 100
RATED = ("demonstrated", "review", "not")
INDENT = (0, 0, 0, 2)


def print_report(report: Report, console: Console) -> None:
    """The whole report; a part that has nothing to say is left out."""
    width = min(WIDEST, console.width)
    head = f"{report.cases} cases ({report.labelled} labelled)"
    console.print(_text(f"{head}; in brackets 95 % of {report.resamples:,} resamples", "bold"), width=width)
    for notice in report.notices:
        console.print(_text(notice, "yellow"), width=width)
    for title, table in _parts(report):
        if table.row_count:
            console.print(_text(f"\n{title}", "bold"), width=width)
            console.print(Padding(table, INDENT, expand=False), width=width)
    wrong = (("wrongly credited", report.wrongly_credited), ("wrongly rejected", report.wrongly_rejected))
    for title, ids in wrong:
        if ids:
            console.print(Text.assemble((f"\n{title}  ", "bold"), _text(", ".join(ids))), width=width)


def _parts(report: Report) -> Iterable[tuple[str, Table]]:
    yield "figures", _figures(report)
    yield "ratings by label", _labels(report)
    yield "who agrees with whom: kappa on what both decided, weighted kappa over all", _agreements(report)
    yield "plain methods over the same cases", _baselines(report.baselines)
    yield "requirements known and new", _familiarity(report)
    yield "score and share demonstrated", _reliability(report)
    for label, wrong in (("0", "false credit"), ("2", "false rejection"), ("1", "")):
        title = f"kinds of {LABELS[label]} cases"
        yield title, _kinds([kind for kind in kinds(report) if kind.label == label], wrong)


def _figures(report: Report) -> Table:
    table = _table("", ">value", "[interval]", ">cases")
    for name, figure in report.figures.items():
        shown = drawn(figure)
        table.add_row(FIGURES[name][0], shown.value, _bracketed(figure), shown.counts)
    return table


def _labels(report: Report) -> Table:
    table = _table("label", *(f">{rated}" for rated in RATED))
    for label, words in LABELS.items():
        if label in report.table:
            table.add_row(words, *map(str, counts_in(report.table[label])))
    return table


def _agreements(report: Report) -> Table:
    table = _table("", ">cases", ">same", ">kappa", "", ">weighted", "")
    for one in report.agreements:
        cases = f"{one.cases}" if one.cases == one.of else f"{one.cases} of {one.of}"
        kappas = (one.kappa, one.weighted_kappa)
        cells = [cell for kappa in kappas for cell in (said(kappa), _bracketed(kappa))]
        table.add_row(_text(who(one, called="")), cases, said(one.same), *cells)
    return table


def _baselines(baselines: Sequence[Baseline]) -> Table:
    table = _table("", ">AUC", "", ">lead", ">adversarial", "", ">lead")
    for first, one in enumerate(baselines):
        lead, adversarial = (said(e) if first else "" for e in (one.lead, one.adversarial_lead))
        table.add_row(_text(one.name), said(one.auc), _bracketed(one.auc), lead,
                      said(one.adversarial), _bracketed(one.adversarial), adversarial)  # fmt: skip
    return table


def _familiarity(report: Report) -> Table:
    table = _table("", ">cases", ">AUC", "")
    for name, cases, shown in familiarity(report):
        table.add_row(name, str(cases), shown.value, f"[{shown.interval}]" if shown.interval else "")
    return table


def _reliability(report: Report) -> Table:
    table = _table("score", ">cases", ">mean score", ">demonstrated")
    for one in report.reliability:
        if one.mean_score is not None and one.share is not None:
            scores = f"{one.low:.1f} to {one.high:.1f}"
            table.add_row(scores, str(one.count), f"{one.mean_score:.3f}", f"{100 * one.share:.1f} %")
    return table


def _kinds(rows: Sequence[Kind], wrong: str) -> Table:
    table = _table("kind", *(f">{rated}" for rated in RATED), f">{wrong}")
    for kind in rows:
        counts = f"{kind.wrong.part} of {kind.wrong.whole}" if kind.wrong else ""
        style = "red" if kind.wrong and kind.wrong.part else ""
        table.add_row(_text(kind.name), *map(str, kind.counts), Text(counts, style))
    return table


def _table(*columns: str) -> Table:
    """A table without lines between rows; a column whose name begins with ``>`` is set to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        right = column.startswith(">")
        table.add_column(Text(column.removeprefix(">")), justify="right" if right else "left", no_wrap=right)
    return table


def _bracketed(figure: Estimate) -> Text:
    return Text(f"[{interval(figure)}]" if figure.low is not None else "", style="dim", no_wrap=True)


def _text(words: str, style: str = "") -> Text:
    """Words from outside, with what could steer a terminal made visible."""
    return Text(STEERING.sub("\N{REPLACEMENT CHARACTER}", words), style=style)
