"""One application before a panel as its reader sees it: the words, and ratings and evidence as they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from screening.applications import Application, texts_for
from screening.casebook import Reading
from screening.panels import Final, Panel, final_of, visible_to
from screening.panels.consensus import differ, levels_of
from screening.panels.judging import advice_of
from screening.panels.kinds import Decided, EngineRating, Overridden, Rated
from screening.panels.panel import Event
from screening.panels.visibility import sees_engine, sees_final
from screening.reports.html import Block, block
from screening.reports.marking import marked
from screening.results import Rating, RatingValue, Screened
from screening.standards import Ksa, Standard


@dataclass(frozen=True)
class KsaDossier:
    """One KSA: what was written, who gave what as far as it shows, and what counts."""

    block: Block
    mine: Event[Rated] | None
    given: tuple[Event[Rated], ...]
    advice: EngineRating | None
    final: Final | None
    decided: Event[Decided] | None
    overridden: Event[Overridden] | None
    open: bool
    """Whether locked ratings differ and nobody has decided yet."""

    @property
    def agreed(self) -> bool:
        """Whether the panel has its own word on it, which counts before the engine's."""
        return self.final is not None and self.final.how not in ("engine", "override")

    @property
    def rating(self) -> RatingValue | None:
        """What counts, or else what the engine says, as far as either shows."""
        if self.open:
            return "needs-review"
        return self.final.rating if self.final else self.advice.rating if self.advice else None


@dataclass(frozen=True)
class Dossier:
    """An application before a panel, for one reader; ``application`` is None where it was erased."""

    panel: Panel
    candidate: str
    reader: str
    items: tuple[KsaDossier, ...]
    application: Application | None = None
    screened: Screened | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> bool:
        """Whether there are words to show."""
        return self.application is not None

    @property
    def words(self) -> bool:
        """Whether the engine's words may be shown, and are kept."""
        return self.screened is not None

    @property
    def rates(self) -> bool:
        """Whether the reader may still rate this application."""
        member = self.panel.members.get(self.reader)
        taking_part = member is not None and member.rates and not self.recused
        return taking_part and not self.locked and self.panel.closing is None

    @property
    def locked(self) -> bool:
        """Whether the reader's ratings are locked."""
        return (self.reader, self.candidate) in self.panel.locks

    @property
    def recused(self) -> bool:
        """Whether the reader takes no part."""
        return (self.reader, self.candidate) in self.panel.recusals

    @property
    def engine(self) -> bool:
        """Whether the reader may see what the engine says."""
        return sees_engine(self.panel, self.reader, self.candidate)

    @property
    def rated(self) -> int:
        """How many KSAs the reader has rated."""
        return sum(item.mine is not None for item in self.items)

    def remark(self, event: Event[Any], name: str) -> str:
        """What a member wrote beside a rating, decision or override; empty where it was erased."""
        return self.remarks.get(event.body.papers.get(name, ""), "")


def dossier_of(
    panel: Panel, candidate: str, reader: str, standard: Standard, reading: Reading | None,
    remarks: Mapping[str, str],
) -> Dossier:  # fmt: skip
    """What a reader sees of an application; ``reading`` is the copy that they may read, None where erased."""
    application, screened = reading or (None, None)
    advised = screened
    if screened is None and sees_engine(panel, reader, candidate):
        advised = advice_of(panel, candidate, None)
    ratings = {rating.ksa: rating for rating in advised.ratings} if advised else {}
    blocks = (
        _block(standard.ksa(ksa), number, ratings.get(ksa), application)
        for number, ksa in enumerate(panel.ksas, start=1)
    )
    items = tuple(_item(panel, (candidate, one.ksa.id), reader, one) for one in blocks)
    return Dossier(panel, candidate, reader, items, application, screened, remarks)


def _block(ksa: Ksa, number: int, rating: Rating | None, application: Application | None) -> Block:
    """The KSA with what was written for it, quotes marked where the engine's rating shows."""
    if rating is not None:
        return block(ksa.id, number, ksa, rating, application)
    written = texts_for(application, ksa.id) if application else ()
    return Block(ksa.id, number, ksa, None, texts=tuple(marked(text, ()) for text in written))


def _item(panel: Panel, pair: tuple[str, str], reader: str, block: Block) -> KsaDossier:
    shown = sees_final(panel, reader, pair[0])
    given = tuple(
        event for event in visible_to(panel, reader).ratings
        if (event.body.candidate, event.body.ksa) == pair and (
            event.entry.who == reader or event.entry.who in panel.raters(pair[0])
        )
    )  # fmt: skip
    return KsaDossier(
        block=block,
        mine=panel.ratings.get((*pair, reader)),
        given=given,
        advice=panel.engine[pair[0]].ratings[pair[1]] if block.rating else None,
        final=final_of(panel, pair) if shown else None,
        decided=panel.decisions.get(pair) if shown else None,
        overridden=panel.overrides.get(pair) if shown else None,
        open=shown and differ(panel, levels_of(panel, pair)) and pair not in panel.decisions,
    )
