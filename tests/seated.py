"""A panel of three over hand-made applications and engine results, for tests that run no model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from screening.applications import Application
from screening.evidence import Evidence, Span
from screening.panels import Admission, Member, Panel, PanelSettings, open_panel, panel_of
from screening.panels.kinds import Opened
from screening.records import Draft, Entry, Hand, entry_after, head_of, seal
from screening.results import Gate, Rating, RatingValue, Screened, Versions

ADDRESS = "2320-0012@2019-03-16"
KSAS = ("postal-products", "public-courtesy")
VERSIONS = Versions(
    engine="screening 0",
    ruleset="evidence.v1",
    model="m",
    parser="p",
    settings="s",
    standard="t",
    checklist="c",
)
TRIO = (
    Member(id="m1", role="chair"),
    Member(id="m2", role="member"),
    Member(id="m3", role="hr", rates=False),
)


def admission(candidate: str, ratings: Sequence[RatingValue] = ("demonstrated", "needs-review")) -> Admission:
    """An application with a telltale text, and results that quote it."""
    words = f"I, secret-of-{candidate}, explained the services."
    rated = tuple(
        Rating(
            ksa=ksa, rating=rating, score=0.75, rule="evidence#shown", code="shown", because="a told act",
            strength=1500,
            evidence=(Evidence(span=Span(source=f"narrative:{ksa}", start=0, end=len(words)), quote=words),),
        )
        for ksa, rating in zip(KSAS, ratings, strict=True)
    )  # fmt: skip
    return Admission(
        Application(candidate=candidate, standard="2320-0012", narratives=dict.fromkeys(KSAS, words)),
        Screened(
            candidate=candidate, standard=ADDRESS, outcome="needs-review", because=("open",), ratings=rated,
            gates=(Gate(gate="exam 477", result="pass", because="Score 84."),), versions=VERSIONS,
        ),
    )  # fmt: skip


class Table:
    """A panel at work on a record in memory: acts are given as functions of the panel and the hand."""

    def __init__(
        self,
        candidates: Sequence[str] = ("c-1", "c-2"),
        settings: PanelSettings | None = None,
        members: Sequence[Member] = TRIO,
    ) -> None:
        self.entries: list[Entry] = []
        self._minutes, self._salts = count(), count()
        opened = Opened(
            panel="p-1",
            standard=ADDRESS,
            ksas=KSAS,
            settings=settings or PanelSettings(),
            members=tuple(members),
        )
        self.take(open_panel({}, self.hand("m1"), opened, [admission(c) for c in candidates]))

    def hand(self, who: str) -> Hand:
        """A member's hand, a minute after the last."""
        return Hand(who=who, at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=next(self._minutes)))

    def take(self, drafts: Sequence[Draft]) -> None:
        """Append drafts to the record."""
        for draft in drafts:
            ready, _ = seal(draft, lambda: f"salt {next(self._salts)}")
            self.entries.append(entry_after(head_of(self.entries), ready))

    @property
    def panel(self) -> Panel:
        """The panel as the record has it now."""
        return panel_of(self.entries, "p-1")
