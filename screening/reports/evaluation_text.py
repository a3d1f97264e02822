"""An evaluation for a terminal: the figures with their intervals, then the tables; fits 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from screening.reports.lettering import INDENT, WIDEST, lettered, ruled

RATED = ("demonstrated", "review", "not")


def print_report(report: Report, console: Console) -> None:
    """The whole report; a part that has nothing to say is left out."""
    width = min(WIDEST, console.width)
    resampled = f"in brackets 95 % of {report.resamples:,} resamples"
    head = f"{report.cases} cases ({report.labelled} labelled); {resampled}"
    console.print(lettered(head, "bold"), width=width)
    for notice in report.notices:
        console.print(lettered(notice, "yellow"), width=width)
    for title, table in _parts(report):
        if table.row_count:
            console.print(lettered(f"\n{title}", "bold"), width=width)
            console.print(Padding(table, INDENT, expand=False), width=width)
    wrong = (("wrongly credited", report.wrongly_credited), ("wrongly rejected", report.wrongly_rejected))
    for title, ids in wrong:
        if ids:
            console.print(Text.assemble((f"\n{title}  ", "bold"), lettered(", ".join(ids))), width=width)


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
    table = ruled("", ">value", "[interval]", ">cases")
    for name, figure in report.figures.items():
        shown = drawn(figure)
        table.add_row(FIGURES[name][0], shown.value, _bracketed(figure), shown.counts)
    return table


def _labels(report: Report) -> Table:
    table = ruled("label", *(f">{rated}" for rated in RATED))
    for label, words in LABELS.items():
        if label in report.table:
            table.add_row(words, *map(str, counts_in(report.table[label])))
    return table


def _agreements(report: Report) -> Table:
    table = ruled("", ">cases", ">same", ">kappa", "", ">weighted", "")
    for one in report.agreements:
        cases = f"{one.cases}" if one.cases == one.of else f"{one.cases} of {one.of}"
        kappas = (one.kappa, one.weighted_kappa)
        cells = [cell for kappa in kappas for cell in (said(kappa), _bracketed(kappa))]
        table.add_row(lettered(who(one, called="")), cases, said(one.same), *cells)
    return table


def _baselines(baselines: Sequence[Baseline]) -> Table:
    table = ruled("", ">AUC", "", ">lead", ">adversarial", "", ">lead")
    for first, one in enumerate(baselines):
        lead, adversarial = (said(e) if first else "" for e in (one.lead, one.adversarial_lead))
        table.add_row(lettered(one.name), said(one.auc), _bracketed(one.auc), lead,
                      said(one.adversarial), _bracketed(one.adversarial), adversarial)  # fmt: skip
    return table


def _familiarity(report: Report) -> Table:
    table = ruled("", ">cases", ">AUC", "")
    for name, cases, shown in familiarity(report):
        table.add_row(name, str(cases), shown.value, f"[{shown.interval}]" if shown.interval else "")
    return table


def _reliability(report: Report) -> Table:
    table = ruled("score", ">cases", ">mean score", ">demonstrated")
    for one in report.reliability:
        if one.mean_score is not None and one.share is not None:
            scores = f"{one.low:.1f} to {one.high:.1f}"
            table.add_row(scores, str(one.count), f"{one.mean_score:.3f}", f"{100 * one.share:.1f} %")
    return table


def _kinds(rows: Sequence[Kind], wrong: str) -> Table:
    table = ruled("kind", *(f">{rated}" for rated in RATED), f">{wrong}")
    for kind in rows:
        counts = f"{kind.wrong.part} of {kind.wrong.whole}" if kind.wrong else ""
        style = "red" if kind.wrong and kind.wrong.part else ""
        table.add_row(lettered(kind.name), *map(str, kind.counts), Text(counts, style))
    return table


def _bracketed(figure: Estimate) -> Text:
    return Text(f"[{interval(figure)}]" if figure.low is not None else "", style="dim", no_wrap=True)
