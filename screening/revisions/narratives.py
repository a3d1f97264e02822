"""Which narratives serve a new version of a standard, and which an applicant must write anew."""

from __future__ import annotations

from collections.abc import Iterable

from screening.applications import Application, texts_for
from screening.models import Record
from screening.revisions.comparison import Carried, Comparison, Narratives, Revision
from screening.revisions.parts import stems_of

KNOWN = 0.8
"""Share of a requirement's telling words that its old wording must have held, for its narrative to serve."""


class Owed(Record):
    """What one applicant to the old version must write for the new one, by KSA id; empty when nothing."""

    candidate: str
    ksas: tuple[str, ...]


def narratives_after(ksas: Iterable[Revision]) -> Narratives:
    """What the fate of each KSA means for the narratives that were written for it.

    Anew: what was added, split off, widened, reworded in substance, or is asked for as another kind of thing
    (a skill instead of knowledge); and a merged KSA that asks for more than those it was merged from.
    """
    anew, carried, dropped = list[str](), list[Carried](), list[str]()
    for row in ksas:
        if row.new is None:
            dropped += [row.old.id] if row.old and row.old.id and not row.targets else []
        elif row.new.id and _serves(row):
            places = [row.old, *(source.place for source in row.sources)]
            ids = dict.fromkeys(place.id for place in places if place and place.id)
            carried.append(Carried(ksa=row.new.id, sources=tuple(ids)))
        elif row.new.id:
            anew.append(row.new.id)
    return Narratives(anew=tuple(anew), carried=tuple(carried), dropped=tuple(dropped))


def _serves(row: Revision) -> bool:
    """Whether the old narratives answer a KSA of the new version."""
    if row.verdict in ("added", "split", "widened") or row.added:
        return False
    if any(change.name == "kind" for change in row.fields if row.old):
        return False
    brought = (stems_of(part) for source in row.sources for part in source.parts)
    known = stems_of(row.before).union(*brought)
    asked = stems_of(row.after)
    return row.reads_alike or len(asked & known) >= KNOWN * len(asked)


def owed(comparison: Comparison, application: Application) -> Owed:
    """What an applicant to the old version must write: the KSAs that are anew, and those never answered."""
    answered = {
        carried.ksa for carried in comparison.narratives.carried
        if all(texts_for(application, source) for source in carried.sources)
    }  # fmt: skip
    wanted = (row.new.id for row in comparison.ksas if row.new and row.new.id)
    return Owed(candidate=application.candidate, ksas=tuple(ksa for ksa in wanted if ksa not in answered))
