"""Results as a notebook shows them: a piece of HTML for its page, and Markdown where there is no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from screening.evaluation import Report
from screening.reports import Checked, Slated
from screening.reports.evaluation import FIGURES, drawn
from screening.reports.html import SIGNS, WORDS, page, sheet
from screening.results import Rating, Screened
from screening.standards import Standard

STYLES = ("notebook.css",)
REASONS = 3
MEANT = re.compile(r"([\\`*_\[\]|~#])")
"""What Markdown would take for a mark of its own."""
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
"""What HTML would take for a tag, and a notebook for mathematics."""


def checked_html(checked: Checked) -> str:
    """One application, KSA by KSA, with the sentences marked in their texts."""
    shown = sheet(checked.screened, checked.standard, checked.application)
    return page("notebook.html.j2", styles=STYLES, kind="checked", sheet=shown, standard=checked.standard,
                address=checked.screened.standard, because=_because(checked.screened))  # fmt: skip


def slated_html(slated: Slated) -> str:
    """A slate as a table of applicants by KSAs."""
    ranks = [place.rank for place in slated.slate.places]
    sheets = [
        sheet(place.screened, slated.standard, None, place.rank, ranks.count(place.rank) > 1)
        for place in slated.slate.places
    ]
    return page("notebook.html.j2", styles=STYLES, kind="slated", sheets=sheets, standard=slated.standard,
                address=slated.slate.standard)  # fmt: skip


def standard_html(standard: Standard) -> str:
    """A standard's KSAs, by the ids that narratives go by."""
    return page("notebook.html.j2", styles=STYLES, kind="standard", standard=standard,
                address=standard.address)  # fmt: skip


def report_html(report: Report) -> str:
    """An evaluation's figures with their intervals."""
    figures = [(FIGURES[name][0], drawn(figure)) for name, figure in report.figures.items()]
    return page("notebook.html.j2", styles=STYLES, kind="report", report=report, figures=figures)


def checked_markdown(checked: Checked) -> str:
    """One application as a list: each KSA with its rating, and the sentences that carry it."""
    screened = checked.screened
    head = f"**{plain(screened.candidate)}** for {plain(checked.standard.title)}: "
    outcome = f"{SIGNS[screened.outcome]} {_words(screened.outcome)} ({plain(_because(screened))})"
    return "\n".join([head + outcome, "", *(line for rating in screened.ratings for line in _lines(rating))])


def _because(screened: Screened) -> str:
    """Why the outcome is what it is, in a line: the first reasons, and how many there are besides."""
    first, more = screened.because[:REASONS], len(screened.because) - REASONS
    return "; ".join(first) + (f"; and {more} more" if more > 0 else "")


def _lines(rating: Rating) -> Iterator[str]:
    yield (f"- {SIGNS[rating.rating]} **{plain(rating.ksa)}** {_words(rating.rating)}, {rating.score:.3f}: "
           f"{plain(rating.because)}")  # fmt: skip
    yield from (f"    - “{plain(quote.quote)}”" for quote in rating.evidence)


def slated_markdown(slated: Slated) -> str:
    """A slate as a table: rank, candidate, outcome, how many KSAs are demonstrated."""
    rows = [
        (str(place.rank), plain(place.screened.candidate), _words(place.screened.outcome),
         f"{sum(r.rating == 'demonstrated' for r in place.screened.ratings)} of {len(slated.standard.ksas)}")
        for place in slated.slate.places
    ]  # fmt: skip
    return _table(("Rank", "Candidate", "Outcome", "Demonstrated"), rows)


def standard_markdown(standard: Standard) -> str:
    """A standard's KSAs as a table."""
    return _table(("KSA", "As printed"), ((plain(ksa.id), plain(ksa.text)) for ksa in standard.ksas))


def report_markdown(report: Report) -> str:
    """An evaluation's figures as a table."""
    shown = ((FIGURES[name][0], drawn(figure)) for name, figure in report.figures.items())
    rows = ((plain(name), plain(figure.value), plain(figure.interval)) for name, figure in shown)
    return _table(("Figure", "Value", "95 %"), rows)


def plain(text: str) -> str:
    """Somebody's words as Markdown that shows them and does nothing: one line, no mark, tag or formula."""
    escaped = MEANT.sub(r"\\\1", " ".join(text.split()))
    return "".join(ENTITIES.get(character, character) for character in escaped)


def _words(value: str) -> str:
    return WORDS.get(value, value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
