"""The blind copy of a whole application: every text blinded, a name found in one taken out of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce

from screening.applications import Application, essay_source, narrative_source, texts_of
from screening.blinding import Blinded, blind, name_words
from screening.blinding.found import KINDS, Kind
from screening.language.parsing import Parser


@dataclass(frozen=True)
class BlindCopy:
    """An application without marks of a person, and each text with what was taken out, by its source."""

    application: Application
    texts: dict[str, Blinded]
    """Keys as in `screening.applications.Text`: ``narrative:ID`` or ``essay:N``."""

    @property
    def kinds(self) -> dict[Kind, int]:
        """How many stretches of each kind were taken out of all texts."""
        counts: Counter[Kind] = sum((Counter(text.kinds) for text in self.texts.values()), Counter())
        return {kind: counts[kind] for kind in KINDS if counts[kind]}


def blind_application(application: Application, parser: Parser | None = None) -> BlindCopy:
    """The application with every narrative and essay blinded; ids, dates of papers and results stay."""
    originals = {text.source: text.text for text in texts_of(application)}
    texts = {source: blind(text, parser=parser) for source, text in originals.items()}
    found = (name_words(text.original, text.spans) for text in texts.values())
    known: frozenset[str] = reduce(frozenset.union, found, frozenset())
    if known:
        texts = {source: blind(text, known=known, parser=parser) for source, text in originals.items()}
    narratives = {ksa: texts[narrative_source(ksa)].text for ksa in application.narratives}
    essays = tuple(
        essay.model_copy(update={"text": texts[essay_source(number)].text})
        for number, essay in enumerate(application.essays, start=1)
    )
    return BlindCopy(application.model_copy(update={"narratives": narratives, "essays": essays}), texts)
