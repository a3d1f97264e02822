"""Blind copies that are kept: made once for a panel, so that every member reads the same, later too.

A copy is two papers of its candidate, the application and the engine's results on it. They are erased with
the candidate's other papers, and do not count when it is asked since when those rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screening.panels.panel import Pair, Panel
from screening.records import ERASED, Draft, Entry, Hand, Paper

COPIED = "blind-copied"
"""The kind of the entry that says that a blind copy was made, of which papers, and by what."""
APPLICATION, RESULTS = "blind-application", "blind-results"
"""The papers of a copy."""


def copies_in(entries: Iterable[Entry]) -> dict[Pair, tuple[str, str]]:
    """The digests of the copies' papers, by those of the papers that they were made of."""
    return {
        _made_of(entry): (entry.papers[APPLICATION], entry.papers[RESULTS])
        for entry in entries
        if entry.kind == COPIED
    }


def sources(panel: Panel, candidate: str) -> Pair:
    """The digests of what a candidate's copy is made of: the application, the engine's results."""
    return panel.applications[candidate].papers["application"], panel.engine[candidate].papers["screened"]


def keep_copy(
    entries: Sequence[Entry], panel: Panel, hand: Hand, candidate: str, texts: tuple[str, str], made_by: str
) -> list[Draft]:
    """Keep a copy, of the application and of the results as JSON, unless one is kept or the source is erased.

    ``made_by`` is the program with its version: who reads the copy years later knows what blinded it.
    """
    of = sources(panel, candidate)
    erased = {digest for entry in entries for digest in entry.body.get(ERASED, ())}
    if of in copies_in(entries) or erased.intersection(of):
        return []
    names = (APPLICATION, RESULTS)
    papers = tuple(
        Paper(candidate=candidate, name=name, text=text) for name, text in zip(names, texts, strict=True)
    )
    body = {"panel": panel.id, "candidate": candidate, "of": list(of), "made_by": made_by}
    return [Draft(who=hand.who, at=hand.at, kind=COPIED, body=body, papers=papers)]


def _made_of(entry: Entry) -> Pair:
    application, results = entry.body["of"]
    return application, results
