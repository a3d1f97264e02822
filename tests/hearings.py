"""A panel on a store of its own, with hand-made results over real texts, for pages that run no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from seated import ADDRESS, VERSIONS
from selectolax.lexbor import LexborHTMLParser, LexborNode

from screening.applications import Application
from screening.evidence import Evidence, Finding, Span
from screening.files.applications import read_application
from screening.files.library import Library
from screening.panels import Admission, Mark, Member, PanelSettings, lock
from screening.panels.kinds import Opened
from screening.results import Gate, Rating, RatingValue, Screened
from screening.sitting import Sitting
from screening.standards import Standard
from screening.stores.opening import open_store

ROOT = Path(__file__).resolve().parent.parent
STANDARD: Standard = Library(ROOT / "standards").resolve(ADDRESS).standard
PANEL = "2320-0012-1"
TRIO = (Member(id="m1", role="chair"), Member(id="m2", role="member"), Member(id="m3", role="member"))
VALUES: tuple[RatingValue, ...] = ("demonstrated", "demonstrated", "needs-review", "not-demonstrated")
SCORES = {"demonstrated": 0.913, "needs-review": 0.512, "not-demonstrated": 0.084}


def first(page: LexborHTMLParser, selector: str) -> LexborNode:
    """The first element of a page that is selected; there has to be one."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def sample(candidate: str) -> Application:
    """One of the sample applications."""
    return read_application(ROOT / "candidates" / "2320-0012" / f"{candidate}.yaml")


def told(application: Application, number: int = 0, ksas: Sequence[str] = ()) -> Screened:
    """Results that quote the first sentence written for each KSA; which rating each has is by counting."""
    asked = ksas or [ksa.id for ksa in STANDARD.ksas]
    ratings = tuple(_rating(application, ksa, VALUES[(n + number) % 4]) for n, ksa in enumerate(asked))
    return Screened(
        candidate=application.candidate, standard=ADDRESS, outcome="needs-review",
        because=("2 requirements are left to people.",), ratings=ratings, versions=VERSIONS,
        gates=(Gate(gate="exam 477", result="pass", because="Score 84; 70 of 100 is needed."),),
    )  # fmt: skip


def _rating(application: Application, ksa: str, value: RatingValue) -> Rating:
    source, text = f"narrative:{ksa}", application.narratives.get(ksa, "")
    if not text and application.essays:
        source, text = "essay:1", application.essays[0].text
    found = re.match(r"[^.]+\.", text)
    quotes: tuple[Evidence, ...] = ()
    if found:
        finding = Finding(kind="own-act", source="acts.v1", reason="tells what the applicant did", words="")
        span = Span(source=source, start=0, end=found.end())
        quotes = (Evidence(span=span, quote=found[0], findings=(finding,)),)
    against = value == "not-demonstrated"
    return Rating(
        ksa=ksa, rating=value, score=SCORES[value], rule="evidence.v1#told", strength=400, code=(
            "demonstrated" if value == "demonstrated" else "insufficiently-demonstrated"),
        because="Because of what is quoted.", evidence=() if against else quotes,
        against=quotes if against else (),
    )  # fmt: skip


def held(
    url: str, candidates: Sequence[str], settings: PanelSettings | None = None,
    members: Sequence[Member] = TRIO, ksas: Sequence[str] = (),
) -> None:  # fmt: skip
    """Open a panel in the store at a URL, over sample applications."""
    store = open_store(url, create=True)
    asked = tuple(ksas) or tuple(ksa.id for ksa in STANDARD.ksas)
    opened = Opened(
        panel=PANEL, standard=ADDRESS, ksas=asked, settings=settings or PanelSettings(blind=False),
        members=tuple(members),
    )  # fmt: skip
    applications = [sample(candidate) for candidate in candidates]
    admissions = [Admission(one, told(one, n, asked)) for n, one in enumerate(applications)]
    Sitting(store, members[0].id).open(opened, admissions)
    store.close()


def given(url: str, member: str, values: str, candidates: Sequence[str] = (), locked: bool = True) -> None:
    """A member's ratings, the values repeated over the KSAs of each candidate, and the lock."""
    store = open_store(url)
    sitting = Sitting(store, member)
    panel = sitting.panel(PANEL)
    chosen = candidates or panel.candidates
    marks = [
        Mark(candidate=candidate, ksa=ksa, value=values[n % len(values)])
        for candidate in chosen
        for n, ksa in enumerate(panel.ksas)
    ]
    sitting.rate(PANEL, marks)
    if locked:
        sitting.act(PANEL, lambda state, hand: lock(state, hand, chosen))
    store.close()
