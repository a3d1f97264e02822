"""A whole panel over twenty applications on both stores, two writing at once; replay by the real engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing

from seated import ADDRESS, KSAS, TRIO, admission
from test_stores import forked, server, url

from screening.applications import Application, texts_for
from screening.panels import Mark, PanelSettings, close, decide, disagreements, finals, lock
from screening.panels.kinds import Opened
from screening.panels.replaying import replay
from screening.ranking.terms import Terms
from screening.records import canonical
from screening.results import Rating
from screening.screener import Screener
from screening.sitting import Sitting
from screening.stores.opening import open_store

__all__ = ["server", "url"]  # fixtures
CANDIDATES = tuple(f"c-{number:02}" for number in range(1, 21))
OPENED = Opened(
    panel="p-1",
    standard=ADDRESS,
    ksas=KSAS,
    settings=PanelSettings(ranking=Terms(rule="sme-qa")),
    members=TRIO,
)


def sheet(values: Sequence[str]) -> list[Mark]:
    """One member's ratings of everybody: the values go round."""
    pairs = [(candidate, ksa) for candidate in CANDIDATES for ksa in KSAS]
    return [
        Mark(candidate=c, ksa=k, value=values[n % len(values)], note=f"seen {n}")
        for n, (c, k) in enumerate(pairs)
    ]


SHEETS = {"m1": sheet("2210"), "m2": sheet("21202")}


def work(url: str, member: str) -> None:
    """A member's whole work, in a process of their own: a sheet, candidate by candidate, then the lock."""
    with closing(open_store(url)) as store:
        sitting = Sitting(store, member)
        for start in range(0, len(SHEETS[member]), len(KSAS)):
            sitting.rate("p-1", SHEETS[member][start : start + len(KSAS)])
        sitting.rate("p-1", SHEETS[member])  # the sheet is read in again, which adds nothing
        sitting.act("p-1", lock)


def test_a_panel_of_three_over_twenty_applications_two_members_writing_at_once(url: str) -> None:
    with closing(open_store(url, create=True)) as store:
        Sitting(store, "m1").open(OPENED, [admission(candidate) for candidate in CANDIDATES])
    children = [forked(lambda member=member: work(url, member)) for member in ("m1", "m2")]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    with closing(open_store(url)) as store:
        chair, third = Sitting(store, "m1"), Sitting(store, "m3")
        rated = [entry for entry in chair.record() if entry.kind == "rated"]
        assert len(rated) == 2 * len(CANDIDATES) * len(KSAS)
        open_ = disagreements(chair.panel("p-1"))
        marks = {m: {(x.candidate, x.ksa): x.value for x in given} for m, given in SHEETS.items()}
        expected = {p for p in marks["m1"] if (marks["m1"][p] == "0") != (marks["m2"][p] == "0")}
        assert {(one.candidate, one.ksa) for one in open_} == expected
        for pair in sorted(expected):
            third.act("p-1", lambda panel, hand, pair=pair: decide(panel, hand, pair, "1"))
        chair.act("p-1", close)
        panel = chair.panel("p-1")
        assert {final.how for final in finals(panel).values()} == {"agreed", "tie-break"}
        assert store.verify(store.head()) == ()


def test_the_engine_gives_a_rating_of_record_again_byte_for_byte(
    screener: Screener, samples: dict[str, Application]
) -> None:
    """Through the JSON that the record keeps, of the application and of the results."""
    application = samples[min(samples)]
    ksa = screener.standard.ksas[0].id
    first = screener.rate(ksa, texts_for(application, ksa))
    kept = Rating.model_validate_json(canonical(first.model_dump(mode="json")))
    restored = Application.model_validate_json(canonical(application.model_dump(mode="json")))
    again = screener.rate(ksa, texts_for(restored, ksa))
    made = replay(kept, screener.versions, again, screener.versions)
    assert made.same
    assert made.differs == {}
