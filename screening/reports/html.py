"""The slate, or one application's checklist, as one HTML file that needs no script and nothing from outside.

Python decides here what stands on the page (numbers, anchors, where a quote lies in its text); the
templates beside this module only lay it out. Every word from an applicant or a document is escaped by the
templates, and the page forbids itself to load or run anything, by a policy in its head.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote as percent

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from screening.applications import Application, texts_for
from screening.evidence import FindingKind
from screening.reports import MARKS, Slated, missing_points
from screening.reports.marking import Marked, Quoted, marked, quoted
from screening.results import OUTCOMES, Gate, Place, Rating, Screened, Step, Versions
from screening.scoring import EVIDENCE_KINDS, SUPPORT_KINDS
from screening.standards import Ksa, Standard

SIGNS = {
    "demonstrated": "✓", "needs-review": "?", "not-demonstrated": "✕",
    "qualified": "✓", "not-qualified": "✕",
    "pass": "✓", "fail": "✕", "unknown": "?", "not-assessed": "–",
}
TONES = {
    "demonstrated": "yes", "needs-review": "review", "not-demonstrated": "no",
    "qualified": "yes", "not-qualified": "no",
    "pass": "yes", "fail": "no", "unknown": "review", "not-assessed": "apart",
}
WORDS = {
    "needs-review": "needs review", "not-demonstrated": "not demonstrated", "not-qualified": "not qualified",
    "not-assessed": "not assessed here",
}

FINDINGS: dict[FindingKind, str] = {
    "own-act": "own act",
    "habit": "done as a rule",
    "learning": "education or training",
    "result": "result",
    "specifics": "detail",
    "occasion": "occasion",
    "team-act": "act of a team",
    "others-act": "act of somebody else",
    "agentless": "act of nobody named",
    "received": "done to the applicant",
    "denial": "denial",
    "intention": "intention",
    "hypothetical": "imagined",
    "claim": "claim",
    "duty": "duty",
    "echo": "echo of the standard",
    "instruction": "addressed to the screener",
}
"""What a finding is called on the page, for people who never saw the code."""

VERSION_LABELS = {
    "engine": "Engine and finders",
    "ruleset": "Rules",
    "model": "Language model for likeness",
    "parser": "Parser",
    "settings": "Settings",
    "standard": "Standard, hash of its file",
    "checklist": "Checklist, hash of its file",
}
CHART = 1000
"""Width of a steps chart in its own units; the page stretches it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of a strength, drawn from the total before it to the total after it, in chart units."""

    step: Step
    total: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The steps of one rating: the bars, and where zero and the two thresholds lie if they are known."""

    bars: tuple[Bar, ...]
    zero: int
    lines: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Everything the page shows about one applicant and one KSA; without a rating it says so."""

    anchor: str
    number: int
    ksa: Ksa
    rating: Rating | None
    quotes: tuple[Quoted, ...] = ()
    texts: tuple[Marked, ...] = ()
    chart: Chart | None = None

    @property
    def evidence(self) -> tuple[Quoted, ...]:
        """The quotes that speak for the applicant, among them those that do both."""
        return tuple(q for q in self.quotes if q.side != "against")

    @property
    def against(self) -> tuple[Quoted, ...]:
        """The quotes that only speak against."""
        return tuple(q for q in self.quotes if q.side == "against")

    @property
    def placed(self) -> frozenset[int]:
        """The numbers of the quotes that are marked in a text."""
        return frozenset(q.number for text in self.texts for piece in text.pieces for q in piece.opening)


@dataclass(frozen=True, slots=True)
class ApplicantSheet:
    """One applicant on the page; ``rank`` is None on a checklist, ``texts`` False if none are at hand."""

    anchor: str
    screened: Screened
    blocks: tuple[Block, ...]
    rank: int | None = None
    tied: bool = False
    texts: bool = True

    def gate(self, name: str) -> Gate | None:
        """The gate of that name, if this applicant has it."""
        return next((g for g in self.screened.gates if g.gate == name), None)

    def rated(self, value: str) -> int:
        """How many KSAs have that rating."""
        return sum(r.rating == value for r in self.screened.ratings)


def render(slated: Slated) -> str:
    """The whole slate as one HTML page: the table first, then every applicant with the evidence."""
    standard, places = slated.standard, slated.slate.places
    ranks = [place.rank for place in places]
    sheets = [
        sheet(place.screened, standard, slated.applications.get(place.screened.candidate), place.rank,
              ranks.count(place.rank) > 1)
        for place in places
    ]
    return page(
        "slate.html.j2",
        standard=standard,
        address=slated.slate.standard,
        sheets=sheets,
        gates=list(dict.fromkeys(gate.gate for place in places for gate in place.screened.gates)),
        counts=_counts(places),
        tallies=[_tally(ksa, places) for ksa in standard.ksas],
        shared=slated.shared,
        versions=_versions(slated.slate.versions),
    )


def render_application(screened: Screened, standard: Standard, application: Application) -> str:
    """One application's checklist as one HTML page: the requirements first, then the evidence for each."""
    return page(
        "application.html.j2",
        standard=standard,
        address=screened.standard,
        sheet=sheet(screened, standard, application),
        versions=_versions(screened.versions),
    )


def sheet(
    screened: Screened,
    standard: Standard,
    application: Application | None,
    rank: int | None = None,
    tied: bool = False,
) -> ApplicantSheet:
    """What the page shows about one applicant; a rating of a KSA that the standard lacks is refused."""
    anchor = "applicant/" + percent(screened.candidate, safe=":", errors="backslashreplace")
    rated = {standard.ksa(rating.ksa).id: rating for rating in screened.ratings}
    blocks = tuple(
        block(f"{anchor}/{ksa.id}", number, ksa, rated.get(ksa.id), application)
        for number, ksa in enumerate(standard.ksas, start=1)
    )
    return ApplicantSheet(anchor, screened, blocks, rank, tied, application is not None)


def block(
    anchor: str, number: int, ksa: Ksa, rating: Rating | None, application: Application | None
) -> Block:
    """What the page shows about one applicant and one KSA."""
    if rating is None:
        return Block(anchor, number, ksa, None)
    quotes = quoted(rating, anchor)
    written = texts_for(application, ksa.id) if application is not None else ()
    texts = tuple(marked(text, quotes) for text in written)
    return Block(anchor, number, ksa, rating, quotes, texts, chart(rating))


def chart(rating: Rating) -> Chart | None:
    """The steps of a rating as bars from total to total; None where there are no steps."""
    if not rating.steps:
        return None
    thresholds = _thresholds(rating)
    totals = [0]
    for step in rating.steps:
        totals.append(totals[-1] + step.points)
    shown = [*totals, *(points for _, points in thresholds)]
    low, high = min(shown), max(shown)

    def x(points: int) -> int:
        return (points - low) * CHART // max(1, high - low)

    bars = tuple(
        Bar(step, after, x(min(before, after)), max(2, x(max(before, after)) - x(min(before, after))))
        for step, before, after in zip(rating.steps, totals, totals[1:], strict=False)
    )
    return Chart(bars, x(0), tuple((name, points, x(points)) for name, points in thresholds))


def _thresholds(rating: Rating) -> list[tuple[str, int]]:
    """The strengths from which a KSA goes to a person, and from which it may count, out of the margins."""
    known = (("needs review", "above_review"), ("demonstrated", "above_demonstrated"))
    return [(name, rating.strength - rating.facts[fact]) for name, fact in known if fact in rating.facts]


def _counts(places: Sequence[Place]) -> list[tuple[str, int]]:
    outcomes: list[str] = [place.screened.outcome for place in places]
    return [(value, outcomes.count(value)) for value in OUTCOMES]


def _tally(ksa: Ksa, places: Sequence[Place]) -> dict[str, int]:
    """How often each rating was given for one KSA over the whole slate."""
    values: list[str] = [r.rating for place in places for r in place.screened.ratings if r.ksa == ksa.id]
    return {value: values.count(value) for value in MARKS}


def _versions(versions: Versions) -> list[tuple[str, str]]:
    return [(VERSION_LABELS.get(name, name), str(value)) for name, value in versions.model_dump().items()]


def page(template: str, *, styles: tuple[str, ...] = ("report.css",), **shown: Any) -> str:
    """A template filled with what is shown, under some of the style sheets beside it.

    A template that the web shows too has its frame from ``layout``: here the page that stands alone.
    """
    style = _style(styles)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    shown = {"layout": "base.html.j2", "style": style, "style_hash": f"sha256-{digest}", **shown}
    return _environment().get_template(template).render(**shown)


@cache
def _style(names: tuple[str, ...]) -> Markup:
    """The style sheets, ours word for word: the one thing on the page that is not escaped."""
    sheets = resources.files(__package__).joinpath("templates")
    return Markup("\n".join(sheets.joinpath(name).read_text(encoding="utf-8") for name in names))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("screening.reports"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
    furnish(environment)
    return environment


def furnish(environment: Environment) -> None:
    """Give an environment the filters and names that ``parts.html.j2`` needs; the web pages share them."""
    environment.filters |= {
        "words": _words, "signed": _signed, "source": _source, "source_named": _source_named,
        "favours": _favours, "told": _told, "missing_points": missing_points,
    }
    environment.globals |= {
        "SIGNS": SIGNS, "TONES": TONES, "MARKS": MARKS, "FINDINGS": FINDINGS, "CHART": CHART,
    }


def _words(value: str) -> str:
    """A value of the results in words: ``not-qualified`` is “not qualified”."""
    return WORDS.get(value, value.replace("-", " ").replace("_", " "))


def _signed(points: int) -> str:
    """Points with their sign, thousands apart: +1,450 or −700."""
    return f"{points:+,}".replace("-", "−")


def _source(source: str) -> str:
    """Where a text stands in the application, in words."""
    kind, _, name = source.partition(":")
    return f"essay {name}" if kind == "essay" else "narrative"


def _source_named(source: str) -> str:
    """The same with the KSA that a narrative was written for."""
    kind, _, name = source.partition(":")
    return f"essay {name}" if kind == "essay" else f"narrative for {name}"


def _favours(kind: FindingKind) -> bool:
    """Whether a finding of this kind speaks for the applicant."""
    return kind in EVIDENCE_KINDS | SUPPORT_KINDS


def _told(quote: Quoted) -> str:
    """What was found in a quote, in one line, for a tooltip."""
    found = "; ".join(f"{FINDINGS[f.kind]}: {f.reason}" for f in quote.evidence.findings)
    return f"Quote {quote.number}" + (f" – {found}" if found else "")
