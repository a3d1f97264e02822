"""A screener that judges each distinct thing once: the same texts for a KSA get the very same rating again.

A rating depends on the KSA, the texts written for it and the versions; what a text shows of another KSA, on
that text alone. So both are remembered, a bounded number of them, and looked up by the words themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from screening.applications import Text
from screening.appraisal import Appraiser
from screening.batch.cache import NoCache
from screening.batch.deciding import SignatureEngine
from screening.batch.models import Answers, CachedReader
from screening.evidence import Evidence
from screening.language.parsing import Parser
from screening.results import Rating
from screening.screener import Screener
from screening.similarity import Encoder
from screening.standards import Ksa
from screening.texts import Outline, ReadText

RATED, SHOWN, NOTICES, READ = 4_096, 65_536, 16_384, 512
"""How many of each are remembered: some tens of megabytes, whatever the length of the run."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """The values that were asked for last, at most ``most`` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not held."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        value = self._held[key] = make()
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return value


class RememberingScreener(Screener):
    """Gives the bytes that :class:`screening.screener.Screener` gives, and judges nothing twice."""

    def __init__(
        self,
        screener: Screener,
        encoder: Encoder,
        parser: Parser,
        appraiser: Appraiser | None,
        reader: CachedReader | None = None,
    ) -> None:
        super().__init__(
            screener.standard,
            screener.checklist,
            encoder=encoder,
            parser=parser,
            appraiser=appraiser,
            settings=screener.settings,
            fingerprints=screener.fingerprints,
            elements=screener.elements,
            engine=SignatureEngine,
        )
        self._reader = reader or CachedReader(parser, NoCache(), Answers())
        self._ratings: Lately[tuple[str, tuple[tuple[str, str], ...]], Rating] = Lately(RATED)
        self._shows: Lately[tuple[str, str, str], tuple[Evidence, ...]] = Lately(SHOWN)
        self._noticed: Lately[tuple[str, str], tuple[str, ...]] = Lately(NOTICES)
        self._texts: Lately[tuple[str, str], ReadText] = Lately(READ)

    @property
    def decided(self) -> int:
        """How many decisions durable-rules has made; the others were looked up."""
        return sum(engine.asked for engine in self._engines.values() if isinstance(engine, SignatureEngine))

    def read(self, text: Text) -> ReadText:
        """One text made ready, or as it was made ready before."""
        read = super().read
        return self._texts.get((text.source, text.text), lambda: read(text))

    def _outline(self, text: str) -> Outline:
        return self._reader.outline(text)

    def _language(self, text: str) -> str | None:
        return self._reader.language(text)

    def _rate(self, ksa: Ksa, texts: Sequence[Text], read: dict[str, ReadText]) -> Rating:
        key = (ksa.id, tuple((text.source, text.text) for text in texts))
        rate = super()._rate
        return self._ratings.get(key, lambda: rate(ksa, texts, read))

    def _shown(self, ksa: Ksa, text: Text, read: dict[str, ReadText]) -> tuple[Evidence, ...]:
        shown = super()._shown
        return self._shows.get((ksa.id, text.source, text.text), lambda: shown(ksa, text, read))

    def _notices(self, text: Text, read: dict[str, ReadText]) -> tuple[str, ...]:
        notices = super()._notices
        return self._noticed.get((text.source, text.text), lambda: notices(text, read))
